import TensorGraph

/// What one variant of a compiled function takes for granted: how its inputs lie in memory, and which extents are 1
/// or small. A function is compiled anew for facts it meets for the first time; no fact changes a bit of a result.
public struct Specialization: Hashable, Sendable {
  /// How one axis of an input is stepped through.
  public enum StrideClass: UInt8, Hashable, Sendable {
    /// The stride is the next axis's stride times its extent: rows follow each other.
    case dense
    /// The stride is one element, though what follows is not dense (or this is the last axis).
    case unit
    /// Every index reads the same element.
    case zero
    /// Any stride, known at entry.
    case general
  }

  /// For each parameter, for each axis.
  public var strides: [[StrideClass]]
  /// Symbols of extents whose value is compiled in.
  public var known: [Symbol: Int]

  public init(strides: [[StrideClass]], known: [Symbol: Int] = [:]) { (self.strides, self.known) = (strides, known) }

  /// Row-major inputs of which no extent is 1.
  public static func standard(for parameters: [TensorType]) -> Specialization {
    Specialization(strides: parameters.map { standardStrides($0.rank) })
  }

  static func standardStrides(_ rank: Int) -> [StrideClass] {
    rank == 0 ? [] : [StrideClass](repeating: .dense, count: rank - 1) + [.unit]
  }
}
