/// What `pad` puts around an array, by NumPy's names.
public enum PadMode<A: ArrayAlgebra> {
  /// A value for each side of each axis, or of all.
  case constant(PadPairs<A>)
  /// The outermost elements.
  case edge
  /// Straight lines from the outermost elements to a value at the end.
  case linearRamp(PadPairs<A>)
  /// A statistic of so many elements next to the edge; nil: of all along the axis.
  case maximum(PadPairs<Int>?)
  case minimum(PadPairs<Int>?)
  case mean(PadPairs<Int>?)
  case median(PadPairs<Int>?)
  /// The array mirrored at its outermost elements; odd: `2 * edge - mirrored`.
  case reflect(isOdd: Bool)
  /// The array mirrored behind its outermost elements, which so stand twice.
  case symmetric(isOdd: Bool)
  /// The array again and again.
  case wrap
  /// Anything (zeros).
  case empty

  public static var zeros: PadMode { .constant(.all(nil)) }
}

/// A value for the front and the back of each axis; nil where there is none.
public struct PadPairs<T> {
  private let pairs: [(before: T?, after: T?)]

  private init(pairs: [(before: T?, after: T?)]) { self.pairs = pairs }

  /// One value everywhere.
  public static func all(_ value: T?) -> PadPairs { PadPairs(pairs: [(value, value)]) }
  /// The same two values for every axis.
  public static func sides(before: T?, after: T?) -> PadPairs { PadPairs(pairs: [(before, after)]) }
  /// Two values for each axis.
  public static func axes(_ pairs: [(before: T?, after: T?)]) -> PadPairs { PadPairs(pairs: pairs) }

  /// Those of an axis.
  subscript(axis: Int) -> (before: T?, after: T?) { pairs[pairs.count == 1 ? 0 : axis] }

  /// Errors: neither one pair nor one for each axis.
  func check(rank: Int, _ name: String) throws(TensorError) {
    guard pairs.count == 1 || pairs.count == rank else {
      throw TensorError(operation: "pad", message: "\(name) has \(pairs.count) pairs for an array of \(rank) axes")
    }
  }

  func map<U>(_ transform: (T) throws(TensorError) -> U) throws(TensorError) -> PadPairs<U> {
    var result: [(before: U?, after: U?)] = []
    for pair in pairs {
      var (before, after): (U?, U?) = (nil, nil)
      if let value = pair.before { before = try transform(value) }
      if let value = pair.after { after = try transform(value) }
      result.append((before, after))
    }
    return PadPairs<U>(pairs: result)
  }

  var isUniform: Bool { pairs.count == 1 }
}

extension PadPairs<Tensor> {
  /// As NumPy reads `pad_width` and its like: a value, `(before, after)`, or an array that broadcasts to `(rank, 2)`.
  init(_ nested: NestedTensors, _ name: String, rank: Int) throws(TensorError) {
    let (shape, tensors) = try nested.grid(name, of: "pad")
    if tensors.count == 1 { self = .all(tensors[0]); return }
    if shape.count <= 2, tensors.count == 2, shape != [2, 1] { self = .sides(before: tensors[0], after: tensors[1]); return }
    switch (shape.count, shape.last ?? 1) {
    case (1, 2): self = .sides(before: tensors[0], after: tensors[1])
    case (2, 1) where shape[0] == rank: self = .axes(tensors.map { ($0, $0) })
    case (2, 2) where shape[0] == rank: self = .axes((0..<rank).map { (tensors[2 * $0], tensors[2 * $0 + 1]) })
    case (_, _):
      let text = "(\(shape.map(String.init).joined(separator: ", "))\(shape.count == 1 ? "," : ""))"
      throw TensorError(
        operation: "pad", message: "\(name) of shape \(text) does not broadcast to (\(rank), 2)",
        hint: "a value, (before, after), or a pair for each axis")
    }
  }
}

extension PadPairs: Sendable where T: Sendable {}
extension PadMode: Sendable where A: Sendable {}
