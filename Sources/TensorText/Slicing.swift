import TensorGraph

/// Basic indexing by the operation of the operators' layer.
enum Slicing {
  static func apply(_ tensor: Tensor, _ items: [IndexItem], at place: SourcePlace) -> Tensor? { nil }
}
