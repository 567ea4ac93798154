/// `C = op(A) op(A)ᵀ`, row-major, in square tiles: C is n by n, op(A) n by k. Tiles on and below the diagonal are computed,
/// those above are their mirror images: half of the work, and C is symmetric to the bit.
struct SymmetricProduct {
  var n: Int
  var k: Int
  var transposeA: Bool
  var lda: Int
  var ldc: Int
  /// The extent of a tile; the last ones may be smaller.
  var tile: Int

  /// From this extent on the library's routine for triangles beats its general one.
  private static let triangleLimit = 64
  /// The extent of the squares that are mirrored: a cache line of f32, two of f64.
  private static let mirrorBlock = 16

  /// Computes the tile of this number, counting row by row up to the diagonal, and its mirror image.
  func compute<Element: GEMMElement>(
    tile number: Int, _ a: UnsafePointer<Element>?, into c: UnsafeMutablePointer<Element>
  ) {
    let (row, column) = Self.place(of: number)
    let (i, j) = (row * tile, column * tile)
    let part = MatrixProduct(
      m: min(tile, n - i), n: min(tile, n - j), k: k, transposeA: transposeA, transposeB: !transposeA, lda: lda,
      ldb: lda, ldc: ldc)
    guard part.m > 0, part.n > 0 else { return }
    let result = c + i * ldc + j
    if k > 0, let a {
      let step = transposeA ? 1 : lda
      multiply(part, a + i * step, a + j * step, isDiagonal: row == column, into: result)
    } else {
      part.fillZeros(result)
    }
    mirror(part, result, to: c + j * ldc + i, isDiagonal: row == column)
  }

  private func multiply<Element: GEMMElement>(
    _ part: MatrixProduct, _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>, isDiagonal: Bool,
    into c: UnsafeMutablePointer<Element>
  ) {
    guard isDiagonal, part.n >= Self.triangleLimit, let library = OpenBLAS.shared, let arguments = BLASArguments(part)
    else { return part.multiply(a, b, into: c) }
    Element.multiplyByTransposed(a, into: c, arguments, library)
  }

  /// Writes the transposed tile; of one on the diagonal what is above the diagonal.
  ///
  /// Square by square, through memory of its own: rows of C may lie a power of two apart, where few of them fit the cache
  /// together, so every line is read or written whole and at once.
  private func mirror<Element: GEMMElement>(
    _ part: MatrixProduct, _ source: UnsafeMutablePointer<Element>, to target: UnsafeMutablePointer<Element>,
    isDiagonal: Bool
  ) {
    let block = Self.mirrorBlock
    withUnsafeTemporaryAllocation(of: Element.self, capacity: block * block) { square in
      guard let square = square.baseAddress else { return }
      // Rows of the target are written on and on: those of the source have just been, and the cache holds them.
      for left in stride(from: 0, to: part.n, by: block) {
        let columns = min(block, part.n - left)
        for top in stride(from: isDiagonal ? left : 0, to: part.m, by: block) {
          let rows = min(block, part.m - top)
          transpose(source + top * ldc + left, rows, columns, into: square)
          let isOnDiagonal = isDiagonal && left == top
          for j in 0..<columns {
            // On the diagonal the row of the square begins behind the diagonal itself.
            let first = isOnDiagonal ? min(j + 1, rows) : 0
            let place = target + (left + j) * ldc + top + first
            place.update(from: square + j * block + first, count: rows - first)
          }
        }
      }
    }
  }

  private func transpose<Element: GEMMElement>(
    _ source: UnsafeMutablePointer<Element>, _ rows: Int, _ columns: Int, into square: UnsafeMutablePointer<Element>
  ) {
    let block = Self.mirrorBlock
    guard rows == block, columns == block else {
      for i in 0..<rows { for j in 0..<columns { square[j * block + i] = source[i * ldc + j] } }
      return
    }
    for i in stride(from: 0, to: block, by: 4) {
      for j in stride(from: 0, to: block, by: 4) {
        transposeFour(source + i * ldc + j, step: ldc, into: square + j * block + i, step: block)
      }
    }
  }

  /// Four rows of four in registers: the even and odd elements of two rows, and of two such pairs, are columns.
  @inline(__always)
  private func transposeFour<Element: GEMMElement>(
    _ source: UnsafeMutablePointer<Element>, step: Int, into target: UnsafeMutablePointer<Element>, step targetStep: Int
  ) {
    func row(_ number: Int) -> SIMD4<Element> {
      UnsafeRawPointer(source + number * step).loadUnaligned(as: SIMD4<Element>.self)
    }
    func put(_ column: SIMD4<Element>, _ number: Int) {
      UnsafeMutableRawPointer(target + number * targetStep).storeBytes(of: column, as: SIMD4<Element>.self)
    }
    let upper = SIMD8(lowHalf: row(0), highHalf: row(1))
    let lower = SIMD8(lowHalf: row(2), highHalf: row(3))
    let even = SIMD8(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
    let odd = SIMD8(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
    put(even.evenHalf, 0)
    put(odd.evenHalf, 1)
    put(even.oddHalf, 2)
    put(odd.oddHalf, 3)
  }

  /// The row and column of the tile of this number: `row * (row + 1) / 2` stand before a row.
  static func place(of number: Int) -> (row: Int, column: Int) {
    var row = Int((Double(8 * number + 1).squareRoot() - 1) / 2)
    while row * (row + 1) / 2 > number { row -= 1 }
    while (row + 1) * (row + 2) / 2 <= number { row += 1 }
    return (row, number - row * (row + 1) / 2)
  }
}
