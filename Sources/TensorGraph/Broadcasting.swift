/// NumPy's broadcasting on symbolic shapes.
public enum Broadcasting {
  /// The shape to which all broadcast, and what must hold for that at run time.
  ///
  /// Equal forms are equal, a constant 1 gives way, two different constants are an error; anything else is
  /// decided when the shapes are known.
  ///
  /// - Parameter subject: whose shapes they are, where they are not those of the operands.
  public static func combine(
    _ shapes: [[Dimension]], operation: String, of subject: String? = nil
  ) throws(TensorError) -> (shape: [Dimension], constraints: [ShapeConstraint]) {
    let rank = shapes.map(\.count).max() ?? 0
    var result = [Dimension](repeating: 1, count: rank)
    var constraints: [ShapeConstraint] = []
    for shape in shapes {
      for (axis, extent) in zip(rank - shape.count..<rank, shape) {
        let (old, new) = (result[axis], extent)
        if let a = old.constant, let b = new.constant, a != b, a != 1, b != 1 {
          throw TensorError(
            operation: operation,
            message: "\(subject.map { "the shapes of \($0)" } ?? "shapes") do not broadcast: axis \(axis - rank) has extents \(a) and \(b)",
            hint: "extents must be equal, or one of them 1")
        }
        if old != new, old.constant != 1, new.constant != 1 {
          constraints.append(
            ShapeConstraint(.broadcastable, old, new, "axis \(axis - rank) of \(subject ?? "the operands")"))
        }
        result[axis] = .broadcast(old, new)
      }
    }
    return (result, constraints)
  }
}
