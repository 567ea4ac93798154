import CTensorSupport

/// The elements that a mask picks of one block.
enum Compaction {
  /// The inverse: values, in order, where a mask is true. Pointers: bools, values, result; integers: how many places there are, how many are
  /// true, and the bytes of one.
  static func spread(_ integers: UnsafePointer<Int64>, _ pointers: UnsafePointer<UnsafeMutableRawPointer?>) {
    tensor_spread(
      pointers[0]?.assumingMemoryBound(to: UInt8.self), pointers[1], pointers[2], integers[0], integers[1], integers[2])
  }

  /// Pointers: bools, values, result; integers: how many values there are, how many are true, and the bytes of one.
  static func run(_ integers: UnsafePointer<Int64>, _ pointers: UnsafePointer<UnsafeMutableRawPointer?>) {
    tensor_compact(
      pointers[0]?.assumingMemoryBound(to: UInt8.self), pointers[1], pointers[2], integers[0], integers[1], integers[2])
  }
}
