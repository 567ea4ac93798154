/// A word of a program.
struct Token: Sendable {
  enum Kind: Hashable, Sendable {
    case name, elementType, integer, float, imaginary, text
    case keyword(Keyword)
    case mark(Mark)
    case end
  }

  var kind: Kind
  var start: Int32
  var end: Int32

  var range: Range<Int> { Int(start)..<Int(end) }
}

enum Keyword: String, CaseIterable, Sendable {
  case `func`, `let`, `return`, `true`, `false`
  case capitalTrue = "True"
  case capitalFalse = "False"
  case none = "None"
}

/// Punctuation and operators.
enum Mark: String, CaseIterable, Sendable {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case assign = "="
  case dot = "."
  case ellipsis = "..."
  case arrow = "->"
  case question = "?"
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case doubleSlash = "//"
  case percent = "%"
  case at = "@"
  case doubleStar = "**"
  case ampersand = "&"
  case bar = "|"
  case caret = "^"
  case tilde = "~"
  case leftShift = "<<"
  case rightShift = ">>"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
}
