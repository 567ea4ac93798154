import Synchronization
import TensorGraph

/// Records what an element expression reads and how much it computes, without emitting anything.
final class ProbeSink: ElementSink {
  struct Read: Hashable {
    let entry: Int
    let index: [Dimension]
  }

  private(set) var reads: [Read] = []
  private var seen: Set<Read> = []
  private var sources: [Int: Read] = [:]
  /// Indices that are used as numbers.
  private(set) var indexElements: [Dimension] = []
  /// Scalar instructions, functions counted by their expansions.
  private(set) var cost = 0
  private(set) var hasChecks = false
  private var nextNumber = 0
  private let typeOf: (Int) -> ElementType

  init(typeOf: @escaping (Int) -> ElementType) { self.typeOf = typeOf }

  private func fresh(_ type: ElementType) -> Value {
    nextNumber += 1
    return Value(number: nextNumber - 1, type: type)
  }

  func load(_ entry: Int, at index: [Dimension]) -> Value {
    let read = Read(entry: entry, index: index)
    if seen.insert(read).inserted { reads.append(read) }
    let value = fresh(typeOf(entry))
    sources[value.number] = read
    return value
  }

  /// The read that gave a value, which is that element as it is.
  func source(of value: Value) -> Read? { sources[value.number] }

  func constant(_ value: ScalarValue) -> Value { fresh(value.type) }

  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value {
    cost += 1
    return fresh(primitive.resultType(arguments.map(\.type)))
  }

  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    let types = arguments.map(\.type)
    cost += ScalarCost.instructions(function, types)
    return fresh(function.signature(for: types)?.result ?? types[0])
  }

  func element(_ index: Dimension) -> Value {
    indexElements.append(index)
    return fresh(.i64)
  }

  func check(_ condition: Value, index: Value, extent: Dimension, entry: Int, message: CheckMessage) {
    hasChecks = true
  }

  func index(_ value: Value) -> Dimension { SymbolicInteger(.value(value.number)) }
}

/// How many instructions a scalar function expands to.
enum ScalarCost {
  private struct Key: Hashable {
    let function: ScalarFunction
    let types: [ElementType]
  }

  private static let known = Mutex<[Key: Int]>([:])

  static func instructions(_ function: ScalarFunction, _ types: [ElementType]) -> Int {
    // Complex numbers are pairs of reals in the end.
    if types.contains(where: \.isComplex) {
      let parts = types.flatMap { [$0.realType, $0.realType] }
      return [function.realPart, function.imaginaryPart].reduce(0) { $0 + ($1.map { instructions($0, parts) } ?? 0) }
    }
    let key = Key(function: function, types: types)
    if let count = known.withLock({ $0[key] }) { return count }
    let program: ScalarProgram
    switch function.machineForm(for: types) {
    case .expansion(let body): program = ScalarProgram(body)
    case .rareCase(let fast, let rare, _): program = ScalarProgram([fast, rare])
    }
    let count = program.instructions.count { if case .primitive = $0 { true } else { false } }
    known.withLock { $0[key] = count }
    return count
  }
}
