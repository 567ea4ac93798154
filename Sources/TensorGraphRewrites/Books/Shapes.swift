/// Views of views: reshapes, transposes, broadcasts, new axes and axes taken away.
///
/// Canonical order from the outside in: new axes, then transposes, then what computes. Transposes move below scalar
/// functions, so that they meet other transposes, sums and products; views cost nothing where elements are computed.
let shapes = TensorRuleBook("shapes", "views of views", tags: ["canonicalize", "shapes"]) {
  let x = anyTensor("x")

  // Reshapes.
  Rule("reshape-reshape", .call("reshape", .call("reshape", x)), gives: "reshape(x)", by: reshaped)
  Rule("reshape-expand-dims", .call("reshape", .call("expand_dims", x)), gives: "reshape(x)", by: reshaped)
  Rule("reshape-squeeze", .call("reshape", .call("squeeze", x)), gives: "reshape(x)", by: reshaped)
  Rule("expand-dims-reshape", .call("expand_dims", .call("reshape", x)), gives: "reshape(x)", by: reshaped)
  Rule("squeeze-reshape", .call("squeeze", .call("reshape", x)), gives: "reshape(x)", by: reshaped)
  Rule("reshape-to-its-shape", .call("reshape", x), priority: 1, gives: "x, which has the shape") { match, _ in
    match.fitting(match["x"])
  }
  Rule("reshape-moves-ones", .call("reshape", x), gives: "expand_dims(x) or squeeze(x)") { match, _ in
    let (old, new) = (match["x"].shape, match.root.shape)
    let (kept, wanted) = (old.filter { $0.constant != 1 }, new.filter { $0.constant != 1 })
    guard kept == wanted else { return nil }
    if kept.count == old.count {
      return match.fitting(match["x"].expanded(new.indices.filter { new[$0].constant == 1 }, at: match.place))
    }
    guard kept.count == new.count else { return nil }
    return match.fitting(match["x"].squeezed(old.indices.filter { old[$0].constant == 1 }, at: match.place))
  }

  // Transposes.
  Rule("transpose-of-nothing", .call("transpose", x), priority: 1, gives: "x, whose axes keep their order") {
    match, _ in
    (match.root.node.operation as? Transpose)?.axes == Array(0..<match.root.rank) ? match["x"] : nil
  }
  Rule("transpose-transpose", .call("transpose", .call("transpose", x)), gives: "transpose(x) by both orders, or x") {
    match, _ in
    guard let outer = match.root.node.operation as? Transpose, let inner = match.operand.node.operation as? Transpose
    else { return nil }
    return match["x"].permuted(outer.axes.map { inner.axes[$0] }, at: match.place)
  }
  Rule("transpose-expand-dims", .call("transpose", .call("expand_dims", x)), gives: "expand_dims(transpose(x))") {
    match, _ in
    guard let outer = match.root.node.operation as? Transpose, let inner = match.operand.node.operation as? ExpandDims
    else { return nil }
    let own = (0..<match.root.rank).filter { !inner.axes.contains($0) }
    let order = outer.axes.compactMap { own.firstIndex(of: $0) }
    let new = outer.axes.indices.filter { inner.axes.contains(outer.axes[$0]) }
    return match.fitting(match["x"].permuted(order, at: match.place).expanded(new, at: match.place))
  }
  Rule(
    "transpose-elementwise", .call("transpose", .elementwise), tags: ["grows"], where: .operandIsUsedOnce,
    gives: "the function of transposed operands", by: transposedOperands)
  Rule(
    "transpose-astype", .call("transpose", .call("astype", x)), where: .operandIsUsedOnce,
    gives: "astype(transpose(x))",
    by: transposedOperands)
  Rule(
    "transpose-symmetric", .call("transpose", x), tags: ["reassociates"], where: .has("x", .symmetric, "is symmetric"),
    gives: "x, where the last two axes are exchanged"
  ) { match, _ in
    (match.root.node.operation as? Transpose)?.exchangesLastTwo == true ? match.fitting(match["x"]) : nil
  }
    .meant(for: .call("transpose", .call("eye")))

  // New axes, and axes taken away.
  Rule("expand-dims-expand-dims", .call("expand_dims", .call("expand_dims", x)), gives: "expand_dims(x)") { match, _ in
    guard let outer = match.root.node.operation as? ExpandDims, let inner = match.operand.node.operation as? ExpandDims
    else { return nil }
    let places = (0..<match.root.rank).filter { !outer.axes.contains($0) }
    return match.fitting(match["x"].expanded((outer.axes + inner.axes.map { places[$0] }).sorted(), at: match.place))
  }
  Rule("squeeze-squeeze", .call("squeeze", .call("squeeze", x)), gives: "squeeze(x)") { match, _ in
    guard let outer = match.root.node.operation as? Squeeze, let inner = match.operand.node.operation as? Squeeze
    else { return nil }
    let places = (0..<match["x"].rank).filter { !inner.axes.contains($0) }
    return match.fitting(match["x"].squeezed((inner.axes + outer.axes.map { places[$0] }).sorted(), at: match.place))
  }
    .meant(for: .call("squeeze", .call("squeeze", .call("expand_dims", .call("expand_dims", x)))))
  Rule("squeeze-expand-dims", .call("squeeze", .call("expand_dims", x)), gives: "x, with fewer of both") { match, _ in
    guard let outer = match.root.node.operation as? Squeeze, let inner = match.operand.node.operation as? ExpandDims
    else { return nil }
    let own = (0..<match.operand.rank).filter { !inner.axes.contains($0) }
    let goes = outer.axes.compactMap { own.firstIndex(of: $0) }
    let staying = (0..<match.operand.rank).filter { !outer.axes.contains($0) }
    let new = staying.indices.filter { inner.axes.contains(staying[$0]) }
    return match.fitting(match["x"].squeezed(goes, at: match.place).expanded(new, at: match.place))
  }
  Rule("expand-dims-squeeze", .call("expand_dims", .call("squeeze", x)), gives: "x, where the axes come back") {
    match, _ in
    guard let outer = match.root.node.operation as? ExpandDims, let inner = match.operand.node.operation as? Squeeze,
      outer.axes == inner.axes
    else { return nil }
    return match.fitting(match["x"])
  }

  // Broadcasts.
  Rule("broadcast-to-its-shape", .call("broadcast_to", x), priority: 1, gives: "x, which has the shape") { match, _ in
    match.fitting(match["x"].strong(at: match.place))
  }
  Rule("broadcast-broadcast", .call("broadcast_to", .call("broadcast_to", x)), gives: "broadcast_to(x)", by: broadcast)
  Rule(
    "broadcast-expand-dims", .call("broadcast_to", .call("expand_dims", x)),
    gives: "broadcast_to(x), where the new axes lead"
  ) { match, language in
    guard let inner = match.operand.node.operation as? ExpandDims, inner.axes == Array(inner.axes.indices) else {
      return nil
    }
    return broadcast(match, language)
  }
}

@Sendable private func reshaped(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  match.fitting(.single(Reshape(match.root.shape), [match["x"]], at: match.place))
}

@Sendable private func broadcast(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  match.fitting(match["x"].broadcast(to: match.root.shape, at: match.place))
}

/// The operand's operation on transposed operands; those of fewer axes get the axes that they lack behind others.
@Sendable private func transposedOperands(_ match: TensorMatch, _ language: TensorLanguage) -> Tensor? {
  guard let transpose = match.root.node.operation as? Transpose else { return nil }
  let rank = match.root.rank
  var operands: [Tensor] = []
  for operand in match.operand.node.inputs {
    let offset = rank - operand.rank
    let order = transpose.axes.filter { $0 >= offset }.map { $0 - offset }
    // Axes that it lacks lead in silence; those behind an axis that it has must be there.
    let leading = transpose.axes.prefix { $0 < offset }.count
    let new = transpose.axes.indices.dropFirst(leading).filter { transpose.axes[$0] < offset }.map { $0 - leading }
    operands.append(
      operand.rank == 0 ? operand : operand.permuted(order, at: match.place).expanded(new, at: match.place))
  }
  return match.fitting(match.operand.applied(to: operands, at: match.place))
}
