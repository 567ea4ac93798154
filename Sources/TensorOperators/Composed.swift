/// An operation that is an expression of others under a name of its own.
///
/// The graph shows one operation, and errors name it; it is typed, compiled and differentiated as what it stands for. Two are
/// equal if name and attributes are: the expression must depend on nothing else.
public struct Composed: Operation {
  /// The results for operands.
  public typealias Expression = @Sendable (_ operands: [Tensor]) throws(TensorError) -> [Tensor]

  public let name: String
  public let attributes: [Attribute]
  /// The parameters that operands are given for by name; nil: by position.
  public let labels: [String?]
  private let expression: Expression

  public init(_ name: String, _ attributes: [Attribute] = [], labels: [String?] = [], expression: @escaping Expression) {
    (self.name, self.attributes, self.labels, self.expression) = (name, attributes, labels, expression)
  }

  public static func == (a: Composed, b: Composed) -> Bool {
    a.name == b.name && a.attributes == b.attributes && a.labels == b.labels
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(attributes)
    hasher.combine(labels)
  }

  /// The types of the expression, which is written for stand-ins of the operands, and what its parts ask of extents.
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let stands = inputs.map { Tensor(parameter: "operand", $0, at: .none) }
    do throws(TensorError) {
      let results = try expression(stands)
      for result in results { if let error = result.error { throw error } }
      let constraints = Requiring.origins(of: results).map(\.constraint)
      return Inference(results.map { TensorType($0.elementType, $0.shape) }, constraints)
    } catch {
      // The parts' operands and places say nothing to people.
      throw TensorError(operation: name, message: error.message, hint: error.hint)
    }
  }

  /// The expression holds extents that stand among the attributes too: it is written for stand-ins, and then renamed.
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Composed {
    var renamed: [Symbol: Dimension] = [:]
    for attribute in attributes {
      attribute.value.forEachSymbol { symbol in
        if renamed[symbol] == nil { renamed[symbol] = replacement(symbol) }
      }
    }
    if renamed.isEmpty { return self }
    let (expression, replacements) = (expression, renamed)
    let others = attributes.map { Attribute($0.label, $0.value.withExtents { replacements[$0] }) }
    return Composed(name, others, labels: labels) { operands throws(TensorError) in
      let stands = operands.map { Tensor(parameter: "operand", $0.type, at: .none) }
      let results = try expression(stands)
      return Traversal.substitute(Dictionary(uniqueKeysWithValues: zip(stands, operands)), in: results, renaming: replacements)
    }
  }

  public var lowering: Lowering {
    let operation = self
    return .composite { inputs in
      do throws(TensorError) { return try operation.expression(inputs) } catch { return [.invalid(error)] }
    }
  }
}

extension ArrayAlgebra {
  /// The results of a named expression; as many stand-ins where it is wrong.
  package static func composed(
    _ name: String, _ operands: [Self], _ attributes: [Attribute] = [], labels: [String?] = [], results count: Int = 1,
    at place: SourcePlace, _ expression: @escaping Composed.Expression
  ) -> [Self] {
    if let broken = operands.first(where: { $0.error != nil }) { return [Self](repeating: broken, count: count) }
    let operation = Composed(name, attributes, labels: labels, expression: expression)
    let results = applying(operation, operands, at: place)
    return results.count == count ? results : [Self](repeating: results[0], count: count)
  }

  /// The same of one result.
  package static func composedOne(
    _ name: String, _ operands: [Self], _ attributes: [Attribute] = [], labels: [String?] = [], at place: SourcePlace,
    _ expression: @escaping @Sendable (_ operands: [Tensor]) throws(TensorError) -> Tensor
  ) -> Self {
    composed(name, operands, attributes, labels: labels, at: place) { operands throws(TensorError) in
      [try expression(operands)]
    }[0]
  }
}

/// The first operand, where the second, a bool that broadcasts to its shape, holds; where it does not the run fails with a message.
public struct Checked: Operation {
  public let message: String
  /// The operation that asks, for the error.
  public let owner: String

  public init(_ message: String, of owner: String) { (self.message, self.owner) = (message, owner) }

  public var name: String { "op.checked" }
  public var attributes: [Attribute] { [Attribute("message", .text(message)), Attribute("owner", .text(owner))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2, inputs[1].elementType == .bool else { throw failure("takes a tensor and a bool") }
    let broadcast = try Broadcasting.combine(inputs.map(\.shape), operation: name)
    guard broadcast.shape == inputs[0].shape else { throw failure("the condition must broadcast to \(inputs[0])") }
    return Inference(inputs[0], broadcast.constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { known[0] }
  public var derivative: Derivative { .unary { cotangent, _ in cotangent } }
  public var batching: Batching { .ofLowering }
  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let message = message
    return .elements { context, index in
      context.require(context.input(1, at: context.broadcast(index, to: context.inputs[1].shape)), message)
      return context.input(0, at: index)
    }
  }
}

extension Tensor {
  /// This, where the condition holds.
  func checked(_ condition: Tensor, _ message: String, of owner: String) -> Tensor {
    .single(Checked(message, of: owner), [self, condition], at: .none)
  }

  /// The part between two places along an axis.
  func part(_ axis: Int, from start: Dimension? = nil, to stop: Dimension? = nil) -> Tensor {
    sliced(self, SliceEntry.range(start: start, stop: stop).along(axis, of: rank), at: .none)
  }

  /// The number of elements over axes, as a (strong) i64 scalar.
  static func extent(_ dimension: Dimension) -> Tensor { .single(Extent(dimension, isWeak: false), [], at: .none) }
}

extension BoundArguments {
  /// A tensor, or the number that stands for one where none was given.
  package func number(_ name: String) throws(TensorError) -> Tensor {
    switch values[name] {
    case .float(let value)?: return Tensor(weak: .float(value))
    case .integer(let value)?: return Tensor(weak: .integer(value))
    case .flag(let value)?: return Tensor(weak: .bool(value))
    default: return try tensor(name)
    }
  }
}

extension Attribute {
  /// An `axis` argument: an axis, a tuple of them, or (nil) None.
  static func axis(_ axes: [Int]?) -> Attribute { axes.map { Axes.attribute($0) } ?? Attribute("axis", .none) }
  static func keepDims(_ keeps: Bool) -> Attribute { Attribute("keepdims", .flag(keeps)) }
  static func type(_ type: ElementType?) -> [Attribute] { type.map { [Attribute("dtype", .type($0))] } ?? [] }
}

extension OperationDefinition {
  /// What only other operations use.
  static let internals: [OperationDefinition] = [
    OperationDefinition(
      "op.checked", family: "assertions", 
      [
        Parameter("x", .tensor), Parameter("condition", .tensor), Parameter("message", .text),
        Parameter("owner", .text, default: .text("check")),
      ],
      summary: "The operand; a failure of the run where a condition does not hold.", numpy: ""
    ) { arguments throws(TensorError) in
      guard case .text(let message)? = arguments.values["message"], case .text(let owner)? = arguments.values["owner"] else {
        throw TensorError(operation: "op.checked", message: "message and owner must be text")
      }
      return [
        .single(Checked(message, of: owner), [try arguments.tensor("x"), try arguments.tensor("condition")], at: arguments.place)
      ]
    }.sampled("(x: f64[n]) -> op.checked(x, x < inf, \"finite\") ** 2"),
    sameExtent, longEnough, ReductionKind.leastOrGreater.definition, ReductionKind.greatestOrLeast.definition, orderVectors,
  ]
}
