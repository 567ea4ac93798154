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
    func literal(_ value: Any) -> NDArrayLiteral {
      if let list = value as? [Any] { return .list(list.map(literal)) }
      if let word = value as? String { return .float(Double(word) ?? .nan) }
      return .float((value as? NSNumber)?.doubleValue ?? .nan)
    }
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    return try NDArray(literal(value)).astype(.f64)
  }
}
