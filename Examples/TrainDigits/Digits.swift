import TensorJIT
import TensorNumPyFiles

/// Images of handwritten digits and what they show: every fifth image (4, 9, 14, ...) is held out for the test.
struct Digits {
  struct Part {
    /// u8[count, 64], values up to 16.
    let images: NDArray
    /// i64[count].
    let labels: NDArray
    var count: Int { labels.count }
  }

  let training: Part
  let test: Part

  init(_ path: String) throws {
    let archive = try NPZArchive(path)
    let (images, labels) = try (archive.read("images"), archive.read("labels"))
    func part(_ rows: [Int]) -> Part {
      Part(images: take(images, NDArray(rows), axis: 0), labels: take(labels, NDArray(rows)))
    }
    training = part((0..<labels.count).filter { $0 % 5 != 4 })
    test = part((0..<labels.count).filter { $0 % 5 == 4 })
  }
}

/// Random numbers that are the same in every run. Source: S. Vigna, SplitMix64.
struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// Nearly normal: the sum of twelve uniform numbers, less 6.
  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}
