extension ArrayAlgebra {
  /// A copy with values on the main diagonal, taken again and again where they are fewer.
  package func fillingDiagonal(_ value: Self, wraps: Bool, at place: SourcePlace) -> Self {
    Self.building("fill_diagonal", [self, value], at: place) { () throws(TensorError) in
      let shape = inferredType.shape
      guard shape.count >= 2 else { throw TensorError(operation: "fill_diagonal", message: "array must be at least 2-d, got \(inferredType)") }
      var source = strong(at: place)
      if shape.count > 2 {
        for (axis, extent) in shape.enumerated() where extent != shape[0] {
          if extent.constant != nil, shape[0].constant != nil {
            throw TensorError(
              operation: "fill_diagonal", message: "all dimensions of input must be of equal length: axis \(axis) has extent \(extent), not \(shape[0])")
          }
        }
        source = source.known([Dimension](repeating: shape[0], count: shape.count), at: place)
      }
      let (rows, columns) = (source.inferredType.shape[0], source.inferredType.shape[1])
      let row = Self.numbers(rows, at: place)
      // Wrapped, the diagonal starts again a row below the square: row i has its element at i mod (columns + 1).
      let cycle = Self.extent(columns + 1, at: place)
      let column = wraps && shape.count == 2 ? row.calling(.remainder, cycle, at: place) : row
      func along(_ axis: Int, _ x: Self) -> Self { x.expanded(shape.indices.filter { $0 != axis }, at: place) }
      var isOn = along(0, column).calling(.equal, along(1, .numbers(columns, at: place)), at: place)
      for axis in shape.indices.dropFirst(2) {
        isOn = isOn.calling(.logicalAnd, along(0, row).calling(.equal, along(axis, .numbers(shape[0], at: place)), at: place), at: place)
      }
      var values = try value.assigned(as: inferredType.elementType, in: "fill_diagonal", at: place)
      if value.inferredRank > 0 {
        values = values.raveled(at: place)
        let start = row.calling(.multiply, .extent(columns, at: place), at: place).calling(.add, column, at: place)
        let number = start.calling(.floorDivide, cycle, at: place)
        let place0 = number.calling(.remainder, .extent(values.inferredType.shape[0], at: place), at: place)
        values = along(0, values.taking(place0, axis: 0, at: place))
      }
      return isOn.calling(.where, values, source, at: place)
    }
  }
}

/// `x` with a value, or the values of an array in order, on its main diagonal: a new array.
///
/// The diagonal of more than two axes is `x[i, i, i, ...]`, and these have one extent. With `wraps` the diagonal of a tall matrix starts again below
/// its square, one row left out. Values are cast to the type of `x`. Errors: fewer than two axes, extents that differ.
public func fillDiagonal<A: ArrayAlgebra>(
  _ x: A, _ value: A, wraps: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.fillingDiagonal(value, wraps: wraps, at: .at(file, line))
}

extension OperationDefinition {
  static let fillDiagonal = OperationDefinition(
    "fill_diagonal", family: "creation",
    [Parameter("a", .tensor), Parameter("val", .tensor), Parameter("wrap", .flag, default: .flag(false))],
    summary: "A copy of an array with values on its main diagonal.",
    numpy: "[y := np.array(a), np.fill_diagonal(y, val, wrap=wrap)][0]"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").fillingDiagonal(
        try arguments.tensor("val"), wraps: try arguments.flag("wrap"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m], y: f64) -> fill_diagonal(x, y) ** 2", "(x: f64[5, 2], y: f64[2]) -> fill_diagonal(x, y, wrap=true) ** 2",
    "(x: f64[n, n], y: f64[2]) -> fill_diagonal(x, y) ** 2")
}
