import TensorLLVM

/// The processor that code is made for, and what the emitter must know of it.
public struct TargetDescription: Hashable, Sendable {
  public let triple: String
  public let cpu: String
  public let features: String

  /// Bytes of the widest vector register.
  package let registerBytes: Int
  /// The width of a vector register.
  public var vectorBits: Int { registerBytes * 8 }
  /// How many vector registers there are.
  package let registerCount: Int
  /// Whether loads, stores and gathers under a mask are single instructions.
  package let hasMaskedAccess: Bool
  /// Whether gathers take no more time than loads of their lanes. On AMD's processors they are sequences of many small operations (A. Fog,
  /// Instruction tables: 40 and more for eight lanes).
  package let hasFastGather: Bool
  /// Whether it has fused multiply-add and rounding instructions, without which code would call libm.
  package let isSupported: Bool
  package var isX86: Bool { triple.hasPrefix("x86_64") }

  /// The processor this process runs on.
  public static let host = TargetDescription(
    triple: TargetMachine.hostTriple, cpu: TargetMachine.hostCPU, features: TargetMachine.hostFeatures)

  /// A processor by LLVM's names; `features` as in `+avx2,-avx512f`.
  ///
  /// x86-64 needs at least the x86-64-v3 level (AVX2, FMA); below it programs are refused.
  public init(triple: String, cpu: String, features: String = "") {
    (self.triple, self.cpu, self.features) = (triple, cpu, features)
    hasFastGather = !cpu.hasPrefix("znver")
    guard triple.hasPrefix("x86_64") else {
      (registerBytes, registerCount, hasMaskedAccess, isSupported) = (16, 32, false, true)
      return
    }
    let on = Set(features.split(separator: ",").filter { $0.hasPrefix("+") }.map { $0.dropFirst() })
    let off = Set(features.split(separator: ",").filter { $0.hasPrefix("-") }.map { $0.dropFirst() })
    let wide = ["x86-64-v4", "znver4", "znver5", "sapphirerapids", "icelake-server", "skylake-avx512"]
    let narrow = ["x86-64-v3", "haswell", "broadwell", "skylake", "znver1", "znver2", "znver3", "alderlake"]
    let avx512 = ["avx512f", "avx512bw", "avx512dq", "avx512vl"]
    let is512 =
      (avx512.allSatisfy { on.contains(Substring($0)) } || wide.contains(cpu))
      && avx512.allSatisfy { !off.contains(Substring($0)) }
    let is256 =
      is512 || ["avx2", "fma"].allSatisfy { on.contains(Substring($0)) } || (narrow + wide).contains(cpu)
    (registerBytes, registerCount) = is512 ? (64, 32) : (32, 16)
    (hasMaskedAccess, isSupported) = (is512, is256)
  }
}
