extension ArrayAlgebra {
  package static func isClose(
    _ a: Self, _ b: Self, _ rtol: Self, _ atol: Self, equalNaN: Bool, at place: SourcePlace
  ) -> Self {
    composedOne("isclose", [a, b, rtol, atol], [Attribute("equal_nan", .flag(equalNaN))], at: place) {
      closeness($0, equalNaN: equalNaN)
    }
  }

  package static func allClose(
    _ a: Self, _ b: Self, _ rtol: Self, _ atol: Self, equalNaN: Bool, at place: SourcePlace
  ) -> Self {
    composedOne("allclose", [a, b, rtol, atol], [Attribute("equal_nan", .flag(equalNaN))], at: place) {
      all(closeness($0, equalNaN: equalNaN))
    }
  }

  package static func areEqual(_ a: Self, _ b: Self, equalNaN: Bool, at place: SourcePlace) -> Self {
    composedOne("array_equal", [a, b], [Attribute("equal_nan", .flag(equalNaN))], at: place) {
      equality($0[0], $0[1], equalNaN: equalNaN)
    }
  }
}

/// `|a - b| <= atol + rtol |b|` for finite b, or equal; b is a float at least.
private func closeness(_ operands: [Tensor], equalNaN: Bool) -> Tensor {
  let (a, y) = (operands[0], operands[1])
  let isNumber = y.type.isWeak && a.elementType.isInexact
  let b = y.elementType.isInexact ? y : y.converted(to: isNumber ? a.elementType : .f64, at: .none)
  let isNear = lessEqual(abs(a - b), operands[3] + operands[2] * abs(b)) & isfinite(b)
  let isEqual = isNear | equal(a, b)
  return equalNaN ? isEqual | (isnan(a) & isnan(b)) : isEqual
}

/// Whether shapes and elements are equal. Where only the call's shapes show the former, the parts that both have are compared.
private func equality(_ a: Tensor, _ b: Tensor, equalNaN: Bool) -> Tensor {
  let no = Tensor(ScalarValue(false))
  guard a.rank == b.rank else { return no }
  var (x, y, hasShape) = (a, b, nil as Tensor?)
  for axis in 0..<a.rank where a.shape[axis] != b.shape[axis] {
    let (m, n) = (a.shape[axis], b.shape[axis])
    if (m - n).constant != nil { return no }
    let same = equal(Tensor.extent(m), Tensor.extent(n))
    hasShape = hasShape.map { $0 & same } ?? same
    let common = Dimension.minimum(m, n)
    (x, y) = (x.part(axis, to: common), y.part(axis, to: common))
  }
  var elements = equal(x, y)
  if equalNaN { elements = elements | (isnan(x) & isnan(y)) }
  let all = all(elements)
  return hasShape.map { $0 & all } ?? all
}

/// Whether elements are close: `|a - b| <= atol + rtol |b|`, or equal; NaN equals NaN with `equalNaN`. NumPy's `isclose`.
///
/// The operands broadcast; the result is bool. Infinities are close to themselves only.
public func isclose<A: ArrayAlgebra>(
  _ a: A, _ b: A, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  .isClose(a, b, .weak(.float(rtol), like: b), .weak(.float(atol), like: b), equalNaN: equalNaN, at: .at(file, line))
}

/// Whether all elements are close, as `isclose` has it: a bool scalar.
public func allclose<A: ArrayAlgebra>(
  _ a: A, _ b: A, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  .allClose(a, b, .weak(.float(rtol), like: b), .weak(.float(atol), like: b), equalNaN: equalNaN, at: .at(file, line))
}

/// Whether two arrays have one shape and equal elements: a bool scalar. NumPy's `array_equal`.
///
/// Extents may differ: then it is false. NaN equals NaN with `equalNaN`.
public func arrayEqual<A: ArrayAlgebra>(
  _ a: A, _ b: A, equalNaN: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  .areEqual(a, b, equalNaN: equalNaN, at: .at(file, line))
}

extension OperationDefinition {
  static let isclose = closeness("isclose", "Whether elements are close: |a - b| <= atol + rtol |b|, or equal.") {
    .isClose($0, $1, $2, $3, equalNaN: $4, at: $5)
  }
  static let allclose = closeness("allclose", "Whether all elements are close: |a - b| <= atol + rtol |b|, or equal.") {
    .allClose($0, $1, $2, $3, equalNaN: $4, at: $5)
  }

  private static func closeness(
    _ name: String, _ summary: String,
    _ build: @escaping @Sendable (Tensor, Tensor, Tensor, Tensor, Bool, SourcePlace) -> Tensor
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "elementwise",
      [
        Parameter("a", .tensor), Parameter("b", .tensor), Parameter("rtol", .tensor, default: .float(1e-5)),
        Parameter("atol", .tensor, default: .float(1e-8)), Parameter("equal_nan", .flag, default: .flag(false)),
      ], summary: summary, numpy: "np.\(name)(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)"
    ) { arguments throws(TensorError) in
      [
        build(
          try arguments.tensor("a"), try arguments.tensor("b"), try arguments.number("rtol"),
          try arguments.number("atol"), try arguments.flag("equal_nan"), arguments.place)
      ]
    }.sampled("(x: f64[n], y: f64[n]) -> \(name)(x, y, 0.1) * x")
  }

  static let arrayEqual = OperationDefinition(
    "array_equal", family: "elementwise",
    [Parameter("a1", .tensor), Parameter("a2", .tensor), Parameter("equal_nan", .flag, default: .flag(false))],
    summary: "Whether two arrays have one shape and equal elements.", numpy: "np.array_equal(a1, a2, equal_nan=equal_nan)"
  ) { arguments throws(TensorError) in
    [
      .areEqual(
        try arguments.tensor("a1"), try arguments.tensor("a2"), equalNaN: try arguments.flag("equal_nan"),
        at: arguments.place)
    ]
  }.sampled("(x: f64[n], y: f64[n]) -> array_equal(x, y) * x")
}
