/// The order in which the places of an array are counted.
public enum IndexOrder: String, CaseIterable, Sendable {
  /// The last axis fastest.
  case rowMajor = "C"
  /// The first axis fastest.
  case columnMajor = "F"

  /// For each axis how far apart neighbours along it are.
  func strides(_ shape: [Dimension]) -> [Dimension] {
    var result = [Dimension](repeating: 1, count: shape.count)
    var next: Dimension = 1
    for axis in self == .rowMajor ? Array(shape.indices.reversed()) : Array(shape.indices) {
      result[axis] = next
      next *= shape[axis]
    }
    return result
  }
}

extension ArrayAlgebra {
  package static func raveledIndices(
    _ indices: [Self], _ shape: [Dimension], _ modes: [IndexMode], _ order: IndexOrder, at place: SourcePlace
  ) -> Self {
    let name = "ravel_multi_index"
    return building(name, indices, at: place) { () throws(TensorError) in
      func failure(_ message: String) -> TensorError { TensorError(operation: name, message: message) }
      guard indices.count == shape.count, !indices.isEmpty else {
        throw failure("parameter multi_index must be a sequence of length \(shape.count), got \(indices.count)")
      }
      guard modes.count == 1 || modes.count == shape.count else { throw failure("\(modes.count) modes for \(shape.count) axes") }
      var indices = indices
      indices[0] = try indices[0].requiring(sizes: shape, name, at: place)
      for (axis, extent) in shape.enumerated() {
        let mode = modes.count == 1 ? modes[0] : modes[axis]
        if mode == .raise || extent.constant.map({ $0 > 0 }) ?? false { continue }
        // There is no place that an index could be moved to.
        let meaning = "the shape must not have zero entries for mode '\(mode.rawValue)'"
        if extent.constant != nil { throw failure(meaning) }
        indices[0] = indices[0].requiring([ShapeConstraint(.atLeast, extent, 1, meaning)], name, at: place)
      }
      let strides = order.strides(shape)
      var sum: Self?
      for (axis, index) in indices.enumerated() {
        try index.requireIntegers("indices", name)
        let mode = modes.count == 1 ? modes[0] : modes[axis]
        var number = index.indices(in: shape[axis], mode, at: place)
        if mode == .raise {
          number = .single(InRange(shape[axis], caller: name, meaning: "the indices along axis \(axis)"), [number], at: place)
        }
        if strides[axis].constant != 1 { number = .apply(.multiply, [number, number.extent(strides[axis], at: place)], at: place) }
        sum = sum.map { .apply(.add, [$0, number], at: place) } ?? number
      }
      return sum ?? indices[0]
    }
  }

  package static func unraveledIndices(
    _ indices: Self, _ shape: [Dimension], _ order: IndexOrder, at place: SourcePlace
  ) -> [Self] {
    let name = "unravel_index"
    let checked = building(name, [indices], at: place) { () throws(TensorError) in
      guard !shape.isEmpty else { throw TensorError(operation: name, message: "dims must have at least one value") }
      try indices.requireIntegers("indices", name)
      let wide = try indices.requiring(sizes: shape, name, at: place).indices(in: 1, .raise, at: place)
      return .single(InRange(shape.reduce(1, *), caller: name, meaning: "the indices"), [wide], at: place)
    }
    if checked.error != nil { return [checked] }
    let strides = order.strides(shape)
    let slowest = order == .rowMajor ? 0 : shape.count - 1
    return shape.indices.map { axis in
      var part = checked
      if strides[axis].constant != 1 { part = .apply(.floorDivide, [part, part.extent(strides[axis], at: place)], at: place) }
      // Of the slowest axis no more is left than its extent.
      return axis == slowest ? part : .apply(.remainder, [part, part.extent(shape[axis], at: place)], at: place)
    }
  }
}

/// The places in a flattened array of a shape that indices along its axes name: `i * shape[1] + j` for two axes.
///
/// i64, in the shape that the index arrays broadcast to. A mode for all axes or one for each says what becomes of an index out of range; here
/// negative ones are out of range. Errors: an index out of range (when called), indices that are no integers, another number of them than of axes.
public func ravelMultiIndex<A: ArrayAlgebra>(
  _ indices: [A], _ shape: [Dimension], mode: IndexMode..., order: IndexOrder = .rowMajor, file: StaticString = #fileID, line: Int = #line
) -> A {
  .raveledIndices(indices, shape, mode.isEmpty ? [.raise] : mode, order, at: .at(file, line))
}

/// For each axis of a shape the indices of places in the flattened array.
///
/// i64, in the shape of the operand. Errors: a place out of range (when called), places that are no integers.
public func unravelIndex<A: ArrayAlgebra>(
  _ indices: A, _ shape: [Dimension], order: IndexOrder = .rowMajor, file: StaticString = #fileID, line: Int = #line
) -> [A] {
  A.unraveledIndices(indices, shape, order, at: .at(file, line))
}

extension OperationDefinition {
  static let ravelMultiIndex = OperationDefinition(
    "ravel_multi_index", family: "indexing",
    [
      Parameter("multi_index", .tensors), Parameter("dims", .shape), Parameter("mode", .text, default: .text("raise")),
      Parameter("order", .text, default: .text("C")),
    ],
    summary: "Places in a flattened array from indices along its axes.",
    numpy: "np.ravel_multi_index(multi_index, dims, mode=mode, order=order)", elementTypes: ElementType.integers
  ) { arguments throws(TensorError) in
    let indices = try arguments.tensors("multi_index")
    return [
      .raveledIndices(
        indices, try arguments.shape("dims"), [try arguments.indexMode("mode")], try arguments.indexOrder("order"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[12]) -> x[ravel_multi_index([[1, 2], [0, 3]], (3, 4))]")

  static let unravelIndex = OperationDefinition(
    "unravel_index", family: "indexing",
    [Parameter("indices", .tensor), Parameter("shape", .shape), Parameter("order", .text, default: .text("C"))],
    summary: "The indices along each axis of places in a flattened array.", numpy: "np.unravel_index(indices, shape, order=order)",
    elementTypes: ElementType.integers
  ) { arguments throws(TensorError) in
    Tensor.unraveledIndices(
      try arguments.strong("indices"), try arguments.shape("shape"), try arguments.indexOrder("order"), at: arguments.place)
  }.givingTuple.sampled(
    "(x: f64[3, 4]) -> x[unravel_index([5, 11], (3, 4))]")
}

extension BoundArguments {
  func indexOrder(_ name: String) throws(TensorError) -> IndexOrder {
    guard case .text(let word)? = values[name], let order = IndexOrder(rawValue: word) else {
      throw TensorError(
        operation: operation, message: "argument \(name) must be 'C' or 'F'", places: [place],
        hint: "C: the last axis fastest; F: the first")
    }
    return order
  }
}
