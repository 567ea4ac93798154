import TensorJIT
import TensorRuntime
import TensorText

/// Arguments for a program: extents by name, and elements of which some are edges of their type.
struct RandomArrays {
  private var state: UInt64
  /// Whether NaN, infinities, zeros of both signs and the ends of integers occur.
  let hasEdges: Bool

  init(seed: UInt64, hasEdges: Bool) { (state, self.hasEdges) = (seed &* 0x9e37_79b9_7f4a_7c15 | 1, hasEdges) }

  private mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  private static let edges: [Double] = [.nan, .infinity, -.infinity, 0, -0.0, 1, -1, 1e300, -1e-300, 0.5]

  private mutating func element(_ type: ElementType) -> ScalarValue {
    let isEdge = hasEdges && next() % 4 == 0
    switch type.kind {
    case .bool: return ScalarValue(.bool(next() % 2 == 0), type: type)
    case .signed, .unsigned:
      return ScalarValue(integer: isEdge ? Int64(bitPattern: next()) : Int64(next() % 3), type: type)
    case .float, .complex:
      let edge = RandomArrays.edges[Int(next() % UInt64(RandomArrays.edges.count))]
      return ScalarValue(.float(isEdge ? edge : Double(Int64(bitPattern: next()) >> 11) * 0x1p-51), type: type)
    }
  }

  /// An argument for each parameter; extents without a name here are 2.
  mutating func arguments(_ program: TextProgram, extents: [String: Int]) throws -> [NDArray] {
    try program.parameters.map { parameter in
      let type = parameter.tensor.type
      let shape = type.shape.map { $0.constant ?? $0.bareSymbol.flatMap { extents[$0.name] } ?? 2 }
      let array = try NDArray.zeros(Shape(shape), type: type.elementType).copy()
      let size = type.elementType.byteCount
      for place in 0..<array.count {
        var bits = element(type.elementType).bits.littleEndian
        withUnsafeBytes(of: &bits) {
          let target = UnsafeMutableRawBufferPointer(start: array.baseAddress + place * size, count: size)
          target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(size)))
        }
      }
      return array
    }
  }

  /// The names of the extents of a program's parameters.
  static func names(_ program: TextProgram) -> [String] {
    Set(program.parameters.flatMap { $0.tensor.shape.compactMap { $0.bareSymbol?.name } }).sorted()
  }
}

extension NDArray {
  /// The first place where two results differ, NaN being NaN; nil where they do not.
  func firstDifference(from other: NDArray, ignoringSignOfZero: Bool) throws -> String? {
    guard elementType == other.elementType, shape == other.shape else {
      return "\(elementType)\(Array(shape)) and \(other.elementType)\(Array(other.shape))"
    }
    let (mine, theirs) = (try scalars(), try other.scalars())
    for (place, (a, b)) in zip(mine, theirs).enumerated() where a.bits != b.bits {
      if elementType.isFloat {
        let (x, y) = (a.asDouble, b.asDouble)
        if x.isNaN && y.isNaN || ignoringSignOfZero && x == 0 && y == 0 { continue }
      }
      return "element \(place): \(a) and \(b)"
    }
    return nil
  }

  private func scalars() throws -> [ScalarValue] {
    let (type, size) = (elementType, elementType.byteCount)
    return try contiguous().withUnsafeBytes { bytes in
      (0..<count).map { place in
        let element = bytes[place * size..<(place + 1) * size]
        return ScalarValue(type: type, bits: element.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      }
    }
  }
}
