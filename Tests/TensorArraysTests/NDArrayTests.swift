import TensorArrays
import TensorScalars
import Testing

@Suite struct NDArrayTests {
  @Test func literalsAsInNumPy() throws {
    let integers: NDArray = [[1, 2, 3], [4, 5, 6]]
    #expect(integers.elementType == .i64 && integers.shape == [2, 3])
    let mixed: NDArray = [1, 2.5]
    #expect(mixed.elementType == .f64 && mixed.toArray(of: Double.self) == [1, 2.5])
    let flags: NDArray = [true, false]
    #expect(flags.elementType == .bool)
    let empty: NDArray = []
    #expect(empty.elementType == .f64 && empty.shape == [0])
    let nested: NDArray = [[[1.0], [2.0]], [[3.0], [4.0]]]
    #expect(nested.shape == [2, 2, 1])
    #expect(NDArray([1.5, 2.5]).elementType == .f64)
    #expect(NDArray([Float(1.5), 2.5]).elementType == .f32)
  }

  @Test(arguments: ElementType.allCases)
  func makesArraysOfEveryType(type: ElementType) throws {
    #expect(try NDArray.zeros([2, 3], type: type).toArray(of: Double.self) == Array(repeating: 0, count: 6))
    #expect(try NDArray.ones([2, 3], type: type).toArray(of: Double.self) == Array(repeating: 1, count: 6))
    #expect(try NDArray.full([3], 2, type: type).toArray(of: Int.self) == (type == .bool ? [1, 1, 1] : [2, 2, 2]))
    let above = try NDArray.eye(3, 4, diagonal: 1, type: type)
    #expect(above.toArray(of: Int.self) == [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    #expect(try NDArray.eye(2, diagonal: -1, type: type).toArray(of: Int.self) == [0, 0, 1, 0])
    #expect(try NDArray.eye(2, diagonal: Int.min, type: type).toArray(of: Int.self) == [0, 0, 0, 0])
    #expect(try NDArray.eye(2, diagonal: Int.max, type: type).toArray(of: Int.self) == [0, 0, 0, 0])
    #expect(try NDArray.zeros([], type: type).scalar(as: Int.self) == 0)
    #expect(try NDArray.zeros([0, 4], type: type).count == 0)
    for shape: Shape in [[], [1], [3], [2, 1, 3, 1, 2, 2, 1]] {
      let array = try NDArray.ones(shape, type: type)
      #expect(Int(bitPattern: array.baseAddress) % 64 == 0)
      #expect(try array.copy().isBitwiseEqual(to: array))
    }
  }

  @Test func rangesAsInNumPy() throws {
    #expect(try NDArray.arange(5).toArray(of: Int.self) == [0, 1, 2, 3, 4])
    #expect(try NDArray.arange(5, 0, step: -2).toArray(of: Int.self) == [5, 3, 1])
    #expect(try NDArray.arange(3, 3).count == 0)
    #expect(try NDArray.arange(0.0, 1.0, step: 0.3).toArray(of: Double.self) == [0, 0.3, 0.6, 0.8999999999999999])
    #expect(try NDArray.linspace(0, 1, count: 5).toArray(of: Double.self) == [0, 0.25, 0.5, 0.75, 1])
    #expect(try NDArray.linspace(2, 3, count: 1).toArray(of: Double.self) == [2])
    #expect(try NDArray.linspace(0, 1, count: 4, includesEnd: false).toArray(of: Double.self) == [0, 0.25, 0.5, 0.75])
    #expect(throws: ArrayError.self) { try NDArray.arange(Int.min, Int.max) }
    #expect(throws: ArrayError.self) { try NDArray.arange(0, 5, step: 0) }
    #expect(throws: ArrayError.self) { try NDArray.arange(0.0, .infinity) }
    #expect(throws: ArrayError.self) { try NDArray.arange(0.0, .nan) }
    #expect(throws: ArrayError.self) { try NDArray.arange(0.0, 1.0, step: 0.0) }
    #expect(throws: ArrayError.self) { try NDArray.linspace(0, 1, count: -1) }
    #expect(throws: ArrayError.self) { try NDArray.linspace(0, 1, count: Int.max) }
  }

  static let impossibleExtents: [[Int]] = [
    [Int.max], [0x100_0000_0000, 0x100_0000_0000], [-1], [0, -1], [0x4000_0000_0000_0000, 0, 4],
    [0x4_0000_0000_0000], [0x8000_0000, 0x8000_0000, 2], [0x1000_0000_0000_0000],
  ]

  @Test(arguments: impossibleExtents)
  func impossibleShapesAreErrors(extents: [Int]) {
    let shape = Shape(extents)
    #expect(throws: ArrayError.self) { try NDArray.allocate(shape: shape, type: .f64) }
    #expect(throws: ArrayError.self) { try NDArray.zeros(shape) }
    #expect(throws: ArrayError.self) { try NDArray(repeating: 1.0, shape: shape) }
    #expect(throws: ArrayError.self) { try NDArray.full(shape, 1) }
    if shape != [-1] { #expect(throws: ArrayError.self) { try NDArray([1.0, 2], shape: shape) } }
  }

  @Test func valuesUnderAShape() throws {
    #expect(try NDArray([1, 2, 3, 4], shape: [2, -1]).shape == [2, 2])
    #expect(throws: ArrayError.countMismatch(count: 3, shape: [2, 2])) { try NDArray([1, 2, 3], shape: [2, 2]) }
    #expect(throws: ArrayError.self) { try NDArray([1, 2, 3], shape: [2, -1]) }
    #expect(try NDArray(rows: [[1, 2], [3, 4]]).isBitwiseEqual(to: [[1, 2], [3, 4]]))
    #expect(throws: ArrayError.raggedRows) { try NDArray(rows: [[1, 2], [3]]) }
    #expect(NDArray([[1, 2], [3, 4]]).shape == [2, 2])
    #expect(NDArray(2.5).shape == [])
  }

  @Test func copiesOnWrite() throws {
    var a = try NDArray.zeros([2, 2])
    let b = a
    a[0, 1, as: Double.self] = 5
    #expect(a.toArray(of: Double.self) == [0, 5, 0, 0])
    #expect(b.toArray(of: Double.self) == [0, 0, 0, 0])
    let address = a.baseAddress
    a[1, 1, as: Int.self] = 7
    #expect(a.baseAddress == address)
    var column = a[.all, 1]
    column[0, as: Double.self] = -1
    #expect(a.toArray(of: Double.self) == [0, 5, 0, 7])
    #expect(column.toArray(of: Double.self) == [-1, 7])
    var wide = try NDArray(scalar: 1.0).broadcast(to: [3])
    wide[1, as: Double.self] = 2
    #expect(wide.toArray(of: Double.self) == [1, 2, 1])
    try a.withUnsafeMutableBufferPointer(as: Double.self) { $0[2] = 9 }
    #expect(a[-1, -2, as: Float.self] == 9)
    #expect(throws: ArrayError.self) { try a.withUnsafeMutableBufferPointer(as: Float.self) { _ in } }
    #expect(throws: ArrayError.self) { try a.withUnsafeBufferPointer(as: Int.self) { _ in } }
  }

  @Test func elementsByIndex() throws {
    let a: NDArray = [[1.5, -2.5], [300, 4]]
    #expect(a[0, 1, as: Double.self] == -2.5)
    #expect(a[1, 0, as: UInt8.self] == 44)
    #expect(a[0, 0, as: Bool.self])
    #expect(throws: ArrayError.self) { try a.element(at: [2, 0], as: Double.self) }
    #expect(throws: ArrayError.self) { try a.element(at: [0], as: Double.self) }
    var b = a
    #expect(throws: ArrayError.self) { try b.setElement(at: [0, 5], to: 1.0) }
    #expect(try a[0, 0].item() == .float(1.5))
    #expect(try NDArray(scalar: UInt64.max).item() == .unsigned(.max))
    #expect(try NDArray(scalar: true).item() == .bool(true))
    #expect(throws: ArrayError.notAScalar(shape: [2, 2])) { try a.item() }
  }

  @Test func equality() throws {
    let a: NDArray = [0.0, .nan, 1]
    let b: NDArray = [-0.0, .nan, 1]
    #expect(try a.isBitwiseEqual(to: a))
    #expect(try !a.isBitwiseEqual(to: b))
    #expect(try !a.elementsEqual(a))
    #expect(try a[0..<1].elementsEqual(b[0..<1]))
    #expect(try NDArray([1, 2]).elementsEqual(NDArray([Float(1), 2])))
    #expect(try !NDArray([1, 2]).elementsEqual(NDArray([[1, 2]])))
  }

  @Test func foreignMemory() throws {
    final class Flag: @unchecked Sendable { var count = 0 }
    let flag = Flag()
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 48, alignment: 64)
    memory.copyBytes(from: [UInt8](repeating: 0, count: 48))
    do {
      let array = try NDArray(noCopy: memory, shape: [2, 3], strides: [-3, 1], offset: 3, type: .f64) {
        flag.count += 1
        $0.deallocate()
      }
      var copy = array
      copy[0, 0, as: Double.self] = 3
      #expect(memory[24] == 0 && memory[31] == 0)
      #expect(flag.count == 0)
      withExtendedLifetime(array) {}
    }
    #expect(flag.count == 1)
    let small = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 64)
    defer { small.deallocate() }
    for (shape, strides, offset) in [
      ([3], [1], 0), ([2], [2], 0), ([2], [-1], 0), ([1], [1], -1), ([1], [1], 2), ([2, 2], [1], 0),
      ([2], [Int.max], 0),
    ] {
      #expect(throws: ArrayError.self, "\(shape) \(strides) \(offset)") {
        try NDArray(noCopy: small, shape: Shape(shape), strides: Strides(strides), offset: offset, type: .f64) { _ in }
      }
    }
    #expect(throws: ArrayError.misalignedBuffer(elementType: .f64)) {
      try NDArray(noCopy: UnsafeMutableRawBufferPointer(rebasing: small[4..<12]), shape: [1], type: .f64) { _ in }
    }
  }
}
