/// The operand itself, whose derivative is another than 1.
///
/// Gates matter to derivatives only: when a function is compiled they have served their purpose and go.
public struct GradientGate: Operation {
  /// What becomes of a cotangent.
  public enum Kind: Hashable, Sendable {
    /// Nothing flows: derivatives take the operand for a constant.
    case stop
    /// Zeros flow: the operand is connected, and its gradient is 0.
    case zero
    /// Elements are limited to a range; NaN stays.
    case clip(Double, Double)
    /// Elements are multiplied by a number.
    case scale(Double)
  }

  public let kind: Kind

  public init(_ kind: Kind) { self.kind = kind }

  public var name: String {
    switch kind {
    case .stop: "stop_gradient"
    case .zero: "zero_gradient"
    case .clip: "clip_gradient"
    case .scale: "scale_gradient"
    }
  }

  public var attributes: [Attribute] {
    switch kind {
    case .stop, .zero: []
    case .clip(let low, let high): [Attribute("min", .float(low)), Attribute("max", .float(high))]
    case .scale(let factor): [Attribute("factor", .float(factor))]
    }
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    switch kind {
    case .clip(let low, let high) where !(low <= high): throw failure("the range \(low) to \(high) is empty")
    case .scale(let factor) where !factor.isFinite: throw failure("the factor must be finite, got \(factor)")
    case .stop, .zero, .clip, .scale: return Inference(input)
    }
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }

  /// Of `clip` and `scale` again themselves: cotangents have derivatives too.
  public var derivative: Derivative {
    let kind = kind
    if kind == .stop { return .flat }
    return .unary { cotangent, step in
      func number(_ value: Double) -> Tensor { Tensor(weak: .float(value)) }
      return switch kind {
      case .stop: nil
      case .zero: .filled(cotangent.shape, 0, type: cotangent.elementType, at: step.place)
      case .clip(let low, let high): .apply(.clip, [cotangent, number(low), number(high)], at: step.place)
      case .scale(let factor): .apply(.multiply, [cotangent, number(factor)], at: step.place)
      }
    }
  }

  public var batching: Batching { .elementwise }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

/// `x` itself, which derivatives take for a constant: nothing flows back through it.
///
/// A variable that the cost depends on through this only is disconnected. (`zeroGradient` gives zeros instead.)
public func stopGradient<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .single(GradientGate(.stop), [x], at: .at(file, line))
}

/// `x` itself, whose gradient is 0: it counts as connected.
public func zeroGradient<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .single(GradientGate(.zero), [x], at: .at(file, line))
}

/// `x` itself, the elements of whose gradient are limited to a range (NaN stays NaN).
///
/// Errors: an empty range.
public func clipGradient<A: ArrayAlgebra>(
  _ x: A, min: Double, max: Double, file: StaticString = #fileID, line: Int = #line
) -> A {
  .single(GradientGate(.clip(min, max)), [x], at: .at(file, line))
}

/// `x` itself, whose gradient is multiplied by a number (-1 reverses it).
///
/// Errors: a factor that is not finite.
public func scaleGradient<A: ArrayAlgebra>(
  _ x: A, by factor: Double, file: StaticString = #fileID, line: Int = #line
) -> A {
  .single(GradientGate(.scale(factor)), [x], at: .at(file, line))
}

extension OperationDefinition {
  static let derivatives: [OperationDefinition] = [
    gate("stop_gradient", [], "The operand, which derivatives take for a constant.") { _ in .stop },
    gate("zero_gradient", [], "The operand, whose gradient is 0.") { _ in .zero },
    gate(
      "clip_gradient", [Parameter("min", .float), Parameter("max", .float)],
      "The operand, whose gradient's elements are limited to a range."
    ) { arguments throws(TensorError) in .clip(try arguments.float("min"), try arguments.float("max")) },
    gate("scale_gradient", [Parameter("factor", .float)], "The operand, whose gradient is multiplied by a number.") {
      arguments throws(TensorError) in .scale(try arguments.float("factor"))
    },
  ]

  private static func gate(
    _ name: String, _ parameters: [Parameter], _ summary: String,
    _ kind: @escaping @Sendable (BoundArguments) throws(TensorError) -> GradientGate.Kind
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "derivatives", [Parameter("x", .tensor)] + parameters, summary: summary,
      numpy: "[\((["np.asarray(x)"] + parameters.map(\.name)).joined(separator: ", "))][0]"
    ) { arguments throws(TensorError) in
      [.single(GradientGate(try kind(arguments)), [try arguments.tensor("x")], at: arguments.place)]
    }
  }
}
