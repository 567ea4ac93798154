import TensorJIT
import Testing

/// Laws over the table of scalar functions: a new entry is tested here with no new line.
@Suite("Every scalar function on every machine")
struct ScalarLawTests {
  @Test("native code and the interpreter agree bit by bit on edge values", arguments: ScalarFunctionTable.all.map(\.name))
  func agree(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    for type in ElementType.reals where function.signature(for: Array(repeating: type, count: function.arity)) != nil {
      do {
        let problems = try ScalarLawTests.problems(function, type)
        if !problems.isEmpty { Issue.record("\(name) of \(type.name): \(problems.joined(separator: "; "))") }
      } catch {
        // Negative exponents of integers are refused, wherever they stand.
        if name != "power" { Issue.record("\(name) of \(type.name): \(error)") }
      }
    }
  }

  private static func problems(_ function: ScalarFunction, _ type: ElementType) throws -> [String] {
    let names = ["x", "y", "z"].prefix(function.arity)
    let parameters = names.map { "\($0): \(type.name)[n, m]" }.joined(separator: ", ")
    let machines = try AllMachines("(\(parameters)) -> \(function.name)(\(names.joined(separator: ", ")))")
    let inputs = try (0..<function.arity).map { try EdgeValues.array(type, function.domain, stretch: $0) }
    var (results, problems) = try machines.run(inputs, on: [.native1, .interpreter])
    for form in Fixtures.isOn("TENSORJIT_THOROUGH") ? MemoryForm.allCases : [.sliced] {
      let (others, more) = try machines.run(try inputs.map(form.arranged), on: [.native2])
      problems += more
      if let difference = try results[0].firstDifference(from: others[0]) { problems.append("\(form): \(difference)") }
    }
    if function.arity == 1 { return problems }
    // One operand that varies, the others repeated.
    let views = try inputs.enumerated().map { try $1.repeatingFirst(along: $0 % 2) ?? $1 }
    (results, _) = try machines.run(views, on: [.native1])
    let (copies, more) = try machines.run(try views.map { try $0.copy() }, on: [.native1, .interpreter])
    if let difference = try results[0].firstDifference(from: copies[0]) { problems.append("stride 0: \(difference)") }
    return problems + more
  }
}

/// The values that break things, and others between them.
enum EdgeValues {
  /// All pairs, for `stretch` 0 and 1, where a function takes two.
  static func array(_ type: ElementType, _ domain: ClosedRange<Double>?, stretch: Int) throws -> NDArray {
    let values = values(type, domain)
    let side = 67
    let all = (0..<(side * side)).map { position in
      values[(stretch == 0 ? position : stretch == 1 ? position / values.count : position * 7) % values.count]
    }
    let array = try NDArray.zeros([side, side], type: type)
    try array.storeBits(all.map(\.bits))
    return array
  }

  static func values(_ type: ElementType, _ domain: ClosedRange<Double>?) -> [ScalarValue] {
    switch type.kind {
    case .bool: return [false, true].map { ScalarValue($0) }
    case .signed:
      let top = Int64.max >> Int64(64 - type.byteCount * 8)
      return [0, 1, -1, 2, -2, 3, 5, 7, -7, 10, 31, 32, 63, 64, 65, 100, -100, top, -top, -top - 1, top - 1, top / 2, top / 3]
        .map { ScalarValue(integer: $0, type: type) }
    case .unsigned:
      let top = UInt64.max >> UInt64(64 - type.byteCount * 8)
      return [0, 1, 2, 3, 5, 7, 10, 31, 32, 63, 64, 65, 100, top, top - 1, top / 2, top / 2 + 1, top / 3]
        .map { ScalarValue(type: type, bits: $0) }
    case .complex: return []
    case .float:
      let range = domain ?? -40...40
      let inside = (0...40).map { range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 40 }
      let tiny: [Double] =
        type == .f32
        ? [Double(Float.leastNonzeroMagnitude), Double(Float.leastNormalMagnitude), Double(Float.greatestFiniteMagnitude), Double(Float(1).nextDown), 16_777_217]
        : [.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1.0.nextDown, 9_007_199_254_740_993]
      let plain: [Double] =
        [0, 1, 0.5, 2, 1.5, 2.5, 3, .pi, .pi / 2, 1e-3, 1e-8, 1e-20, 10, 20, 88.7, 89, 104, 709, 710, 745.2, 746, 1e4, 1e6, 1e10, 1e22, 1e38, .infinity]
        + tiny
      let all = plain + plain.map { -$0 } + inside + [.nan]
      return all.map { type == .f32 ? ScalarValue(Float($0)) : ScalarValue($0) }
    }
  }
}

extension NDArray {
  /// Fills a fresh row-major array with elements given by their bits.
  func storeBits(_ bits: [UInt64]) throws {
    let size = elementType.byteCount
    for (position, word) in bits.enumerated() {
      Swift.withUnsafeBytes(of: word.littleEndian) {
        (baseAddress + position * size).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(baseAddress), byteCount: size)
      }
    }
  }
}
