import TensorJIT
import TensorGraphRewrites

/// A concrete expression that a left side may match.
struct RuleInstance {
  let left: Tensor
  /// Its parameters, and the actual extents for which it is meant.
  let parameters: [Tensor]
  let extents: [Symbol: Int]
  /// What stands for the pattern's variables.
  let variables: [Tensor]

  func shape(of parameter: Tensor) -> [Int] {
    parameter.shape.map { extent in extent.constant ?? extent.bareSymbol.flatMap { extents[$0] } ?? 1 }
  }
}

/// Builds random expressions of the form of a pattern: types, shapes that broadcast, attributes, and what stands for the
/// variables are drawn.
struct InstanceBuilder {
  let pattern: TensorPattern
  var random: RandomSource
  /// Patterns that may stand for variables: so rules meet.
  var inner: [TensorPattern] = []
  /// Variables stand for parameters, or numbers above 0: for rules that assume a domain.
  private let isPlain: Bool

  private let language = TensorLanguage()
  private var terms: [String: Tensor] = [:]
  private var attributes: [String: TensorAttribute] = [:]
  private var parameters: [Tensor] = []
  private var extents: [Symbol: Int] = [:]
  private var shape: [Dimension] = []
  private var type = ElementType.f64
  private var depth = 0
  /// Variables that stand once, and so may be part of a longer sum or product.
  private let single: Set<String>
  /// The variables, without the names that stand for whole terms.
  private let names: Set<String>

  init(_ pattern: TensorPattern, _ random: RandomSource, inner: [TensorPattern] = [], isPlain: Bool = false) {
    (self.pattern, self.random, self.inner, self.isPlain) = (pattern, random, inner, isPlain)
    var counts: [String: Int] = [:]
    var names: Set<String> = []
    pattern.visit {
      switch $0 {
      case .variable(let variable):
        counts[variable.name, default: 0] += 1
        names.insert(variable.name)
      case .optional(let variable, _): names.insert(variable.name)
      case .constant, .term, .named: break
      }
    }
    self.names = names
    single = Set(counts.filter { $0.value == 1 }.keys)
  }

  /// One for the left side of a rule, and one for each form that the rule is meant for.
  static func builders(
    for rule: TensorRule, _ random: RandomSource, inner: [TensorPattern] = [], isPlain: Bool = false
  ) -> [InstanceBuilder] {
    ([rule.left] + rule.examples).map { InstanceBuilder($0, random, inner: inner, isPlain: isPlain) }
  }

  /// An expression, or nil where what was drawn cannot be typed.
  mutating func next() -> RuleInstance? {
    (terms, attributes, parameters, extents, depth) = ([:], [:], [], [:], 0)
    type = random.pick([.f64, .f64, .f64, .f64, .f32, .f32, .i64, .i32, random.pick(ElementType.combined)])
    drawShape()
    guard let left = build(pattern), left.error == nil, !left.type.isWeak else { return nil }
    let used = Traversal.parameters(of: [left])
    let variables = terms.keys.sorted().filter(names.contains).compactMap { terms[$0] }
    return RuleInstance(left: left, parameters: used, extents: extents, variables: variables)
  }

  // MARK: Shapes

  private mutating func drawShape() {
    let rank = random.pick([0, 1, 1, 1, 1, 2, 2, 2, 3, 3])
    let square = random.chance(0.3) ? random.integer(in: 1...4) : nil
    shape = (0..<rank).map { axis in
      var extent = square ?? random.integer(in: 1...(rank == 1 ? 12 : rank == 2 ? 5 : 3))
      if random.chance(0.03) { extent = 0 }
      guard random.chance(0.5) else { return Dimension(extent) }
      let symbol = Symbol(square == nil ? ["n", "m", "k"][axis] : "n")
      if let known = extents[symbol], known != extent { return Dimension(extent) }
      extents[symbol] = extent
      return Dimension(symbol)
    }
  }

  /// The shape of all, or one that broadcasts to it.
  private mutating func broadcastShape() -> [Dimension] {
    if random.chance(0.65) { return shape }
    if random.chance(0.3) { return [] }
    let kept = shape.suffix(random.integer(in: 0...shape.count))
    return kept.map { extent in
      guard random.chance(0.4) else { return extent }
      guard random.chance(0.3) else { return 1 }
      // An extent that shows only when the program is called.
      let symbol = Symbol.fresh()
      extents[symbol] = 1
      return Dimension(symbol)
    }
  }

  // MARK: Patterns

  private mutating func build(_ pattern: TensorPattern) -> Tensor? {
    switch pattern {
    case .variable(let variable), .optional(let variable, _): return self.variable(variable)
    case .constant(let constant): return literal(constant.value)
    case .named(let name, let pattern):
      if let known = terms[name] { return known }
      guard let tensor = build(pattern) else { return nil }
      terms[name] = tensor
      return tensor
    case .term(let head, let operands, let attributes): return term(head, operands, attributes)
    }
  }

  private mutating func term(
    _ head: TensorLanguage.Head, _ patterns: [TensorPattern], _ wanted: [AttributePattern<TensorLanguage>]
  ) -> Tensor? {
    var patterns = patterns
    if patterns.count == 2, let position = patterns.firstIndex(where: { if case .optional = $0 { true } else { false } }),
      case .optional(let variable, let value) = patterns[position], terms[variable.name] == nil, random.chance(0.35)
    {
      terms[variable.name] = Tensor(weak: value.value)
      return build(patterns[1 - position])
    }
    if head.name == "matmul", random.chance(0.4) { bindMatrices(patterns) }
    if head == .elementwise { return elementwise(patterns) }
    if head == .reduction { return term(TensorLanguage.Head(random.pick(Self.reductions)), patterns, wanted) }
    if patterns.isEmpty { return withAnyOperands(head, wanted) }
    if language.isCommutative(head), patterns.count == 2, random.chance(0.5) { patterns.swapAt(0, 1) }
    if language.isAssociative(head), let list = list(head, patterns) { return list }
    var operands: [Tensor] = []
    for pattern in patterns {
      guard let operand = build(pattern) else { return nil }
      operands.append(operand)
    }
    return apply(head, operands, wanted)
  }

  /// Lets variables of a chain of products stand for matrices whose extents meet: for other products than those of square ones.
  private mutating func bindMatrices(_ patterns: [TensorPattern]) {
    var extents = [random.integer(in: 1...5)]
    func leaves(_ pattern: TensorPattern) -> [TensorPattern] {
      guard case .term(let head, let operands, _) = pattern, head.name == "matmul" else { return [pattern] }
      return operands.flatMap(leaves)
    }
    for leaf in patterns.flatMap(leaves) {
      extents.append(random.integer(in: 1...5))
      let (rows, columns) = (Dimension(extents[extents.count - 2]), Dimension(extents[extents.count - 1]))
      switch leaf {
      case .variable(let variable) where terms[variable.name] == nil && variable.condition == nil:
        terms[variable.name] = parameter(of: type, [rows, columns])
      case .term(_, let operands, _):
        // A vector that is made a matrix.
        guard operands.count == 1, case .variable(let variable) = operands[0], terms[variable.name] == nil else { continue }
        terms[variable.name] = parameter(of: type, [columns])
      case .variable, .constant, .optional, .named: continue
      }
    }
  }

  private static let reductions = ["sum", "prod", "mean", "max", "min", "logsumexp", "any", "all", "argmax", "var"]

  /// Some scalar function, of the operands that the pattern has, or of any.
  private mutating func elementwise(_ patterns: [TensorPattern]) -> Tensor? {
    var operands: [Tensor] = []
    for pattern in patterns {
      guard let operand = build(pattern) else { return nil }
      operands.append(operand)
    }
    if patterns.isEmpty { operands = (0..<random.integer(in: 1...2)).compactMap { candidate($0) } }
    let functions: [ScalarFunction] =
      operands.count == 1
      ? [.exp, .negative, .sqrt, .square, .floor, .absolute, .isnan] : [.add, .multiply, .maximum, .less, .divide, .subtract]
    return checked(.apply(random.pick(functions), operands, at: .none))
  }

  /// An operation with operands that it may have.
  private mutating func withAnyOperands(
    _ head: TensorLanguage.Head, _ wanted: [AttributePattern<TensorLanguage>]
  ) -> Tensor? {
    if wanted.isEmpty, let creation = OperationInstances.creations[head.name] {
      return checked(creation(shape, type, &random))
    }
    let parameters = OperationTable.definition(named: head.name)?.parameters ?? []
    if parameters.contains(where: { $0.kind == .tensors }) { return apply(head, parts(), wanted) }
    let count = ScalarFunctionTable.function(named: head.name)?.arity ?? parameters.count { $0.kind == .tensor && $0.fallback == nil }
    var operands: [Tensor] = []
    for _ in 0..<count {
      guard let operand = candidate(0) else { return nil }
      operands.append(operand)
    }
    return apply(head, operands, wanted)
  }

  /// Tensors of one type and nearly one shape, as they are joined: parameters, neighbouring slices of one, fills, none at all.
  private mutating func parts() -> [Tensor] {
    let (x, y) = (parameter(of: type, shape), parameter(of: type, shape))
    guard !shape.isEmpty else { return [x, y] }
    switch random.integer(in: 0...4) {
    case 0: return [x, y]
    case 1: return [x[.range(start: nil, stop: 1)], x[.range(start: 1, stop: nil)], y]
    case 2: return [full(shape, Tensor(ScalarValue(.integer(1), type: type))), full(shape, Tensor(ScalarValue(.integer(1), type: type)))]
    case 3: return [concatenate([x, y]), y]
    default: return [x[.range(start: 0, stop: 0)], y]
    }
  }

  /// A sum inside a sum: the pattern's variable is what is left of a list.
  private mutating func list(_ head: TensorLanguage.Head, _ patterns: [TensorPattern]) -> Tensor? {
    guard patterns.count == 2, random.chance(0.12),
      let position = patterns.firstIndex(where: { if case .variable = $0 { true } else { false } }),
      case .variable(let variable) = patterns[position], variable.condition == nil, single.contains(variable.name),
      terms[variable.name] == nil, let first = build(patterns[1 - position])
    else { return nil }
    let (a, b) = (parameter(), parameter())
    terms[variable.name] = apply(head, [a, b], [])
    guard let inner = apply(head, random.chance(0.5) ? [first, a] : [a, first], []) else { return nil }
    return apply(head, random.chance(0.5) ? [inner, b] : [b, inner], [])
  }

  private mutating func apply(
    _ head: TensorLanguage.Head, _ operands: [Tensor], _ wanted: [AttributePattern<TensorLanguage>]
  ) -> Tensor? {
    if let builder = OperationInstances.builders[head.name], wanted.isEmpty { return checked(builder(operands, shape, &random)) }
    let parameters = OperationTable.definition(named: head.name)?.parameters ?? []
    let rank = operands.first?.rank ?? 0
    var values: [(label: String, value: TensorAttribute)] = []
    for attribute in wanted {
      switch attribute.value {
      case .equals(let value): values.append((attribute.label, value))
      case .variable(let name):
        if let known = attributes[name] {
          values.append((attribute.label, known))
        } else if let parameter = parameters.first(where: { $0.name == attribute.label }),
          let value = OperationInstances.attribute(parameter, rank: rank, &random)
        {
          attributes[name] = value
          values.append((attribute.label, value))
        }
      }
    }
    for parameter in parameters where parameter.kind != .tensor && !values.contains(where: { $0.label == parameter.name }) {
      // What a pattern does not name may be anything.
      let isNeeded = parameter.fallback == nil
      guard isNeeded || random.chance(parameter.kind == .type ? 0.1 : 0.2) else { continue }
      guard let value = OperationInstances.attribute(parameter, rank: rank, &random) else { continue }
      values.append((parameter.name, value))
    }
    let model = operands.first ?? Tensor(weak: .integer(0))
    return checked(language.term(head, operands, values, for: model))
  }

  private func checked(_ tensor: Tensor?) -> Tensor? { tensor?.error == nil ? tensor : nil }

  // MARK: Variables

  private mutating func variable(_ variable: Variable<TensorLanguage>) -> Tensor? {
    if let known = terms[variable.name] { return known }
    for attempt in 0..<24 {
      guard let tensor = attempt % 2 == 0 ? headed(variable) ?? candidate(attempt) : candidate(attempt) else { continue }
      if let condition = variable.condition, !condition.holds(tensor, language) { continue }
      terms[variable.name] = tensor
      return tensor
    }
    return nil
  }

  /// An expression of one of the heads that a variable's condition can hold for; nil where any will do.
  private mutating func headed(_ variable: Variable<TensorLanguage>) -> Tensor? {
    guard let heads = variable.heads, !heads.isEmpty else { return nil }
    let head = random.pick(heads)
    if head == TensorLanguage.literalHead { return literal(number()) }
    return term(head, [], [])
  }

  /// A function of numbers, a number spread over the shape, a small array.
  private mutating func constantExpression() -> Tensor? {
    guard let number = literal(number()) else { return nil }
    switch random.integer(in: 0...2) {
    case 0: return checked(.apply(random.pick([.exp, .negative, .square, .absolute]), [number], at: .none))
    case 1: return checked(broadcast(number, to: shape))
    default: return Tensor(NDArray([0.5, -1, 3].map { ScalarValue(.float($0), type: .f64).double }))
    }
  }

  /// Something to stand for a variable; where a condition refuses it, later attempts try other kinds.
  private mutating func candidate(_ attempt: Int) -> Tensor? {
    if isPlain { return attempt % 2 == 0 ? parameter() : literal(.integer(random.integer(in: 1...4))) }
    switch random.integer(in: 0...99) + (attempt > 0 ? 30 * (attempt % 3) : 0) {
    case ..<66: return parameter()
    case ..<78: return subexpression()
    case ..<84: return parameters.isEmpty ? parameter() : random.pick(parameters)
    case ..<87: return constantExpression()
    case ..<91:
      guard !inner.isEmpty, depth < 2 else { return parameter() }
      return nested(random.pick(inner))
    default: return literal(number())
    }
  }

  private mutating func parameter() -> Tensor {
    let type = random.chance(0.85) ? self.type : random.pick(ElementType.combined)
    return parameter(of: type, broadcastShape())
  }

  private mutating func parameter(of type: ElementType, _ shape: [Dimension]) -> Tensor {
    let name = ["x", "y", "z", "u", "v", "w"][min(parameters.count, 5)] + (parameters.count > 5 ? "\(parameters.count)" : "")
    let tensor = Tensor(parameter: name, TensorType(type, shape), at: .none)
    parameters.append(tensor)
    return tensor
  }

  private mutating func subexpression() -> Tensor? {
    let x = parameter()
    let functions: [ScalarFunction] = [.negative, .absolute, .exp, .square, .sqrt, .tanh, .sin, .expit, .floor]
    if random.chance(0.3) {
      return checked(.apply(random.pick([.add, .subtract, .multiply, .divide, .maximum]), [x, parameter()], at: .none))
    }
    return checked(.apply(random.pick(functions), [x], at: .none))
  }

  /// An expression of another pattern, whose variables are its own.
  private mutating func nested(_ pattern: TensorPattern) -> Tensor? {
    let (outerTerms, outerAttributes) = (terms, attributes)
    (terms, attributes) = ([:], [:])
    depth += 1
    let tensor = build(pattern)
    depth -= 1
    (terms, attributes) = (outerTerms, outerAttributes)
    return tensor
  }

  // MARK: Numbers

  private mutating func number() -> WeakValue {
    switch random.integer(in: 0...9) {
    case 0...5: return .integer(random.integer(in: -4...6))
    case 6...7: return .float(Double(random.integer(in: -6...8)) / 2)
    case 8: return .float(random.number(in: -3...3))
    default: return .float(random.pick([0, -0.0, .infinity, -.infinity, .nan, 1e300, 1e-300, 0x1p53, 709.5]))
    }
  }

  /// The number as programs write it, or with a type of its own.
  private mutating func literal(_ value: WeakValue) -> Tensor? {
    if case .integer(let number) = value, random.chance(0.2) { return literal(.float(Double(number))) }
    if random.chance(0.2) {
      let scalar = ScalarValue(value, type: type)
      // Only where the type holds the number.
      if WeakValue(scalar).isNumber(value) { return Tensor(scalar) }
    }
    return Tensor(weak: value)
  }
}
