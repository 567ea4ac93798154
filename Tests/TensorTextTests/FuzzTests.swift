import TensorText
import Testing

/// A small generator of its own, so that a failure can be repeated.
private struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct FuzzTests {
  private static let pieces: [String] = [
    "(", ")", "[", "]", "{", "}", ",", ":", "->", "+", "-", "**", "//", "%", "@", "<<", "==", "x", "n", "1", "2.5",
    "-1",
    "0", "None", "true", "f32", "let", "return", "func", "sum", "exp", "...", ".T", ".shape", "[0]", "[::-1]", "'a'",
    "\"", "#", "\n", "\u{3b1}", "=", "axis=", "9999999999999999999", "1e308", "inf", "nan", "op.", "reshape(x, ", "?",
  ]

  private func mutated(_ text: String, _ generator: inout Generator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let position = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0 where position < bytes.count: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 1 where position < bytes.count:
        bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...5, using: &generator)))
      case 2 where position < bytes.count:
        let end = min(bytes.count, position + Int.random(in: 1...30, using: &generator))
        bytes.insert(contentsOf: bytes[position..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      case 3: bytes.removeSubrange(position...)
      case _: bytes.insert(contentsOf: (FuzzTests.pieces.randomElement(using: &generator) ?? "").utf8, at: position)
      }
    }
    return bytes
  }

  @Test func mutatedProgramsNeverCrash() throws {
    let programs = try GoldenFile("programs.txt").cases.map(\.input)
    var generator = Generator(state: 20_240_607)
    var valid = 0
    for round in 0..<4_000 {
      let bytes = mutated(programs[round % programs.count], &generator)
      do throws(TextError) {
        let program = try TextProgram(parsing: bytes, file: "fuzz.tj")
        valid += 1
        checkRoundTrip(program, "round \(round): " + String(decoding: bytes, as: UTF8.self))
      } catch {
        #expect(!error.message.isEmpty && error.line >= 1 && error.column >= 1)
        #expect(error.marker.contains("^"), "\(error)")
      }
    }
    #expect(valid > 100)
  }
}
