/// A scalar function applied to every element, operands broadcast as in NumPy.
public struct Elementwise: Operation {
  public let function: ScalarFunction

  public init(_ function: ScalarFunction) { self.function = function }

  public var name: String { function.name }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == function.arity else {
      throw failure("takes \(function.arity) operands, got \(inputs.count)")
    }
    guard let signature = Elementwise.signature(of: function, inputs) else {
      let types = inputs.map(\.elementType.name).joined(separator: ", ")
      throw failure("is not defined for \(types)", hint: "cast an operand, for example with f64(x)")
    }
    let broadcast = try Broadcasting.combine(inputs.map(\.shape), operation: name)
    let isWeak = function.isOperator && inputs.allSatisfy(\.isWeak)
    return Inference(TensorType(signature.result, broadcast.shape, isWeak: isWeak), broadcast.constraints)
  }

  /// The types to compute in, weak operands having given way to strong ones.
  public static func signature(
    of function: ScalarFunction, _ inputs: [TensorType]
  ) -> (arguments: [ElementType], result: ElementType)? {
    // A number beside an exponent keeps its own type, and an exponent beside a number.
    if function.rule == .floatAndInteger { return function.signature(for: inputs.map(\.elementType)) }
    let isSelection = function.rule == .selection
    let values = isSelection ? Array(inputs.dropFirst()) : inputs
    let strong = values.filter { !$0.isWeak }.map(\.elementType)
    guard let common = ElementType.promoted(strong) else { return function.signature(for: inputs.map(\.elementType)) }
    let adapted = values.map { type in
      type.isWeak ? type.elementType.weakValue.resultType(with: common) : type.elementType
    }
    return function.signature(for: isSelection ? [inputs[0].elementType] + adapted : adapted)
  }

  public var derivative: Derivative {
    function.partials.count == function.arity ? .partials : .none("its record has no partial derivatives")
  }

  public var batching: Batching { .elementwise }

  public var complexRule: ComplexRule { .own }

  public var lowering: Lowering {
    let function = function
    return .elements { context, index in
      guard let signature = Elementwise.signature(of: function, context.inputs) else {
        preconditionFailure("\(function.name) was typed, so it has a signature")
      }
      let arguments = context.inputs.indices.map { position in
        let operand = context.input(position, at: context.broadcast(index, to: context.inputs[position].shape))
        return context.convert(operand, to: signature.arguments[position])
      }
      if function.name == "power", signature.result.isSignedInteger {
        context.requireNonnegativePower(arguments[1])
      }
      return context.call(function, arguments)
    }
  }

  public static func == (a: Elementwise, b: Elementwise) -> Bool { a.function == b.function }
  public func hash(into hasher: inout Hasher) { hasher.combine(function) }
}

extension ElementType {
  /// A weak value of this type's kind.
  var weakValue: WeakValue {
    switch kind {
    case .bool: .bool(false)
    case .signed, .unsigned: .integer(0)
    case .float: .float(0)
    case .complex: .complex(0, 0)
    }
  }
}

extension ScalarFunction {
  /// Whether Python writes it as an operator: on weak operands alone the result stays weak.
  package var isOperator: Bool { ScalarFunction.operatorNames.contains(name) }

  private static let operatorNames: Set<String> = [
    "add", "subtract", "multiply", "divide", "floor_divide", "remainder", "power", "negative", "positive",
    "bitwise_and", "bitwise_or", "bitwise_xor", "invert", "left_shift", "right_shift",
  ]
}

extension Tensor: Algebra {
  public static func apply(_ function: ScalarFunction, _ arguments: [Tensor], at place: SourcePlace) -> Tensor {
    let misfits = misfits(function, arguments)
    if function.rule == .comparison {
      // Compared by value: the number keeps a type that holds it.
      let widened = arguments.enumerated().map { misfits[$0.offset] == nil ? $0.element : $0.element.strengthened }
      return make(Elementwise(function), widened, at: place)
    }
    if let message = misfits.min(by: { $0.key < $1.key })?.value {
      return .invalid(
        TensorError(
          operation: function.name, message: message, operands: arguments.map(\.type),
          places: [place] + arguments.flatMap(\.node.places)))
    }
    return make(Elementwise(function), arguments, at: place)
  }

  /// The same number with the type it has when it stands alone.
  private var strengthened: Tensor {
    guard let literal = node.operation as? Literal else { return self }
    return .make(Literal(value: literal.value), [], at: node.places.first ?? .none)
  }

  public static func weak(_ value: WeakValue, like other: Tensor) -> Tensor { Tensor(weak: value) }

  /// A number without a type of its own.
  public init(weak value: WeakValue) {
    self = .make(Literal(value: ScalarValue(value, type: value.defaultType), isWeak: true), [], at: .none)
  }

  /// The messages for weak integers that do not fit the types they would take, by position. (NumPy's `where` wraps them.)
  private static func misfits(_ function: ScalarFunction, _ arguments: [Tensor]) -> [Int: String] {
    guard function.rule != .selection, arguments.contains(where: { $0.type.isWeak && $0.elementType == .i64 }),
      let signature = Elementwise.signature(of: function, arguments.map(\.type))
    else { return [:] }
    var result: [Int: String] = [:]
    for (position, (argument, type)) in zip(arguments, signature.arguments).enumerated() {
      guard argument.type.isWeak, argument.elementType == .i64, type.isInteger,
        let literal = argument.node.operation as? Literal
      else { continue }
      let value = Int(literal.value.integer)
      if !type.holds(value) { result[position] = "the integer \(value) is out of bounds for \(type.name)" }
    }
    return result
  }
}
