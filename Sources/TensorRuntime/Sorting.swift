import CTensorSupport
import TensorLoopIR

// Sorting, which is written in C: its kernels are in vectors, chosen by what the processor has.
extension Library {
  static func sort(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var rows = TensorSortRows(integers)
    // Nothing is wanted, or there is nothing: then there may be no memory.
    guard rows.rows > 0, rows.count > 0, let source = pointers[0], let result = pointers[1] else { return }
    tensor_sort_rows(context, &rows, source, result, pointers[2])
  }

  static func argsort(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var rows = TensorSortRows(integers)
    guard rows.rows > 0, rows.count > 0, let source = pointers[0], let result = pointers[1] else { return }
    tensor_argsort_rows(context, &rows, source, result.assumingMemoryBound(to: Int64.self), pointers[2])
  }

  static func orderVectors(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var vectors = TensorVectors()
    (vectors.rows, vectors.count, vectors.width) = (integers[0], integers[1], integers[2])
    (vectors.bytes, vectors.kind) = (Int32(integers[3]), Int32(integers[4]))
    guard vectors.rows > 0, vectors.count > 0, let result = pointers[1], let room = pointers[3] else { return }
    // Vectors without elements have no memory, and none is read.
    tensor_order_vectors(
      context, &vectors, pointers[0], result.assumingMemoryBound(to: Int64.self), pointers[2], room.assumingMemoryBound(to: Int64.self))
  }

  static func search(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var search = TensorSearch()
    (search.rows, search.extent, search.count) = (integers[0], integers[1], integers[2])
    (search.width, search.kind, search.is_right) = (Int32(integers[3]), Int32(integers[4]), integers[5] != 0 ? 1 : 0)
    guard search.rows > 0, search.count > 0, let values = pointers[1], let result = pointers[2] else { return }
    // An empty row may have no memory; nothing is read of it.
    tensor_search_rows(context, &search, pointers[0] ?? values, values, result.assumingMemoryBound(to: Int64.self))
  }
}

extension TensorSortRows {
  /// The integers of a call, as `LibraryCall.Routine` documents them.
  fileprivate init(_ integers: UnsafePointer<Int64>) {
    self.init()
    (rows, extent, first, count) = (integers[0], integers[1], integers[2], integers[3])
    (width, kind, flip) = (Int32(integers[4]), Int32(integers[5]), integers[6] == 0 ? 0 : -1)
  }
}
