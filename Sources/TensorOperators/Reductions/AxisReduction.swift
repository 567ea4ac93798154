/// A reduction over axes.
public struct AxisReduction: Operation {
  public let kind: ReductionKind
  /// Ascending, counted from the front.
  public let axes: [Int]
  public let keepsAxes: Bool
  /// The `dtype` asked for, where it is not the default.
  public let type: ElementType?

  public init(_ kind: ReductionKind, axes: [Int], keepsAxes: Bool = false, type: ElementType? = nil) {
    (self.kind, self.axes, self.keepsAxes, self.type) = (kind, axes, keepsAxes, type)
  }

  public var name: String { kind.name }

  public var attributes: [Attribute] {
    [Axes.attribute(axes)] + (type.map { [Attribute("dtype", .type($0))] } ?? [])
      + (keepsAxes ? [Attribute("keepdims", .flag(true))] : [])
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axes.allSatisfy({ $0 >= 0 && $0 < input.rank }), zip(axes, axes.dropFirst()).allSatisfy(<) else {
      throw failure("axis \(axes) is out of bounds for array of dimension \(input.rank)")
    }
    let count = axes.reduce(Dimension(1)) { $0 * input.shape[$1] }
    var constraints: [ShapeConstraint] = []
    if !kind.hasIdentity {
      let message = "zero-size array to reduction operation \(name) which has no identity"
      if let count = count.constant, count < 1 { throw failure(message) }
      if count.constant == nil { constraints.append(ShapeConstraint(.atLeast, count, 1, message)) }
    }
    var shape = input.shape
    for axis in axes.reversed() {
      if keepsAxes { shape[axis] = 1 } else { shape.remove(at: axis) }
    }
    return Inference(TensorType(kind.types(input.elementType, type).result, shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    let (elements, type) = (known[0].elements, node.types[0].elementType)
    switch kind.combiner {
    case .minimum, .maximum:
      var result = elements.rounded(to: type)
      let (count, all) = (node.inputs[0].shape, ElementFacts.unknown(type))
      // Of nothing it is the end of the type.
      if kind.hasIdentity, !axes.allSatisfy({ (count[$0].constant ?? 0) > 0 }) {
        if kind.combiner == .minimum { result.upper = all.upper } else { result.lower = all.lower }
      }
      return ValueFacts(result)
    case .sum where type.isFloat && elements.lower >= 0:
      // Of numbers that are not negative, also their mean; a sum is never -0.
      return ValueFacts(ElementFacts(0, .infinity, mayBeNaN: elements.mayBeNaN || kind.finish != nil))
    case .argMinimum, .argMaximum: return ValueFacts(ElementFacts(0, 0x1p53, isWhole: true))
    case .sum, .product, .or, .and, .dot: return .unknown(type)
    }
  }

  public var derivative: Derivative {
    guard let rule = kind.reverse else { return kind.isFlat ? .flat : .none("no rule for it has been written") }
    let (axes, keepsAxes) = (axes, keepsAxes)
    return .unary { cotangent, step in
      func kept(_ x: Tensor) -> Tensor { keepsAxes ? x : x.expanded(axes, at: step.place) }
      return rule(ReductionStep(x: step.inputs[0], result: kept(step.result), cotangent: kept(cotangent), axes: axes, place: step.place))
    }
  }

  public var batching: Batching {
    let (kind, axes, keepsAxes, type) = (kind, axes, keepsAxes, type)
    return .unary { _ in AxisReduction(kind, axes: Axes.behindFirst(axes), keepsAxes: keepsAxes, type: type) }
  }

  public var lowering: Lowering {
    let (kind, axes, type) = (kind, axes, type)
    @Sendable func argument(_ context: ElementContext, _ index: [Dimension]) -> Value {
      let types = kind.workingTypes(context.inputs[0].elementType, type)
      return context.convert(context.input(0, at: index), to: types.accumulation)
    }
    @Sendable func finish(_ context: ElementContext, _ combined: Value) -> Value {
      let count = axes.reduce(Dimension(1)) { $0 * context.inputs[0].shape[$1] }
      let finished = kind.finish?(context, combined, count) ?? combined
      return context.convert(finished, to: kind.types(context.inputs[0].elementType, type).result)
    }
    guard axes.isEmpty else {
      return .reduction(
        ReductionLowering(
          axes: axes, space: { $0[0].shape }, keepsAxes: keepsAxes, combiner: kind.combiner,
          arguments: { [argument($0, $1)] }, finish: finish))
    }
    // One element by itself; a sum is never -0.
    return .elements { context, index in
      let element = argument(context, index)
      guard kind.combiner == .sum, element.type.isFloat else { return finish(context, element) }
      let zero = context.constant(ScalarValue(.integer(0), type: element.type))
      return finish(context, context.primitive(.add, [element, zero]))
    }
  }
}

extension ReductionKind {
  /// The reduction of `x` over axes, counted from the front or the end; nil: all.
  package func apply<A: ArrayAlgebra>(
    _ x: A, axes: [Int]?, keepsAxes: Bool, type: ElementType? = nil, at place: SourcePlace
  ) -> A {
    A.building(name, [x], at: place) { () throws(TensorError) in
      let input = x.inferredType
      let chosen = type == types(input.elementType, nil).result ? nil : type
      if types(input.elementType, chosen).accumulation == .bool, let onBools {
        return onBools().apply(x, axes: axes, keepsAxes: keepsAxes, at: place)
      }
      let normal = try Axes.normalized(axes, rank: input.rank, scalarsHaveAxis: scalarsHaveAxis, operation: name)
      if takesOneAxis, axes == nil || normal.count != 1 {
        guard axes == nil || axes?.count == 1 else {
          throw TensorError(operation: name, message: "takes one axis or None, got \(normal.count) axes")
        }
        let flat = A.single(Reshape([-1]), [x], at: place)
        let result = A.single(AxisReduction(self, axes: [0], type: chosen), [flat], at: place)
        return keepsAxes ? .single(Reshape(input.shape.map { _ in 1 }), [result], at: place) : result
      }
      let reduction = AxisReduction(self, axes: normal.sorted(), keepsAxes: keepsAxes, type: chosen)
      return .single(reduction, [x], at: place)
    }
  }

  /// The record by which programs call it.
  var definition: OperationDefinition {
    typealias Parameter = OperationDefinition.Parameter
    var parameters = [Parameter("a", .tensor)]
    parameters.append(Parameter("axis", takesOneAxis ? .integer : .axes, default: OperationDefinition.Argument.none))
    if takesType { parameters.append(Parameter("dtype", .type, default: OperationDefinition.Argument.none)) }
    parameters.append(Parameter("keepdims", .flag, default: .flag(false), keywordOnly: true))
    for option in options {
      parameters.append(Parameter(option.rawValue, .tensor, default: OperationDefinition.Argument.none, keywordOnly: true))
    }
    let isInternal = name.hasPrefix("op.")
    let plain = parameters.filter { ReductionOption(rawValue: $0.name) == nil }
    let call = plain.map { $0.name == "a" ? "a" : "\($0.name)=\($0.name)" }.joined(separator: ", ")
    // NumPy's own defaults of these are no values.
    let rest = options.isEmpty ? "" : ", **{k: v for k, v in dict("
      + options.map { $0 == .condition ? "where=where" : "\($0.rawValue)=\($0.rawValue)" }.joined(separator: ", ") + ").items() if v is not None}"
    return OperationDefinition(
      name, aliases: aliases, family: "reductions", parameters, summary: summary,
      numpy: isInternal ? "" : "np.\(name)(\(call)\(rest))"
    ) { arguments throws(TensorError) in
      [
        apply(
          try arguments.tensor("a"), axes: try arguments.axes("axis"), keepsAxes: try arguments.flag("keepdims"),
          type: arguments.optionalType("dtype"), initial: try arguments.optionalTensor("initial"),
          where: try arguments.optionalTensor("where"), at: arguments.place)
      ]
    }.sampled(
    "(x: f64[n, m]) -> \(name)(x)",
    "(x: f64[n, m]) -> \(name)(x, axis=1, keepdims=true)",
    "(x: f64[n, m, k]) -> \(name)(x, axis=0)")
    .sampled(optionSamples)
  }
}

extension OperationDefinition {
  private static let plain: [OperationDefinition] = [
    ReductionKind.sum, .prod, .mean, .min, .max, .any, .all, .argmin, .argmax,
  ].map(\.definition)
  private static let statistics: [OperationDefinition] = [
    variance, standardDeviation, ptp, countNonzero, average, trace, norm, cov, corrcoef, histogram, digitize, bincount,
  ]
  private static let ignoringNaN: [OperationDefinition] = [
    nansum, nanprod, nanmin, nanmax, nanmean, nanvar, nanstd, nanargmin, nanargmax,
  ]

  static let reductions: [OperationDefinition] = plain + statistics + ignoringNaN + quantileFamily
}
