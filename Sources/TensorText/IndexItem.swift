import TensorGraph

/// One entry of an index, evaluated.
enum IndexItem {
  case position(Dimension)
  case slice(start: Dimension?, stop: Dimension?, step: Int)
  case newAxis
  case ellipsis
  /// Integers, of any rank (0: a scalar known only at run time).
  case array(Tensor)

  var isFullSlice: Bool {
    if case .slice(nil, nil, 1) = self { return true }
    return false
  }

  var takesAxis: Bool {
    switch self {
    case .position, .slice, .array: true
    case .newAxis, .ellipsis: false
    }
  }

  /// Whether NumPy counts it among the advanced indices where there is an array.
  var isAdvanced: Bool {
    switch self {
    case .position, .array: true
    case .slice, .newAxis, .ellipsis: false
    }
  }
}
