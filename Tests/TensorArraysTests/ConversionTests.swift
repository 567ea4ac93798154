import TensorArrays
import TensorScalars
import Testing

@Suite struct ConversionTests {
  @Test func convertsAsNumPyDoesOnX86() throws {
    var pairs = 0
    for line in try Expected.lines("casts") where !line.isEmpty {
      let words = line.split(separator: " ")
      let source = try #require(ElementType(name: String(words[0])))
      let target = try #require(ElementType(name: String(words[1])))
      let input = Expected.bytes(hex: words[2])
      let output = Expected.bytes(hex: words[3])
      let array = try Expected.array(input, type: source, shape: [input.count / source.byteCount])
      let expected = try Expected.array(output, type: target, shape: array.shape)
      for (got, want) in [
        (try array.astype(target), expected),
        (try array[.slice(nil, nil, -1)].astype(target), expected[.slice(nil, nil, -1)]),
      ] {
        if try !got.isBitwiseEqual(to: want) {
          // NaN payloads may differ in sign only between f32 and f64; all else is exact.
          Issue.record("\(source) to \(target):\n\(array)\ngot \(got)\nwant \(want)")
        }
      }
      pairs += 1
    }
    #expect(pairs == 121)
  }

  @Test func aBoolIsAnyByteButZero() throws {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 3, alignment: 64)
    bytes.copyBytes(from: [0, 2, 255])
    let array = try NDArray(noCopy: bytes, shape: [3], type: .bool) { $0.deallocate() }
    #expect(array.toArray(of: Bool.self) == [false, true, true])
    #expect(try array.copy().withUnsafeBytes { Array($0) } == [0, 1, 1])
    #expect(array.toArray(of: Double.self) == [0, 1, 1])
  }
}
