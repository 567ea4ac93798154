/// One entry of a zip archive, checked against its local header.
struct ZipEntry {
  enum Method: Int {
    case stored = 0
    case deflated = 8
  }

  var name: String
  var method: Method
  var checksum: UInt32
  var compressedCount: Int
  var uncompressedCount: Int
  /// The place of the local header, and that of the compressed bytes.
  var headerOffset: Int
  var dataOffset: Int
}

/// Signatures and sizes of the structures of a zip archive (PKWARE's APPNOTE 6.3).
enum ZipFormat {
  static let localHeader = 0x0403_4b50
  static let centralHeader = 0x0201_4b50
  static let end = 0x0605_4b50
  static let end64 = 0x0606_4b50
  static let end64Locator = 0x0706_4b50

  static let localHeaderCount = 30
  static let centralHeaderCount = 46
  static let endCount = 22
  static let end64Count = 56
  static let end64LocatorCount = 20
  static let zip64ExtraID = 1

  static let encryptedFlag = 1 << 0
  static let patchFlag = 1 << 5
  static let utf8Flag = 1 << 11

  /// In these fields the largest number says that the true one is in a zip64 structure.
  static let saturated16 = 0xffff
  static let saturated32 = 0xffff_ffff

  /// Deflate gives at most 258 bytes for two bits.
  static func canHold(_ byteCount: Int, compressed: Int) -> Bool { byteCount / 1032 <= compressed }
}

/// The directory at the end of a zip archive.
///
/// Everything in it is checked before use: places lie inside the file, entries do not overlap, local headers
/// agree, names are text without tricks. Memory stays proportional to the size of the directory.
struct ZipDirectory {
  let entries: [ZipEntry]

  private struct Place {
    var offset: Int
    var byteCount: Int
    var entryCount: Int
    /// Where the structures after the directory begin.
    var end: Int
  }

  init(_ source: ByteSource) throws(NumPyFileError) {
    let place = try ZipDirectory.locate(source)
    let reader = LittleEndianReader(
      bytes: try source.bytes(at: place.offset, count: place.byteCount, what: "the directory of the archive"))
    var entries: [ZipEntry] = []
    var names: Set<String> = []
    var cursor = 0
    while cursor < place.byteCount {
      var (entry, next) = try ZipDirectory.entry(reader, at: cursor, directory: place.offset, source)
      guard names.insert(entry.name).inserted else {
        throw source.error(.duplicateName(entry.name), at: place.offset + cursor)
      }
      try ZipDirectory.checkLocalHeader(&entry, directory: place.offset, source)
      entries.append(entry)
      cursor = next
    }
    guard entries.count == place.entryCount else {
      throw source.error(
        .damagedArchive("\(place.entryCount) entries are declared, \(entries.count) are there"), at: place.offset)
    }
    try ZipDirectory.checkOverlap(entries, source)
    self.entries = entries
  }

  /// Finds the directory from the end of the file.
  private static func locate(_ source: ByteSource) throws(NumPyFileError) -> Place {
    let tailCount = min(source.byteCount, ZipFormat.endCount + 0xffff)
    let tailOffset = source.byteCount - tailCount
    let tail = LittleEndianReader(bytes: try source.bytes(at: tailOffset, count: tailCount, what: "the archive"))
    guard tailCount >= ZipFormat.endCount else { throw source.error(.notAZipArchive) }
    var found: Int?
    for start in stride(from: tailCount - ZipFormat.endCount, through: 0, by: -1)
    where tail.bytes[start] == 0x50 && tail.u32(start) == ZipFormat.end
      && start + ZipFormat.endCount + tail.u16(start + 20) == tailCount {
      found = start
      break
    }
    guard let found else { throw source.error(.notAZipArchive) }
    let end = tailOffset + found
    var place = Place(
      offset: tail.u32(found + 16), byteCount: tail.u32(found + 12), entryCount: tail.u16(found + 10), end: end)
    guard tail.u16(found + 4) == 0 || tail.u16(found + 4) == ZipFormat.saturated16,
      tail.u16(found + 8) == place.entryCount
    else { throw source.error(.unsupportedArchive("it is spread over several files"), at: end) }
    if let large = try locate64(source, end: end) {
      guard place.offset == large.offset || place.offset == ZipFormat.saturated32,
        place.byteCount == large.byteCount || place.byteCount == ZipFormat.saturated32,
        place.entryCount == large.entryCount || place.entryCount == ZipFormat.saturated16
      else { throw source.error(.damagedArchive("its two ends disagree"), at: end) }
      place = large
    }
    guard place.offset <= place.end, place.byteCount <= place.end - place.offset else {
      throw source.error(.damagedArchive("the directory lies outside the file"), at: end)
    }
    guard place.offset + place.byteCount == place.end else {
      throw source.error(.damagedArchive("the directory does not end where the archive does"), at: end)
    }
    guard place.entryCount <= place.byteCount / ZipFormat.centralHeaderCount else {
      throw source.error(.damagedArchive("\(place.entryCount) entries do not fit the directory"), at: end)
    }
    return place
  }

  /// The zip64 form of the end, if there is one.
  private static func locate64(_ source: ByteSource, end: Int) throws(NumPyFileError) -> Place? {
    let locatorOffset = end - ZipFormat.end64LocatorCount
    guard locatorOffset >= 0 else { return nil }
    let locator = LittleEndianReader(
      bytes: try source.bytes(at: locatorOffset, count: ZipFormat.end64LocatorCount, what: "the zip64 locator"))
    guard locator.u32(0) == ZipFormat.end64Locator else { return nil }
    guard let offset = locator.u64(8), offset <= locatorOffset - ZipFormat.end64Count else {
      throw source.error(.damagedArchive("the zip64 end lies outside the file"), at: locatorOffset)
    }
    let record = LittleEndianReader(
      bytes: try source.bytes(at: offset, count: ZipFormat.end64Count, what: "the zip64 end"))
    guard record.u32(0) == ZipFormat.end64 else {
      throw source.error(.damagedArchive("no zip64 end where the locator says"), at: offset)
    }
    guard let count = record.u64(32), let size = record.u64(40), let start = record.u64(48) else {
      throw source.error(.damagedArchive("numbers of 64 bits in the zip64 end"), at: offset)
    }
    return Place(offset: start, byteCount: size, entryCount: count, end: offset)
  }

  private static func entry(
    _ reader: LittleEndianReader, at start: Int, directory: Int, _ source: ByteSource
  ) throws(NumPyFileError) -> (entry: ZipEntry, next: Int) {
    let place = directory + start
    let available = reader.bytes.count - start
    guard available >= ZipFormat.centralHeaderCount, reader.u32(start) == ZipFormat.centralHeader else {
      throw source.error(.damagedArchive("no entry of the directory where one should be"), at: place)
    }
    let nameCount = reader.u16(start + 28)
    let extraCount = reader.u16(start + 30)
    let total = ZipFormat.centralHeaderCount + nameCount + extraCount + reader.u16(start + 32)
    guard total <= available else {
      throw source.error(.truncated(what: "an entry of the directory", expected: total, got: available), at: place)
    }
    let nameStart = start + ZipFormat.centralHeaderCount
    let nameEnd = nameStart + nameCount
    let name = try name(reader.bytes[nameStart..<nameEnd], source, at: place)
    let flags = reader.u16(start + 8)
    guard flags & (ZipFormat.encryptedFlag | ZipFormat.patchFlag) == 0 else {
      throw source.error(.unsupportedArchive("the entry is encrypted or a patch"), at: place, entry: name)
    }
    guard let method = ZipEntry.Method(rawValue: reader.u16(start + 10)) else {
      throw source.error(
        .unsupportedArchive("compression method \(reader.u16(start + 10)); expected stored or deflated"), at: place,
        entry: name)
    }
    let sizes = try sizes(reader, at: start, extra: nameEnd..<(nameEnd + extraCount), source, directory, name)
    if method == .stored && sizes.compressed != sizes.uncompressed {
      throw source.error(
        .sizeMismatch(declared: sizes.uncompressed, actual: sizes.compressed), at: place, entry: name)
    }
    let entry = ZipEntry(
      name: name, method: method, checksum: UInt32(reader.u32(start + 16)), compressedCount: sizes.compressed,
      uncompressedCount: sizes.uncompressed, headerOffset: sizes.offset, dataOffset: 0)
    return (entry, start + total)
  }

  /// Sizes and place of an entry; those that are saturated stand in the zip64 extra field, in this order.
  private static func sizes(
    _ reader: LittleEndianReader, at start: Int, extra: Range<Int>, _ source: ByteSource, _ directory: Int,
    _ name: String
  ) throws(NumPyFileError) -> (compressed: Int, uncompressed: Int, offset: Int) {
    var numbers = [reader.u32(start + 24), reader.u32(start + 20), reader.u32(start + 42)]
    if numbers.contains(ZipFormat.saturated32) {
      var field = extra.lowerBound
      while field + 4 <= extra.upperBound {
        let end = field + 4 + reader.u16(field + 2)
        guard end <= extra.upperBound else { break }
        if reader.u16(field) == ZipFormat.zip64ExtraID {
          var cursor = field + 4
          for k in numbers.indices where numbers[k] == ZipFormat.saturated32 && cursor + 8 <= end {
            guard let number = reader.u64(cursor) else {
              throw source.error(.damagedArchive("a size of 64 bits"), at: directory + cursor, entry: name)
            }
            numbers[k] = number
            cursor += 8
          }
          break
        }
        field = end
      }
    }
    return (compressed: numbers[1], uncompressed: numbers[0], offset: numbers[2])
  }

  /// A name must be text, and must not be a path that could mislead whoever unpacks by names.
  private static func name(
    _ bytes: ArraySlice<UInt8>, _ source: ByteSource, at place: Int
  ) throws(NumPyFileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty,
      !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f || $0 == "\\" }),
      !text.hasPrefix("/"), !text.hasSuffix("/"), !text.split(separator: "/").contains("..")
    else { throw source.error(.invalidName(String(decoding: bytes, as: UTF8.self)), at: place) }
    return text
  }

  /// Finds the data of an entry behind its local header, which must name the same entry.
  private static func checkLocalHeader(
    _ entry: inout ZipEntry, directory: Int, _ source: ByteSource
  ) throws(NumPyFileError) {
    let name = entry.name
    guard entry.headerOffset <= directory - ZipFormat.localHeaderCount else {
      throw source.error(.damagedArchive("the entry begins outside the data"), at: entry.headerOffset, entry: name)
    }
    let fixed = LittleEndianReader(
      bytes: try source.bytes(at: entry.headerOffset, count: ZipFormat.localHeaderCount, what: "a local header"))
    guard fixed.u32(0) == ZipFormat.localHeader else {
      throw source.error(.damagedArchive("no local header of the entry"), at: entry.headerOffset, entry: name)
    }
    guard fixed.u16(8) == entry.method.rawValue, fixed.u16(26) == name.utf8.count,
      fixed.u16(6) & ZipFormat.encryptedFlag == 0
    else {
      throw source.error(
        .damagedArchive("local header and directory disagree"), at: entry.headerOffset, entry: name)
    }
    let nameOffset = entry.headerOffset + ZipFormat.localHeaderCount
    let localName = try source.bytes(at: nameOffset, count: fixed.u16(26), what: "a name")
    guard localName.elementsEqual(name.utf8) else {
      throw source.error(
        .damagedArchive("local header and directory disagree on the name"), at: nameOffset, entry: name)
    }
    entry.dataOffset = nameOffset + localName.count + fixed.u16(28)
    guard entry.dataOffset <= directory, entry.compressedCount <= directory - entry.dataOffset else {
      throw source.error(
        .truncated(
          what: "the data of the entry", expected: entry.compressedCount, got: max(0, directory - entry.dataOffset)),
        at: entry.dataOffset, entry: name)
    }
    guard ZipFormat.canHold(entry.uncompressedCount, compressed: entry.compressedCount) else {
      throw source.error(
        .impossibleSize(declared: entry.uncompressedCount, compressed: entry.compressedCount), entry: name)
    }
  }

  private static func checkOverlap(_ entries: [ZipEntry], _ source: ByteSource) throws(NumPyFileError) {
    var end = 0
    for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard entry.headerOffset >= end else {
        throw source.error(.damagedArchive("entries overlap"), at: entry.headerOffset, entry: entry.name)
      }
      end = entry.dataOffset + entry.compressedCount
    }
  }
}
