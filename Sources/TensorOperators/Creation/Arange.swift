/// Evenly spaced numbers: `start + i * delta` computed in the result's type, as NumPy fills a range.
public struct Arange: Operation {
  public let start: StaticNumber
  public let step: StaticNumber
  public let count: Dimension
  public let type: ElementType

  /// NumPy's `arange(start, stop, step, dtype)`.
  public init(
    _ start: StaticNumber, _ stop: StaticNumber, step: StaticNumber, type requested: ElementType?
  ) throws(TensorError) {
    let integers = [start, stop, step].compactMap(\.dimension)
    type = requested ?? (integers.count == 3 ? .i64 : .f64)
    (self.start, self.step) = (start, step)
    count = integers.count == 3
      ? try Arange.count(integers[0], integers[1], integers[2])
      : try Arange.count(start.double, stop.double, step.double)
    if type.isInteger, count != 0, let first = start.double {
      // Cast as Python's int is: cut off, then it must fit.
      let integer = start.dimension?.constant ?? Int(exactly: first.rounded(.towardZero))
      guard let integer, ScalarValue(.integer(integer), type: type).isNumber(Int64(integer)) else {
        throw Arange.failure("the number \(first) is out of bounds for \(type.name)")
      }
    }
    if type == .bool { throw Arange.failure("no fill-function for bool", hint: "compare or cast a range of integers") }
  }

  private init(start: StaticNumber, step: StaticNumber, count: Dimension, type: ElementType) {
    (self.start, self.step, self.count, self.type) = (start, step, count, type)
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Arange {
    func replaced(_ number: StaticNumber) -> StaticNumber {
      number.dimension.map { .integer($0.withExtents(replacement)) } ?? number
    }
    return Arange(start: replaced(start), step: replaced(step), count: count.withExtents(replacement), type: type)
  }

  private static func failure(_ message: String, hint: String? = nil) -> TensorError {
    TensorError(operation: "arange", message: message, hint: hint)
  }

  /// `max(ceil((stop - start) / step), 0)` of integers.
  private static func count(_ start: Dimension, _ stop: Dimension, _ step: Dimension) throws(TensorError) -> Dimension {
    guard let by = step.constant else { throw failure("the step must be known when compiling") }
    guard by != 0 else { throw failure("the step must not be zero") }
    let distance = by > 0 ? stop - start : start - stop
    let magnitude = Dimension(Int(clamping: by.magnitude))
    if let distance = distance.constant {
      // A constant difference of constants: exact unless it does not fit a word, which is too long anyway.
      guard let a = start.constant, let b = stop.constant else {
        return Dimension(Swift.max(distance, 0)).quotientUp(magnitude)
      }
      let (exact, overflow) = by > 0 ? b.subtractingReportingOverflow(a) : a.subtractingReportingOverflow(b)
      if overflow { throw failure("maximum allowed size exceeded") }
      return Dimension(Swift.max(exact, 0)).quotientUp(magnitude)
    }
    return distance.nonnegativePart().quotientUp(magnitude)
  }

  /// The same of floats, with NumPy's care for quotients that underflow.
  private static func count(_ start: Double?, _ stop: Double?, _ step: Double?) throws(TensorError) -> Dimension {
    guard let start, let stop, let step else {
      throw failure("a range of floats needs numbers as bounds", hint: "make the range of integers and scale it")
    }
    guard step != 0 else { throw failure("the step must not be zero") }
    let distance = stop - start
    let quotient = distance / step
    if quotient.isNaN { throw failure("cannot compute length") }
    if quotient == 0, distance != 0 { return quotient.sign == .minus ? 0 : 1 }
    let length = quotient.rounded(.up)
    guard length < 0x1p62 else { throw failure("maximum allowed size exceeded") }
    return Dimension(Int(Swift.max(length, 0)))
  }

  public var name: String { "arange" }

  public var attributes: [Attribute] {
    func value(_ number: StaticNumber) -> Attribute.Value {
      switch number {
      case .integer(let dimension): .dimension(dimension)
      case .float(let value): .float(value)
      }
    }
    return [
      Attribute("start", value(start)), Attribute("step", value(step)), Attribute("count", .dimension(count)),
      Attribute("dtype", .type(type)),
    ]
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.isEmpty else { throw failure("takes no operands") }
    return Inference(TensorType(type, [count]))
  }

  public var derivative: Derivative { .flat }

  /// The range of real numbers, cast.
  public var complexRule: ComplexRule {
    let real = Arange(start: start, step: step, count: count, type: type.realType)
    let type = type
    return .expanded { _ in [Tensor.single(real, [], at: .none).converted(to: type, at: .none)] }
  }

  public var lowering: Lowering {
    let (start, step, type) = (start, step, type)
    return .elements { context, index in
      guard type.isFloat || start.dimension == nil || step.dimension == nil else {
        // Integers of integers: exact, and a form that further indexing sees through.
        return context.convert(
          context.element((start.dimension ?? 0) + (step.dimension ?? 0) * index[0]), to: type)
      }
      let first = Arange.value(start, in: context, type)
      let second = Arange.value(Arange.sum(start, step), in: context, type)
      let position = context.convert(context.element(index[0]), to: type)
      let delta = context.primitive(.subtract, [second, first])
      return context.primitive(.add, [first, context.primitive(.multiply, [position, delta])])
    }
  }

  private static func value(_ number: StaticNumber, in context: ElementContext, _ type: ElementType) -> Value {
    switch number {
    case .integer(let dimension):
      if let constant = dimension.constant { context.constant(ScalarValue(.integer(constant), type: type)) }
      else { context.convert(context.element(dimension), to: type) }
    case .float(let value): context.constant(ScalarValue(.float(value), type: type))
    }
  }

  private static func sum(_ a: StaticNumber, _ b: StaticNumber) -> StaticNumber {
    if let a = a.dimension, let b = b.dimension { return .integer(a + b) }
    return .float((a.double ?? .nan) + (b.double ?? .nan))
  }
}

extension SymbolicInteger {
  /// `ceil(self / divisor)`.
  fileprivate func quotientUp(_ divisor: SymbolicInteger) -> SymbolicInteger {
    if divisor.constant == 1 { return self }
    if let value = constant, let by = divisor.constant {
      return SymbolicInteger(value / by + (value % by > 0 ? 1 : 0))
    }
    return .floorDivide(self + divisor - 1, divisor)
  }
}

extension Tensor {
  static func arange(
    _ start: StaticNumber, _ stop: StaticNumber?, step: StaticNumber, type: ElementType?, at place: SourcePlace
  ) -> Tensor {
    building("arange", [], at: place) { () throws(TensorError) in
      let (first, end) = stop.map { (start, $0) } ?? (.integer(0), start)
      return .single(try Arange(first, end, step: step, type: type), [], at: place)
    }
  }
}

/// The numbers `start, start + step, ...` before `stop`: `ceil((stop - start) / step)` of them.
///
/// i64 if all arguments are integers or extents, else f64, or `type`. Errors: a step of 0, a length that cannot be
/// computed, float bounds that are not numbers.
public func arange(
  _ start: any StaticNumberConvertible, _ stop: any StaticNumberConvertible, step: any StaticNumberConvertible = 1,
  type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .arange(
    start.staticNumber, stop.staticNumber, step: step.staticNumber, type: type, at: .at(file, line))
}

/// The numbers `0, 1, ...` before `stop`.
public func arange(
  _ stop: any StaticNumberConvertible, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .arange(stop.staticNumber, nil, step: 1, type: type, at: .at(file, line))
}

extension OperationDefinition {
  static let arange = OperationDefinition(
    "arange", family: "creation",
    [
      Parameter("start", .tensor), Parameter("stop", .tensor, default: Argument.none),
      Parameter("step", .tensor, default: Argument.none), Parameter("dtype", .type, default: Argument.none),
    ], summary: "Evenly spaced numbers in a half-open range.", numpy: "np.arange(start, stop, step, dtype=dtype)",
    elementTypes: ElementType.numbers
  ) { arguments throws(TensorError) in
    func number(_ name: String) throws(TensorError) -> StaticNumber? {
      guard let tensor = try arguments.optionalTensor(name) else { return nil }
      if let number = StaticNumber(tensor) { return number }
      guard tensor.rank == 0, tensor.elementType.isInteger else {
        throw TensorError(
          operation: "arange", message: "\(name) must be a number, an extent or an integer scalar", operands: [tensor.type],
          places: [arguments.place], hint: "make the range of integers and scale it")
      }
      return .integer(try .value(of: tensor, as: .integer, operation: "arange", at: arguments.place))
    }
    guard let start = try number("start") else {
      throw TensorError(operation: "arange", message: "stop is missing", places: [arguments.place])
    }
    return [
      .arange(
        start, try number("stop"), step: try number("step") ?? 1, type: arguments.optionalType("dtype"),
        at: arguments.place)
    ]
  }
}
