extension ArrayAlgebra {
  /// 1 where the number of the class is that of the element, else 0.
  package func oneHot(_ classes: Dimension, type: ElementType, axis: Int, at place: SourcePlace) -> Self {
    Self.building("one_hot", [self], at: place) { () throws(TensorError) in
      guard inferredType.elementType.isInteger || inferredType.elementType == .bool else {
        throw TensorError(
          operation: "one_hot", message: "classes must be integers, got \(inferredType.elementType.name)", hint: "cast them with i64(...)")
      }
      let normal = try Axes.normalized(axis, rank: inferredRank + 1, operation: "one_hot")
      var shape = [Dimension](repeating: 1, count: inferredRank + 1)
      shape[normal] = classes
      let numbers: Self = .single(Reshape(shape), [.numbers(classes, at: place)], at: place)
      return try requiring(sizes: [classes], "one_hot", at: place).strong(at: place).expanded([normal], at: place).calling(.equal, numbers, at: place).converted(to: type, at: place)
    }
  }
}

/// For each class number a vector of zeros with a 1 at its place, along a new axis; numbers out of range give zeros only.
///
/// As `jax.nn.one_hot`; the type is f64 unless given. Errors: numbers that are not integers, an axis out of range.
public func oneHot<A: ArrayAlgebra>(
  _ x: A, classes: Dimension, type: ElementType = .f64, axis: Int = -1, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.oneHot(classes, type: type, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let oneHot = OperationDefinition(
    "one_hot", aliases: ["to_one_hot"], family: "creation",
    [
      Parameter("x", .tensor), Parameter("num_classes", .shape), Parameter("dtype", .type, default: .type(.f64)),
      Parameter("axis", .integer, default: .integer(-1)),
    ], summary: "Zeros with a 1 at the place of each class number, along a new axis.",
    numpy: "np.moveaxis((np.asarray(x)[..., None] == np.arange(num_classes)).astype(dtype), -1, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("x").oneHot(
        try arguments.extent("num_classes"), type: arguments.optionalType("dtype") ?? .f64, axis: try arguments.integer("axis"),
        at: arguments.place)
    ]
  }.sampled("(x: f64[3]) -> one_hot([0, 2, 5], 3) @ x")
}
