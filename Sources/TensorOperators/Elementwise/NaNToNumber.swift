/// What takes the place of NaN and infinities.
private enum Replacement: String, CaseIterable {
  case nan, posinf, neginf

  func marks(_ x: Tensor) -> Tensor {
    switch self {
    case .nan: isnan(x)
    case .posinf: isposinf(x)
    case .neginf: isneginf(x)
    }
  }

  /// 0, and the greatest and the least number of the type.
  func number(_ type: ElementType) -> Tensor {
    let greatest = ScalarValue(.float(.infinity), type: type)
    // The number below infinity.
    let finite = ScalarValue(type: type, bits: greatest.bits - 1)
    return switch self {
    case .nan: Tensor(ScalarValue(.integer(0), type: type))
    case .posinf: Tensor(finite)
    case .neginf: negative(Tensor(finite))
    }
  }
}

extension ArrayAlgebra {
  package func finite(nan: Self?, posinf: Self?, neginf: Self?, at place: SourcePlace) -> Self {
    let given = zip(Replacement.allCases, [nan, posinf, neginf]).compactMap { kind, value in value.map { (kind, $0) } }
    let kinds = given.map(\.0)
    return Self.composedOne("nan_to_num", [self] + given.map(\.1), labels: [nil] + kinds.map(\.rawValue), at: place) { operands throws(TensorError) in
      let x = operands[0]
      // Of complex numbers each part is replaced.
      var values: [Replacement: Tensor] = [:]
      for (kind, value) in zip(kinds, operands.dropFirst()) {
        values[kind] = try value.stored(as: x.elementType.realType, in: "nan_to_num", at: .none)
      }
      func finite(_ x: Tensor) -> Tensor {
        Replacement.allCases.reduce(x) { result, kind in
          which(kind.marks(x), values[kind] ?? kind.number(x.elementType), result)
        }.broadcast(to: x.shape, at: .none)
      }
      return x.elementType.isInexact ? x.onParts(finite) : x.converted(to: x.elementType, at: .none)
    }
  }
}

/// `x` with numbers in the place of NaN (0) and of infinities (the greatest and the least number of the type). NumPy's `nan_to_num`.
///
/// Integers and bools stay as they are; of complex numbers each part is made finite by itself.
public func nanToNum<A: ArrayAlgebra>(
  _ x: A, nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  func weak(_ value: Double) -> A { .weak(.float(value), like: x) }
  return x.finite(nan: weak(nan), posinf: posinf.map(weak), neginf: neginf.map(weak), at: .at(file, line))
}

extension OperationDefinition {
  static let nanToNum = OperationDefinition(
    "nan_to_num", family: "elementwise",
    [
      Parameter("x", .tensor), Parameter("copy", .flag, default: .flag(true)),
      Parameter("nan", .tensor, default: .float(0)), Parameter("posinf", .tensor, default: Argument.none),
      Parameter("neginf", .tensor, default: Argument.none),
    ], summary: "Numbers in the place of NaN and infinities.",
    numpy: "np.nan_to_num(x, copy=copy, nan=nan, posinf=posinf, neginf=neginf)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("x").finite(
        nan: try arguments.number("nan"), posinf: try arguments.optionalTensor("posinf"),
        neginf: try arguments.optionalTensor("neginf"), at: arguments.place)
    ]
  }.sampled("(x: f64[n]) -> nan_to_num(x, nan=1.0) ** 2", "(x: f64[n]) -> nan_to_num(log(x - x[0]), neginf=x) ** 2")
}
