import TensorJIT

/// The exact values of an expression for given arguments, and for arguments beside them.
final class ExactReferences {
  private let comparison: SideComparison
  private var tensor: Tensor { comparison.left }
  /// The values of the parameters, and with them those of what stands for the rule's variables.
  private let parameters: [Tensor: NDArray]
  private let arguments: [Tensor: NDArray]
  private let precision: Int
  private lazy var plain = ExactEvaluator(arguments, precision: precision)
  private lazy var ways: [(ExactEvaluator, ExactEvaluator)] = limitWays()
  private lazy var neighbours: [ExactEvaluator] = (0..<4).map {
    ExactEvaluator(changed(arguments, Self.stepping($0)), precision: precision)
  }
  private lazy var rounded: [ExactEvaluator] = (0..<8).map {
    ExactEvaluator(arguments, precision: precision, rounding: ChanceRounding(seed: UInt64($0)))
  }
  private lazy var nearby: [(NDArray, ExactEvaluator)] = neighbouringRuns()

  init(_ comparison: SideComparison, _ parameters: [Tensor: NDArray], variables: [NDArray]) {
    (self.comparison, self.parameters) = (comparison, parameters)
    let infinities = Traversal.nodes(of: [comparison.left]).compactMap { node -> (Tensor, NDArray)? in
      guard let literal = node.operation as? Literal, literal.value.type.isFloat, literal.value.asDouble.isInfinite else { return nil }
      return (try? NDArray([literal.value], literal.value.type, shape: [])).map { (Tensor(node: node), $0) }
    }
    // Infinite numbers in the program are approached as infinite arguments are.
    arguments = parameters.merging(Array(zip(comparison.variables, variables)) + infinities) { $1 }
    let isDouble = Traversal.nodes(of: [comparison.left]).contains { $0.types.contains { $0.elementType == .f64 } }
    precision = isDouble ? ExactNumber.bitsForDoubles : ExactNumber.bitsForFloats
  }

  func reference(at index: [Int]) -> ValuePolicy.Reference {
    ValuePolicy.Reference(
      value: { self.plain.value(of: self.tensor, at: index) }, limit: { self.limit(at: index) },
      sensitivity: { self.sensitivity(at: index) }, errorNearby: { self.errorNearby(at: index) })
  }

  // MARK: Limits

  private func limit(at index: [Int]) -> Limit {
    let written = Traversal.nodes(of: [tensor]).compactMap { ($0.operation as? Literal)?.value }
    let given = arguments.values.flatMap(\.scalars) + written
    let overflows = tensor.elementType == .f32 && written.contains { Float($0.asDouble).isInfinite }
    guard overflows || given.contains(where: { $0.type.isFloat && $0.asDouble.isInfinite }) else { return .none }
    // What stands for infinity must be far beyond all else.
    if given.contains(where: { $0.asDouble.isFinite && abs($0.asDouble) > 0x1p40 }) { return .unknown }
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
    (0..<3).map { way in (replacing(0x1p55, way), replacing(0x1p59, way)) }
  }

  private func replacing(_ size: Double, _ way: Int) -> ExactEvaluator {
    var position = 0
    let far = changed(arguments) { value in
      guard value.asDouble.isInfinite else { return value }
      position += 1
      let factor = way == 0 ? 1.0 : way == 1 ? Double(1 + position % 3) : Double(3 - position % 3)
      return ScalarValue(.float((value.asDouble < 0 ? -1 : 1) * size * factor), type: value.type)
    }
    return ExactEvaluator(far, precision: precision)
  }

  // MARK: Sensitivity

  /// Each number to one of its two neighbours, in one of several ways.
  private static func stepping(_ way: Int) -> (ScalarValue) -> ScalarValue {
    var position = way
    return { value in
      position += 1
      let isUp = way == 0 || way > 1 && position % way == 0
      if value.type == .f32 { return ScalarValue(isUp ? value.float.nextUp : value.float.nextDown) }
      return ScalarValue(isUp ? value.double.nextUp : value.double.nextDown)
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

  // MARK: Errors nearby

  /// The left side as machines compute it for neighbouring arguments, and exactly.
  private func neighbouringRuns() -> [(NDArray, ExactEvaluator)] {
    (0..<6).compactMap { way in
      let moved = changed(parameters, Self.stepping(way))
      guard let run = comparison.runLeft(moved) else { return nil }
      let all = moved.merging(zip(comparison.variables, run.variables)) { $1 }
      return (run.left, ExactEvaluator(all, precision: precision))
    }
  }

  /// The largest error that chance rounding of what the left side computes leads to, and that of neighbouring arguments.
  private func errorNearby(at index: [Int]) -> Double {
    let samples = rounded.map { $0.value(of: tensor, at: index).scalar(tensor.elementType).asDouble }
    let error = plain.value(of: tensor, at: index).number.map { exact in
      samples.map { exact.ulps(to: $0, tensor.elementType) }.max() ?? 0
    }
    return nearby.reduce(error ?? 0) { most, run in
      guard case .number(let exact) = run.1.value(of: tensor, at: index), exact.isFinite else { return most }
      let flat = ExactEvaluator.flat(index, Array(run.0.shape))
      return max(most, exact.ulps(to: run.0.scalars[flat].asDouble, tensor.elementType))
    }
  }

  // MARK: Other arguments

  private func changed(_ values: [Tensor: NDArray], _ change: (ScalarValue) -> ScalarValue) -> [Tensor: NDArray] {
    var all: [Tensor: NDArray] = [:]
    for tensor in values.keys.sorted(by: { $0.node.serial < $1.node.serial }) {
      guard let array = values[tensor] else { continue }
      guard tensor.elementType.isFloat else {
        all[tensor] = array
        continue
      }
      all[tensor] = try? NDArray(array.scalars.map(change), tensor.elementType, shape: Array(array.shape))
    }
    return all
  }
}
