import TensorJIT

extension NDArray {
  /// The first place where two results differ, NaN being NaN and everything else bits; nil where they do not.
  func firstDifference(from other: NDArray) throws -> String? {
    guard elementType == other.elementType, shape == other.shape else {
      return "\(elementType)\(Array(shape)) and \(other.elementType)\(Array(other.shape))"
    }
    if elementType.isComplex { return try parts.firstDifference(from: other.parts) }
    let (mine, theirs) = (try packedBytes(), try other.packedBytes())
    if mine == theirs { return nil }
    let size = elementType.byteCount
    for position in 0..<count {
      let range = (position * size)..<((position + 1) * size)
      if mine[range] == theirs[range] { continue }
      let (a, b) = (value(mine[range]), value(theirs[range]))
      if elementType.isFloat, a.asDouble.isNaN, b.asDouble.isNaN { continue }
      return "element \(position): \(a) and \(b)"
    }
    return nil
  }

  /// The first element that is further from the expected one than `tolerance` units in the last place of the largest.
  func firstError(against expected: NDArray, tolerance: Double) throws -> String? {
    guard elementType == expected.elementType, shape == expected.shape else {
      return "\(elementType)\(Array(shape)), expected \(expected.elementType)\(Array(expected.shape))"
    }
    if elementType.isComplex { return try parts.firstError(against: expected.parts, tolerance: tolerance) }
    guard elementType.isFloat else { return try firstDifference(from: expected) }
    let (got, want) = (try doubles(), try expected.doubles())
    let scale = want.filter(\.isFinite).map(abs).max() ?? 0
    let unit = elementType == .f32 ? Double(Float(scale).ulp) : elementType == .f16 ? Double(Float16(scale).ulp) : scale.ulp
    for (position, (a, b)) in zip(got, want).enumerated() {
      if a == b || a.isNaN && b.isNaN { continue }
      if !(abs(a - b) <= tolerance * unit) { return "element \(position): \(a), expected \(b)" }
    }
    return nil
  }

  func doubles() throws -> [Double] { try astype(.f64).toArray(of: Double.self) }

  private func value(_ bytes: ArraySlice<UInt8>) -> ScalarValue {
    ScalarValue(type: elementType, bits: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }
}
