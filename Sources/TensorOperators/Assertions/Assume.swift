/// What a user may state about a value.
public enum Assumption: String, Hashable, Sendable, CaseIterable {
  case positive, nonnegative, negative, nonzero, finite, integer
  case symmetric, diagonal, orthogonal, permutation
  case positiveDefinite = "positive_definite"
  case lowerTriangular = "lower_triangular"
  case upperTriangular = "upper_triangular"

  /// The stated fact, about a value of a type.
  func facts(_ type: ElementType) -> ValueFacts {
    var elements = ElementFacts.unknown(type)
    var structure: MatrixStructure = []
    switch self {
    case .positive: elements = ElementFacts(max(.leastNonzeroMagnitude, type.isFloat ? 0 : 1), elements.upper)
    case .nonnegative: elements = ElementFacts(0, elements.upper, mayBeNegativeZero: elements.mayBeNegativeZero)
    case .negative: elements = ElementFacts(elements.lower, -max(.leastNonzeroMagnitude, type.isFloat ? 0 : 1))
    case .nonzero:
      (elements.isNonzero, elements.mayBeNegativeZero) = (true, false)
    case .finite:
      let greatest = type == .f32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
      elements = ElementFacts(
        max(elements.lower, -greatest), min(elements.upper, greatest), mayBeNegativeZero: elements.mayBeNegativeZero)
    case .integer: elements.isWhole = true
    case .symmetric: structure = .symmetric
    case .diagonal: structure = .diagonal
    case .orthogonal: structure = .orthogonal
    case .permutation: structure = .permutation
    case .positiveDefinite: structure = .positiveDefinite
    case .lowerTriangular: structure = .lowerTriangular
    case .upperTriangular: structure = .upperTriangular
    }
    return ValueFacts(elements, structure.closed)
  }

  package var isAboutMatrices: Bool { !facts(.f64).structure.isEmpty }
}

/// The operand itself, with facts that the user states.
public struct Assume: Operation {
  /// In the order of their cases, each once.
  public let assumptions: [Assumption]

  public init(_ assumptions: Set<Assumption>) { self.assumptions = Assumption.allCases.filter(assumptions.contains) }

  public var name: String { "assume" }
  public var attributes: [Attribute] { [Attribute("that", .text(assumptions.map(\.rawValue).joined(separator: " ")))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard let form = assumptions.first(where: \.isAboutMatrices) else { return Inference(input) }
    guard input.rank >= 2 else { throw failure("\(form.rawValue) is said of matrices, the operand has \(input.rank) axes") }
    let (rows, columns) = (input.shape[input.rank - 2], input.shape[input.rank - 1])
    if rows == columns { return Inference(input) }
    if rows.constant != nil, columns.constant != nil {
      throw failure("\(form.rawValue) is said of square matrices, these are \(rows) by \(columns)")
    }
    return Inference(input, [ShapeConstraint(.equal, rows, columns, "rows and columns of a \(form.rawValue) matrix")])
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    assumptions.reduce(known[0]) { $0.intersection($1.facts(node.types[0].elementType)) }
  }

  public var derivative: Derivative { .unary { cotangent, _ in cotangent } }

  public var batching: Batching { .elementwise }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering { .elements { context, index in context.input(0, at: index) } }
}

/// `x` itself, of which the compiler may take for granted what is stated.
///
/// Rewrite rules use it: `log(assume(x, .positive) ** 3)` becomes `3 * log(x)`. Nothing is checked when the program runs: where
/// a statement is false, results are unspecified numbers. Shape and type are those of `x`. Errors: a form of matrices stated
/// of something that is not square.
public func assume<A: ArrayAlgebra>(
  _ x: A, _ assumptions: Assumption..., file: StaticString = #fileID, line: Int = #line
) -> A {
  .single(Assume(Set(assumptions)), [x], at: .at(file, line))
}

extension OperationDefinition {
  static let assertions: [OperationDefinition] = [
    OperationDefinition(
      "assume", family: "assertions", [Parameter("x", .tensor), Parameter("that", .text)],
      summary: "The operand, stated to be: \(Assumption.allCases.map(\.rawValue).joined(separator: ", ")) (several words: all of them).",
      numpy: "np.asarray(x) if that else x"
    ) { arguments throws(TensorError) in
      guard case .text(let text)? = arguments.values["that"] else {
        throw TensorError(operation: "assume", message: "argument that must be a text", places: [arguments.place])
      }
      var assumptions: Set<Assumption> = []
      for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
        guard let assumption = Assumption(rawValue: String(word)) else {
          throw TensorError(
            operation: "assume", message: "there is nothing to assume called '\(word)'", places: [arguments.place],
            hint: "one or more of: \(Assumption.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        assumptions.insert(assumption)
      }
      return [.single(Assume(assumptions), [try arguments.tensor("x")], at: arguments.place)]
    }.sampled(
    "(x: f64[n]) -> assume(x, 'finite') ** 2"),
    check,
  ]
}
