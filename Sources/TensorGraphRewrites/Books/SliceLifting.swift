/// A part of a result, computed from parts of the operands: one row of a sum instead of all of them.
///
/// A single place is always computed by itself; a longer part only where nobody needs the whole, which is then computed
/// once.
let sliceLifting = TensorRuleBook("slice-lifting", "parts computed from parts", tags: ["canonicalize", "slices"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  Rule(
    "getitem-elementwise", .call("getitem", .elementwise), tags: ["grows"], where: .partIsWorthIt,
    gives: "the function of parts",
    by: partsOfOperands)
  Rule(
    "getitem-astype", .call("getitem", .call("astype", x)), where: .partIsWorthIt, gives: "astype(getitem(x))",
    by: partsOfOperands)
  Rule(
    "getitem-assume", .call("getitem", .call("assume", x)), where: .partIsWorthIt, gives: "assume(getitem(x))",
    by: partsOfOperands)

  Rule(
    "getitem-reduction", .call("getitem", .reduction(x)), where: .operandIsUsedOnce,
    gives: "the reduction of getitem(x)",
    by: partOfReduction)
  for name in ["softmax", "log_softmax"] {
    Rule(
      "getitem-\(name == "softmax" ? "softmax" : "log-softmax")", .call("getitem", .call(name, x)),
      where: .operandIsUsedOnce,
      gives: "\(name)(getitem(x)), where the part is over other axes", by: partOfSoftmax)
  }
  for name in ["cumsum", "cumprod"] {
    Rule(
      "getitem-\(name)", .call("getitem", .call(name, x)), where: .operandIsUsedOnce,
      gives: "\(name)(getitem(x)), where the part is over other axes or from the start", by: partOfScan)
  }
  Rule(
    "getitem-take", .call("getitem", .call("take", x, y)), tags: ["grows"], gives: "take(getitem(x), getitem(y))",
    by: partOfTake)

  Rule(
    "getitem-matmul-batch", .call("getitem", .call("matmul", x, y)), tags: ["grows"], where: .operandIsUsedOnce,
    gives: "getitem(x) @ getitem(y), where the part is over leading axes"
  ) { match, _ in partOfProduct(match, alongMatrices: false) }
    .meant(for: .call("getitem", .call("matmul", .call("expand_dims", x), .call("expand_dims", y))))
  Rule(
    "getitem-matmul-integers", .call("getitem", .call("matmul", x, y)), tags: ["grows"], where: .operandIsUsedOnce,
    .isNotFloat("x"),
    .isNotFloat("y"), gives: "getitem(x) @ getitem(y)"
  ) { match, _ in partOfProduct(match, alongMatrices: true) }
  // A library's product of other extents may round differently.
  Rule(
    "getitem-matmul", .call("getitem", .call("matmul", x, y)), tags: ["grows", "reassociates"],
    where: .operandIsUsedOnce,
    gives: "getitem(x) @ getitem(y)"
  ) { match, _ in partOfProduct(match, alongMatrices: true) }
}

extension Rule.Guard where L == TensorLanguage {
  static var partIsWorthIt: Self {
    Self("the operand is used nowhere else, or an axis is indexed") { match, language in
      match.root.sliceEntries?.contains(where: \.isIndex) == true
        || language.userCount(of: match.operand) <= 1
    }
  }

  static func isNotFloat(_ name: String) -> Self {
    of(name, "is not of a float type") { tensor, _ in !tensor.elementType.isFloat }
  }
}

@Sendable private func partsOfOperands(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, match.operand.node.operation.isPointwise else { return nil }
  var operands: [Tensor] = []
  for operand in match.operand.node.inputs {
    guard let part = operand.part(entries, ofShape: match.operand.shape, at: match.place) else { return nil }
    operands.append(part)
  }
  return match.fitting(match.operand.applied(to: operands, at: match.place))
}

@Sendable private func partOfReduction(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let reduced = ReducedAxes(match.operand) else { return nil }
  var own: [SliceEntry] = []
  var axes: [Int] = []
  var kept: [SliceEntry] = []
  var rest = entries[...]
  var position = 0
  for axis in 0..<match["x"].rank {
    if reduced.axes.contains(axis) {
      if reduced.keepsAxes, let entry = rest.popFirst() { kept.append(entry) }
      own.append(.all)
      axes.append(position)
      position += 1
    } else {
      guard let entry = rest.popFirst() else { return nil }
      own.append(entry)
      if entry.isRange { position += 1 }
    }
  }
  let keepsAxes = !kept.isEmpty && kept.allSatisfy { $0 == .all }
  guard keepsAxes || kept.allSatisfy(\.isOnlyPlace), !own.allSatisfy({ $0 == .all }),
    !reduced.isOrdered || AxisRuns.lengths(axes) == AxisRuns.lengths(reduced.axes)
  else { return nil }
  let part = match["x"].part(own, at: match.place)
  return reduced.over(axes, keepsAxes: keepsAxes, of: part, language, at: match.place).flatMap { match.fitting($0) }
}

@Sendable private func partOfSoftmax(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let softmax = match.operand.node.operation as? Softmax,
    softmax.axes.allSatisfy({ entries[$0] == .all })
  else { return nil }
  let axes = softmax.axes.map { axis in axis - entries[..<axis].filter(\.isIndex).count }
  guard AxisRuns.lengths(axes) == AxisRuns.lengths(softmax.axes) else { return nil }
  return match.fitting(
    .single(Softmax(softmax.kind, axes: axes, isPlain: softmax.isPlain), [match["x"].part(entries, at: match.place)], at: match.place))
}

@Sendable private func partOfScan(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let scan = match.operand.node.operation as? Cumulative,
    case .range(let start, _, let step) = entries[scan.axis], step == 1, start.map({ $0.constant == 0 }) ?? true
  else { return nil }
  let axis = scan.axis - entries[..<scan.axis].filter(\.isIndex).count
  return match.fitting(
    .single(Cumulative(scan.kind, axis: axis), [match["x"].part(entries, at: match.place)], at: match.place))
}

@Sendable private func partOfTake(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let entries = match.root.sliceEntries, let take = match.operand.node.operation as? Take, take.batchAxes == 0 else { return nil }
  let (source, indices) = (match["x"], match["y"])
  let end = take.axis + indices.rank
  let own = Array(entries[..<take.axis]) + [.all] + Array(entries[end...])
  let axis = take.axis - entries[..<take.axis].filter(\.isIndex).count
  let parts = [source.part(own, at: match.place), indices.part(Array(entries[take.axis..<end]), at: match.place)]
  return match.fitting(.single(Take(axis: axis), parts, at: match.place))
}

/// The product of parts: of leading axes, and (`alongMatrices`) of rows of the first and columns of the second.
private func partOfProduct(_ match: TensorMatch, alongMatrices: Bool) -> Tensor? {
  guard let entries = match.root.sliceEntries else { return nil }
  let (a, b) = (match["x"], match["y"])
  let hasRows = a.rank > 1, hasColumns = b.rank > 1
  let batchRank = entries.count - (hasRows ? 1 : 0) - (hasColumns ? 1 : 0)
  let batch = Array(entries[..<batchRank])
  let row = hasRows ? entries[batchRank] : .all
  let column = hasColumns ? entries[entries.count - 1] : .all
  let isBatchOnly = row == .all && column == .all
  guard alongMatrices ? !isBatchOnly : isBatchOnly else { return nil }
  // A matrix of which one row is left is a vector, which leading axes do not go with.
  if row.isIndex || column.isIndex, batch.contains(where: \.isRange) { return nil }
  let batchShape = Array(match.operand.shape[..<batchRank])
  guard let left = matrixPart(a, batch, batchShape, hasRows ? [row, .all] : [.all], at: match.place),
    let right = matrixPart(b, batch, batchShape, hasColumns ? [.all, column] : [.all], at: match.place)
  else { return nil }
  return match.fitting(.single(MatMul(), [left, right], at: match.place))
}

private func matrixPart(
  _ matrix: Tensor, _ batch: [SliceEntry], _ batchShape: [Dimension], _ last: [SliceEntry], at place: SourcePlace
) -> Tensor? {
  let own = matrix.rank - last.count
  let target = batchShape.suffix(own) + matrix.shape.suffix(last.count)
  return matrix.part(Array(batch.suffix(own)) + last, ofShape: Array(target), at: place)
}
