import Foundation
import TensorScalars
import Testing

@Suite("Scalar functions against NumPy")
struct NumPyTests {
  @Test("result types of every function on every types")
  func resultTypes() throws {
    var wrong: [String] = []
    let lines = ReferenceData.lines("types")
    for line in lines {
      let function = try #require(ScalarFunctionTable.function(named: String(line[0])))
      let types = line[1..<line.count - 1].compactMap { ElementType(name: String($0)) }
      let result = function.signature(for: types)?.result.name ?? "error"
      if result != String(line[line.count - 1]) { wrong.append("\(line.joined(separator: " ")), not \(result)") }
    }
    #expect(lines.count > 4000)
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(20).joined(separator: "; "))")
  }

  @Test("values on edge arguments", arguments: ScalarFunctionTable.all.map(\.name))
  func edges(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    var compiled: [ElementType: CompiledScalar] = [:]
    var wrong: [String] = []
    var count = 0
    for line in Self.edgeLines[Substring(name)] ?? [] {
      let type = try #require(ElementType(name: String(line[1])))
      let words = line[2...].compactMap { UInt64($0, radix: 16) }
      if compiled[type] == nil {
        compiled[type] = CompiledScalar(function, [ElementType](repeating: type, count: function.arity))
      }
      guard let call = compiled[type] else { continue }
      let arguments = words.dropLast().map { ScalarValue(type: type, bits: $0) }
      let (got, want) = (call(arguments), ScalarValue(type: call.result, bits: words[words.count - 1]))
      count += 1
      if Self.isUndefined(name, arguments, got, want) { continue }
      if got.distance(to: want) > 2 * function.ulps {
        wrong.append("\(name)(\(arguments)) = \(got), NumPy \(want)")
      }
    }
    #expect(count > 0)
    #expect(wrong.isEmpty, "\(wrong.count) of \(count): \(wrong.prefix(12).joined(separator: "; "))")
  }

  /// Where NumPy's value is no rule: a zero's sign of minimum and maximum, which depends on the loop taken; both
  /// differ by a few denormals.
  private static func isUndefined(
    _ name: String, _ arguments: [ScalarValue], _ got: ScalarValue, _ want: ScalarValue
  ) -> Bool {
    ["minimum", "maximum", "fmin", "fmax", "clip"].contains(name) && got.asDouble == 0 && want.asDouble == 0
  }

  private static let edgeLines = Dictionary(grouping: ReferenceData.lines("edges")) { $0[0] }

  @Test("random points within the stated error of the exact value")
  func exactValues() throws {
    var worst: [String: Double] = [:]
    for line in ReferenceData.lines("exact") {
      let name = String(line[0])
      let function = try #require(ScalarFunctionTable.function(named: name))
      let words = line[1...].compactMap { UInt64($0, radix: 16) }
      let arguments = words.dropLast().map { ScalarValue(type: .f64, bits: $0) }
      let got = try #require(function.evaluate(arguments))
      let distance = got.distance(to: ScalarValue(type: .f64, bits: words[words.count - 1]))
      if distance > function.ulps { Issue.record("\(name)(\(arguments)) = \(got): \(distance) ulp") }
      worst[name] = max(worst[name] ?? 0, distance)
    }
    #expect(worst.count > 20)
  }

  @Test(
    "NumPy's own validation sets",
    .enabled(if: !ReferenceData.umath.isEmpty, "no numpy-umath folder: set TENSORJIT_SHARED"),
    arguments: ReferenceData.umath.map(\.name))
  func validationSet(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    let set = try #require(ReferenceData.umath.first { $0.name == name })
    let lines = try #require(ReferenceData.lines(of: set.file, separator: ","))
    let calls = [ElementType.f32: CompiledScalar(function, [.f32]), .f64: CompiledScalar(function, [.f64])]
    var (count, wrong) = (0, [String]())
    for line in lines where line[0].hasPrefix("np.") {
      let type = line[0] == "np.float32" ? ElementType.f32 : .f64
      let words = line[1...2].compactMap { UInt64($0.dropFirst(2), radix: 16) }
      let limit = Double(line[3].trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      let call = try #require(calls[type] ?? nil)
      let (got, want) = (call([ScalarValue(type: type, bits: words[0])]), ScalarValue(type: type, bits: words[1]))
      count += 1
      if got.distance(to: want) > limit { wrong.append("\(line.joined(separator: ",")): \(got), not \(want)") }
    }
    #expect(count > 100)
    #expect(wrong.isEmpty, "\(wrong.count) of \(count): \(wrong.prefix(5).joined(separator: "; "))")
  }
}
