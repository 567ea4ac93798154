/// A copy of an array with another written where basic indexing reads: the functional form of `x[1:, 0] = y`.
public struct SetSlice: Operation {
  /// One entry for each axis of the target, in order, new axes between them; no ellipsis.
  public let entries: [SliceEntry]

  /// Entries as written. Errors: those of `Slice`.
  public init(_ written: [SliceEntry], rank: Int) throws(TensorError) { entries = try Slice(written, rank: rank).entries }

  private init(entries: [SliceEntry]) { self.entries = entries }

  public var name: String { "op.set_slice" }
  public var attributes: [Attribute] { [Slice.attribute(of: entries)] }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> SetSlice {
    SetSlice(entries: entries.map { $0.withExtents(replacement) })
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    let (target, given) = (inputs[0], inputs[1])
    guard target.elementType == given.elementType else {
      throw failure("what is set must be of type \(target.elementType.name), got \(given.elementType.name)")
    }
    let part = try Slice(entries, rank: target.rank).infer([target])
    let wanted = part.types[0].shape
    guard wanted.count == given.rank else { throw failure("what is set must have \(wanted.count) axes, got \(given.rank)") }
    var constraints = part.constraints
    for (axis, (wanted, given)) in zip(wanted, given.shape).enumerated() where wanted != given {
      if let wanted = wanted.constant, let given = given.constant {
        throw failure("axis \(axis) of what is set has extent \(given), not \(wanted)")
      }
      constraints.append(ShapeConstraint(.equal, given, wanted, "axis \(axis) of what is set and of its place"))
    }
    return Inference(TensorType(target.elementType, target.shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    ValueFacts(known[0].elements.union(known[1].elements))
  }

  /// What was overwritten passes nothing on; what was set gets the cotangent of its place.
  public var derivative: Derivative {
    let entries = entries
    return .reverse { step in
      guard let cotangent = step.cotangents[0] else { return [nil, nil] }
      func hollow() -> Tensor? {
        guard let operation = try? SetSlice(entries, rank: cotangent.rank) else { return nil }
        let zeros = Tensor.filled(step.inputs[1].shape, 0, type: cotangent.elementType, at: step.place)
        return .single(operation, [cotangent, zeros], at: step.place)
      }
      return [step.wanted[0] ? hollow() : nil, step.wanted[1] ? sliced(cotangent, entries, at: step.place) : nil]
    }
  }

  public var batching: Batching {
    let entries = entries
    return .rule { step in
      guard let operation = try? SetSlice([.all] + entries, rank: entries.count { $0 != .newAxis } + 1) else { return step.throughLowering() }
      return [.single(operation, [step.repeated(0), step.repeated(1)], at: step.place)]
    }
  }

  public var lowering: Lowering {
    let entries = entries
    return .overwrite { shape, index in Slice.source(of: index, entries, shape) }
  }
}
