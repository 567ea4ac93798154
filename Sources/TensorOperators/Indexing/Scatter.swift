/// A copy of an array into which updates are combined at places that integer arrays name, in the order of these: the functional form of
/// `x[i, :, j] = y` and of `np.add.at(x, (i, j), y)`. `ScatterLowering` says what the operands are.
public struct Scatter: Operation {
  public let form: ScatterLowering

  public init(_ form: ScatterLowering) { self.form = form }

  /// Along one axis, as the transpose of `Take`.
  public init(_ combiner: ScatterCombiner, axis: Int, batchAxes: Int = 0) {
    form = ScatterLowering(axes: [axis], position: axis, batchAxes: batchAxes, combiner: combiner)
  }

  /// The axis of what `scatter_add` says.
  private var addedAxis: Int? { form.combiner == .add && form.axes == [form.position] ? form.position : nil }

  public var name: String { addedAxis == nil ? "op.scatter" : "scatter_add" }
  public var attributes: [Attribute] {
    let batch = Attribute("batch_dims", .integer(form.batchAxes))
    if let addedAxis { return [Attribute("axis", .integer(addedAxis)), batch] }
    return [
      Attribute("axes", .tuple(form.axes.map { .integer($0) })), Attribute("position", .integer(form.position)), batch,
      Attribute("combiner", .text(form.combiner.rawValue)),
    ] + (form.isOfPairs ? [Attribute("pairs", .flag(true))] : [])
  }

  /// Programs to try laws on, as records have them; writes are written, not called.
  package static let samples = [
    "(x: f64[n, m], v: f64[3, m]) -> x.at[[0, 2, 2]].set(v) * x", "(x: f64[3, m, 4], v: f64[2, m]) -> x.at[[0, 0], :, [1, -1]].set(v)",
    "(x: f64[3, m], v: f64[3, 1]) -> x.at[:2, [1, 0, 1]].add(v[:2])", "(x: f64[4, m], v: f64[3, m]) -> x.at[[0, 2, 2]].multiply(v)",
    "(x: f64[4, m], v: f64[3, m]) -> x.at[[0, 2, 2]].divide(v)", "(x: f64[4, m], v: f64[3, m]) -> x.at[[0, 2, 2]].min(v)",
    "(x: f64[4], v: f64[3]) -> x.at[[0, 2, 2]].max(v)", "(x: f64[n], v: f64[2]) -> x.at[:2].multiply(v)",
    "(x: f64[n], v: f64[3]) -> (x * x + 1).at[[0, 1, 1]].power(v * v + 0.5)", "(x: f64[n, m], v: f64[m]) -> x.at[0].set(v) * x",
    "(x: f64[4], v: f64[6]) -> x.at[[0, 2, 2, 3, 3, 3]].multiply(where(v < 0.5, 0, v))",
    "(x: f64[4, 2], v: f64[3]) -> vmap((a) -> a.at[[0, 2, 2]].multiply(a[1:] * v), x.T)",
    "(x: f64[4], v: f64[3]) -> abs(complex(x, 1.0).at[[0, 2, 2]].multiply(complex(1.0, v)))",
    "(x: f64[4], v: f64[3]) -> real(complex(x, 1.0).at[[0, 2, 2]].divide(complex(1.0, v)))",
    "(x: f64[4], v: f64[3]) -> imag(complex(x, 1.0).at[[0, 2, 2]].power(complex(1.0, v)))",
    "(x: f64[4], v: f64[3]) -> abs(complex(x, 1.0).at[[0, 2, 2]].max(complex(v, 2.0)))",
    "(x: f64[n, m], v: f64[]) -> x.at[::-1, 1:].set(v) * x", "(x: f64[3], v: f64[2]) -> x.at[[true, false, true]].set(v) ** 2",
  ]

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let (axes, batchAxes, combiner) = (form.axes, form.batchAxes, form.combiner)
    guard inputs.count == axes.count + 2, !axes.isEmpty else { throw failure("takes \(axes.count + 2) operands, got \(inputs.count)") }
    let (target, indices, updates) = (inputs[0], Array(inputs[1...axes.count]), inputs[axes.count + 1])
    guard let last = axes.last, zip(axes, axes.dropFirst()).allSatisfy({ $0 < $1 }), axes[0] >= 0, last < target.rank else {
      throw failure(
        axes.count == 1
          ? "axis \(axes[0]) is out of bounds for array of dimension \(target.rank)"
          : "axes \(axes) are not ascending axes of an array of dimension \(target.rank)")
    }
    for index in indices { try requireIndices(index) }
    guard batchAxes >= 0, batchAxes <= form.position, batchAxes <= axes[0], batchAxes <= indices[0].rank,
      form.position <= target.rank - axes.count
    else { throw failure("\(batchAxes) batch axes for axis \(axes[0]) and indices with \(indices[0].rank) axes") }
    guard updates.elementType == target.elementType else {
      throw failure("updates must be of type \(target.elementType.name), got \(updates.elementType.name)")
    }
    if form.isOfPairs, target.elementType != .f32 && target.elementType != .f64 || target.shape.last?.constant != 2 || last == target.rank - 1 {
      throw failure("takes pairs of f32 or f64, got \(target)")
    }
    if let problem = combiner.misfit(target.elementType) { throw failure(problem.message, hint: problem.hint) }
    let expected = form.updateShape(target.shape, indices[0].shape)
    guard updates.rank == expected.count else { throw failure("updates must have \(expected.count) axes, got \(updates.rank)") }
    var constraints = try equalities(expected, updates.shape, "updates")
    constraints += try equalities(Array(target.shape[..<batchAxes]), Array(indices[0].shape[..<batchAxes]), "indices")
    for other in indices.dropFirst() {
      guard other.rank == indices[0].rank else { throw failure("index arrays must have equal shapes") }
      constraints += try equalities(indices[0].shape, other.shape, "indices")
    }
    let count = indices[0].shape.reduce(Dimension(1), *)
    for axis in axes { constraints += try self.constraints(extent: target.shape[axis], axis: axis, count: count) }
    return Inference(TensorType(target.elementType, target.shape), constraints)
  }

  private func equalities(
    _ wanted: [Dimension], _ given: [Dimension], _ operand: String
  ) throws(TensorError) -> [ShapeConstraint] {
    var constraints: [ShapeConstraint] = []
    for (place, (wanted, given)) in zip(wanted, given).enumerated() where wanted != given {
      let subject = "axis \(place) of the \(operand)"
      if let wanted = wanted.constant, let given = given.constant {
        throw failure("\(subject) has extent \(given), not \(wanted)")
      }
      constraints.append(ShapeConstraint(.equal, wanted, given, "\(subject) and what is written to"))
    }
    return constraints
  }

  /// What is set or chosen is one or the other; sums of floats that are not negative are none.
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let (target, updates, type) = (known[0].elements, known[known.count - 1].elements, node.types[0].elementType)
    switch form.combiner {
    case .set, .minimum, .maximum: return ValueFacts(target.union(updates))
    case .multiply, .divide, .power: return .unknown(type)
    case .add:
      guard type.isFloat, target.lower >= 0, updates.lower >= 0 else { return .unknown(type) }
      return ValueFacts(
        ElementFacts(
          0, .infinity, mayBeNaN: target.mayBeNaN || updates.mayBeNaN, mayBeNegativeZero: target.mayBeNegativeZero))
    }
  }

  /// One more axis in front; the index arrays need it only where they differ.
  public var batching: Batching {
    let form = form
    return .rule { step in
      let (batched, operands) = Scatter.batched(form, step)
      return [.single(Scatter(batched), operands, at: step.place)]
    }
  }

  static func batched(_ form: ScatterLowering, _ step: BatchStep) -> (form: ScatterLowering, operands: [Tensor]) {
    let places = form.axes.indices.map { $0 + 1 }
    let areShared = form.batchAxes == 0 && !places.contains { step.isBatched[$0] }
    var batched = form.batched
    if areShared { batched.batchAxes = 0 }
    let indices = places.map { areShared ? step.inputs[$0] : step.repeated($0) }
    return (batched, [step.repeated(0)] + indices + [step.repeated(places.count + 1)])
  }

  public var lowering: Lowering { .scatter(form) }

  /// Sums go part by part; what mixes the parts has them along a last axis.
  public var complexRule: ComplexRule {
    switch form.combiner {
    case .set, .add: return .parts
    case .multiply, .divide, .power, .minimum, .maximum:
      let form = form
      return .expanded { inputs in
        var form = form
        form.isOfPairs = true
        let last = inputs.count - 1
        let pairs = Tensor.single(
          Scatter(form), [inputs[0].pairs(at: .none)] + inputs[1..<last] + [inputs[last].pairs(at: .none)], at: .none)
        return [.complex(ofPairs: pairs, at: .none)]
      }
    }
  }
}

extension ScatterCombiner {
  /// Why an array of a type is not changed so, and what to do.
  func misfit(_ type: ElementType) -> (message: String, hint: String)? {
    switch self {
    case .set, .add, .multiply, .minimum, .maximum: nil
    case .divide:
      type.isInteger || type == .bool
        ? ("quotients are floats, which an array of \(type.name) does not hold", "cast it with f64(...), or use floor division") : nil
    case .power: type == .bool ? ("powers of bools are no bools", "cast it with i64(...)") : nil
    }
  }
}

