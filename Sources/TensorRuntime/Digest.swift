/// 128 bits that depend on all of some bytes: a file name, a check for damage. Not made to withstand an attacker.
///
/// Two chains of multiply and fold (64 by 64 to 128 bits, both halves xor-ed) over words of 8 bytes.
struct Digest: Hashable, Sendable {
  private(set) var low: UInt64 = 0x9e37_79b9_7f4a_7c15
  private(set) var high: UInt64 = 0xc2b2_ae3d_27d4_eb4f

  init(of parts: UnsafeRawBufferPointer...) {
    for part in parts { add(part) }
  }

  /// 32 digits.
  var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(UInt64(bytes.count))
    var offset = 0
    while bytes.count - offset >= 8 {
      add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    add(rest)
  }

  @inline(__always)
  private mutating func add(_ word: UInt64) {
    low = Self.fold(low ^ word, 0xa076_1d64_78bd_642f) &+ 0xe703_7ed1_a0b4_28db
    high = Self.fold(high &+ word, 0x8ebc_6af0_9c88_c6e3) ^ 0x5899_65cc_7537_4cc3
  }

  @inline(__always)
  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }
}
