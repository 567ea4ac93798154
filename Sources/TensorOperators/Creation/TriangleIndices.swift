extension Tensor {
  /// The rows and columns of the places on and below diagonal `k` of an `n` by `m` matrix, row by row.
  ///
  /// Row `i` has `min(max(i + k + 1, 0), m)` of them: none at first, then one more in each row, then all `m`. The number of a place gives its
  /// row in the growing part by solving a quadratic equation, in the rest by division.
  static func lowerIndices(_ n: Dimension, _ k: Dimension, _ m: Dimension, isReversed: Bool = false, at place: SourcePlace) -> [Tensor] {
    func positive(_ x: Dimension) -> Dimension { x.nonnegativePart() }
    func least(_ a: Dimension, _ b: Dimension) -> Dimension { (b - a).isNonnegative ? a : .minimum(a, b) }
    // The first row with a place, and the first one that is full.
    let first = least(positive(-k), n)
    let full = least(first.constant == 0 ? positive(m - k - 1) : .maximum(positive(m - k - 1), first), n)
    let (height, length) = (full - first, positive(k) + 1)
    let growing = height * length + .floorDivide(height * (height - 1), 2)
    let count = positive(growing + (n - full) * m)
    func number(_ d: Dimension) -> Tensor { .extent(d, at: place) }
    func call(_ function: ScalarFunction, _ a: Tensor, _ b: Tensor) -> Tensor { .apply(function, [a, b], at: place) }
    var t = numbers(count, at: place)
    if isReversed { t = call(.subtract, number(count - 1), t) }
    // h rows of the growing part have h (2 length + h - 1) / 2 places; floats give h up to 1.
    let slope = number(2 * length - 1)
    let root = call(.add, call(.multiply, slope, slope), call(.multiply, t, 8)).converted(to: .f64, at: place).calling(.sqrt, at: place)
    let guess = call(.divide, call(.subtract, root, slope.converted(to: .f64, at: place)), 2.0).converted(to: .i64, at: place)
    func before(_ h: Tensor) -> Tensor { call(.floorDivide, call(.multiply, h, call(.add, slope, h)), 2) }
    let tooFar = call(.greater, before(guess), t)
    let lower = tooFar.calling(.where, call(.subtract, guess, 1), guess, at: place)
    let next = call(.add, lower, 1)
    let h = call(.lessEqual, before(next), t).calling(.where, next, lower, at: place)
    let isGrowing = call(.less, t, number(growing))
    let rest = call(.subtract, t, number(growing))
    let fullRow = call(.floorDivide, rest, number(m))
    let row = isGrowing.calling(.where, call(.add, h, number(first)), call(.add, fullRow, number(full)), at: place)
    let column = isGrowing.calling(
      .where, call(.subtract, t, before(h)), call(.subtract, rest, call(.multiply, fullRow, number(m))), at: place)
    return [row, column]
  }

  /// The same on and above a diagonal: turned by half, the matrix has these below one.
  static func upperIndices(_ n: Dimension, _ k: Dimension, _ m: Dimension, at place: SourcePlace) -> [Tensor] {
    let turned = lowerIndices(n, m - n - k, m, isReversed: true, at: place)
    return zip(turned, [n, m]).map { Tensor.extent($1 - 1, at: place).calling(.subtract, $0, at: place) }
  }

  static func triangleIndices(
    _ part: TrianglePart, _ n: Dimension, _ k: Int, _ m: Dimension?, at place: SourcePlace
  ) throws(TensorError) -> [Tensor] {
    for extent in [n, m ?? n] {
      if let extent = extent.constant, extent < 0 {
        throw TensorError(operation: part.rawValue + "_indices", message: "negative dimensions are not allowed: \(extent)")
      }
      if let extent = extent.constant, extent >= 1 << 26 {
        throw TensorError(operation: part.rawValue + "_indices", message: "an extent of \(extent) is too large")
      }
    }
    // Farther diagonals hold nothing, or everything, as these do.
    let diagonal = Dimension(Swift.min(Swift.max(k, -1 << 27), 1 << 27))
    switch part {
    case .lower: return lowerIndices(n, diagonal, m ?? n, at: place)
    case .upper: return upperIndices(n, diagonal, m ?? n, at: place)
    }
  }
}

/// The rows and the columns of the places on and below a diagonal of a matrix, row by row. i64. Errors: a negative extent.
public func trilIndices(
  _ rows: Dimension, diagonal: Int = 0, columns: Dimension? = nil, file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  Tensor.triangleIndices(.lower, named: rows, diagonal, columns, at: .at(file, line))
}

/// The rows and the columns of the places on and above a diagonal of a matrix, row by row. i64. Errors: a negative extent.
public func triuIndices(
  _ rows: Dimension, diagonal: Int = 0, columns: Dimension? = nil, file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  Tensor.triangleIndices(.upper, named: rows, diagonal, columns, at: .at(file, line))
}

extension Tensor {
  fileprivate static func triangleIndices(
    _ part: TrianglePart, named rows: Dimension, _ k: Int, _ columns: Dimension?, at place: SourcePlace
  ) -> [Tensor] {
    do { return try triangleIndices(part, rows, k, columns, at: place) } catch { return [.failing(error, [], at: place)] }
  }
}

extension OperationDefinition {
  static let triangleIndices: [OperationDefinition] = [TrianglePart.lower, .upper].flatMap { part in
    let (name, side) = (part.rawValue + "_indices", part == .lower ? "below" : "above")
    return [
      OperationDefinition(
        name, family: "creation",
        [Parameter("n", .shape), Parameter("k", .integer, default: .integer(0)), Parameter("m", .shape, default: Argument.none)],
        summary: "Rows and columns of the places on and \(side) a diagonal, as a tuple.", numpy: "np.\(name)(n, k, m)"
      ) { arguments throws(TensorError) in
        try Tensor.triangleIndices(
          part, try arguments.extent("n"), try arguments.integer("k"), try arguments.optionalExtent("m"), at: arguments.place)
      }.givingTuple,
      OperationDefinition(
        name + "_from", family: "creation", [Parameter("arr", .tensor), Parameter("k", .integer, default: .integer(0))],
        summary: "Rows and columns of the places on and \(side) a diagonal of a matrix, as a tuple.", numpy: "np.\(name)_from(arr, k)"
      ) { arguments throws(TensorError) in
        let x = try arguments.tensor("arr")
        if x.error != nil { return [x] }
        guard x.rank == 2 else { throw TensorError(operation: name + "_from", message: "input array must be 2-d, got \(x.type)") }
        return try Tensor.triangleIndices(part, x.shape[0], try arguments.integer("k"), x.shape[1], at: arguments.place)
      }.givingTuple.sampled("(x: f64[n, m]) -> x[0, 0] * \(name)_from(x)[0]"),
    ]
  }
}
