import Synchronization
import TensorGraph
import TensorOperators

/// The operators and functions of tensors on arrays, computed at once: each is a compiled program of one operation, kept
/// for the next call with the same types.
///
/// An expression that is wrong has no array to give: it stops the program with the error, as arithmetic on arrays does
/// everywhere. `NDArray.evaluating` throws it instead.
extension NDArray: Algebra {
  public static func apply(_ function: ScalarFunction, _ arguments: [NDArray], at place: SourcePlace) -> NDArray {
    if let signature = function.signature(for: arguments.map(\.elementType)), signature.arguments.count == arguments.count {
      return applying(Elementwise(function), arguments, at: place)[0]
    }
    return invalid(
      TensorError(
        operation: function.name, message: "not defined for \(arguments.map(\.elementType.name).joined(separator: " and "))",
        operands: arguments.map(\.inferredType), places: [place]))
  }

  /// A number as a scalar array of the type that an operand of another type gives it. Errors: an integer that does not
  /// fit this type.
  public static func weak(_ value: WeakValue, like other: NDArray) -> NDArray {
    let type = value.resultType(with: other.elementType)
    if case .integer(let integer) = value, type.isInteger, !type.holds(integer) {
      return invalid(
        TensorError(
          operation: "array arithmetic", message: "the integer \(integer) is out of bounds for \(type.name)",
          operands: [other.inferredType], hint: "an array of a wider type holds it: NDArray([\(integer)])"))
    }
    return EagerArrays.required { try NDArray(ScalarValue(value, type: type)) }
  }
}

extension NDArray: ArrayAlgebra {
  public static func applying(_ operation: any Operation, _ operands: [NDArray], at place: SourcePlace) -> [NDArray] {
    EagerArrays.results { try evaluate(operation, operands, at: place) }
  }

  public static func composed(
    _ name: String, _ operands: [NDArray], at place: SourcePlace, _ body: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) -> [NDArray] {
    EagerArrays.results { try evaluate(EagerGraph(name: name, body: body), operands, at: place) }
  }

  /// Ends the program with the error, or hands it to `evaluating`, which throws it.
  public static func invalid(_ error: TensorError) -> NDArray {
    EagerArrays.results { throw error }[0]
  }

  public static func ofArray(_ array: NDArray, at place: SourcePlace) -> NDArray { array }
  public var knownArray: NDArray? { self }

  /// The element type, and the extents as constants.
  public var inferredType: TensorType { TensorType(elementType, shape.map { SymbolicInteger($0) }) }

  /// The results of one operation on arrays.
  ///
  /// - Throws: `TensorError` if the operation is not defined for these, `CallError` if it fails on their values.
  public static func evaluate(
    _ operation: any Operation, _ operands: [NDArray], at place: SourcePlace = .none
  ) throws -> [NDArray] {
    do {
      return try EagerArrays.function(operation, operands, at: place)(operands)
    } catch let error as CallError {
      // The program is kept from an earlier line: the place is this one.
      throw CallError(error.kind, error.message, places: [place])
    }
  }

  /// The value of a closure of array arithmetic; the first thing wrong in it is thrown.
  ///
  /// ```swift
  /// let mean = try NDArray.evaluating { sum(x, axis: 0) / count }
  /// ```
  ///
  /// After an error the rest of the closure computes nothing: its arrays are scalar zeros, so it must not use their shapes
  /// or elements in ways that end the program.
  ///
  /// - Throws: `TensorError`, `CallError`, or what the closure throws.
  public static func evaluating<Result>(_ body: () throws -> Result) throws -> Result {
    let failures = EagerFailures()
    let result = Swift.Result { try EagerFailures.$current.withValue(failures, operation: body) }
    if let first = failures.first { throw first }
    return try result.get()
  }
}

/// Where the errors of array arithmetic go inside `evaluating`.
final class EagerFailures: Sendable {
  @TaskLocal static var current: EagerFailures?

  private let state = Mutex<(any Error)?>(nil)

  var first: (any Error)? { state.withLock { $0 } }
  func add(_ error: any Error) { state.withLock { if $0 == nil { $0 = error } } }
}
