import Foundation
import TensorJIT
import TensorText
import Testing

/// Programs that once failed, each with what it must give now, on every machine and in every form of memory.
@Suite("Regressions")
struct RegressionTests {
  private static let folder = Fixtures.folder.appending(path: "Regressions")

  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".tj") }.sorted()

  @Test("programs", arguments: names) func program(_ name: String) throws {
    let text = try String(contentsOf: RegressionTests.folder.appending(path: name), encoding: .utf8)
    let inputs = try RegressionTests.comments("input", text).map { words in
      let parts = words.split(separator: "]", omittingEmptySubsequences: false)
      let type = parts.last?.trimmingCharacters(in: .whitespaces) ?? ""
      let array = try RegressionTests.array(String(words.dropLast(type.count)))
      return try array.astype(ElementType(name: type) ?? .f64)
    }
    let expected = try RegressionTests.comments("expect", text).map(RegressionTests.array)
    let error = RegressionTests.comments("error", text).first
    do {
      let machines = try AllMachines(text, file: name)
      for form in MemoryForm.allCases {
        let (results, problems) = try machines.run(try inputs.map(form.arranged))
        #expect(problems == [], "\(form)")
        for (got, want) in zip(results, expected) {
          #expect(try got.astype(.f64).firstDifference(from: want) == nil, "\(form): \(got), expected \(want)")
        }
      }
      #expect(error == nil, "no error")
    } catch {
      let wanted = RegressionTests.comments("error", text).first
      #expect(wanted.map { "\(error)".contains($0) } == true, "\(error)")
    }
  }

  private static func comments(_ label: String, _ text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("# \(label): ") }.map { String($0.dropFirst(label.count + 4)) }
  }

  /// An f64 array from JSON.
  private static func array(_ text: String) throws -> NDArray {
    try NDArray(JSONDecoder().decode(Nested.self, from: Data(text.utf8)).literal).astype(.f64)
  }

  /// Numbers, words for the special ones, and lists of them. Decoded as `Double`, which is exact, unlike `JSONSerialization`.
  private struct Nested: Decodable {
    let literal: NDArrayLiteral

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let list = try? value.decode([Nested].self) {
        literal = .list(list.map(\.literal))
      } else if let word = try? value.decode(String.self) {
        literal = .float(Double(word) ?? .nan)
      } else {
        literal = .float(try value.decode(Double.self))
      }
    }
  }
}
