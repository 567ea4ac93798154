/// How a quantile is found between order statistics: NumPy's methods, after Hyndman and Fan (1996) and as NumPy had them before.
public enum QuantileMethod: String, Hashable, Sendable, CaseIterable {
  case invertedCDF = "inverted_cdf"
  case averagedInvertedCDF = "averaged_inverted_cdf"
  case closestObservation = "closest_observation"
  case interpolatedInvertedCDF = "interpolated_inverted_cdf"
  case hazen, weibull, linear
  case medianUnbiased = "median_unbiased"
  case normalUnbiased = "normal_unbiased"
  case lower, higher, midpoint, nearest

  /// Whether the result is an element.
  var isDiscrete: Bool {
    switch self {
    case .invertedCDF, .closestObservation, .lower, .higher, .nearest: true
    case .averagedInvertedCDF, .interpolatedInvertedCDF, .hazen, .weibull, .linear, .medianUnbiased, .normalUnbiased, .midpoint: false
    }
  }

  /// Where the quantile lies among `n` elements, counted from 0, of which `last` is the last.
  func place(_ q: Tensor, among n: Tensor, _ last: Tensor) -> Tensor {
    func between(_ alpha: Double, _ beta: Double) -> Tensor { n * q + (q * (1 - alpha - beta) + alpha) - 1 }
    switch self {
    case .invertedCDF: return ceil(n * q - 1)
    case .averagedInvertedCDF: return n * q - 1
    case .closestObservation:
      let index = n * q - 1.5
      let before = floor(index)
      // The nearest order statistic with an even number, counted from 1.
      return which(equal(index, before) & equal(remainder(before, 2), 1), before, before + 1)
    case .interpolatedInvertedCDF: return between(0, 1)
    case .hazen: return between(0.5, 0.5)
    case .weibull: return between(0, 0)
    case .linear: return last * q
    case .medianUnbiased: return between(1 / 3.0, 1 / 3.0)
    case .normalUnbiased: return between(3 / 8.0, 3 / 8.0)
    case .lower: return floor(last * q)
    case .higher: return ceil(last * q)
    case .midpoint: return 0.5 * (floor(last * q) + ceil(last * q))
    case .nearest: return rint(last * q)
    }
  }

  /// Places of quantiles among so many (i64) elements, and the last place, in f64: computed in the type of the quantiles, as NumPy does, while that has
  /// all places; beyond that f16 would miss by many.
  func places(of q: Tensor, among count: Tensor) -> (Tensor, last: Tensor) {
    func computed(in type: ElementType) -> Tensor {
      func cast(_ x: Tensor) -> Tensor { x.converted(to: type, at: .none) }
      return place(cast(q), among: cast(count), cast(count - 1)).converted(to: .f64, at: .none)
    }
    let last = (count - 1).converted(to: .f64, at: .none)
    guard let most = q.elementType.consecutiveIntegers else { return (computed(in: .f64), last) }
    return (which(lessEqual(count, Tensor(ScalarValue(.integer(most), type: .i64))), computed(in: q.elementType), computed(in: .f64)), last)
  }

  /// The share of the upper neighbour, for a place and its distance from the lower one.
  func share(_ distance: Tensor, at place: Tensor) -> Tensor {
    switch self {
    case .averagedInvertedCDF: which(equal(distance, 0), Tensor(ScalarValue(.float(0.5), type: distance.elementType)), 1.0)
    case .midpoint: which(equal(remainder(place, 1), 0), Tensor(ScalarValue(.float(0), type: distance.elementType)), 0.5)
    case .invertedCDF, .closestObservation, .interpolatedInvertedCDF, .hazen, .weibull, .linear, .medianUnbiased, .normalUnbiased, .lower,
      .higher, .nearest:
      distance
    }
  }
}

extension ElementType {
  /// Up to where a narrow float type has all integers; nil for others.
  fileprivate var consecutiveIntegers: Int? {
    switch self {
    case .bf16: 1 << 8
    case .f16: 1 << 11
    case .f32: 1 << 24
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f64, .c64, .c128: nil
    }
  }
}

/// The elements over axes in order, along one last axis; all of them or those in the middle.
struct OrderStatistics {
  /// Which of them are wanted: putting few in their places takes less time.
  enum Part {
    case all
    /// The middle element, or the two in the middle.
    case middle
  }

  let sorted: Tensor
  /// The axes that stay.
  let rest: [Int]
  let axes: [Int]
  let rank: Int
  /// How many elements count: all, or (in the shape of the rest, and an axis of one) those that are not NaN.
  let count: Tensor?
  /// Whether an element is NaN (then the last one in order is), with an axis of one; nil where none can be, or none counts.
  private let hasNaN: Tensor?

  /// - Parameter name: what asks for them, for errors.
  init(_ x: Tensor, _ axes: [Int], _ part: Part = .all, ignoresNaN: Bool, for name: String) throws(TensorError) {
    (self.axes, rank) = (axes, x.rank)
    rest = (0..<x.rank).filter { !axes.contains($0) }
    let given = OrderStatistics.rows(of: x, over: axes)
    let ignores = ignoresNaN && x.elementType.isInexact
    let flat: Tensor
    switch part {
    case .all: flat = ignores ? OrderStatistics.withNaN(given) : try OrderStatistics.requiringElements(given, for: name)
    case .middle: flat = given
    }
    let mayBeNaN = x.elementType.isInexact && !ignoresNaN
    switch part {
    case .all:
      sorted = sort(flat, axis: -1)
      hasNaN = mayBeNaN ? isnan(sorted.part(rest.count, from: -1)) : nil
    case .middle:
      let n = flat.shape[rest.count]
      let range = Ordering.Range(first: .maximum(.floorDivide(n - 1, 2), 0), count: .minimum(2 - .remainder(n, 2), n))
      sorted = .single(Ordering(.elements, axis: rest.count, range: range), [flat], at: .none)
      hasNaN = mayBeNaN ? any(isnan(flat), axis: rest.count, keepDims: true) : nil
    }
    count = ignores ? sum(invert(isnan(flat)), axis: rest.count, keepDims: true, type: .i64) : nil
  }

  private init(sorted: Tensor, rest: [Int], _ axes: [Int], hasNaN: Tensor?) {
    (self.sorted, self.rest, self.axes, self.hasNaN) = (sorted, rest, axes, hasNaN)
    (rank, count) = (rest.count + axes.count, nil)
  }

  /// Of elements with weights of their shape, or of that of the axes; and the share of all weights that an element has together with those
  /// before it. Elements that are ignored weigh nothing.
  static func weighted(
    _ x: Tensor, by weights: Tensor, _ axes: [Int], order: [Int], ignoresNaN: Bool, for name: String
  ) throws(TensorError) -> (statistics: OrderStatistics, cumulative: Tensor) {
    let rest = (0..<x.rank).filter { !axes.contains($0) }
    let last = rest.count
    let flat = try OrderStatistics.requiringElements(OrderStatistics.rows(of: x, over: axes), for: name)
    var shares = OrderStatistics.rows(of: Average.spread(weights.converted(to: .f64, at: .none), over: x, order), over: axes)
    shares = shares.checked(greaterEqual(shares, 0) | isnan(shares), "weights must not be negative", of: name)
    let (isFloat, isNaN) = (x.elementType.isFloat, isnan(flat))
    if ignoresNaN && isFloat { shares = which(isNaN, 0.0, shares) }
    let places = argsort(flat, axis: -1)
    func ordered(_ rows: Tensor) -> Tensor { rows.taking(places, axis: last, batchAxes: last, at: .none) }
    let sorted = ordered(flat)
    let hasNaN = isFloat && !ignoresNaN ? isnan(sorted.part(last, from: -1)) : nil
    let running = cumsum(ordered(shares), axis: last)
    let total = running.part(last, from: -1)
    // Where all elements are ignored, none is left to weigh.
    let isUsable = (greater(total, 0) & isfinite(total)) | (ignoresNaN && isFloat ? all(isNaN, axis: last, keepDims: true) : false)
    let cumulative = running / total.checked(isUsable, "weights include NaN or infinity, or are all zero", of: name)
    return (OrderStatistics(sorted: sorted, rest: rest, axes, hasNaN: hasNaN), cumulative)
  }

  /// The elements over axes along one last axis, behind those that stay.
  private static func rows(of x: Tensor, over axes: [Int]) -> Tensor {
    if x.error != nil { return x }
    let rest = (0..<x.rank).filter { !axes.contains($0) }
    let moved = rest + axes == Array(0..<x.rank) ? x : x.transposed(rest + axes, at: .none)
    let shape = rest.map { x.shape[$0] } + [axes.reduce(Dimension(1)) { $0 * x.shape[$1] }]
    return shape == moved.shape ? moved : .single(Reshape(shape), [moved], at: .none)
  }

  /// Rows that have elements, or of which there are none: where there is nothing to compute, no elements are needed.
  private static func requiringElements(_ rows: Tensor, for name: String) throws(TensorError) -> Tensor {
    let (extent, least) = (rows.shape[rows.rank - 1], Dimension.minimum(rows.shape.dropLast().reduce(1, *), 1))
    let few = "there is no \(name) of no elements"
    if let extent = extent.constant, let least = least.constant, extent < least { throw TensorError(operation: name, message: few) }
    if extent.constant != nil { return rows }
    let known = Requiring.Origin(operation: name, constraint: ShapeConstraint(.atLeast, extent, least, few), places: [])
    return Requiring.tensor(rows, of: [known], at: .none)
  }

  /// Rows that may be without elements, each with a NaN at its end: that is what is in order where nothing counts.
  private static func withNaN(_ rows: Tensor) -> Tensor {
    let (last, shape) = (rows.rank - 1, rows.shape)
    if let extent = shape[last].constant, extent > 0 { return rows }
    let nan = Tensor(ScalarValue(.float(.nan), type: rows.elementType)).broadcast(to: shape.dropLast() + [1], at: .none)
    return concatenate([rows, nan], axis: last)
  }

  var extent: Dimension { sorted.shape[rest.count] }

  /// The elements at places along the last axis, those beyond the ends being at the ends: a vector, or one for each of the rest.
  func elements(_ places: Tensor) -> Tensor {
    let last = count.map { $0 - 1 } ?? Tensor.extent(extent) - 1
    let inside = maximum(minimum(places, last), 0)
    guard count != nil else { return sorted.taking(inside, axis: rest.count, at: .none) }
    return sorted.taking(inside, axis: rest.count, batchAxes: rest.count, at: .none)
  }

  /// The first elements by which shares of the weights are reached; of the share 0 the first that weighs anything.
  func elements(reaching shares: Tensor, in cumulative: Tensor) -> Tensor {
    let last = rest.count
    let reached = cumulative.converted(to: shares.elementType, at: .none)
    let known = which(equal(reached, 0), Tensor(ScalarValue(.float(-1), type: reached.elementType)), reached)
    let isBefore = less(known.expanded([last], at: .none), shares.expanded([1], at: .none))
    let places = minimum(sum(isBefore, axis: last + 1, type: .i64), Tensor.extent(extent) - 1)
    return sorted.taking(places, axis: last, batchAxes: last, at: .none)
  }

  /// NaN where an element is.
  func propagatingNaN(_ result: Tensor) -> Tensor {
    guard let hasNaN else { return result }
    return which(result.rank < hasNaN.rank ? hasNaN.squeezed([rest.count], at: .none) : hasNaN, Tensor(ScalarValue(.float(.nan), type: result.elementType)), result)
  }

  /// The result, whose axes are the rest and then one for quantiles, as it is to be.
  func arranged(_ result: Tensor, quantiles: [Dimension], keepsAxes: Bool) -> Tensor {
    let turned = rest.isEmpty ? result : result.transposed([rest.count] + Array(0..<rest.count), at: .none)
    var shape = quantiles
    if keepsAxes {
      shape += (0..<rank).map { axes.contains($0) ? 1 : sorted.shape[rest.firstIndex(of: $0) ?? 0] }
    } else {
      shape += sorted.shape.dropLast()
    }
    return shape == turned.shape ? turned : .single(Reshape(shape), [turned], at: .none)
  }
}

/// Quantiles `q` of the elements over axes (in the order in which they are named, for weights).
func quantiles(
  _ x: Tensor, _ given: Tensor, weights: Tensor?, _ order: [Int], method: QuantileMethod, keepsAxes: Bool, ignoresNaN: Bool, percent: Bool,
  name: String
) throws(TensorError) -> Tensor {
  let axes = order.sorted()
  func failure(_ message: String, hint: String? = nil) -> TensorError { TensorError(operation: name, message: message, hint: hint) }
  try x.requireReal(in: name)
  if x.elementType == .bool, !method.isDiscrete { throw failure("bools have no values between them", hint: "cast to a float type, or take method='nearest'") }
  guard given.rank <= 1 else { throw failure("q must be a scalar or 1d, got \(given.type)") }
  // Places among the elements are computed in f64 for plain numbers, whatever the type of the elements, as NumPy 2.4 does.
  let isNumber = given.type.isWeak
  var q = isNumber || !given.elementType.isFloat ? given.converted(to: .f64, at: .none) : given
  if percent { q = q / 100.0 }
  let range = percent ? "percentiles must be in the range [0, 100]" : "quantiles must be in the range [0, 1]"
  q = q.checked(greaterEqual(q, 0) & lessEqual(q, 1), range, of: name)
  let shape = given.shape
  let list = q.rank == 1 ? q : q.expanded([0], at: .none)
  if let weights {
    let (statistics, cumulative) = try OrderStatistics.weighted(x, by: weights, axes, order: order, ignoresNaN: ignoresNaN, for: name)
    let result = statistics.elements(reaching: list, in: cumulative)
    return statistics.arranged(statistics.propagatingNaN(result), quantiles: shape, keepsAxes: keepsAxes)
  }
  let statistics = try OrderStatistics(x, axes, ignoresNaN: ignoresNaN, for: name)
  let (place, last) = method.places(of: list, among: statistics.count ?? Tensor.extent(statistics.extent))
  let result: Tensor
  if method.isDiscrete {
    result = statistics.elements(place.converted(to: .i64, at: .none))
  } else {
    let isAbove = greaterEqual(place, last)
    let lower = which(isAbove, last, maximum(floor(place), 0))
    let upper = which(isAbove | less(place, 0), lower, lower + 1)
    // Integers are subtracted as floats, floats (as NumPy does) in their own type.
    let type = x.elementType.isFloat ? x.elementType : ElementType.promoted(x.elementType, list.elementType)
    let a = statistics.elements(lower.converted(to: .i64, at: .none)).converted(to: type, at: .none)
    let b = statistics.elements(upper.converted(to: .i64, at: .none)).converted(to: type, at: .none)
    let share = method.share(place - floor(place), at: place).converted(to: list.elementType, at: .none)
    // Plain numbers leave the result the type of the elements.
    let shareType = isNumber && x.elementType.isFloat ? x.elementType : list.elementType
    func weight(_ share: Tensor) -> Tensor { share.converted(to: shareType, at: .none) }
    let distance = b - a
    let between = which(greaterEqual(share, 0.5), b - distance * weight(1 - share), a + distance * weight(share))
    // Whole quantiles of integers are integers.
    let isWhole = method == .linear && !percent && !given.elementType.isFloat && x.elementType.isInteger
    result = isWhole ? between.converted(to: x.elementType, at: .none) : between
  }
  return statistics.arranged(statistics.propagatingNaN(result), quantiles: shape, keepsAxes: keepsAxes)
}

/// The mean of the two middle elements, or the middle one; of no elements, as any mean of none, NaN.
func medians(_ x: Tensor, _ axes: [Int], keepsAxes: Bool, ignoresNaN: Bool, name: String) throws(TensorError) -> Tensor {
  let mayIgnore = ignoresNaN && x.elementType.isInexact
  let statistics = try OrderStatistics(x, axes, mayIgnore ? .all : .middle, ignoresNaN: mayIgnore, for: name)
  let type = x.elementType.meanType
  guard let count = statistics.count else {
    let middle = mean(statistics.sorted.converted(to: type, at: .none), axis: statistics.rest.count, keepDims: true)
    return statistics.arranged(statistics.propagatingNaN(middle), quantiles: [], keepsAxes: keepsAxes)
  }
  let (low, high) = (floorDivide(count - 1, 2), floorDivide(count, 2))
  let a = statistics.elements(low).converted(to: type, at: .none)
  let b = statistics.elements(high).converted(to: type, at: .none)
  let middle = which(equal(low, high), a, (a + b) / 2.0)
  return statistics.arranged(statistics.propagatingNaN(middle), quantiles: [], keepsAxes: keepsAxes)
}

extension ArrayAlgebra {
  package func median(axes: [Int]?, keepsAxes: Bool, ignoresNaN: Bool, at place: SourcePlace) -> Self {
    let name = ignoresNaN ? "nanmedian" : "median"
    return Self.building(name, [self], at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: inferredRank, operation: name).sorted()
      return Self.composedOne(name, [self], [.axis(axes == nil ? nil : normal), .keepDims(keepsAxes)], at: place) { operands throws(TensorError) in
        try medians(operands[0], normal, keepsAxes: keepsAxes, ignoresNaN: ignoresNaN, name: name)
      }
    }
  }

  package func quantile(
    _ q: Self, axes: [Int]?, weights: Self? = nil, method: QuantileMethod, keepsAxes: Bool, ignoresNaN: Bool = false, percent: Bool = false,
    at place: SourcePlace
  ) -> Self {
    let name = (ignoresNaN ? "nan" : "") + (percent ? "percentile" : "quantile")
    let operands = [self, q] + (weights.map { [$0] } ?? [])
    return Self.building(name, operands, at: place) { () throws(TensorError) in
      let order = try Axes.normalized(axes, rank: inferredRank, operation: name)
      if let weights {
        guard method == .invertedCDF else {
          throw TensorError(operation: name, message: "only method 'inverted_cdf' takes weights, got '\(method.rawValue)'")
        }
        try Average.check(inferredType, weights.inferredType, axes == nil ? nil : order, of: name)
      }
      let attributes = [
        .axis(axes == nil ? nil : weights == nil ? order.sorted() : order), Attribute("method", .text(method.rawValue)), .keepDims(keepsAxes),
      ]
      let labels = [nil, nil] + (weights == nil ? [] : ["weights"])
      return Self.composedOne(name, operands, attributes, labels: labels, at: place) { operands throws(TensorError) in
        try quantiles(
          operands[0], operands[1], weights: operands.count > 2 ? operands[2] : nil, order, method: method, keepsAxes: keepsAxes,
          ignoresNaN: ignoresNaN, percent: percent, name: name)
      }
    }
  }
}
