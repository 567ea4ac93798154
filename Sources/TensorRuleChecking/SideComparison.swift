import TensorJIT

/// Both sides of a rule at one place as machines compute them.
struct SideComparison {
  let left: Tensor
  let right: Tensor
  let parameters: [Tensor]
  private let both: CompiledFunction?

  /// The reference meaning of what is written, without rewriting.
  static let options = CompilationOptions(engine: .interpreter, rewriting: .off, threads: 1, cache: nil)

  struct Pair {
    let index: [Int]
    let left: ScalarValue
    let right: ScalarValue
  }

  enum Outcome {
    case values([Pair])
    /// The left side is no program for these arguments.
    case leftFails
    case rightFails(String)
  }

  init(left: Tensor, right: Tensor, _ parameters: [Tensor]) {
    (self.left, self.right, self.parameters) = (left, right, parameters)
    both = try? compile(inputs: parameters, outputs: [left, right], options: Self.options)
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
      return .values(pairs)
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

/// The exact values of an expression for given arguments, and for arguments beside them.
final class ExactReferences {
  private let tensor: Tensor
  private let arguments: [Tensor: NDArray]
  private let precision: Int
  private lazy var plain = ExactEvaluator(arguments, precision: precision)
  private lazy var ways: [(ExactEvaluator, ExactEvaluator)] = limitWays()
  private lazy var neighbours: [ExactEvaluator] = neighbouringArguments()

  init(_ tensor: Tensor, _ arguments: [Tensor: NDArray]) {
    (self.tensor, self.arguments) = (tensor, arguments)
    let isDouble = Traversal.nodes(of: [tensor]).contains { $0.types.contains { $0.elementType == .f64 } }
    precision = isDouble ? ExactNumber.bitsForDoubles : ExactNumber.bitsForFloats
  }

  func reference(at index: [Int]) -> ValuePolicy.Reference {
    ValuePolicy.Reference(
      value: { self.plain.value(of: self.tensor, at: index) }, limit: { self.limit(at: index) },
      sensitivity: { self.sensitivity(at: index) })
  }

  // MARK: Limits

  private func limit(at index: [Int]) -> Limit {
    let values = ways.map { ($0.0.value(of: tensor, at: index), $0.1.value(of: tensor, at: index)) }
    let numbers = values.compactMap { pair in
      if case .number(let far) = pair.0, case .number(let farther) = pair.1 { (far: far, farther: farther) } else { nil }
    }
    if numbers.count == values.count { return Limit(numbers, tensor.elementType) }
    // Of a truth value or an integer: what it is everywhere far out.
    let scalars = Set(values.flatMap { [$0.0.scalar(tensor.elementType), $0.1.scalar(tensor.elementType)] })
    guard scalars.count == 1, let scalar = scalars.first else { return .none }
    return .number(ExactNumber(scalar.asDouble, precision: precision))
  }

  /// Arguments with large numbers in the place of infinities, by several ways: a limit is one only if all ways lead to it.
  private func limitWays() -> [(ExactEvaluator, ExactEvaluator)] {
    guard arguments.values.contains(where: { $0.scalars.contains { $0.type.isFloat && $0.asDouble.isInfinite } }) else { return [] }
    return (0..<3).map { way in (replacing(0x1p55, way), replacing(0x1p59, way)) }
  }

  private func replacing(_ size: Double, _ way: Int) -> ExactEvaluator {
    var position = 0
    return changed { value in
      guard value.asDouble.isInfinite else { return value }
      position += 1
      let factor = way == 0 ? 1.0 : way == 1 ? Double(1 + position % 3) : Double(3 - position % 3)
      return ScalarValue(.float((value.asDouble < 0 ? -1 : 1) * size * factor), type: value.type)
    }
  }

  // MARK: Sensitivity

  private func neighbouringArguments() -> [ExactEvaluator] {
    (0..<4).map { way in
      var position = way
      return changed { value in
        position += 1
        let isUp = way == 0 || way > 1 && position % way == 0
        if value.type == .f32 { return ScalarValue(isUp ? value.float.nextUp : value.float.nextDown) }
        return ScalarValue(isUp ? value.double.nextUp : value.double.nextDown)
      }
    }
  }

  private func sensitivity(at index: [Int]) -> Double {
    guard case .number(let exact) = plain.value(of: tensor, at: index) else { return 0 }
    let type = tensor.elementType
    return neighbours.reduce(0) { most, evaluator in
      guard case .number(let moved) = evaluator.value(of: tensor, at: index), moved.isFinite else { return most }
      return max(most, exact.ulps(to: moved.rounded(to: type), type))
    }
  }

  private func changed(_ change: (ScalarValue) -> ScalarValue) -> ExactEvaluator {
    var all: [Tensor: NDArray] = [:]
    for parameter in arguments.keys.sorted(by: { $0.node.serial < $1.node.serial }) {
      guard let array = arguments[parameter] else { continue }
      guard parameter.elementType.isFloat else {
        all[parameter] = array
        continue
      }
      all[parameter] = try? NDArray(array.scalars.map(change), parameter.elementType, shape: Array(array.shape))
    }
    return ExactEvaluator(all, precision: precision)
  }
}
