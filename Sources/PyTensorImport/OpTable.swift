import TensorOperators

/// How the nodes of one class of Ops become tensors.
typealias OpImporter = @Sendable (NodeContext) throws(PyTensorImportError) -> [ImportedValue]

/// The Ops that are known, by the names of their classes. A new one is an entry in the table of its family, in `Ops`.
enum OpTable {
  static let families: [[String: OpImporter]] = [
    elementwise, reductions, shapes, views, creation, indexing, sorting, linearAlgebra, extraOps, control,
  ]

  private static let importers: [String: OpImporter] = families.reduce(into: [:]) { table, family in
    table.merge(family) { _, _ in preconditionFailure("two importers for one class of Ops") }
  }

  /// The importer of an Op: by its class; Ops with an inner graph of tensors are that graph; a scalar Op among tensors is itself.
  static func importer(of op: OpDescription) -> OpImporter? {
    if let importer = importers[op.name] { return importer }
    if ScalarOps.table[op.name] != nil { return scalarNode }
    if op.properties["inner"]?["nodes"] != nil, op.name == "OpFromGraph" || op.base == "OpFromGraph" { return innerGraph }
    return nil
  }

  /// The classes of Ops, and of scalar Ops, that are known.
  static var names: [String] { importers.keys.sorted() + ScalarOps.table.keys.sorted() }
}
