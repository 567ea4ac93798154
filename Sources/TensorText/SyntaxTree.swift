/// A parsed program. Expressions lie in one array, operands before what is made of them, so that neither walking
/// nor freeing a long one takes a deep stack.
struct SyntaxTree: Sendable {
  var source: SourceText
  var expressions: [ExpressionSyntax] = []
  /// Function values, by number.
  var closures: [ClosureSyntax] = []
  var functions: [FunctionSyntax] = []

  subscript(id: ExpressionID) -> ExpressionSyntax { expressions[Int(id.number)] }
}

struct ExpressionID: Hashable, Sendable {
  var number: Int32
}

/// A name and where it stands.
struct Identifier: Hashable, Sendable {
  var text: String
  var start: Int32
  var end: Int32
  var range: Range<Int> { Int(start)..<Int(end) }
}

struct ExpressionSyntax: Sendable {
  indirect enum Form: Sendable {
    case integer(Int128)
    case float(Double)
    case imaginary(Double)
    case flag(Bool)
    case none
    case text(String)
    case name(String)
    /// An element type by its text-format name.
    case elementType(String)
    case unary(UnaryOperator, ExpressionID)
    case binary(BinaryOperator, ExpressionID, ExpressionID)
    case call(ExpressionID, [ArgumentSyntax])
    case index(ExpressionID, [IndexSyntax])
    case attribute(ExpressionID, Identifier)
    case tuple([ExpressionID])
    case list([ExpressionID])
    case closure(Int)
  }

  var form: Form
  var start: Int32
  var end: Int32
  /// Where the caret of an error goes: an operator's sign, a call's name.
  var caret: Int32

  var range: Range<Int> { Int(start)..<Int(end) }
}

struct ArgumentSyntax: Sendable {
  /// The keyword, if it was given by one.
  var label: Identifier?
  var value: ExpressionID
}

enum IndexSyntax: Sendable {
  case expression(ExpressionID)
  case slice(start: ExpressionID?, stop: ExpressionID?, step: ExpressionID?, range: Range<Int>)
  case ellipsis(Range<Int>)
}

/// What a value is taken apart into.
indirect enum PatternSyntax: Sendable {
  case name(Identifier)
  case tuple([PatternSyntax], Range<Int>)
}

/// `(a, (b, c)) -> body`
struct ClosureSyntax: Sendable {
  var parameters: [PatternSyntax]
  var body: BodySyntax
  var range: Range<Int>
}

/// The statements of a block and what it returns; for an expression alone there are no statements.
struct BodySyntax: Sendable {
  var lets: [LetSyntax]
  var results: [ExpressionID]
}

struct LetSyntax: Sendable {
  var pattern: PatternSyntax
  var value: ExpressionID
}

/// A `func`, or the program's lambda.
struct FunctionSyntax: Sendable {
  /// Empty for the lambda.
  var name: Identifier
  var parameters: [ParameterSyntax]
  /// Nil where none are written.
  var results: [TypeSyntax]?
  var body: BodySyntax
}

struct ParameterSyntax: Sendable {
  var name: Identifier
  var type: TypeSyntax
}

struct TypeSyntax: Sendable {
  var elementType: Identifier
  var extents: [ExtentSyntax]
  var range: Range<Int>
}

struct ExtentSyntax: Sendable {
  enum Form: Sendable {
    case number(Int)
    case name(String)
    case any
  }

  var form: Form
  var range: Range<Int>
}

enum UnaryOperator: String, Sendable {
  case negative = "-"
  case positive = "+"
  case invert = "~"

  /// The scalar function it stands for.
  var function: String {
    switch self {
    case .negative: "negative"
    case .positive: "positive"
    case .invert: "invert"
    }
  }
}

enum BinaryOperator: String, CaseIterable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case or = "|"
  case exclusiveOr = "^"
  case and = "&"
  case leftShift = "<<"
  case rightShift = ">>"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matmul = "@"
  case power = "**"

  /// The function it stands for.
  var function: String {
    switch self {
    case .equal: "equal"
    case .notEqual: "not_equal"
    case .less: "less"
    case .lessEqual: "less_equal"
    case .greater: "greater"
    case .greaterEqual: "greater_equal"
    case .or: "bitwise_or"
    case .exclusiveOr: "bitwise_xor"
    case .and: "bitwise_and"
    case .leftShift: "left_shift"
    case .rightShift: "right_shift"
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .floorDivide: "floor_divide"
    case .remainder: "remainder"
    case .matmul: "matmul"
    case .power: "power"
    }
  }

  /// Python's precedence, the loosest 0; the unary operators stand between the products and power.
  var precedence: Int {
    switch self {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: 0
    case .or: 1
    case .exclusiveOr: 2
    case .and: 3
    case .leftShift, .rightShift: 4
    case .add, .subtract: 5
    case .multiply, .divide, .floorDivide, .remainder, .matmul: 6
    case .power: BinaryOperator.powerPrecedence
    }
  }

  static let unaryPrecedence = 7
  static let powerPrecedence = 8
  static let postfixPrecedence = 9

  var isComparison: Bool { precedence == 0 }
}
