import Synchronization
import TensorGraph
import TensorOperators

/// The compiled one-operation programs.
enum EagerArrays {
  private struct Key: Hashable {
    let operation: any Operation
    let types: [ElementType]
    /// What is compiled in: the extents where the operation's type rule needs them, else ranks alone (-1 for each extent).
    let extents: [[Int]]

    static func == (a: Key, b: Key) -> Bool {
      a.types == b.types && a.extents == b.extents && a.operation.isEqual(to: b.operation)
    }

    func hash(into hasher: inout Hasher) {
      operation.hash(into: &hasher)
      hasher.combine(types)
      hasher.combine(extents)
    }
  }

  private static let known = Mutex<[Key: CompiledFunction]>([:])
  /// Programs kept; then all are dropped, and those in use made again.
  private static let limit = 1_024

  /// The program of an operation for operands of these types: one for all shapes, unless the type rule must see them.
  static func function(
    _ operation: any Operation, _ operands: [NDArray], at place: SourcePlace
  ) throws -> CompiledFunction {
    let types = operands.map(\.elementType)
    let general = Key(operation: operation, types: types, extents: operands.map { Array(repeating: -1, count: $0.rank) })
    if let function = lookup(general) { return function }
    let exact = Key(operation: operation, types: types, extents: operands.map { Array($0.shape) })
    if let function = lookup(exact) { return function }
    if let function = try? make(general, at: place) { return function }
    return try make(exact, at: place)
  }

  private static func lookup(_ key: Key) -> CompiledFunction? { known.withLock { $0[key] } }

  private static func make(_ key: Key, at place: SourcePlace) throws -> CompiledFunction {
    let parameters = zip(key.types, key.extents).enumerated().map { index, operand in
      Tensor(
        parameter: "operand\(index)",
        TensorType(operand.0, operand.1.map { $0 < 0 ? SymbolicInteger.any : SymbolicInteger($0) }), at: place)
    }
    let outputs = (key.operation as? EagerGraph)?.body(parameters) ?? Tensor.makeAll(key.operation, parameters, at: place)
    let function = try compile(inputs: parameters, outputs: outputs, name: key.operation.name)
    known.withLock { known in
      if known.count >= limit { known = [:] }
      known[key] = function
    }
    return function
  }

  /// The results, or an end of the program with the error: operators cannot throw. Inside `NDArray.evaluating` the error
  /// is kept there, and what comes after is not computed.
  static func results(_ body: () throws -> [NDArray]) -> [NDArray] {
    guard let failures = EagerFailures.current else { return required(body) }
    if failures.first == nil {
      do { return try body() } catch { failures.add(error) }
    }
    return [required { try NDArray(ScalarValue(integer: 0, type: .i64)) }]
  }

  /// The value, or an end of the program with the error.
  static func required<T>(_ body: () throws -> T) -> T {
    do { return try body() } catch { preconditionFailure("\(error)") }
  }
}

/// What stands for a whole graph where eager programs are looked up.
struct EagerGraph: Operation {
  let name: String
  let body: @Sendable ([Tensor]) -> [Tensor]

  static func == (a: EagerGraph, b: EagerGraph) -> Bool { a.name == b.name }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { throw failure("is no operation of a graph") }
  var lowering: Lowering { .composite(body) }
}
