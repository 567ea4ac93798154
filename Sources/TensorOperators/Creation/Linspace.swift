extension ArrayAlgebra {
  /// `count` numbers from `start` to `stop` along a new axis, and their distance.
  ///
  /// As NumPy computes them: `k * step + start`, or `k / div * delta + start` where a step is 0 because it underflowed; then the last is
  /// replaced by `stop`. Integers are cut downwards.
  static func linspace(
    _ start: Self, _ stop: Self, count: Dimension, endpoint: Bool, type: ElementType?, axis: Int, at place: SourcePlace
  ) throws(TensorError) -> (values: Self, step: Self) {
    if let count = count.constant, count < 0 {
      throw TensorError(operation: "linspace", message: "number of samples, \(count), must be non-negative")
    }
    let common = inexactType(of: [start, stop])
    let (from, to) = (start.converted(to: common, at: place), stop.converted(to: common, at: place))
    let delta = to.calling(.subtract, from, at: place)
    let rank = delta.inferredRank
    let place0 = try Axes.normalized(axis, rank: rank + 1, operation: "linspace")
    // The divisor, 1 where it would not be positive: then there is one number at most, which is start + 0 * delta.
    let intervals: Dimension = endpoint ? count - 1 : count
    let positive: Dimension = intervals.constant.map { Dimension(Swift.max($0, 1)) } ?? .maximum(intervals, 1)
    let divisor = Self.extent(positive, type: common.realType, at: place)
    let step = delta.calling(.divide, divisor, at: place)
    func along(_ x: Self) -> Self { x.inferredRank == 0 && rank == 0 ? x : x.lifted(to: rank, at: place).expanded([place0], at: place) }
    var shape = [Dimension](repeating: 1, count: rank + 1)
    shape[place0] = count
    func spread(_ x: Self) -> Self { rank == 0 ? x : .single(Reshape(shape), [x], at: place) }
    let numbers = spread(.numbers(count, type: common.realType, at: place))
    let ordinary = numbers.calling(.multiply, along(step), at: place)
    let isZero = step.calling(.equal, step.number(.integer(0)), at: place)
    let anyZero = rank == 0 ? isZero : ReductionKind.any.apply(isZero, axes: nil, keepsAxes: false, at: place)
    let careful = numbers.calling(.divide, divisor, at: place).calling(.multiply, along(delta), at: place)
    var values = anyZero.calling(.where, careful, ordinary, at: place).calling(.add, along(from), at: place)
    if endpoint, count.constant.map({ $0 > 1 }) ?? true {
      let places = spread(.numbers(count, at: place))
      let isLast = places.calling(.equal, .extent(positive, at: place), at: place)
      values = isLast.calling(.where, along(to), values, at: place)
    }
    if let type, type.isInteger { values = values.calling(.floor, at: place) }
    values = try values.requiring(sizes: [count], "linspace", at: place)
    return (values.converted(to: type ?? common, at: place), distance(step, intervals, at: place))
  }

  /// NaN where there are no intervals.
  private static func distance(_ step: Self, _ intervals: Dimension, at place: SourcePlace) -> Self {
    if let count = intervals.constant, count > 0 { return step }
    let nothing = step.number(.float(.nan))
    // As in NumPy one number, whatever the bounds are.
    if intervals.constant != nil { return nothing.converted(to: .f64, at: place) }
    let isThere = Self.extent(intervals, at: place).calling(.greater, .extent(0, at: place), at: place)
    return isThere.calling(.where, step, nothing, at: place)
  }

  /// The type in which numbers between these are computed: f64 for integers.
  static func inexactType(of operands: [Self]) -> ElementType {
    let strong = operands.map(\.inferredType).filter { !$0.isWeak }.map(\.elementType)
    guard let common = ElementType.promoted(strong), common.kind >= .float else { return .f64 }
    return common
  }

  /// With axes of extent 1 in front.
  func lifted(to rank: Int, at place: SourcePlace) -> Self {
    inferredRank >= rank ? self : expanded(Array(0..<rank - inferredRank), at: place)
  }
}

/// `count` evenly spaced numbers from `start` to `stop`, which is the last of them, or (without `endpoint`) would be the next.
///
/// `start + k * (stop - start) / (count - 1)`; bounds may be arrays that broadcast, to which `axis` is added. f64 for integers, else the type
/// of the bounds, or `type`. Errors: a negative count, bounds that do not broadcast.
public func linspace<A: ArrayAlgebra>(
  _ start: A, _ stop: A, count: Dimension = 50, endpoint: Bool = true, type: ElementType? = nil, axis: Int = 0,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  A.building("linspace", [start, stop], at: .at(file, line)) { () throws(TensorError) in
    try A.linspace(start, stop, count: count, endpoint: endpoint, type: type, axis: axis, at: .at(file, line)).values
  }
}

extension OperationDefinition {
  private static let bounds = [Parameter("start", .tensor), Parameter("stop", .tensor), Parameter("num", .shape, default: .shape([50]))]
  private static let endpoint = Parameter("endpoint", .flag, default: .flag(true))
  private static let dtype = Parameter("dtype", .type, default: Argument.none)
  private static let axis = Parameter("axis", .integer, default: .integer(0))

  static let linspace = OperationDefinition(
    "linspace", family: "creation", bounds + [endpoint, Parameter("retstep", .flag, default: .flag(false)), dtype, axis],
    summary: "Evenly spaced numbers between two bounds.",
    numpy: "np.linspace(start, stop, num, endpoint=endpoint, retstep=retstep, dtype=dtype, axis=axis)"
  ) { arguments throws(TensorError) in
    let (values, step) = try Tensor.linspace(
      try arguments.tensor("start"), try arguments.tensor("stop"), count: try arguments.extent("num"),
      endpoint: try arguments.flag("endpoint"), type: arguments.optionalType("dtype"), axis: try arguments.integer("axis"),
      at: arguments.place)
    return try arguments.flag("retstep") ? [values, step] : [values]
  }.sampled(
    "(x: f64, y: f64) -> linspace(x, y, 5) ** 2", "(x: f64[n], y: f64[n]) -> linspace(x, y, 4, endpoint=false, axis=1) ** 2",
    "(x: f64[n], y: f64) -> linspace(x, y, n, retstep=true)[1] ** 2")

  static let logspace = OperationDefinition(
    "logspace", family: "creation", bounds + [endpoint, Parameter("base", .tensor, default: .tensor(Tensor(weak: .float(10)))), dtype, axis],
    summary: "Powers of a base, whose exponents are evenly spaced.",
    numpy: "np.logspace(start, stop, num, endpoint=endpoint, base=base, dtype=dtype, axis=axis)"
  ) { arguments throws(TensorError) in
    [
      try .logspace(
        try arguments.tensor("start"), try arguments.tensor("stop"), base: try arguments.tensor("base"),
        count: try arguments.extent("num"), endpoint: try arguments.flag("endpoint"), type: arguments.optionalType("dtype"),
        axis: try arguments.integer("axis"), at: arguments.place)
    ]
  }.sampled("(x: f64, y: f64) -> logspace(x, y, 5)", "(x: f64, y: f64[n]) -> logspace(x, y, 4, base=abs(y) + 2)")

  static let geomspace = OperationDefinition(
    "geomspace", family: "creation", bounds + [endpoint, dtype, axis], summary: "Numbers with equal quotients between two bounds.",
    numpy: "np.geomspace(start, stop, num, endpoint=endpoint, dtype=dtype, axis=axis)"
  ) { arguments throws(TensorError) in
    [
      try .geomspace(
        try arguments.tensor("start"), try arguments.tensor("stop"), count: try arguments.extent("num"),
        endpoint: try arguments.flag("endpoint"), type: arguments.optionalType("dtype"), axis: try arguments.integer("axis"),
        at: arguments.place)
    ]
  }.sampled("(x: f64, y: f64) -> geomspace(abs(x) + 1, abs(y) + 1, 5)", "(x: f64[n]) -> geomspace(-1 - x ** 2, -3.0, 4, endpoint=false, axis=-1)")
}

extension BoundArguments {
  /// An argument that is one extent.
  func extent(_ name: String) throws(TensorError) -> Dimension {
    let shape = try shape(name)
    guard shape.count == 1 else {
      throw TensorError(operation: operation, message: "argument \(name) must be one extent", places: [place])
    }
    return shape[0]
  }

  /// The extent, or nil where None was given.
  func optionalExtent(_ name: String) throws(TensorError) -> Dimension? {
    switch values[name] {
    case Optional.none, .some(.none): return nil
    default: return try extent(name)
    }
  }
}
