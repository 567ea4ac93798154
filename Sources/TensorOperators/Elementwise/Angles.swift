extension ArrayAlgebra {
  package func phase(inDegrees: Bool, at place: SourcePlace) -> Self {
    Self.composedOne("angle", [self], [Attribute("deg", .flag(inDegrees))], at: place) { operands throws(TensorError) in
      let angle = Tensor.apply(.phase, operands, at: .none)
      return inDegrees ? angle * (180 / Double.pi) : angle
    }
  }

  package func unwrapped(discont: Double?, axis: Int, period: WeakValue, at place: SourcePlace) -> Self {
    Self.building("unwrap", [self], at: place) { () throws(TensorError) in
      let axis = try Axes.normalized(axis, rank: inferredRank, operation: "unwrap")
      let attributes = [
        Attribute("discont", discont.map { .float($0) } ?? .none), Attribute("axis", .integer(axis)),
        Attribute("period", period.attribute),
      ]
      return Self.composedOne("unwrap", [self], attributes, at: place) { operands throws(TensorError) in
        try unwrapping(operands[0], discont: discont, axis, period)
      }
    }
  }
}

extension WeakValue {
  var attribute: Attribute.Value {
    switch self {
    case .bool(let value): .flag(value)
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    case .complex(let real, let imaginary): .tuple([.float(real), .float(imaginary)])
    }
  }

  /// The number, or the real part.
  var asDouble: Double {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .float(let value): value
    case .complex(let real, _): real
    }
  }
}

/// Jumps of more than half a period become their complements: what is added are running sums of whole periods.
private func unwrapping(_ p: Tensor, discont: Double?, _ axis: Int, _ period: WeakValue) throws(TensorError) -> Tensor {
  func failure(_ message: String) -> TensorError { TensorError(operation: "unwrap", message: message) }
  if p.elementType == .bool { throw failure("is not defined for bool") }
  let step = p.part(axis, from: 1) - p.part(axis, to: -1)
  let whole = Tensor(weak: period)
  let isInteger = if case .integer = period { step.elementType.isInteger } else { false }
  let (low, high, isAmbiguous): (Tensor, Tensor, Bool)
  if isInteger, case .integer(let period) = period {
    guard period != 0 else { throw failure("the period must not be 0") }
    let half = period >= 0 || period % 2 == 0 ? period / 2 : period / 2 - 1
    (low, high, isAmbiguous) = (Tensor(weak: .integer(-half)), Tensor(weak: .integer(half)), period % 2 == 0)
  } else {
    let half = period.asDouble / 2
    (low, high, isAmbiguous) = (Tensor(weak: .float(-half)), Tensor(weak: .float(half)), true)
  }
  var turned = remainder(step - low, whole) + low
  if isAmbiguous { turned = which(equal(turned, low) & (step .> 0), high, turned) }
  let limit = discont ?? period.asDouble / 2
  let correction = turned - step
  let kept = which(abs(step) .< limit, Tensor(ScalarValue(.integer(0), type: correction.elementType)), correction)
  let type = kept.elementType
  let sums = Tensor.single(
    Cumulative(.sum, axis: axis), [kept.converted(to: type.isFloat ? type : type.isUnsignedInteger ? .u64 : .i64, at: .none)],
    at: .none)
  let first = p.part(axis, to: 1).converted(to: type, at: .none)
  let rest = (p.part(axis, from: 1) + sums).converted(to: type, at: .none)
  return concatenate([first, rest], axis: axis)
}

/// The angle in the complex plane: 0 of positive numbers, pi (or 180 degrees) of negative ones. NumPy's `angle`.
public func angle<A: ArrayAlgebra>(
  _ z: A, degrees: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  z.phase(inDegrees: degrees, at: .at(file, line))
}

/// Angles without jumps: differences beyond `discont` (half a period) become their complements. NumPy's `unwrap`.
///
/// Errors: bools, an axis out of range.
public func unwrap<A: ArrayAlgebra>(
  _ p: A, discont: Double? = nil, axis: Int = -1, period: Double = 2 * .pi, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  p.unwrapped(discont: discont, axis: axis, period: .float(period), at: .at(file, line))
}

extension OperationDefinition {
  static let angle = OperationDefinition(
    "angle", family: "elementwise", [Parameter("z", .tensor), Parameter("deg", .flag, default: .flag(false))],
    summary: "The angle in the complex plane: 0 or pi of real numbers.", numpy: "np.angle(z, deg=deg)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("z").phase(inDegrees: try arguments.flag("deg"), at: arguments.place)]
  }.sampled("(x: f64[n]) -> angle(x, deg=true) * x")

  static let unwrap = OperationDefinition(
    "unwrap", family: "elementwise",
    [
      Parameter("p", .tensor), Parameter("discont", .float, default: Argument.none),
      Parameter("axis", .integer, default: .integer(-1)),
      Parameter("period", .tensor, default: .float(2 * Double.pi), keywordOnly: true),
    ], summary: "Angles without jumps of more than half a period.",
    numpy: "np.unwrap(p, discont=discont, axis=axis, period=period)",
    elementTypes: ElementType.realNumbers
  ) { arguments throws(TensorError) in
    guard let period = StaticNumber(try arguments.number("period")) else {
      throw TensorError(operation: "unwrap", message: "the period must be a number known now")
    }
    let weak: WeakValue? = switch period {
    case .integer(let value): value.constant.map { .integer($0) }
    case .float(let value): .float(value)
    }
    guard let weak else { throw TensorError(operation: "unwrap", message: "the period must be a number known now") }
    let discont: Double? = if case .none? = arguments.values["discont"] { nil } else { try arguments.float("discont") }
    return [
      try arguments.tensor("p").unwrapped(
        discont: discont, axis: try arguments.integer("axis"), period: weak, at: arguments.place)
    ]
  }.sampled("(x: f64[n, m]) -> unwrap(x * 9) ** 2", "(x: f64[n]) -> unwrap(x) * x", "(x: f64[n, m]) -> unwrap(x * 9, axis=0, period=2.0)")
}
