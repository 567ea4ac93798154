/// What `cov` and `corrcoef` are given beside the observations.
struct CovarianceOptions: Sendable {
  var rowsAreVariables = true
  var isBiased = false
  var ddof: Int?
  var type: ElementType?

  var attributes: [Attribute] {
    [
      Attribute("rowvar", .flag(rowsAreVariables)), Attribute("bias", .flag(isBiased)),
      Attribute("ddof", ddof.map { .integer($0) } ?? .none),
    ] + Attribute.type(type)
  }
}

extension ArrayAlgebra {
  static func covariance(
    _ m: Self, _ y: Self?, frequencies: Self? = nil, weights: Self? = nil, _ options: CovarianceOptions, at place: SourcePlace
  ) -> Self {
    let given: [(label: String, value: Self)] =
      [("y", y), ("fweights", frequencies), ("aweights", weights)].compactMap { pair in pair.1.map { (pair.0, $0) } }
    let labels = given.map(\.label)
    return composedOne("cov", [m] + given.map(\.value), options.attributes, labels: [nil] + labels, at: place) { operands throws(TensorError) in
      func operand(_ label: String) -> Tensor? { labels.firstIndex(of: label).map { operands[$0 + 1] } }
      return try Covariance.of(
        operands[0], operand("y"), frequencies: operand("fweights"), weights: operand("aweights"), options, name: "cov")
    }
  }

  static func correlation(_ x: Self, _ y: Self?, _ options: CovarianceOptions, at place: SourcePlace) -> Self {
    let attributes = [Attribute("rowvar", .flag(options.rowsAreVariables))] + Attribute.type(options.type)
    return composedOne("corrcoef", [x] + (y.map { [$0] } ?? []), attributes, labels: y == nil ? [nil] : [nil, "y"], at: place) { operands throws(TensorError) in
      let c = try Covariance.of(operands[0], operands.count > 1 ? operands[1] : nil, options, name: "corrcoef")
      guard c.rank == 2 else { return c / c }
      let places = arange(c.shape[0])
      let isDiagonal = equal(places.expanded([1], at: .none), places)
      let variances = sum(which(isDiagonal, c, 0.0), axis: 1)
      let deviations = sqrt(variances.elementType.isComplex ? .apply(.real, [variances], at: .none) : variances)
      return (c / deviations.expanded([1], at: .none) / deviations).onParts { clip($0, -1.0, 1.0) }
    }
  }
}

enum Covariance {
  static func of(
    _ m: Tensor, _ y: Tensor?, frequencies: Tensor? = nil, weights: Tensor? = nil, _ options: CovarianceOptions, name: String
  ) throws(TensorError) -> Tensor {
    func failure(_ message: String) -> TensorError { TensorError(operation: name, message: message) }
    if m.rank > 2 { throw failure("the observations have more than 2 dimensions: \(m.type)") }
    if let y, y.rank > 2 { throw failure("y has more than 2 dimensions: \(y.type)") }
    let type = options.type ?? [m, y].compactMap { $0?.elementType }.reduce(.f64) { ElementType.promoted($0, $1) }
    guard type.isInexact else { throw failure("dtype must be a float or complex type, got \(type.name)") }
    func rows(_ x: Tensor, turned: Bool) -> Tensor {
      let cast = x.converted(to: type, at: .none)
      let matrix = cast.expanded(Array(0..<2 - cast.rank), at: .none)
      return turned ? matrix.transposed([1, 0], at: .none) : matrix
    }
    var x = rows(m, turned: !options.rowsAreVariables && m.rank != 1)
    if let y {
      let other = rows(y, turned: false)
      x = concatenate([x, !options.rowsAreVariables && other.shape[0].constant != 1 ? other.transposed([1, 0], at: .none) : other], axis: 0)
    }
    let ddof = options.ddof ?? (options.isBiased ? 0 : 1)
    for (label, values) in [("fweights", frequencies), ("aweights", weights)] {
      if let values, values.rank > 1 { throw failure("cannot handle multidimensional \(label)") }
      if let values, values.rank == 0 { throw failure("\(label) must have an axis") }
    }
    let observations = x.shape[1]
    func ofObservations(_ given: Tensor) -> Tensor {
      given.converted(to: .f64, at: .none).required([observations], of: "the number of observations", at: .none)
    }
    let repeats = frequencies.map { given in
      let values = ofObservations(given)
      return values.checked(equal(values, rint(values)) & greaterEqual(values, 0), "fweights must be integers and not negative", of: "cov")
    }
    let shares = weights.map { given in
      let values = ofObservations(given)
      return values.checked(greaterEqual(values, 0), "aweights cannot be negative", of: "cov")
    }
    let w = [repeats, shares].compactMap { $0 }.reduce(nil as Tensor?) { $0.map { known in { known * $0 } }?($1) ?? $1 }
    let pair = Average.of(x, w, [1], keepsAxes: true)
    let factor: Tensor
    if let w {
      let total = sum(w)
      let lost: Tensor = shares.map { sum(w * $0) / total * Double(ddof) } ?? Tensor(ScalarValue(Double(ddof)))
      factor = ddof == 0 ? total : total - lost
    } else {
      factor = Tensor.extent(observations).converted(to: .f64, at: .none) - Double(ddof)
    }
    let centered = x - pair.average
    let right = w.map { centered * $0 } ?? centered
    let turned = right.transposed([1, 0], at: .none)
    let products = matmul(centered, type.isComplex ? .apply(.conj, [turned], at: .none) : turned)
    // No degrees of freedom: infinite, or NaN.
    let c = products * (1.0 / maximum(factor, 0.0)).converted(to: products.elementType, at: .none)
    return x.shape[0].constant == 1 ? c.squeezed([0, 1], at: .none) : c
  }
}

/// The covariance matrix of variables, whose observations lie along rows (columns without `rowsAreVariables`). NumPy's `cov`.
///
/// At least f64 unless `type` says otherwise; one variable gives a scalar. Frequencies are how often each observation was made, weights how
/// much it counts. Errors: more than two axes; frequencies that are no integers and negative weights, when called.
public func cov<A: ArrayAlgebra>(
  _ m: A, _ y: A? = nil, rowsAreVariables: Bool = true, isBiased: Bool = false, ddof: Int? = nil, frequencies: A? = nil,
  weights: A? = nil, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  .covariance(
    m, y, frequencies: frequencies, weights: weights,
    CovarianceOptions(rowsAreVariables: rowsAreVariables, isBiased: isBiased, ddof: ddof, type: type), at: .at(file, line))
}

/// The correlation coefficients of variables: covariances over the standard deviations, in [-1, 1]. NumPy's `corrcoef`.
public func corrcoef<A: ArrayAlgebra>(
  _ x: A, _ y: A? = nil, rowsAreVariables: Bool = true, type: ElementType? = nil, file: StaticString = #fileID,
  line: Int = #line
) -> A {
  .correlation(x, y, CovarianceOptions(rowsAreVariables: rowsAreVariables, type: type), at: .at(file, line))
}

extension OperationDefinition {
  static let cov = OperationDefinition(
    "cov", family: "reductions",
    [
      Parameter("m", .tensor), Parameter("y", .tensor, default: Argument.none), Parameter("rowvar", .flag, default: .flag(true)),
      Parameter("bias", .flag, default: .flag(false)), Parameter("ddof", .integer, default: Argument.none),
      Parameter("fweights", .tensor, default: Argument.none), Parameter("aweights", .tensor, default: Argument.none),
      Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
    ], summary: "The covariance matrix of variables, one a row.",
    numpy: "np.cov(m, y, rowvar=rowvar, bias=bias, ddof=ddof, fweights=fweights, aweights=aweights, dtype=dtype)"
  ) { arguments throws(TensorError) in
    let options = CovarianceOptions(
      rowsAreVariables: try arguments.flag("rowvar"), isBiased: try arguments.flag("bias"),
      ddof: arguments.optionalInteger("ddof"), type: arguments.optionalType("dtype"))
    return [
      .covariance(
        try arguments.tensor("m"), try arguments.optionalTensor("y"), frequencies: try arguments.optionalTensor("fweights"),
        weights: try arguments.optionalTensor("aweights"), options, at: arguments.place)
    ]
  }.sampled(
    "(x: f64[3, m]) -> cov(x)", "(x: f64[n, 4], w: f64[4]) -> cov(x, aweights=w * w)",
    "(x: f64[n], y: f64[n]) -> cov(x, y, bias=true) ** 2")

  static let corrcoef = OperationDefinition(
    "corrcoef", family: "reductions",
    [
      Parameter("x", .tensor), Parameter("y", .tensor, default: Argument.none), Parameter("rowvar", .flag, default: .flag(true)),
      Parameter("dtype", .type, default: Argument.none, keywordOnly: true),
    ], summary: "The correlation coefficients of variables, one a row.",
    numpy: "np.corrcoef(x, y, rowvar=rowvar, dtype=dtype)"
  ) { arguments throws(TensorError) in
    let options = CovarianceOptions(rowsAreVariables: try arguments.flag("rowvar"), type: arguments.optionalType("dtype"))
    return [
      .correlation(try arguments.tensor("x"), try arguments.optionalTensor("y"), options, at: arguments.place)
    ]
  }.sampled("(x: f64[3, 5]) -> corrcoef(x)[0, 1:]")
}
