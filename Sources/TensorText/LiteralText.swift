import TensorGraph

/// How numbers and arrays are written so that reading gives the same bits.
struct LiteralText {
  /// Whether `inf` and `nan` mean the numbers: no parameter has such a name.
  var hasConstants = true

  /// The largest constant that is written out.
  static let elementLimit = 64

  /// A scalar with its type.
  func strong(_ value: ScalarValue) -> String {
    guard let number = number(value) else { return "op.bits(\(value.type.name), \(bits(value)))" }
    return "\(value.type.name)(\(number))"
  }

  /// A number without a type of its own.
  func weak(_ value: ScalarValue) -> String {
    let isDefault = value.type == .bool || value.type == .i64 || value.type == .f64 || value.type == .c128
    guard isDefault, let number = number(value) else { return "op.weak_bits(\(value.type.name), \(bits(value)))" }
    return number
  }

  private func bits(_ value: ScalarValue) -> String {
    let real = "0x\(String(value.bits, radix: 16))"
    return value.type.isComplex ? "\(real), 0x\(String(value.imaginaryBits, radix: 16))" : real
  }

  /// The number as it is written in a program, or nil for one that has no spelling.
  private func number(_ value: ScalarValue) -> String? {
    switch value.type.kind {
    case .bool: return value.isTrue ? "true" : "false"
    case .signed, .unsigned: return value.description
    case .complex:
      // A sum of a real and an imaginary number has no negative zeros.
      let (real, imaginary) = (value.real, value.imaginary)
      func isPlain(_ part: ScalarValue) -> Bool { part.asDouble.isFinite && !(part.asDouble == 0 && part.asDouble.sign == .minus) }
      guard isPlain(real), isPlain(imaginary), let first = number(real), let second = number(imaginary) else { return nil }
      return "(\(first)\(second.hasPrefix("-") ? " - \(second.dropFirst())" : " + \(second)")j)"
    case .float:
      let double = value.asDouble
      if !double.isFinite {
        let isCanonical = double.isInfinite || value.bits == ScalarValue(.float(.nan), type: value.type).bits
        return hasConstants && isCanonical ? (double.isNaN ? "nan" : (double < 0 ? "-inf" : "inf")) : nil
      }
      // The shortest digits of an f32 are read as an f64 and rounded once more.
      if value.type == .f32, Double("\(value.float)").map({ Float($0) == value.float }) ?? false {
        return "\(value.float)"
      }
      return "\(double)"
    }
  }

  /// A small array, or nil where it has no spelling as a list.
  func array(_ array: NDArray) -> String? {
    guard array.count <= LiteralText.elementLimit else { return nil }
    var elements: [String] = []
    for value in scalars(array) {
      guard let text = number(value) else { return nil }
      elements.append(text)
    }
    let shape = Array(array.shape)
    let type = array.elementType
    guard !shape.isEmpty, !shape.dropLast().contains(0), shape.count <= 8 else {
      guard shape.reduce(true, { $0 && $1 < 1 << 32 }) else { return nil }
      return "op.constant(\(type.name), (\(shape.map { "\($0), " }.joined())), [\(elements.joined(separator: ", "))])"
        .replacing(", )", with: ",)")
    }
    for extent in shape.reversed() {
      let count = extent == 0 ? shape.dropLast().reduce(1, *) : elements.count / extent
      elements = (0..<count).map { "[" + elements[$0 * extent..<($0 + 1) * extent].joined(separator: ", ") + "]" }
    }
    let isDefault = type == .i64 || type == .f64 || type == .bool || type == .c128 && elements.contains { $0.hasSuffix("j)") }
    let isPlain = isDefault && (array.count > 0 || type == .f64)
    return isPlain ? elements[0] : "\(type.name)(\(elements[0]))"
  }

  private func scalars(_ array: NDArray) -> [ScalarValue] {
    let (type, width) = (array.elementType, array.elementType.realType.byteCount)
    let values = try? array.contiguous().withUnsafeBytes { bytes in
      (0..<array.count).map { position in
        func part(_ start: Int) -> ScalarValue {
          let bits = (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
          return ScalarValue(type: type.realType, bits: bits)
        }
        let start = position * type.byteCount
        return type.isComplex ? ScalarValue(real: part(start), imaginary: part(start + width)) : part(start)
      }
    }
    return values ?? []
  }
}
