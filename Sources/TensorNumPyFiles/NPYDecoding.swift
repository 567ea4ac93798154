import TensorArrays
import TensorScalars

extension NPYHeader {
  /// An array for the elements, and the buffer that takes their bytes as they stand in the file.
  func makeArray() throws(ArrayError) -> (array: NDArray, bytes: UnsafeMutableRawBufferPointer) {
    let count = try dataByteCount()
    let array = try NDArray.allocate(shape: shape, type: elementType)
    let bytes = UnsafeMutableRawBufferPointer(start: array.baseAddress, count: count)
    return (NDArray(storage: array.storage, layout: layout, elementType: elementType), bytes)
  }

  /// Makes elements of this machine from bytes as they stand in the file: byte order, and bools 0 or 1.
  func decode(_ bytes: UnsafeMutableRawBufferPointer) {
    if elementType == .bool {
      for i in bytes.indices { bytes[i] = bytes[i] == 0 ? 0 : 1 }
    }
    guard needsSwap else { return }
    switch elementType.realType.byteCount {
    case 2: swap(bytes, UInt16.self)
    case 4: swap(bytes, UInt32.self)
    case 8: swap(bytes, UInt64.self)
    default: break
    }
  }

  /// Whether the bytes of the file are those of the array.
  var isNative: Bool { !needsSwap && elementType != .bool }

  private var needsSwap: Bool {
    let isBigMachine = 1.bigEndian == 1
    return elementType.byteCount > 1 && isBigEndian != isBigMachine
  }

  private func swap<T: FixedWidthInteger>(_ bytes: UnsafeMutableRawBufferPointer, _: T.Type) {
    let values = bytes.bindMemory(to: T.self)
    for i in values.indices { values[i] = values[i].byteSwapped }
  }
}
