import TensorScalars

extension LoopParser {
  /// The right side of a definition of a value of `type`.
  mutating func expression(_ type: ElementType) throws(LoopParsingError) -> Expression {
    let start = scanner
    let word = try scanner.word("an expression")
    switch word {
    case "constant": return .constant(try constant(type))
    case "index": return .index(try integer(depth: 0))
    case "load": return .load(try access())
    case "call":
      let function = try self.function()
      return .call(function, try list(from: "(", to: ")") { parser throws(LoopParsingError) in try parser.use() })
    case "convert": return .primitive(.convert(type), [try use()])
    case "bitcast": return .primitive(.bitcast(type), [try use()])
    case "lookup":
      let name = try scanner.string()
      let words = try list(from: "[", to: "]") { parser throws(LoopParsingError) in
        try parser.scanner.hexadecimal()
      }
      return .primitive(.lookup(LookupTable(name: name, words: words)), [try use()])
    case _:
      guard let primitive = Primitive.byMnemonic[word] else { throw start.expected("an expression") }
      var arguments = [try use()]
      while scanner.take(",") { arguments.append(try use()) }
      return .primitive(primitive, arguments)
    }
  }

  mutating func function() throws(LoopParsingError) -> ScalarFunction {
    let start = scanner
    let name = scanner.peek("\"") ? try scanner.string() : try scanner.word("a function")
    guard let function = ScalarFunctionTable.function(named: name) else {
      throw start.failure("there is no scalar function \(name)")
    }
    return function
  }

  mutating func constant(_ type: ElementType) throws(LoopParsingError) -> ScalarValue {
    let start = scanner
    let text = scanner.literal()
    if text == "nan", type.isFloat {
      try scanner.need("(")
      let value = ScalarValue(type: type, bits: try scanner.hexadecimal())
      try scanner.need(")")
      return value
    }
    let value: ScalarValue?
    switch type.kind {
    case .bool: value = ["true": true, "false": false][text].map { ScalarValue($0) }
    case .signed: value = Int64(text).map { ScalarValue(integer: $0, type: type) }
    case .unsigned: value = UInt64(text).map { ScalarValue(type: type, bits: $0) }
    case .float: value = type == .f32 ? Float(text).map { ScalarValue($0) } : Double(text).map { ScalarValue($0, float: type) }
    case .complex: throw start.failure("loop programs have no complex numbers")
    }
    guard let value else { throw start.expected("a constant of type \(type)") }
    let fits =
      type.isSignedInteger ? Int64(text) == value.integer : !type.isUnsignedInteger || UInt64(text) == value.bits
    guard fits else { throw start.failure("\(text) does not fit \(type)") }
    return value
  }

  // MARK: Index expressions

  /// Sums of products.
  mutating func integer(depth: Int) throws(LoopParsingError) -> SymbolicInteger {
    if depth > LoopProgram.nestingLimit {
      throw scanner.failure("an index expression nests deeper than \(LoopProgram.nestingLimit)")
    }
    var terms: [SymbolicInteger.Term] = []
    var isNegative = scanner.take("-")
    while true {
      let product = try self.product(isNegative: isNegative, depth: depth)
      terms += product.terms
      if scanner.take("+") {
        isNegative = false
      } else if scanner.take("-") {
        isNegative = true
      } else {
        return SymbolicInteger(terms: terms)
      }
    }
  }

  private mutating func product(isNegative: Bool, depth: Int) throws(LoopParsingError) -> SymbolicInteger {
    var result = SymbolicInteger(isNegative ? -1 : 1)
    repeat {
      result *= try factor(depth: depth)
    } while scanner.take("*")
    return result
  }

  private mutating func factor(depth: Int) throws(LoopParsingError) -> SymbolicInteger {
    if scanner.isAtNumber { return SymbolicInteger(Int(truncatingIfNeeded: try scanner.magnitude())) }
    if scanner.take("(") {
      let inner = try integer(depth: depth + 1)
      try scanner.need(")")
      return inner
    }
    if scanner.peek("%") {
      let start = scanner
      let value = try use()
      if value.type != .i64 { throw start.failure("a value in an index is i64, not \(value.type)") }
      return SymbolicInteger(.value(value.number))
    }
    guard let word = scanner.peekWord() else {
      guard scanner.peek("\"") else { throw scanner.expected("an index expression") }
      return SymbolicInteger(try symbol())
    }
    if let number = LoopParser.loopNumber(word) {
      _ = try loopVariable()
      return .loop(number)
    }
    switch word {
    case "floordiv": return try pair(depth, SymbolicInteger.floorDivide)
    case "mod": return try pair(depth, SymbolicInteger.remainder)
    case "min": return try pair(depth, SymbolicInteger.minimum)
    case "max": return try pair(depth, SymbolicInteger.maximum)
    case "broadcast": return try pair(depth, SymbolicInteger.broadcast)
    case "isnotone":
      _ = try scanner.word("a name")
      try scanner.need("(")
      let operand = try integer(depth: depth + 1)
      try scanner.need(")")
      return .isNotOne(operand)
    case _: return SymbolicInteger(try symbol())
    }
  }

  private mutating func pair(
    _ depth: Int, _ combine: (SymbolicInteger, SymbolicInteger) -> SymbolicInteger
  ) throws(LoopParsingError) -> SymbolicInteger {
    _ = try scanner.word("a name")
    try scanner.need("(")
    let a = try integer(depth: depth + 1)
    try scanner.need(",")
    let b = try integer(depth: depth + 1)
    try scanner.need(")")
    return combine(a, b)
  }
}
