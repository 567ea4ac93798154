/// Elements at places that several integer arrays name together: NumPy's `x[i, :, j]`.
///
/// The shape is that of the operand without `axes`, into which the shape that the index arrays broadcast to is put at `position`.
public struct Gather: Operation {
  /// The axes of the operand that the index arrays are about, in their order; ascending.
  public let axes: [Int]
  /// How many of the other axes stand in front of those of the index arrays.
  public let position: Int

  public init(axes: [Int], position: Int) { (self.axes, self.position) = (axes, position) }

  public var name: String { "op.gather" }
  public var attributes: [Attribute] {
    [Attribute("axes", .tuple(axes.map { .integer($0) })), Attribute("position", .integer(position))]
  }

  /// Programs to try laws on, as records have them; such indices are written, not called.
  package static let samples = [
    "(x: f64[n, m]) -> x[[0, 1, 1], [2, 0, 0]]", "(x: f64[2, n, 3]) -> x[[0, 1, 1, 0], :, [[2], [0]]]",
    "(x: f64[2, 3, n]) -> x[[0, 1], [[2, -1], [0, 1]]] * x[1, 2, 0]",
  ]

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == axes.count + 1, !axes.isEmpty else { throw failure("takes \(axes.count + 1) operands, got \(inputs.count)") }
    let (source, indices) = (inputs[0], inputs.dropFirst())
    guard zip(axes, axes.dropFirst()).allSatisfy({ $0 < $1 }), axes[0] >= 0, axes[axes.count - 1] < source.rank else {
      throw failure("axes \(axes) are not ascending axes of an array of dimension \(source.rank)")
    }
    let others = (0..<source.rank).filter { !axes.contains($0) }
    guard position >= 0, position <= others.count else { throw failure("position \(position) is not among \(others.count) axes") }
    for index in indices { try requireIndices(index) }
    let picked = try Broadcasting.combine(indices.map(\.shape), operation: name, of: "the index arrays")
    let rest = others.map { source.shape[$0] }
    let shape = rest[..<position] + picked.shape + rest[position...]
    let count = shape.reduce(Dimension(1), *)
    var constraints = picked.constraints
    for axis in axes { constraints += try self.constraints(extent: source.shape[axis], axis: axis, count: count) }
    return Inference(TensorType(source.elementType, Array(shape)), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// The axes of the result that are those of the index arrays.
  static func picked(_ node: Node) -> Range<Int> {
    guard let gather = node.operation as? Gather else { return 0..<0 }
    return gather.position..<gather.position + node.types[0].rank - node.inputs[0].rank + gather.axes.count
  }

  /// What was taken goes back to where it was, among zeros; what was taken twice adds up.
  public var derivative: Derivative {
    let (axes, position) = (axes, position)
    return .reverse { step in
      let nothing = [Tensor?](repeating: nil, count: axes.count)
      guard step.wanted[0], let cotangent = step.cotangents[0] else { return [nil] + nothing }
      let source = step.inputs[0]
      let zeros = Tensor.filled(source.shape, 0, type: source.elementType, at: step.place)
      let shape = Array(step.result.shape[Gather.picked(step.node)])
      let indices = step.inputs.dropFirst().map { $0.broadcast(to: shape, at: step.place) }
      let scatter = ScatterLowering(axes: axes, position: position, combiner: .add)
      return [.single(Scatter(scatter), [zeros] + indices + [cotangent], at: step.place)] + nothing
    }
  }

  /// One more axis in front: of the operand, of the index arrays, or of both, each example then looking into its own.
  public var batching: Batching {
    let (axes, position) = (axes, position)
    return .rule { step in
      let behind = axes.map { $0 + 1 }
      let areBatched = step.isBatched.dropFirst().contains(true)
      if !areBatched { return [.single(Gather(axes: behind, position: position + 1), step.inputs, at: step.place)] }
      let rank = Gather.picked(step.node).count
      let indices = axes.indices.map { step.aligned($0 + 1, rank: rank) }
      guard step.isBatched[0] else {
        let result = Tensor.single(Gather(axes: axes, position: position), [step.inputs[0]] + indices, at: step.place)
        return [result.moved([position], to: [0], at: step.place)]
      }
      let own = Tensor.positions(step.extent, rank: rank + 1, axis: 0, at: step.place)
      let result = Tensor.single(Gather(axes: [0] + behind, position: position), [step.inputs[0], own] + indices, at: step.place)
      return [result.moved([position], to: [0], at: step.place)]
    }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let (axes, position) = (axes, position)
    return .elements { context, index in
      let source = context.inputs[0]
      let end = position + index.count - source.rank + axes.count
      let picked = Array(index[position..<end])
      var place = Array(index[..<position] + index[end...])
      for (number, axis) in axes.enumerated() {
        let array = context.inputs[number + 1]
        let wanted = context.input(number + 1, at: context.broadcast(picked, to: array.shape))
        place.insert(context.checkedIndex(context.convert(wanted, to: .i64), extent: source.shape[axis], axis: axis), at: axis)
      }
      return context.input(0, at: place)
    }
  }
}

extension Operation {
  /// That an axis of which some places are taken has any: an index out of range has to be clamped to something.
  func constraints(extent: Dimension, axis: Int, count: Dimension) throws(TensorError) -> [ShapeConstraint] {
    let message = "axis \(axis) has extent 0, so no index is in range"
    if extent.constant == 0, let count = count.constant, count > 0 { throw failure(message) }
    guard extent.constant.map({ $0 == 0 }) ?? true, count.constant != 0 else { return [] }
    return [ShapeConstraint(.atLeast, extent, .minimum(count, 1), message)]
  }
}

extension ArrayAlgebra {
  /// `0, 1, ..., count - 1` along one of `rank` axes, the others having extent 1.
  static func positions(_ count: Dimension, rank: Int, axis: Int, at place: SourcePlace) -> Self {
    building("arange", [], at: place) { () throws(TensorError) in
      let range = try Arange(.integer(0), .integer(count), step: .integer(1), type: .i64)
      return .single(range, [], at: place).expanded((0..<rank).filter { $0 != axis }, at: place)
    }
  }
}
