/// One entry between the brackets of an index into a tensor: `x[1, 2..., .newAxis, .range(start: "n", stop: nil)]`.
public enum SliceEntry: Hashable, Sendable {
  /// One place; the axis goes away. Negative counts from the end.
  case index(Dimension)
  /// Python's `start:stop:step`; nil where Python has nothing.
  case range(start: Dimension?, stop: Dimension?, step: Int = 1)
  /// A new axis of extent 1; Python's `None`.
  case newAxis
  /// As many whole axes as are not named otherwise; Python's `...`.
  case ellipsis

  /// The whole axis; Python's `:`.
  public static var all: SliceEntry { .range(start: nil, stop: nil) }

  /// With constant bounds and a step whose sums with extents do not overflow: beyond any extent, those farther off name the same places.
  var bounded: SliceEntry {
    func within(_ value: Int) -> Int { Swift.min(Swift.max(value, -ExtentDefinition.limit), ExtentDefinition.limit) }
    func within(_ bound: Dimension?) -> Dimension? { bound.map { $0.constant.map { Dimension(within($0)) } ?? $0 } }
    return switch self {
    case .range(let start, let stop, let step): .range(start: within(start), stop: within(stop), step: within(step))
    case .index, .newAxis, .ellipsis: self
    }
  }

  /// With other extents.
  package func withExtents(_ replacement: (Symbol) -> Dimension?) -> SliceEntry {
    switch self {
    case .index(let place): .index(place.withExtents(replacement))
    case .range(let start, let stop, let step):
      .range(start: start?.withExtents(replacement), stop: stop?.withExtents(replacement), step: step)
    case .newAxis, .ellipsis: self
    }
  }
}

extension SliceEntry: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .index(Dimension(value)) }
}

/// What can stand between the brackets of an index: integers, extents, ranges, and `SliceEntry` itself.
public protocol SliceEntryConvertible: TensorIndexConvertible {
  var sliceEntry: SliceEntry { get }
}

extension SliceEntry: SliceEntryConvertible { public var sliceEntry: SliceEntry { self } }
extension Int: SliceEntryConvertible { public var sliceEntry: SliceEntry { .index(Dimension(self)) } }
extension SymbolicInteger: SliceEntryConvertible { public var sliceEntry: SliceEntry { .index(self) } }
extension Range<Int>: SliceEntryConvertible { public var sliceEntry: SliceEntry { indexEntry.sliceEntry } }
extension ClosedRange<Int>: SliceEntryConvertible { public var sliceEntry: SliceEntry { indexEntry.sliceEntry } }
extension PartialRangeFrom<Int>: SliceEntryConvertible { public var sliceEntry: SliceEntry { indexEntry.sliceEntry } }
extension PartialRangeUpTo<Int>: SliceEntryConvertible { public var sliceEntry: SliceEntry { indexEntry.sliceEntry } }
extension PartialRangeThrough<Int>: SliceEntryConvertible {
  public var sliceEntry: SliceEntry { indexEntry.sliceEntry }
}

extension IndexEntry: SliceEntryConvertible {
  /// The same entry for a tensor.
  public var sliceEntry: SliceEntry {
    switch self {
    case .at(let place): .index(Dimension(place))
    case .range(let start, let stop, let step):
      .range(start: start.map { Dimension($0) }, stop: stop.map { Dimension($0) }, step: step)
    case .insertedAxis: .newAxis
    case .otherAxes: .ellipsis
    }
  }
}
