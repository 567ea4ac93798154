extension Primitive {
  /// The exact result on constants: the meaning that every backend must give.
  public func evaluate(_ arguments: [ScalarValue]) -> ScalarValue {
    arguments[0]
  }
}
