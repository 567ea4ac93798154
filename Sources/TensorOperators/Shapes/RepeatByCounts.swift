extension NestedTensors {
  /// The tensor, or the scalars of a list as a vector.
  func stackedTensor(_ name: String, at place: SourcePlace) throws(TensorError) -> Tensor {
    switch self {
    case .one(let tensor): return tensor
    case .list: return .stacked(tensors, axis: 0, type: nil, at: place)
    }
  }
}

extension Tensor {
  /// Each element along an axis (nil: of all in row-major order) as often as its own count says.
  ///
  /// Element `j` of the result is the one before which so many counts have been used up as there are sums of counts up to `j`: these are counted
  /// by marks at the sums, added up.
  package func repeated(byCounts counts: Tensor, axis: Int?, at place: SourcePlace) -> Tensor {
    Tensor.building("repeat", [self, counts], at: place) { () throws(TensorError) in
      guard let axis, rank > 0 else { return raveled(at: place).repeated(byCounts: counts, axis: 0, at: place) }
      let normal = try Axes.normalized(axis, rank: rank, operation: "repeat")
      func failure(_ message: String, hint: String? = nil) -> TensorError { TensorError(operation: "repeat", message: message, hint: hint) }
      guard counts.elementType.canCastSafely(to: .i64) else {
        throw failure("counts must be integers that i64 holds, got \(counts.elementType.name)", hint: "cast them with i64(...)")
      }
      guard counts.rank <= 1 else { throw failure("repeats must be a number or one for each place, got \(counts.type)") }
      let extent = shape[normal]
      if counts.rank == 1, let given = counts.shape[0].constant, let extent = extent.constant, given != extent, given != 1 {
        throw failure("\(given) repeats for axis \(normal) of extent \(extent)")
      }
      let wide = counts.converted(to: .i64, at: place).broadcast(to: [extent], at: place)
      let zero = Tensor(ScalarValue(integer: 0, type: .i64), at: place)
      let valid = wide.checked(.apply(.greaterEqual, [wide, zero], at: place), "repeats may not contain negative values", at: place)
      // Counts whose sum overflows would pass for fewer.
      let most = Tensor.extent(.floorDivide(Dimension(ExtentDefinition.limit), .maximum(extent, 1)), at: place)
      let small = valid.checked(.apply(.lessEqual, [valid, most], at: place), "the repeats are too large", at: place)
      let ends = Tensor.single(Cumulative(.sum, axis: 0), [small], at: place)
      let total = ReductionKind.sum.apply(small, axes: nil, keepsAxes: false, at: place)
      let count = try Dimension.value(of: total, as: .extent, operation: "repeat", at: place)
      let ones = Tensor.filled([extent], 1, type: .i64, at: place)
      let marks = Tensor.filled([count + 1], 0, type: .i64, at: place).scatterAdding(at: ends, ones, axis: 0, place: place)
      let front = sliced(marks, [.range(start: nil, stop: count)], at: place)
      return taking(.single(Cumulative(.sum, axis: 0), [front], at: place), axis: normal, at: place)
    }
  }
}

/// Each element of `x` along an axis (nil: of all in row-major order) as often as its own count says. NumPy's `repeat`.
///
/// Shape: that of `x`, the axis as long as the counts add up to, which is found when the function runs. The counts are integers, one for each place or one
/// for all. Errors: not as many counts as the axis has places, a float or u64; when called, a negative count.
public func repeated(
  _ x: Tensor, by counts: Tensor, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  x.repeated(byCounts: counts, axis: axis, at: .at(file, line))
}
