import Foundation
import TensorScalars
import Testing

/// A smallest algebra: text.
private struct Text: Algebra {
  let text: String
  init(_ text: String) { self.text = text }
  static func apply(_ function: ScalarFunction, _ arguments: [Text], at place: SourcePlace) -> Text {
    Text("\(function.name)(\(arguments.map(\.text).joined(separator: ", ")))")
  }
  static func weak(_ value: WeakValue, like other: Text) -> Text {
    switch value {
    case .bool(let flag): Text("\(flag)")
    case .integer(let number): Text("\(number)")
    case .float(let number): Text("\(number)")
    case .complex(let real, let imaginary): Text("\(Complex128(real, imaginary))")
    }
  }
}

/// Foundation is imported here too: its own `exp`, `abs`, `pow` must not get in the way.
@Suite("Expressions in any algebra")
struct AlgebraTests {
  private let x = Text("x")
  private let y = Text("y")

  @Test("operators and functions")
  func expressions() {
    let chain = exp(-x * x * 0.5) * cos(3.0 * x) + log1p(abs(x))
    let product = "multiply(exp(multiply(multiply(negative(x), x), 0.5)), cos(multiply(3.0, x)))"
    #expect(chain.text == "add(\(product), log1p(absolute(x)))")
    #expect((2 * x ** 3).text == "multiply(2, power(x, 3))")
    #expect((x % 2 - y / 4.0).text == "subtract(remainder(x, 2), divide(y, 4.0))")
    #expect((x .< 1 .&& y .>= 0.5).text == "logical_and(less(x, 1), greater_equal(y, 0.5))")
    #expect((x & 3 | ~y << 2).text == "bitwise_or(bitwise_and(x, 3), left_shift(invert(y), 2))")
    #expect(which(x .== y, 1.0, maximum(x, 0)).text == "where(equal(x, y), 1.0, maximum(x, 0))")
    #expect(clip(x, 0, 1).text == "clip(x, 0, 1)")
    #expect(power(2, x).text == "power(2, x)")
    #expect(exp(1.0) > 2.7)
  }

  @Test("casts of floats to integers are those of NumPy on x86")
  func casts() {
    func cast(_ value: Double, _ type: ElementType) -> String { "\(ScalarValue(value).converted(to: type))" }
    #expect(cast(.nan, .i32) == "-2147483648")
    #expect(cast(1e20, .i64) == "-9223372036854775808")
    #expect(cast(300.7, .i8) == "44")
    #expect(cast(-1.5, .u8) == "255")
    #expect(cast(1e19, .u64) == "10000000000000000000")
    #expect(cast(-1, .u64) == "18446744073709551615")
    #expect(cast(5e9, .u32) == "705032704")
    #expect(cast(.nan, .bool) == "true")
  }

  @Test("integer division and shifts are total")
  func totalIntegers() {
    func run(_ primitive: Primitive, _ a: Int64, _ b: Int64) -> Int64 {
      let pair = [ScalarValue(integer: a, type: .i64), ScalarValue(integer: b, type: .i64)]
      return primitive.evaluate(pair).integer
    }
    #expect(run(.floorQuotient, .min, -1) == .min && run(.floorRemainder, .min, -1) == 0)
    #expect(run(.floorQuotient, -7, 2) == -4 && run(.floorRemainder, -7, 2) == 1)
    #expect(run(.quotient, -7, 2) == -3 && run(.remainder, -7, 2) == -1)
    #expect(run(.floorQuotient, 5, 0) == 0 && run(.remainder, 5, 0) == 0)
    #expect(run(.shiftLeft, 1, 64) == 0 && run(.shiftRight, -8, 200) == -1 && run(.shiftRight, -8, 1) == -4)
  }
}
