/// The shape of `C = op(A) op(B)`, row-major: C is m by n, op(A) m by k, op(B) k by n. Leading dimensions count elements
/// from one stored row to the next.
struct MatrixProduct {
  var m: Int
  var n: Int
  var k: Int
  var transposeA: Bool
  var transposeB: Bool
  var lda: Int
  var ldb: Int
  var ldc: Int

  func fillZeros<Element: GEMMElement>(_ c: UnsafeMutablePointer<Element>) {
    for row in 0..<m { (c + row * ldc).update(repeating: 0, count: n) }
  }

  /// Multiplies through OpenBLAS where it is there and takes these dimensions, else with plain loops.
  func multiply<Element: GEMMElement>(
    _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, into c: UnsafeMutablePointer<Element>
  ) {
    guard let library = OpenBLAS.shared, let arguments = BLASArguments(self) else {
      return multiplyPlainly(a, b, into: c)
    }
    Element.multiply(a, b, into: c, arguments, library)
  }

  /// Row by row: `C[i, :] += A[i, l] * B[l, :]`, in order of l. Takes all leading dimensions, negative ones too.
  func multiplyPlainly<Element: GEMMElement>(
    _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, into c: UnsafeMutablePointer<Element>
  ) {
    fillZeros(c)
    let (rowOfA, columnOfA) = transposeA ? (1, lda) : (lda, 1)
    let (rowOfB, columnOfB) = transposeB ? (1, ldb) : (ldb, 1)
    for i in 0..<m {
      let result = c + i * ldc
      for l in 0..<k {
        let factor = a[i * rowOfA + l * columnOfA]
        let row = b + l * rowOfB
        if columnOfB == 1 {
          for j in 0..<n { result[j] += factor * row[j] }
        } else {
          for j in 0..<n { result[j] += factor * row[j * columnOfB] }
        }
      }
    }
  }
}

/// The dimensions as CBLAS takes them: 32-bit, leading dimensions at least the length of a stored row.
struct BLASArguments {
  static let rowMajor: CInt = 101
  static let lower: CInt = 122
  private static let asStored: CInt = 111
  private static let transposed: CInt = 112

  var m: CInt
  var n: CInt
  var k: CInt
  var transposeA: CInt
  var transposeB: CInt
  var lda: CInt
  var ldb: CInt
  var ldc: CInt

  /// Nil if CBLAS cannot take them: overlapping or reversed rows, or numbers beyond 32 bits.
  init?(_ product: MatrixProduct) {
    let (m, n, k) = (product.m, product.n, product.k)
    guard let m32 = CInt(exactly: m), let n32 = CInt(exactly: n), let k32 = CInt(exactly: k),
      let lda = Self.leading(product.lda, rows: product.transposeA ? k : m, columns: product.transposeA ? m : k),
      let ldb = Self.leading(product.ldb, rows: product.transposeB ? n : k, columns: product.transposeB ? k : n),
      let ldc = Self.leading(product.ldc, rows: m, columns: n)
    else { return nil }
    (self.m, self.n, self.k) = (m32, n32, k32)
    (self.lda, self.ldb, self.ldc) = (lda, ldb, ldc)
    transposeA = product.transposeA ? Self.transposed : Self.asStored
    transposeB = product.transposeB ? Self.transposed : Self.asStored
  }

  /// With a single row the leading dimension is never used, whatever it says.
  private static func leading(_ dimension: Int, rows: Int, columns: Int) -> CInt? {
    if rows <= 1 { return CInt(exactly: max(columns, 1)) }
    return dimension >= columns ? CInt(exactly: dimension) : nil
  }
}

/// Float and Double: what has a GEMM.
protocol GEMMElement: BinaryFloatingPoint, SIMDScalar {
  /// Calls CBLAS's routine for this type.
  static func multiply(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, _ arguments: BLASArguments,
    _ library: OpenBLAS)

  /// Calls CBLAS's routine for `C = op(A) op(A)ᵀ`, which writes the lower triangle.
  static func multiplyByTransposed(
    _ a: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, _ arguments: BLASArguments, _ library: OpenBLAS)
}

extension Float: GEMMElement {
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, _ x: BLASArguments,
    _ library: OpenBLAS
  ) {
    library.sgemm(
      BLASArguments.rowMajor, x.transposeA, x.transposeB, x.m, x.n, x.k, 1, a, x.lda, b, x.ldb, 0, c, x.ldc)
  }

  static func multiplyByTransposed(
    _ a: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, _ x: BLASArguments, _ library: OpenBLAS
  ) {
    library.ssyrk(BLASArguments.rowMajor, BLASArguments.lower, x.transposeA, x.m, x.k, 1, a, x.lda, 0, c, x.ldc)
  }
}

extension Double: GEMMElement {
  static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>, _ x: BLASArguments,
    _ library: OpenBLAS
  ) {
    library.dgemm(
      BLASArguments.rowMajor, x.transposeA, x.transposeB, x.m, x.n, x.k, 1, a, x.lda, b, x.ldb, 0, c, x.ldc)
  }

  static func multiplyByTransposed(
    _ a: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>, _ x: BLASArguments, _ library: OpenBLAS
  ) {
    library.dsyrk(BLASArguments.rowMajor, BLASArguments.lower, x.transposeA, x.m, x.k, 1, a, x.lda, 0, c, x.ldc)
  }
}
