import TensorScalars

/// Writes loop programs: fresh numbers, nested scopes as closures, equal definitions merged, invariant ones moved out.
///
/// A definition that only computes goes to the outermost scope in which all its operands are defined, whatever loop
/// it is asked for in (instructions are total, so this is always safe). Exceptions:
///
/// * Constants stay inside the nearest parallel loop, whose body becomes a function of its own.
/// * A load of an input or a constant leaves a loop only where the loop surely runs (a constant extent of at least
///   1): in an empty loop the element need not exist. It is merged with an equal load that can be seen.
/// * A load of another buffer stays where it is asked for and is merged only with equal ones of the same scope
///   that no write to the buffer separates from it.
///
/// Misuse (a value outside its scope, a wrong number of results) is a programming error and stops the program;
/// what the types are is `LoopProgram.verify`'s business.
public final class LoopBuilder {
  /// One list of statements under construction.
  struct Scope {
    var serial: Int
    var isParallel = false
    /// Whether the body is known to run at least once.
    var surelyRuns = false
    var statements: [Statement] = []
    var known: [Expression: Value] = [:]
    /// The known loads of each buffer that is written somewhere.
    var mutableLoads: [Int: [Expression]] = [:]
  }

  /// Where a loop variable or value is defined: how deep, and in which scope of that depth.
  struct Home {
    var depth: Int
    var serial: Int
  }

  var program: LoopProgram
  var scopes = [Scope(serial: 0)]
  private var scopeCount = 1
  private var valueHomes: [Home] = []
  private var loopHomes: [Home?] = []
  private var constants: [Int: ScalarValue] = [:]
  private var indices: [Int: SymbolicInteger] = [:]

  public init(name: String, symbols: [Symbol] = []) { program = LoopProgram(name: name, symbols: symbols) }

  /// Declares a symbol of the entry, once.
  @discardableResult public func symbol(_ symbol: Symbol) -> SymbolicInteger {
    if !program.symbols.contains(symbol) { program.symbols.append(symbol) }
    return SymbolicInteger(symbol)
  }

  /// Adds a buffer and gives its number.
  public func buffer(_ name: String, _ type: ElementType, _ role: LoopBuffer.Role, count: SymbolicInteger) -> Int {
    program.buffers.append(LoopBuffer(name: name, type: type, role: role, count: count))
    return program.buffers.count - 1
  }

  /// The buffers so far.
  public var buffers: [LoopBuffer] { program.buffers }

  /// The program; the builder is at its end with it.
  public func finish() -> LoopProgram {
    precondition(scopes.count == 1, "a loop program is finished inside a loop")
    program.body = scopes[0].statements
    program.valueCount = valueHomes.count
    program.loopCount = loopHomes.count
    return program
  }
}

// MARK: - Definitions

extension LoopBuilder {
  public func constant(_ value: ScalarValue) -> Value {
    let depth = scopes.lastIndex { $0.isParallel } ?? 0
    let result = place(.constant(value), value.type, at: depth)
    constants[result.number] = value
    return result
  }

  /// An index as an i64 value.
  public func index(_ integer: SymbolicInteger) -> Value {
    if let number = integer.constant { return constant(ScalarValue(integer: Int64(number), type: .i64)) }
    if integer.terms.count == 1, integer.terms[0].coefficient == 1, integer.terms[0].atoms.count == 1,
      case .value(let number) = integer.terms[0].atoms[0]
    {
      return Value(number: number, type: .i64)
    }
    let result = place(.index(integer), .i64, at: depth(of: integer))
    indices[result.number] = integer
    return result
  }

  /// An i64 value as an index: the inverse of `index`.
  public func integer(_ value: Value) -> SymbolicInteger {
    precondition(value.type == .i64, "an index is an i64 value, not \(value.type)")
    if let constant = constants[value.number] { return SymbolicInteger(Int(constant.integer)) }
    return indices[value.number] ?? SymbolicInteger(.value(value.number))
  }

  public func load(_ access: Access) -> Value {
    let buffer = program.buffers[access.buffer]
    let needed = depth(of: access.offset)
    let expression = Expression.load(access)
    var target = scopes.count - 1
    guard !buffer.role.isWritable else {
      if scopes[target].known[expression] == nil {
        scopes[target].mutableLoads[access.buffer, default: []].append(expression)
      }
      return place(expression, buffer.type, at: target)
    }
    while target > needed, scopes[target].surelyRuns { target -= 1 }
    for depth in stride(from: target, through: needed, by: -1) {
      if let value = scopes[depth].known[expression] { return value }
    }
    return place(expression, buffer.type, at: target)
  }

  public func load(_ buffer: Int, at offset: SymbolicInteger) -> Value { load(Access(buffer: buffer, offset: offset)) }

  /// An instruction; on constants it is computed at once.
  public func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value {
    precondition(arguments.count == primitive.arity, "\(primitive) takes \(primitive.arity) arguments")
    let type = primitive.resultType(arguments.map(\.type))
    if case .convert = primitive, arguments[0].type == type { return arguments[0] }
    let known = arguments.compactMap { constants[$0.number] }
    if known.count == arguments.count, primitive.misfit(arguments.map(\.type)) == nil {
      return constant(primitive.evaluate(known))
    }
    return place(.primitive(primitive, arguments), type, at: depth(of: arguments))
  }

  public func primitive(_ primitive: Primitive, _ arguments: Value...) -> Value { self.primitive(primitive, arguments) }

  /// A scalar function of arguments that have the types its rule asks for.
  public func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    let signature = function.signature(for: arguments.map(\.type))
    guard let signature, signature.arguments == arguments.map(\.type) else {
      preconditionFailure("\(function.name) takes no \(arguments.map(\.type)) without casts")
    }
    return place(.call(function, arguments), signature.result, at: depth(of: arguments))
  }

  public func convert(_ value: Value, to type: ElementType) -> Value { primitive(.convert(type), value) }

  /// The constant that a value is known to be.
  public func knownConstant(_ value: Value) -> ScalarValue? { constants[value.number] }

  private func place(_ expression: Expression, _ type: ElementType, at depth: Int) -> Value {
    if let value = scopes[depth].known[expression] { return value }
    let value = fresh(type, at: depth)
    scopes[depth].known[expression] = value
    scopes[depth].statements.append(.define(value, expression))
    return value
  }
}

// MARK: - Steps

extension LoopBuilder {
  public func store(_ value: Value, _ access: Access) {
    _ = max(depth(of: [value]), depth(of: access.offset))
    append(.store(value, access))
    forgetLoads(of: access.buffer)
  }

  public func store(_ value: Value, _ buffer: Int, at offset: SymbolicInteger) {
    store(value, Access(buffer: buffer, offset: offset))
  }

  public func library(_ routine: LibraryCall.Routine, _ pointers: [Access], _ integers: [SymbolicInteger]) {
    append(.call(LibraryCall(routine: routine, pointers: pointers, integers: integers)))
    for pointer in pointers { forgetLoads(of: pointer.buffer) }
  }

  public func check(
    _ condition: Value, site: Int, order: SymbolicInteger, index: Value, extent: SymbolicInteger
  ) {
    append(.check(Check(condition: condition, site: site, order: order, index: index, extent: extent)))
  }

  public func prefetch(_ access: Access) {
    _ = depth(of: access.offset)
    append(.prefetch(access))
  }

  func append(_ statement: Statement) { scopes[scopes.count - 1].statements.append(statement) }

  private func forgetLoads(of buffer: Int) {
    for depth in scopes.indices {
      for load in scopes[depth].mutableLoads.removeValue(forKey: buffer) ?? [] { scopes[depth].known[load] = nil }
    }
  }
}

// MARK: - Scopes and depths

extension LoopBuilder {
  func fresh(_ type: ElementType, at depth: Int) -> Value {
    valueHomes.append(Home(depth: depth, serial: scopes[depth].serial))
    return Value(number: valueHomes.count - 1, type: type)
  }

  /// Makes a value that a scope that is now closed defined visible in the present one.
  func rehome(_ value: Value) {
    valueHomes[value.number] = Home(depth: scopes.count - 1, serial: scopes[scopes.count - 1].serial)
  }

  func freshLoop() -> Int {
    loopHomes.append(nil)
    return loopHomes.count - 1
  }

  /// The statements that `body` writes with the variables of `loops` in scope.
  func scope<Result>(
    loops: [(variable: Int, extent: SymbolicInteger)], isParallel: Bool = false, _ body: () throws -> Result
  ) rethrows -> (statements: [Statement], result: Result) {
    for loop in loops { _ = depth(of: loop.extent) }
    let surelyRuns = loops.allSatisfy { ($0.extent.constant ?? 0) >= 1 }
    scopes.append(Scope(serial: scopeCount, isParallel: isParallel, surelyRuns: surelyRuns))
    scopeCount += 1
    for loop in loops { loopHomes[loop.variable] = Home(depth: scopes.count - 1, serial: scopeCount - 1) }
    let result = try body()
    let scope = scopes.removeLast()
    return (scope.statements, result)
  }

  private func depth(_ home: Home?, _ what: @autoclosure () -> String) -> Int {
    guard let home, home.depth < scopes.count, scopes[home.depth].serial == home.serial else {
      preconditionFailure("\(what()) is used outside the loop that defines it")
    }
    return home.depth
  }

  func depth(of values: [Value]) -> Int {
    values.reduce(0) { max($0, depth(valueHomes[$1.number], "%\($1.number)")) }
  }

  func depth(of integer: SymbolicInteger) -> Int {
    var deepest = 0
    integer.forEachAtom { atom in
      switch atom {
      case .symbol, .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: break
      case .loop(let number): deepest = max(deepest, depth(loopHomes[number], "i\(number)"))
      case .value(let number): deepest = max(deepest, depth(valueHomes[number], "%\(number)"))
      }
    }
    return deepest
  }
}

extension LoopBuffer.Role {
  /// Whether programs may store to it.
  public var isWritable: Bool {
    switch self {
    case .input, .constant: false
    case .output, .temporary, .scratch: true
    }
  }
}
