/// Rolls, diagonals and triangles: what composes, cancels, or needs only a part.
///
/// Flips are slices, tiles and repetitions reshapes of broadcasts, margins concatenations: their rules are in other books.
let rearrangements = TensorRuleBook("rearrangements", "rolls, diagonals and triangles", tags: ["canonicalize", "rearrangements"]) {
  let (x, y) = (anyTensor("x"), anyTensor("y"))

  // Rolls.
  Rule("roll-roll", .call("roll", .call("roll", x)), gives: "roll(x) by both shifts") { match, _ in
    guard let outer = match.root.node.operation as? Roll, let inner = match.operand.node.operation as? Roll else { return nil }
    var (axes, shifts) = (inner.axes, inner.shifts)
    for (axis, shift) in zip(outer.axes, outer.shifts) {
      if let known = axes.firstIndex(of: axis) {
        shifts[known] += shift
      } else {
        axes.append(axis)
        shifts.append(shift)
      }
    }
    return match.fitting(.single(Roll(shifts, axes: axes), [match["x"]], at: match.place))
  }
  Rule("roll-by-nothing", .call("roll", x), priority: 1, gives: "roll(x) without axes whose shift is a multiple of the extent, or x") {
    match, _ in
    guard let roll = match.root.node.operation as? Roll else { return nil }
    func moves(_ shift: Dimension, _ axis: Int) -> Bool {
      let extent = match.root.shape[axis]
      if shift.constant == 0 || shift == extent || shift == -extent || extent.constant == 1 { return false }
      return !(extent.constant.map { $0 > 0 && Dimension.remainder(shift, Dimension($0)).constant == 0 } ?? false)
    }
    let kept = roll.axes.indices.filter { moves(roll.shifts[$0], roll.axes[$0]) }
    guard kept.count < roll.axes.count else { return nil }
    if kept.isEmpty { return match.fitting(match["x"]) }
    return match.fitting(.single(Roll(kept.map { roll.shifts[$0] }, axes: kept.map { roll.axes[$0] }), [match["x"]], at: match.place))
  }
  Rule(
    "getitem-roll", .call("getitem", .call("roll", x)), where: .operandIsUsedOnce, gives: "roll(getitem(x)), where the slice is over other axes"
  ) { match, _ in
    guard let entries = match.root.sliceEntries, let roll = match.operand.node.operation as? Roll,
      roll.axes.allSatisfy({ entries[$0] == .all })
    else { return nil }
    let axes = roll.axes.map { axis in axis - entries[..<axis].filter(\.isIndex).count }
    return match.fitting(.single(Roll(roll.shifts, axes: axes), [match["x"].part(entries, at: match.place)], at: match.place))
  }
  Rule("transpose-roll", .call("transpose", .call("roll", x)), gives: "roll(transpose(x))") { match, _ in
    guard let transpose = match.root.node.operation as? Transpose, let roll = match.operand.node.operation as? Roll else { return nil }
    let axes = roll.axes.compactMap { transpose.axes.firstIndex(of: $0) }
    return match.fitting(.single(Roll(roll.shifts, axes: axes), [match["x"].permuted(transpose.axes, at: match.place)], at: match.place))
  }
  for name in ["min", "max", "any", "all"] {
    Rule(
      "\(name)-roll", .reduction(name, .call("roll", x)), tags: ["signed-zero"], gives: "\(name)(x), where the rolled axes are reduced"
    ) { match, language in
      guard let reduction = match.root.node.operation as? AxisReduction, let roll = match.operand.node.operation as? Roll,
        roll.axes.allSatisfy(reduction.axes.contains)
      else { return nil }
      return match.fitting(match.root.applied(to: [match["x"]], at: match.place))
    }
  }

  // Diagonals.
  Rule(
    "diagonal-of-diagonal-matrix", .call("diagonal", .call("diag_embed", x)), gives: "x, or zeros, where it is a diagonal of these matrices"
  ) { match, _ in
    guard let outer = match.root.node.operation as? Diagonal, let inner = match.operand.node.operation as? DiagonalMatrix,
      outer.axis1 == match.operand.rank - 2, outer.axis2 == match.operand.rank - 1
    else { return nil }
    if outer.offset == inner.offset { return match.fitting(match["x"]) }
    return match.fitting(zeros(match.root.shape, type: match.root.elementType))
  }
  Rule("diagonal-transpose", .call("diagonal", .call("transpose", x)), gives: "diagonal(x) on the other side") { match, _ in
    guard let outer = match.root.node.operation as? Diagonal, let transpose = match.operand.node.operation as? Transpose else { return nil }
    // The axes beside the diagonal's must keep their order.
    let (first, second) = (transpose.axes[outer.axis1], transpose.axes[outer.axis2])
    let others = transpose.axes.filter { $0 != first && $0 != second }
    guard others == others.sorted() else { return nil }
    return match.fitting(.single(Diagonal(offset: outer.offset, axis1: first, axis2: second), [match["x"]], at: match.place))
  }
  Rule(
    "diagonal-elementwise", .call("diagonal", .elementwise), tags: ["grows"], where: .operandIsUsedOnce,
    gives: "the function of diagonals, where operands have the shape or are numbers"
  ) { match, _ in
    let whole = match.operand.shape
    var parts: [Tensor] = []
    for operand in match.operand.node.inputs {
      guard operand.rank == 0 || operand.shape == whole else { return nil }
      parts.append(operand.rank == 0 ? operand : match.root.applied(to: [operand], at: match.place))
    }
    return match.fitting(match.operand.applied(to: parts, at: match.place))
  }
  // A library's product rounds otherwise than a sum of products.
  Rule(
    "diagonal-matmul-of-matrices", .call("diagonal", .call("matmul", x, y)), tags: ["grows", "reassociates"], where: .operandIsUsedOnce,
    .hasRank("x", 2), .hasRank("y", 2), gives: "sum(x * y.T, axis=1)"
  ) { match, _ in
    guard let diagonal = match.root.node.operation as? Diagonal, diagonal.offset == 0, diagonal.axis1 == 0, match["x"].shape[0] == match["y"].shape[1]
    else { return nil }
    let type = match.root.elementType
    let terms = Tensor.apply(
      .multiply, [match["x"].converted(to: type, at: match.place), match["y"].converted(to: type, at: match.place).permuted([1, 0], at: match.place)],
      at: match.place)
    return match.fitting(ReductionKind.sum.apply(terms, axes: [1], keepsAxes: false, type: type, at: match.place))
  }
  Rule("transpose-diagonal-matrix", .call("transpose", .call("diag_embed", x)), gives: "diag_embed(x) on the other side") { match, _ in
    guard let transpose = match.root.node.operation as? Transpose, transpose.exchangesLastTwo,
      let matrix = match.operand.node.operation as? DiagonalMatrix
    else { return nil }
    return match.fitting(
      .single(DiagonalMatrix(offset: 0 - matrix.offset, rows: matrix.columns, columns: matrix.rows), [match["x"]], at: match.place))
  }

  // Triangles.
  for (part, name) in [(TrianglePart.lower, "tril"), (.upper, "triu")] {
    Rule("\(name)-\(name)", .call(name, .call(name, x)), gives: "\(name)(x) by the nearer diagonal") { match, _ in
      guard let outer = match.root.node.operation as? Triangle, let inner = match.operand.node.operation as? Triangle else { return nil }
      let nearest = part == .lower ? Swift.min(outer.diagonal, inner.diagonal) : Swift.max(outer.diagonal, inner.diagonal)
      return match.fitting(.single(Triangle(part, diagonal: nearest), [match["x"]], at: match.place))
    }
    Rule("\(name)-of-triangle", .call(name, x), tags: ["signed-zero"], gives: "x, whose other side is 0 already") { match, language in
      guard let triangle = match.root.node.operation as? Triangle else { return nil }
      let structure = language.facts(of: match["x"]).structure
      let holds = part == .lower
        ? triangle.diagonal >= 0 && structure.contains(.lowerTriangular) : triangle.diagonal <= 0 && structure.contains(.upperTriangular)
      return holds ? match.fitting(match["x"]) : nil
    }
      .meant(for: .call(name, .call("eye")))
    Rule("transpose-\(name)", .call("transpose", .call(name, x)), gives: "the other triangle of transpose(x)") { match, _ in
      guard let transpose = match.root.node.operation as? Transpose, transpose.exchangesLastTwo,
        let triangle = match.operand.node.operation as? Triangle
      else { return nil }
      let other = Triangle(part == .lower ? .upper : .lower, diagonal: 0 - triangle.diagonal)
      return match.fitting(.single(other, [match["x"].permuted(transpose.axes, at: match.place)], at: match.place))
    }
  }
}
