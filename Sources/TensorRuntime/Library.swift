import CTensorSupport
import TensorLoopIR

/// The routines that compiled code calls through its context.
enum Library {
  /// Calls `routine` on the context's threads with the integers and pointers that `LibraryCall.Routine` documents for it.
  static func call(
    _ routine: LibraryCall.Routine, _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    switch routine {
    case .gemmF32: gemm(Float.self, integers, pointers)
    case .gemmF64: gemm(Double.self, integers, pointers)
    case .syrkF32: syrk(Float.self, integers, pointers)
    case .syrkF64: syrk(Double.self, integers, pointers)
    case .sort: sort(context, integers, pointers)
    case .argsort: argsort(context, integers, pointers)
    case .searchsorted: search(context, integers, pointers)
    case .compact: Compaction.run(integers, pointers)
    case .spread: Compaction.spread(integers, pointers)
    case .orderVectors: orderVectors(context, integers, pointers)
    case .accumulateComplex: accumulateComplex(context, integers, pointers)
    case .recurComplex: recurComplex(context, integers, pointers)
    }
  }

  @inline(__always)
  private static func gemm<Element: GEMMElement>(
    _ type: Element.Type, _ integers: UnsafePointer<Int64>, _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    let product = MatrixProduct(
      m: Int(integers[0]), n: Int(integers[1]), k: Int(integers[2]), transposeA: integers[3] != 0,
      transposeB: integers[4] != 0, lda: Int(integers[5]), ldb: Int(integers[6]), ldc: Int(integers[7]))
    guard product.m > 0, product.n > 0, let c = pointers[2] else { return }
    let result = c.assumingMemoryBound(to: Element.self)
    guard product.k > 0, let a = pointers[0], let b = pointers[1] else { return product.fillZeros(result) }
    product.multiply(a.assumingMemoryBound(to: Element.self), b.assumingMemoryBound(to: Element.self), into: result)
  }

  private static func accumulateComplex(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var rows = TensorComplexRows()
    (rows.rows, rows.extent, rows.bytes, rows.accumulation) = (integers[0], integers[1], Int32(integers[2]), Int32(integers[3]))
    // Rows without elements may have no memory; nothing is read of them.
    guard rows.rows > 0, rows.extent > 0 || rows.accumulation == TENSOR_COMPLEX_PRODUCT.rawValue, let result = pointers[1] else { return }
    tensor_accumulate_complex(context, &rows, pointers[0], result)
  }

  private static func recurComplex(
    _ context: UnsafeMutablePointer<TensorContext>, _ integers: UnsafePointer<Int64>,
    _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    var rows = TensorComplexRows()
    (rows.rows, rows.extent, rows.bytes, rows.starts_anew) = (integers[0], integers[1], Int32(integers[2]), Int32(integers[3]))
    guard rows.rows > 0, rows.extent > 0, let factors = pointers[0], let terms = pointers[1], let result = pointers[2] else { return }
    tensor_recur_complex(context, &rows, factors, terms, result)
  }

  @inline(__always)
  private static func syrk<Element: GEMMElement>(
    _ type: Element.Type, _ integers: UnsafePointer<Int64>, _ pointers: UnsafePointer<UnsafeMutableRawPointer?>
  ) {
    let product = SymmetricProduct(
      n: Int(integers[0]), k: Int(integers[1]), transposeA: integers[2] != 0, lda: Int(integers[3]),
      ldc: Int(integers[4]), tile: Int(integers[5]))
    guard product.n > 0, let c = pointers[1] else { return }
    product.compute(
      tile: Int(integers[6]), pointers[0]?.assumingMemoryBound(to: Element.self),
      into: c.assumingMemoryBound(to: Element.self))
  }
}
