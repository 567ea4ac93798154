import TensorScalars
import Testing

/// What a record says of its values holds for what is computed.
@Suite("Facts about elements")
struct ElementFactsTests {
  private static let points: [Double] = [
    -.infinity, -1e300, -710, -20, -1.5, -1, -0x1p-1074, -0.0, 0, 0x1p-1074, 1e-300, 0.25, 1, 2, 3.5, 19, 710, 1e300, .infinity,
  ]

  /// Ranges with ends among the points.
  private static var ranges: [ElementFacts] {
    var result: [ElementFacts] = []
    for (position, lower) in points.enumerated() {
      for upper in points[position...] where (position + Int(upper.exponent & 7)) % 3 != 1 {
        result.append(ElementFacts(lower, upper, mayBeNegativeZero: lower <= 0 && upper >= 0))
      }
    }
    return result
  }

  private static func elements(of facts: ElementFacts) -> [Double] {
    points.filter { $0 >= facts.lower && $0 <= facts.upper && ($0 != 0 || $0.sign == .plus || facts.mayBeNegativeZero) }
  }

  private static func holds(_ facts: ElementFacts, _ value: Double) -> Bool {
    if value.isNaN { return facts.mayBeNaN }
    if value == 0, value.sign == .minus, !facts.mayBeNegativeZero { return false }
    if value == 0, facts.isNonzero { return false }
    if facts.isWhole, value != value.rounded() { return false }
    return value >= facts.lower && value <= facts.upper
  }

  @Test("images of ranges hold the values", arguments: ScalarFunctionTable.all.map(\.name))
  func images(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    for type in [ElementType.f64, .f32] {
      guard function.arity <= 2, let signature = function.signature(for: Array(repeating: type, count: function.arity)) else { continue }
      let ranges = function.arity == 1 ? Self.ranges : Self.ranges.enumerated().filter { $0.offset % 12 == 0 }.map(\.element)
      for first in ranges {
        for second in function.arity == 1 ? [first] : ranges {
          let facts = Array([first, second].prefix(function.arity)).map { $0.rounded(to: type) }
          let image = function.image(of: facts, signature)
          check(function, type, facts, image)
        }
      }
    }
  }

  private func check(_ function: ScalarFunction, _ type: ElementType, _ facts: [ElementFacts], _ image: ElementFacts) {
    let lists = facts.map(Self.elements).map { $0.count > 3 ? [$0[0], $0[$0.count / 2], $0[$0.count - 1]] : $0 }
    for a in lists[0] {
      for b in lists.count > 1 ? lists[1] : [0] {
        let arguments = Array([a, b].prefix(lists.count)).map { ScalarValue(.float($0), type: type) }
        guard let value = function.evaluate(arguments)?.asDouble else { continue }
        // An argument that rounding has moved out of its range says nothing.
        guard zip(arguments, facts).allSatisfy({ Self.holds($1, $0.asDouble) }) else { continue }
        #expect(Self.holds(image, value), "\(function.name)(\(arguments)) = \(value) of \(facts) is not in \(image)")
      }
    }
  }

  @Test("facts of types") func types() {
    #expect(ElementFacts.unknown(.u8).upper == 255)
    #expect(ElementFacts.unknown(.i8).lower == -128)
    #expect(ElementFacts(ScalarValue(integer: 300, type: .i64)).rounded(to: .u8) == .unknown(.u8))
    #expect(ElementFacts(1e-300, 1e-299).rounded(to: .f32).mayBeZero)
  }
}
