import TensorJIT

/// Both sides of a rule at one place as machines compute them.
struct SideComparison {
  let left: Tensor
  let right: Tensor
  let parameters: [Tensor]
  /// What stands for the rule's variables on both sides: the rule is about their values, however they came about.
  let variables: [Tensor]
  private let both: CompiledFunction?

  /// The reference meaning of what is written, without rewriting.
  static let options = CompilationOptions(engine: .interpreter, rewriting: .off, threads: 1, cache: nil)

  struct Pair {
    let index: [Int]
    let left: ScalarValue
    let right: ScalarValue
  }

  enum Outcome {
    /// The elements, and the values of `variables`.
    case values([Pair], [NDArray])
    /// The left side is no program for these arguments.
    case leftFails
    case rightFails(String)
  }

  init(left: Tensor, right: Tensor, _ parameters: [Tensor], variables: [Tensor] = []) {
    (self.left, self.right, self.parameters) = (left, right, parameters)
    let leftNodes = Traversal.nodes(of: [left])
    let rightNodes = Set(Traversal.nodes(of: [right]).map(ObjectIdentifier.init))
    // Only what neither side changes.
    let shared = variables.filter { variable in
      !(variable.node.operation is Parameter) && !variable.type.isWeak && variable != left
        && leftNodes.contains { $0 === variable.node } && rightNodes.contains(ObjectIdentifier(variable.node))
    }
    self.variables = shared
    both = try? compile(inputs: parameters, outputs: [left, right] + shared, options: Self.options)
  }

  /// The left side alone, and the variables.
  func runLeft(_ arguments: [Tensor: NDArray]) -> (left: NDArray, variables: [NDArray])? {
    guard let both, let results = try? both(parameters.compactMap({ arguments[$0] })) else { return nil }
    return (results[0], Array(results.dropFirst(2)))
  }

  func run(_ arguments: [Tensor: NDArray]) -> Outcome {
    let values = parameters.compactMap { arguments[$0] }
    guard let both, values.count == parameters.count else { return failure(values, "is no program") }
    do {
      let results = try both(values)
      guard results[0].shape == results[1].shape, results[0].elementType == results[1].elementType else {
        return .rightFails("gives the shape \(Array(results[1].shape)) instead of \(Array(results[0].shape))")
      }
      let shape = Array(results[0].shape)
      let pairs = zip(results[0].scalars, results[1].scalars).enumerated().map { position, pair in
        Pair(index: ExactEvaluator.index(position, shape), left: pair.0, right: pair.1)
      }
      return .values(pairs, Array(results.dropFirst(2)))
    } catch {
      return failure(values, "\(error)")
    }
  }

  /// Whose failure it is.
  private func failure(_ values: [NDArray], _ message: String) -> Outcome {
    guard let alone = try? compile(inputs: parameters, outputs: [left], options: Self.options), (try? alone(values)) != nil else {
      return .leftFails
    }
    return .rightFails(message)
  }
}
