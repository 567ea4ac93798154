import TensorOperators

/// What PyTensor's scalar Ops mean, by the names of their classes.
///
/// The result has the type that the file gives it. PyTensor's promotion is not NumPy's (`exp` of i8 is f32), and its code computes in the type
/// of the result: so operands are cast to that first. Comparisons and tests compute in their operands' types.
enum ScalarOps {
  enum Form: Sendable {
    /// A function of operands in the result's type; of more than two operands one after the other.
    case function(String)
    /// A function of operands as they are.
    case keeping(String)
    /// An expression of operands in the result's type.
    case expression(@Sendable (NodeContext, [Tensor]) throws(PyTensorImportError) -> Tensor)
    /// Several results, of operands as they are.
    case graph(@Sendable (NodeContext, OpDescription, [Tensor]) throws(PyTensorImportError) -> [Tensor])
    /// An expression of operands as they are, and the result's type.
    case special(@Sendable (NodeContext, OpDescription, [Tensor], ElementType) throws(PyTensorImportError) -> Tensor)
  }

  static let table: [String: Form] = [arithmetic, comparisons, elementary, specialFunctions, complex, structural]
    .reduce(into: [:]) { $0.merge($1) { _, _ in preconditionFailure("two forms for one scalar Op") } }

  private static let arithmetic: [String: Form] = [
    "Add": .function("add"), "Mul": .function("multiply"), "Sub": .function("subtract"), "TrueDiv": .function("divide"),
    "IntDiv": .function("floor_divide"), "Mod": .function("remainder"), "Pow": .function("power"), "Neg": .function("negative"),
    "Abs": .special(abs), "Sign": .function("sign"), "Sqr": .function("square"), "Sqrt": .function("sqrt"),
    "Reciprocal": .function("reciprocal"), "Maximum": .function("maximum"), "Minimum": .function("minimum"),
    "ScalarMaximum": .function("maximum"), "ScalarMinimum": .function("minimum"), "Clip": .expression(clip),
    "Ceil": .function("ceil"), "Floor": .function("floor"), "Trunc": .function("trunc"), "RoundHalfToEven": .function("rint"),
    "RoundHalfAwayFromZero": .expression(roundedAway), "AND": .function("bitwise_and"), "OR": .function("bitwise_or"),
    "XOR": .function("bitwise_xor"), "Invert": .function("invert"), "MulWithoutZeros": .expression(productWithoutZeros),
  ]

  private static let comparisons: [String: Form] = [
    "LT": .keeping("less"), "GT": .keeping("greater"), "LE": .keeping("less_equal"), "GE": .keeping("greater_equal"),
    "EQ": .keeping("equal"), "NEQ": .keeping("not_equal"), "IsNan": .keeping("isnan"), "IsInf": .keeping("isinf"),
    "Switch": .special(choice), "InRange": .special(isInRange),
  ]

  private static let elementary: [String: Form] = [
    "Exp": .function("exp"), "Exp2": .function("exp2"), "Expm1": .function("expm1"), "Log": .function("log"),
    "Log2": .function("log2"), "Log10": .function("log10"), "Log1p": .function("log1p"), "Deg2Rad": .function("deg2rad"),
    "Rad2Deg": .function("rad2deg"), "Cos": .function("cos"), "Sin": .function("sin"), "Tan": .function("tan"),
    "ArcCos": .function("arccos"), "ArcSin": .function("arcsin"), "ArcTan": .function("arctan"),
    "ArcTan2": .function("arctan2"), "Cosh": .function("cosh"), "Sinh": .function("sinh"), "Tanh": .function("tanh"),
    "ArcCosh": .function("arccosh"), "ArcSinh": .function("arcsinh"), "ArcTanh": .function("arctanh"),
    "Sigmoid": .function("expit"), "Softplus": .function("softplus"), "Log1mexp": .function("log1mexp"),
  ]

  private static let specialFunctions: [String: Form] = [
    "Erf": .function("erf"), "Erfc": .function("erfc"), "Erfcx": .function("erfcx"), "Erfinv": .function("erfinv"),
    "Erfcinv": .function("erfcinv"), "Owens_t": .function("owens_t"), "Gamma": .function("gamma"),
    "GammaLn": .function("gammaln"), "Psi": .function("digamma"), "TriGamma": .expression(trigamma),
    "PolyGamma": .special(polygamma), "GammaInc": .function("gammainc"), "GammaIncC": .function("gammaincc"),
    "GammaIncInv": .function("gammaincinv"), "GammaIncCInv": .function("gammainccinv"),
    "GammaU": .expression { context, x throws(PyTensorImportError) in
      try context.apply(.multiply, context.function("gammaincc", x), context.function("gamma", [x[0]]))
    },
    "GammaL": .expression { context, x throws(PyTensorImportError) in
      try context.apply(.multiply, context.function("gammainc", x), context.function("gamma", [x[0]]))
    },
    "J0": .function("j0"), "J1": .function("j1"), "Jv": .function("jv"), "I0": .function("i0"), "I1": .function("i1"),
    "Iv": .function("iv"), "Ive": .function("ive"), "Kve": .function("kve"), "BetaInc": .function("betainc"),
    "BetaIncInv": .function("betaincinv"), "Hyp2F1": .function("hyp2f1"),
  ]

  private static let complex: [String: Form] = [
    "Real": .keeping("real"), "Imag": .keeping("imag"), "Angle": .keeping("angle"), "Conj": .function("conj"),
    "Complex": .special { context, _, x, type throws(PyTensorImportError) in try complexNumber(context, x[0], x[1], type) },
    "ComplexFromPolar": .special(polarNumber),
  ]

  private static let structural: [String: Form] = [
    "Identity": .expression { _, x throws(PyTensorImportError) in x[0] },
    "Second": .expression { _, x throws(PyTensorImportError) in x[1] },
    "Cast": .expression { _, x throws(PyTensorImportError) in x[0] },
    "Composite": .graph(composite), "ScalarLoop": .graph(loop), "Grad2F1Loop": .graph(loop),
  ]

  // MARK: Expressions

  /// The size of a complex number is a real one.
  private static func abs(
    _ context: NodeContext, _ op: OpDescription, _ x: [Tensor], _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    let isComplex = !x[0].elementType.isFloat && !x[0].elementType.isInteger && x[0].elementType != .bool
    return try context.function("abs", [isComplex ? x[0] : x[0].casted(to: type, at: context.place)])
  }

  /// To the nearest integer, halves away from 0: exact, where adding a half would round.
  private static func roundedAway(_ context: NodeContext, _ x: [Tensor]) throws(PyTensorImportError) -> Tensor {
    let (x, type) = (x[0], x[0].elementType)
    if !type.isFloat { return x }
    let whole = context.apply(.trunc, x)
    let isFar = context.apply(
      .greaterEqual, context.apply(.absolute, context.apply(.subtract, x, whole)), context.literal(.float(0.5), type))
    return context.apply(.where, isFar, context.apply(.add, whole, context.apply(.sign, x)), whole)
  }

  /// `x < low ? low : x > high ? high : x`: unlike NumPy's clip also where the bounds cross, or one is NaN.
  private static func clip(_ context: NodeContext, _ x: [Tensor]) throws(PyTensorImportError) -> Tensor {
    guard x.count == 3 else { throw .malformed("Clip takes 3 operands, not \(x.count)") }
    if let low = (x[1].node.operation as? Literal)?.value.asDouble, let high = (x[2].node.operation as? Literal)?.value.asDouble, low <= high {
      return context.apply(.clip, x[0], x[1], x[2])
    }
    let above = context.apply(.where, context.apply(.greater, x[0], x[2]), x[2], x[0])
    return context.apply(.where, context.apply(.less, x[0], x[1]), x[1], above)
  }

  private static func productWithoutZeros(_ context: NodeContext, _ x: [Tensor]) throws(PyTensorImportError) -> Tensor {
    let (zero, type) = (context.literal(.integer(0), x[0].elementType), x[0].elementType)
    func other(_ y: Tensor) -> Tensor {
      context.apply(.where, context.apply(.equal, y, zero), context.literal(.integer(1), type), y)
    }
    return x.dropFirst().reduce(x[0]) { a, b in
      context.apply(.where, context.apply(.equal, a, zero), b, context.apply(.multiply, a, other(b)))
    }
  }

  /// `condition ? a : b`, the condition being anything that is not 0.
  private static func choice(
    _ context: NodeContext, _ op: OpDescription, _ x: [Tensor], _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    guard x.count == 3 else { throw .malformed("Switch takes 3 operands, not \(x.count)") }
    let place = context.place
    return context.apply(
      .where, x[0].casted(to: .bool, at: place), x[1].casted(to: type, at: place), x[2].casted(to: type, at: place))
  }

  private static func isInRange(
    _ context: NodeContext, _ op: OpDescription, _ x: [Tensor], _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    guard x.count == 3 else { throw .malformed("InRange takes 3 operands, not \(x.count)") }
    let (low, high) = (op.properties["openlow"]?.flag ?? false, op.properties["openhi"]?.flag ?? false)
    return context.apply(
      .bitwiseAnd, context.apply(low ? .greater : .greaterEqual, x[0], x[1]),
      context.apply(high ? .less : .lessEqual, x[0], x[2]))
  }

  private static func trigamma(_ context: NodeContext, _ x: [Tensor]) throws(PyTensorImportError) -> Tensor {
    try context.function("polygamma", [context.literal(.integer(1), .i64), x[0]])
  }

  /// The order is an integer.
  private static func polygamma(
    _ context: NodeContext, _ op: OpDescription, _ x: [Tensor], _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    guard x.count == 2 else { throw .malformed("PolyGamma takes 2 operands, not \(x.count)") }
    return try context.function("polygamma", [x[0], x[1].casted(to: type, at: context.place)])
  }

  private static func complexNumber(
    _ context: NodeContext, _ real: Tensor, _ imaginary: Tensor, _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    guard let part = ElementType(name: type.bitWidth == 64 ? "f32" : "f64") else { throw .unknown("complex numbers") }
    return try context.function("complex", [real, imaginary].map { $0.casted(to: part, at: context.place) })
  }

  /// `r cos(angle) + i r sin(angle)`, computed in the parts' type.
  private static func polarNumber(
    _ context: NodeContext, _ op: OpDescription, _ x: [Tensor], _ type: ElementType
  ) throws(PyTensorImportError) -> Tensor {
    guard x.count == 2 else { throw .malformed("ComplexFromPolar takes 2 operands, not \(x.count)") }
    guard let part = ElementType(name: type.bitWidth == 64 ? "f32" : "f64") else { throw .unknown("complex numbers") }
    let (radius, angle) = (x[0].casted(to: part, at: context.place), x[1].casted(to: part, at: context.place))
    return try complexNumber(
      context, context.apply(.multiply, radius, context.apply(.cos, angle)),
      context.apply(.multiply, radius, context.apply(.sin, angle)), type)
  }

  // MARK: Graphs of scalar Ops

  /// The results of a graph of scalar Ops, whose variables stand for the elements of the operands.
  private static func composite(_ context: NodeContext, _ op: OpDescription, _ x: [Tensor]) throws(PyTensorImportError) -> [Tensor] {
    guard let graph = op.properties["inner"] else { throw .malformed("\(op.name) without an inner graph") }
    let results = try GraphImporter(
      try GraphDescription(graph), arrays: context.importer.arrays, file: context.importer.file,
      prefix: context.importer.prefix, isScalar: true
    ).outputs(x.map { .tensor($0) })
    var tensors: [Tensor] = []
    for result in results {
      guard case .tensor(let value) = result else { throw .malformed("a result of \(op.name) is no number") }
      tensors.append(value.tensor)
    }
    return tensors
  }

  private static let unrollingLimit = 64

  /// A loop over scalars, written out: the operands are the number of steps, what is carried from step to step, and what stays. A loop
  /// with a condition keeps what it carries from the step on in which that holds.
  private static func loop(_ context: NodeContext, _ op: OpDescription, _ x: [Tensor]) throws(PyTensorImportError) -> [Tensor] {
    guard let steps = (x.first?.node.operation as? Literal)?.value.integer, steps <= Int64(unrollingLimit) else {
      throw .unknown("a loop over scalars whose number of steps is not a number up to \(unrollingLimit)")
    }
    var done = context.literal(.bool(true), .bool)
    let step = try composite(context, op, Array(x.dropFirst()))
    let isWhile = op.properties["is_while"]?.flag ?? endsWithCondition(step, x)
    guard let count = op.properties["inner"]?["outputs"]?.list.map({ $0.count - (isWhile ? 1 : 0) }), count >= 0, x.count > count else {
      throw .malformed("\(op.name) carries more than its operands")
    }
    var (state, constants) = (Array(x[1...count]), x[(count + 1)...])
    for step in 0..<max(0, Int(steps)) {
      let next = try composite(context, op, state + constants)
      guard next.count == count + (isWhile ? 1 : 0) else { throw .malformed("\(op.name) has \(next.count) results") }
      if isWhile, step > 0 {
        state = zip(state, next).map { old, new in context.apply(.where, done, old, new.casted(to: old.elementType, at: context.place)) }
        done = context.apply(.bitwiseOr, done, next[count].casted(to: .bool, at: context.place))
      } else {
        state = Array(next.prefix(count))
        if isWhile { done = next[count].casted(to: .bool, at: context.place) }
      }
    }
    return state + (isWhile ? [done] : [])
  }

  /// Whether the last result of a step is a bool that nothing is carried in; graphs need not say whether they have a condition.
  private static func endsWithCondition(_ results: [Tensor], _ x: [Tensor]) -> Bool {
    guard let last = results.last, last.elementType == .bool else { return false }
    return !x.indices.contains(results.count) || x[results.count].elementType != .bool
  }
}

extension ScalarOps {
  /// The scalar Op applied to operands that broadcast: a result for each type.
  static func apply(
    _ op: OpDescription, _ operands: [Tensor], to types: [ElementType], _ context: NodeContext
  ) throws(PyTensorImportError) -> [Tensor] {
    guard let form = table[op.name] else { throw .unknown("the scalar Op \(op.name) is not known here") }
    guard !operands.isEmpty, let type = types.first else { throw .malformed("\(op.name) without operands or results") }
    func cast() -> [Tensor] { operands.map { $0.casted(to: type, at: context.place) } }
    let results: [Tensor]
    switch form {
    case .function(let name): results = [try folded(name, cast(), context)]
    case .keeping(let name): results = [try context.function(name, operands)]
    case .expression(let body):
      if op.name == "Second", operands.count != 2 { throw .malformed("Second takes 2 operands, not \(operands.count)") }
      results = [try body(context, cast())]
    case .special(let body): results = [try body(context, op, operands, type)]
    case .graph(let body): results = try body(context, op, operands)
    }
    guard results.count == types.count else { throw .malformed("\(op.name) has \(results.count) results, not \(types.count)") }
    return results
  }

  private static func folded(_ name: String, _ operands: [Tensor], _ context: NodeContext) throws(PyTensorImportError) -> Tensor {
    guard let function = ScalarFunctionTable.function(named: name) else { return try context.function(name, operands) }
    if operands.count == function.arity { return .apply(function, operands, at: context.place) }
    if operands.count == 1, variadic.contains(name) { return operands[0] }
    guard operands.count > 2, variadic.contains(name) else {
      throw .malformed("\(name) takes \(function.arity) operands, not \(operands.count)")
    }
    return operands.dropFirst().reduce(operands[0]) { .apply(function, [$0, $1], at: context.place) }
  }

  private static let variadic: Set<String> = ["add", "multiply", "maximum", "minimum", "bitwise_and", "bitwise_or", "bitwise_xor"]
}
