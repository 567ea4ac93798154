import TensorLLVM
import TensorLoopIR
import TensorScalars

extension [Statement] {
  /// Whether counting is a good part of the work: a few statements without loops.
  fileprivate var isShort: Bool {
    count <= 12 && allSatisfy { statement in
      switch statement {
      case .define, .store, .check, .prefetch: true
      case .loop, .fold, .reduce, .scan, .call: false
      }
    }
  }
}

extension FunctionEmitter {
  func emit(_ loop: Loop) {
    switch loop.kind {
    case .serial: serialLoop(loop)
    case .parallel(let grain): isOutlined ? serialLoop(loop) : parallelLoop(loop, grain: grain)
    case .vector: vectorLoop(loop)
    }
  }

  private func serialLoop(_ loop: Loop) {
    let extent = integer(loop.extent)
    let turns = loop.body.isShort ? FunctionEmitter.shortTurns : 1
    let full = turns == 1 ? extent : binary(.and, intrinsic("llvm.smax", [extent, integerConstant(0)]), integerConstant(-turns))
    func iterations(from first: Operand, to end: Operand, turns: Int) {
      counted(first, end, step: turns, writes: loop.body.writes) { index, _ in
        for turn in 0..<turns {
          inRegion {
            at(depth)
            let position = turn == 0 ? index.ir : module.ir.exactAdd(index.ir, module.ir.constant(turn))
            remember(.loop(loop.variable), Operand(position, lanes: 1, level: depth))
            emit(loop.body)
          }
        }
        return []
      }
    }
    iterations(from: integerConstant(0), to: full, turns: turns)
    if turns > 1 { iterations(from: full, to: extent, turns: 1) }
  }

  /// Iterations of a short body between two looks at the counter.
  private static let shortTurns = 4

  /// `for index in stride(from: first, to: end, by: step)` with carried values, whose last ones are returned.
  ///
  /// The body runs one level deeper and returns the next carried values, which may be of any level.
  @discardableResult
  func counted(
    _ first: Operand, _ end: Operand, step: Int = 1, writes: Set<Int>, carrying initial: [Operand] = [],
    _ body: (Operand, [Operand]) -> [Operand]
  ) -> [Operand] {
    let constantCount = constantDifference(first, end)
    if let count = constantCount, count <= 0 { return initial }
    return guarded(constantCount == nil ? compare(.signedLess, first, end) : nil, initial) {
      let outer = depth
      let header = block("loop")
      var results = initial
      var (index, phis): (IRValue?, [IRValue]) = (nil, [])
      let last = inLevel(header, writes: writes, alwaysRuns: constantCount != nil) {
        at(depth)
        let counter = module.ir.phi(i64)
        (index, phis) = (counter, initial.map { module.ir.phi($0.ir.type) })
        let carried = zip(phis, initial).map { Operand($0, lanes: $1.lanes, level: depth) }
        let next = body(Operand(counter, lanes: 1, level: depth), carried)
        results = zip(next, initial).map { Operand(widened($0, $1.lanes), lanes: $1.lanes, level: outer) }
        at(depth)
        let following = module.ir.exactAdd(counter, module.ir.constant(step))
        let done = block("loop.end")
        module.ir.branch(module.ir.compare(.signedLess, following, end.ir), header, else: done)
        let latch = levels[depth].block
        module.ir.addIncoming(counter, following, from: latch)
        for (phi, value) in zip(phis, results) { module.ir.addIncoming(phi, value.ir, from: latch) }
        levels[depth].block = done
      }
      at(outer)
      module.ir.jump(to: header)
      if let index { module.ir.addIncoming(index, first.ir, from: levels[outer].block) }
      for (phi, value) in zip(phis, initial) { module.ir.addIncoming(phi, value.ir, from: levels[outer].block) }
      levels[outer].block = last
      return results
    }
  }

  /// Runs `body` where `condition` holds (nil: always) and merges its results with `otherwise` after it.
  @discardableResult
  func guarded(_ condition: Operand?, _ otherwise: [Operand], _ body: () -> [Operand]) -> [Operand] {
    guard let condition else { return inRegion(body) }
    let (inside, outside) = (block("some"), block("none"))
    at(depth)
    let from = levels[depth].block
    module.ir.branch(condition.ir, inside, else: outside)
    levels[depth].block = inside
    let results = inRegion(body)
    at(depth)
    module.ir.jump(to: outside)
    let end = levels[depth].block
    levels[depth].block = outside
    at(depth)
    return zip(results, otherwise).map { result, other in
      let phi = module.ir.phi(other.ir.type)
      module.ir.addIncoming(phi, other.ir, from: from)
      module.ir.addIncoming(phi, result.ir, from: end)
      return Operand(phi, lanes: other.lanes, level: depth)
    }
  }

  /// `end - first` where both are constants.
  func constantDifference(_ first: Operand, _ end: Operand) -> Int? {
    guard let a = module.ir.integerValue(first.ir), let b = module.ir.integerValue(end.ir) else { return nil }
    return b - a
  }

  func emit(_ fold: Fold) {
    let lanes = vector?.lanes ?? 1
    let initial = fold.initial.map { value in
      let operand = bound(.value(value.number))
      return Operand(widened(operand, lanes), lanes: lanes, level: operand.level)
    }
    let results = counted(
      integerConstant(0), integer(fold.extent), writes: fold.body.writes, carrying: initial
    ) { index, carried in
      remember(.loop(fold.variable), index)
      for (value, operand) in zip(fold.carried, carried) { remember(.value(value.number), operand) }
      emit(fold.body)
      return fold.next.map { bound(.value($0.number)) }
    }
    for (value, operand) in zip(fold.carried, results) {
      remember(.value(value.number), Operand(operand.ir, lanes: operand.lanes, level: depth))
    }
  }

  // MARK: Vector loops

  /// One width in which iterations run side by side.
  struct Stage {
    let lanes: Int
    let isMasked: Bool
    /// Where this holds the stage stores past the caches; elsewhere it leaves all work to the next.
    var streams: Operand?

    init(lanes: Int, isMasked: Bool, streams: Operand? = nil) {
      precondition(lanes > 0 && lanes & (lanes - 1) == 0, "a loop has a power of two of lanes, not \(lanes)")
      (self.lanes, self.isMasked, self.streams) = (lanes, isMasked, streams)
    }
  }

  /// Loops of falling width, one after the other, that share what is hoisted out of them.
  private func vectorLoop(_ loop: Loop) {
    let extent = integer(loop.extent)
    let constantExtent = module.ir.integerValue(extent.ir)
    if let count = constantExtent, count <= 0 { return }
    loadGroups = FunctionEmitter.loadGroups(loop.body, variable: loop.variable)
    storePairs = FunctionEmitter.storePairs(loop.body, variable: loop.variable)
    let transposes = loadGroups.contains { LoadGroup.isSquare(members: $0.value) }
    var stages = module.stages(
      for: loop.body, extent: constantExtent, oneRegister: transposes,
      narrow: narrowAccess(loop.body, variable: loop.variable, groups: loadGroups))
    defer { (loadGroups, storePairs) = ([:], []) }
    let nonempty = constantExtent == nil ? compare(.signedGreater, extent, integerConstant(0)) : nil
    guarded(nonempty, []) {
      if let widest = stages.first, !widest.isMasked, let streams = streams(loop, lanes: widest.lanes) {
        stages.insert(Stage(lanes: widest.lanes, isMasked: false, streams: streams), at: 0)
      }
      emit(stages, extent: extent, variable: loop.variable, writes: loop.body.writes) { emit(loop.body) }
      return []
    }
  }

  /// The stages over `0 ..< extent`, which is not empty. Stages without work are jumped over.
  func emit(_ stages: [Stage], extent: Operand, variable: Int, writes: Set<Int>, _ body: () -> Void) {
    let outer = depth
    let ends = stages.map { stage in
      let end = stage.isMasked || stage.lanes == 1 ? extent : binary(.and, extent, integerConstant(-stage.lanes))
      return stage.streams.map { select($0, end, integerConstant(0)) } ?? end
    }
    let starts = [integerConstant(0)] + ends.dropLast()
    let hasWork = zip(starts, ends).map { compare(.signedLess, $0, $1) }
    let headers = stages.map { _ in block("vector") }
    // Where to look whether a stage has work; the first look is at the end of the preheader.
    let looks = stages.dropFirst().map { _ in block("next") } + [block("vector.end")]
    var counters: [IRValue] = []
    for (position, stage) in stages.enumerated() {
      let start = starts[position]
      _ = inLevel(headers[position], writes: writes, alwaysRuns: false) {
        at(depth)
        let index = module.ir.phi(i64)
        counters.append(index)
        let base = Operand(index, lanes: 1, level: depth)
        vector = VectorContext(
          variable: variable, lanes: stage.lanes, base: base, mask: nil, streams: stage.streams != nil)
        if stage.lanes == 1 { remember(.loop(variable), base) }
        if stage.isMasked { vector?.mask = tailMask(base, extent, stage.lanes) }
        body()
        vector = nil
        at(depth)
        let next = module.ir.exactAdd(index, module.ir.constant(stage.lanes))
        module.ir.branch(
          module.ir.compare(.signedLess, next, ends[position].ir), headers[position], else: looks[position])
        module.ir.addIncoming(index, next, from: levels[depth].block)
      }
      if position > 0 { module.ir.addIncoming(counters[position], start.ir, from: looks[position - 1]) }
    }
    at(outer)
    module.ir.branch(hasWork[0].ir, headers[0], else: looks[0])
    module.ir.addIncoming(counters[0], starts[0].ir, from: levels[outer].block)
    for position in stages.indices.dropFirst() {
      module.ir.position(atEndOf: looks[position - 1])
      module.ir.branch(hasWork[position].ir, headers[position], else: looks[position])
    }
    levels[outer].block = looks[stages.count - 1]
  }

  /// The lanes below the extent.
  func tailMask(_ base: Operand, _ extent: Operand, _ lanes: Int) -> Operand {
    let left = binary(.subtract, extent, base)
    // Lane numbers are small, so compare in 32 bits after clamping.
    let clamped = intrinsic("llvm.smin", [left, integerConstant(lanes)])
    let bits = lanes <= 64 ? 32 : 16
    let count = cast(.truncate, clamped, module.ir.integerType(bits))
    let steps = Operand(iota(lanes, bits: bits), lanes: lanes, level: 0)
    return compare(.unsignedLess, steps, count)
  }
}
