import TensorScalars

/// A compiled function as loops over buffers: the narrow waist between tensors and machines.
///
/// It knows no tensors, shapes or strides any more: buffers are flat, accesses are flat element offsets, every
/// extent is a `SymbolicInteger` over the program's symbols. All statements have one meaning to the last bit,
/// whatever the backend, the number of threads and the width of vectors.
public struct LoopProgram: Hashable, Sendable {
  public var name: String
  /// Integers given at entry, in the order in which the entry takes them.
  public var symbols: [Symbol]
  public var buffers: [LoopBuffer]
  public var body: [Statement]
  /// One more than the largest loop variable and value numbers in use.
  public var loopCount: Int
  public var valueCount: Int

  public init(
    name: String, symbols: [Symbol] = [], buffers: [LoopBuffer] = [], body: [Statement] = [], loopCount: Int = 0,
    valueCount: Int = 0
  ) {
    (self.name, self.symbols, self.buffers, self.body) = (name, symbols, buffers, body)
    (self.loopCount, self.valueCount) = (loopCount, valueCount)
  }
}

/// A flat run of elements that a program reads or writes. Programs name it by its position in the list.
public struct LoopBuffer: Hashable, Sendable {
  public enum Role: Hashable, Sendable {
    /// An argument; never written. Its offsets may be negative (reversed views), `count` is only informative.
    case input(Int)
    /// A result, contiguous, written only by this program.
    case output(Int)
    /// Scratch of the whole call, in the arena.
    case temporary
    /// Scratch of one worker thread: what one iteration of a parallel loop writes, another never reads.
    case scratch
    /// Constant data passed by pointer.
    case constant
  }

  public var name: String
  public var type: ElementType
  public var role: Role
  /// The number of elements.
  public var count: SymbolicInteger

  public init(name: String, type: ElementType, role: Role, count: SymbolicInteger) {
    (self.name, self.type, self.role, self.count) = (name, type, role, count)
  }
}

/// An element of a buffer: the buffer's position in the program's list and a flat offset in elements.
public struct Access: Hashable, Sendable {
  public var buffer: Int
  public var offset: SymbolicInteger

  public init(buffer: Int, offset: SymbolicInteger) { (self.buffer, self.offset) = (buffer, offset) }
}

/// A scalar computed once (static single assignment), by number.
public struct Value: Hashable, Sendable {
  public var number: Int
  public var type: ElementType

  public init(number: Int, type: ElementType) { (self.number, self.type) = (number, type) }
}

/// The right side of a definition.
public enum Expression: Hashable, Sendable {
  case constant(ScalarValue)
  /// An index as an i64 value.
  case index(SymbolicInteger)
  case load(Access)
  case primitive(Primitive, [Value])
  /// A scalar function on arguments of the types of one of its signatures; its machine form is the meaning.
  case call(ScalarFunction, [Value])

  /// The numbers of the values it uses.
  public var valueNumbers: Set<Int> {
    switch self {
    case .constant: []
    case .index(let index): index.valueNumbers
    case .load(let access): access.offset.valueNumbers
    case .primitive(_, let values), .call(_, let values): Set(values.map(\.number))
    }
  }
}
