import TensorArrays
import TensorScalars
import Testing

import TensorJIT

/// Derivatives at places where formulas divide by 0, overflow or tie, and values of operands of unusual types.
@Suite("Values at edges") struct EdgeValueTests {
  private static let values: [DefinedValue] = [
    DefinedValue("(x: f64[n], y: f64[n]) -> grad(sum((1 + x) ** y), x)", [NDArray([-1.0, -1, -1]), NDArray([2.0, 1, 0])], is: "[0. 1. 0.]"),
    DefinedValue("(x: f64[n], v: f64[m]) -> grad(sum(x.at[[0]].power(v)), x)", [NDArray([0.0, 2]), NDArray([0.0])], is: "[0. 1.]"),
    DefinedValue("(x: f64[n], v: f64[m]) -> grad(sum(x.at[[0, 0]].power(v)), x)", [NDArray([-3.0, 2]), NDArray([2.0, 0.5])], is: "[-1.  1.]"),
    DefinedValue("(x: f64[n]) -> grad(sum(sqrt(segment_max(x, [0, 0], 1))), x)", [NDArray([0.0, -1])], is: "[inf  0.]"),
    DefinedValue("(x: f64[n]) -> grad(sum(modf(x)[0]), x)", [NDArray([0.0, 1, 0.5, -2])], is: "[1. 1. 1. 1.]"),
    DefinedValue("(x: f64[n]) -> modf(x)[0]", [NDArray([-2.0, 0, 0.5, -.infinity])], is: "[-0.   0.   0.5 -0. ]"),
    DefinedValue("(x: f64[n], y: f64[n]) -> grad(sum(logaddexp(x, y)), x)",
      [NDArray([1e300, .infinity, 0]), NDArray([1e300, .infinity, -.infinity])], is: "[0.5 0.5 1. ]"),
    DefinedValue("(x: f64[n], y: f64[n]) -> grad(sum(arctan2(x, y)), x)",
      [NDArray([1e-200, 1e200, 0]), NDArray([1e-200, 1e200, .infinity])], is: "[5.e+199 5.e-201 0.e+000]"),
    DefinedValue("(x: f64[n]) -> grad(prod(f16(x)), x)", [NDArray([256.0, 256, 1, 0.0625])], is: "[  16.   16. 4096.   inf]"),
    DefinedValue("(x: f64[n], s: f64[m]) -> vmap((t) -> sum(check(x, t < 100, \"m\")) * 2, s)",
      [NDArray([0.0, 1, 2]), NDArray([1.0, 2])], is: "[6. 6.]"),
    DefinedValue("(x: bool[n]) -> pad(x, 2, mode='reflect', reflect_type='odd')",
      [NDArray([true, false, true])], is: "[ True  True  True False  True  True  True]"),
    DefinedValue("(x: u8[n]) -> isclose(x, -1)", [NDArray([UInt8(1), 255])], is: "[False False]"),
    DefinedValue("(x: i8[n]) -> isclose(x, 0)", [NDArray([Int8(-128), 0])], is: "[False  True]"),
    DefinedValue("(x: bool[n]) -> bincount(x, minlength=3)", [NDArray([true, false, true])], is: "[1 2 0]"),
    DefinedValue("(x: i32[n]) -> select([x > 1], [x], 1 + 2j)", [NDArray([Int32(5), 1])], is: "[5.+0.j 1.+2.j]"),
    DefinedValue("(x: u8[n]) -> x.at[[0, 1]].add(2)", [NDArray([UInt8(1), 255, 3])], is: "[3 1 3]"),
    DefinedValue("(x: f16[n]) -> quantile(x, 1.0)", [(try? NDArray.arange(3000).astype(.f16)) ?? NDArray([0.0])], is: "3e+03"),
    DefinedValue("(x: f16[n]) -> quantile(x, 1.0, method='inverted_cdf', weights=ones(n))",
      [(try? NDArray.arange(2048).astype(.f16)) ?? NDArray([0.0])], is: "2.047e+03"),
    DefinedValue("(x: f16[n]) -> quantile(x, 0.3)", [(try? NDArray.arange(1001).astype(.f16)) ?? NDArray([0.0])], is: "300.0"),
    DefinedValue("(x: f64[n]) -> grad(sum(log_ndtr(x)), x)", [NDArray([-100.0, -1e8, -1e200, -.infinity])], is: "[1.00009998e+002 1.00000000e+008 1.00000000e+200             inf]"),
    DefinedValue("(x: f64[n]) -> grad(sum(logcumsumexp(x)), x)", [NDArray([-Double.infinity, 1, -Double.infinity])], is: "[0. 2. 0.]"),
    DefinedValue("(x: c128[n]) -> round(x + nan, 1)", [NDArray([2.26])], is: "[nan+0.j]"),
    DefinedValue("(x: i8[n]) -> choose([0, 1], [x, 100]) + i8(100)", [NDArray([Int8(1), 2])], is: "[101 -56]"),
    DefinedValue("(x: bool[n]) -> histogram(x, bins=2)[0]", [NDArray([true, false, true])], is: "[1 2]"),
    DefinedValue("(x: i32[n], y: i32[m]) -> concatenate([x, y[None]], axis=None)", [NDArray([Int32(1)]), NDArray([Int32(2), 3])], is: "[1 2 3]"),
    // 1 + x is rounded to 1 - 2^-53 and to 1: what that loses counts in every digit.
    DefinedValue("(x: f64[n], y: f64[n]) -> compound(x, y) == [4.119176534075853e+221, 5.875990038289111e+166]",
      [NDArray([-0x1.504464p-53, 0x1p-53]), NDArray([-3.499127445614128e18, 0x1.8p61])], is: "[ True  True]"),
    DefinedValue("(x: f64[n]) -> (x + 2j).at[[0, 0, 1]].multiply([1j, 2 + 1j, 3])", [NDArray([0.0, 1])], is: "[-4.-2.j  3.+6.j]"),
    DefinedValue("(x: f64[n]) -> (x + 2j).at[[0, 0, 1]].divide([1j, 2 + 1j, 4])", [NDArray([0.0, 1])], is: "[0.8 -0.4j 0.25+0.5j]"),
    DefinedValue("(x: f64[n]) -> (x + 2j).at[[0, 0, 1]].power([0, 2j, 1])", [NDArray([0.0, 1])], is: "[1.+0.j 1.+2.j]"),
    DefinedValue("(x: f64[n]) -> (x + 2j).at[[0, 0, 1]].max([1j, 2 + 1j, 3])", [NDArray([0.0, 1])], is: "[2.+1.j 3.+0.j]"),
    DefinedValue("(x: f64[n]) -> (x + 2j).at[[0, 0, 1]].min([1j, 2 + 1j, 3])", [NDArray([0.0, 1])], is: "[0.+1.j 1.+2.j]"),
    DefinedValue("(x: f64[n]) -> segment_prod(x + 1j, [0, 2, 0], 3)", [NDArray([0.0, 1, 2])], is: "[-1.+2.j  1.+0.j  1.+1.j]"),
    DefinedValue("(x: f64[n]) -> searchsorted([1, 1 + 1j, 2, 2 + 3j], [x + 1j, x], side='right')", [NDArray([1.0, 0, 2])], is: "[[2 0 3]\n [1 0 3]]"),
    DefinedValue("(x: f64[n]) -> isin([1j, 2, nan], x + 1j)", [NDArray([0.0, .nan])], is: "[ True False False]"),
    DefinedValue("(x: f64[n, m]) -> vmap((a) -> isin(a, a[1:] * 2), x)", [[[1.0, 2, 1], [8, 2, 4]]], is: "[[False  True False]\n [ True False  True]]"),
    DefinedValue("(x: f64[n]) -> grad(grad(sum(segment_prod(x, [0, 0, 0, 1], 2)), x)[0], x)",
      [NDArray([0.0, 0, 5, .infinity])], is: "[0. 5. 0. 0.]"),
    DefinedValue("(x: f64[n]) -> grad(real(grad(real(sum((x + 0j).at[[0, 0]].multiply(x * (1 + 0j)))), x)[0]), x)",
      [NDArray([0.0, 3])], is: "[6. 0.]"),
    DefinedValue("(x: u8[n]) -> isin(x, 300), isin(x, -1), isin(x, 44.5)", [NDArray([UInt8(44), 255])], is: "[False False] [False False] [False False]"),
    DefinedValue("(x: i64[n], y: u64[m]) -> isin(x, y)",
      [NDArray([9_007_199_254_740_992, 9_007_199_254_740_993, -1]), NDArray([UInt64(9_007_199_254_740_992), .max])], is: "[ True False False]"),
    DefinedValue("(x: u8[n]) -> searchsorted(x, 300), searchsorted(x, -1)", [NDArray([UInt8(1), 44])], is: "2 0"),
    DefinedValue("(x: f64[n]) -> grad(segment_prod(x, [0, 0], 1)[0], x)", [NDArray([1e-200, 3e-200])], is: "[3.e-200 1.e-200]"),
    DefinedValue("(x: f64[n]) -> grad(segment_prod(x, [0, 0], 1)[0], x)", [NDArray([Double.infinity, 2])], is: "[ 2. inf]"),
    DefinedValue("(v: f64[n]) -> grad(real(ones(2, c128).at[[0, 0]].multiply(-1 + 0.1j).at[[0, 0]].power(v)[0]), v)",
      [NDArray([3.0, 0.5])], is: "[-0.02497502 -0.1498501 ]"),
    DefinedValue("(x: f64[n], v: f64[n]) -> isnan(grad(real((x + 0.1j).at[[0, 0]].power(v)[0]), v))",
      [NDArray([-1.0, 2]), NDArray([3.0, 0.5])], is: "[False  True]"),
    DefinedValue("(x: f64[n], y: f64[n]) -> log1p_product(x, y)", [NDArray([3.0]), NDArray([-0.3333333333333333])], is: "[-37.42994775]"),
  ]

  @Test("are", arguments: values) func value(_ value: DefinedValue) throws { try value.check() }
}
