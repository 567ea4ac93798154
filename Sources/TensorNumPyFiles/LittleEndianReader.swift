/// Numbers of a zip structure, whose bytes are in memory; the caller has checked that they are there.
struct LittleEndianReader {
  let bytes: [UInt8]

  func u16(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }

  func u32(_ place: Int) -> Int { u16(place) | u16(place + 2) << 16 }

  /// A 64-bit number; `nil` where it does not fit an `Int`.
  func u64(_ place: Int) -> Int? {
    let value = UInt64(u32(place)) | UInt64(u32(place + 4)) << 32
    return Int(exactly: value)
  }
}

extension [UInt8] {
  mutating func append(u16 value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  mutating func append(u32 value: Int) {
    append(u16: value)
    append(u16: value >> 16)
  }

  mutating func append(u64 value: Int) {
    append(u32: value)
    append(u32: value >> 32)
  }
}
