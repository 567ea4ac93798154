import Foundation
import TensorGraph
import TensorGraphRewrites
import TensorOperators

/// What becomes of a variable that a cost does not depend on.
public enum Disconnected: Sendable {
  /// An error that names the variable.
  case error
  /// A gradient of zeros.
  case zero
  /// A gradient of zeros, and the error goes to a function of the caller's.
  case report(@Sendable (TensorError) -> Void)

  /// A gradient of zeros, and a line on the standard error stream that names the variable.
  public static let warn = Disconnected.report { error in
    FileHandle.standardError.write(Data("warning: \(error)\n".utf8))
  }
}

/// The gradients of a scalar cost: `d cost / d x` for each variable `x`.
///
/// In reverse mode, so it costs a small multiple of what the cost does however many variables there are. Where all variables are
/// parameters, the cost is rewritten by the standard rules first: the gradient of `log(sum(exp(x)))` is a softmax.
/// Conventions as in JAX: equal elements of a maximum share its derivative, `abs` and `relu`-like corners have 0, a choice by `where` passes nothing
/// to the side that is not taken.
///
/// `knownGradients`: of these tensors the gradients are taken from here, whatever the cost says.
/// Shapes and types are those of the variables. Errors (in the tensors that are given): a cost that is no float scalar, a variable that is no
/// float, one that the cost does not depend on, an operation without a derivative.
public func gradient(
  of cost: Tensor, withRespectTo variables: [Tensor], knownGradients: [(tensor: Tensor, gradient: Tensor)] = [],
  disconnected: Disconnected = .error, file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  gradient(of: cost, variables, knownGradients, disconnected, at: .at(file, line))
}

/// The gradient of a scalar cost by one variable.
public func gradient(
  of cost: Tensor, withRespectTo variable: Tensor, knownGradients: [(tensor: Tensor, gradient: Tensor)] = [],
  disconnected: Disconnected = .error, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  gradient(of: cost, [variable], knownGradients, disconnected, at: .at(file, line))[0]
}

/// The gradients of a cost that is not at hand, of which the gradients by some tensors are known: they flow on from there.
///
/// Errors: a known gradient of another shape than its tensor, and those of `gradient`.
public func gradient(
  withRespectTo variables: [Tensor], knownGradients: [(tensor: Tensor, gradient: Tensor)], disconnected: Disconnected = .error,
  file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  vectorJacobian([], variables, [], known: knownGradients, disconnected, "grad", at: .at(file, line))
}

package func gradient(
  of cost: Tensor, _ variables: [Tensor], _ known: [(tensor: Tensor, gradient: Tensor)] = [], _ disconnected: Disconnected = .error,
  _ name: String = "grad", at place: SourcePlace
) -> [Tensor] {
  if cost.error != nil { return variables.map { _ in cost } }
  guard cost.rank == 0 else {
    return failures(
      variables, "the cost, \(label(cost)), must be a scalar, it is \(cost.type)", name, at: place,
      hint: "sum it, or give its cotangent: vjp(of: y, x, cotangent)")
  }
  guard cost.elementType.isFloat else {
    return failures(variables, "the cost, \(label(cost)), must be a float, it is \(cost.type)", name, at: place, hint: "cast it to a float type")
  }
  return vectorJacobian([cost], variables, [.one(cost.elementType, at: place)], known: known, disconnected, name, at: place)
}

/// Vector-Jacobian products: `sum over i of u_i dy_i / dx` for each variable `x`, with cotangents `u` of the results `y`.
///
/// Errors: those of `gradient`, and a cotangent of another shape than its result.
public func vjp(
  of results: [Tensor], withRespectTo variables: [Tensor], cotangents: [Tensor], disconnected: Disconnected = .error,
  file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  vectorJacobian(results, variables, cotangents, disconnected, "vjp", at: .at(file, line))
}

/// Jacobian-vector products: `sum over x of dy / dx v` for each result `y`, with tangents `v` of the variables.
///
/// By the reverse rules twice: the vector-Jacobian product is linear in its cotangent, and its transpose is what is asked for.
/// Source: J. Townsend, A new trick for calculating Jacobian vector products (2017).
public func jvp(
  of results: [Tensor], withRespectTo variables: [Tensor], tangents: [Tensor], disconnected: Disconnected = .error,
  file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  jacobianVector(results, variables, tangents, disconnected, at: .at(file, line))
}

package func jacobianVector(
  _ results: [Tensor], _ variables: [Tensor], _ tangents: [Tensor], _ disconnected: Disconnected = .error, _ name: String = "jvp",
  at place: SourcePlace
) -> [Tensor] {
  if let wrong = results.first(where: { $0.error == nil && !$0.elementType.isInexact }) {
    return failures(
      results, "\(label(wrong)) is \(wrong.type): only floats have derivatives", name, at: place, hint: "cast it to a float type")
  }
  let stands = results.map { Tensor(parameter: "cotangent", $0.type, at: place) }
  let back = vectorJacobian(results, variables, stands, disconnected, name, at: place)
  if let broken = back.first(where: { $0.error != nil }) { return results.map { _ in broken } }
  let tangents = matched(tangents, variables, at: place)
  if let misfit = misfit(tangents, variables, "tangent", name, at: place) { return results.map { _ in .invalid(misfit) } }
  if let wrong = tangents.first(where: { !$0.elementType.isInexact && !$0.type.isWeak }) {
    return failures(results, "\(label(wrong)) is \(wrong.type): tangents are floats", name, at: place, hint: "cast it to a float type")
  }
  let forth = vectorJacobian(back, stands, tangents, .zero, name, at: place)
  // Linear: what is left of the stand-ins multiplies nothing.
  let zeros = stands.map { Tensor.zeros(like: $0, at: place) }
  return Traversal.substitute(Dictionary(uniqueKeysWithValues: zip(stands, zeros)), in: forth)
}

/// `H v` for the Hessian `H` of a scalar cost, without making `H`: the derivative of the gradient along `v`.
public func hessianVectorProduct(
  of cost: Tensor, withRespectTo variables: [Tensor], tangents: [Tensor], file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  let place = SourcePlace.at(file, line)
  return jacobianVector(gradient(of: cost, variables, at: place), variables, tangents, .zero, at: place)
}

package func vectorJacobian(
  _ results: [Tensor], _ variables: [Tensor], _ cotangents: [Tensor], known: [(tensor: Tensor, gradient: Tensor)] = [],
  _ disconnected: Disconnected, _ name: String, at place: SourcePlace
) -> [Tensor] {
  let cotangents = matched(cotangents, results, at: place)
  let given = results + variables + cotangents + known.flatMap { [$0.tensor, $0.gradient] }
  if let broken = given.first(where: { $0.error != nil }) { return variables.map { _ in broken } }
  let misfit =
    misfit(cotangents, results, "cotangent", name, at: place)
    ?? misfit(known.map(\.gradient), known.map(\.tensor), "known gradient", name, at: place)
  if let misfit { return variables.map { _ in .invalid(misfit) } }
  if let wrong = (cotangents + known.map(\.gradient)).first(where: { !$0.elementType.isInexact && !$0.type.isWeak }) {
    return failures(variables, "\(label(wrong)) is \(wrong.type): cotangents are floats", name, at: place, hint: "cast it to a float type")
  }
  for variable in variables where !variable.elementType.isInexact || variable.type.isWeak {
    return failures(
      variables, "\(label(variable)) is \(variable.type): only floats have gradients", name, at: place, hint: "cast it to a float type")
  }
  do {
    let found = try cotangentsOfVariables(results, variables, cotangents, known)
    let origins = Requiring.origins(of: results + known.map(\.tensor))
    // What rules have shown to be constant is connected all the same, with zeros. (Where zeros are asked for it makes no difference.)
    let isAsked = !disconnected.givesZeros && found.contains { $0 == nil }
    let written = isAsked ? try cotangentsAsWritten(results, variables, cotangents, known) : found
    return zip(variables, zip(found, written)).map { variable, cotangents in
      let flowing =
        cotangents.0.map { ReverseMode.fitted($0, variable, at: place) }
        ?? (cotangents.1 == nil ? disconnected.result(for: variable, name, at: place) : .zeros(like: variable, at: place))
      return Requiring.tensor(flowing, of: origins, at: place)
    }
  } catch {
    var error = error
    error.places = error.places.isEmpty ? [place] : error.places
    return variables.map { _ in .invalid(error) }
  }
}

/// The cotangents of variables, of stabilized results where the variables do not depend on each other.
private func cotangentsOfVariables(
  _ results: [Tensor], _ variables: [Tensor], _ cotangents: [Tensor], _ known: [(tensor: Tensor, gradient: Tensor)]
) throws(TensorError) -> [Tensor?] {
  // Of what stands in between, only the graph as written knows it.
  guard known.isEmpty, areIndependent(variables) else { return try cotangentsAsWritten(results, variables, cotangents, known) }
  var stands: [Tensor: Tensor] = [:]
  for variable in variables where !(variable.node.operation is Parameter) {
    stands[variable] = Tensor(parameter: "variable", variable.type, at: variable.node.places.first ?? .none)
  }
  let cut = stands.isEmpty ? results : Traversal.substitute(stands, in: results, keepsExtents: true)
  var reverse = ReverseMode(variables.map { stands[$0] ?? $0 })
  let found = try reverse.run(zip(rewrite(cut, plan: stabilizing).results, cotangents).map { (result: $0, cotangent: $1) })
  if stands.isEmpty { return found }
  let back = Dictionary(uniqueKeysWithValues: stands.map { ($1, $0) })
  var replaced = Traversal.substitute(back, in: found.compactMap(\.self))[...]
  return found.map { $0 == nil ? nil : replaced.removeFirst() }
}

private func cotangentsAsWritten(
  _ results: [Tensor], _ variables: [Tensor], _ cotangents: [Tensor], _ known: [(tensor: Tensor, gradient: Tensor)]
) throws(TensorError) -> [Tensor?] {
  var reverse = ReverseMode(variables)
  return try reverse.run(
    zip(results, cotangents).map { (result: $0, cotangent: $1) }, known: known.map { (result: $0.tensor, cotangent: $0.gradient) })
}

private func areIndependent(_ variables: [Tensor]) -> Bool {
  let inner = variables.filter { !($0.node.operation is Parameter) }
  guard !inner.isEmpty else { return true }
  let own = Set(variables.map { ObjectIdentifier($0.node) })
  let below = Traversal.nodes(of: inner.flatMap(\.node.inputs))
  return Set(inner).count == inner.count && below.allSatisfy { !own.contains(ObjectIdentifier($0)) }
}

/// The standard rules, but for the last stage, and without those that take away what only derivatives look at.
let stabilizing: RewritePlan<TensorLanguage> = {
  var database = TensorRuleDatabase.builtIn
  precondition(database.register(lengths, in: "stabilize"), "the rules for lengths have names of their own")
  return database.plan(RuleQuery(exclude: RuleQuery.standard.excluded.union(["gates"]), through: "stabilize"))
}()

/// Tensors in the shapes of others where only a call can tell whether these are theirs; those as they were if they cannot be.
private func matched(_ given: [Tensor], _ tensors: [Tensor], at place: SourcePlace) -> [Tensor] {
  guard given.count == tensors.count else { return given }
  return zip(given, tensors).map { one, tensor in
    let mayFit = one.rank == tensor.rank && zip(one.shape, tensor.shape).allSatisfy { $0 == $1 || $0.constant == nil || $1.constant == nil }
    guard one.error == nil, mayFit, one.shape != tensor.shape else { return one }
    return Tensor.single(ShapeAssertion(tensor.shape, of: "what it is given for"), [one], at: place)
  }
}

private func misfit(
  _ given: [Tensor], _ tensors: [Tensor], _ what: String, _ name: String, at place: SourcePlace
) -> TensorError? {
  if given.count != tensors.count {
    return TensorError(operation: name, message: "\(given.count) \(what)s for \(tensors.count) tensors", places: [place])
  }
  for (one, tensor) in zip(given, tensors) where one.shape != tensor.shape && !(one.rank == 0 && tensor.rank == 0) {
    return TensorError(
      operation: name, message: "a \(what) of shape \(one.type) for \(label(tensor)) of \(tensor.type)", places: [place],
      hint: "the shapes must be equal")
  }
  return nil
}

extension Disconnected {
  /// Zeros, and nothing said.
  fileprivate var givesZeros: Bool { if case .zero = self { true } else { false } }

  fileprivate func result(for variable: Tensor, _ name: String, at place: SourcePlace) -> Tensor {
    let error = TensorError(
      operation: name, message: "nothing differentiable leads from \(label(variable)) to the cost", places: [place],
      hint: variable.node.operation is Parameter
        ? "integers, comparisons and stop_gradient pass nothing on; disconnected: .zero (or disconnected='zero') gives zeros"
        : "an expression that is written twice is two: give it a name, and use that in the cost")
    let zeros = Tensor.zeros(like: variable, at: place)
    switch self {
    case .error: return .invalid(error)
    case .zero: return zeros
    case .report(let handler):
      handler(error)
      return zeros
    }
  }
}

extension Tensor {
  static func zeros(like other: Tensor, at place: SourcePlace) -> Tensor {
    .filled(other.shape, 0, type: other.elementType, at: place)
  }

  static func one(_ type: ElementType, at place: SourcePlace) -> Tensor { Tensor(ScalarValue(.integer(1), type: type), at: place) }
}

func failures(
  _ variables: [Tensor], _ message: String, _ name: String = "grad", at place: SourcePlace, hint: String? = nil
) -> [Tensor] {
  variables.map { _ in .invalid(TensorError(operation: name, message: message, places: [place], hint: hint)) }
}

func label(_ tensor: Tensor) -> String {
  switch tensor.node.operation {
  case let parameter as Parameter: parameter.label
  case let literal as Literal: "the number \(literal.value)"
  case let operation: "the result of \(operation.name)"
  }
}
