import CTensorSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// OpenBLAS, loaded when a program first needs it and always on one thread.
///
/// It is not linked: that would cost every process 1.5 ms at its start, and OpenBLAS would start a thread for each
/// core. It is the BLAS with 32-bit integers that distributions ship; without it products run in plain loops.
public struct OpenBLAS: Sendable {
  /// The library, or nil if it is not installed.
  public static let shared = OpenBLAS()

  /// Version, options and the kind of core its kernels are for, in its own words.
  public let configuration: String
  /// The kind of core that its kernels are for: results may differ in the last bits between kinds.
  public let core: String

  let sgemm: SingleGEMM
  let dgemm: DoubleGEMM
  let ssyrk: SingleSYRK
  let dsyrk: DoubleSYRK

  // order, transA, transB, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc
  typealias SingleGEMM =
    @convention(c) (
      CInt, CInt, CInt, CInt, CInt, CInt, Float, UnsafePointer<Float>, CInt, UnsafePointer<Float>, CInt, Float,
      UnsafeMutablePointer<Float>, CInt
    ) -> Void
  typealias DoubleGEMM =
    @convention(c) (
      CInt, CInt, CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>, CInt, UnsafePointer<Double>, CInt, Double,
      UnsafeMutablePointer<Double>, CInt
    ) -> Void
  // order, uplo, trans, n, k, alpha, A, lda, beta, C, ldc
  typealias SingleSYRK =
    @convention(c) (
      CInt, CInt, CInt, CInt, CInt, Float, UnsafePointer<Float>, CInt, Float, UnsafeMutablePointer<Float>, CInt
    ) -> Void
  typealias DoubleSYRK =
    @convention(c) (
      CInt, CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>, CInt, Double, UnsafeMutablePointer<Double>, CInt
    ) -> Void

  #if canImport(Darwin)
    private static let names = [
      "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib", "/usr/local/opt/openblas/lib/libopenblas.0.dylib",
      "libopenblas.0.dylib",
    ]
  #else
    private static let names = ["libopenblas.so.0", "libopenblas.so"]
  #endif

  private init?() {
    guard let library = Self.names.lazy.compactMap({ tensor_load_on_one_core($0) }).first,
      let sgemm = dlsym(library, "cblas_sgemm"), let dgemm = dlsym(library, "cblas_dgemm"),
      let ssyrk = dlsym(library, "cblas_ssyrk"), let dsyrk = dlsym(library, "cblas_dsyrk")
    else { return nil }
    // If the program had loaded it before, with threads, they are not used any more.
    if let setThreads = dlsym(library, "openblas_set_num_threads") {
      unsafeBitCast(setThreads, to: (@convention(c) (CInt) -> Void).self)(1)
    }
    self.sgemm = unsafeBitCast(sgemm, to: SingleGEMM.self)
    self.dgemm = unsafeBitCast(dgemm, to: DoubleGEMM.self)
    self.ssyrk = unsafeBitCast(ssyrk, to: SingleSYRK.self)
    self.dsyrk = unsafeBitCast(dsyrk, to: DoubleSYRK.self)
    configuration = Self.text(of: "openblas_get_config", in: library)
    core = Self.text(of: "openblas_get_corename", in: library)
  }

  private static func text(of function: String, in library: UnsafeMutableRawPointer) -> String {
    guard let symbol = dlsym(library, function),
      let text = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)()
    else { return "unknown" }
    return String(cString: text)
  }
}
