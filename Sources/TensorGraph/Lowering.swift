/// How an operation's results come about: the closed set of forms that scheduling understands.
///
/// Scheduling decides loops, fusion and memory; an operation only states what each element is.
public enum Lowering: Sendable {
  /// Nothing to compute: a parameter or a constant.
  case leaf
  /// Each element is an expression of elements of the operands: arithmetic, views, gathers, ranges.
  case elements(@Sendable (_ context: ElementContext, _ index: [Dimension]) -> Value)
  /// Elements are combined over some axes.
  case reduction(ReductionLowering)
  /// Elements are combined along one axis, every partial result being kept.
  case scan(axis: Int, combiner: Combiner)
  case recurrence(RecurrenceLowering)
  /// The first operand, into which elements of the last are combined at indices, which the operands between these two give.
  case scatter(ScatterLowering)
  /// The first operand with the second written over a part of it: the closure says at which index of the first, whose shape it gets, the second's
  /// element of an index goes. Places are affine in the index, differ for different indices, and lie within the shape.
  case overwrite(@Sendable (_ shape: [Dimension], _ index: [Dimension]) -> [Dimension])
  /// The same elements in the same row-major order under another shape.
  case reshape
  /// The operands lie side by side along an axis.
  case concatenation(axis: Int)
  /// What a mask picks, in two steps (see `MaskPart`).
  case compaction(MaskPart)
  /// `C = A B` of matrices, with leading batch axes of equal extents.
  case matrixProduct
  /// What a routine of the runtime computes from whole arrays: sorting.
  case routine(RoutineLowering)
  /// A graph of simpler operations.
  case composite(@Sendable (_ inputs: [Tensor]) -> [Tensor])

  /// Whether elements are combined with others, rather than moved or computed each by itself.
  package var combinesElements: Bool {
    switch self {
    case .leaf, .elements, .reshape, .concatenation, .overwrite, .routine, .compaction: false
    case .reduction, .scan, .recurrence, .scatter, .matrixProduct, .composite: true
    }
  }
}

/// How an array is changed at places that index arrays name.
///
/// The operands are the target, an array of indices for each of `axes`, all of one shape, and the updates. Their shape is that of the target
/// without `axes`, into which the axes of the index arrays are put at `position`. Updates are combined in the row-major order of the index arrays.
public struct ScatterLowering: Hashable, Sendable {
  /// The axes of the target that the index arrays are about, in their order.
  public var axes: [Int]
  /// How many of the target's other axes stand in front of those of the index arrays in the updates.
  public var position: Int
  /// So many leading axes of all operands go together: index arrays have them in front.
  public var batchAxes: Int
  public var combiner: ScatterCombiner
  /// Elements are complex numbers: the last axis of the target and of the updates holds their real and imaginary parts.
  public var isOfPairs: Bool

  public init(axes: [Int], position: Int, batchAxes: Int = 0, combiner: ScatterCombiner, isOfPairs: Bool = false) {
    (self.axes, self.position, self.batchAxes, self.combiner) = (axes, position, batchAxes, combiner)
    self.isOfPairs = isOfPairs
  }

  /// The axes of a target of this rank that no index array is about.
  public func otherAxes(rank: Int) -> [Int] { (0..<rank).filter { !axes.contains($0) } }

  /// The shape of the updates for a target and index arrays of these shapes.
  public func updateShape(_ target: [Dimension], _ indices: [Dimension]) -> [Dimension] {
    let others = otherAxes(rank: target.count).map { target[$0] }
    return Array(others[..<position] + indices[batchAxes...] + others[position...])
  }

  /// The same with one more axis in front of all operands.
  public var batched: ScatterLowering {
    ScatterLowering(
      axes: axes.map { $0 + 1 }, position: position + 1, batchAxes: batchAxes + 1, combiner: combiner, isOfPairs: isOfPairs)
  }
}

/// What becomes of an element of which there is an old and a new value.
public enum ScatterCombiner: String, Hashable, Sendable, CaseIterable {
  /// The new one: the last one stays.
  case set
  /// The sum; of bools, whether any is true.
  case add
  case multiply, divide, power
  case minimum = "min"
  case maximum = "max"

  /// The scalar function of the old and the new value; nil where the old one is not looked at.
  public var function: ScalarFunction? {
    switch self {
    case .set: nil
    case .add: .add
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    case .minimum: .minimum
    case .maximum: .maximum
    }
  }
}

/// `y[j] = a[j] * y[j - 1] + b[j]` along one axis, for operands `a` and `b` of one type and shape, with 0 before the first element; from the
/// last one on with `y[j + 1]` where it is reversed. Products and sums are rounded each.
public struct RecurrenceLowering: Hashable, Sendable {
  public var axis: Int
  public var isReversed: Bool
  /// Where a factor is 0 nothing of what came before is left, infinite or NaN as it may be: `y[j] = b[j]`.
  public var startsAnew: Bool

  public init(axis: Int, isReversed: Bool = false, startsAnew: Bool = false) {
    (self.axis, self.isReversed, self.startsAnew) = (axis, isReversed, startsAnew)
  }
}

/// The steps in which the elements are found that a mask picks. Masks are flat, of bools.
extension Lowering {
  /// Whether each result is made of the one before it.
  package var runsAlongAxis: Bool {
    switch self {
    case .scan, .recurrence: true
    case .leaf, .elements, .reduction, .scatter, .overwrite, .reshape, .concatenation, .matrixProduct, .routine, .compaction, .composite: false
    }
  }
}

public enum MaskPart: Hashable, Sendable {
  /// Of a mask: how many elements are true before each block of `blockSize`, and behind the last block how many are in all (i64).
  case counts
  /// Of a mask, its counts, and values of the mask's shape: the values where the mask is true, in order. The result has as
  /// many elements as the counts say.
  case elements
  /// Of a mask, its counts, and as many elements as it picks: these, in order, where the mask is true, and 0 elsewhere.
  case spread

  /// The elements of a mask that one step of a loop takes.
  public static let blockSize = 2_048

  /// How many numbers count a mask of an extent.
  public static func countsExtent(_ extent: Dimension) -> Dimension {
    .floorDivide(extent + Dimension(blockSize - 1), Dimension(blockSize)) + 1
  }
}

/// A reduction: for each index of the result, `arguments` are combined over the index space of `extents`.
public struct ReductionLowering: Sendable {
  /// Which axes of the (single) index space are reduced, ascending; the others are, in order, the result's.
  public var axes: [Int]
  /// The whole index space, from the operands' types.
  public var space: @Sendable (_ inputs: [TensorType]) -> [Dimension]
  /// Whether reduced axes stay, with extent 1.
  public var keepsAxes: Bool
  public var combiner: Combiner
  /// The values to combine at an index of the space (two for `dot`).
  public var arguments: @Sendable (_ context: ElementContext, _ index: [Dimension]) -> [Value]
  /// The element of the result made from the combined value.
  public var finish: @Sendable (_ context: ElementContext, _ combined: Value) -> Value

  public init(
    axes: [Int], space: @escaping @Sendable ([TensorType]) -> [Dimension], keepsAxes: Bool, combiner: Combiner,
    arguments: @escaping @Sendable (ElementContext, [Dimension]) -> [Value],
    finish: @escaping @Sendable (ElementContext, Value) -> Value = { $1 }
  ) {
    (self.axes, self.space, self.keepsAxes, self.combiner) = (axes, space, keepsAxes, combiner)
    (self.arguments, self.finish) = (arguments, finish)
  }
}

/// A result that a routine of the runtime makes of its operands.
///
/// The routine gets pointers to the operands, each packed in row-major order, to the result, and to memory in which it may
/// work. It is called once for all rows, and shares them over threads by itself. What it does along leading axes must be the same for
/// any number of them: the operation on many examples is the same lowering.
public struct RoutineLowering: Sendable {
  public var routine: LibraryCall.Routine
  /// The integers of the call.
  public var integers: @Sendable (_ inputs: [TensorType], _ output: TensorType) -> [Dimension]
  /// The arrays it works in, which hold nothing before and after.
  public var workspaces: @Sendable (_ inputs: [TensorType], _ output: TensorType) -> [(type: ElementType, count: Dimension)]

  public init(
    _ routine: LibraryCall.Routine, integers: @escaping @Sendable ([TensorType], TensorType) -> [Dimension],
    workspaces: @escaping @Sendable ([TensorType], TensorType) -> [(type: ElementType, count: Dimension)] = { _, _ in [] }
  ) {
    (self.routine, self.integers, self.workspaces) = (routine, integers, workspaces)
  }
}

/// Where an operation's element expression is being written: gives the operands' elements and emits instructions.
public protocol ElementContext {
  /// The types of the operands.
  var inputs: [TensorType] { get }
  /// The types of the results.
  var outputs: [TensorType] { get }
  /// The element of an operand at an index.
  func input(_ operand: Int, at index: [Dimension]) -> Value
  func constant(_ value: ScalarValue) -> Value
  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value
  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value
  /// An index as an i64 element.
  func element(_ index: Dimension) -> Value
  /// An element as an index into an axis of the given extent: negative ones count from the end; one out of range is
  /// a failure of the run, reported with this node's place and the axis.
  func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension
  /// Fails the run with `message` where the condition (bool) does not hold.
  func require(_ condition: Value, _ message: String)
  /// Whether an extent is 1 at run time. (Programs are compiled anew where that changes.)
  func isOne(_ extent: Dimension) -> Bool
}

extension ElementContext {
  /// Whether an extent is 0 at run time: of what is placed among zeros. (Programs are compiled anew where that changes.)
  package func isZero(_ extent: Dimension) -> Bool { isOne(extent + 1) }

  /// The value cast to `type`, or itself where it has it.
  public func convert(_ value: Value, to type: ElementType) -> Value {
    value.type == type ? value : primitive(.convert(type), [value])
  }

  /// The index into an operand whose axes broadcast, aligned at the end, to an index of the result.
  public func broadcast(_ index: [Dimension], to shape: [Dimension]) -> [Dimension] {
    let offset = index.count - shape.count
    return shape.indices.map { isOne(shape[$0]) ? 0 : index[offset + $0] }
  }
}

extension ElementContext {
  /// Fails the run where an integer's exponent, an integer, is negative.
  package func requireNonnegativePower(_ exponent: Value) {
    guard exponent.type.isSignedInteger else { return }
    let zero = constant(ScalarValue(integer: 0, type: exponent.type))
    require(primitive(.greaterOrEqual, [exponent, zero]), "integers to negative integer powers are not allowed")
  }
}

/// A context that differs from another in what the operands are, and hands everything else on.
package protocol ForwardingContext: ElementContext {
  var base: any ElementContext { get }
}

extension ForwardingContext {
  package func constant(_ value: ScalarValue) -> Value { base.constant(value) }
  package func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value { base.primitive(primitive, arguments) }
  package func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value { base.call(function, arguments) }
  package func element(_ index: Dimension) -> Value { base.element(index) }
  package func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension {
    base.checkedIndex(value, extent: extent, axis: axis)
  }
  package func require(_ condition: Value, _ message: String) { base.require(condition, message) }
  package func isOne(_ extent: Dimension) -> Bool { base.isOne(extent) }
}
