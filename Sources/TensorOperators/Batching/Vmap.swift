/// A function of single examples, applied to many at once: `vmap`.
///
/// `body` is called once, with tensors that stand for one example: each operand without the axis that `axes` names for it (nil: the same for all
/// examples). Its results get an axis of examples at `outAxis`. Operations are replaced by those on whole batches, not repeated in a loop: a
/// product of matrix and vector becomes one of matrices. Whatever else `body` uses is the same for all examples.
///
/// Errors (in the tensors that are given): no operand with examples, different numbers of them, an axis out of range.
public func vmap(
  over operands: [Tensor], axes: [Int?]? = nil, outAxis: Int = 0, file: StaticString = #fileID, line: Int = #line,
  _ body: ([Tensor]) -> [Tensor]
) -> [Tensor] {
  vmap(operands, axes ?? operands.map { _ in 0 }, outAxis, at: .at(file, line), body)
}

/// A function of single examples, applied to all along an axis of `x`.
public func vmap(
  over x: Tensor, axis: Int = 0, outAxis: Int = 0, file: StaticString = #fileID, line: Int = #line, _ body: (Tensor) -> Tensor
) -> Tensor {
  vmap([x], [axis], outAxis, at: .at(file, line)) { [body($0[0])] }[0]
}

/// A function of two arguments, applied to all examples along axes of `x` and `y`; nil: the same for all.
public func vmap(
  over x: Tensor, _ y: Tensor, axes: (Int?, Int?) = (0, 0), outAxis: Int = 0, file: StaticString = #fileID, line: Int = #line,
  _ body: (Tensor, Tensor) -> Tensor
) -> Tensor {
  vmap([x, y], [axes.0, axes.1], outAxis, at: .at(file, line)) { [body($0[0], $0[1])] }[0]
}

package func vmap<Failure: Error>(
  _ operands: [Tensor], _ axes: [Int?], _ outAxis: Int, labels: [String] = [], at place: SourcePlace,
  _ body: ([Tensor]) throws(Failure) -> [Tensor]
) throws(Failure) -> [Tensor] {
  func failure(_ message: String, hint: String? = nil) -> [Tensor] {
    [.invalid(TensorError(operation: "vmap", message: message, operands: operands.map(\.type), places: [place], hint: hint))]
  }
  if let broken = operands.first(where: { $0.error != nil }) { return [broken] }
  guard axes.count == operands.count else { return failure("\(axes.count) axes for \(operands.count) operands") }
  var fronts: [Tensor] = []
  for (number, (operand, axis)) in zip(operands, axes).enumerated() {
    guard let axis else {
      fronts.append(operand)
      continue
    }
    guard axis >= -operand.rank, axis < operand.rank else {
      return failure(
        "axis \(axis) is out of bounds for operand \(number) of \(operand.type)", hint: "None stands for an operand that all examples share")
    }
    fronts.append(operand.moved([axis], to: [0], at: place))
  }
  guard let first = axes.firstIndex(where: { $0 != nil }) else {
    return failure("no operand has an axis of examples", hint: "name an axis for one of them at least")
  }
  let extent = fronts[first].shape[0]
  for number in axes.indices where axes[number] != nil && fronts[number].shape[0] != extent {
    let other = fronts[number].shape[0]
    if let extent = extent.constant, let other = other.constant {
      return failure("operand \(first) has \(extent) examples, operand \(number) has \(other)")
    }
    fronts[number] = .single(
      ShapeAssertion(
        [extent] + fronts[number].shape.dropFirst(), of: "the number of examples of operand \(first) of vmap, operand \(number) being"),
      [fronts[number]], at: place)
  }
  let origins = Requiring.origins(of: fronts.filter { $0.node.operation is ShapeAssertion })
  var batch = Batch(extent)
  let stands = axes.indices.map { number in
    let shape = fronts[number].shape[(axes[number] == nil ? 0 : 1)...]
    let label = labels.indices.contains(number) ? labels[number] : "argument \(number) of vmap"
    return Tensor(parameter: label, TensorType(fronts[number].elementType, Array(shape)), at: place)
  }
  for (stand, (front, axis)) in zip(stands, zip(fronts, axes)) { batch.replace(stand, by: front, isBatched: axis != nil) }
  return batch.results(of: try body(stands)).map { result in
    if result.error != nil { return result }
    guard outAxis >= -result.rank, outAxis < result.rank else {
      return failure("the results have no place \(outAxis) for the axis of examples")[0]
    }
    return Requiring.tensor(result, of: origins, at: place).moved([0], to: [outAxis], at: place)
  }
}
