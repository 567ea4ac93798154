import Synchronization

/// The scalar functions that programs can name: the built-in families, and those that other packages register.
public enum ScalarFunctionTable {
  /// Every built-in family, in the order in which lists show them.
  static let families: [[ScalarFunction]] = [
    ScalarFunction.arithmetic, ScalarFunction.comparison, ScalarFunction.bitwise, ScalarFunction.rounding,
    ScalarFunction.selection, ScalarFunction.division, ScalarFunction.powers,
    ScalarFunction.exponentials, ScalarFunction.logarithms, ScalarFunction.trigonometric,
    ScalarFunction.inverseTrigonometric, ScalarFunction.hyperbolic, ScalarFunction.errorFunctions, ScalarFunction.bessel,
    ScalarFunction.logistic, ScalarFunction.stableLogarithms,
    ScalarFunction.normalDistribution, ScalarFunction.stableProducts, ScalarFunction.roots,
    ScalarFunction.floatParts, ScalarFunction.divisors, ScalarFunction.cardinalSines, ScalarFunction.floatPowers, ScalarFunction.parts,
  ]

  private struct Registry {
    var ordered: [ScalarFunction] = []
    var byName: [String: ScalarFunction] = [:]

    mutating func insert(_ function: ScalarFunction) -> Bool {
      let names = [function.name] + function.aliases
      guard names.allSatisfy({ byName[$0] == nil }) else { return false }
      ordered.append(function)
      for name in names { byName[name] = function }
      return true
    }
  }

  private static let registry = Mutex<Registry>(
    families.joined().reduce(into: Registry()) { registry, function in
      precondition(registry.insert(function), "two scalar functions are called \(function.name)")
    })

  /// All functions, built-in first, then in order of registration.
  public static var all: [ScalarFunction] { registry.withLock { $0.ordered } }

  /// The names of the built-in functions: what tables that are written down hold, whatever others register meanwhile.
  package static let builtIn = Set(families.joined().map(\.name))

  /// The function with this name or alias.
  public static func function(named name: String) -> ScalarFunction? { registry.withLock { $0.byName[name] } }

  /// Makes a function of another package known to the text format, the fuzzer and the lists.
  ///
  /// - Returns: false, and nothing is changed, if a function of one of these names exists already.
  @discardableResult public static func register(_ function: ScalarFunction) -> Bool {
    registry.withLock { $0.insert(function) }
  }
}
