@_exported import TensorOperators
@_exported import TensorRewriting

/// Tensors as terms: what the generic library rewrites here.
public final class TensorLanguage: TermLanguage {
  public typealias Term = Tensor
  public typealias Place = SourcePlace
  public typealias Attribute = TensorAttribute

  /// What a node does: a scalar function or an operation by its name.
  public struct Head: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public init(_ function: ScalarFunction) { name = function.name }
    public var description: String { name }
    /// In patterns: any scalar function.
    public static let elementwise = Head("elementwise")
    /// In patterns: anything that combines elements over axes, `logsumexp`, `var` and `argmax` too.
    public static let reduction = Head("reduction")
  }

  /// A number in a pattern, and the value of a literal.
  public struct Constant: Hashable, Sendable, CustomStringConvertible {
    public let value: WeakValue
    public init(_ value: WeakValue) { self.value = value }
    public var description: String {
      switch value {
      case .bool(let value): "\(value)"
      case .integer(let value): "\(value)"
      case .float(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
      case .complex(let real, let imaginary): "\(Complex128(real, imaginary))"
      }
    }
  }

  private var unique = UniqueNodes()
  /// The nodes in there.
  private var merged: Set<ObjectIdentifier> = []
  /// Places that nodes have come to stand for, beside their own. The nodes live as long as `unique`.
  private var morePlaces: [ObjectIdentifier: PlaceList] = [:]

  private let analysis = FactAnalysis()
  let evaluator: (any ConstantEvaluator)?
  // A term is matched by many rules, one after the other.
  private var lastNode: Node?
  private var lastArguments: [ElementType] = []
  private var users = UserCounts()

  /// - Parameter evaluator: computes what depends on constants only; nil: such expressions stay.
  public init(evaluator: (any ConstantEvaluator)? = nil) { self.evaluator = evaluator }

  /// What is known of a value: its sign, range, whether it is finite, the forms of its matrices.
  public func facts(of tensor: Tensor) -> ValueFacts { analysis.facts(of: tensor) }

  /// In how many places a value is used, as far as that is known; see `UserCounts`.
  public func userCount(of tensor: Tensor) -> Int { users[tensor] }

  public func begin(_ roots: [Tensor]) -> Int {
    // Equal nodes are one before they are counted.
    let nodes = Traversal.nodes(of: roots)
    var single: [Tensor: Tensor] = [:]
    single.reserveCapacity(nodes.count)
    unique.reserveCapacity(2 * nodes.count)
    merged.reserveCapacity(2 * nodes.count)
    users.reserveCapacity(nodes.count)
    analysis.reserveCapacity(2 * nodes.count)
    for node in nodes {
      let known = merged.count
      let tensor = rebuilt(Tensor(node: node), node.inputs.map { single[$0] ?? $0 })
      if merged.count > known { users.count(tensor.node.inputs) }
      for index in node.types.indices { single[Tensor(node: node, index: index)] = Tensor(node: tensor.node, index: index) }
    }
    users.count(roots.map { single[$0] ?? $0 })
    return nodes.count
  }

  public func settled(_ tensor: Tensor, as normal: Tensor) { users.settle(tensor, as: normal) }

  public static let literalHead = Head("literal")

  // MARK: Taking apart

  /// Rules are meant for real numbers of 32 and 64 bits, integers and bools: they speak of ranges, signs and digits. What computes with
  /// others has a head of its own, which no rule names; what only moves elements is moved alike.
  public func head(of tensor: Tensor) -> Head {
    let name = tensor.node.operation.name
    return Self.isComputedOtherwise(tensor.node) ? Head("op.\(name)") : Head(name)
  }

  /// Whether the node computes with complex numbers or floats of 16 bits.
  private static func isComputedOtherwise(_ node: Node) -> Bool {
    func isOther(_ type: TensorType) -> Bool { type.elementType.isHalf || type.elementType.isComplex }
    guard node.types.contains(where: isOther) || node.inputs.contains(where: { isOther($0.type) }) else { return false }
    return node.operation is Elementwise || node.operation.lowering.combinesElements
  }

  public func group(of tensor: Tensor) -> Head? {
    if Self.isComputedOtherwise(tensor.node) { return nil }
    return switch tensor.node.operation {
    case is Elementwise: .elementwise
    case is AxisReduction, is Variance: .reduction
    case let softmax as Softmax where softmax.kind == .logSumExp: .reduction
    default: nil
    }
  }

  public func operands(of tensor: Tensor) -> [Tensor] { tensor.node.inputs }

  public func attribute(_ label: String, of tensor: Tensor) -> TensorAttribute? {
    let operation = tensor.node.operation
    if let attribute = operation.attributes.first(where: { $0.label == label }) { return TensorAttribute(attribute.value) }
    let parameters = OperationTable.definition(named: operation.name)?.parameters ?? []
    return parameters.first { $0.name == label }?.fallback.flatMap(TensorAttribute.init)
  }

  public func constant(of tensor: Tensor) -> Constant? {
    guard let literal = tensor.node.operation as? Literal else { return nil }
    return Constant(WeakValue(literal.value))
  }

  public func isEqual(_ constant: Constant, _ wanted: Constant) -> Bool { constant.value.isNumber(wanted.value) }

  public func isCommutative(_ head: Head) -> Bool { function(head)?.facts.contains(.commutative) ?? false }

  public func isAssociative(_ head: Head) -> Bool { head.name == "add" || head.name == "multiply" }

  /// Sums and products of integers wrap in any order alike. Sums of floats of one sign lose no more than their last digits; those
  /// of both may cancel, and products may over- and underflow.
  public func keepsValues(regrouping list: [Tensor], of head: Head) -> Bool {
    guard list.contains(where: \.elementType.isFloat) else { return true }
    guard head.name == "add" else { return false }
    let facts = list.map { self.facts(of: $0).elements }
    return facts.allSatisfy { $0.lower >= 0 } || facts.allSatisfy { $0.upper <= 0 }
  }

  public func places(of tensor: Tensor) -> [SourcePlace] { tensor.node.places }

  private func function(_ head: Head) -> ScalarFunction? { ScalarFunctionTable.function(named: head.name) }

  /// The operands of the reductions that a match covers, with the axes that are reduced.
  func reducedOperands(of match: TensorMatch) -> [(operand: Tensor, axes: [Int])] {
    match.covered.compactMap { term in
      (term.node.operation as? AxisReduction).map { (term.node.inputs[0], $0.axes) }
    }
  }

  // MARK: Operands as they are taken

  private func argumentType(_ operand: Int, of tensor: Tensor) -> ElementType? {
    if lastNode !== tensor.node {
      lastNode = tensor.node
      lastArguments = arguments(of: tensor.node)
    }
    return lastArguments.isEmpty ? nil : lastArguments[operand]
  }

  private func arguments(of node: Node) -> [ElementType] {
    guard let function = (node.operation as? Elementwise)?.function else { return [] }
    // Floats of one type, and numbers that give way to them: nothing else is as common.
    if function.rule.takesFloatsAsTheyAre, let type = node.inputs.first(where: { !$0.type.isWeak })?.elementType, type.isFloat,
      node.inputs.allSatisfy({ $0.type.isWeak ? $0.elementType != .bool : $0.elementType == type })
    {
      return node.inputs.map { _ in type }
    }
    return Elementwise.signature(of: function, node.inputs.map(\.type))?.arguments ?? []
  }

  public func takesAsIs(_ operand: Int, of tensor: Tensor) -> Bool {
    let input = tensor.node.inputs[operand]
    return argumentType(operand, of: tensor).map { $0 == input.elementType } ?? true
  }

  public func converted(_ operand: Int, of tensor: Tensor) -> Tensor {
    let input = tensor.node.inputs[operand]
    guard let type = argumentType(operand, of: tensor), type != input.elementType else { return input }
    if let literal = input.node.operation as? Literal {
      // A number without a type of its own gets one where it is used, if anything else is there that has one.
      if literal.isWeak, tensor.node.inputs.contains(where: { !($0.node.operation is Literal) }) { return input }
      return merged(.make(Literal(value: Primitive.convert(type).evaluate([literal.value])), [], at: place(of: input)))
    }
    return merged(.make(Cast(type), [input], at: place(of: tensor)))
  }

  private func place(of tensor: Tensor) -> SourcePlace { tensor.node.places.first ?? .none }

  // MARK: Building

  public func rebuilt(_ tensor: Tensor, _ operands: [Tensor]) -> Tensor {
    let node = tensor.node
    if operands == node.inputs, merged.contains(ObjectIdentifier(node)) { return tensor }
    let hash = UniqueNodes.hash(node.operation, operands)
    if let known = unique.node(node.operation, operands, hash: hash) ?? commuted(node.operation, operands) {
      if known !== node { note(node.places, on: known) }
      return Tensor(node: known, index: tensor.index)
    }
    let new =
      operands == node.inputs
      ? node : Node(node.operation, operands, types: node.types, constraints: node.constraints, places: node.places)
    unique.insert(new, hash: hash)
    merged.insert(ObjectIdentifier(new))
    return Tensor(node: new, index: tensor.index)
  }

  /// The node with the operands in the other order, where that is the same bit by bit.
  private func commuted(_ operation: any Operation, _ inputs: [Tensor]) -> Node? {
    guard inputs.count == 2, let elementwise = operation as? Elementwise, elementwise.function.facts.contains(.commutative)
    else { return nil }
    let turned = [inputs[1], inputs[0]]
    return unique.node(operation, turned, hash: UniqueNodes.hash(operation, turned))
  }

  /// A number in every place of a tensor like `model`: of its type and shape.
  public func fill(_ value: WeakValue, for model: Tensor) -> Tensor {
    let type = model.elementType
    let literal = merged(.make(Literal(value: ScalarValue(value, type: type), isWeak: model.type.isWeak), [], at: place(of: model)))
    return model.rank == 0 ? literal : merged(literal.broadcast(to: model.shape, at: place(of: model)))
  }

  private func merged(_ tensor: Tensor) -> Tensor { rebuilt(tensor, tensor.node.inputs) }

  public func term(
    _ head: Head, _ operands: [Tensor], _ attributes: [(label: String, value: TensorAttribute)], for model: Tensor
  ) -> Tensor? {
    let result: Tensor
    if attributes.isEmpty, let function = function(head) {
      result = .apply(function, strengthened(operands, of: function, for: model), at: place(of: model))
    } else {
      guard let built = call(head.name, operands, attributes, at: place(of: model)) else { return nil }
      result = built
    }
    return result.error == nil ? merged(result) : nil
  }

  /// Numbers of a rule's right side, where a function would take them for f64 because nothing beside them has a type:
  /// `where(c, 0, 1)` is meant in the type of what is replaced.
  private func strengthened(_ operands: [Tensor], of function: ScalarFunction, for model: Tensor) -> [Tensor] {
    let values = function.rule == .selection ? operands.dropFirst() : operands[...]
    guard !function.isOperator, model.elementType != .bool, !values.isEmpty,
      values.allSatisfy({ $0.type.isWeak && $0.node.operation is Literal })
    else { return operands }
    let numbers = values.map { value in
      (value.node.operation as? Literal).map { Tensor($0.value.converted(to: model.elementType), at: place(of: model)) } ?? value
    }
    return operands.prefix(operands.count - values.count) + numbers
  }

  /// An operation by its name, as programs call it.
  private func call(
    _ name: String, _ operands: [Tensor], _ attributes: [(label: String, value: TensorAttribute)], at place: SourcePlace
  ) -> Tensor? {
    guard let definition = OperationTable.definition(named: name) else { return nil }
    var values: [String: OperationDefinition.Argument] = [:]
    var rest = operands[...]
    for parameter in definition.parameters {
      if let attribute = attributes.first(where: { $0.label == parameter.name }) {
        values[parameter.name] = attribute.value.argument(parameter.kind)
      } else if parameter.kind == .tensor, let operand = rest.popFirst() {
        values[parameter.name] = .tensor(operand)
      } else {
        values[parameter.name] = parameter.fallback
      }
    }
    let results = try? definition.build(BoundArguments(operation: name, values: values, place: place))
    return results?.count == 1 ? results?[0] : nil
  }

  public func literal(_ constant: Constant, for model: Tensor) -> Tensor? { merged(Tensor(weak: constant.value)) }

  public func adopted(_ replacement: Tensor, for tensor: Tensor, covering covered: [Tensor]) -> Result<Tensor, Misfit> {
    if let error = replacement.error { return .failure(Misfit(error.message)) }
    let adapted = spread(typed(replacement, like: tensor), like: tensor, covered)
    guard adapted.elementType == tensor.elementType, adapted.shape == tensor.shape,
      adapted.type.isWeak || !tensor.type.isWeak
    else {
      return .failure(Misfit("gives \(replacement.type) for \(tensor.type)"))
    }
    if !tensor.node.inputs.contains(adapted), !adapted.node.inputs.isEmpty {
      // An operand keeps its own places, and a parameter is not made anew.
      for part in [tensor] + covered { note(part.node.places, on: adapted.node) }
    }
    return .success(adapted)
  }

  /// What is left of elementwise terms, broadcast to the shape that these had: rules say `x ** 0 => 1` and `x + y - x => y`. (What
  /// comes of other operations in another shape is a mistake in the rule.)
  private func spread(_ replacement: Tensor, like tensor: Tensor, _ covered: [Tensor]) -> Tensor {
    if let literal = replacement.node.operation as? Literal, literal.isWeak {
      return fill(WeakValue(literal.value), for: tensor)
    }
    guard replacement.shape != tensor.shape, replacement.rank <= tensor.rank,
      (covered + [tensor]).allSatisfy({ $0.node.operation is Elementwise }),
      replacement.node.operation is Elementwise || replacement.node.operation is Literal || isOperand(replacement, of: covered + [tensor])
    else { return replacement }
    return merged(replacement.broadcast(to: tensor.shape, at: place(of: tensor)))
  }

  /// As it is, or converted.
  private func isOperand(_ candidate: Tensor, of terms: [Tensor]) -> Bool {
    let inner = candidate.node.operation is Cast ? candidate.node.inputs[0] : candidate
    if inner.node.operation is Elementwise { return true }
    return terms.contains { $0.node.inputs.contains(candidate) || $0.node.inputs.contains(inner) }
  }

  /// A number without a type of its own takes that of what it replaces.
  private func typed(_ replacement: Tensor, like tensor: Tensor) -> Tensor {
    guard replacement.type.isWeak, !tensor.type.isWeak, !(replacement.node.operation is Literal) else { return replacement }
    return merged(.make(Cast(tensor.elementType), [replacement], at: place(of: tensor)))
  }

  // MARK: Places

  /// Numbers are told apart by their values: where they stand says nothing, and some stand in thousands of places.
  private func note(_ places: [SourcePlace], on node: Node) {
    // Parameters are what callers hold: a copy of one with more places would be another.
    if node.operation is Literal || node.operation is Parameter { return }
    for place in places where place != .none && !node.places.contains(place) {
      morePlaces[ObjectIdentifier(node), default: PlaceList()].append(place)
    }
  }

  public func finished(_ roots: [Tensor]) -> [Tensor] {
    guard !morePlaces.isEmpty else { return roots }
    var results: [ObjectIdentifier: Node] = [:]
    for node in Traversal.nodes(of: roots) {
      let inputs = node.inputs.map { Tensor(node: results[ObjectIdentifier($0.node)] ?? $0.node, index: $0.index) }
      let more = morePlaces[ObjectIdentifier(node)]?.places ?? []
      guard !more.isEmpty || inputs != node.inputs else { continue }
      results[ObjectIdentifier(node)] = Node(
        node.operation, inputs, types: node.types, constraints: node.constraints,
        places: node.places.filter { $0 != .none } + more)
    }
    return roots.map { Tensor(node: results[ObjectIdentifier($0.node)] ?? $0.node, index: $0.index) }
  }
}

/// Places in the order in which they came, each once.
private struct PlaceList {
  private(set) var places: [SourcePlace] = []
  private var known: Set<SourcePlace> = []

  mutating func append(_ place: SourcePlace) {
    if known.insert(place).inserted { places.append(place) }
  }
}

/// An argument of an operation beside its operands.
public struct TensorAttribute: Hashable, Sendable, CustomStringConvertible {
  public let value: TensorGraph.Attribute.Value

  public init(_ value: TensorGraph.Attribute.Value) { self.value = value }

  public init?(_ argument: OperationDefinition.Argument) {
    switch argument {
    case .integer(let value): self.value = .integer(value)
    case .float(let value): self.value = .float(value)
    case .flag(let value): self.value = .flag(value)
    case .type(let type): value = .type(type)
    case .axes(let axes): value = axes.map { .tuple($0.map { .integer($0) }) } ?? .none
    case .shape(let shape): value = .tuple(shape.map { .dimension($0) })
    case .text(let text): value = .text(text)
    case .none: value = .none
    case .tensor, .tensors, .nested: return nil
    }
  }

  /// The axes that an `axis` names; nil where it names none or is something else.
  var axes: [Int]? {
    switch value {
    case .integer(let axis): [axis]
    case .tuple(let values): values.compactMap(\.integer)
    case .float, .flag, .text, .type, .dimension, .none: nil
    }
  }

  /// As an argument of a parameter of some kind.
  func argument(_ kind: OperationDefinition.Kind) -> OperationDefinition.Argument {
    switch value {
    case .integer(let value): kind == .axes ? .axes([value]) : .integer(value)
    case .float(let value): .float(value)
    case .flag(let value): .flag(value)
    case .text(let text): .text(text)
    case .type(let type): .type(type)
    case .dimension(let dimension): .shape([dimension])
    case .none: .none
    case .tuple(let values):
      kind == .axes ? .axes(values.compactMap(\.integer)) : .shape(values.compactMap(\.dimension))
    }
  }

  public var description: String {
    switch value {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .text(let text): "\"\(text)\""
    case .type(let type): type.name
    case .dimension(let dimension): "\(dimension)"
    case .tuple(let values): "(\(values.map { TensorAttribute($0).description }.joined(separator: ", ")))"
    case .none: "None"
    }
  }
}

extension TensorGraph.Attribute.Value {
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var dimension: Dimension? {
    switch self {
    case .integer(let value): SymbolicInteger(value)
    case .dimension(let dimension): dimension
    case .float, .flag, .text, .type, .tuple, .none: nil
    }
  }
}
