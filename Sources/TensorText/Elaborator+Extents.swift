import TensorOperators

/// Extents that are values of the graph.
extension Elaborator {
  /// The value of an integer scalar of the graph.
  func extent(_ scalar: Tensor, as use: ExtentDefinition.Use, _ operation: String, _ id: ExpressionID) throws(TextError) -> Dimension {
    do throws(TensorError) {
      return try Dimension.value(of: scalar, as: use, operation: operation, at: place(id))
    } catch {
      throw self.error(id, error)
    }
  }

  /// A shape: an extent, a tuple or list of extents, or a vector of integers of known length. Nil for anything else.
  func shape(_ value: TextValue, _ operation: String, _ id: ExpressionID) throws(TextError) -> [Dimension]? {
    if let parts = value.parts {
      var result: [Dimension] = []
      for part in parts {
        guard let extent = try self.extent(part, operation, id) else { return nil }
        result.append(extent)
      }
      return result
    }
    if let extent = try extent(value, operation, id) { return [extent] }
    guard case .tensor(let tensor) = value, tensor.rank == 1, tensor.elementType.isInteger, let count = tensor.shape[0].constant,
      count <= TensorType.largestRank
    else { return nil }
    var result: [Dimension] = []
    for place in 0..<count {
      let element = sliced(tensor, [.index(Dimension(place))], at: self.place(id))
      result.append(try extent(element, as: .extent, operation, id))
    }
    return result
  }

  private func extent(_ value: TextValue, _ operation: String, _ id: ExpressionID) throws(TextError) -> Dimension? {
    if let extent = value.dimension { return extent }
    guard case .tensor(let tensor) = value, tensor.rank == 0, tensor.elementType.isInteger else { return nil }
    return try extent(tensor, as: .extent, operation, id)
  }

  /// `op.value(n)`, `op.bound(n)`, `op.integer(n)`: a scalar's value in the extents of what follows.
  func valueCall(_ name: String, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    let uses: [String: ExtentDefinition.Use] = ["op.value": .extent, "op.bound": .bound, "op.integer": .integer]
    guard arguments.count == 1, let use = uses[name] else { throw error(id, "\(name) takes an integer scalar") }
    return weak(try extent(try strongTensor(arguments[0].value, id), as: use, "extent", id))
  }
}
