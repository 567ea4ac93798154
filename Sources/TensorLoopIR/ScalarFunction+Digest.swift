import Synchronization
import TensorScalars

extension ScalarFunction {
  private struct Signature: Hashable {
    var function: ScalarFunction
    var types: [ElementType]
  }

  /// Forms never change while a process runs, so each is read once.
  private static let digests = Mutex<[Signature: String]>([:])

  /// 32 hexadecimal digits that change when the machine form for these argument types does.
  public func digest(for types: [ElementType]) -> String {
    let key = Signature(function: self, types: types)
    if let known = ScalarFunction.digests.withLock({ $0[key] }) { return known }
    var content = ContentHash()
    switch machineForm(for: types) {
    case .expansion(let body): content.add(ScalarProgram(body))
    case .rareCase(let fast, let rare, let exact):
      for expression in [fast, rare, exact] { content.add(ScalarProgram(expression)) }
    }
    let digest = content.text
    ScalarFunction.digests.withLock { $0[key] = digest }
    return digest
  }
}

/// A 128-bit FNV-1a hash of what programs are made of.
private struct ContentHash {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  var text: String {
    let digits = String(state, radix: 16)
    return "x" + String(repeating: "0", count: 32 - digits.count) + digits
  }

  private mutating func add(_ word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      state = (state ^ UInt128(word >> shift & 0xff)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
  }

  private mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  mutating func add(_ program: ScalarProgram) {
    add(UInt64(program.instructions.count))
    for (instruction, type) in zip(program.instructions, program.types) {
      add(UInt64(type.rawValue))
      switch instruction {
      case .argument(let number):
        add(0)
        add(UInt64(number))
      case .constant(let value):
        add(1)
        add(value.bits)
      case .primitive(let primitive, let operands):
        add(2)
        add(primitive.mnemonic)
        if case .lookup(let table) = primitive { for word in [UInt64(table.words.count)] + table.words { add(word) } }
        for operand in operands { add(UInt64(operand)) }
      case .call(let function, let operands):
        add(3)
        add(function.name)
        add(function.digest(for: operands.map { program.types[$0] }))
        for operand in operands { add(UInt64(operand)) }
      }
    }
    for result in program.results { add(UInt64(result)) }
  }
}
