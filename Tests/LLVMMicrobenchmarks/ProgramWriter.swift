import TensorLoopIR
import TensorScalars

/// Writes loop programs by hand.
struct ProgramWriter {
  var program = LoopProgram(name: "test")

  mutating func symbol(_ name: String) -> SymbolicInteger {
    let symbol = Symbol(name)
    if !program.symbols.contains(symbol) { program.symbols.append(symbol) }
    return SymbolicInteger(symbol)
  }

  mutating func buffer(_ type: ElementType, _ role: LoopBuffer.Role, _ count: SymbolicInteger) -> Int {
    program.buffers.append(LoopBuffer(name: "b\(program.buffers.count)", type: type, role: role, count: count))
    return program.buffers.count - 1
  }

  mutating func input(_ type: ElementType, _ count: SymbolicInteger) -> Int {
    buffer(type, .input(program.buffers.count), count)
  }

  mutating func output(_ type: ElementType, _ count: SymbolicInteger) -> Int {
    buffer(type, .output(program.buffers.count), count)
  }

  mutating func variable() -> Int {
    program.loopCount += 1
    return program.loopCount - 1
  }

  mutating func value(_ type: ElementType) -> Value {
    program.valueCount += 1
    return Value(number: program.valueCount - 1, type: type)
  }

  mutating func define(_ type: ElementType, _ expression: Expression, _ body: inout [Statement]) -> Value {
    let result = value(type)
    body.append(.define(result, expression))
    return result
  }

  mutating func load(_ buffer: Int, _ offset: SymbolicInteger, _ body: inout [Statement]) -> Value {
    define(program.buffers[buffer].type, .load(Access(buffer: buffer, offset: offset)), &body)
  }

  mutating func primitive(_ primitive: Primitive, _ arguments: [Value], _ body: inout [Statement]) -> Value {
    define(primitive.resultType(arguments.map(\.type)), .primitive(primitive, arguments), &body)
  }

  mutating func call(_ function: ScalarFunction, _ arguments: [Value], _ body: inout [Statement]) -> Value {
    let signature = function.signature(for: arguments.map(\.type))
    return define(signature?.result ?? arguments[0].type, .call(function, arguments), &body)
  }

  func store(_ value: Value, _ buffer: Int, _ offset: SymbolicInteger, _ body: inout [Statement]) {
    body.append(.store(value, Access(buffer: buffer, offset: offset)))
  }

  func loop(
    _ variable: Int, _ extent: SymbolicInteger, _ kind: Loop.Kind = .vector, _ body: [Statement]
  ) -> Statement {
    .loop(Loop(variable: variable, extent: extent, kind: kind, body: body))
  }
}

/// A vector loop over `n` elements that applies an expression of the loads of contiguous inputs.
func elementwise(
  _ inputs: [ElementType], _ result: ElementType, extent: SymbolicInteger? = nil, stride: SymbolicInteger = 1,
  _ body: (inout ProgramWriter, [Value], inout [Statement]) -> Value
) -> LoopProgram {
  var builder = ProgramWriter()
  let n = extent ?? builder.symbol("n")
  let buffers = inputs.map { builder.input($0, n) }
  let output = builder.output(result, n)
  let i = builder.variable()
  var statements: [Statement] = []
  let loads = buffers.map { builder.load($0, stride * .loop(i), &statements) }
  let value = body(&builder, loads, &statements)
  builder.store(value, output, .loop(i), &statements)
  builder.program.body = [builder.loop(i, n, .vector, statements)]
  return builder.program
}
