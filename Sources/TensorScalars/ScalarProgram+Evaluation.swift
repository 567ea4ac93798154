/// A scalar program laid out for an interpreter: flat steps over one buffer of 64-bit words.
///
/// Value `i` of the program stands in word `i`; rare-case calls hold programs of their own. Made once for a loop
/// body, then run for every element without allocation.
package struct ScalarTape: Sendable {
  private struct Step: Sendable {
    let primitive: Primitive
    let type: ElementType
    let a, b, c: Int32
    let target: Int32
  }

  private struct RareCall: Sendable {
    let operands: [Int]
    let target: Int
    let fast, rare, exact: ScalarTape
  }

  private enum Chunk: Sendable {
    case steps(Range<Int>)
    case call(Int)
  }

  private var steps: [Step] = []
  private var calls: [RareCall] = []
  private var chunks: [Chunk] = []
  private var constants: [(target: Int, bits: UInt64)] = []
  private var arguments: [(target: Int, number: Int)] = []
  /// The words of the buffer that `run` needs.
  package let wordCount: Int
  /// The words in which the results stand after `run`.
  package let results: [Int]

  package init(_ program: ScalarProgram) {
    wordCount = program.instructions.count
    results = program.results
    for (index, instruction) in program.instructions.enumerated() {
      switch instruction {
      case .argument(let number): arguments.append((index, number))
      case .constant(let value): constants.append((index, value.bits))
      case .primitive(let primitive, let list): append(primitive, list, program, index)
      case .call(let function, let list): append(function, list, program, index)
      }
    }
  }

  private mutating func append(_ primitive: Primitive, _ operands: [Int], _ program: ScalarProgram, _ target: Int) {
    func operand(_ position: Int) -> Int32 { Int32(operands[min(position, operands.count - 1)]) }
    let type = primitive.operandType(operands.map { program.types[$0] })
    steps.append(
      Step(primitive: primitive, type: type, a: operand(0), b: operand(1), c: operand(2), target: Int32(target)))
    if case .steps(let range)? = chunks.last {
      chunks[chunks.count - 1] = .steps(range.lowerBound..<steps.count)
    } else {
      chunks.append(.steps(steps.count - 1..<steps.count))
    }
  }

  private mutating func append(
    _ function: ScalarFunction, _ operands: [Int], _ program: ScalarProgram, _ target: Int
  ) {
    func tape(_ expression: ScalarExpression) -> ScalarTape { ScalarTape(ScalarProgram(expression)) }
    switch function.machineForm(for: operands.map { program.types[$0] }) {
    case .expansion(let body):
      let whole = tape(body)
      let never = tape(.constant(bits: 0, .bool))
      calls.append(RareCall(operands: operands, target: target, fast: whole, rare: never, exact: whole))
    case .rareCase(let fast, let rare, let exact):
      calls.append(
        RareCall(operands: operands, target: target, fast: tape(fast), rare: tape(rare), exact: tape(exact)))
    }
    chunks.append(.call(calls.count - 1))
  }

  /// Writes the program's constants into the buffer; needed once, as `run` leaves them alone.
  package func prepare(_ words: UnsafeMutablePointer<UInt64>) {
    for constant in constants { words[constant.target] = constant.bits }
  }

  /// Runs the program on the bits of its arguments.
  ///
  /// - Parameters:
  ///   - arguments: the bits of each argument, as `ScalarValue` holds them.
  ///   - words: a buffer of `wordCount` words that has been prepared.
  package func run(arguments values: UnsafePointer<UInt64>, words: UnsafeMutablePointer<UInt64>) {
    for argument in arguments { words[argument.target] = values[argument.number] }
    for chunk in chunks {
      switch chunk {
      case .steps(let range):
        steps.withUnsafeBufferPointer { steps in
          for index in range {
            let step = steps[index]
            words[Int(step.target)] = step.primitive.evaluate(
              words[Int(step.a)], words[Int(step.b)], words[Int(step.c)], of: step.type)
          }
        }
      case .call(let index): run(calls[index], words)
      }
    }
  }

  private func run(_ call: RareCall, _ words: UnsafeMutablePointer<UInt64>) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: call.operands.count) { operands in
      for (position, operand) in call.operands.enumerated() { operands[position] = words[operand] }
      guard let base = operands.baseAddress else { return }
      let isRare = call.rare.result(UnsafePointer(base)) != 0
      words[call.target] = (isRare ? call.exact : call.fast).result(UnsafePointer(base))
    }
  }

  /// The first result alone, in a buffer of the call's own.
  private func result(_ arguments: UnsafePointer<UInt64>) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(wordCount, 1)) { words in
      guard let base = words.baseAddress else { return 0 }
      prepare(base)
      run(arguments: arguments, words: base)
      return base[results[0]]
    }
  }
}

extension ScalarProgram {
  /// The results on constant arguments of the types for which the program was made.
  public func evaluate(arguments: [ScalarValue]) -> [ScalarValue] {
    let tape = ScalarTape(self)
    var words = [UInt64](repeating: 0, count: max(tape.wordCount, 1))
    arguments.map(\.bits).withUnsafeBufferPointer { values in
      words.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        tape.prepare(base)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 1) { none in
          guard let fallback = none.baseAddress else { return }
          tape.run(arguments: values.baseAddress ?? UnsafePointer(fallback), words: base)
        }
      }
    }
    return results.map { ScalarValue(type: types[$0], bits: words[$0]) }
  }
}

extension ScalarFunction {
  /// The value on arguments of any types for which the function is defined; nil for others.
  public func evaluate(_ arguments: [ScalarValue]) -> ScalarValue? {
    guard let signature = signature(for: arguments.map(\.type)) else { return nil }
    let converted = zip(arguments, signature.arguments).map { $0.converted(to: $1) }
    if signature.arguments.contains(where: \.isComplex) { return evaluateComplex(converted, signature.result) }
    let placeholders = signature.arguments.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
    let call = ScalarExpression(kind: .call(self, placeholders), type: signature.result)
    return ScalarProgram(call).evaluate(arguments: converted).first
  }
}

extension ScalarValue {
  /// This value cast to `type`.
  ///
  /// A complex number loses its imaginary part where `type` is real; to bool it is true unless both parts are 0.
  public func converted(to type: ElementType) -> ScalarValue {
    if type == self.type { return self }
    if type.isComplex {
      return ScalarValue(real: real.converted(to: type.realType), imaginary: imaginary.converted(to: type.realType))
    }
    if type == .bool, self.type.isComplex { return ScalarValue(real.asDouble != 0 || imaginary.asDouble != 0) }
    return Primitive.convert(type).evaluate([real])
  }
}
