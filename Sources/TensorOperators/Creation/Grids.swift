/// Which axis of a grid the first coordinate runs along: its columns (as in plots), or its rows (as indices do).
public enum GridIndexing: String, Hashable, Sendable, CaseIterable {
  case xy, ij
}

extension ArrayAlgebra {
  package static func meshGrid(_ coordinates: [Self], indexing: GridIndexing, isSparse: Bool, at place: SourcePlace) -> [Self] {
    if let broken = coordinates.first(where: { $0.error != nil }) { return [broken] }
    let rank = coordinates.count
    let lines = coordinates.enumerated().map { number, coordinate in
      let axis = indexing == .xy && rank > 1 && number < 2 ? 1 - number : number
      let others = (0..<rank).filter { $0 != axis }
      return coordinate.strong(at: place).raveled(at: place).expanded(others, at: place)
    }
    return isSparse ? lines : broadcast(lines, at: place)
  }

  /// The index along each axis of an array of a shape: along the axis alone, or everywhere.
  package static func indices(_ shape: [Dimension], type: ElementType, isSparse: Bool, at place: SourcePlace) -> [Self] {
    shape.enumerated().map { axis, extent in
      let line = Self.numbers(extent, type: type, at: place).expanded(shape.indices.filter { $0 != axis }, at: place)
      return isSparse ? line : line.broadcast(to: shape, at: place)
    }
  }
}

/// Coordinates of a grid as arrays over it, from the coordinates along each of its axes.
///
/// With `xy` the first coordinate runs along axis 1, the second along axis 0; sparse ones have extent 1 along all axes but their own. Each
/// has its own type. Errors: more than 64 axes.
public func meshGrid<A: ArrayAlgebra>(
  _ coordinates: [A], indexing: GridIndexing = .xy, isSparse: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> [A] {
  A.meshGrid(coordinates, indexing: indexing, isSparse: isSparse, at: .at(file, line))
}

/// The index along each axis of an array of a shape, stacked: `result[k, i0, i1, ...] = ik`. Errors: a negative extent.
public func indices(
  _ shape: [Dimension], type: ElementType = .i64, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .stackedIndices(shape, type: type, at: .at(file, line))
}

extension Tensor {
  static func stackedIndices(_ shape: [Dimension], type: ElementType, at place: SourcePlace) -> Tensor {
    shape.isEmpty
      ? .filled([0], 0, type: type, at: place)
      : .stacked(Tensor.indices(shape, type: type, isSparse: false, at: place), axis: 0, type: nil, at: place)
  }

  /// One axis of `mgrid` or `ogrid`: the numbers from `start` to `stop` by steps, or so many with both ends.
  package enum GridLine {
    case steps(StaticNumber, StaticNumber, StaticNumber)
    case count(StaticNumber, StaticNumber, Int)
  }

  /// `mgrid[...]` (dense, stacked) and `ogrid[...]` (sparse, a tuple), with the type that holds all bounds.
  package static func grid(_ lines: [GridLine], isSparse: Bool, at place: SourcePlace) throws(TensorError) -> [Tensor] {
    let isFloat = lines.contains { line in
      switch line {
      case .steps(let a, let b, let c): [a, b, c].contains { $0.dimension == nil }
      case .count: true
      }
    }
    let type: ElementType = isFloat ? .f64 : .i64
    var axes: [Tensor] = []
    for line in lines {
      let (count, start, step): (Dimension, StaticNumber, StaticNumber)
      switch line {
      case .steps(let first, let stop, let by):
        (count, start, step) = (try Arange(first, stop, step: by, type: nil).count, first, by)
      case .count(let first, let stop, let number):
        guard let a = first.double, let b = stop.double else {
          throw TensorError(operation: "mgrid", message: "a number of points needs numbers as bounds")
        }
        (count, start) = (Dimension(number), first)
        step = number == 1 ? .integer(1) : .float((b - a) / Double(number - 1))
      }
      func scalar(_ number: StaticNumber) -> Tensor {
        switch number {
        case .integer(let dimension): extent(dimension, type: type, at: place)
        case .float(let value): Tensor(ScalarValue(.float(value), type: type), at: place)
        }
      }
      axes.append(numbers(count, type: type, at: place).calling(.multiply, scalar(step), at: place)
        .calling(.add, scalar(start), at: place))
    }
    let sparse = axes.enumerated().map { axis, line in line.expanded(axes.indices.filter { $0 != axis }, at: place) }
    if isSparse { return sparse }
    return axes.isEmpty ? [filled([0], 0, type: .i64, at: place)] : [stacked(broadcast(sparse, at: place), axis: 0, type: nil, at: place)]
  }

  /// One axis alone: as `arange`, or the line itself.
  package static func gridLine(_ line: GridLine, at place: SourcePlace) throws(TensorError) -> Tensor {
    switch line {
    case .steps(let start, let stop, let step): arange(start, stop, step: step, type: nil, at: place)
    case .count: try grid([line], isSparse: true, at: place)[0]
    }
  }
}

extension OperationDefinition {
  static let meshgrid = OperationDefinition(
    "meshgrid", family: "creation",
    [
      Parameter("xi", .tensors, variadic: true), Parameter("copy", .flag, default: .flag(true), keywordOnly: true),
      Parameter("sparse", .flag, default: .flag(false), keywordOnly: true),
      Parameter("indexing", .text, default: .text("xy"), keywordOnly: true),
    ], summary: "Coordinates of a grid from those along its axes, as a tuple.",
    numpy: "np.meshgrid(*xi, copy=copy, sparse=sparse, indexing=indexing)"
  ) { arguments throws(TensorError) in
    let indexing = try arguments.text("indexing", oneOf: GridIndexing.allCases.map(\.rawValue))
    return Tensor.meshGrid(
      try arguments.tensors("xi"), indexing: GridIndexing(rawValue: indexing) ?? .xy, isSparse: try arguments.flag("sparse"),
      at: arguments.place)
  }.givingTuple.sampled(
    "(x: f64[n], y: f64[m]) -> meshgrid(x, y)[0] ** 2 * meshgrid(x, y)[1]",
    "(x: f64[n], y: f64[m]) -> meshgrid(x, y, indexing='ij', sparse=true)[0] ** 2")

  static let indices = OperationDefinition(
    "indices", family: "creation",
    [
      Parameter("dimensions", .shape), Parameter("dtype", .type, default: .type(.i64)),
      Parameter("sparse", .flag, default: .flag(false)),
    ], summary: "The index along each axis, for every place of an array: stacked, or (sparse) a tuple.",
    numpy: "np.indices(dimensions, dtype=dtype, sparse=sparse)"
  ) { arguments throws(TensorError) in
    let (shape, type) = (try arguments.shape("dimensions"), arguments.optionalType("dtype") ?? .i64)
    if try arguments.flag("sparse") { return Tensor.indices(shape, type: type, isSparse: true, at: arguments.place) }
    return [.stackedIndices(shape, type: type, at: arguments.place)]
  }.givingTuple(where: "sparse")
}
