/// What an operation does with complex numbers, which below the graph are pairs of real tensors.
public enum ComplexRule: Sendable {
  /// It is not defined for them.
  case none
  /// The same to real and imaginary parts, each by itself: it moves or adds elements. Floats beside complex operands have no imaginary
  /// part; integers and bools (indices, masks) go to both.
  case parts
  /// What it stands for is built of operations that say it themselves: functions of elements, composite operations.
  case own
  /// These simpler tensors.
  case expanded(@Sendable (_ inputs: [Tensor]) -> [Tensor])
}

extension Operation {
  public var complexRule: ComplexRule {
    switch lowering {
    case .leaf, .composite: .own
    case .reshape, .concatenation, .overwrite, .compaction: .parts
    case .scan(_, let combiner): combiner == .sum ? .parts : .none
    case .scatter(let scatter): scatter.combiner == .set || scatter.combiner == .add ? .parts : .none
    case .elements, .reduction, .recurrence, .matrixProduct, .routine: .none
    }
  }
}

extension Node {
  /// Why an operation does not take complex numbers where it meets some; nil where it does, or meets none.
  static func complexMisfit(_ operation: any Operation, _ inputs: [Tensor], _ types: [TensorType]) -> TensorError? {
    guard types.contains(where: \.elementType.isComplex) || inputs.contains(where: \.elementType.isComplex) else { return nil }
    switch operation.complexRule {
    case .none: return operation.failure("is not defined for complex numbers", hint: "take real(x), imag(x) or abs(x)")
    case .parts: return nil
    case .expanded(let expand): return expand(inputs).compactMap(\.error).first
    case .own:
      guard case .composite(let expand) = operation.lowering else { return nil }
      return expand(inputs).compactMap(\.error).first
    }
  }
}
