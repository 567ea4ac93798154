/// What an `axis` argument can be: an integer, or an array of them. (None is nil.)
public protocol AxisSelection: Sendable {
  var axes: [Int] { get }
}

extension Int: AxisSelection { public var axes: [Int] { [self] } }
extension [Int]: AxisSelection { public var axes: [Int] { self } }

/// NumPy's rules for axis arguments.
enum Axes {
  /// The order that undoes an order of axes.
  static func inverse(of order: [Int]) -> [Int] { order.indices.map { place in order.firstIndex(of: place) ?? place } }

  /// The same axes where one more stands in front.
  static func behindFirst(_ axes: [Int]) -> [Int] { axes.map { $0 + 1 } }

  /// The axis counted from the front.
  static func normalized(_ axis: Int, rank: Int, operation: String) throws(TensorError) -> Int {
    guard axis >= -rank, axis < rank else {
      throw TensorError(
        operation: operation, message: "axis \(axis) is out of bounds for array of dimension \(rank)",
        hint: rank == 0 ? "the operand has no axes" : "axes are \(-rank) to \(rank - 1)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// The axes counted from the front, in the order given, without repetition; all of them for nil.
  ///
  /// Where `scalarsHaveAxis`, a scalar's axis 0 or -1 is none of its axes, as NumPy's ufuncs let it pass.
  static func normalized(
    _ axes: [Int]?, rank: Int, scalarsHaveAxis: Bool = false, operation: String
  ) throws(TensorError) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    if rank == 0, scalarsHaveAxis, axes == [0] || axes == [-1] { return [] }
    var result: [Int] = []
    for axis in axes {
      let normal = try normalized(axis, rank: rank, operation: operation)
      guard !result.contains(normal) else {
        throw TensorError(operation: operation, message: "duplicate value in 'axis': \(axes)")
      }
      result.append(normal)
    }
    return result
  }

  /// An `axis` attribute: an integer for one axis, else a tuple.
  static func attribute(_ axes: [Int]) -> Attribute {
    Attribute("axis", axes.count == 1 ? .integer(axes[0]) : .tuple(axes.map { .integer($0) }))
  }
}

extension Operation {
  /// The type of the only operand.
  func single(_ inputs: [TensorType]) throws(TensorError) -> TensorType {
    guard inputs.count == 1 else { throw failure("takes 1 operand, got \(inputs.count)") }
    return inputs[0]
  }
}

extension BoundArguments {
  /// The argument `axis`: one axis, or nil for None.
  func oneAxis() throws(TensorError) -> Int? {
    guard let axes = try axes("axis") else { return nil }
    guard axes.count == 1 else {
      throw TensorError(operation: operation, message: "takes one axis or None, got \(axes.count) axes")
    }
    return axes[0]
  }
}
