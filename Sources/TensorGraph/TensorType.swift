@_exported import TensorScalars
@_exported import TensorLoopIR

/// The extent of one axis: a number, a name, or a normal form of these.
public typealias Dimension = SymbolicInteger

/// What is known of a tensor before it is computed: the element type and a symbolic extent for each axis.
public struct TensorType: Hashable, Sendable {
  public var elementType: ElementType
  public var shape: [Dimension]
  /// Whether the element type gives way to that of a strong operand, as Python's numbers do in NumPy 2.
  public var isWeak: Bool

  public init(_ elementType: ElementType, _ shape: [Dimension], isWeak: Bool = false) {
    (self.elementType, self.shape, self.isWeak) = (elementType, shape, isWeak)
  }

  public var rank: Int { shape.count }

  /// The most axes a tensor may have, as in NumPy 2.
  public static let largestRank = 64

  /// The number of elements.
  public var count: Dimension { shape.reduce(1, *) }
}

extension TensorType {
  /// Why no array can have this shape, as far as its extents are known.
  var impossibility: String? {
    var bytes = elementType.byteCount
    for extent in shape {
      guard let extent = extent.constant, extent != 0 else { continue }
      if extent < 0 { return "an extent of the result does not fit 64 bits" }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      if overflow { return "the size in bytes of the result, \(self), does not fit 63 bits" }
      bytes = product
    }
    return nil
  }
}

extension TensorType: CustomStringConvertible {
  /// As in the text format: `f64[n, 3]`.
  public var description: String {
    let extents = shape.map { $0.isUnknown ? "?" : $0.description }
    return elementType.name + (shape.isEmpty ? "" : "[\(extents.joined(separator: ", "))]")
  }
}

extension Symbol {
  /// A symbol equal to no other, for an extent that nobody named.
  public static func fresh(_ name: String = "?") -> Symbol { Symbol(name, number: FreshNumbers.next()) }
}

extension SymbolicInteger {
  /// A dimension that the user named: equal names are equal extents.
  public static func named(_ name: String) -> SymbolicInteger { SymbolicInteger(Symbol(name)) }
  /// A dimension of any extent.
  public static var any: SymbolicInteger { SymbolicInteger(Symbol.fresh()) }

  /// Whether this is an unnamed symbol of its own, shown as `?`.
  var isUnknown: Bool {
    guard terms.count == 1, terms[0].coefficient == 1, terms[0].atoms.count == 1,
      case .symbol(let symbol) = terms[0].atoms[0]
    else { return false }
    return symbol.name == "?"
  }
}

extension SymbolicInteger: ExpressibleByStringLiteral {
  /// `"n"` is the dimension named n; `"?"` any extent.
  public init(stringLiteral value: String) { self = value == "?" ? .any : .named(value) }
}
