import TensorArrays
import TensorScalars
import Testing

import TensorJIT

/// Functions of complex numbers against NumPy's values, as it prints them: of parameters, and of constants, which are computed before the program
/// runs.
@Suite("Values of complex numbers") struct ComplexValuesTests {
  private static let x = [Complex128(1, 2), Complex128(2, 0), Complex128(0.5, -1.5)]
  private static let spoiled = [Complex128(.nan, 1), Complex128(3, -1), Complex128(2, 0)]

  private static let values: [(expression: String, value: String)] = [
    ("sum(x)", "(3.5+0.5j)"),
    ("mean(x[:2])", "(1.5+1j)"),
    ("prod(x)", "(7-1j)"),
    ("x[:1] ** (1.5 - 1j)", "[6.63136001+7.64073264j]"),
    ("angle(x[0])", "1.1071487177940904"),
    ("linspace(x[0], x[1], 3)", "[1. +2.j 1.5+1.j 2. +0.j]"),
    ("ptp(x)", "(1.5+1.5j)"),
    ("median(x)", "(1+2j)"),
    ("trapezoid(x)", "(2.75+0.25j)"),
    ("min(x)", "(0.5-1.5j)"),
    ("dot(x, x)", "(-1+2.5j)"),
    ("norm(x)", "3.391164991562634"),
    ("norm(x, 1)", "5.81720680758398"),
    ("nanvar(s)", "0.5"),
    ("float_power(x, 2)", "[-3.+4.j   4.+0.j  -2.-1.5j]"),
    ("sinc(x[:1] / 2)", "[1.47593333-2.95186666j]"),
    ("cov(x[:2])", "(2.5+0j)"),
    ("cummax(x)", "[1.+2.j 2.+0.j 2.+0.j]"),
    ("cummin(x)", "[1. +2.j  1. +2.j  0.5-1.5j]"),
    ("nan_to_num(s)", "[0.+1.j 3.-1.j 2.+0.j]"),
    ("nansum(s)", "(5-1j)"),
    ("nanmean(s)", "(2.5-0.5j)"),
    ("nanmax(s)", "(3-1j)"),
    ("nanmedian(s)", "(2.5-0.5j)"),
    ("nancumsum(s)", "[0.+0.j 3.-1.j 5.-1.j]"),
    ("gradient(x)", "[ 1.  -2.j   -0.25-1.75j -1.5 -1.5j ]"),
    ("c64(x) + c64(1j)", "[1. +3.j  2. +1.j  0.5-0.5j]"),
  ]

  @Test("of parameters", arguments: values) func parameters(_ expression: String, _ value: String) throws {
    try DefinedValue("(x: c128[n], s: c128[m]) -> \(expression)", [NDArray(Self.x), NDArray(Self.spoiled)], is: value).check()
  }

  @Test("of programs that run in stages", arguments: values) func stages(_ expression: String, _ value: String) throws {
    let mask = NDArray([false, true])
    try DefinedValue(
      "(x: c128[n], s: c128[m], b: bool[k]) -> \(expression), flatnonzero(b)", [NDArray(Self.x), NDArray(Self.spoiled), mask], is: value + " [1]"
    ).check()
  }

  @Test("of constants", arguments: values) func constants(_ expression: String, _ value: String) throws {
    let lines = "  let x = [1 + 2j, 2, 0.5 - 1.5j]\n  let s = [complex(nan, 1), 3 - 1j, 2]"
    try DefinedValue("func main() {\n\(lines)\n  return \(expression)\n}\n", is: value).check()
  }

  /// Numbers beside arrays become arrays of one element.
  @Test("of arrays") func arrays() throws {
    #expect("\(try NDArray.evaluating { NDArray(Self.x) * 2 + 1 })" == "[3.+4.j 5.+0.j 2.-3.j]")
    #expect("\(try NDArray(ScalarValue(Complex128(1, -2))))" == "(1-2j)")
    #expect("\(try NDArray(ScalarValue(ComplexNumber<Float>(0.5, 4))))" == "(0.5+4j)")
  }
}
