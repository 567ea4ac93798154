import Synchronization

/// All operations that programs can name: those of the families, and those that other packages register.
public enum OperationTable {
  /// Every built-in family, in the order in which lists show them.
  static let families: [[OperationDefinition]] = [
    OperationDefinition.casting, OperationDefinition.creation, OperationDefinition.shapes,
    OperationDefinition.indexing, OperationDefinition.masks, OperationDefinition.sorting, OperationDefinition.sets,
    OperationDefinition.reductions, OperationDefinition.scans, OperationDefinition.linearAlgebra, OperationDefinition.softmax,
    OperationDefinition.assertions, OperationDefinition.derivatives, OperationDefinition.complexNumbers,
  ]

  private struct Registry {
    var ordered: [OperationDefinition] = []
    var byName: [String: Int] = [:]

    mutating func insert(_ definition: OperationDefinition) -> Bool {
      let names = [definition.name] + definition.aliases
      guard names.allSatisfy({ byName[$0] == nil && ScalarFunctionTable.function(named: $0) == nil }) else {
        return false
      }
      for name in names { byName[name] = ordered.count }
      ordered.append(definition)
      return true
    }
  }

  private static let registry = Mutex<Registry>(
    families.joined().reduce(into: Registry()) { registry, definition in
      precondition(registry.insert(definition), "two operations are called \(definition.name)")
    })

  /// All operations, built-in first, then in order of registration.
  public static var all: [OperationDefinition] { registry.withLock { $0.ordered } }

  /// The operation with this name or alias.
  public static func definition(named name: String) -> OperationDefinition? {
    registry.withLock { registry in registry.byName[name].map { registry.ordered[$0] } }
  }

  /// Makes an operation of another package known by its names.
  ///
  /// - Returns: false, and nothing is changed, if an operation or function of one of these names exists already.
  @discardableResult public static func register(_ definition: OperationDefinition) -> Bool {
    registry.withLock { $0.insert(definition) }
  }
}
