/// A number that is known when a graph is built, up to the extents in it: an argument like `arange`'s.
public enum StaticNumber: Hashable, Sendable {
  case integer(Dimension)
  case float(Double)

  /// The number that a scalar of the graph stands for: literals, extents, and sums, differences and products of them,
  /// floor quotients too.
  public init?(_ tensor: Tensor) {
    guard tensor.rank == 0 else { return nil }
    switch tensor.node.operation {
    case let literal as Literal:
      switch literal.value.type.kind {
      case .float: self = .float(literal.value.asDouble)
      case .complex: return nil
      case .bool, .signed: self = .integer(Dimension(Int(literal.value.integer)))
      case .unsigned:
        guard let value = Int(exactly: literal.value.bits) else { return nil }
        self = .integer(Dimension(value))
      }
    case let extent as Extent: self = .integer(extent.dimension)
    case let operation as Elementwise:
      let operands = tensor.node.inputs.compactMap { StaticNumber($0) }
      guard operands.count == tensor.node.inputs.count,
        let result = StaticNumber.apply(operation.function.name, operands)
      else { return nil }
      self = result
    default: return nil
    }
  }

  private static func apply(_ name: String, _ operands: [StaticNumber]) -> StaticNumber? {
    let integers = operands.compactMap { number -> Dimension? in
      if case .integer(let value) = number { value } else { nil }
    }
    if integers.count == operands.count {
      switch (name, integers.count) {
      case ("negative", 1): return .integer(-integers[0])
      case ("positive", 1): return .integer(integers[0])
      case ("add", 2): return .integer(integers[0] + integers[1])
      case ("subtract", 2): return .integer(integers[0] - integers[1])
      case ("multiply", 2): return .integer(integers[0] * integers[1])
      case ("floor_divide", 2): return .integer(.floorDivide(integers[0], integers[1]))
      case (_, _): break
      }
    }
    let floats = operands.compactMap(\.double)
    guard floats.count == operands.count else { return nil }
    switch (name, floats.count) {
    case ("negative", 1): return .float(-floats[0])
    case ("positive", 1): return .float(floats[0])
    case ("add", 2): return .float(floats[0] + floats[1])
    case ("subtract", 2): return .float(floats[0] - floats[1])
    case ("multiply", 2): return .float(floats[0] * floats[1])
    case ("divide", 2): return .float(floats[0] / floats[1])
    case (_, _): return nil
    }
  }

  /// The number, where no extent is in it.
  public var double: Double? {
    switch self {
    case .integer(let value): value.constant.map { Double($0) }
    case .float(let value): value
    }
  }

  /// The integer, extents allowed.
  public var dimension: Dimension? {
    if case .integer(let value) = self { value } else { nil }
  }
}

extension StaticNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(integerLiteral value: Int) { self = .integer(Dimension(value)) }
  public init(floatLiteral value: Double) { self = .float(value) }
}

/// What can stand for a static number: `Int`, `Double`, extents.
public protocol StaticNumberConvertible: Sendable {
  var staticNumber: StaticNumber { get }
}

extension StaticNumber: StaticNumberConvertible { public var staticNumber: StaticNumber { self } }
extension Int: StaticNumberConvertible { public var staticNumber: StaticNumber { .integer(Dimension(self)) } }
extension Double: StaticNumberConvertible { public var staticNumber: StaticNumber { .float(self) } }
extension SymbolicInteger: StaticNumberConvertible { public var staticNumber: StaticNumber { .integer(self) } }
