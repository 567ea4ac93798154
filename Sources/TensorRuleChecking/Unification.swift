import TensorGraphRewrites
import TensorJIT

/// What two patterns have in common: a pattern of which both are generalizations.
///
/// Conditions and guards are not looked at, nor are lists of sums; what is found must be tried.
struct Unification {
  private var bindings: [String: TensorPattern] = [:]
  private let language = TensorLanguage()

  /// The first pattern with the second in the place of one of its parts, as special as both ask for; nil where they exclude
  /// each other. `path` leads from the root to the part.
  static func overlap(_ outer: TensorPattern, at path: [Int], _ inner: TensorPattern) -> TensorPattern? {
    let (outer, inner) = (outer.renamed("outer."), inner.renamed("inner."))
    var unification = Unification()
    guard let part = outer.part(at: path), unification.unify(part, inner) else { return nil }
    return unification.instance(outer)
  }

  private func resolved(_ pattern: TensorPattern) -> TensorPattern {
    var pattern = pattern.plain
    while case .variable(let variable) = pattern, let bound = bindings[variable.name] { pattern = bound.plain }
    return pattern
  }

  private mutating func unify(_ a: TensorPattern, _ b: TensorPattern) -> Bool {
    let (a, b) = (resolved(a), resolved(b))
    switch (a, b) {
    case (.variable(let x), .variable(let y)) where x.name == y.name: return true
    // The variable with a condition stays.
    case (.variable(let x), .variable(let y)):
      if x.condition == nil { bindings[x.name] = b } else { bindings[y.name] = a }
      return true
    case (.variable(let x), _): return bind(x.name, b)
    case (_, .variable(let y)): return bind(y.name, a)
    case (.constant(let x), .constant(let y)): return x.value.isNumber(y.value)
    case (.term(let head, let left, let attributes), .term(let other, let right, let others)):
      guard head == other, left.count == right.count, agree(attributes, others) else { return false }
      let before = self
      if unify(left, right) { return true }
      self = before
      guard language.isCommutative(head), left.count == 2 else { return false }
      return unify(left, right.reversed())
    case (.constant, _), (.term, _), (.optional, _), (.named, _): return false
    }
  }

  private mutating func unify(_ left: [TensorPattern], _ right: [TensorPattern]) -> Bool {
    zip(left, right).allSatisfy { unify($0, $1) }
  }

  private mutating func bind(_ name: String, _ pattern: TensorPattern) -> Bool {
    if instance(pattern).variables.contains(name) { return false }
    bindings[name] = pattern
    return true
  }

  private func agree(_ a: [AttributePattern<TensorLanguage>], _ b: [AttributePattern<TensorLanguage>]) -> Bool {
    a.allSatisfy { one in
      b.allSatisfy { other in
        guard one.label == other.label, case .equals(let x) = one.value, case .equals(let y) = other.value else { return true }
        return x == y
      }
    }
  }

  private func instance(_ pattern: TensorPattern) -> TensorPattern {
    switch resolved(pattern) {
    case .term(let head, let operands, let attributes): .term(head, operands.map(instance), attributes)
    case let other: other
    }
  }
}

extension Pattern where L == TensorLanguage {
  /// Without names, absent operands taken as there.
  fileprivate var plain: TensorPattern {
    switch self {
    case .named(_, let pattern): pattern.plain
    case .optional(let variable, _): .variable(variable)
    case .variable, .constant, .term: self
    }
  }

  fileprivate func renamed(_ prefix: String) -> TensorPattern {
    switch plain {
    case .variable(let variable): return .variable(Variable(prefix + variable.name, where: variable.condition))
    case .term(let head, let operands, let attributes):
      let renamed = attributes.map { attribute -> AttributePattern<TensorLanguage> in
        if case .variable(let name) = attribute.value { return AttributePattern(attribute.label, .variable(prefix + name)) }
        return attribute
      }
      return .term(head, operands.map { $0.renamed(prefix) }, renamed)
    case let other: return other
    }
  }

  fileprivate func part(at path: [Int]) -> TensorPattern? {
    var pattern = plain
    for step in path {
      guard case .term(_, let operands, _) = pattern, operands.indices.contains(step) else { return nil }
      pattern = operands[step].plain
    }
    return pattern
  }

  /// The ways from the root to all terms inside, the root's own first.
  var termPaths: [[Int]] {
    guard case .term(_, let operands, _) = plain else { return [] }
    return [[]] + operands.enumerated().flatMap { position, operand in operand.termPaths.map { [position] + $0 } }
  }
}
