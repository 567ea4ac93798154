/// `y[j] = a[j] * y[j - 1] + b[j]` along an axis.
public struct LinearRecurrence: Operation {
  public let form: RecurrenceLowering

  public init(_ form: RecurrenceLowering) { self.form = form }

  /// From the last element to the first where it is reversed: `y[j] = a[j] * y[j + 1] + b[j]`. With `startsAnew` a factor of 0 leaves
  /// nothing of what came before, infinite or NaN as it may be.
  public init(axis: Int, isReversed: Bool = false, startsAnew: Bool = false) {
    form = RecurrenceLowering(axis: axis, isReversed: isReversed, startsAnew: startsAnew)
  }

  public var axis: Int { form.axis }
  public var isReversed: Bool { form.isReversed }

  public var name: String { form.startsAnew ? "op.recurrence_anew" : "linear_recurrence" }
  public var attributes: [Attribute] { [Attribute("axis", .integer(form.axis)), Attribute("reverse", .flag(form.isReversed))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    let (a, b) = (inputs[0], inputs[1])
    guard a.elementType == b.elementType else {
      throw failure("operands must have one type, got \(a.elementType.name) and \(b.elementType.name)")
    }
    if a.elementType == .bool { throw failure("is not defined for bool", hint: "cast to an integer type") }
    guard a.rank == b.rank else { throw failure("operands must have as many axes, got \(a.rank) and \(b.rank)") }
    guard axis >= 0, axis < a.rank else {
      throw failure("axis \(axis) is out of bounds for array of dimension \(a.rank)")
    }
    var constraints: [ShapeConstraint] = []
    for (place, (x, y)) in zip(a.shape, b.shape).enumerated() where x != y {
      if let x = x.constant, let y = y.constant { throw failure("axis \(place) has extents \(x) and \(y)") }
      constraints.append(ShapeConstraint(.equal, x, y, "axis \(place) of the operands of \(name)"))
    }
    return Inference(TensorType(a.elementType, zip(a.shape, b.shape).map { $1.constant == nil ? $0 : $1 }), constraints)
  }

  /// Where nothing is negative nothing becomes so.
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let (a, b, type) = (known[0].elements, known[1].elements, node.types[0].elementType)
    guard type.isFloat, a.lower >= 0, b.lower >= 0 else { return .unknown(type) }
    return ValueFacts(ElementFacts(0, .infinity, mayBeNaN: true, mayBeNegativeZero: b.mayBeNegativeZero))
  }

  /// The cotangent of `b` is a recurrence in the other direction, `s[j] = g[j] + a[j + 1] s[j + 1]`; that of `a` is
  /// `s[j] y[j - 1]`.
  public var derivative: Derivative {
    let (form, axis, isReversed) = (form, form.axis, form.isReversed)
    return .reverse { step in
      guard let cotangent = step.cotangents[0] else { return [nil, nil] }
      let place = step.place
      let next = step.inputs[0].neighbours(along: axis, isReversed ? .before : .after, at: place)
      var back = form
      back.isReversed.toggle()
      let sums = Tensor.single(LinearRecurrence(back), [next, cotangent], at: place)
      guard step.wanted[0] else { return [nil, sums] }
      let last = step.result.neighbours(along: axis, isReversed ? .after : .before, at: place)
      return [.apply(.multiply, [sums, last], at: place), sums]
    }
  }

  public var batching: Batching {
    var form = form
    form.axis += 1
    let batched = LinearRecurrence(form)
    return .rule { step in [.single(batched, [step.repeated(0), step.repeated(1)], at: step.place)] }
  }

  public var complexRule: ComplexRule {
    let (axis, isReversed, startsAnew) = (form.axis, form.isReversed, form.startsAnew)
    return .expanded { operands in
      let last = operands[0].rank - 1
      let turned = SliceEntry.range(start: nil, stop: nil, step: -1).along(last, of: last + 1)
      let rows = operands.map { operand in
        let row = operand.moved([axis], to: [last], at: .none)
        return isReversed ? sliced(row, turned, at: .none) : row
      }
      let results = ComplexRecurrence.of(rows[0], rows[1], startsAnew: startsAnew, at: .none)
      return [(isReversed ? sliced(results, turned, at: .none) : results).moved([last], to: [axis], at: .none)]
    }
  }

  public var lowering: Lowering { .recurrence(form) }

  static func apply<A: ArrayAlgebra>(_ a: A, _ b: A, axis: Int, isReversed: Bool, at place: SourcePlace) -> A {
    A.building("linear_recurrence", [a, b], at: place) { () throws(TensorError) in
      let operands = A.promoted([a, b], to: nil, at: place)
      let shape = try Broadcasting.combine(operands.map(\.inferredType.shape), operation: "linear_recurrence").shape
      let normal = try Axes.normalized(axis, rank: shape.count, operation: "linear_recurrence")
      let spread = operands.map { $0.broadcast(to: shape, at: place) }
      return .single(LinearRecurrence(axis: normal, isReversed: isReversed), spread, at: place)
    }
  }
}

extension SliceEntry {
  /// The entries of an array that this one is about an axis of, the other axes being whole.
  func along(_ axis: Int, of rank: Int) -> [SliceEntry] {
    (0..<rank).map { $0 == axis ? self : .all }
  }
}

/// On which side a neighbour stands.
enum Neighbour {
  case before, after
}

extension Tensor {
  /// For each element the one before it, or after it, along an axis; 0 where there is none.
  func neighbours(along axis: Int, _ side: Neighbour, at place: SourcePlace) -> Tensor {
    let allButFirst = SliceEntry.range(start: 1, stop: nil).along(axis, of: rank)
    let allButLast = SliceEntry.range(start: nil, stop: -1).along(axis, of: rank)
    switch side {
    case .before: return .single(Placed(allButFirst, in: shape), [sliced(self, allButLast, at: place)], at: place)
    case .after: return .single(Placed(allButLast, in: shape), [sliced(self, allButFirst, at: place)], at: place)
    }
  }
}

/// The linear recurrence `y[j] = a[j] * y[j - 1] + b[j]` along an axis, with 0 before the first element; from the last
/// element to the first with `reverse`: `y[j] = a[j] * y[j + 1] + b[j]`.
///
/// Shape and type: those that `a` and `b` broadcast and are promoted to. The product and the sum are rounded each, one
/// element after the other; integers wrap. Running sums are `linearRecurrence(1, b)`, moving averages with a decay
/// `linearRecurrence(d, (1 - d) * x)`. In JAX: `lax.scan` or `lax.associative_scan`, in SciPy (for a constant `a`)
/// `signal.lfilter`. Errors: bools, an axis out of range, shapes that do not broadcast.
public func linearRecurrence<A: ArrayAlgebra>(
  _ a: A, _ b: A, axis: Int = 0, reverse: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  LinearRecurrence.apply(a, b, axis: axis, isReversed: reverse, at: .at(file, line))
}

extension OperationDefinition {
  static let linearRecurrence = OperationDefinition(
    "linear_recurrence", family: "scans",
    [
      Parameter("a", .tensor), Parameter("b", .tensor), Parameter("axis", .integer, default: .integer(0)),
      Parameter("reverse", .flag, default: .flag(false)),
    ],
    summary: "y[j] = a[j] * y[j - 1] + b[j] along an axis, with 0 before the first element.",
    numpy: "(lambda turn: np.stack([y := 0] and [y := s * y + t for s, t in zip(*(turn(np.moveaxis(v, axis, 0)) "
      + "for v in np.broadcast_arrays(a, b)))][::-1 if reverse else 1], axis))(lambda v: v[::-1] if reverse else v)",
    elementTypes: ElementType.numbers
  ) { arguments throws(TensorError) in
    [
      LinearRecurrence.apply(
        try arguments.tensor("a"), try arguments.tensor("b"), axis: try arguments.integer("axis"),
        isReversed: try arguments.flag("reverse"), at: arguments.place)
    ]
  }.sampled(
    "(a: f64[n, m], b: f64[n, m]) -> linear_recurrence(a, b)",
    "(a: f64[n, m], b: f64[n, m]) -> linear_recurrence(a, b, axis=1, reverse=true)")
}
