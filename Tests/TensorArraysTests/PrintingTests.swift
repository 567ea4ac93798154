import Foundation
import TensorArrays
import TensorScalars
import Testing

/// Files that NumPy made (see scripts/make_array_expectations.py).
enum Expected {
  static func lines(_ name: String) throws -> [String] {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Expected"))
    return try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
  }

  static func bytes(hex: some StringProtocol) -> [UInt8] {
    let digits = Array(hex.utf8).map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// An array of this shape filled by the elements in `bytes` over and over.
  static func array(_ bytes: [UInt8], type: ElementType, shape: Shape) throws -> NDArray {
    var result = try NDArray.zeros(shape, type: type)
    result.withMutableTestBytes { target in
      for i in target.indices { target[i] = bytes[i % bytes.count] }
    }
    return result
  }
}

extension NDArray {
  mutating func withMutableTestBytes(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    do { try withUnsafeMutableBytes(body) } catch { Issue.record(error) }
  }
}

@Suite struct PrintingTests {
  struct Case {
    var type: ElementType
    var shape: Shape
    var options: PrintOptions
    var bytes: [UInt8]
    var text: String
    var representation: String
  }

  static func cases() throws -> [Case] {
    var cases: [Case] = []
    var lines = try Expected.lines("printing")[...]
    func block() throws -> String {
      let count = try #require(Int(lines.removeFirst()))
      defer { lines.removeFirst(count) }
      return lines.prefix(count).joined(separator: "\n")
    }
    while let header = lines.first, header.hasPrefix("case ") {
      lines.removeFirst()
      let words = header.split(separator: " ")
      let numbers = try words[3...7].map { try #require(Int($0)) }
      cases.append(
        Case(
          type: try #require(ElementType(name: String(words[1]))),
          shape: Shape(words[2] == "-" ? [] : words[2].split(separator: ",").compactMap { Int($0) }),
          options: PrintOptions(
            precision: numbers[0], threshold: numbers[1], edgeItems: numbers[2], lineWidth: numbers[3],
            suppressesSmall: numbers[4] != 0),
          bytes: words[8] == "-" ? [] : Expected.bytes(hex: words[8]),
          text: try block(), representation: try block()))
    }
    return cases
  }

  @Test func printsAsNumPyDoes() throws {
    let cases = try PrintingTests.cases()
    #expect(cases.count > 700)
    for item in cases {
      let array = try Expected.array(item.bytes, type: item.type, shape: item.shape)
      let where_ = "\(item.type.name) \(item.shape) \(item.options)"
      #expect(array.formatted(item.options) == item.text, "\(where_)")
      #expect(array.representation(item.options) == item.representation, "\(where_)")
      // The same elements, scattered in memory.
      let reversed = Array(array.shape.indices.reversed())
      let scattered = try array.transposed(reversed).copy().transposed(reversed)
      #expect(scattered.representation(item.options) == item.representation, "\(where_), column-major")
    }
  }

  @Test func descriptionUsesTheDefaults() throws {
    let array: NDArray = [[1, 2.5], [-3, 4]]
    #expect("\(array)" == "[[ 1.   2.5]\n [-3.   4. ]]")
    #expect(String(reflecting: try array.astype(.f32)) == "array([[ 1. ,  2.5],\n       [-3. ,  4. ]], dtype=float32)")
  }
}
