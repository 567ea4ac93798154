import TensorScalars

/// Lays a verified program out as `LoopCode`.
///
/// Parts of index expressions are numbered by value and go to the outermost scope in which their operands are
/// known, so that an inner loop does one multiply-add for an access. Scalar functions are written out in place.
struct LoopCompiler {
  typealias Operation = LoopCode.Operation
  typealias Instruction = LoopCode.Instruction

  /// One list of instructions under construction, with the integers computed in it.
  private struct Scope {
    struct Key: Hashable {
      var operation: Operation
      var a, b: Int32
      var immediate: Int
    }
    var code: [Instruction] = []
    var known: [Key: Int32] = [:]
  }

  private struct Signature: Hashable {
    var function: ScalarFunction
    var types: [ElementType]
  }

  private let program: LoopProgram
  private var code = LoopCode()
  private var scopes = [Scope()]
  /// For every register the depth of the scope that sets it.
  private var depths: [Int] = []
  private var constants: [UInt64: Int32] = [:]
  private var symbols: [Symbol: Int32] = [:]
  private var values: [Int: Int32] = [:]
  private var loops: [Int: Int32] = [:]
  /// Registers of finished scalar functions, free for the next one.
  private var spare: [Int32] = []
  private var functions: [Signature: ScalarProgram] = [:]
  private var primitives: [Primitive: Int32] = [:]
  private var statement: Statement?

  init(_ program: LoopProgram) { self.program = program }

  mutating func compile() -> LoopCode {
    for symbol in program.symbols {
      let register = fresh(at: 0)
      symbols[symbol] = register
      code.symbols.append(register)
    }
    compile(program.body)
    emit(Instruction(operation: .halt))
    code.instructions = scopes[0].code
    code.registerCount = depths.count
    return code
  }

  // MARK: Registers

  private mutating func fresh(at depth: Int? = nil) -> Int32 {
    depths.append(depth ?? scopes.count - 1)
    return Int32(depths.count - 1)
  }

  private mutating func constant(_ bits: UInt64) -> Int32 {
    if let register = constants[bits] { return register }
    let register = fresh(at: 0)
    constants[bits] = register
    code.constants.append((register, bits))
    return register
  }

  private mutating func emit(_ instruction: Instruction) { scopes[scopes.count - 1].code.append(instruction) }

  private mutating func define(_ value: Value) -> Int32 {
    let register = fresh()
    values[value.number] = register
    return register
  }

  private func register(_ value: Value) -> Int32 {
    guard let register = values[value.number] else {
      preconditionFailure("%\(value.number) of a verified program has no register")
    }
    return register
  }

  // MARK: Integers

  private mutating func integer(_ operation: Operation, _ a: Int32, _ b: Int32, _ immediate: Int = 0) -> Int32 {
    let depth = max(depths[Int(a)], depths[Int(b)])
    let key = Scope.Key(operation: operation, a: a, b: b, immediate: immediate)
    if let register = scopes[depth].known[key] { return register }
    let register = fresh(at: depth)
    scopes[depth].known[key] = register
    scopes[depth].code.append(
      Instruction(operation: operation, a: a, b: b, target: register, immediate: immediate))
    return register
  }

  private mutating func register(_ atom: SymbolicInteger.Atom) -> Int32 {
    let known: Int32?
    switch atom {
    case .symbol(let symbol): known = symbols[symbol]
    case .loop(let number): known = loops[number]
    case .value(let number): known = values[number]
    case .floorDivide(let a, let b): known = integer(.floorDivide, register(a), register(b))
    case .remainder(let a, let b): known = integer(.floorModulo, register(a), register(b))
    case .minimum(let a, let b): known = integer(.smaller, register(a), register(b))
    case .maximum(let a, let b): known = integer(.larger, register(a), register(b))
    case .broadcast(let a, let b): known = integer(.broadcast, register(a), register(b))
    case .isNotOne(let a):
      let operand = register(a)
      known = integer(.isNotOne, operand, operand)
    }
    guard let known else { preconditionFailure("\(atom) of a verified program has no register") }
    return known
  }

  /// The expression as `base + factor * index`, the outermost parts being summed first.
  private mutating func linear(_ expression: SymbolicInteger) -> (base: Int32, factor: Int, index: Int32) {
    var terms: [(factor: Int, register: Int32)] = []
    var base = 0
    for term in expression.terms {
      if term.atoms.isEmpty {
        base = term.coefficient
        continue
      }
      let factors = term.atoms.map { register($0) }.sorted { (depths[Int($0)], $0) < (depths[Int($1)], $1) }
      let product = factors.dropFirst().reduce(factors[0]) { integer(.multiplyIntegers, $0, $1) }
      terms.append((term.coefficient, product))
    }
    terms.sort { (depths[Int($0.register)], $0.register) < (depths[Int($1.register)], $1.register) }
    var sum = constant(UInt64(bitPattern: Int64(base)))
    guard let last = terms.last else { return (sum, 0, sum) }
    for term in terms.dropLast() { sum = integer(.addMultiple, sum, term.register, term.factor) }
    return (sum, last.factor, last.register)
  }

  private mutating func register(_ expression: SymbolicInteger) -> Int32 {
    let (base, factor, index) = linear(expression)
    if factor == 0 { return base }
    if factor == 1, base == constant(0) { return index }
    return integer(.addMultiple, base, index, factor)
  }

  // MARK: Statements

  private mutating func compile(_ body: [Statement]) {
    for item in body {
      statement = item
      switch item {
      case .define(let value, let expression): compile(value, expression)
      case .store(let value, let access): transfer(Operation.store(value.type), access, register(value))
      case .loop(let loop):
        let (variable, extent) = begin(loop.variable, loop.extent)
        compile(loop.body)
        end(variable, extent)
      case .fold(let fold): compile(fold)
      case .reduce(let reduction): compile(reduction)
      case .scan(let scan): compile(scan)
      case .call(let call): compile(call)
      case .prefetch: break
      case .check(let check):
        let (order, extent) = (register(check.order), register(check.extent))
        emit(
          Instruction(
            operation: .check, a: register(check.condition), b: order, c: register(check.index), target: extent,
            immediate: check.site))
      }
    }
  }

  /// Opens a loop: a scope with its variable.
  private mutating func begin(_ variable: Int, _ extent: SymbolicInteger) -> (variable: Int32, extent: Int32) {
    let count = register(extent)
    scopes.append(Scope())
    let register = fresh()
    loops[variable] = register
    return (register, count)
  }

  /// Closes the innermost scope as a loop.
  private mutating func end(_ variable: Int32, _ extent: Int32) {
    let body = scopes.removeLast().code
    emit(Instruction(operation: .loopBegin, a: extent, target: variable, immediate: body.count + 1))
    scopes[scopes.count - 1].code += body
    emit(Instruction(operation: .loopEnd, a: extent, target: variable, immediate: body.count + 1))
  }

  private mutating func compile(_ fold: Fold) {
    let initial = fold.initial.map { register($0) }
    let extent = register(fold.extent)
    // The registers are set here, but nothing that depends on them may be moved here out of the loop.
    let carried = fold.carried.map { _ in fresh(at: scopes.count) }
    for (target, source) in zip(carried, initial) { emit(Instruction(operation: .copy, a: source, target: target)) }
    for (value, register) in zip(fold.carried, carried) { values[value.number] = register }
    let variable = begin(fold.variable, fold.extent).variable
    compile(fold.body)
    // All next values are read before any carried one changes.
    let next = fold.next.map { value in
      let temporary = fresh()
      emit(Instruction(operation: .copy, a: register(value), target: temporary))
      return temporary
    }
    for (target, source) in zip(carried, next) { emit(Instruction(operation: .copy, a: source, target: target)) }
    end(variable, extent)
    for register in carried { depths[Int(register)] = scopes.count - 1 }
  }

  private mutating func compile(_ reduction: Reduction) {
    let extent = register(reduction.extent)
    let lanes = reduction.lanes.map { begin($0.variable, $0.extent) }
    let first = code.reducers.count
    for reducer in reduction.reducers {
      let type = reducer.arguments[0].type
      code.reducers.append(
        ReducerCode(combiner: reducer.combiner, type: type, order: reduction.order, base: code.stateCount))
      code.stateCount += ReducerCode.stateCount
    }
    for position in reduction.reducers.indices {
      emit(Instruction(operation: .reduceBegin, item: Int32(first + position)))
    }
    let variable = begin(reduction.variable, reduction.extent).variable
    compile(reduction.body)
    for (position, reducer) in reduction.reducers.enumerated() {
      let (x, y) = (register(reducer.arguments[0]), register(reducer.arguments[reducer.arguments.count - 1]))
      emit(Instruction(operation: .reduceStep, a: x, b: y, c: variable, item: Int32(first + position)))
    }
    end(variable, extent)
    for (position, reducer) in reduction.reducers.enumerated() {
      let result = define(reducer.result)
      emit(Instruction(operation: .reduceEnd, a: extent, target: result, item: Int32(first + position)))
    }
    compile(reduction.then)
    if let lanes { end(lanes.variable, lanes.extent) }
  }

  private mutating func compile(_ scan: Scan) {
    let extent = register(scan.extent)
    let lanes = scan.lanes.map { begin($0.variable, $0.extent) }
    let item = Int32(code.reducers.count)
    code.reducers.append(
      ReducerCode(combiner: scan.combiner, type: scan.input.type, order: .lanes, base: code.stateCount))
    code.stateCount += ReducerCode.scanStateCount
    let variable = begin(scan.variable, scan.extent).variable
    compile(scan.body)
    let input = register(scan.input)
    let result = define(scan.result)
    emit(Instruction(operation: .scanStep, a: input, c: variable, target: result, item: item))
    compile(scan.then)
    end(variable, extent)
    if let lanes { end(lanes.variable, lanes.extent) }
  }

  private mutating func compile(_ call: LibraryCall) {
    let pointers = call.pointers.map { pointer in
      code.accesses.append((.call(call), pointer.buffer))
      return (
        buffer: pointer.buffer, offset: register(pointer.offset),
        byteCount: program.buffers[pointer.buffer].type.byteCount, access: code.accesses.count - 1
      )
    }
    let integers = call.integers.map { register($0) }
    code.library.append(LoopCode.LibrarySite(routine: call.routine, pointers: pointers, integers: integers))
    emit(Instruction(operation: .library, item: Int32(code.library.count - 1)))
  }

  private mutating func transfer(_ operation: Operation, _ access: Access, _ target: Int32) {
    let (base, factor, index) = linear(access.offset)
    if let statement { code.accesses.append((statement, access.buffer)) }
    emit(
      Instruction(
        operation: operation, a: Int32(access.buffer), b: base, c: index, target: target, immediate: factor,
        item: Int32(code.accesses.count - 1)))
  }

  // MARK: Definitions

  private mutating func compile(_ value: Value, _ expression: Expression) {
    switch expression {
    case .constant(let constant): values[value.number] = self.constant(constant.bits)
    case .index(let integer): values[value.number] = register(integer)
    case .load(let access):
      let target = define(value)
      transfer(Operation.load(value.type), access, target)
    case .primitive(let primitive, let arguments):
      let operands = arguments.map { register($0) }
      let target = define(value)
      emit(primitive, operands, arguments.map(\.type), target)
    case .call(let function, let arguments):
      let operands = arguments.map { register($0) }
      let target = define(value)
      var held: [Int32] = []
      inline(scalarProgram(function, arguments.map(\.type)), operands, target, &held)
      spare += held
    }
  }

  private mutating func emit(
    _ primitive: Primitive, _ operands: [Int32], _ types: [ElementType], _ target: Int32
  ) {
    let type = primitive.operandType(types)
    var instruction = Instruction(
      operation: Operation(primitive, type), type: type, a: operands[0], b: operands[min(1, operands.count - 1)],
      c: operands[operands.count - 1], target: target)
    if instruction.operation == .primitive {
      let item = primitives[primitive] ?? Int32(code.primitives.count)
      if primitives[primitive] == nil {
        primitives[primitive] = item
        code.primitives.append(primitive)
      }
      instruction.item = item
    }
    emit(instruction)
  }

  // MARK: Scalar functions

  private mutating func scalarProgram(_ function: ScalarFunction, _ types: [ElementType]) -> ScalarProgram {
    let key = Signature(function: function, types: types)
    if let program = functions[key] { return program }
    let placeholders = types.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
    let result = function.signature(for: types)?.result ?? types[0]
    let program = ScalarProgram(ScalarExpression(kind: .call(function, placeholders), type: result))
    functions[key] = program
    return program
  }

  /// Writes a scalar program out; the registers it takes are added to `held` and free afterwards.
  private mutating func inline(
    _ program: ScalarProgram, _ arguments: [Int32], _ target: Int32, _ held: inout [Int32]
  ) {
    var registers: [Int32] = []
    for (position, instruction) in program.instructions.enumerated() {
      switch instruction {
      case .argument(let number): registers.append(arguments[number])
      case .constant(let value): registers.append(constant(value.bits))
      case .primitive(let primitive, let operands):
        registers.append(temporary(&held))
        emit(
          primitive, operands.map { registers[$0] }, operands.map { program.types[$0] }, registers[position])
      case .call(let function, let operands):
        registers.append(temporary(&held))
        inline(
          function, operands.map { registers[$0] }, operands.map { program.types[$0] }, registers[position], &held)
      }
    }
    emit(Instruction(operation: .copy, a: registers[program.results[0]], target: target))
  }

  /// A function with a rare case: its exact form where the condition holds, else its fast one.
  private mutating func inline(
    _ function: ScalarFunction, _ operands: [Int32], _ types: [ElementType], _ target: Int32, _ held: inout [Int32]
  ) {
    switch function.machineForm(for: types) {
    case .expansion(let body): inline(ScalarProgram(body), operands, target, &held)
    case .rareCase(let fast, let rare, let exact):
      let condition = temporary(&held)
      inline(ScalarProgram(rare), operands, condition, &held)
      let exactCode = captured { $0.inline(ScalarProgram(exact), operands, target, &held) }
      let fastCode = captured { $0.inline(ScalarProgram(fast), operands, target, &held) }
      emit(Instruction(operation: .jumpIfZero, a: condition, immediate: exactCode.count + 1))
      scopes[scopes.count - 1].code += exactCode
      emit(Instruction(operation: .jump, immediate: fastCode.count))
      scopes[scopes.count - 1].code += fastCode
    }
  }

  private mutating func captured(_ body: (inout LoopCompiler) -> Void) -> [Instruction] {
    let before = scopes[scopes.count - 1].code
    scopes[scopes.count - 1].code = []
    body(&self)
    let result = scopes[scopes.count - 1].code
    scopes[scopes.count - 1].code = before
    return result
  }

  private mutating func temporary(_ held: inout [Int32]) -> Int32 {
    let register = spare.popLast() ?? fresh(at: 0)
    held.append(register)
    return register
  }
}

extension LoopCode.Operation {
  static func load(_ type: ElementType) -> LoopCode.Operation {
    switch type {
    case .bool: .loadBool
    case .i8, .u8: .load8
    case .i16, .u16, .f16, .bf16: .load16
    case .i32, .u32, .f32: .load32
    case .i64, .u64, .f64: .load64
    case .c64, .c128: preconditionFailure("complex numbers are loaded by their parts")
    }
  }

  static func store(_ type: ElementType) -> LoopCode.Operation {
    switch type {
    case .bool, .i8, .u8: .store8
    case .i16, .u16, .f16, .bf16: .store16
    case .i32, .u32, .f32: .store32
    case .i64, .u64, .f64: .store64
    case .c64, .c128: preconditionFailure("complex numbers are stored by their parts")
    }
  }

  /// An operation of its own for what is frequent.
  init(_ primitive: Primitive, _ type: ElementType) {
    switch (primitive, type) {
    case (.select, _): self = .select
    case (.bitcast, _): self = .copy
    case (.add, .f64): self = .addF64
    case (.subtract, .f64): self = .subtractF64
    case (.multiply, .f64): self = .multiplyF64
    case (.divide, .f64): self = .divideF64
    case (.fusedMultiplyAdd, .f64): self = .fmaF64
    case (.add, .f32): self = .addF32
    case (.subtract, .f32): self = .subtractF32
    case (.multiply, .f32): self = .multiplyF32
    case (.divide, .f32): self = .divideF32
    case (.fusedMultiplyAdd, .f32): self = .fmaF32
    case (.add, .i64), (.add, .u64): self = .add64
    case (.subtract, .i64), (.subtract, .u64): self = .subtract64
    case (.and, .bool), (.and, .u64), (.and, .i64), (.and, .u32): self = .and64
    case (.or, .bool), (.or, .u64), (.or, .i64), (.or, .u32): self = .or64
    case (.equal, .u64), (.equal, .i64), (.equal, .bool): self = .equal64
    case (_, _): self = .primitive
    }
  }
}
