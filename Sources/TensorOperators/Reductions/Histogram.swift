/// Where the borders of a histogram's bins are.
private enum Bins {
  /// So many of one width.
  case count(Int)
  /// At these places.
  case edges(Tensor)
}

extension ArrayAlgebra {
  /// The counts (or sums of weights, or densities), and the borders.
  package func histogram(
    bins count: Int, edges: Self?, range: (Double, Double)?, weights: Self?, density: Bool, at place: SourcePlace
  ) -> [Self] {
    let operands = [self] + [edges, weights].compactMap { $0 }
    if let broken = operands.first(where: { $0.error != nil }) { return [broken, broken] }
    var attributes = edges == nil ? [Attribute("bins", .integer(count))] : []
    if let range { attributes.append(Attribute("range", .tuple([.float(range.0), .float(range.1)]))) }
    attributes.append(Attribute("density", .flag(density)))
    let (hasEdges, hasWeights) = (edges != nil, weights != nil)
    return Self.composed(
      "histogram", operands, attributes, labels: [nil] + (hasEdges ? ["bins"] : []) + (hasWeights ? ["weights"] : []), results: 2, at: place
    ) { operands throws(TensorError) in
      func failure(_ message: String, hint: String? = nil) -> TensorError { TensorError(operation: "histogram", message: message, hint: hint) }
      // Bools are counted as 0 and 1.
      let elements = operands[0].raveled(at: .none)
      let x = elements.elementType == .bool ? elements.converted(to: .u8, at: .none) : elements
      try x.requireReal(in: "histogram")
      if !hasEdges, count < 1 { throw failure("`bins` must be positive, got \(count)") }
      if let range {
        guard range.0.isFinite, range.1.isFinite else { throw failure("supplied range of (\(range.0), \(range.1)) is not finite") }
        guard range.0 <= range.1 else { throw failure("max must be larger than min in range parameter") }
      }
      var given: Tensor?
      if hasWeights {
        let weights = operands[operands.count - 1]
        guard weights.rank == operands[0].rank else { throw failure("weights should have the same shape as a: \(weights.type), \(operands[0].type)") }
        guard weights.elementType != .bool else { throw failure("weights must be numbers", hint: "cast them") }
        given = weights.required(operands[0].shape, of: "the extent of what is counted", at: .none).raveled(at: .none)
      }
      let bins: Bins
      if hasEdges {
        let edges = operands[1]
        guard edges.rank == 1 else { throw failure("`bins` must be 1d, when an array, got \(edges.type)") }
        let rises = all(lessEqual(edges.part(0, to: -1), edges.part(0, from: 1)))
        bins = .edges(edges.checked(rises, "`bins` must increase monotonically, when an array", of: "histogram"))
      } else {
        bins = .count(count)
      }
      return counted(x, bins, range: range, weights: given, density: density)
    }
  }
}

/// Each element's bin is found, one beyond them for what lies outside, and added to.
private func counted(_ x: Tensor, _ bins: Bins, range: (Double, Double)?, weights: Tensor?, density: Bool) -> [Tensor] {
  let (edges, bin, count): (Tensor, Tensor, Dimension)
  switch bins {
  case .count(let number):
    edges = equalEdges(x, number, range)
    count = Dimension(number)
    bin = equalBin(x, edges, number)
  case .edges(let given):
    edges = given
    count = given.shape[0] - 1
    bin = binAmong(given, x, count)
  }
  let type: ElementType = weights?.elementType ?? .i64
  let sumType: ElementType = weights == nil ? .i64 : type.isFloat ? .f64 : type
  let empty = Tensor.filled([count + 1], 0, type: sumType, at: .none)
  let one = Tensor(ScalarValue(.integer(1), type: .i64))
  let sums = scatterAdd(empty, at: bin, weights?.converted(to: sumType, at: .none) ?? one.broadcast(to: bin.shape, at: .none), axis: 0)
  let counts = sums.part(0, to: -1).converted(to: type, at: .none)
  guard density else { return [counts, edges] }
  let width = (edges.part(0, from: 1) - edges.part(0, to: -1)).converted(to: .f64, at: .none)
  return [counts / width / sum(counts), edges]
}

/// `n + 1` places from the least to the greatest element, or over the range; one half to both sides where these are equal.
private func equalEdges(_ x: Tensor, _ n: Int, _ range: (Double, Double)?) -> Tensor {
  let type = x.elementType.isFloat ? x.elementType : ElementType.f64
  func number(_ value: Double) -> Tensor { Tensor(ScalarValue(.float(value), type: type)) }
  var (low, high): (Tensor, Tensor)
  if let range {
    let isPoint = range.0 == range.1
    (low, high) = (Tensor(ScalarValue(isPoint ? range.0 - 0.5 : range.0)), Tensor(ScalarValue(isPoint ? range.1 + 0.5 : range.1)))
  } else {
    func extreme(_ kind: ReductionKind) -> Tensor { kind.apply(x, axes: nil, keepsAxes: false, at: .none).converted(to: type, at: .none) }
    let isEmpty = equal(Tensor.extent(x.shape[0]), 0)
    low = which(isEmpty, number(0), extreme(.leastOrGreater))
    high = which(isEmpty, number(1), extreme(.greatestOrLeast))
    low = low.checked(isfinite(low) & isfinite(high), "the range of the elements is not finite", of: "histogram")
    let isPoint = equal(low, high)
    (low, high) = (which(isPoint, low - 0.5, low), which(isPoint, high + 0.5, high))
  }
  let places = arange(n).converted(to: low.elementType, at: .none)
  let step = (high - low) / Double(n)
  let inner = places * step + low
  return concatenate([inner, high.expanded([0], at: .none)], axis: 0).converted(to: type, at: .none)
}

/// The bin by division, corrected by the borders: what is off by rounding is off by one.
private func equalBin(_ x: Tensor, _ edges: Tensor, _ n: Int) -> Tensor {
  let type = edges.elementType
  let values = x.converted(to: ElementType.promoted(x.elementType, type), at: .none)
  let (first, last) = (edges.part(0, to: 1), edges.part(0, from: -1))
  let quotient = (values - first) / (last - first) * Double(n)
  let isInside = greaterEqual(values, first) & lessEqual(values, last)
  let guess = which(isInside, minimum(quotient, Double(n - 1)), 0.0).converted(to: .i64, at: .none)
  let low = guess - less(values, edges.taking(guess, axis: 0, at: .none)).converted(to: .i64, at: .none)
  let lowInside = maximum(low, 0)
  let isNext = greaterEqual(values, edges.taking(lowInside + 1, axis: 0, at: .none)) & less(lowInside, n - 1)
  return which(isInside, lowInside + isNext.converted(to: .i64, at: .none), n)
}

/// The last border that is not above an element; the last bin has both its borders.
private func binAmong(_ edges: Tensor, _ x: Tensor, _ count: Dimension) -> Tensor {
  let values = x.expanded([1], at: .none)
  let passed = sum(greaterEqual(values, edges), axis: 1, type: .i64) - 1
  let last = Tensor.extent(count)
  let isLast = equal(x, edges.part(0, from: -1))
  let bin = which(isLast, last - 1, passed)
  return which(less(bin, 0) | greaterEqual(bin, last), last, bin)
}

extension ArrayAlgebra {
  package func digitized(_ bins: Self, right: Bool, at place: SourcePlace) -> Self {
    Self.composedOne("digitize", [self, bins], [Attribute("right", .flag(right))], at: place) { operands throws(TensorError) in
      let (x, bins) = (operands[0], operands[1])
      for operand in operands { try operand.requireReal(in: "digitize") }
      guard bins.rank == 1 else { throw TensorError(operation: "digitize", message: "bins must be 1d, got \(bins.type)") }
      let (before, after) = (bins.part(0, to: -1), bins.part(0, from: 1))
      let (rises, falls) = (all(lessEqual(before, after)), all(greaterEqual(before, after)))
      let message = "bins must be monotonically increasing or decreasing"
      let values = x.expanded([x.rank], at: .none)
      // NaN counts as greater than every border.
      let isNone = isnan(values)
      let passed = (right ? less(bins, values) : lessEqual(bins, values)) | isNone
      let left = (right ? greaterEqual(bins, values) : greater(bins, values)) & invert(isNone)
      let counts = sum(which(rises, passed, left), axis: x.rank, type: .i64)
      return counts.checked(rises | falls, message, of: "digitize")
    }
  }

  /// The same up to the greatest element, and for at least so many integers: the extent is found when the function runs.
  package func binCounts(weights: Self?, atLeast minimum: Int, at place: SourcePlace) -> Self {
    Self.composed("bincount from \(minimum)", [self] + (weights.map { [$0] } ?? []), at: place) { operands in
      let counted = Tensor.building("bincount", operands, at: place) { () throws(TensorError) in
        guard minimum >= 0 else { throw TensorError(operation: "bincount", message: "'minlength' must not be negative, got \(minimum)") }
        let x = operands[0]
        let weights = operands.count > 1 ? operands[1] : nil
        guard x.rank == 1, x.elementType.isInteger || x.elementType == .bool else { return x.binCounts(weights: weights, length: 0, at: place) }
        func number(_ value: Int) -> Tensor { Tensor(ScalarValue(.integer(value), type: .i64), at: place) }
        let greatest = ReductionKind.max.apply(
          x.converted(to: .i64, at: place), axes: nil, keepsAxes: false, initial: number(-1), where: nil, at: place)
        // What is far too large for an extent is an error as such, and must not overflow before.
        let last = Tensor.apply(.minimum, [greatest, number(ExtentDefinition.limit)], at: place)
        let count = Tensor.apply(.maximum, [.apply(.add, [last, number(1)], at: place), number(minimum)], at: place)
        let length = try Dimension.value(of: count, as: .extent, operation: "bincount", at: place)
        return x.binCounts(weights: weights, length: length, at: place)
      }
      return [counted]
    }[0]
  }

  /// How often each integer from 0 on occurs, or the sums of weights, for a number of integers that is known.
  package func binCounts(weights: Self?, length: Dimension, at place: SourcePlace) -> Self {
    let operands = [self] + (weights.map { [$0] } ?? [])
    return Self.composedOne(
      "bincount", operands, [Attribute("length", .dimension(length))], labels: [nil] + (weights == nil ? [] : ["weights"]), at: place
    ) { operands throws(TensorError) in
      func failure(_ message: String) -> TensorError { TensorError(operation: "bincount", message: message) }
      let x = operands[0]
      guard x.rank == 1 else { throw failure("object of too small or too large depth for desired array: \(x.type)") }
      guard x.elementType.canCastSafely(to: .i64) || x.elementType == .u64 else { throw failure("cannot cast \(x.elementType.name) safely to i64") }
      let index = x.converted(to: .i64, at: .none)
      let checked = index.checked(greaterEqual(index, 0), "the elements must be non-negative", of: "bincount")
      // What is beyond the length is dropped, as JAX does.
      let end = Tensor.extent(length)
      let places = minimum(checked, end)
      let type: ElementType = operands.count > 1 ? .f64 : .i64
      let values = operands.count > 1 ? try operands[1].stored(as: .f64, in: "bincount", at: .none) : Tensor(ScalarValue(.integer(1), type: .i64))
      if operands.count > 1, operands[1].rank != 1 { throw failure("the weights and list don't have the same length") }
      let added = operands.count > 1
        ? values.required(places.shape, of: "the number of integers", at: .none) : values.broadcast(to: places.shape, at: .none)
      let sums = scatterAdd(.filled([length + 1], 0, type: type, at: .none), at: places, added, axis: 0)
      return sums.part(0, to: -1)
    }
  }
}

/// The numbers of elements in bins of one width, and the borders of these. NumPy's `histogram`.
///
/// Without a range from the least to the greatest element. The last bin includes its upper border. With `density` over the number and the widths.
/// Bools are counted as 0 and 1. Errors: complex numbers; a range that is not finite, when called.
public func histogram<A: ArrayAlgebra>(
  _ x: A, bins: Int = 10, range: (Double, Double)? = nil, weights: A? = nil, density: Bool = false,
  file: StaticString = #fileID, line: Int = #line
) -> (counts: A, edges: A) {
  let results = x.histogram(bins: bins, edges: nil, range: range, weights: weights, density: density, at: .at(file, line))
  return (results[0], results[1])
}

/// The numbers of elements between borders, which must not decrease.
public func histogram<A: ArrayAlgebra>(
  _ x: A, edges: A, weights: A? = nil, density: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> (counts: A, edges: A) {
  let results = x.histogram(bins: 0, edges: edges, range: nil, weights: weights, density: density, at: .at(file, line))
  return (results[0], results[1])
}

/// For each element the number of the bin it is in, from 0 (below all borders). NumPy's `digitize`.
///
/// Borders are monotonic, which is checked when called; with `right` bins include their right border.
public func digitize<A: ArrayAlgebra>(
  _ x: A, _ bins: A, right: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.digitized(bins, right: right, at: .at(file, line))
}

/// How often each integer below `length` occurs, or the sums of the weights there: `bincount` with JAX's `length`.
///
/// Larger elements are dropped. Errors: floats, complex weights, more than one axis; a negative element, when called.
public func bincount<A: ArrayAlgebra>(
  _ x: A, weights: A? = nil, length: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.binCounts(weights: weights, length: length, at: .at(file, line))
}

/// How often each integer up to the greatest element of `x` occurs, or the sums of the weights there. NumPy's `bincount`.
///
/// Shape: one more than the greatest element, at least `minLength`; of a graph's tensor it is found when the function runs. Counts are i64, sums
/// f64. Errors: floats, complex weights, more than one axis, a negative `minLength`; when called, a negative element.
public func bincount<A: ArrayAlgebra>(
  _ x: A, weights: A? = nil, minLength: Int = 0, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.binCounts(weights: weights, atLeast: minLength, at: .at(file, line))
}

extension OperationDefinition {
  static let histogram = OperationDefinition(
    "histogram", family: "reductions",
    [
      Parameter("a", .tensor), Parameter("bins", .tensor, default: .integer(10)), Parameter("range", .tensors, default: Argument.none),
      Parameter("density", .flag, default: .flag(false)), Parameter("weights", .tensor, default: Argument.none),
    ], summary: "The numbers of elements in bins, and the borders of the bins.",
    numpy: "np.histogram(a, bins=bins, range=range, density=density, weights=weights)",
    elementTypes: ElementType.reals
  ) { arguments throws(TensorError) in
    func failure(_ message: String) -> TensorError { TensorError(operation: "histogram", message: message) }
    let bins = try arguments.number("bins")
    var (count, edges) = (0, nil as Tensor?)
    if bins.rank > 0 {
      edges = bins
    } else if case .integer(let value)? = StaticNumber(bins), let number = value.constant {
      guard number <= ExtentDefinition.limit else { throw failure("\(number) bins are too many") }
      count = number
    } else {
      throw failure("bins must be an integer known now, or an array of borders")
    }
    var range: (Double, Double)?
    if case .tensors(let given)? = arguments.values["range"] {
      let numbers = given.compactMap { StaticNumber($0)?.double }
      guard given.count == 2, numbers.count == 2 else { throw failure("range must be two numbers known now, as (0.0, 1.0)") }
      range = (numbers[0], numbers[1])
    }
    return try arguments.tensor("a").histogram(
      bins: count, edges: edges, range: edges == nil ? range : nil, weights: try arguments.optionalTensor("weights"),
      density: try arguments.flag("density"), at: arguments.place)
  }.sampled(
    "(x: f64[n], w: f64[n]) -> histogram(x, 3, [0.0, 2.0], weights=w)[0] ** 2", "(x: f64[n]) -> histogram(x, [0.0, 0.5, 2], density=true)[0]")

  static let digitize = OperationDefinition(
    "digitize", family: "reductions",
    [Parameter("x", .tensor), Parameter("bins", .tensor), Parameter("right", .flag, default: .flag(false))],
    summary: "The number of the bin that each element is in.", numpy: "np.digitize(x, bins, right=right)",
    elementTypes: ElementType.reals
  ) { arguments throws(TensorError) in
    [try arguments.tensor("x").digitized(try arguments.tensor("bins"), right: try arguments.flag("right"), at: arguments.place)]
  }.sampled("(x: f64[n]) -> digitize(x, [0.2, 0.6]) * x")

  static let bincount = OperationDefinition(
    "bincount", family: "reductions",
    [
      Parameter("x", .tensor), Parameter("weights", .tensor, default: Argument.none),
      Parameter("minlength", .integer, default: .integer(0)), Parameter("length", .shape, default: Argument.none, keywordOnly: true),
    ], summary: "How often each integer from 0 on occurs, or the sums of weights; length: for so many integers.",
    numpy: "np.bincount(x, weights, minlength=max(minlength, length or 0))[:length]", elementTypes: ElementType.reals
  ) { arguments throws(TensorError) in
    let (x, weights, least) = (try arguments.tensor("x"), try arguments.optionalTensor("weights"), try arguments.integer("minlength"))
    guard case .shape(let extents)? = arguments.values["length"] else {
      return [x.binCounts(weights: weights, atLeast: least, at: arguments.place)]
    }
    guard extents.count == 1 else { throw TensorError(operation: "bincount", message: "length must be one extent") }
    return [
      try x.requiring(sizes: extents, "bincount", at: arguments.place).binCounts(
        weights: weights, length: .maximum(extents[0], Dimension(least)), at: arguments.place)
    ]
  }.sampled("(x: f64[3]) -> bincount([0, 2, 0], x, length=4) ** 2", "(x: f64[4]) -> bincount([0, 2, 0, 1], x, minlength=2) ** 2")
}
