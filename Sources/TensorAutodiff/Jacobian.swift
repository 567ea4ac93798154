import TensorGraph
import TensorOperators

/// Which way a Jacobian is made.
public enum JacobianMode: Sendable {
  /// Forward where the variable is known to have fewer elements than the result, else reverse.
  case automatic
  /// A Jacobian-vector product for each element of the variable, all at once.
  case forward
  /// A vector-Jacobian product for each element of the result, all at once.
  case reverse
}

/// The Jacobians `dy_i / dx_j` of a result by each variable, in one batch of products with the vectors of a basis (not row by row).
///
/// Shapes are those of `y`, then that of the variable. Errors: those of `gradient`, but for the scalar cost.
/// Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), chapter 3.
public func jacobian(
  of y: Tensor, withRespectTo variables: [Tensor], mode: JacobianMode = .automatic, disconnected: Disconnected = .error,
  file: StaticString = #fileID, line: Int = #line
) -> [Tensor] {
  jacobian(y, variables, mode, disconnected, "jacobian", at: .at(file, line))
}

/// The Jacobian `dy_i / dx_j`, of the shape of `y`, then that of `x`.
public func jacobian(
  of y: Tensor, withRespectTo x: Tensor, mode: JacobianMode = .automatic, disconnected: Disconnected = .error,
  file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  jacobian(y, [x], mode, disconnected, "jacobian", at: .at(file, line))[0]
}

/// The Hessian of a scalar cost: the blocks `d2 cost / dx_i dy_j` for each pair of variables, of the shape of the first, then that of the second.
///
/// Forward over reverse: Jacobian-vector products of the gradient. Errors: those of `gradient`.
public func hessian(
  of cost: Tensor, withRespectTo variables: [Tensor], file: StaticString = #fileID, line: Int = #line
) -> [[Tensor]] {
  hessian(cost, variables, at: .at(file, line))
}

/// The Hessian `d2 cost / dx_i dx_j` of a scalar cost, of the shape of `x` twice.
public func hessian(of cost: Tensor, withRespectTo x: Tensor, file: StaticString = #fileID, line: Int = #line) -> Tensor {
  hessian(cost, [x], at: .at(file, line))[0][0]
}

package func hessian(_ cost: Tensor, _ variables: [Tensor], at place: SourcePlace) -> [[Tensor]] {
  gradient(of: cost, variables, [], .error, "hessian", at: place).map { slope in
    // A cost that is linear in a variable has second derivatives, 0.
    jacobian(slope, variables, .forward, .zero, "hessian", at: place)
  }
}

package func jacobian(
  _ y: Tensor, _ variables: [Tensor], _ mode: JacobianMode, _ disconnected: Disconnected, _ name: String, at place: SourcePlace
) -> [Tensor] {
  if let broken = ([y] + variables).first(where: { $0.error != nil }) { return variables.map { _ in broken } }
  guard y.elementType.isFloat else {
    return failures(variables, "\(label(y)) is \(y.type): only floats have derivatives", name, at: place, hint: "cast it to a float type")
  }
  let isForward =
    switch mode {
    case .forward: true
    case .reverse: false
    case .automatic: variables.allSatisfy { isSmaller($0, y) }
    }
  if isForward { return variables.map { column(y, $0, disconnected, name, at: place) } }
  if y.rank == 0 {
    return vectorJacobian([y], variables, [.one(y.elementType, at: place)], disconnected, name, at: place)
  }
  let stand = Tensor(parameter: "cotangent", TensorType(y.elementType, y.shape), at: place)
  let back = vectorJacobian([y], variables, [stand], disconnected, name, at: place)
  return zip(onBasis(back, stand, at: place), variables).map { rows, variable in
    rows.error == nil ? .single(Reshape(y.shape + variable.shape), [rows], at: place) : rows
  }
}

/// Forward mode: products with a basis, whose axis goes behind those of the result.
private func column(
  _ y: Tensor, _ variable: Tensor, _ disconnected: Disconnected, _ name: String, at place: SourcePlace
) -> Tensor {
  let stand = Tensor(parameter: "tangent", TensorType(variable.elementType, variable.shape), at: place)
  let forth = jacobianVector([y], [variable], [stand], disconnected, name, at: place)
  let columns = onBasis(forth, stand, at: place)[0]
  if columns.error != nil { return columns }
  return .single(Reshape(y.shape + variable.shape), [columns.moved([0], to: [-1], at: place)], at: place)
}

/// Linear functions of a stand-in, applied to all vectors of the basis at once.
private func onBasis(_ results: [Tensor], _ stand: Tensor, at place: SourcePlace) -> [Tensor] {
  let count = stand.type.count
  let rows = Tensor.single(UnitVectors(count, type: stand.elementType), [], at: place)
  let basis = stand.rank == 1 ? rows : Tensor.single(Reshape([count] + stand.shape), [rows], at: place)
  var batch = Batch(count)
  batch.replace(stand, by: basis, isBatched: true)
  return batch.results(of: results)
}

private func isSmaller(_ a: Tensor, _ b: Tensor) -> Bool {
  guard let first = a.type.count.constant, let second = b.type.count.constant else { return false }
  return first < second
}
