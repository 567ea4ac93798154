import Synchronization
import TensorGraph
import TensorOperators

/// The operators and functions of tensors on arrays, computed at once: each is a compiled program of one operation, kept for
/// the next call with the same types.
///
/// An expression that is wrong has no array to give: it stops the program with the error, as arithmetic on arrays does
/// everywhere. `NDArray.evaluating` throws it instead.
extension NDArray: Algebra {
  public static func apply(_ function: ScalarFunction, _ arguments: [NDArray], at place: SourcePlace) -> NDArray {
    EagerArrays.required { try evaluate(Elementwise(function), arguments, at: place)[0] }
  }

  /// A number as a scalar array of the type that an operand of another type gives it.
  public static func weak(_ value: WeakValue, like other: NDArray) -> NDArray {
    EagerArrays.required { try NDArray(ScalarValue(value, type: value.resultType(with: other.elementType))) }
  }

  /// The results of one operation on arrays.
  ///
  /// - Throws: `TensorError` if the operation is not defined for these, `CallError` if it fails on their values.
  public static func evaluate(
    _ operation: any Operation, _ operands: [NDArray], at place: SourcePlace = .none
  ) throws -> [NDArray] {
    try EagerArrays.function(operation, operands, at: place)(operands)
  }

  /// A scalar array.
  init(_ value: ScalarValue) throws(ArrayError) {
    let array = try NDArray.allocate(shape: Shape([Int]()), type: value.type)
    Swift.withUnsafeBytes(of: value.bits.littleEndian) {
      array.baseAddress.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(array.baseAddress), byteCount: value.type.byteCount)
    }
    self = array
  }
}

/// The compiled one-operation programs.
enum EagerArrays {
  private struct Key: Hashable {
    let operation: any Operation
    let types: [ElementType]
    let ranks: [Int]

    static func == (a: Key, b: Key) -> Bool {
      a.types == b.types && a.ranks == b.ranks && a.operation.isEqual(to: b.operation)
    }

    func hash(into hasher: inout Hasher) {
      operation.hash(into: &hasher)
      hasher.combine(types)
      hasher.combine(ranks)
    }
  }

  private static let known = Mutex<[Key: CompiledFunction]>([:])
  /// Programs kept; then all are dropped, and those in use made again.
  private static let limit = 1_024

  static func function(
    _ operation: any Operation, _ operands: [NDArray], at place: SourcePlace
  ) throws -> CompiledFunction {
    let key = Key(operation: operation, types: operands.map(\.elementType), ranks: operands.map(\.rank))
    if let function = known.withLock({ $0[key] }) { return function }
    let parameters = operands.enumerated().map { index, operand in
      Tensor(
        parameter: "operand\(index)",
        TensorType(operand.elementType, (0..<operand.rank).map { _ in SymbolicInteger.any }), at: place)
    }
    let outputs = Tensor.makeAll(operation, parameters, at: place)
    let function = try compile(inputs: parameters, outputs: outputs, name: operation.name)
    known.withLock { known in
      if known.count >= limit { known = [:] }
      known[key] = function
    }
    return function
  }

  /// The value, or an end of the program with the error: operators cannot throw.
  static func required<T>(_ body: () throws -> T) -> T {
    do { return try body() } catch { preconditionFailure("\(error)") }
  }
}
