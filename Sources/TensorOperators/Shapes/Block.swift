extension Tensor {
  /// Nested lists of blocks: the innermost lists are joined along the last axis, those around them along the one before, and so on.
  static func block(_ blocks: NestedTensors, at place: SourcePlace) -> Tensor {
    let tensors = blocks.tensors
    return building("block", tensors, at: place) { () throws(TensorError) in
      let depth = try blocks.uniformDepth()
      let rank = Swift.max(depth, tensors.map(\.rank).max() ?? 0)
      guard let common = promoted(tensors.map { $0.strong(at: place) }, to: nil, at: place).first?.elementType else {
        throw TensorError(operation: "block", message: "lists cannot be empty")
      }
      func joined(_ part: NestedTensors, _ level: Int) -> Tensor {
        switch part {
        case .one(let tensor):
          let front = Array(0..<rank - tensor.rank)
          return tensor.converted(to: common, at: place).expanded(front, at: place)
        case .list(let parts):
          return concatenated(parts.map { joined($0, level + 1) }, axis: rank - depth + level, type: nil, at: place)
        }
      }
      return joined(blocks, 0)
    }
  }
}

extension NestedTensors {
  /// How deep lists nest. Errors: branches of different depth, empty lists.
  fileprivate func uniformDepth() throws(TensorError) -> Int {
    switch self {
    case .one: return 0
    case .list(let parts):
      guard let first = parts.first else { throw TensorError(operation: "block", message: "lists cannot be empty") }
      let depth = try first.uniformDepth()
      for part in parts.dropFirst() {
        let other = try part.uniformDepth()
        guard other == depth else {
          throw TensorError(
            operation: "block", message: "list depths are mismatched: \(depth + 1) and \(other + 1)",
            hint: "every block stands in equally many lists")
        }
      }
      return depth + 1
    }
  }
}

/// A matrix (or array of more axes) put together of blocks: rows of blocks, `block([[a, b], [c, d]])`.
///
/// Blocks of a row agree in all extents but the last, rows in all but the last but one. Types are promoted. Errors: extents that do not fit, no blocks.
public func block(_ rows: [[Tensor]], file: StaticString = #fileID, line: Int = #line) -> Tensor {
  .block(.list(rows.map { .list($0.map { .one($0) }) }), at: .at(file, line))
}

extension OperationDefinition {
  static let block = OperationDefinition(
    "block", family: "shapes", [Parameter("arrays", .nested)], summary: "An array put together of nested lists of blocks.",
    numpy: "np.block(arrays)"
  ) { arguments throws(TensorError) in [.block(try arguments.nested("arrays"), at: arguments.place)] }
    .sampled(
      "(x: f64[n, n], y: f64[n, 1]) -> block([[x, y], [y.T ** 2, 1.0]])", "(x: f64[n], y: f64[m]) -> block([x, y, x]) ** 2")
}
