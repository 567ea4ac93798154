/// Where the values of a function lie along an axis.
private enum Spacing {
  /// At equal distances.
  case equal(Tensor)
  /// At places of which these are the distances, in the shape that stands along the axis.
  case places(Tensor)
}

extension ArrayAlgebra {
  /// The differences along each axis; one result for each.
  package func slopes(
    _ spacings: [Self], axes: [Int]?, edgeOrder: Int, at place: SourcePlace
  ) -> [Self] {
    let operands = [self] + spacings
    let count = axes?.count ?? inferredRank
    func broken(_ value: Self) -> [Self] { [Self](repeating: value, count: Swift.max(count, 1)) }
    if let wrong = operands.first(where: { $0.error != nil }) { return broken(wrong) }
    do throws(TensorError) {
      func failure(_ message: String, hint: String? = nil) -> TensorError {
        TensorError(operation: "gradient", message: message, hint: hint)
      }
      let chosen = try Axes.normalized(axes, rank: inferredRank, operation: "gradient")
      guard edgeOrder == 1 || edgeOrder == 2 else { throw failure("'edge_order' greater than 2 not supported: \(edgeOrder)") }
      if inferredType.elementType == .bool { throw failure("is not defined for bool", hint: "cast to a float type") }
      guard !chosen.isEmpty else { throw failure("needs an axis to differentiate along") }
      let isOneForAll = spacings.count == 1 && spacings[0].inferredRank == 0
      guard spacings.isEmpty || isOneForAll || spacings.count == chosen.count else {
        throw failure("invalid number of spacings: \(spacings.count) for \(chosen.count) axes", hint: "give none, one number, or one for each axis")
      }
      for spacing in spacings where spacing.inferredRank > 1 { throw failure("distances must be either scalars or 1d, got \(spacing.inferredType)") }
      let attributes = [Attribute.axis(axes == nil ? nil : chosen), Attribute("edge_order", .integer(edgeOrder))]
      return Self.composed("gradient", operands, attributes, results: count, at: place) { operands throws(TensorError) in
        let f = operands[0].elementType.isInexact ? operands[0] : operands[0].converted(to: .f64, at: .none)
        var results: [Tensor] = []
        for (position, axis) in chosen.enumerated() {
          let given = operands.count == 1 ? Tensor(weak: .float(1)) : operands[isOneForAll ? 1 : 1 + position]
          results.append(try slope(of: f, axis, given, edgeOrder: edgeOrder))
        }
        return results
      }
    } catch {
      var error = error
      error.operands = operands.map(\.inferredType)
      error.places = [place] + operands.flatMap(\.sourcePlaces)
      return broken(.invalid(error))
    }
  }
}

/// Central differences inside, one-sided ones of the given order at the ends; by the formulas for unequal distances where places are
/// given.
private func slope(of f: Tensor, _ axis: Int, _ given: Tensor, edgeOrder: Int) throws(TensorError) -> Tensor {
  let least = edgeOrder + 1
  let message = "gradient needs at least \(least) elements along axis \(axis)"
  if let extent = f.shape[axis].constant, extent < least { throw TensorError(operation: "gradient", message: message) }
  let values = f.shape[axis].constant != nil ? f : Tensor.single(LongEnough(axis, least, message), [f], at: .none)
  func at(_ start: Dimension?, _ stop: Dimension?) -> Tensor { values.part(axis, from: start, to: stop) }
  let spacing: Spacing
  if given.rank == 0 {
    spacing = .equal(given)
  } else {
    let floats = given.elementType.isFloat ? given : given.converted(to: .f64, at: .none)
    let places = floats.expanded(Array(1..<1 + f.rank - 1 - axis), at: .none).expanded([], at: .none)
    let checked = Tensor.single(SameExtent(axis), [places.expanded(Array(0..<axis), at: .none), values], at: .none)
    spacing = .places(checked.part(axis, from: 1) - checked.part(axis, to: -1))
  }
  let inner: Tensor
  var (first, last): (Tensor, Tensor)
  switch spacing {
  case .equal(let d):
    inner = (at(2, nil) - at(nil, -2)) / (2.0 * d)
    if edgeOrder == 1 {
      first = (at(1, 2) - at(0, 1)) / d
      last = (at(-1, nil) - at(-2, -1)) / d
    } else {
      first = -1.5 / d * at(0, 1) + 2.0 / d * at(1, 2) + -0.5 / d * at(2, 3)
      last = 0.5 / d * at(-3, -2) + -2.0 / d * at(-2, -1) + 1.5 / d * at(-1, nil)
    }
  case .places(let d):
    func part(_ start: Dimension?, _ stop: Dimension?) -> Tensor { d.part(axis, from: start, to: stop) }
    let (d1, d2) = (part(nil, -1), part(1, nil))
    let (a, b, c) = (-d2 / (d1 * (d1 + d2)), (d2 - d1) / (d1 * d2), d1 / (d2 * (d1 + d2)))
    inner = a * at(nil, -2) + b * at(1, -1) + c * at(2, nil)
    if edgeOrder == 1 {
      first = (at(1, 2) - at(0, 1)) / part(0, 1)
      last = (at(-1, nil) - at(-2, -1)) / part(-1, nil)
    } else {
      var (d1, d2) = (part(0, 1), part(1, 2))
      var (a, b, c) = (-(2.0 * d1 + d2) / (d1 * (d1 + d2)), (d1 + d2) / (d1 * d2), -d1 / (d2 * (d1 + d2)))
      first = a * at(0, 1) + b * at(1, 2) + c * at(2, 3)
      (d1, d2) = (part(-2, -1), part(-1, nil))
      (a, b, c) = (d2 / (d1 * (d1 + d2)), -(d2 + d1) / (d1 * d2), (2.0 * d2 + d1) / (d2 * (d1 + d2)))
      last = a * at(-3, -2) + b * at(-2, -1) + c * at(-1, nil)
    }
  }
  let parts = [first, inner, last].map { $0.converted(to: f.elementType, at: .none) }
  return concatenate(parts, axis: axis)
}

/// The operand, which must have so many elements along an axis.
private struct LongEnough: Operation {
  let axis: Int
  let least: Int
  let message: String

  init(_ axis: Int, _ least: Int, _ message: String) { (self.axis, self.least, self.message) = (axis, least, message) }

  var name: String { "op.long_enough" }
  var attributes: [Attribute] {
    [Attribute("axis", .integer(axis)), Attribute("least", .integer(least)), Attribute("message", .text(message))]
  }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    return Inference(
      TensorType(input.elementType, input.shape), [ShapeConstraint(.atLeast, input.shape[axis], Dimension(least), message)])
  }
  var derivative: Derivative { .unary { cotangent, _ in cotangent } }
  var complexRule: ComplexRule { .parts }
  var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

/// The first operand, whose extent along an axis must be that of the second.
private struct SameExtent: Operation {
  let axis: Int

  init(_ axis: Int) { self.axis = axis }

  var name: String { "op.same_extent" }
  var attributes: [Attribute] { [Attribute("axis", .integer(axis))] }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let (a, b) = (inputs[0].shape[axis], inputs[1].shape[axis])
    let message = "the coordinates of gradient along axis \(axis) and the values"
    if let difference = (a - b).constant, difference != 0 {
      throw failure("coordinates of extent \(a) for axis \(axis) of extent \(b): distances must match the length of the dimension")
    }
    return Inference(TensorType(inputs[0].elementType, inputs[0].shape), a == b ? [] : [ShapeConstraint(.equal, a, b, message)])
  }
  var derivative: Derivative { .unary { cotangent, _ in cotangent } }
  var complexRule: ComplexRule { .parts }
  var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

/// The slopes of a function given by its values, along each axis: central differences inside, one-sided ones at the ends. NumPy's
/// `gradient`. (Derivatives of expressions are `gradient(of:withRespectTo:)`.)
///
/// Spacings are none (1), one distance, or for each axis a distance or its coordinates. Integers give f64. Errors: bools, an axis shorter
/// than `edgeOrder + 1`, spacings that do not fit.
public func gradient<A: ArrayAlgebra>(
  ofValues f: A, spacing: [A] = [], axis: (any AxisSelection)? = nil, edgeOrder: Int = 1, file: StaticString = #fileID,
  line: Int = #line
) -> [A] {
  f.slopes(spacing, axes: axis?.axes, edgeOrder: edgeOrder, at: .at(file, line))
}

extension OperationDefinition {
  static let gradient = OperationDefinition(
    "gradient", family: "scans",
    [
      Parameter("f", .tensor), Parameter("varargs", .tensors, default: .tensors([]), keepsNumbers: true, variadic: true),
      Parameter("axis", .axes, default: Argument.none, keywordOnly: true),
      Parameter("edge_order", .integer, default: .integer(1), keywordOnly: true),
    ], summary: "The slopes of a function given by its values, along each axis; varargs are distances or coordinates.",
    numpy: "np.gradient(f, *varargs, axis=axis, edge_order=edge_order)", elementTypes: ElementType.numbers
  ) { arguments throws(TensorError) in
    let f = try arguments.tensor("f")
    return f.slopes(
      try arguments.tensors("varargs"), axes: try arguments.axes("axis"), edgeOrder: try arguments.integer("edge_order"),
      at: arguments.place)
  }.sampled(
    "(x: f64[5]) -> gradient(x) ** 2", "(x: f64[4, 5]) -> gradient(x, 0.5, axis=1, edge_order=2)",
    "(x: f64[4], y: f64[4]) -> gradient(x, y + arange(4) * 2, edge_order=2)", "(x: f64[4, 3]) -> gradient(x)[1] * gradient(x)[0]")
}

extension OperationDefinition {
  static let sameExtent = OperationDefinition(
    "op.same_extent", family: "assertions", [Parameter("x", .tensor), Parameter("like", .tensor), Parameter("axis", .integer)],
    summary: "The operand, whose extent along an axis must be that of another.", numpy: ""
  ) { arguments throws(TensorError) in
    let operands = [try arguments.tensor("x"), try arguments.tensor("like")]
    let axis = try arguments.integer("axis")
    guard operands.allSatisfy({ (0..<$0.rank).contains(axis) }) else {
      throw TensorError(operation: "op.same_extent", message: "axis \(axis) is out of bounds")
    }
    return [.single(SameExtent(axis), operands, at: arguments.place)]
  }.sampled("(x: f64[n], y: f64[n]) -> op.same_extent(x, y, axis=0) * y")

  static let longEnough = OperationDefinition(
    "op.long_enough", family: "assertions",
    [Parameter("x", .tensor), Parameter("axis", .integer), Parameter("least", .integer), Parameter("message", .text)],
    summary: "The operand, which must have so many elements along an axis.", numpy: ""
  ) { arguments throws(TensorError) in
    let (x, axis) = (try arguments.tensor("x"), try arguments.integer("axis"))
    guard case .text(let message)? = arguments.values["message"], (0..<x.rank).contains(axis) else {
      throw TensorError(operation: "op.long_enough", message: "takes an axis of the operand and a text")
    }
    return [.single(LongEnough(axis, try arguments.integer("least"), message), [x], at: arguments.place)]
  }.sampled("(x: f64[n]) -> op.long_enough(x, axis=0, least=2, message=\"length\") ** 2")
}
