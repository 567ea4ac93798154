import TensorGraph

/// A loop program with what a caller must know to run it: where symbols come from, how large buffers are, which buffers
/// are results.
public struct ScheduledProgram: Sendable {
  /// How the value of a symbol of the program is found in the arguments of a call.
  public enum SymbolSource: Hashable, Sendable {
    case extent(parameter: Int, axis: Int)
    /// In elements.
    case stride(parameter: Int, axis: Int)
    /// A number given beside the arguments, by its place among them.
    case given(Int)
  }

  /// A result: a buffer of the program under a shape.
  public struct Output: Hashable, Sendable {
    public var buffer: Int
    public var type: TensorType
  }

  /// Memory that the program needs during a call.
  public struct Temporary: Hashable, Sendable {
    public var buffer: Int
    /// The first and the last top-level statement that touch it.
    public var firstUse: Int
    public var lastUse: Int
  }

  /// What a check stands for, by its site number.
  public struct Site: Hashable, Sendable {
    public var operation: String
    public var message: String
    /// The axis that the index runs along, if it is about an index.
    public var axis: Int?
    public var places: [SourcePlace]
  }

  public var program: LoopProgram
  public var symbolSources: [SymbolSource]
  public var outputs: [Output]
  public var temporaries: [Temporary]
  /// Constant arrays by buffer.
  public var constants: [(buffer: Int, array: NDArray)]
  public var sites: [Site]
}

extension LoopBuffer.Role {
  public var isScratch: Bool { self == .scratch }
}
