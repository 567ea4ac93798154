/// The operand, where a condition holds; else the run fails.
public struct Check: Operation {
  /// What the failure says.
  public let message: String

  public init(message: String) { self.message = message }

  public var name: String { "check" }
  public var attributes: [Attribute] { [Attribute("text", .text(message))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    guard inputs[1].elementType == .bool, inputs[1].rank == 0 else {
      throw failure("the condition must be a bool, got \(inputs[1])", hint: "compare, and combine with all(...)")
    }
    return Inference(TensorType(inputs[0].elementType, inputs[0].shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }

  public var derivative: Derivative { .reverse { [$0.cotangents[0], nil] } }

  /// Of many examples each must hold.
  public var batching: Batching {
    let message = message
    return .rule { step in
      let holds = step.isBatched[1] ? ReductionKind.all.apply(step.inputs[1], axes: nil, keepsAxes: false, at: step.place) : step.inputs[1]
      let x = step.isBatched[0] ? step.inputs[0] : step.repeated(0)
      return [.single(Check(message: message), [x, holds], at: step.place)]
    }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let message = message
    return .elements { context, index in
      context.require(context.input(1, at: []), message)
      return context.input(0, at: index)
    }
  }
}

/// `x` itself, where `condition` holds; else the call fails with `message`.
///
/// Shape and type are those of `x`; the condition is any tensor, of which every element must be true (not 0). It is looked at where
/// elements of `x` are computed: not for an empty `x`, nor where nothing uses the result. PyTensor's `Assert`.
public func check<A: ArrayAlgebra>(
  _ x: A, _ condition: A, _ message: String, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.checked(condition, message, at: .at(file, line))
}

extension ArrayAlgebra {
  package func checked(_ condition: Self, _ message: String, at place: SourcePlace) -> Self {
    let flags = condition.converted(to: .bool, at: place)
    let holds = flags.error == nil && flags.inferredRank == 0 ? flags : ReductionKind.all.apply(flags, axes: nil, keepsAxes: false, at: place)
    return .single(Check(message: message), [self, holds], at: place)
  }
}

extension OperationDefinition {
  static let check = OperationDefinition(
    "check", family: "assertions", [Parameter("x", .tensor), Parameter("cond", .tensor), Parameter("text", .text)],
    summary: "The operand where a condition holds; else the call fails with the text.",
    numpy: "np.asarray(x) if np.all(cond) else [][text]"
  ) { arguments throws(TensorError) in
    guard case .text(let text)? = arguments.values["text"] else {
      throw TensorError(operation: "check", message: "argument text must be a text", places: [arguments.place])
    }
    return [try arguments.tensor("x").checked(try arguments.tensor("cond"), text, at: arguments.place)]
  }.sampled("(x: f64[n]) -> check(x, all(x == x), 'not a number') ** 2")
}
