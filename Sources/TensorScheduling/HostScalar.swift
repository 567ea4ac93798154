import TensorGraph
import TensorOperators

/// An integer that the caller can compute from arguments and extents without a program of its own.
public indirect enum HostScalar: Sendable {
  case literal(ScalarValue)
  /// An element of an argument.
  case element(parameter: Int, index: [Int])
  case extent(Dimension)
  case call(ScalarFunction, [HostScalar])
  case cast(HostScalar, ElementType)

  /// The most operations computed so.
  private static let sizeLimit = 16

  /// Nil where a scalar takes more than a few operations on scalars.
  init?(_ scalar: Tensor, parameters: [Tensor: Int]) {
    var size = 0
    guard let result = HostScalar.of(scalar, parameters, &size) else { return nil }
    self = result
  }

  private static func of(_ tensor: Tensor, _ parameters: [Tensor: Int], _ size: inout Int) -> HostScalar? {
    size += 1
    guard size <= sizeLimit, tensor.rank == 0 else { return nil }
    let node = tensor.node
    switch node.operation {
    case is Parameter: return parameters[tensor].map { .element(parameter: $0, index: []) }
    case let literal as Literal: return .literal(literal.value)
    case let extent as Extent: return .extent(extent.dimension)
    case let cast as Cast: return of(node.inputs[0], parameters, &size).map { .cast($0, cast.type) }
    case let slice as Slice:
      // Elements of a small vector: a shape that is an argument.
      guard let parameter = parameters[node.inputs[0]] else { return nil }
      var index: [Int] = []
      for (entry, extent) in zip(slice.entries, node.inputs[0].shape) {
        guard case .index(let place) = entry, let place = place.constant, let extent = extent.constant else { return nil }
        index.append(place < 0 ? place + extent : place)
      }
      return index.count == slice.entries.count ? .element(parameter: parameter, index: index) : nil
    case let elementwise as Elementwise where elementwise.function.name != "power":
      var operands: [HostScalar] = []
      guard let signature = Elementwise.signature(of: elementwise.function, node.inputs.map(\.type)) else { return nil }
      for (input, type) in zip(node.inputs, signature.arguments) {
        guard let operand = of(input, parameters, &size) else { return nil }
        operands.append(input.elementType == type ? operand : .cast(operand, type))
      }
      return .call(elementwise.function, operands)
    default: return nil
    }
  }

  /// The value.
  ///
  /// - Parameters:
  ///   - element: an element of an argument.
  ///   - extent: the value of an extent; nil where it does not fit.
  public func evaluate(
    element: (_ parameter: Int, _ index: [Int]) -> ScalarValue, extent: (Dimension) -> Int?
  ) -> ScalarValue? {
    switch self {
    case .literal(let value): return value
    case .element(let parameter, let index): return element(parameter, index)
    case .extent(let dimension): return extent(dimension).map { ScalarValue(integer: Int64($0), type: .i64) }
    case .cast(let inner, let type): return inner.evaluate(element: element, extent: extent)?.converted(to: type)
    case .call(let function, let operands):
      let values = operands.compactMap { $0.evaluate(element: element, extent: extent) }
      return values.count == operands.count ? function.evaluate(values) : nil
    }
  }

  /// The extents in it.
  var extents: [Dimension] {
    switch self {
    case .literal, .element: []
    case .extent(let dimension): [dimension]
    case .cast(let inner, _): inner.extents
    case .call(_, let operands): operands.flatMap(\.extents)
    }
  }
}
