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
  /// `y[j] = a[j] * y[j - 1] + b[j]` along one axis, for operands `a` and `b` of one type and shape, with 0 before the
  /// first element; from the last one on with `y[j + 1]` where it is reversed. Products and sums are rounded each.
  case recurrence(axis: Int, isReversed: Bool)
  /// The first operand, into which elements of the third are combined, in the order of the second operand: indices along
  /// an axis. The third operand has the shape of the first with the axis replaced by the shape of the indices. So many
  /// leading axes of all three go together: the indices have them in front.
  case scatter(axis: Int, batchAxes: Int, combiner: Combiner)
  /// The same elements in the same row-major order under another shape.
  case reshape
  /// The operands lie side by side along an axis.
  case concatenation(axis: Int)
  /// `C = A B` of matrices, with leading batch axes of equal extents.
  case matrixProduct
  /// A graph of simpler operations.
  case composite(@Sendable (_ inputs: [Tensor]) -> [Tensor])
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
