/// What is known of a value before it is computed: of its elements, and of the matrices in its last two axes.
public struct ValueFacts: Hashable, Sendable {
  public var elements: ElementFacts
  public var structure: MatrixStructure

  public init(_ elements: ElementFacts, _ structure: MatrixStructure = []) {
    (self.elements, self.structure) = (elements, structure)
  }

  /// Nothing but what the type says.
  public static func unknown(_ type: ElementType) -> ValueFacts { ValueFacts(.unknown(type)) }

  /// What holds where both are known to.
  public func intersection(_ other: ValueFacts) -> ValueFacts {
    ValueFacts(elements.intersection(other.elements), structure.union(other.structure).closed)
  }
}

/// Forms of the matrices in the last two axes. What one form implies is part of the set: see `closed`.
public struct MatrixStructure: OptionSet, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let symmetric = MatrixStructure(rawValue: 1)
  /// Symmetric, and `x @ A @ x` is positive for every `x` but 0.
  public static let positiveDefinite = MatrixStructure(rawValue: 2)
  /// Zeros above the main diagonal.
  public static let lowerTriangular = MatrixStructure(rawValue: 4)
  /// Zeros below the main diagonal.
  public static let upperTriangular = MatrixStructure(rawValue: 8)
  /// `A.T @ A` is the identity.
  public static let orthogonal = MatrixStructure(rawValue: 16)
  /// A single 1 in each row and column, else zeros.
  public static let permutation = MatrixStructure(rawValue: 32)

  public static let diagonal: MatrixStructure = [.lowerTriangular, .upperTriangular, .symmetric]
  public static let identity: MatrixStructure = [.diagonal, .positiveDefinite, .orthogonal, .permutation]

  /// With what follows.
  public var closed: MatrixStructure {
    var result = self
    if contains(.positiveDefinite) { result.insert(.symmetric) }
    if contains(.permutation) { result.insert(.orthogonal) }
    if isSuperset(of: [.lowerTriangular, .upperTriangular]) { result.insert(.symmetric) }
    // A symmetric triangular matrix is diagonal.
    if contains(.symmetric), !isDisjoint(with: [.lowerTriangular, .upperTriangular]) { result.formUnion(.diagonal) }
    return result
  }

  /// Of the transposed matrices.
  public var transposed: MatrixStructure {
    var result = subtracting([.lowerTriangular, .upperTriangular])
    if contains(.lowerTriangular) { result.insert(.upperTriangular) }
    if contains(.upperTriangular) { result.insert(.lowerTriangular) }
    return result
  }
}

extension Elementwise {
  /// What follows from the scalar function's record, and which forms of matrices stay.
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    facts(of: node, known) { function, arguments, signature in function.image(of: arguments, signature) }
  }

  /// The same with another way to the image of a scalar function, for example one that remembers.
  package func facts(
    of node: Node, _ known: [ValueFacts],
    image: (ScalarFunction, [ElementFacts], (arguments: [ElementType], result: ElementType)) -> ElementFacts
  ) -> ValueFacts {
    let result = node.types[0]
    guard let signature = Elementwise.signature(of: function, node.inputs.map(\.type)) else { return .unknown(result.elementType) }
    let arguments = zip(known, signature.arguments).map { $0.elements.rounded(to: $1) }
    return ValueFacts(image(function, arguments, signature), structure(node, known))
  }

  private func structure(_ node: Node, _ known: [ValueFacts]) -> MatrixStructure {
    let forms = known.map(\.structure)
    guard node.types[0].rank >= 2 else { return [] }
    if forms.count == 1 {
      // Equal elements stay equal; zeros may not stay zeros.
      let keepsZeros = !forms[0].isEmpty && [0.0, -0.0].allSatisfy { function.evaluate([ScalarValue($0)])?.asDouble == 0 }
      return forms[0].intersection(keepsZeros ? .diagonal : .symmetric)
    }
    guard forms.count == 2 else { return [] }
    guard node.inputs.map(\.shape) == [node.types[0].shape, node.types[0].shape] else {
      return scaledStructure(node, known)
    }
    let both = forms[0].intersection(forms[1])
    if function == .add { return both.intersection([.diagonal, .positiveDefinite]).closed }
    if function == .subtract { return both.intersection(.diagonal).closed }
    return both.intersection(.symmetric)
  }

  /// A matrix times or by a scalar.
  private func scaledStructure(_ node: Node, _ known: [ValueFacts]) -> MatrixStructure {
    guard let scalar = node.inputs.firstIndex(where: { $0.rank == 0 }), node.inputs[1 - scalar].shape == node.types[0].shape,
      let signature = Elementwise.signature(of: function, node.inputs.map(\.type))
    else { return [] }
    let factor = known[scalar].elements.rounded(to: signature.arguments[scalar])
    guard factor.isFinite, function == .multiply || (function == .divide && scalar == 1 && factor.isNonzero) else { return [] }
    let isPositive = factor.isPositive
    let kept: MatrixStructure = isPositive ? [.diagonal, .positiveDefinite] : .diagonal
    return known[1 - scalar].structure.intersection(kept).closed
  }
}

extension Parameter {
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { .unknown(type.elementType) }
}

extension Literal {
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(ElementFacts(value)) }
}

extension Extent {
  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    if let value = dimension.constant { return ValueFacts(ElementFacts(ScalarValue(.integer(value), type: .i64))) }
    // Differences of extents, and integers that only a run knows, may be negative.
    return ValueFacts(ElementFacts(dimension.isNonnegative ? 0 : -0x1p63, 0x1p63, isWhole: true))
  }
}

extension Constant {
  /// Larger arrays are not looked through.
  private static var largestSearched: Int { 4_096 }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let elements = array.count <= Constant.largestSearched ? self.elements : []
    guard let first = elements.first else { return .unknown(array.elementType) }
    return ValueFacts(elements.dropFirst().reduce(ElementFacts(first)) { $0.union(ElementFacts($1)) })
  }

  /// The elements in row-major order: the array is stored so.
  package var elements: [ScalarValue] {
    let (type, count) = (array.elementType, array.count)
    let values = try? array.withUnsafeBytes { bytes in
      (0..<count).map { number in
        let element = UnsafeRawBufferPointer(rebasing: bytes[number * type.byteCount..<(number + 1) * type.byteCount])
        guard type.isComplex else { return Constant.scalar(type, of: element) }
        let half = element.count / 2
        return ScalarValue(
          real: Constant.scalar(type.realType, of: UnsafeRawBufferPointer(rebasing: element[..<half])),
          imaginary: Constant.scalar(type.realType, of: UnsafeRawBufferPointer(rebasing: element[half...])))
      }
    }
    return values ?? []
  }

  /// The number in so many bytes as its type has.
  private static func scalar(_ type: ElementType, of bytes: UnsafeRawBufferPointer) -> ScalarValue {
    var bits: UInt64 = 0
    withUnsafeMutableBytes(of: &bits) { $0.copyMemory(from: bytes) }
    return ScalarValue(type: type, bits: bits)
  }
}
