/// The same elements in row-major order under another shape.
public struct Reshape: Operation {
  /// The extents; -1 for at most one that follows from the number of elements.
  public let shape: [Dimension]

  public init(_ shape: [Dimension]) { self.shape = shape }

  public var name: String { "reshape" }
  public var attributes: [Attribute] { [Attribute("shape", .tuple(shape.map { .dimension($0) }))] }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Reshape { Reshape(shape.map { $0.withExtents(replacement) }) }
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  public var derivative: Derivative {
    .unary { .single(Reshape($1.inputs[0].shape), [$0], at: $1.place) }
  }

  public var batching: Batching { .unary { Reshape([$0.extent] + $0.node.types[0].shape) } }

  public var lowering: Lowering { .reshape }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard shape.count <= TensorType.largestRank else {
      throw failure("a shape of \(shape.count) axes; \(TensorType.largestRank) are the most")
    }
    let unknown = shape.indices.filter { shape[$0].constant == -1 }
    guard unknown.count <= 1 else { throw failure("can only specify one unknown dimension, got shape \(text)") }
    guard let place = unknown.first else {
      let constraints = try constraints(onRequested: shape) + sameCount(input.count, shape.reduce(1, *))
      return Inference(TensorType(input.elementType, shape), constraints)
    }
    var rest = shape
    rest.remove(at: place)
    var (constraints, solved) = try solve(rest, input.shape)
    constraints += try self.constraints(onRequested: rest)
    var result = shape
    result[place] = solved
    return Inference(TensorType(input.elementType, result), constraints)
  }

  /// The extent that makes the counts equal, and the conditions for that. (A product of 0 leaves it open, which
  /// NumPy does not allow: so factors may be cancelled.)
  private func solve(
    _ known: [Dimension], _ input: [Dimension]
  ) throws(TensorError) -> (constraints: [ShapeConstraint], extent: Dimension) {
    let (count, product) = (input.reduce(1, *), known.reduce(1, *))
    if let product = product.constant, let count = count.constant {
      guard product > 0, count % product == 0 else { throw mismatch(count) }
      return ([], Dimension(count / product))
    }
    if product.constant == 0 { throw failure("cannot reshape into shape \(text): the extent -1 is not determined") }
    var (numerator, denominator) = (input, known)
    for extent in known {
      if let position = numerator.firstIndex(of: extent), let other = denominator.firstIndex(of: extent) {
        numerator.remove(at: position)
        denominator.remove(at: other)
      }
    }
    let divisor = denominator.reduce(1, *)
    let extent = numerator.reduce(1, *).quotient(cancelling: divisor)
    var constraints: [ShapeConstraint] = []
    if product.constant == nil {
      constraints.append(ShapeConstraint(.atLeast, product, 1, "the extents beside -1 in reshape to \(text)"))
    }
    if extent * product != count {
      constraints.append(
        ShapeConstraint(.equal, count, extent * product, "the numbers of elements before and after reshape to \(text)"))
    }
    return (constraints, extent)
  }

  private func sameCount(_ old: Dimension, _ new: Dimension) throws(TensorError) -> [ShapeConstraint] {
    if old == new { return [] }
    if let old = old.constant, new.constant != nil { throw mismatch(old) }
    return [ShapeConstraint(.equal, old, new, "the numbers of elements before and after reshape to \(text)")]
  }

  private var text: String {
    "(\(shape.map { $0.description }.joined(separator: ", "))\(shape.count == 1 ? "," : ""))"
  }

  private func mismatch(_ count: Int) -> TensorError {
    failure("cannot reshape array of size \(count) into shape \(text)")
  }
}

/// The elements of `x` in row-major order under another shape.
///
/// `shape` has as many elements as `x`; one extent may be -1 and follows from the others. Any type. Errors: the
/// numbers of elements differ, two extents are -1, an extent is negative.
public func reshape<A: ArrayAlgebra>(
  _ x: A, _ shape: [Dimension], file: StaticString = #fileID, line: Int = #line
) -> A {
  .single(Reshape(shape), [x], at: .at(file, line))
}

/// The elements of `x` in row-major order along one axis.
public func ravel<A: ArrayAlgebra>(_ x: A, file: StaticString = #fileID, line: Int = #line) -> A {
  x.raveled(at: .at(file, line))
}

extension ArrayAlgebra {
  /// This along one axis; itself where it has just one.
  package func raveled(at place: SourcePlace) -> Self {
    inferredRank == 1 ? self : .single(Reshape([-1]), [self], at: place)
  }
}

/// The order in which elements are counted: the last axis fastest (as C does), or the first (as Fortran does).
public enum ElementOrder: String, Hashable, Sendable, CaseIterable {
  case rowMajor = "C"
  case columnMajor = "F"
}

extension ArrayAlgebra {
  /// The same elements under another shape, both counted in an order: column-major is row-major of the axes reversed.
  package func reshaped(_ shape: [Dimension], order: ElementOrder, at place: SourcePlace) -> Self {
    switch order {
    case .rowMajor: .single(Reshape(shape), [self], at: place)
    case .columnMajor:
      Self.single(Reshape(shape.reversed()), [transposed(nil, at: place)], at: place).transposed(nil, at: place)
    }
  }
}

extension BoundArguments {
  /// `'C'` or `'F'`. The order of memory, which `'A'` and `'K'` ask for, is nothing that a program sees.
  fileprivate func order() throws(TensorError) -> ElementOrder {
    guard case .text(let text)? = values["order"], let order = ElementOrder(rawValue: text) else {
      throw TensorError(
        operation: operation, message: "argument order must be 'C' or 'F'", places: [place],
        hint: "'A' and 'K' depend on how an array lies in memory, which results here never do")
    }
    return order
  }
}

extension OperationDefinition {
  private static let order = Parameter("order", .text, default: .text("C"))

  static let reshape = OperationDefinition(
    "reshape", family: "shapes", [Parameter("a", .tensor), Parameter("shape", .shape), order],
    summary: "The same elements in row-major order under another shape.", numpy: "np.reshape(a, shape, order=order)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("a").reshaped(try arguments.shape("shape"), order: try arguments.order(), at: arguments.place)]
  }.sampled(
    "(x: f64[n, m]) -> reshape(x, (m, n))",
    "(x: f64[n, m]) -> reshape(x, (-1,))[1:]", "(x: f64[n, m]) -> reshape(x, (m, n), order='F') ** 2")

  static let ravel = OperationDefinition(
    "ravel", aliases: ["flatten"], family: "shapes", [Parameter("a", .tensor), order],
    summary: "The elements in row-major order along one axis.", numpy: "np.ravel(a, order=order)"
  ) { arguments throws(TensorError) in
    let a = try arguments.tensor("a")
    guard try arguments.order() == .columnMajor, a.rank > 1 else { return [a.raveled(at: arguments.place)] }
    return [a.transposed(nil, at: arguments.place).raveled(at: arguments.place)]
  }.sampled("(x: f64[n, m]) -> ravel(x)", "(x: f64[n, m]) -> ravel(x, order='F') ** 2")
}
