extension ArrayAlgebra {
  static func logspace(
    _ start: Self, _ stop: Self, base: Self, count: Dimension, endpoint: Bool, type: ElementType?, axis: Int, at place: SourcePlace
  ) throws(TensorError) -> Self {
    var (from, to, base) = (start, stop, base)
    if base.inferredRank > 0 {
      // A base for each place of the bounds: all have the axes of the one with most.
      let rank = [from, to, base].map(\.inferredRank).max() ?? 0
      (from, to, base) = (from.lifted(to: rank, at: place), to.lifted(to: rank, at: place), base.lifted(to: rank, at: place))
      base = base.expanded([axis], at: place)
    }
    let exponents = try linspace(from, to, count: count, endpoint: endpoint, type: nil, axis: axis, at: place).values
    let powers = Self.apply(.power, [base, exponents], at: place)
    return type.map { powers.converted(to: $0, at: place) } ?? powers
  }

  /// By logarithms of the bounds' magnitudes; the bounds themselves stand at the ends, exactly.
  static func geomspace(
    _ start: Self, _ stop: Self, count: Dimension, endpoint: Bool, type: ElementType?, axis: Int, at place: SourcePlace
  ) throws(TensorError) -> Self {
    let given = inexactType(of: [start.strong(at: place), stop.strong(at: place)])
    let common = type.map { ElementType.promoted([$0, given]) ?? .f64 } ?? (given.isComplex ? .c128 : .f64)
    let (from, to) = (start.converted(to: common, at: place), stop.converted(to: common, at: place))
    let rank = max(from.inferredRank, to.inferredRank)
    let place0 = try Axes.normalized(axis, rank: rank + 1, operation: "geomspace")
    func nonzero(_ bound: Self) -> Self {
      bound.checked(bound.calling(.notEqual, bound.number(.integer(0)), at: place), "geometric sequence cannot include zero", at: place)
    }
    let first = nonzero(from)
    let sign = first.calling(.sign, at: place)
    let (near, far) = (first.calling(.divide, sign, at: place), nonzero(to).calling(.divide, sign, at: place))
    let logs = (near.calling(.log10, at: place), far.calling(.log10, at: place))
    let exponents = try linspace(logs.0, logs.1, count: count, endpoint: endpoint, type: nil, axis: place0, at: place).values
    var values = Self.apply(.power, [exponents.number(.float(10)), exponents], at: place)
    func along(_ x: Self) -> Self { x.lifted(to: rank, at: place).expanded([place0], at: place) }
    var shape = [Dimension](repeating: 1, count: rank + 1)
    shape[place0] = count
    let places: Self = .single(Reshape(shape), [.numbers(count, at: place)], at: place)
    if endpoint, count.constant.map({ $0 > 1 }) ?? true {
      let end: Dimension = count.constant.map { Dimension($0 - 1) } ?? .maximum(count - 1, 1)
      values = places.calling(.equal, .extent(end, at: place), at: place).calling(.where, along(far), values, at: place)
    }
    values = places.calling(.equal, .extent(0, at: place), at: place).calling(.where, along(near), values, at: place)
    return values.calling(.multiply, along(sign), at: place).converted(to: type ?? common, at: place)
  }
}

/// Powers of `base`, whose exponents are evenly spaced from `start` to `stop`: `base ** linspace(start, stop, count)`.
///
/// Errors: those of `linspace`.
public func logspace<A: ArrayAlgebra>(
  _ start: A, _ stop: A, count: Dimension = 50, endpoint: Bool = true, base: Double = 10, type: ElementType? = nil, axis: Int = 0,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  A.building("logspace", [start, stop], at: .at(file, line)) { () throws(TensorError) in
    try .logspace(
      start, stop, base: .weak(.float(base), like: start), count: count, endpoint: endpoint, type: type, axis: axis,
      at: .at(file, line))
  }
}

/// `count` numbers with equal quotients from `start` to `stop`, both of one sign.
///
/// f64, or `type`. Errors: those of `linspace`; a bound that is 0 (when called).
public func geomspace<A: ArrayAlgebra>(
  _ start: A, _ stop: A, count: Dimension = 50, endpoint: Bool = true, type: ElementType? = nil, axis: Int = 0,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  A.building("geomspace", [start, stop], at: .at(file, line)) { () throws(TensorError) in
    try .geomspace(start, stop, count: count, endpoint: endpoint, type: type, axis: axis, at: .at(file, line))
  }
}
