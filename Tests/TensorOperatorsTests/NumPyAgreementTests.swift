import TensorOperators
import Testing

/// Types, shapes, errors and elements against NumPy's, saved in Expected/operations.json.
@Suite struct NumPyAgreementTests {
  static let groups: [String] = NumPyCase.all.map(\.operation).reduce(into: []) { names, name in
    if !names.contains(name) { names.append(name) }
  }

  @Test func casesAreThere() { #expect(NumPyCase.all.count > 2000) }

  @Test(arguments: groups) func withKnownExtents(operation: String) throws {
    for example in NumPyCase.all where example.operation == operation {
      let operands = example.inputs.enumerated().map { position, input in
        Tensor("x\(position)", input.type, input.shape.map { Dimension($0) })
      }
      try check(example, operands, extents: [:])
    }
  }

  /// Every axis has a name of its own: what NumPy refuses must be refused by the type rule or by a constraint.
  @Test(arguments: groups) func withSymbolicExtents(operation: String) throws {
    for example in NumPyCase.all where example.operation == operation {
      var extents: [Symbol: Int] = [:]
      let operands = example.inputs.enumerated().map { position, input in
        let shape = input.shape.enumerated().map { axis, extent in
          let symbol = Symbol("n\(position)_\(axis)")
          extents[symbol] = extent
          return Dimension(symbol)
        }
        return Tensor("x\(position)", input.type, shape)
      }
      try check(example, operands, extents: extents)
    }
  }

  private func check(_ example: NumPyCase, _ operands: [Tensor], extents: [Symbol: Int]) throws {
    let tensor = try example.build(operands)
    let arrays = operands.indices.map { (operands[$0], example.array($0)) }
    let evaluation = ReferenceEvaluation(extents: extents, parameters: arrays)
    guard let shape = example.shape, let type = example.type else {
      if tensor.error == nil { #expect(throws: (any Error).self, "\(example)") { try evaluation.evaluate(tensor) } }
      return
    }
    if let error = tensor.error {
      Issue.record("\(example): \(error)")
      return
    }
    #expect(tensor.elementType == type, "\(example)")
    do {
      let result = try evaluation.evaluate(tensor)
      #expect(result.shape == shape, "\(example)")
      guard result.elements.count == example.values.count else {
        Issue.record("\(example): \(result.elements.count) elements, expected \(example.values.count)")
        return
      }
      let tolerance = type == .f32 ? 1e-6 : 1e-13
      for (element, expected) in zip(result.elements, example.values) {
        let value = element.asDouble
        let isClose = value == expected || abs(value - expected) <= tolerance * max(abs(expected), 1)
        guard isClose || value.isNaN && expected.isNaN else {
          Issue.record("\(example): \(result.elements), expected \(example.values)")
          return
        }
      }
    } catch {
      Issue.record("\(example): \(error)")
    }
  }
}
