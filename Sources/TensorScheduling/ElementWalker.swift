import TensorGraph

/// Receives the instructions of element expressions: one sink records, another emits loops.
protocol ElementSink: AnyObject {
  /// The element of a stored entry (a leaf or a root) at an index.
  func load(_ entry: Int, at index: [Dimension]) -> Value
  func constant(_ value: ScalarValue) -> Value
  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value
  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value
  func element(_ index: Dimension) -> Value
  func check(_ condition: Value, index: Value, extent: Dimension, entry: Int, message: CheckMessage)
  /// A value as an index; it is within its extent.
  func index(_ value: Value) -> Dimension
}

/// What a failed check says.
enum CheckMessage: Hashable {
  case indexOutOfRange(axis: Int)
  case text(String)
}

/// Writes the expression of an element by following operands until it meets something stored.
final class ElementWalker {
  let graph: PrimitiveGraph
  let selection: RootSelection
  let facts: ShapeFacts
  let sink: any ElementSink
  private var known: [Key: Value] = [:]

  private struct Key: Hashable {
    let entry: Int
    let index: [Dimension]
  }

  init(graph: PrimitiveGraph, selection: RootSelection, facts: ShapeFacts, sink: any ElementSink) {
    (self.graph, self.selection, self.facts, self.sink) = (graph, selection, facts, sink)
  }

  /// Forgets what was computed in a scope that has ended.
  func withScope<R>(_ body: () throws -> R) rethrows -> R {
    let outer = known
    defer { known = outer }
    return try body()
  }

  /// Makes `value` the element of an entry at an index, for the rest of the scope.
  func remember(_ value: Value, entry: Int, at index: [Dimension]) { known[Key(entry: entry, index: index)] = value }

  /// The element of an entry as its users see it.
  func value(_ entry: Int, at index: [Dimension]) -> Value {
    let key = Key(entry: entry, index: index)
    if let value = known[key] { return value }
    let value = selection.isStored(entry) ? sink.load(entry, at: index) : compute(entry, at: index)
    known[key] = value
    return value
  }

  /// The element of an entry from its operands, even if the entry itself is stored.
  func compute(_ entry: Int, at index: [Dimension]) -> Value {
    let item = graph.entries[entry]
    let context = EntryContext(walker: self, entry: entry)
    switch item.lowering {
    case .elements(let body): return body(context, index)
    case .reshape:
      // Only extents of 1 come and go: the others keep their order.
      var rest = zip(index, item.type.shape).filter { $0.1.constant != 1 }.map(\.0)[...]
      return value(item.inputs[0], at: item.inputTypes[0].shape.map { $0.constant == 1 ? 0 : rest.popFirst() ?? 0 })
    case .reduction(let reduction):
      return unrolled(reduction, context, index)
    case .leaf, .scan, .recurrence, .scatter, .overwrite, .concatenation, .matrixProduct, .routine, .compaction, .composite:
      preconditionFailure("\(item.node.operation.name) is stored, so nobody computes its elements one by one")
    }
  }
}

/// The context of one entry's element expression.
struct EntryContext: ElementContext {
  let walker: ElementWalker
  let entry: Int

  var inputs: [TensorType] { walker.graph.entries[entry].inputTypes }
  var outputs: [TensorType] { [walker.graph.entries[entry].type] }

  func input(_ operand: Int, at index: [Dimension]) -> Value {
    let item = walker.graph.entries[entry]
    // Along an extent of 1 there is only index 0; saying so merges equal accesses.
    // What operations know of extents, as the bounds of a slice, takes the values of this specialization.
    let reduced = zip(index, item.inputTypes[operand].shape).map { $1.constant == 1 ? 0 : walker.facts.resolve($0) }
    return walker.value(item.inputs[operand], at: reduced)
  }

  func constant(_ value: ScalarValue) -> Value { walker.sink.constant(value) }
  func primitive(_ primitive: Primitive, _ arguments: [Value]) -> Value { walker.sink.primitive(primitive, arguments) }
  func call(_ function: ScalarFunction, _ arguments: [Value]) -> Value { walker.sink.call(function, arguments) }
  func element(_ index: Dimension) -> Value { walker.sink.element(walker.facts.resolve(index)) }
  func isOne(_ extent: Dimension) -> Bool { walker.facts.resolve(extent).constant == 1 }

  func checkedIndex(_ value: Value, extent: Dimension, axis: Int) -> Dimension {
    let sink = walker.sink
    let size = sink.element(walker.facts.resolve(extent))
    let zero = sink.constant(ScalarValue(integer: 0, type: .i64))
    let index = value.type == .i64 ? value : sink.primitive(.convert(.i64), [value])
    let wrapped = fromFront(index, size: size, zero: zero)
    // As unsigned numbers negative ones are beyond every extent: one comparison.
    let valid = sink.primitive(.less, [wrapped, size].map { sink.primitive(.convert(.u64), [$0]) })
    sink.check(
      valid, index: index, extent: walker.facts.resolve(extent), entry: entry, message: .indexOutOfRange(axis: axis))
    return sink.index(sink.primitive(.select, [valid, wrapped, zero]))
  }

  /// An index, negative ones of which count from the end.
  func fromFront(_ index: Value, size: Value, zero: Value) -> Value {
    let sink = walker.sink
    return sink.primitive(.select, [sink.primitive(.less, [index, zero]), sink.primitive(.add, [index, size]), index])
  }

  func require(_ condition: Value, _ message: String) {
    let zero = walker.sink.constant(ScalarValue(integer: 0, type: .i64))
    walker.sink.check(condition, index: zero, extent: 0, entry: entry, message: .text(message))
  }
}
