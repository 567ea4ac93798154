import TensorOperators
import TensorText
import Testing

@Suite struct NumberTests {
  /// Expressions of numbers with what Python makes of them.
  static let python: [(String, ScalarValue)] = [
    ("2 ** 10", int(1024)), ("2 ** -1", float(0.5)), ("-2 ** 2", int(-4)), ("(-2) ** 2", int(4)),
    ("2 ** 0.5", float(2.0.squareRoot())),
    ("7 // 2", int(3)), ("-7 // 2", int(-4)), ("7 // -2", int(-4)), ("-7 // -2", int(3)), ("7 % 3", int(1)),
    ("-7 % 3", int(2)), ("7 % -3", int(-2)), ("-7 % -3", int(-1)), ("7.5 // 2", float(3)), ("-7.5 // 2", float(-4)),
    ("7.5 % -2", float(-0.5)), ("-0.0 % 3", float(0)), ("0.0 % -3", float(-0.0)), ("-0.0 // 3", float(-0.0)),
    ("1 / 4", float(0.25)), ("4 / 2", float(2)), ("true + true", int(2)), ("true & false", bool(false)),
    ("true | 2", int(3)),
    ("true ^ true", bool(false)), ("~true", int(-2)), ("-true", int(-1)), ("+true", int(1)), ("~5", int(-6)),
    ("1 << 62", int(1 << 62)),
    ("-1 >> 200", int(-1)), ("5 >> 1", int(2)), ("1 < 2", bool(true)), ("1 == 1.0", bool(true)),
    ("nan == nan", bool(false)),
    ("nan != nan", bool(true)), ("2 <= 1", bool(false)), ("3 >= 3", bool(true)), ("3 > 3", bool(false)),
    ("true == 1", bool(true)),
    ("0x7fffffffffffffff", int(Int64.max)), ("-9223372036854775808", int(Int64.min)), ("2 ** 63 - 1", int(Int64.max)),
    ("2 ** 64 // 2 - 1", int(Int64.max)), ("1e308 * 10", float(.infinity)), ("0 ** 0", int(1)), ("0.0 ** 0", float(1)),
    ("1 - 2 - 3", int(-4)), ("2 ** 3 ** 2", int(512)), ("-3 * -4", int(12)), ("10 % 3.5", float(3)),
    ("5 - 0.5", float(4.5)),
    ("(-1) ** 1001", int(-1)), ("pi", float(.pi)), ("e", float(2.718281828459045)), ("-inf", float(-.infinity)),
    ("1_000.5e1", float(10005)), ("0b1010 + 0o17 + 0xFf", int(280)), (".5 + 5.", float(5.5)), ("1E-2", float(0.01)),
    ("5e-324", float(.leastNonzeroMagnitude)), ("1.7976931348623157e308", float(Double.greatestFiniteMagnitude)),
    ("-0.0", float(-0.0)),
  ]

  private static func int(_ value: Int64) -> ScalarValue { ScalarValue(integer: value, type: .i64) }
  private static func float(_ value: Double) -> ScalarValue { ScalarValue(value) }
  private static func bool(_ value: Bool) -> ScalarValue { ScalarValue(value) }

  @Test(arguments: python) func numbersAreComputedAsPythonDoes(expression: String, expected: ScalarValue) throws {
    let program = try TextProgram(parsing: "() -> \(expression)", file: "n.tj")
    let literal = try #require(program.results[0].tensor.node.operation as? Literal)
    #expect(literal.value == expected, "\(literal.value)")
    #expect(!literal.isWeak)
  }

  /// Literals of the command line: text, type asked for, dtype and elements as they print.
  static let literals: [(String, TensorType?, String)] = [
    ("[1, 2, 3]", nil, "i64[3] 1.0 2.0 3.0"), ("[1, 2, 3]", TensorType(.f64, ["n"]), "f64[3] 1.0 2.0 3.0"),
    ("2", TensorType(.f32, []), "f32[] 2.0"), ("2.5", nil, "f64[] 2.5"), ("true", nil, "bool[] 1.0"),
    ("[[1, 2], [3, 4.5]]", nil, "f64[2, 2] 1.0 2.0 3.0 4.5"), ("[]", TensorType(.i32, ["n"]), "i32[0]"),
    ("[-1, 255]", TensorType(.i16, ["n"]), "i16[2] -1.0 255.0"), ("f32([1, 2])", nil, "f32[2] 1.0 2.0"),
    ("f32([1, 2])", TensorType(.f64, ["n"]), "f64[2] 1.0 2.0"), ("-inf", TensorType(.f64, []), "f64[] -inf"),
    ("[2 ** 3, 7 // 2]", nil, "i64[2] 8.0 3.0"), ("(1, 2)", nil, "i64[2] 1.0 2.0"), ("[[], []]", nil, "f64[2, 0]"),
    ("[true, 2]", nil, "i64[2] 1.0 2.0"),
    ("18446744073709551615", TensorType(.u64, []), "u64[] 1.8446744073709552e+19"),
  ]

  @Test(arguments: literals) func literalsAreArrays(text: String, type: TensorType?, expected: String) throws {
    let array = try ArrayLiteral.parse(text, as: type)
    let shape = array.shape.map(String.init).joined(separator: ", ")
    let elements = try array.astype(.f64).toArray(of: Double.self).map { " \($0)" }.joined()
    #expect("\(array.elementType.name)[\(shape)]\(elements)" == expected)
  }

  static let wrongLiterals: [(String, TensorType?)] = [
    ("[1, 2", nil), ("x", nil), ("[1, [2]]", nil), ("'a'", nil), ("", nil), ("1 2", nil),
    ("[1.5]", TensorType(.i64, ["n"])),
    ("[300]", TensorType(.u8, ["n"])), ("1", TensorType(.f64, ["n"])), ("[1]", TensorType(.f64, [])),
    ("1", TensorType(.bool, [])),
    ("f64(1)", TensorType(.f32, [])), ("exp(1)", nil), ("None", nil), (String(repeating: "[", count: 100_000), nil),
  ]

  @Test(arguments: wrongLiterals) func wrongLiteralsAreErrors(text: String, type: TensorType?) {
    #expect(throws: TextError.self) { try ArrayLiteral.parse(text, as: type) }
  }
}
