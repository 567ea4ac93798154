/// Integers, which fail the run where one of them is not in `0..<extent`.
public struct InRange: Operation {
  public let extent: Dimension
  /// What asks for it, and what the integers are, for the error: "choose", "entry of the index array".
  public let caller: String
  public let meaning: String

  public init(_ extent: Dimension, caller: String, meaning: String) { (self.extent, self.caller, self.meaning) = (extent, caller, meaning) }

  public var name: String { "op.in_range" }
  public var attributes: [Attribute] {
    [Attribute("extent", .dimension(extent)), Attribute("caller", .text(caller)), Attribute("meaning", .text(meaning))]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> InRange {
    InRange(extent.withExtents(replacement), caller: caller, meaning: meaning)
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    try requireIndices(input)
    return Inference(TensorType(.i64, input.shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements.rounded(to: .i64)) }
  public var derivative: Derivative { .flat }
  public var batching: Batching { .elementwise }

  public var lowering: Lowering {
    let (extent, meaning) = (extent, meaning)
    return .elements { context, index in
      let value = context.convert(context.input(0, at: index), to: .i64)
      let isLow = context.primitive(.greaterOrEqual, [value, context.element(0)])
      let isHigh = context.primitive(.less, [value, context.element(extent)])
      context.require(context.primitive(.and, [isLow, isHigh]), "\(meaning) must be 0 to \(extent - 1)")
      return value
    }
  }
}

/// What becomes of an index that is out of range.
public enum IndexMode: String, CaseIterable, Sendable {
  /// The run fails.
  case raise
  /// It counts on from the other end, as often as need be.
  case wrap
  /// It becomes the nearest that is in range; negative ones do not count from the end.
  case clip
}

extension ArrayAlgebra {
  /// An extent as a number beside this array.
  func extent(_ dimension: Dimension, at place: SourcePlace) -> Self {
    dimension.constant.map { Self.weak(.integer($0), like: self) } ?? .single(Extent(dimension), [], at: place)
  }

  /// The integers as i64 in a range, as a mode has it; negative ones stay negative where they may count from the end.
  func indices(in extent: Dimension, _ mode: IndexMode, at place: SourcePlace) -> Self {
    let wide = inferredType.elementType == .i64 && !inferredType.isWeak ? self : converted(to: .i64, at: place)
    switch mode {
    case .raise: return wide
    case .wrap: return .apply(.remainder, [wide, wide.extent(extent, at: place)], at: place)
    case .clip:
      return .apply(.clip, [wide, Self.weak(.integer(0), like: wide), wide.extent(extent - 1, at: place)], at: place)
    }
  }

  /// That these are integers.
  func requireIntegers(_ what: String, _ operation: String) throws(TensorError) {
    let type = inferredType
    guard type.elementType.isInteger, type.elementType != .u64 || knownArray != nil else {
      throw TensorError(
        operation: operation, message: "\(what) must be integers that i64 holds, got \(type)", hint: "cast them with i64(...)")
    }
  }
}

extension BoundArguments {
  /// An index mode by its name.
  func indexMode(_ name: String) throws(TensorError) -> IndexMode {
    guard case .text(let word)? = values[name], let mode = IndexMode(rawValue: word) else {
      throw TensorError(
        operation: operation, message: "argument \(name) must be 'raise', 'wrap' or 'clip'", places: [place],
        hint: "raise: an index out of range is an error; wrap: it counts on from the other end; clip: it is the nearest")
    }
    return mode
  }
}
