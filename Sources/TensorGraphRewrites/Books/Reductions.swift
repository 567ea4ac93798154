/// Reductions of views, of reductions, and of what can be computed after reducing instead of before.
let reductions = TensorRuleBook("reductions", "reductions of less", tags: ["canonicalize", "reductions"]) {
  let (x, c) = (anyTensor("x"), anyNumber("c"))
  let scalar = anyScalar("c")

  // Single elements.
  Rule(
    "reduction-of-single-elements", .reduction(x), tags: ["grows"], gives: "squeeze(x), where only axes of extent 1 are reduced",
    by: singleElements)

  // Views.
  Rule(
    "reduction-transpose", .reduction(.call("transpose", x)),
    gives: "transpose(reduction of x), where elements are combined in the same order"
  ) {
    match, language in untransposed(match, language, inAnyOrder: false)
  }
  Rule(
    "reduction-transpose-reordered", .reduction(.call("transpose", x)), tags: ["reassociates"],
    gives: "transpose(reduction of x)"
  ) {
    match, language in untransposed(match, language, inAnyOrder: true)
  }
  Rule(
    "reduction-expand-dims", .reduction(.call("expand_dims", x)), gives: "expand_dims(reduction of x)", by: unexpanded)

  // Repeated elements.
  for name in ["max", "min", "any", "all"] {
    Rule(
      "\(name)-broadcast", .call(name, .call("broadcast_to", x)),
      gives: "x, where only repeated axes are reduced and none is empty",
      by: unrepeated)
  }
  Rule(
    "sum-fill-integers", .call("sum", .call("broadcast_to", scalar)), tags: ["grows"], where: .resultIsNotFloat,
    gives: "c times the number of elements",
    by: sumOfFill)
  Rule(
    "sum-fill", .call("sum", .call("broadcast_to", scalar)), tags: ["signed-zero", "grows", "reassociates"], where: .resultIsFloat,
    gives: "c times the number of elements", by: sumOfFill)
  Rule(
    "mean-fill", .call("mean", .call("broadcast_to", x)), tags: ["signed-zero", "reassociates"], where: .isFloat("x"), .resultHasTypeOf("x"),
    gives: "x, where only repeated axes are reduced and none is empty", by: unrepeated)

  // Reductions of reductions of the same kind.
  for name in ["sum", "prod", "max", "min", "any", "all"] {
    Rule(
      "\(name)-\(name)", .call(name, .call(name, x)), where: .orderDoesNotShow, gives: "\(name)(x) over both axes",
      by: nested)
  }
  for name in ["sum", "prod"] {
    Rule(
      "\(name)-\(name)-floats", .call(name, .call(name, x)), tags: ["reassociates"], gives: "\(name)(x) over both axes",
      by: nested)
  }

  // Signs.
  Rule("sum-negative-integers", added("sum", -x) => -added("sum", x), where: .hasWords("x"), .resultIsNotFloat)
  Rule(
    "sum-negative", added("sum", -x) => -added("sum", x), tags: ["signed-zero"], where: .isFloat("x"), .resultIsFloat)
  Rule(
    "mean-negative", added("mean", -x) => -added("mean", x), tags: ["signed-zero"], where: .isFloat("x"), .resultIsFloat
  )
  for (name, other) in [("max", "min"), ("min", "max")] {
    Rule("\(name)-negative", .reduction(name, -x) => -TensorPattern.reduction(other, x), where: .isFloat("x"))
    Rule("arg\(name)-negative", .reduction("arg\(name)", -x) => .reduction("arg\(other)", x), where: .isFloat("x"))
  }

  // Functions that keep the order of their arguments: of one element instead of all.
  for (name, other) in [("max", "min"), ("min", "max")] {
    Rule(
      "\(name)-increasing", .call(name, .elementwise(x)), where: .operandIsIncreasing, .operandIsUsedOnce,
      gives: "the function of \(name)(x)",
      by: afterReducing)
    Rule(
      "\(name)-astype", .call(name, .call("astype", x)), where: .castKeepsOrder, .operandIsUsedOnce,
      gives: "astype(\(name)(x))", by: afterReducing)
    Rule(
      "\(name)-plus-number", .reduction(name, x + c) => TensorPattern.reduction(name, x) + c, where: .isFloat("x"),
      .numberIsFinite(), .operandIsUsedOnce)
    Rule(
      "\(name)-minus-number", .reduction(name, x - c) => TensorPattern.reduction(name, x) - c, where: .isFloat("x"),
      .numberIsFinite(), .operandIsUsedOnce)
    Rule(
      "\(name)-number-minus", .reduction(name, c - x) => c - TensorPattern.reduction(other, x), where: .isFloat("x"),
      .numberIsFinite(),
      .operandIsUsedOnce)
    Rule(
      "\(name)-times-positive", .reduction(name, c * x) => c * TensorPattern.reduction(name, x), where: .isFloat("x"),
      .numberIsFinite(sign: 1),
      .operandIsUsedOnce)
    Rule(
      "\(name)-times-negative", .reduction(name, c * x) => c * TensorPattern.reduction(other, x), where: .isFloat("x"),
      .numberIsFinite(sign: -1),
      .operandIsUsedOnce)
    Rule(
      "\(name)-divided-by-positive", .reduction(name, x / c) => TensorPattern.reduction(name, x) / c,
      where: .isFloat("x"), .numberIsFinite(sign: 1),
      .operandIsUsedOnce)
    Rule(
      "\(name)-of-maximum", .reduction(name, maximum(x, c)) => maximum(TensorPattern.reduction(name, x), c),
      where: .operandIsUsedOnce)
    Rule(
      "\(name)-of-minimum", .reduction(name, minimum(x, c)) => minimum(TensorPattern.reduction(name, x), c),
      where: .operandIsUsedOnce)
  }

  // Negations.
  for (name, other) in [("any", "all"), ("all", "any")] {
    Rule("\(name)-invert", .reduction(name, ~x) => ~TensorPattern.reduction(other, x), where: .isBool("x"))
    Rule(
      "\(name)-astype", .call(name, .call("astype", x)),
      where: .init("the cast is to bool") { match, _ in
        match.operand.elementType == .bool
      }, gives: "\(name)(x)"
    ) { match, language in
      ReducedAxes(match.root)?.plain.flatMap { match.fitting(.single($0, [match["x"]], at: match.place)) }
    }
  }

  // Factors.
  Rule(
    "sum-scaled-integers", added("sum", scalar * x) => scalar * added("sum", x), where: .hasWords("x"), .hasWords("c"),
    .hasAxes("x"), .resultHasTypeOf("x"))
  Rule(
    "sum-scaled", added("sum", scalar * x) => scalar * added("sum", x), tags: ["signed-zero", "reassociates"], where: .isFloat("x"),
    .hasAxes("x"), .resultHasTypeOf("x"))
  Rule(
    "sum-divided", added("sum", x / scalar) => added("sum", x) / scalar, tags: ["signed-zero", "reassociates"], where: .isFloat("x"),
    .hasAxes("x"), .resultHasTypeOf("x"))
  Rule(
    "mean-scaled", added("mean", scalar * x) => scalar * added("mean", x), tags: ["signed-zero", "reassociates"], where: .isFloat("x"),
    .hasAxes("x"), .resultHasTypeOf("x"))
  Rule(
    "mean-divided", added("mean", x / scalar) => added("mean", x) / scalar, tags: ["signed-zero", "reassociates"],
    where: .isFloat("x"), .hasAxes("x"), .resultHasTypeOf("x"))
}

/// A reduction with a type of its own for the result.
private func added(_ name: String, _ x: TensorPattern) -> TensorPattern {
  .call(
    name, x, attributes: ["axis": .variable("axis"), "dtype": .variable("dtype"), "keepdims": .variable("keepdims")])
}

// MARK: Guards

extension Rule.Guard where L == TensorLanguage {
  /// Of a type in which sums wrap as the whole sum does: 64-bit integers.
  fileprivate static func hasWords(_ name: String) -> Self {
    of(name, "is i64 or u64") { tensor, _ in tensor.elementType == .i64 || tensor.elementType == .u64 }
  }

  /// Of a sign (0: any) and finite in the type of x: large numbers are infinite in f32, small ones 0.
  fileprivate static func numberIsFinite(sign: Int = 0) -> Self {
    let words = sign > 0 ? "positive and finite" : sign < 0 ? "negative and finite" : "finite"
    return Self("c is \(words) in the type of x") { match, language in
      let known = language.facts(of: match["c"]).elements.rounded(to: match["x"].elementType)
      return known.isFinite && (sign == 0 || sign > 0 && known.isPositive || sign < 0 && known.isNegative)
    }
  }

  fileprivate static var orderDoesNotShow: Self {
    Self("the order of combination does not show") { match, _ in
      [match.root, match.operand].allSatisfy { ReducedAxes($0)?.isOrdered == false }
    }
  }

  /// The operand is an increasing function of one argument, computed in the same type, that makes no NaN of numbers.
  fileprivate static var operandIsIncreasing: Self {
    Self("the function is increasing and makes no nan") { match, language in
      guard let function = (match.operand.node.operation as? Elementwise)?.function,
        function.facts.contains(.increasing),
        let signature = Elementwise.signature(of: function, match.operand.node.inputs.map(\.type))
      else { return false }
      var known = language.facts(of: match["x"]).elements.rounded(to: signature.arguments[0])
      known.mayBeNaN = false
      return !function.image(of: [known], signature).mayBeNaN
    }
  }

  fileprivate static var castKeepsOrder: Self {
    Self("the cast keeps the order") { match, _ in
      let (old, new) = (match["x"].elementType, match.root.elementType)
      // Complex numbers have an order of their own.
      return !old.isComplex && (new.isFloat || (!old.isFloat && old.canCastSafely(to: new)))
    }
  }
}

// MARK: Right sides

/// The operand's only operand reduced, and the operand's operation on that.
@Sendable private func afterReducing(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let reduced = ReducedAxes(match.root),
    let inner = reduced.over(reduced.axes, keepsAxes: reduced.keepsAxes, of: match["x"], language, at: match.place)
  else { return nil }
  return match.fitting(match.operand.applied(to: [inner], at: match.place))
}

@Sendable private func singleElements(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let reduced = ReducedAxes(match.root), let reduction = reduced.plain,
    reduced.axes.allSatisfy({ match["x"].shape[$0].constant == 1 })
  else { return nil }
  let element = reduced.keepsAxes ? match["x"] : match["x"].squeezed(reduced.axes, at: match.place)
  let type = match.root.elementType
  switch reduction.kind.combiner {
  case .argMinimum, .argMaximum:
    return match.fitting(
      Tensor(ScalarValue(.integer(0), type: type), at: match.place).broadcast(to: match.root.shape, at: match.place))
  case .minimum, .maximum, .or, .and, .product: return match.fitting(element.converted(to: type, at: match.place))
  case .sum:
    if reduction.kind.finish != nil, !type.isFloat { return nil }
    let value = element.converted(to: type, at: match.place)
    // A sum is never -0.
    let mayBeNegativeZero = language.facts(of: value).elements.mayBeNegativeZero
    let zero = Tensor(weak: .integer(0))
    return match.fitting(mayBeNegativeZero ? .apply(.add, [value, zero], at: match.place) : value)
  case .dot: return nil
  }
}

private func untransposed(_ match: TensorMatch, _ language: TensorLanguage, inAnyOrder: Bool) -> Tensor? {
  guard let reduced = ReducedAxes(match.root), let transpose = match.operand.node.operation as? Transpose else {
    return nil
  }
  let source = reduced.axes.map { transpose.axes[$0] }
  let isSame = source == source.sorted() && AxisRuns.lengths(source) == AxisRuns.lengths(reduced.axes)
  guard inAnyOrder ? reduced.isOrdered && !isSame : !reduced.isOrdered || isSame else { return nil }
  guard
    let inner = reduced.over(source.sorted(), keepsAxes: reduced.keepsAxes, of: match["x"], language, at: match.place)
  else { return nil }
  if reduced.keepsAxes { return match.fitting(inner.permuted(transpose.axes, at: match.place)) }
  let staying = (0..<match["x"].rank).filter { !source.contains($0) }
  let order = transpose.axes.compactMap { staying.firstIndex(of: $0) }
  return match.fitting(inner.permuted(order, at: match.place))
}

@Sendable private func unexpanded(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let reduced = ReducedAxes(match.root), let expansion = match.operand.node.operation as? ExpandDims else {
    return nil
  }
  let own = (0..<match.operand.rank).filter { !expansion.axes.contains($0) }
  let axes = own.indices.filter { reduced.axes.contains(own[$0]) }
  guard !axes.isEmpty else { return nil }
  // Runs of the operand without the axes that hold one place each.
  var runs: [Int] = []
  var last: Int?
  for axis in reduced.axes {
    let length = expansion.axes.contains(axis) ? 0 : 1
    if last == axis - 1 { runs[runs.count - 1] += length } else { runs.append(length) }
    last = axis
  }
  guard !reduced.isOrdered || runs.filter({ $0 > 0 }) == AxisRuns.lengths(axes),
    let inner = reduced.over(axes, keepsAxes: false, of: match["x"], language, at: match.place)
  else { return nil }
  // New axes that stay, and reduced ones that are kept.
  var new: [Int] = []
  var position = 0
  for axis in 0..<match.operand.rank {
    let isReduced = reduced.axes.contains(axis)
    if isReduced, !reduced.keepsAxes { continue }
    if isReduced || expansion.axes.contains(axis) { new.append(position) }
    position += 1
  }
  return match.fitting(inner.expanded(new, at: match.place))
}

/// The operand of a broadcast, where all reduced axes repeat it and have places.
@Sendable private func unrepeated(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let reduced = ReducedAxes(match.root) else { return nil }
  let x = match["x"]
  let offset = match.operand.rank - x.rank
  var gone: [Int] = []
  for axis in reduced.axes {
    if axis >= offset {
      guard x.shape[axis - offset].constant == 1 else { return nil }
      gone.append(axis - offset)
    }
    // Of nothing there is no greatest element (which a call has checked); any and all of nothing are numbers of their
    // own.
    let isEmptyAllowed = reduced.plain?.kind.hasIdentity == false
    guard isEmptyAllowed || match.operand.shape[axis].constant.map({ $0 > 0 }) == true else { return nil }
  }
  let value = x.squeezed(gone, at: match.place).strong(at: match.place).converted(
    to: match.root.elementType, at: match.place)
  if !reduced.keepsAxes { return match.fitting(value.broadcast(to: match.root.shape, at: match.place)) }
  let kept = x.strong(at: match.place).converted(to: match.root.elementType, at: match.place)
  return match.fitting(kept.broadcast(to: match.root.shape, at: match.place))
}

@Sendable private func sumOfFill(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let reduced = ReducedAxes(match.root) else { return nil }
  let count = reduced.axes.reduce(Dimension(1)) { $0 * match.operand.shape[$1] }
  let value = match["c"].strong(at: match.place).converted(to: match.root.elementType, at: match.place)
  let number = count.constant.map { Tensor(weak: .integer($0)) } ?? .single(Extent(count), [], at: match.place)
  return match.fitting(
    Tensor.apply(.multiply, [value, number], at: match.place).broadcast(to: match.root.shape, at: match.place))
}

@Sendable private func nested(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let outer = ReducedAxes(match.root), let inner = ReducedAxes(match.operand), let kind = outer.plain?.kind,
    outer.keepsAxes == inner.keepsAxes || outer.axes.count == match.operand.rank, !outer.axes.isEmpty,
    !inner.axes.isEmpty
  else { return nil }
  // Types of the partial results in which what they combine is not the same.
  guard outer.plain?.type == nil, inner.plain?.type == nil else { return nil }
  let x = match["x"]
  let own = inner.keepsAxes ? Array(0..<x.rank) : (0..<x.rank).filter { !inner.axes.contains($0) }
  let axes = Set(inner.axes + outer.axes.map { own[$0] }).sorted()
  if outer.keepsAxes != inner.keepsAxes, outer.keepsAxes { return nil }
  let whole = Tensor.single(
    AxisReduction(kind, axes: axes, keepsAxes: outer.keepsAxes && inner.keepsAxes), [x], at: match.place)
  return match.fitting(whole)
}
