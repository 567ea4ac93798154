/// How many elements of a flat mask are true before each of its blocks, and in all: `counts[i] = sum(mask[:i * blockSize])`.
///
/// The last one is the extent of what the mask picks.
package struct MaskCounts: Operation {
  package init() {}

  package var name: String { "op.mask_counts" }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let mask = try single(inputs)
    guard mask.elementType == .bool, mask.rank == 1 else { throw failure("takes a flat mask of bools, got \(mask)") }
    return Inference(TensorType(.i64, [MaskPart.countsExtent(mask.shape[0])]))
  }

  package func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(ElementFacts(0, 0x1p63, isWhole: true)) }
  package var derivative: Derivative { .flat }
  package var batching: Batching { .rule { $0.ragged("has a number of elements of its own that the mask picks") } }
  package var lowering: Lowering { .compaction(.counts) }
}

/// The values at which a flat mask is true, in order.
package struct MaskedElements: Operation {
  /// How many there are: the last of the mask's counts.
  let count: Dimension

  package init(count: Dimension) { self.count = count }

  package var name: String { "op.masked_elements" }
  package var attributes: [Attribute] { [Attribute("count", .dimension(count))] }
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> MaskedElements {
    MaskedElements(count: count.withExtents(replacement))
  }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 3, inputs[0].elementType == .bool, inputs[0].rank == 1, inputs[1].elementType == .i64,
      inputs[1].shape == [MaskPart.countsExtent(inputs[0].shape[0])], inputs[2].rank == 1
    else { throw failure("takes a flat mask, its counts and as many values") }
    var constraints: [ShapeConstraint] = []
    if inputs[2].shape != inputs[0].shape {
      constraints.append(ShapeConstraint(.equal, inputs[0].shape[0], inputs[2].shape[0], "a mask and the values it picks from"))
    }
    return Inference(TensorType(inputs[2].elementType, [count]), constraints)
  }

  package func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[2].elements) }

  /// Back where it was, among zeros.
  package var derivative: Derivative {
    .reverse { step in
      guard step.wanted[2], let cotangent = step.cotangents[0] else { return [nil, nil, nil] }
      return [nil, nil, .single(MaskSpread(), [step.inputs[0], step.inputs[1], cotangent], at: step.place)]
    }
  }

  package var batching: Batching {
    .rule { step in
      if step.isBatched[0] || step.isBatched[1] { return step.ragged("has a number of elements of its own that the mask picks") }
      // One mask for all: the places of what it picks, along the other axis.
      let places = Tensor.places(ofMask: step.inputs[0], counts: step.inputs[1], step.node.types[0].shape[0], at: step.place)
      return [step.inputs[2].taking(places, axis: 1, at: step.place)]
    }
  }

  package var lowering: Lowering { .compaction(.elements) }
}

/// Values, in order, where a flat mask is true, and zeros elsewhere: the transpose of `MaskedElements`.
package struct MaskSpread: Operation {
  package init() {}

  package var name: String { "op.mask_spread" }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 3, inputs[0].elementType == .bool, inputs[0].rank == 1, inputs[1].elementType == .i64,
      inputs[1].shape == [MaskPart.countsExtent(inputs[0].shape[0])], inputs[2].rank == 1
    else { throw failure("takes a flat mask, its counts and the values") }
    return Inference(TensorType(inputs[2].elementType, inputs[0].shape))
  }

  package func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    ValueFacts(known[2].elements.union(ElementFacts(0, 0, isWhole: true)))
  }

  package var derivative: Derivative {
    .reverse { step in
      guard step.wanted[2], let cotangent = step.cotangents[0] else { return [nil, nil, nil] }
      return [nil, nil, .single(MaskedElements(count: step.inputs[2].shape[0]), [step.inputs[0], step.inputs[1], cotangent], at: step.place)]
    }
  }

  package var batching: Batching {
    .rule { step in
      if step.isBatched[0] || step.isBatched[1] { return step.ragged("has a number of elements of its own that the mask picks") }
      // One mask for all: rows of zeros, into which columns go.
      let values = step.inputs[2]
      let places = Tensor.places(ofMask: step.inputs[0], counts: step.inputs[1], values.shape[1], at: step.place)
      let zeros = Tensor.filled([step.extent] + step.node.types[0].shape, 0, type: values.elementType, at: step.place)
      return [zeros.scatterAdding(at: places, values, axis: 1, place: step.place)]
    }
  }

  package var lowering: Lowering { .compaction(.spread) }
}

extension BatchStep {
  /// Results whose extents would differ from example to example.
  func ragged(_ reason: String) -> [Tensor] {
    let error = TensorError(
      operation: "vmap", message: "each example \(reason): no array holds results of different extents",
      operands: node.inputs.map(\.type), places: [place],
      hint: "use a form whose extent is the same for all, as where(mask, x, 0)")
    return node.types.map { _ in .invalid(error) }
  }
}

extension Tensor {
  /// What a flat mask picks of a flat array.
  static func masked(_ values: Tensor, by mask: Tensor, operation: String, at place: SourcePlace) -> Tensor {
    building(operation, [values, mask], at: place) { () throws(TensorError) in
      let (counts, count) = try counted(mask, operation, at: place)
      return .single(MaskedElements(count: count), [mask, counts, values], at: place)
    }
  }

  /// The counts of a flat mask, and the last of them as an extent.
  static func counted(_ mask: Tensor, _ operation: String, at place: SourcePlace) throws(TensorError) -> (Tensor, Dimension) {
    let (counts, total) = MaskTable.counted(mask, at: place)
    return (counts, try .value(of: total, as: .extent, operation: operation, at: place))
  }

  /// The places at which a flat mask is true, ascending.
  static func places(ofMask mask: Tensor, operation: String, at place: SourcePlace) -> Tensor {
    building(operation, [mask], at: place) { () throws(TensorError) in
      let (counts, count) = try counted(mask, operation, at: place)
      return places(ofMask: mask, counts: counts, count, at: place)
    }
  }

  fileprivate static func places(ofMask mask: Tensor, counts: Tensor, _ count: Dimension, at place: SourcePlace) -> Tensor {
    let all = Tensor.arange(.integer(mask.shape[0]), nil, step: 1, type: .i64, at: place)
    return .single(MaskedElements(count: count), [mask, counts, all], at: place)
  }
}
