/// An operation as people call it: its name, parameters and documentation, and how a call builds the graph.
///
/// The text format, `tensorjit ops` and the fuzzer read these records. Elementwise functions need none: theirs is
/// made from the scalar function's record.
public struct OperationDefinition: Sendable {
  /// What one parameter accepts.
  public enum Kind: Hashable, Sendable {
    case tensor
    /// A list of tensors, or a tuple.
    case tensors
    /// A tensor, or lists of such to any depth: the widths of `pad`, the parts of `block`.
    case nested
    case integer
    case float
    case flag
    /// An element type.
    case type
    /// None, an integer, or a tuple of integers.
    case axes
    /// An extent or a tuple of them; -1 stays -1 (`reshape`).
    case shape
    case text
    /// A number, or a word in its place (`norm`'s order).
    case numberOrText
  }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var kind: Kind
    /// Nil where an argument must be given.
    public var fallback: Argument?
    /// Only by name, as after Python's `*`.
    public var isKeywordOnly: Bool
    /// Of `tensors`: a tensor by itself counts as a list of one.
    public var acceptsOne: Bool
    /// The last by position: takes the list of all further positional arguments, as after Python's `*`.
    public var isVariadic: Bool
    /// Of `tensors`: numbers in the list stay without a type of their own.
    public var keepsNumbers: Bool

    public init(
      _ name: String, _ kind: Kind, default fallback: Argument? = nil, keywordOnly: Bool = false, acceptsOne: Bool = false,
      keepsNumbers: Bool = false, variadic: Bool = false
    ) {
      (self.name, self.kind, self.fallback, self.isKeywordOnly) = (name, kind, fallback, keywordOnly)
      (self.acceptsOne, self.keepsNumbers, self.isVariadic) = (acceptsOne, keepsNumbers, variadic)
    }
  }

  /// A bound argument.
  public indirect enum Argument: Hashable, Sendable {
    case tensor(Tensor)
    case tensors([Tensor])
    case nested(NestedTensors)
    case integer(Int)
    case float(Double)
    case flag(Bool)
    case type(ElementType)
    case axes([Int]?)
    case shape([Dimension])
    case text(String)
    case none
  }

  public var name: String
  public var aliases: [String]
  /// The family's folder, by which lists are grouped: `reductions`.
  public var family: String
  public var parameters: [Parameter]
  public var summary: String
  /// The meaning in Python, over the parameters' names, `np` and `sp`.
  public var numpy: String
  /// The element types it is defined for: those of the tensors that it computes with, or that it makes.
  public var elementTypes: [ElementType]
  /// Whether a list of tensors, where one would do, gives a tuple of results, also a list of one.
  public var givesTuples: Bool
  /// Whether a list of n tensors gives n tuples of n results (a Hessian's blocks), row by row.
  public var givesRows: Bool
  /// Whether the results are a tuple, also where there is one.
  public var alwaysGivesTuple = false
  /// A flag by which a single result is a tuple too (`indices(..., sparse=true)`).
  public var tupleFlag: String?
  /// Programs that use it, of float parameters: laws that hold for every operation (derivatives, batches) are tried on them.
  public var samples: [String] = []
  /// Builds the graph from arguments in the order of the parameters.
  public var build: @Sendable (BoundArguments) throws(TensorError) -> [Tensor]

  public init(
    _ name: String, aliases: [String] = [], family: String, _ parameters: [Parameter], summary: String, numpy: String,
    elementTypes: [ElementType] = ElementType.allCases, givesTuples: Bool = true,
    givesRows: Bool = false,
    build: @escaping @Sendable (BoundArguments) throws(TensorError) -> [Tensor]
  ) {
    (self.name, self.aliases, self.family, self.parameters) = (name, aliases, family, parameters)
    (self.summary, self.numpy, self.elementTypes) = (summary, numpy, elementTypes)
    (self.givesTuples, self.givesRows, self.build) = (givesTuples, givesRows, build)
  }

  /// The same, whose results are a tuple, also where there is one.
  public var givingTuple: OperationDefinition {
    var result = self
    result.alwaysGivesTuple = true
    return result
  }

  /// The same, whose results are a tuple where a flag is true.
  public func givingTuple(where flag: String) -> OperationDefinition {
    var result = self
    result.tupleFlag = flag
    return result
  }

  /// The same with programs to try laws on.
  public func sampled(_ programs: String...) -> OperationDefinition { sampled(programs) }

  public func sampled(_ programs: [String]) -> OperationDefinition {
    var result = self
    result.samples += programs
    return result
  }
}

/// A tensor, or lists of such to any depth.
public indirect enum NestedTensors: Hashable, Sendable {
  case one(Tensor)
  case list([NestedTensors])
}

/// The arguments of a call by parameter name, of the kinds that the definition asked for.
public struct BoundArguments: Sendable {
  public var operation: String
  public var values: [String: OperationDefinition.Argument]
  public var place: SourcePlace

  public init(operation: String, values: [String: OperationDefinition.Argument], place: SourcePlace) {
    (self.operation, self.values, self.place) = (operation, values, place)
  }

  private func mismatch(_ name: String, _ expected: String) -> TensorError {
    TensorError(operation: operation, message: "argument \(name) must be \(expected)", places: [place])
  }

  public func tensor(_ name: String) throws(TensorError) -> Tensor {
    guard case .tensor(let value)? = values[name] else { throw mismatch(name, "a tensor") }
    return value
  }

  /// The tensor, or nil where None was given.
  public func optionalTensor(_ name: String) throws(TensorError) -> Tensor? {
    if case .tensor(let value)? = values[name] { return value }
    return nil
  }

  public func tensors(_ name: String) throws(TensorError) -> [Tensor] {
    guard case .tensors(let value)? = values[name] else { throw mismatch(name, "a list of tensors") }
    return value
  }

  public func nested(_ name: String) throws(TensorError) -> NestedTensors {
    switch values[name] {
    case .nested(let value)?: return value
    case .tensor(let value)?: return .one(value)
    default: throw mismatch(name, "an array, or lists of arrays")
    }
  }

  /// The arrays, or nil where None was given.
  public func optionalNested(_ name: String) throws(TensorError) -> NestedTensors? {
    switch values[name] {
    case Optional.none, .some(.none): return nil
    default: return try nested(name)
    }
  }

  /// The text, one of those allowed.
  public func text(_ name: String, oneOf allowed: [String]) throws(TensorError) -> String {
    let shown = allowed.map { "'\($0)'" }.joined(separator: ", ")
    guard case .text(let value)? = values[name] else { throw mismatch(name, "one of \(shown)") }
    guard allowed.contains(value) else { throw mismatch(name, "one of \(shown), got '\(value)'") }
    return value
  }

  public func integer(_ name: String) throws(TensorError) -> Int {
    guard case .integer(let value)? = values[name] else { throw mismatch(name, "an integer") }
    return value
  }

  public func optionalInteger(_ name: String) -> Int? {
    if case .integer(let value)? = values[name] { return value }
    return nil
  }

  public func float(_ name: String) throws(TensorError) -> Double {
    switch values[name] {
    case .float(let value)?: return value
    case .integer(let value)?: return Double(value)
    default: throw mismatch(name, "a number")
    }
  }

  public func flag(_ name: String) throws(TensorError) -> Bool {
    guard case .flag(let value)? = values[name] else { throw mismatch(name, "true or false") }
    return value
  }

  /// The element type, or nil where None was given.
  public func optionalType(_ name: String) -> ElementType? {
    if case .type(let value)? = values[name] { return value }
    return nil
  }

  /// The axes, or nil for all of them.
  public func axes(_ name: String) throws(TensorError) -> [Int]? {
    switch values[name] {
    case .axes(let value)?: return value
    case .integer(let value)?: return [value]
    case Optional.none, .some(.none): return nil
    default: throw mismatch(name, "an axis, a tuple of axes, or None")
    }
  }

  public func shape(_ name: String) throws(TensorError) -> [Dimension] {
    guard case .shape(let value)? = values[name] else { throw mismatch(name, "an extent or a tuple of extents") }
    return value
  }
}
