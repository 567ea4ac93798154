@_exported import TensorArrays

/// A parameter of a program: its value comes with each call.
public struct Parameter: Operation {
  public let label: String
  public let type: TensorType
  /// Parameters of one name are still different parameters.
  let number: Int

  public var name: String { "parameter" }
  public var identity: Int? { number }
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(type) }
  public var lowering: Lowering { .leaf }
}

/// A scalar constant.
public struct Literal: Operation {
  public let value: ScalarValue
  public let isWeak: Bool

  public init(value: ScalarValue, isWeak: Bool = false) { (self.value, self.isWeak) = (value, isWeak) }

  public var name: String { "literal" }
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(value.type, [], isWeak: isWeak))
  }
  public var complexRule: ComplexRule { .own }
  public var lowering: Lowering {
    let value = value
    return .elements { context, _ in context.constant(value) }
  }
}

/// A constant array. Equal contents of equal type and shape are equal constants.
public struct Constant: Operation {
  public let array: NDArray

  /// A constant; the array is stored in row-major order.
  public init(_ array: NDArray) throws(ArrayError) { self.array = try array.contiguous() }

  public var name: String { "constant" }
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(array.elementType, array.shape.map { SymbolicInteger($0) }))
  }
  public var lowering: Lowering { .leaf }

  public static func == (a: Constant, b: Constant) -> Bool {
    (try? a.array.isBitwiseEqual(to: b.array)) ?? false
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(array.elementType)
    hasher.combine(Array(array.shape))
    try? array.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(4096))) }
  }
}

/// An extent as an integer scalar.
public struct Extent: Operation {
  public let dimension: Dimension
  public let isWeak: Bool

  public init(_ dimension: Dimension, isWeak: Bool = true) { (self.dimension, self.isWeak) = (dimension, isWeak) }

  public var name: String { "extent" }
  public var attributes: [Attribute] { [Attribute("dimension", .dimension(dimension))] }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Extent {
    Extent(dimension.withExtents(replacement), isWeak: isWeak)
  }
  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(.i64, [], isWeak: isWeak))
  }
  public var lowering: Lowering {
    let dimension = dimension
    return .elements { context, _ in context.element(dimension) }
  }
}

extension Tensor {
  /// A parameter: an input of the functions compiled from expressions of it.
  ///
  /// - Parameters:
  ///   - name: the name by which calls and errors refer to it.
  ///   - shape: an extent for each axis: a number, a name (equal names are equal extents) or `"?"`.
  public init(
    _ name: String, _ elementType: ElementType, _ shape: [Dimension] = [], file: StaticString = #fileID, line: Int = #line
  ) {
    self.init(parameter: name, TensorType(elementType, shape), at: .at(file, line))
  }

  public init(parameter name: String, _ type: TensorType, at place: SourcePlace) {
    if type.rank > TensorType.largestRank {
      self = .invalid(
        TensorError(
          operation: name, message: "a parameter of \(type.rank) axes; \(TensorType.largestRank) are the most",
          places: [place]))
      return
    }
    let operation = Parameter(label: name, type: type, number: FreshNumbers.next())
    self.init(node: Node(operation, [], types: [type], places: [place]))
  }

  /// A scalar of the type of a Swift value.
  public init(_ value: ScalarValue, at place: SourcePlace = .none) { self = .make(Literal(value: value), [], at: place) }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(floatLiteral value: Double) { self.init(weak: .float(value)) }
  public init(integerLiteral value: Int) { self.init(weak: .integer(value)) }
  public init(booleanLiteral value: Bool) { self.init(weak: .bool(value)) }
}

extension Tensor {
  /// A constant with the contents of an array.
  public init(_ array: NDArray, file: StaticString = #fileID, line: Int = #line) {
    self.init(constant: array, at: .at(file, line))
  }

  public init(constant array: NDArray, at place: SourcePlace) {
    do {
      self = .make(try Constant(array), [], at: place)
    } catch {
      self = .invalid(TensorError(operation: "constant", message: "\(error)", places: [place]))
    }
  }
}
