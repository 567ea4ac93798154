import TensorOperators

/// Basic indexing by the operation of the operators' layer.
enum Slicing {
  /// The part of a tensor that entries without arrays name.
  static func apply(_ tensor: Tensor, _ items: [IndexItem], at place: SourcePlace) -> Tensor {
    sliced(tensor, items.compactMap(\.entry), at: place)
  }
}

extension IndexItem {
  fileprivate var entry: SliceEntry? {
    switch self {
    case .position(let place): .index(place)
    case .slice(let start, let stop, let step): .range(start: start, stop: stop, step: step)
    case .newAxis: .newAxis
    case .ellipsis: .ellipsis
    case .array: nil
    }
  }
}
