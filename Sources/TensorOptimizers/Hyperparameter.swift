import TensorJIT

/// A number that steers an optimizer: fixed when the step is compiled (`Double`, `Int`), or a tensor of the graph, so
/// that every call may give another: a schedule.
public protocol Hyperparameter: Sendable {
  /// The number as a float scalar of the graph.
  var scalar: Tensor { get }
  /// Its value, where it is fixed.
  var fixedValue: Double? { get }
}

extension Double: Hyperparameter {
  // Weak, so that f32 parameters stay f32.
  public var scalar: Tensor { Tensor(floatLiteral: self) }
  public var fixedValue: Double? { self }
}

extension Int: Hyperparameter {
  public var scalar: Tensor { Double(self).scalar }
  public var fixedValue: Double? { Double(self) }
}

extension Tensor: Hyperparameter {
  public var scalar: Tensor { self }
  public var fixedValue: Double? { nil }
}

/// What a hyperparameter may be.
struct HyperparameterRange {
  let contains: @Sendable (Double) -> Bool
  let description: String

  static let nonnegative = HyperparameterRange(
    contains: { $0 >= 0 && $0.isFinite }, description: "must be 0 or greater, and finite")
  static let decay = HyperparameterRange(contains: { $0 >= 0 && $0 < 1 }, description: "must be in [0, 1)")
  static let open = HyperparameterRange(contains: { $0 > 0 && $0 < 1 }, description: "must be in (0, 1)")
}

extension Optimizer {
  /// Errors: a number outside of its range, a tensor that is no float scalar.
  func check(
    _ hyperparameter: any Hyperparameter, _ label: String, _ range: HyperparameterRange
  ) throws(TensorError) {
    if let value = hyperparameter.fixedValue {
      guard range.contains(value) else { throw failure("\(label) \(range.description); it is \(value)") }
      return
    }
    let tensor = hyperparameter.scalar
    if let error = tensor.error { throw error }
    guard tensor.rank == 0, tensor.elementType.isFloat else {
      throw failure("\(label) must be a float scalar", operands: [tensor.type])
    }
  }

  func failure(_ message: String, operands: [TensorType] = [], hint: String? = nil) -> TensorError {
    TensorError(operation: name, message: message, operands: operands, places: [place], hint: hint)
  }
}
