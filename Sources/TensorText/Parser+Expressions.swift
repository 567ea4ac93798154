extension Parser {
  /// `expr { "," expr }`, a trailing comma allowed before what closes the list.
  mutating func expressions() throws(TextError) -> [ExpressionID] {
    var result = [try expression()]
    while take(.comma) {
      if isAt(.rightBrace) || isAt(.semicolon) || kind == .end { break }
      result.append(try expression())
    }
    return result
  }

  mutating func expression() throws(TextError) -> ExpressionID { try binary(atLeast: 0) }

  // MARK: Nodes

  private mutating func add(
    _ form: ExpressionSyntax.Form, from start: Int32, caret: Int32? = nil
  ) -> ExpressionID {
    tree.expressions.append(ExpressionSyntax(form: form, start: start, end: lastEnd, caret: caret ?? start))
    return ExpressionID(number: Int32(tree.expressions.count - 1))
  }

  // MARK: Operators

  private static let binaryOperators: [Mark: BinaryOperator] = BinaryOperator.allCases.reduce(into: [:]) {
    table, sign in
    if let mark = Mark(rawValue: sign.rawValue) { table[mark] = sign }
  }

  /// The infix operator here, power excepted.
  private var infix: BinaryOperator? {
    guard case .mark(let mark) = kind, mark != .doubleStar else { return nil }
    return Parser.binaryOperators[mark]
  }

  private mutating func binary(atLeast precedence: Int) throws(TextError) -> ExpressionID {
    var left = try unary()
    while let sign = infix, sign.precedence >= precedence {
      let caret = token.start
      advance()
      let right = try binary(atLeast: sign.precedence + 1)
      left = add(.binary(sign, left, right), from: tree[left].start, caret: caret)
      if sign.isComparison, let next = infix, next.isComparison {
        throw error(
          token.range, "comparisons do not chain", hint: "write (a \(sign.rawValue) b) & (b \(next.rawValue) c)")
      }
    }
    return left
  }

  private mutating func unary() throws(TextError) -> ExpressionID {
    let sign: UnaryOperator
    switch kind {
    case .mark(.minus): sign = .negative
    case .mark(.plus): sign = .positive
    case .mark(.tilde): sign = .invert
    default: return try power()
    }
    try enter()
    defer { depth -= 1 }
    let start = token.start
    advance()
    let operand = try unary()
    return add(.unary(sign, operand), from: start)
  }

  private mutating func power() throws(TextError) -> ExpressionID {
    let base = try postfix()
    guard isAt(.doubleStar) else { return base }
    try enter()
    defer { depth -= 1 }
    let caret = token.start
    advance()
    let exponent = try unary()
    return add(.binary(.power, base, exponent), from: tree[base].start, caret: caret)
  }

  // MARK: Postfix

  private mutating func postfix() throws(TextError) -> ExpressionID {
    var base = try primary()
    while true {
      let start = tree[base].start
      switch kind {
      case .mark(.leftParenthesis):
        let arguments = try arguments()
        base = add(.call(base, arguments), from: start, caret: tree[base].caret)
      case .mark(.leftBracket):
        let caret = token.start
        let entries = try index()
        base = add(.index(base, entries), from: start, caret: caret)
      case .mark(.dot):
        advance()
        let name = try attributeName()
        base = add(.attribute(base, name), from: start, caret: name.start)
      default: return base
      }
    }
  }

  private mutating func attributeName() throws(TextError) -> Identifier {
    guard kind == .name || kind == .elementType else { throw unexpected("expected an attribute's name after '.'") }
    let name = Identifier(text: source.text(token.range), start: token.start, end: token.end)
    advance()
    return name
  }

  private mutating func arguments() throws(TextError) -> [ArgumentSyntax] {
    try enter()
    defer { depth -= 1 }
    advance()
    var result: [ArgumentSyntax] = []
    var labels: Set<String> = []
    while !isAt(.rightParenthesis) {
      let argument = try argument()
      if let label = argument.label, !labels.insert(label.text).inserted {
        throw error(label.range, "the argument '\(label.text)' is given twice")
      }
      if argument.label == nil, !labels.isEmpty {
        throw error(tree[argument.value].range, "an argument without a name follows one with a name")
      }
      result.append(argument)
      if !take(.comma) { break }
    }
    try expect(.rightParenthesis, "or ',' after an argument")
    return result
  }

  private mutating func argument() throws(TextError) -> ArgumentSyntax {
    if isAt(.star) || isAt(.doubleStar) {
      throw unexpected("expected an argument", hint: "arguments cannot be unpacked with '*'")
    }
    guard kind == .name, peek(1) == .mark(.assign) else { return ArgumentSyntax(label: nil, value: try expression()) }
    let label = Identifier(text: source.text(token.range), start: token.start, end: token.end)
    advance()
    advance()
    return ArgumentSyntax(label: label, value: try expression())
  }

  private mutating func index() throws(TextError) -> [IndexSyntax] {
    try enter()
    defer { depth -= 1 }
    let opening = token
    advance()
    var entries: [IndexSyntax] = []
    while !isAt(.rightBracket) {
      entries.append(try indexEntry())
      if !take(.comma) { break }
    }
    try expect(.rightBracket, "or ',' after an index")
    guard !entries.isEmpty else {
      throw error(Int(opening.start)..<Int(lastEnd), "an index is missing", hint: "all elements are x[...]")
    }
    return entries
  }

  private mutating func indexEntry() throws(TextError) -> IndexSyntax {
    let start = token
    if take(.ellipsis) { return .ellipsis(start.range) }
    let first = isAt(.colon) ? nil : try expression()
    guard take(.colon) else { return first.map { .expression($0) } ?? .ellipsis(start.range) }
    let stop = endsBound ? nil : try expression()
    let step = take(.colon) && !endsBound ? try expression() : nil
    return .slice(start: first, stop: stop, step: step, range: Int(start.start)..<Int(lastEnd))
  }

  private var endsBound: Bool { isAt(.colon) || isAt(.comma) || isAt(.rightBracket) }

  // MARK: Primaries

  private mutating func primary() throws(TextError) -> ExpressionID {
    let here = token
    switch here.kind {
    case .integer, .float, .imaginary: return try number()
    case .text:
      let text = try TextSyntax.value(here, in: source)
      advance()
      return add(.text(text), from: here.start)
    case .name: return leaf(.name(source.text(here.range)))
    case .elementType:
      let word = source.text(here.range)
      return leaf(.elementType(Vocabulary.elementTypeName(word) ?? word))
    case .keyword(.true), .keyword(.capitalTrue): return leaf(.flag(true))
    case .keyword(.false), .keyword(.capitalFalse): return leaf(.flag(false))
    case .keyword(.none): return leaf(.none)
    case .mark(.leftParenthesis): return opensClosure ? try closure() : try parenthesized()
    case .mark(.leftBracket): return try list()
    case .mark, .keyword, .end: throw notAnExpression()
    }
  }

  private mutating func leaf(_ form: ExpressionSyntax.Form) -> ExpressionID {
    let start = token.start
    advance()
    return add(form, from: start)
  }

  private func notAnExpression() -> TextError {
    let hints: [Token.Kind: String] = [
      .mark(.assign): "a name is given a value with 'let name = ...'; equality is '=='",
      .mark(.arrow): "a function is written (a, b) -> a + b, its parameters in parentheses",
      .mark(.question): "'?' is only an extent in a type",
      .mark(.ellipsis): "'...' stands only in an index, as in x[..., 0]",
      .mark(.colon): "':' stands only in a slice, as in x[1:], and after a parameter's name",
      .keyword(.return): "'return' stands only as the last statement of a block",
      .keyword(.let): "'let' stands only in a block: { let y = ... return y }",
    ]
    return unexpected("expected an expression", hint: hints[kind])
  }

  private mutating func number() throws(TextError) -> ExpressionID {
    let here = token
    let text = source.text(here.range)
    do throws(NumberSyntax.Problem) {
      switch here.kind {
      case .integer: return leaf(.integer(try NumberSyntax.integer(text)))
      case .imaginary: return leaf(.imaginary(try NumberSyntax.float(String(text.dropLast()))))
      default: return leaf(.float(try NumberSyntax.float(text)))
      }
    } catch {
      throw self.error(here.range, error.message, hint: error.hint)
    }
  }

  /// Whether the parenthesis here is followed, behind its partner, by an arrow.
  private var opensClosure: Bool {
    let partner = Int(partners[position])
    return partner > 0 && partner + 1 < tokens.count && tokens[partner + 1].kind == .mark(.arrow)
  }

  private mutating func closure() throws(TextError) -> ExpressionID {
    try enter()
    defer { depth -= 1 }
    let start = token.start
    advance()
    let parameters = isAt(.rightParenthesis) ? [] : try patterns()
    _ = take(.comma)
    if isAt(.colon) {
      throw unexpected("expected ',' or ')'", hint: "the parameters of a function value have no types")
    }
    try expect(.rightParenthesis, "after the parameters")
    try expect(.arrow, "after the parameters")
    let body = isAt(.leftBrace) ? try block() : BodySyntax(lets: [], results: [try expression()])
    tree.closures.append(ClosureSyntax(parameters: parameters, body: body, range: Int(start)..<Int(lastEnd)))
    return add(.closure(tree.closures.count - 1), from: start)
  }

  private mutating func parenthesized() throws(TextError) -> ExpressionID {
    try enter()
    defer { depth -= 1 }
    let start = token.start
    advance()
    if take(.rightParenthesis) { return add(.tuple([]), from: start) }
    var parts = [try expression()]
    guard isAt(.comma) else {
      try expect(.rightParenthesis, "after the expression")
      return parts[0]
    }
    while take(.comma), !isAt(.rightParenthesis) { parts.append(try expression()) }
    try expect(.rightParenthesis, "or ',' in the tuple")
    return add(.tuple(parts), from: start)
  }

  private mutating func list() throws(TextError) -> ExpressionID {
    try enter()
    defer { depth -= 1 }
    let start = token.start
    advance()
    var parts: [ExpressionID] = []
    while !isAt(.rightBracket) {
      parts.append(try expression())
      if !take(.comma) { break }
    }
    try expect(.rightBracket, "or ',' in the list")
    return add(.list(parts), from: start)
  }
}
