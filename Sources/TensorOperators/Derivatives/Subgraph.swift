/// A part of a graph that is one operation to derivatives: with a rule of its own, or computed again on the way back.
///
/// When a function is compiled the part takes its place.
package struct Subgraph: Operation {
  package enum Kind: Sendable {
    /// Cotangents by the user's rule.
    case custom(@Sendable (ReverseStep) -> [Tensor?])
    /// Cotangents through the part, whose values are not kept for it.
    case checkpoint
  }

  package let kind: Kind
  /// The stand-ins for the operands.
  let parameters: [Tensor]
  let results: [Tensor]
  /// Two parts are equal only if they are one.
  let number: Int

  package var name: String {
    switch kind {
    case .custom: "custom_gradient"
    case .checkpoint: "checkpoint"
    }
  }

  package static func == (a: Subgraph, b: Subgraph) -> Bool { a.number == b.number }
  package func hash(into hasher: inout Hasher) { hasher.combine(number) }

  package func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == parameters.count else { throw failure("takes \(parameters.count) operands, got \(inputs.count)") }
    if inputs == parameters.map(\.type) { return Inference(results.map(\.type), results.flatMap { constraints(of: $0) }) }
    let operands = inputs.map { Tensor(parameter: "operand", $0, at: .none) }
    let retyped = expanded(operands)
    if let error = retyped.lazy.compactMap(\.error).first { throw error }
    return Inference(retyped.map(\.type), retyped.flatMap { constraints(of: $0) })
  }

  private func constraints(of tensor: Tensor) -> [ShapeConstraint] { Traversal.nodes(of: [tensor]).flatMap(\.constraints) }

  /// The part with operands in the place of their stand-ins.
  package func expanded(_ operands: [Tensor]) -> [Tensor] {
    Traversal.substitute(Dictionary(uniqueKeysWithValues: zip(parameters, operands)), in: results)
  }

  package var derivative: Derivative {
    switch kind {
    case .custom(let rule): .reverse(rule)
    case .checkpoint: .recomputed
    }
  }

  package var batching: Batching { .rule { $0.throughLowering() } }

  package var lowering: Lowering {
    let operation = self
    return .composite { operation.expanded($0) }
  }
}

extension Subgraph {
  /// The tensors with all such parts in their places, and without what only asks for conditions.
  package static func inlined(_ tensors: [Tensor]) -> [Tensor] {
    var results = tensors
    while true {
      // Scalars that are extents are computed by themselves, before: their own parts are put in their places then.
      let nodes = Traversal.nodes(of: results, withExtents: false)
      guard nodes.contains(where: { $0.operation is Subgraph || $0.operation is Requiring }) else { return results }
      var known: [Tensor: Tensor] = [:]
      for node in nodes {
        let inputs = node.inputs.map { known[$0] ?? $0 }
        let outer: [Tensor]
        if let part = node.operation as? Subgraph {
          outer = part.expanded(inputs)
        } else if node.operation is Requiring {
          outer = inputs
        } else if inputs != node.inputs {
          outer = Tensor.makeAll(node.operation, inputs, at: node.places.first ?? .none)
        } else {
          continue
        }
        for index in node.types.indices { known[Tensor(node: node, index: index)] = outer[min(index, outer.count - 1)] }
      }
      results = results.map { known[$0] ?? $0 }
    }
  }

  /// The part that `body` makes of stand-ins for operands. What else it uses become operands too, behind these.
  package static func apply<Failure: Error>(
    _ kind: Kind, _ operands: [Tensor], labels: [String] = [], at place: SourcePlace, _ body: ([Tensor]) throws(Failure) -> [Tensor]
  ) throws(Failure) -> [Tensor] {
    if let broken = operands.first(where: { $0.error != nil }) { return [broken] }
    let stands = operands.enumerated().map { number, operand in
      Tensor(parameter: labels.indices.contains(number) ? labels[number] : "argument \(number)", operand.type, at: place)
    }
    let start = FreshNumbers.next()
    let results = try body(stands)
    if results.contains(where: { $0.error != nil }) || results.isEmpty { return results }
    // Extents that are values of what is inside: the results' types would not say of which operands.
    if ExtentDefinition.exist, hasExtents(results, since: start) {
      switch kind {
      case .checkpoint: return Traversal.substitute(Dictionary(uniqueKeysWithValues: zip(stands, operands)), in: results)
      case .custom:
        return [
          .invalid(
            TensorError(
              operation: "custom_gradient", message: "the function makes extents out of values, which one with a gradient of its own cannot yet",
              operands: operands.map(\.type), places: [place], hint: "make what has such extents outside, and pass it in"))
        ]
      }
    }
    let (parameters, captured, inner) = lifted(results, since: start, stands, at: place)
    let operation = Subgraph(kind: kind, parameters: parameters, results: inner, number: FreshNumbers.next())
    return Tensor.makeAll(operation, operands + captured, at: place)
  }

  private static func hasExtents(_ results: [Tensor], since start: Int) -> Bool {
    Traversal.nodes(of: results).contains { $0.extents.contains { $0.scalar.node.serial > start } }
  }

  /// Everything that was there before the body was called, and that it uses, as stand-ins and the operands for them.
  private static func lifted(
    _ results: [Tensor], since start: Int, _ stands: [Tensor], at place: SourcePlace
  ) -> (parameters: [Tensor], captured: [Tensor], results: [Tensor]) {
    var found: [Tensor: Tensor] = [:]
    var captured: [Tensor] = []
    let own = Set(stands)
    func visit(_ tensor: Tensor) {
      guard tensor.node.serial < start, !own.contains(tensor), found[tensor] == nil, !tensor.isNumber else { return }
      found[tensor] = Tensor(parameter: "captured", tensor.type, at: place)
      captured.append(tensor)
    }
    for result in results { visit(result) }
    for node in Traversal.nodes(of: results) where node.serial > start { node.inputs.forEach(visit) }
    let parameters = stands + captured.compactMap { found[$0] }
    return (parameters, captured, Traversal.substitute(found, in: results))
  }
}

extension Tensor {
  fileprivate var isNumber: Bool { node.operation is Literal || node.operation is Constant }
}

/// Results of `body`, whose derivative is `gradient` and not that of the operations in it.
///
/// ```swift
/// let y = customGradient(of: [x]) { [log1p(exp($0[0]))] } gradient: { step in [step.cotangents[0].map { $0 * expit(step.inputs[0]) }] }
/// ```
///
/// `gradient` gives a cotangent for each of `operands` (nil: nothing flows), from the cotangents of the results (nil: nothing depends on
/// that one) and the operands; further operands in `step.inputs` are what else `body` uses, which derivatives take for constants. Types and shapes of
/// cotangents are those of the operands, or of the result where an operand was broadcast. Forward mode uses the same rule.
/// As `jax.custom_vjp`.
public func customGradient(
  of operands: [Tensor], file: StaticString = #fileID, line: Int = #line, _ body: ([Tensor]) -> [Tensor],
  gradient rule: @escaping @Sendable (_ step: ReverseStep) -> [Tensor?]
) -> [Tensor] {
  let count = operands.count
  return Subgraph.apply(
    .custom { step in
      let found = rule(step)
      guard found.count == count else {
        let error = TensorError(
          operation: "custom_gradient", message: "the rule gave \(found.count) cotangents for \(count) operands", places: step.node.places)
        return step.inputs.map { _ in Tensor.invalid(error) }
      }
      return found + step.inputs.dropFirst(count).map { _ in nil }
    }, operands, at: .at(file, line), body)
}

/// The result of `body` for `x`, whose derivative is `gradient`: from a cotangent and `x` the cotangent of `x`.
public func customGradient(
  of x: Tensor, file: StaticString = #fileID, line: Int = #line, _ body: (Tensor) -> Tensor,
  gradient rule: @escaping @Sendable (_ cotangent: Tensor, _ x: Tensor) -> Tensor
) -> Tensor {
  customGradient(of: [x], file: file, line: line, { [body($0[0])] }) { step in
    [step.cotangents[0].map { rule($0, step.inputs[0]) }]
  }[0]
}

/// Results of `body`, computed a second time when gradients need what is inside, rather than kept until then.
///
/// Values are the same; reverse mode keeps only the operands (and what else `body` uses) of each checkpoint, for the time of one more computation of its inside.
/// Source: A. Griewank, A. Walther, Algorithm 799: revolve (2000). As `jax.checkpoint`.
public func checkpoint(
  _ operands: [Tensor], file: StaticString = #fileID, line: Int = #line, _ body: ([Tensor]) -> [Tensor]
) -> [Tensor] {
  Subgraph.apply(.checkpoint, operands, at: .at(file, line), body)
}

/// The result of `body` for `x`, computed a second time when gradients need what is inside.
public func checkpoint(
  _ x: Tensor, file: StaticString = #fileID, line: Int = #line, _ body: (Tensor) -> Tensor
) -> Tensor {
  checkpoint([x], file: file, line: line) { [body($0[0])] }[0]
}
