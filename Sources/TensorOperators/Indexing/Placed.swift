/// The opposite of basic indexing: elements go where a slice would have taken them from, among zeros.
public struct Placed: Operation {
  /// Those of a `Slice` of an array of this shape.
  public let entries: [SliceEntry]
  public let shape: [Dimension]

  public init(_ entries: [SliceEntry], in shape: [Dimension]) { (self.entries, self.shape) = (entries, shape) }

  public var name: String { "op.place" }
  public var attributes: [Attribute] {
    ((try? Slice(entries, rank: shape.count))?.attributes ?? []) + [Attribute("shape", .tuple(shape.map { .dimension($0) }))]
  }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Placed {
    Placed(entries.map { $0.withExtents(replacement) }, in: shape.map { $0.withExtents(replacement) })
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard let slice = try Slice(entries, rank: shape.count).infer([TensorType(input.elementType, shape)]).types.first,
      slice.rank == input.rank
    else { throw failure("takes what the slice gives, which has another number of axes") }
    // Read as the slice would be: what has other extents is not read at all.
    var constraints: [ShapeConstraint] = []
    for (axis, (given, wanted)) in zip(input.shape, slice.shape).enumerated() where given != wanted {
      if let given = given.constant, let wanted = wanted.constant { throw failure("axis \(axis) has extent \(given), not \(wanted)") }
      constraints.append(ShapeConstraint(.equal, given, wanted, "axis \(axis) of what is placed and of its place"))
    }
    return Inference(TensorType(input.elementType, shape), constraints)
  }

  public var derivative: Derivative {
    let entries = entries
    return .unary { sliced($0, entries, at: $1.place) }
  }

  public var batching: Batching {
    let (entries, shape) = (entries, shape)
    return .unary { Placed([.all] + entries, in: [$0.extent] + shape) }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let (entries, shape) = (entries, shape)
    return .elements { context, index in
      let zero = context.constant(ScalarValue(.integer(0), type: context.inputs[0].elementType))
      // Of nothing there is nothing to read at clamped places either.
      if context.inputs[0].shape.contains(where: context.isZero) { return zero }
      var source: [Dimension] = []
      var isTaken: Value?
      func require(_ condition: Value) { isTaken = isTaken.map { context.primitive(.and, [$0, condition]) } ?? condition }
      var axis = 0
      for entry in entries {
        switch entry {
        case .newAxis, .ellipsis: source.append(0)
        case .index(let place):
          let wanted = SlicedExtent.fromFront(place, shape[axis])
          require(context.primitive(.equal, [context.element(index[axis]), context.element(wanted)]))
          axis += 1
        case .range(let start, let stop, let step):
          defer { axis += 1 }
          if start == nil, stop == nil, step == 1 {
            source.append(index[axis])
            continue
          }
          let slice = SlicedExtent(start: start, stop: stop, step: step, extent: shape[axis])
          let distance = step > 0 ? index[axis] - slice.first : slice.first - index[axis]
          let width = Dimension(Int(clamping: step.magnitude))
          let place = Dimension.floorDivide(.maximum(distance, 0), width)
          require(context.primitive(.greaterOrEqual, [context.element(distance), context.element(0)]))
          require(context.primitive(.less, [context.element(place), context.element(slice.count)]))
          if width.constant != 1 {
            require(context.primitive(.equal, [context.element(place * width), context.element(distance)]))
          }
          source.append(.maximum(.minimum(place, slice.count - 1), 0))
        }
      }
      guard let isTaken else { return context.input(0, at: source) }
      return context.primitive(.select, [isTaken, context.input(0, at: source), zero])
    }
  }
}
