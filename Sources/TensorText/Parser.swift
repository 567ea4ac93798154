/// Makes the tree of a program.
struct Parser {
  let source: SourceText
  let tokens: [Token]
  /// For an opening bracket the number of the token that closes it.
  let partners: [Int32]
  var position = 0
  var depth = 0
  var tree: SyntaxTree

  /// How deep brackets, unary operators and powers may nest.
  static let depthLimit = 1_000

  init(_ source: SourceText) throws(TextError) {
    self.source = source
    tokens = try Lexer.tokens(of: source)
    partners = Parser.match(tokens)
    tree = SyntaxTree(source: source)
  }

  /// The tree of a whole program.
  static func parse(_ source: SourceText) throws(TextError) -> SyntaxTree {
    var parser = try Parser(source)
    try parser.program()
    return parser.tree
  }

  private static func match(_ tokens: [Token]) -> [Int32] {
    var partners = [Int32](repeating: -1, count: tokens.count)
    var open: [(position: Int, closing: Mark)] = []
    for (position, token) in tokens.enumerated() {
      guard case .mark(let mark) = token.kind else { continue }
      switch mark {
      case .leftParenthesis: open.append((position, .rightParenthesis))
      case .leftBracket: open.append((position, .rightBracket))
      case .leftBrace: open.append((position, .rightBrace))
      case .rightParenthesis, .rightBracket, .rightBrace:
        if let last = open.last, last.closing == mark {
          partners[last.position] = Int32(position)
          open.removeLast()
        }
      default: break
      }
    }
    return partners
  }

  // MARK: Tokens

  var token: Token { tokens[position] }
  var kind: Token.Kind { tokens[position].kind }

  func peek(_ distance: Int) -> Token.Kind {
    position + distance < tokens.count ? tokens[position + distance].kind : .end
  }

  func isAt(_ mark: Mark) -> Bool { kind == .mark(mark) }
  func isAt(_ keyword: Keyword) -> Bool { kind == .keyword(keyword) }

  mutating func advance() { if position + 1 < tokens.count { position += 1 } }

  mutating func take(_ mark: Mark) -> Bool {
    guard isAt(mark) else { return false }
    advance()
    return true
  }

  mutating func expect(_ mark: Mark, _ purpose: String) throws(TextError) {
    guard take(mark) else { throw unexpected("expected '\(mark.rawValue)' \(purpose)") }
  }

  /// The end of the token before this one.
  var lastEnd: Int32 { position > 0 ? tokens[position - 1].end : 0 }

  /// How a message names the token at which parsing stopped.
  var shownToken: String {
    switch kind {
    case .end: "the end of the program"
    case .text: "text"
    case .name, .elementType, .integer, .float, .imaginary, .keyword, .mark:
      "'\(String(source.text(token.range).prefix(40)))'"
    }
  }

  /// The error of a token that cannot stand here; where the program ends, right after its last word.
  func unexpected(_ expectation: String, hint: String? = nil) -> TextError {
    let range = kind == .end && position > 0 ? Int(lastEnd)..<Int(lastEnd) + 1 : token.range
    return TextError(at: range, in: source, "\(expectation), found \(shownToken)", hint: hint)
  }

  func error(_ range: Range<Int>, _ message: String, hint: String? = nil) -> TextError {
    TextError(at: range, in: source, message, hint: hint)
  }

  // MARK: Programs

  mutating func program() throws(TextError) {
    if isAt(.leftParenthesis) {
      tree.functions.append(try lambda())
      guard kind == .end else {
        throw unexpected("expected the end of the program", hint: trailingHint)
      }
      return
    }
    while isAt(.func) { tree.functions.append(try function()) }
    guard kind == .end else { throw notAProgram() }
    if tree.functions.isEmpty {
      throw unexpected(
        "expected a program", hint: "a program is a lambda, as (x: f64[n]) -> exp(x), or one or more funcs")
    }
  }

  private var trailingHint: String? {
    switch kind {
    case .name, .elementType, .integer, .float, .imaginary, .mark(.leftParenthesis):
      "several results have commas between them"
    case .mark(.assign): "equality is '=='"
    case .mark(.arrow): "a function is written (a, b) -> a + b, its parameters in parentheses"
    case .text, .keyword, .mark, .end: nil
    }
  }

  private func notAProgram() -> TextError {
    let form = "a program is a lambda, as (x: f64[n]) -> exp(x), or one or more funcs"
    let words = Keyword.allCases.map(\.rawValue)
    if kind == .name, let near = Spelling.nearest(to: source.text(token.range), among: words), near == "func" {
      return unexpected("expected 'func'", hint: "did you mean 'func'?")
    }
    return unexpected(tree.functions.isEmpty ? "expected 'func' or '('" : "expected 'func' or the end", hint: form)
  }

  /// `( params ) -> exprs | block`
  private mutating func lambda() throws(TextError) -> FunctionSyntax {
    let name = Identifier(text: "", start: token.start, end: token.start + 1)
    let parameters = try parameters()
    guard take(.arrow) else {
      throw unexpected(
        "expected '->' after the parameters",
        hint: "a program is a lambda, as (x: f64[n]) -> exp(x), or one or more funcs")
    }
    let body = isAt(.leftBrace) ? try block() : BodySyntax(lets: [], results: try expressions())
    return FunctionSyntax(name: name, parameters: parameters, results: nil, body: body)
  }

  /// `func name(params) -> types { ... }`
  private mutating func function() throws(TextError) -> FunctionSyntax {
    advance()
    let name = try newName("the function's name")
    if tree.functions.contains(where: { $0.name.text == name.text }) {
      throw error(name.range, "there are two functions named '\(name.text)'")
    }
    guard isAt(.leftParenthesis) else { throw unexpected("expected '(' and the parameters of '\(name.text)'") }
    let parameters = try parameters()
    let results = take(.arrow) ? try resultTypes() : nil
    guard isAt(.leftBrace) else {
      throw unexpected(
        "expected '{' and the body of '\(name.text)'",
        hint: results == nil ? "the type of the result follows '->'" : nil)
    }
    return FunctionSyntax(name: name, parameters: parameters, results: results, body: try block())
  }

  /// A name that the program introduces.
  mutating func newName(_ purpose: String) throws(TextError) -> Identifier {
    guard kind == .name else {
      let isWord = Vocabulary.isReserved(source.text(token.range))
      throw unexpected("expected \(purpose)", hint: isWord ? "this word is reserved: take another name" : nil)
    }
    let name = Identifier(text: source.text(token.range), start: token.start, end: token.end)
    advance()
    return name
  }

  private mutating func parameters() throws(TextError) -> [ParameterSyntax] {
    try expect(.leftParenthesis, "before the parameters")
    var result: [ParameterSyntax] = []
    var names: Set<String> = []
    while !isAt(.rightParenthesis) {
      let name = try newName("a parameter's name or ')'")
      guard names.insert(name.text).inserted else {
        throw error(name.range, "there are two parameters named '\(name.text)'")
      }
      guard take(.colon) else {
        throw unexpected("expected ':' and the type of parameter '\(name.text)'", hint: "as in \(name.text): f64[n]")
      }
      result.append(ParameterSyntax(name: name, type: try type()))
      if !take(.comma) { break }
    }
    try expect(.rightParenthesis, "or ',' after a parameter")
    return result
  }

  // MARK: Types

  private mutating func resultTypes() throws(TextError) -> [TypeSyntax] {
    guard take(.leftParenthesis) else { return [try type()] }
    var result: [TypeSyntax] = []
    while !isAt(.rightParenthesis) {
      result.append(try type())
      if !take(.comma) { break }
    }
    try expect(.rightParenthesis, "or ',' after a type")
    return result
  }

  private mutating func type() throws(TextError) -> TypeSyntax {
    let start = Int(token.start)
    guard kind == .elementType else {
      let word = source.text(token.range)
      let names = Vocabulary.elementTypes + Vocabulary.elementTypeAliases.keys
      let hint = kind == .name ? Spelling.suggestion(for: word, among: names.sorted()) : nil
      throw unexpected(
        "expected a type",
        hint: hint ?? "types are \(Vocabulary.elementTypes.joined(separator: ", ")), with extents as in f64[n, 3]")
    }
    let word = source.text(token.range)
    let element = Identifier(text: Vocabulary.elementTypeName(word) ?? word, start: token.start, end: token.end)
    advance()
    var extents: [ExtentSyntax] = []
    if take(.leftBracket) {
      while !isAt(.rightBracket) {
        extents.append(try extent())
        if !take(.comma) { break }
      }
      try expect(.rightBracket, "or ',' after an extent")
    }
    return TypeSyntax(elementType: element, extents: extents, range: start..<Int(lastEnd))
  }

  private mutating func extent() throws(TextError) -> ExtentSyntax {
    let range = token.range
    defer { advance() }
    switch kind {
    case .integer:
      let value: Int128
      do throws(NumberSyntax.Problem) {
        value = try NumberSyntax.integer(source.text(range))
      } catch {
        throw self.error(range, error.message, hint: error.hint)
      }
      guard let extent = Int(exactly: value) else { throw error(range, "the extent does not fit 64 bits") }
      return ExtentSyntax(form: .number(extent), range: range)
    case .name: return ExtentSyntax(form: .name(source.text(range)), range: range)
    case .mark(.question): return ExtentSyntax(form: .any, range: range)
    case .elementType, .float, .imaginary, .text, .keyword, .mark, .end:
      throw unexpected("expected an extent: an integer, a name or '?'")
    }
  }

  // MARK: Blocks

  /// `{ let ... return ... }`
  mutating func block() throws(TextError) -> BodySyntax {
    try enter()
    defer { depth -= 1 }
    try expect(.leftBrace, "before the statements")
    var lets: [LetSyntax] = []
    while isAt(.let) {
      advance()
      let pattern = try letPattern()
      try expect(.assign, "after the name")
      lets.append(LetSyntax(pattern: pattern, value: try expression()))
      _ = take(.semicolon)
    }
    guard isAt(.return) else { throw notAStatement() }
    advance()
    let results = try expressions()
    _ = take(.semicolon)
    guard take(.rightBrace) else { throw unexpected("expected '}' after what is returned") }
    return BodySyntax(lets: lets, results: results)
  }

  private func notAStatement() -> TextError {
    if kind == .name, peek(1) == .mark(.assign) {
      return unexpected(
        "expected 'let' or 'return'", hint: "a name is given a value with 'let \(source.text(token.range)) = ...'")
    }
    let word = source.text(token.range)
    let hint = kind == .name ? Spelling.suggestion(for: word, among: ["let", "return"]) : nil
    return unexpected(
      "expected 'let' or 'return'", hint: hint ?? (isAt(.rightBrace) ? "a block ends with 'return ...'" : nil))
  }

  private mutating func letPattern() throws(TextError) -> PatternSyntax {
    let start = Int(token.start)
    let parts = try patterns()
    return parts.count == 1 ? parts[0] : .tuple(parts, start..<Int(lastEnd))
  }

  /// `target { "," target }`
  mutating func patterns() throws(TextError) -> [PatternSyntax] {
    var parts = [try target()]
    while isAt(.comma), peek(1) != .mark(.rightParenthesis) {
      advance()
      parts.append(try target())
    }
    return parts
  }

  private mutating func target() throws(TextError) -> PatternSyntax {
    guard isAt(.leftParenthesis) else { return .name(try newName("a name")) }
    try enter()
    defer { depth -= 1 }
    let start = Int(token.start)
    advance()
    let parts = try patterns()
    _ = take(.comma)
    try expect(.rightParenthesis, "after the names")
    return .tuple(parts, start..<Int(lastEnd))
  }

  /// One level deeper.
  mutating func enter() throws(TextError) {
    guard depth < Parser.depthLimit else {
      throw error(
        token.range, "nesting deeper than \(Parser.depthLimit) levels", hint: "name parts of the expression with 'let'")
    }
    depth += 1
  }
}
