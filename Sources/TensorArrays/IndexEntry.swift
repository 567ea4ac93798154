/// One entry between the brackets of an index: `a[1, 2..., .newAxis, .slice(nil, nil, -1)]`.
///
/// Written through `IndexEntryConvertible`: integers, ranges, `.slice`, `.all`, `.newAxis`, `.ellipsis`.
public enum IndexEntry: Hashable, Sendable {
  /// One place; the axis goes away. Negative counts from the end.
  case at(Int)
  /// Python's `start:stop:step`; `nil` where Python has nothing.
  case range(start: Int?, stop: Int?, step: Int)
  /// A new axis of extent 1; Python's `None`.
  case insertedAxis
  /// As many whole axes as are not named otherwise; Python's `...`.
  case otherAxes
}

/// What can stand between the brackets of an index: integers, ranges, and `IndexEntry` itself.
public protocol IndexEntryConvertible {
  var indexEntry: IndexEntry { get }
}

/// The entries that begin with a dot may stand next to integers and ranges.
extension IndexEntryConvertible where Self == IndexEntry {
  public static func slice(_ start: Int?, _ stop: Int?, _ step: Int = 1) -> IndexEntry {
    .range(start: start, stop: stop, step: step)
  }
  public static var newAxis: IndexEntry { .insertedAxis }
  public static var ellipsis: IndexEntry { .otherAxes }
  /// The whole axis; Python's `:`.
  public static var all: IndexEntry { .range(start: nil, stop: nil, step: 1) }
}

extension IndexEntry: IndexEntryConvertible { public var indexEntry: IndexEntry { self } }
extension Int: IndexEntryConvertible { public var indexEntry: IndexEntry { .at(self) } }
extension Range<Int>: IndexEntryConvertible {
  /// As the range's members read: `-3..<0` names the last three places.
  public var indexEntry: IndexEntry { .slice(lowerBound, lowerBound < 0 && upperBound == 0 ? nil : upperBound) }
}
extension ClosedRange<Int>: IndexEntryConvertible {
  public var indexEntry: IndexEntry { .slice(lowerBound, upperBound == -1 ? nil : upperBound &+ 1) }
}
extension PartialRangeFrom<Int>: IndexEntryConvertible {
  public var indexEntry: IndexEntry { .slice(lowerBound, nil) }
}
extension PartialRangeUpTo<Int>: IndexEntryConvertible {
  public var indexEntry: IndexEntry { .slice(nil, upperBound) }
}
extension PartialRangeThrough<Int>: IndexEntryConvertible {
  public var indexEntry: IndexEntry { .slice(nil, upperBound == -1 ? nil : upperBound &+ 1) }
}

extension Layout {
  /// The part of the layout that basic indexing names, as NumPy has it: slices clamp, integers must be in range.
  public func sliced(_ entries: [IndexEntry]) throws(ArrayError) -> Layout {
    var consumed = 0
    var ellipses = 0
    for entry in entries {
      switch entry {
      case .at, .range: consumed += 1
      case .insertedAxis: break
      case .otherAxes: ellipses += 1
      }
    }
    guard ellipses <= 1 else { throw .repeatedEllipsis }
    guard consumed <= rank else { throw .tooManyIndices(count: consumed, rank: rank) }
    var extents: [Int] = []
    var steps: [Int] = []
    var place = offset
    var axis = 0
    func takeWholeAxes(_ count: Int) {
      for k in axis..<(axis + count) {
        extents.append(shape[k])
        steps.append(strides[k])
      }
      axis += count
    }
    for entry in entries {
      switch entry {
      case .at(let index):
        let extent = shape[axis]
        guard index >= -extent && index < extent else {
          throw .indexOutOfRange(index: index, axis: axis, extent: extent)
        }
        place &+= (index < 0 ? index + extent : index) &* strides[axis]
        axis += 1
      case .range(let start, let stop, let step):
        let part = try SlicedAxis(start: start, stop: stop, step: step, extent: shape[axis])
        if part.count > 0 { place &+= part.first &* strides[axis] }
        extents.append(part.count)
        steps.append(part.count > 1 ? strides[axis] &* step : strides[axis])
        axis += 1
      case .insertedAxis:
        extents.append(1)
        steps.append(0)
      case .otherAxes: takeWholeAxes(rank - consumed)
      }
    }
    takeWholeAxes(rank - axis)
    return Layout(shape: Shape(extents), strides: Strides(steps), offset: place)
  }
}

/// A slice after clamping to the extent of its axis, by Python's rule (`slice.indices`).
public struct SlicedAxis: Hashable, Sendable {
  public var first: Int
  public var count: Int

  public init(start: Int?, stop: Int?, step: Int, extent: Int) throws(ArrayError) {
    guard step != 0 else { throw .zeroStep }
    func clamped(_ bound: Int) -> Int {
      let shifted = bound < 0 ? bound + extent : bound
      return step > 0 ? min(max(shifted, 0), extent) : min(max(shifted, -1), extent - 1)
    }
    let from = start.map(clamped) ?? (step > 0 ? 0 : extent - 1)
    let to = stop.map(clamped) ?? (step > 0 ? extent : -1)
    let distance = step > 0 ? to - from : from - to
    first = from
    count = distance <= 0 ? 0 : Int(clamping: (UInt(distance) - 1) / step.magnitude) + 1
  }
}
