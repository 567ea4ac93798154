/// Elements converted to another type.
public struct Cast: Operation {
  public let type: ElementType

  public init(_ type: ElementType) { self.type = type }

  public var name: String { "astype" }
  public var attributes: [Attribute] { [Attribute("dtype", .type(type))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(type, try single(inputs).shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let elements = known[0].elements
    // What is not a number, or does not fit, becomes some integer.
    let isSafe = type.isFloat || type == .bool || elements.isFinite
    let kept = known[0].structure.intersection(type.isFloat ? .diagonal : .symmetric)
    var result = isSafe ? elements.rounded(to: type) : .unknown(type)
    // Small negative numbers become -0 in a narrower type; whole ones are 0 or not small.
    if type.isFloat, elements.lower < 0, !elements.isWhole { result.mayBeNegativeZero = true }
    return ValueFacts(result, kept)
  }

  /// Between floats the cotangent, which takes the operand's type; integers are steps.
  public var derivative: Derivative { .unary { cotangent, _ in cotangent } }

  public var batching: Batching { .elementwise }

  public var complexRule: ComplexRule { .own }

  public var lowering: Lowering {
    let type = type
    return .elements { context, index in context.convert(context.input(0, at: index), to: type) }
  }
}

/// `x` with its elements converted to `type`, as NumPy on x86 converts.
///
/// Floats truncate towards zero; NaN and values out of range give the minimum of i32 and i64, narrower types convert
/// through i32 and wrap; integers wrap; anything not zero is true. Any shape, any types. A tensor that has the
/// type already is returned as it is.
public func astype<A: ArrayAlgebra>(
  _ x: A, _ type: ElementType, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.converted(to: type, at: .at(file, line))
}

extension ArrayAlgebra {
  /// This cast to `type`, or itself where it (strongly) has it.
  package func converted(to type: ElementType, at place: SourcePlace) -> Self {
    let current = inferredType
    if current.elementType == type && !current.isWeak || error != nil { return self }
    return .single(Cast(type), [self], at: place)
  }

  /// This in the type of an array that it is put into, as assignments convert. Errors: those of `stored`, and an integer without a type of
  /// its own that the array's does not hold. (What it is must be known: composite operations see stand-ins of their operands first.)
  package func assigned(as type: ElementType, in operation: String, at place: SourcePlace) throws(TensorError) -> Self {
    try requireHeld(by: type, in: operation)
    return try stored(as: type, in: operation, at: place)
  }

  /// This in the type of an array that it is put into. Errors: complex numbers for an array of real ones, whose imaginary parts would be
  /// lost without a word.
  package func stored(as type: ElementType, in operation: String, at place: SourcePlace) throws(TensorError) -> Self {
    try requireStorable(as: type, in: operation)
    return converted(to: type, at: place)
  }

  /// Errors: complex numbers.
  package func requireReal(in operation: String) throws(TensorError) {
    if inferredType.elementType.isComplex {
      throw TensorError(operation: operation, message: "is not defined for complex numbers", hint: "take real(x), imag(x) or abs(x)")
    }
  }

  package func requireStorable(as type: ElementType, in operation: String) throws(TensorError) {
    let given = inferredType.elementType
    if given.isComplex, !type.isComplex, type != .bool, error == nil {
      throw TensorError(
        operation: operation, message: "values of type \(given.name) do not go into \(type.name)", hint: "take real(...) of them")
    }
  }

  package func requireHeld(by type: ElementType, in operation: String) throws(TensorError) {
    guard type.isInteger, inferredType.isWeak, let value = knownScalar else { return }
    let isGreat = inferredType.elementType == .u64 && value < 0
    if isGreat ? type != .u64 : !type.holds(value) {
      let number = isGreat ? "\(UInt(bitPattern: value))" : "\(value)"
      throw TensorError(operation: operation, message: "the integer \(number) is out of bounds for \(type.name)")
    }
  }

  /// This with the type of its own where that of another array, which it would take, does not (surely) hold it. Floats are rounded.
  package func held(beside other: Self, at place: SourcePlace) -> Self {
    let (own, type) = (inferredType, other.inferredType.elementType)
    guard own.isWeak, !other.inferredType.isWeak, !own.elementType.isComplex, !type.isComplex else { return self }
    if type.isInteger, own.elementType == .i64, knownScalar.map(type.holds) ?? false { return self }
    return converted(to: own.elementType, at: place)
  }
}

extension OperationDefinition {
  static let casting: [OperationDefinition] = [
    OperationDefinition(
      "astype", family: "casting", [Parameter("x", .tensor), Parameter("dtype", .type)],
      summary: "The elements converted to another type.", numpy: "np.astype(x, dtype)"
    ) { arguments throws(TensorError) in
      let x = try arguments.tensor("x")
      return [x.converted(to: arguments.optionalType("dtype") ?? x.elementType, at: arguments.place)]
    }.sampled(
    "(x: f64[n]) -> astype(x, f64)",
    "(x: f64[n]) -> astype(x, i64) * x")
  ]
}
