import TensorGraph

/// That the result of an operation can be an array: no extent is negative, and the bytes have a number. Numbers made of extents must fit, too.
///
/// Only what a call decides is asked here; shapes that are known are checked when the graph is built. It is asked of all that was written, also of
/// what is never stored: a sum over elements whose number overflows would be wrong without a sign of it.
struct ResultSize: Sendable {
  /// The extents of the result, or the number.
  let extents: [Dimension]
  /// The type of the elements; nil for a number.
  let elementType: ElementType?
  let operation: String
  let places: [SourcePlace]

  /// Those of a graph as written, each shape once.
  static func all(of outputs: [Tensor]) -> [ResultSize] {
    var (types, numbers): (Set<TensorType>, Set<Dimension>) = ([], [])
    var result: [ResultSize] = []
    for node in Traversal.nodes(of: outputs) where !(node.operation is Parameter) {
      if let number = (node.operation as? Extent)?.dimension, number.constant == nil, numbers.insert(number).inserted {
        result.append(ResultSize(extents: [number], elementType: nil, operation: node.writtenName, places: node.places))
      }
      for type in node.types {
        let isNew = type.shape.contains { $0.constant == nil } && !node.inputs.contains { $0.shape == type.shape }
        guard isNew, types.insert(type).inserted else { continue }
        result.append(
          ResultSize(extents: type.shape, elementType: type.elementType, operation: node.writtenName, places: node.places))
      }
    }
    return result
  }

  static func check(_ sizes: [ResultSize], _ values: [Symbol: Int]) throws(CallError) {
    for size in sizes { try size.check(values) }
  }

  private func check(_ values: [Symbol: Int]) throws(CallError) {
    func failure(_ message: String) -> CallError { CallError(.arguments, "\(operation): \(message)", places: places) }
    var shape: [Int] = []
    for extent in extents {
      // Extents that are values of what rules left out of the program are nobody's.
      guard extent.extentDefinitions.allSatisfy({ values[$0.symbol] != nil }) else { return }
      let value = extent.evaluate(values)
      let what = elementType == nil ? "a number made of extents" : "an extent of the result"
      guard let value else { throw failure("\(what) does not fit 64 bits") }
      guard value >= 0 || elementType == nil else { throw failure("negative dimensions are not allowed: \(value)") }
      shape.append(value)
    }
    guard let elementType else { return }
    do throws(ArrayError) {
      _ = try Shape(shape).checkedByteCount(of: elementType)
    } catch {
      throw failure("\(error)")
    }
  }
}
