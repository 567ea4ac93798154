import TensorScalars

/// The shape of the tree in which a `Reduction` combines, which depends on the extent and the element type only.
public enum ReductionTree {
  /// Elements of a block; blocks combine pairwise.
  public static let block = 2_048
  public static let blockShift = 11
  /// The most lanes that a block has.
  public static let mostLanes = 64

  /// Lanes of a block: 256 bytes of elements, at most 64. Then the lanes of a row are four registers with AVX-512 and eight
  /// with AVX2, and several rows fit side by side.
  public static func lanes(_ type: ElementType) -> Int { min(mostLanes, 256 / type.byteCount) }
}

extension Reduction {
  /// The lanes of the tree, which all reducers of one pass share.
  public var treeLanes: Int {
    reducers.first(where: \.isOrdered).map { ReductionTree.lanes($0.arguments[0].type) } ?? ReductionTree.mostLanes
  }
}

extension Reducer {
  /// Whether the order of combination shows in the result.
  public var isOrdered: Bool { combiner.isOrdered(arguments[0].type) }
}

extension Combiner {
  /// Whether the order of combination of such elements shows in the result.
  public func isOrdered(_ type: ElementType) -> Bool {
    switch self {
    case .sum, .product, .dot: type.isFloat
    case .minimum, .maximum, .or, .and, .argMinimum, .argMaximum: false
    }
  }
}
