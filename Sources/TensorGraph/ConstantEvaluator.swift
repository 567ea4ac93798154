/// Computes expressions that depend on no parameter. Rewriting asks for it without knowing who computes: it is handed in by
/// the layers above.
public protocol ConstantEvaluator: Sendable {
  /// The value; nil where computing it fails, which is then left to the program itself.
  func evaluate(_ tensor: Tensor) -> NDArray?
}
