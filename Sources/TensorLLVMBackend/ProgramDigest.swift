import TensorLoopIR
import TensorScalars

/// A digest of 128 bits that is the same in every process.
///
/// Two multiply-and-rotate lanes over 64-bit words: enough to name programs, no defence against forgery.
struct ProgramDigest {
  private var (low, high): (UInt64, UInt64) = (0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f)
  private var functions: [ScalarSignature: UInt64] = [:]

  mutating func add(_ word: UInt64) {
    low = (low ^ word) &* 0x9fb2_1c65_1e98_df25
    low ^= low >> 29
    high = ((high << 23 | high >> 41) ^ word) &* 0xd6e8_feb8_6659_fd93 &+ low
    high ^= high >> 32
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// 32 hexadecimal digits.
  var text: String {
    [low, high].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    .joined()
  }

  mutating func add(_ program: LoopProgram) {
    // Names of the program and its buffers are not part of its meaning.
    add(program.symbols.count)
    for symbol in program.symbols { add(symbol) }
    add(program.buffers.count)
    for buffer in program.buffers { add(buffer) }
    add(program.body)
  }

  private mutating func add(_ symbol: Symbol) {
    add(symbol.name)
    add(symbol.number)
  }

  private mutating func add(_ buffer: LoopBuffer) {
    add(Int(buffer.type.rawValue))
    switch buffer.role {
    case .input: add(1)
    case .output: add(2)
    case .temporary: add(3)
    case .scratch: add(4)
    case .constant: add(5)
    }
  }

  private mutating func add(_ statements: [Statement]) {
    add(statements.count)
    for statement in statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    switch statement {
    case .define(let value, let expression):
      add(1)
      add(value)
      add(expression)
    case .store(let value, let access):
      add(2)
      add(value)
      add(access)
    case .loop(let loop):
      add(3)
      add(loop.variable)
      add(loop.extent)
      switch loop.kind {
      case .serial: add(1)
      case .parallel(let grain):
        add(2)
        add(grain)
      case .vector: add(3)
      }
      add(loop.body)
    case .fold(let fold):
      add(4)
      add(fold.variable)
      add(fold.extent)
      for list in [fold.carried, fold.initial, fold.next] { add(list) }
      add(fold.body)
    case .reduce(let reduction):
      add(5)
      add(reduction.variable)
      add(reduction.extent)
      add(reduction.order == .lanes ? 1 : 2)
      add(reduction.body)
      add(reduction.reducers.count)
      for reducer in reduction.reducers {
        add("\(reducer.combiner)")
        add(reducer.arguments)
        add(reducer.result)
      }
      add(reduction.lanes)
      add(reduction.then)
    case .scan(let scan):
      add(6)
      add(scan.variable)
      add(scan.extent)
      add("\(scan.combiner)")
      add(scan.body)
      add(scan.input)
      add(scan.result)
      add(scan.lanes)
      add(scan.then)
    case .call(let call):
      add(7)
      add(Int(call.routine.rawValue))
      add(call.pointers.count)
      for pointer in call.pointers { add(pointer) }
      add(call.integers.count)
      for integer in call.integers { add(integer) }
    case .check(let check):
      add(8)
      add(check.condition)
      add(check.site)
      add(check.order)
      add(check.index)
      add(check.extent)
    case .prefetch(let access):
      add(9)
      add(access)
    }
  }

  private mutating func add(_ lanes: Reduction.Lanes?) {
    guard let lanes else { return add(0) }
    add(1)
    add(lanes.variable)
    add(lanes.extent)
  }

  private mutating func add(_ values: [Value]) {
    add(values.count)
    for value in values { add(value) }
  }

  private mutating func add(_ value: Value) {
    add(value.number)
    add(Int(value.type.rawValue))
  }

  private mutating func add(_ access: Access) {
    add(access.buffer)
    add(access.offset)
  }

  private mutating func add(_ expression: Expression) {
    switch expression {
    case .constant(let value):
      add(1)
      add(Int(value.type.rawValue))
      add(value.bits)
    case .index(let index):
      add(2)
      add(index)
    case .load(let access):
      add(3)
      add(access)
    case .primitive(let primitive, let values):
      add(4)
      add(primitive)
      add(values)
    case .call(let function, let values):
      add(5)
      add(digest(of: ScalarSignature(function: function, types: values.map(\.type))))
      add(values)
    }
  }

  private mutating func add(_ primitive: Primitive) {
    if case .lookup(let table) = primitive {
      add("lookup")
      add(table.words.count)
      for word in table.words { add(word) }
    } else {
      add("\(primitive)")
    }
  }

  /// The digest of a function's machine form, so that a new formula is a new program.
  private mutating func digest(of signature: ScalarSignature) -> UInt64 {
    if let known = functions[signature] { return known }
    var digest = ProgramDigest()
    switch ScalarForm(signature.function.machineForm(for: signature.types)) {
    case .expansion(let program): digest.add(program)
    case .rareCase(let program, let exact):
      digest.add(program)
      digest.add(exact)
    }
    functions[signature] = digest.low
    return digest.low
  }

  private mutating func add(_ program: ScalarProgram) {
    for (instruction, type) in zip(program.instructions, program.types) {
      add(Int(type.rawValue))
      switch instruction {
      case .argument(let number):
        add(1)
        add(number)
      case .constant(let value):
        add(2)
        add(value.bits)
      case .primitive(let primitive, let list):
        add(3)
        add(primitive)
        for index in list { add(index) }
      case .call(let function, let list):
        add(4)
        add(digest(of: ScalarSignature(function: function, types: list.map { program.types[$0] })))
        for index in list { add(index) }
      }
    }
    for result in program.results { add(result) }
  }

  private mutating func add(_ expression: SymbolicInteger) {
    add(expression.terms.count)
    for term in expression.terms {
      add(term.coefficient)
      add(term.atoms.count)
      for atom in term.atoms { add(atom) }
    }
  }

  private mutating func add(_ atom: SymbolicInteger.Atom) {
    switch atom {
    case .symbol(let symbol):
      add(1)
      add(symbol)
    case .loop(let number):
      add(2)
      add(number)
    case .value(let number):
      add(3)
      add(number)
    case .floorDivide: add(4)
    case .remainder: add(5)
    case .minimum: add(6)
    case .maximum: add(7)
    case .broadcast: add(8)
    case .isNotOne: add(9)
    }
    for operand in atom.operands { add(operand) }
  }
}
