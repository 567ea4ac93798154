import TensorOperators

/// Arithmetic on integers known up to extents, by PyTensor's scalar functions.
enum IntegerElements {
  /// The elements in a type: those of narrow types only where they are numbers, for extents may not fit.
  static func wrapped(_ elements: [Dimension], to type: ElementType) -> [Dimension]? {
    if type == .bool { return elements.map { isNotZero($0) } }
    guard type.isInteger else { return nil }
    var result: [Dimension] = []
    for element in elements {
      if let constant = element.constant {
        let value = ScalarValue(.integer(constant), type: type)
        if type == .u64, constant < 0 { return nil }
        result.append(Dimension(Int(value.integer)))
      } else if type == .i64 || type == .u64 && !element.mayBeNegative || type == .i32 && element.bareSymbol != nil {
        // Extents do not reach 2^31 where somebody keeps them in 32 bits; what is computed of them may.
        result.append(element)
      } else {
        return nil
      }
    }
    return result
  }

  /// 0 where the element is 0, else 1.
  static func isNotZero(_ a: Dimension) -> Dimension { .isNotOne(a + 1) }
  static func isZero(_ a: Dimension) -> Dimension { 1 - isNotZero(a) }
  static func isLess(_ a: Dimension, _ b: Dimension) -> Dimension { (a - b).isNegativeFlag }

  private typealias Function = @Sendable ([Dimension]) -> Dimension?

  private static func pair(_ body: @escaping @Sendable (Dimension, Dimension) -> Dimension?) -> Function {
    { $0.count == 2 ? body($0[0], $0[1]) : nil }
  }

  private static func fold(_ body: @escaping @Sendable (Dimension, Dimension) -> Dimension) -> Function {
    { $0.isEmpty ? nil : $0.dropFirst().reduce($0[0], body) }
  }

  private static func single(_ body: @escaping @Sendable (Dimension) -> Dimension) -> Function {
    { $0.count == 1 ? body($0[0]) : nil }
  }

  /// `x < low ? low : x > high ? high : x`: where bounds may cross that is not the least of a greatest.
  private static let clip: Function = { a in
    guard a.count == 3, let low = a[1].constant, let high = a[2].constant else { return nil }
    if low <= high { return .minimum(.maximum(a[0], a[1]), a[2]) }
    return a[0].constant.map { Dimension($0 < low ? low : $0 > high ? high : $0) }
  }

  /// By the class of the scalar Op.
  private static let functions: [String: Function] = [
    "Add": fold { $0 + $1 }, "Mul": fold { $0 * $1 }, "Sub": pair { $0 - $1 }, "Neg": single { -$0 },
    "Maximum": fold { .maximum($0, $1) }, "Minimum": fold { .minimum($0, $1) },
    "IntDiv": pair { $1.constant == 0 ? nil : .floorDivide($0, $1) },
    "Mod": pair { $1.constant == 0 ? nil : .remainder($0, $1) },
    "Identity": single { $0 }, "Second": pair { $1 },
    "LT": pair { isLess($0, $1) }, "GT": pair { isLess($1, $0) }, "LE": pair { 1 - isLess($1, $0) }, "GE": pair { 1 - isLess($0, $1) },
    "EQ": pair { isZero($0 - $1) }, "NEQ": pair { isNotZero($0 - $1) },
    "Abs": single { .maximum($0, -$0) }, "Sqr": single { $0 * $0 },
    "Sign": single { isLess(0, $0) - isLess($0, 0) },
    "Clip": clip,
    "Switch": { a in
      guard a.count == 3 else { return nil }
      if let condition = a[0].constant { return condition != 0 ? a[1] : a[2] }
      return a[1] == a[2] ? a[1] : a[2] + isNotZero(a[0]) * (a[1] - a[2])
    },
  ]

  /// What bools mean under these names is logic, on 0 and 1.
  private static let logic: [String: Function] = [
    "AND": fold { $0 * $1 }, "OR": fold { $0 + $1 - $0 * $1 }, "XOR": fold { $0 + $1 - 2 * $0 * $1 }, "Invert": single { 1 - $0 },
    "Add": fold { $0 + $1 - $0 * $1 }, "Mul": fold { $0 * $1 },
    "Maximum": fold { $0 + $1 - $0 * $1 }, "Minimum": fold { $0 * $1 },
  ]

  /// The elements of an elementwise result of type `type`, of operands of `count` elements or one.
  static func apply(
    _ function: String, _ operands: [[Dimension]], _ types: [ElementType], to type: ElementType
  ) -> [Dimension]? {
    let isLogic = types.allSatisfy { $0 == .bool }
    guard let function = isLogic ? logic[function] ?? functions[function] : functions[function] else { return nil }
    let count = operands.map(\.count).contains(0) ? 0 : operands.map(\.count).max() ?? 0
    guard operands.allSatisfy({ $0.count == count || $0.count == 1 }) else { return nil }
    var result: [Dimension] = []
    for position in 0..<count {
      guard let element = function(operands.map { $0.count == 1 ? $0[0] : $0[position] }) else { return nil }
      // Expressions of extents that grow without end are values like others.
      if element.terms.count > 32 || element.isDeeper(than: 12) { return nil }
      result.append(element)
    }
    return wrapped(result, to: type)
  }
}
