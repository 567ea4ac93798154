/// What becomes of the rows of a segment.
public enum SegmentReduction: String, CaseIterable, Sendable {
  case sum, prod, min, max

  var name: String { "segment_\(rawValue)" }

  var combiner: ScatterCombiner {
    switch self {
    case .sum: .add
    case .prod: .multiply
    case .min: .minimum
    case .max: .maximum
    }
  }

  /// What a segment without rows has.
  func identity(_ type: ElementType) -> ScalarValue {
    switch self {
    case .sum: return ScalarValue(.integer(0), type: type)
    case .prod: return ScalarValue(.integer(1), type: type)
    case .min, .max:
      let isGreatest = self == .min
      if type == .bool { return ScalarValue(.bool(isGreatest), type: type) }
      if type.isInteger { return type.bound(isGreatest: isGreatest) }
      return ScalarValue(.float(isGreatest ? .infinity : -.infinity), type: type)
    }
  }
}

extension ElementType {
  /// The greatest or the least integer of an integer type.
  fileprivate func bound(isGreatest: Bool) -> ScalarValue {
    let ones: UInt64 = bitWidth == 64 ? .max : (1 << UInt64(bitWidth)) - 1
    let sign: UInt64 = isSignedInteger ? 1 << UInt64(bitWidth - 1) : 0
    return ScalarValue(type: self, bits: isGreatest ? ones ^ sign : sign)
  }
}

extension ArrayAlgebra {
  package static func segments(
    _ reduction: SegmentReduction, _ data: Self, _ segments: Self, count: Dimension, at place: SourcePlace
  ) -> Self {
    let name = reduction.name
    return building(name, [data, segments], at: place) { () throws(TensorError) in
      let (type, rank) = (data.inferredType, segments.inferredRank)
      if reduction == .min || reduction == .max { try data.requireReal(in: name) }
      guard type.rank >= rank else {
        throw TensorError(
          operation: name, message: "segments with \(rank) axes for data with \(type.rank)",
          hint: "each segment number is that of one element or row of the data")
      }
      try segments.requireIntegers("segment numbers", name)
      let shape = [count] + type.shape.dropFirst(rank)
      let start = Self.ofArray(try scalar(reduction.identity(type.elementType)), at: place).broadcast(to: shape, at: place)
      let strong = data.converted(to: type.elementType, at: place)
      return .single(Scatter(reduction.combiner, axis: 0), [start, segments, strong], at: place)
    }
  }

  private static func scalar(_ value: ScalarValue) throws(TensorError) -> NDArray {
    do throws(ArrayError) {
      return try NDArray(value)
    } catch {
      throw TensorError(operation: "constant", message: "\(error)")
    }
  }
}

/// The sums of the rows of `data` by segment: `result[k] = sum of data[i] where segments[i] == k`, in order of `i`.
///
/// Shape: `(count, ...)`, the dots being the axes of `data` behind those of `segments`; the type of `data`. As
/// `jax.ops.segment_sum`, but a number out of range is an error, and negative ones count from the end. Errors: those of
/// `scatterAdd`.
public func segmentSum<A: ArrayAlgebra>(
  _ data: A, _ segments: A, count: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  .segments(.sum, data, segments, count: count, at: .at(file, line))
}

/// The products of the rows of `data` by segment; 1 for a segment without rows. Shape, type and errors: those of `segmentSum`.
public func segmentProd<A: ArrayAlgebra>(
  _ data: A, _ segments: A, count: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  .segments(.prod, data, segments, count: count, at: .at(file, line))
}

/// The least elements of the rows of `data` by segment; infinity, or the greatest integer, for a segment without rows. NaN where one is.
/// Shape, type and errors: those of `segmentSum`.
public func segmentMin<A: ArrayAlgebra>(
  _ data: A, _ segments: A, count: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  .segments(.min, data, segments, count: count, at: .at(file, line))
}

/// The greatest elements of the rows of `data` by segment; minus infinity, or the least integer, for a segment without rows. NaN where one is.
/// Shape, type and errors: those of `segmentSum`.
public func segmentMax<A: ArrayAlgebra>(
  _ data: A, _ segments: A, count: Dimension, file: StaticString = #fileID, line: Int = #line
) -> A {
  .segments(.max, data, segments, count: count, at: .at(file, line))
}

extension OperationDefinition {
  static let segments: [OperationDefinition] = SegmentReduction.allCases.map(segment)

  private static func segment(_ reduction: SegmentReduction) -> OperationDefinition {
    let (meaning, start, function): (String, String, String) =
      switch reduction {
      case .sum: ("sums", "0", "add")
      case .prod: ("products", "1", "multiply")
      case .min: ("least elements", "np.inf", "minimum")
      case .max: ("greatest elements", "-np.inf", "maximum")
      }
    let limits = reduction == .min || reduction == .max ? " (of integers the type's bound for inf)" : ""
    return OperationDefinition(
      reduction.name, family: "indexing",
      [Parameter("data", .tensor), Parameter("segment_ids", .tensor), Parameter("num_segments", .shape)],
      summary: "The \(meaning) of rows by segment.",
      numpy: "[y := np.full((num_segments, *data.shape[segment_ids.ndim:]), \(start), data.dtype), "
        + "np.\(function).at(y, segment_ids, data)][0]\(limits)",
      elementTypes: reduction == .sum || reduction == .prod ? ElementType.allCases : ElementType.reals
    ) { arguments throws(TensorError) in
      let count = try arguments.shape("num_segments")
      guard count.count == 1 else {
        throw TensorError(
          operation: reduction.name, message: "num_segments must be one extent, got \(count.count)", places: [arguments.place])
      }
      return [
        .segments(
          reduction, try arguments.tensor("data"), try arguments.tensor("segment_ids"), count: count[0], at: arguments.place)
      ]
    }.sampled("(x: f64[3, m]) -> \(reduction.name)(x, [1, 0, 1], 2)", "(x: f64[4]) -> \(reduction.name)(x, [1, 0, 1, 1], 2) ** 2")
  }

  static let indexing: [OperationDefinition] =
    [.take, .takeAlongAxis, .putAlongAxis, .put, .scatterAdd] + segments
    + [.choose, .ravelMultiIndex, .unravelIndex, .openMesh, .slidingWindowView, .append, .insert, .delete]
}
