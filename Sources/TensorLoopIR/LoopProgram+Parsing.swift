import TensorScalars

extension LoopProgram {
  /// The program that prints as `text`.
  ///
  /// Functions are found by name; where the text has a list of functions, their present expansions must be the same.
  /// The program is not verified.
  public init(parsing text: String) throws(LoopParsingError) {
    var parser = LoopParser(text)
    self = try parser.program()
  }
}

/// Reads programs by recursive descent; the depth is limited.
struct LoopParser {
  var scanner: LoopScanner
  var types: [Int: ElementType] = [:]
  var loopCount = 0
  var valueCount = 0

  init(_ text: String) { scanner = LoopScanner(text) }

  mutating func program() throws(LoopParsingError) -> LoopProgram {
    try scanner.needWord("program")
    var program = LoopProgram(name: try scanner.string())
    try scanner.need("{")
    while scanner.takeWord("symbol") { program.symbols.append(try symbol()) }
    while scanner.takeWord("buffer") { program.buffers.append(try buffer(number: program.buffers.count)) }
    program.body = try statements(depth: 0)
    if scanner.takeWord("functions") { try functions() }
    if !scanner.isAtEnd { throw scanner.expected("the end") }
    (program.loopCount, program.valueCount) = (loopCount, valueCount)
    return program
  }

  // MARK: Declarations

  mutating func symbol() throws(LoopParsingError) -> Symbol {
    let name = scanner.peek("\"") ? try scanner.string() : try scanner.word("a symbol")
    return Symbol(name, number: scanner.take("#") ? try scanner.number() : 0)
  }

  mutating func buffer(number: Int) throws(LoopParsingError) -> LoopBuffer {
    try scanner.need("@")
    if try scanner.number() != number { throw scanner.failure("buffers are numbered from 0 in order") }
    let name = try scanner.string()
    try scanner.need(":")
    let type = try elementType()
    try scanner.need("[")
    let count = try integer(depth: 0)
    try scanner.need("]")
    let role: LoopBuffer.Role
    if scanner.takeWord("input") {
      role = .input(try scanner.number())
    } else if scanner.takeWord("output") {
      role = .output(try scanner.number())
    } else if scanner.takeWord("temporary") {
      role = .temporary
    } else if scanner.takeWord("scratch") {
      role = .scratch
    } else if scanner.takeWord("constant") {
      role = .constant
    } else {
      throw scanner.expected("input, output, temporary, scratch or constant")
    }
    return LoopBuffer(name: name, type: type, role: role, count: count)
  }

  mutating func functions() throws(LoopParsingError) {
    try scanner.need("{")
    while !scanner.take("}") {
      let function = try self.function()
      let types = try list(from: "(", to: ")") { parser throws(LoopParsingError) in try parser.elementType() }
      try scanner.need(":")
      let digest = scanner.literal()
      guard digest == function.digest(for: types) else {
        throw scanner.failure("the expansion of \(function.name) is no longer the one of the text")
      }
    }
  }

  // MARK: Statements

  /// Statements up to and with the closing brace.
  mutating func statements(depth: Int) throws(LoopParsingError) -> [Statement] {
    if depth > LoopProgram.nestingLimit {
      throw scanner.failure("statements nest deeper than \(LoopProgram.nestingLimit)")
    }
    var result: [Statement] = []
    while !scanner.take("}") { result.append(try statement(depth: depth)) }
    return result
  }

  mutating func statement(depth: Int) throws(LoopParsingError) -> Statement {
    if scanner.peek("%") { return try definition() }
    let start = scanner
    switch try scanner.word("a statement") {
    case "store":
      let value = try use()
      try scanner.need(",")
      return .store(value, try access())
    case "for": return .loop(try loop(depth, isParallel: false, .serial))
    case "vector": return .loop(try loop(depth, isParallel: false, .vector))
    case "parallel": return .loop(try loop(depth, isParallel: true, .serial))
    case "fold": return .fold(try fold(depth))
    case "reduce": return .reduce(try reduction(depth))
    case "scan": return .scan(try scan(depth))
    case "library": return .call(try libraryCall())
    case "check": return .check(try check())
    case "prefetch": return .prefetch(try access())
    case _: throw start.expected("a statement")
    }
  }

  mutating func definition() throws(LoopParsingError) -> Statement {
    let start = scanner
    let (number, type) = try declaration()
    try scanner.need("=")
    let expression = try self.expression(type)
    return .define(try declare(number, type, start), expression)
  }

  mutating func loop(
    _ depth: Int, isParallel: Bool, _ kind: Loop.Kind
  ) throws(LoopParsingError) -> Loop {
    let (variable, extent) = try head()
    var kind = kind
    if isParallel {
      try scanner.needWord("grain")
      kind = .parallel(grain: try integer(depth: 0))
    }
    try scanner.need("{")
    return Loop(variable: variable, extent: extent, kind: kind, body: try statements(depth: depth + 1))
  }

  mutating func fold(_ depth: Int) throws(LoopParsingError) -> Fold {
    let (variable, extent) = try head()
    var (carried, initial): ([Value], [Value]) = ([], [])
    try scanner.needWord("carry")
    while !scanner.peek("{") {
      let start = scanner
      let (number, type) = try declaration()
      try scanner.need("=")
      initial.append(try use())
      carried.append(try declare(number, type, start))
      if !scanner.take(",") { break }
    }
    try scanner.need("{")
    let body = try statements(depth: depth + 1)
    try scanner.needWord("next")
    var next: [Value] = []
    while next.count < carried.count {
      if !next.isEmpty { try scanner.need(",") }
      next.append(try use())
    }
    return Fold(variable: variable, extent: extent, carried: carried, initial: initial, body: body, next: next)
  }

  mutating func reduction(_ depth: Int) throws(LoopParsingError) -> Reduction {
    let (variable, extent) = try head()
    let order: Reduction.Order = scanner.takeWord("pairwise") ? .pairwise : .lanes
    let lanes = try across()
    try scanner.need("{")
    let body = try statements(depth: depth + 1)
    try scanner.needWord("into")
    var reducers: [Reducer] = []
    repeat {
      let start = scanner
      let (number, type) = try declaration()
      try scanner.need("=")
      let combiner = try self.combiner()
      let arguments = try list(from: "(", to: ")") { parser throws(LoopParsingError) in try parser.use() }
      let result = try declare(number, type, start)
      reducers.append(Reducer(combiner: combiner, arguments: arguments, result: result))
    } while scanner.take(",")
    var then: [Statement] = []
    if scanner.takeWord("then") {
      try scanner.need("{")
      then = try statements(depth: depth + 1)
    }
    return Reduction(
      variable: variable, extent: extent, order: order, body: body, reducers: reducers, lanes: lanes, then: then)
  }

  mutating func scan(_ depth: Int) throws(LoopParsingError) -> Scan {
    let combiner = try self.combiner()
    let (variable, extent) = try head()
    let lanes = try across()
    try scanner.need("{")
    let body = try statements(depth: depth + 1)
    try scanner.needWord("from")
    let input = try use()
    try scanner.needWord("into")
    let start = scanner
    let (number, type) = try declaration()
    let result = try declare(number, type, start)
    try scanner.needWord("then")
    try scanner.need("{")
    let then = try statements(depth: depth + 1)
    return Scan(
      variable: variable, extent: extent, combiner: combiner, body: body, input: input, result: result,
      lanes: lanes, then: then)
  }

  mutating func libraryCall() throws(LoopParsingError) -> LibraryCall {
    let start = scanner
    let name = try scanner.word("a routine")
    guard let routine = LibraryCall.Routine.allCases.first(where: { "\($0)" == name }) else {
      throw start.expected("a routine")
    }
    let pointers = try list(from: "(", to: ";") { parser throws(LoopParsingError) in try parser.access() }
    let integers = try list(from: nil, to: ")") { parser throws(LoopParsingError) in try parser.integer(depth: 0) }
    return LibraryCall(routine: routine, pointers: pointers, integers: integers)
  }

  mutating func check() throws(LoopParsingError) -> Check {
    let condition = try use()
    try scanner.needWord("site")
    let site = try scanner.number()
    try scanner.needWord("order")
    let order = try integer(depth: 0)
    try scanner.needWord("index")
    let index = try use()
    try scanner.needWord("extent")
    return Check(condition: condition, site: site, order: order, index: index, extent: try integer(depth: 0))
  }

  // MARK: Parts of statements

  mutating func head() throws(LoopParsingError) -> (variable: Int, extent: SymbolicInteger) {
    let variable = try loopVariable()
    try scanner.need("<")
    return (variable, try integer(depth: 0))
  }

  mutating func loopVariable() throws(LoopParsingError) -> Int {
    let start = scanner
    guard let number = LoopParser.loopNumber(try scanner.word("a loop variable")) else {
      throw start.expected("a loop variable")
    }
    loopCount = max(loopCount, number + 1)
    return number
  }

  /// 12 of `i12`.
  static func loopNumber(_ word: String) -> Int? {
    guard word.first == "i", let number = Int(word.dropFirst()), number >= 0, number < 1 << 31 else { return nil }
    return number
  }

  mutating func across() throws(LoopParsingError) -> Reduction.Lanes? {
    guard scanner.takeWord("across") else { return nil }
    let (variable, extent) = try head()
    return Reduction.Lanes(variable: variable, extent: extent)
  }

  mutating func combiner() throws(LoopParsingError) -> Combiner {
    let start = scanner
    guard let combiner = Combiner.byName[try scanner.word("a combiner")] else { throw start.expected("a combiner") }
    return combiner
  }

  mutating func elementType() throws(LoopParsingError) -> ElementType {
    let start = scanner
    guard let type = ElementType(shortName: try scanner.word("an element type")) else {
      throw start.expected("an element type")
    }
    return type
  }

  mutating func declaration() throws(LoopParsingError) -> (number: Int, type: ElementType) {
    try scanner.need("%")
    let number = try scanner.number()
    try scanner.need(":")
    return (number, try elementType())
  }

  /// Makes a value known to what follows; one that is known has to keep its type.
  mutating func declare(
    _ number: Int, _ type: ElementType, _ start: LoopScanner
  ) throws(LoopParsingError) -> Value {
    if types.updateValue(type, forKey: number) != nil { throw start.failure("%\(number) is defined twice") }
    valueCount = max(valueCount, number + 1)
    return Value(number: number, type: type)
  }

  mutating func use() throws(LoopParsingError) -> Value {
    let start = scanner
    try scanner.need("%")
    let number = try scanner.number()
    guard let type = types[number] else { throw start.failure("%\(number) is not defined before") }
    return Value(number: number, type: type)
  }

  mutating func access() throws(LoopParsingError) -> Access {
    try scanner.need("@")
    let buffer = try scanner.number()
    try scanner.need("[")
    let offset = try integer(depth: 0)
    try scanner.need("]")
    return Access(buffer: buffer, offset: offset)
  }

  /// Items with commas between them; the list may be empty. `open` is nil where it has been read.
  mutating func list<Item>(
    from open: Character?, to close: Character,
    _ item: (inout LoopParser) throws(LoopParsingError) -> Item
  ) throws(LoopParsingError) -> [Item] {
    if let open { try scanner.need(open) }
    var items: [Item] = []
    while !scanner.take(close) {
      if !items.isEmpty { try scanner.need(",") }
      items.append(try item(&self))
    }
    return items
  }
}
