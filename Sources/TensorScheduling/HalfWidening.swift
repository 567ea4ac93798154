import TensorGraph
import TensorOperators

/// Floats of 16 bits are combined in f32 and rounded once: sums, products, scans, scatters and matrix products of them.
///
/// What goes away: operations that combine elements of f16 or bf16. What appears: casts around the same operation on f32.
/// Elementwise functions see to it themselves (`ScalarFunction.machineForm`).
enum HalfWidening {
  static func widened(_ node: Node, _ inputs: [Tensor]) -> [Tensor]? {
    guard inputs.contains(where: \.elementType.isHalf) else { return nil }
    guard node.operation.lowering.combinesElements else { return nil }
    let place = node.places.first ?? .none
    let wide = inputs.map { $0.elementType.isHalf ? $0.converted(to: .f32, at: place) : $0 }
    let results = Tensor.makeAll(node.operation, wide, at: place)
    precondition(results.allSatisfy { $0.error == nil }, "\(node.operation.name) takes f16 and bf16, so it takes f32")
    return zip(results, node.types).map { $0.converted(to: $1.elementType, at: place) }
  }
}
