import TensorScalars

extension LoopBuilder {
  /// `for i in 0..<extent { body(i) }`.
  public func loop(
    _ extent: SymbolicInteger, _ kind: Loop.Kind = .serial, _ body: (_ index: SymbolicInteger) throws -> Void
  ) rethrows {
    let variable = freshLoop()
    var isParallel = false
    if case .parallel = kind { isParallel = true }
    let (statements, _) = try scope(loops: [(variable, extent)], isParallel: isParallel) {
      try body(.loop(variable))
    }
    append(.loop(Loop(variable: variable, extent: extent, kind: kind, body: statements)))
  }

  /// A loop that carries values from each iteration to the next; gives the last ones.
  public func fold(
    _ extent: SymbolicInteger, _ initial: [Value],
    _ body: (_ index: SymbolicInteger, _ carried: [Value]) throws -> [Value]
  ) rethrows -> [Value] {
    _ = depth(of: initial)
    let variable = freshLoop()
    var carried: [Value] = []
    let (statements, next) = try scope(loops: [(variable, extent)]) {
      carried = initial.map { fresh($0.type, at: scopes.count - 1) }
      let next = try body(.loop(variable), carried)
      _ = depth(of: next)
      return next
    }
    precondition(next.count == initial.count, "a fold over \(initial.count) values gives \(next.count)")
    for value in carried { rehome(value) }
    append(
      .fold(
        Fold(variable: variable, extent: extent, carried: carried, initial: initial, body: statements, next: next)))
    return carried
  }

  /// Several reductions in one pass: `body` gives the arguments of each combiner.
  public func reduce(
    _ extent: SymbolicInteger, order: Reduction.Order = .lanes, _ combiners: [Combiner],
    _ body: (_ index: SymbolicInteger) throws -> [[Value]]
  ) rethrows -> [Value] {
    let variable = freshLoop()
    let (statements, arguments) = try scope(loops: [(variable, extent)]) { try self.arguments(body(.loop(variable))) }
    let reducers = reducers(combiners, arguments)
    append(
      .reduce(Reduction(variable: variable, extent: extent, order: order, body: statements, reducers: reducers)))
    return reducers.map(\.result)
  }

  /// One reduction: `body` gives the combiner's arguments.
  public func reduce(
    _ extent: SymbolicInteger, order: Reduction.Order = .lanes, _ combiner: Combiner,
    _ body: (_ index: SymbolicInteger) throws -> [Value]
  ) rethrows -> Value {
    try reduce(extent, order: order, [combiner]) { [try body($0)] }[0]
  }

  /// Reductions side by side, one for each lane in `0..<lanes`; `then` uses the results of its lane.
  public func reduce(
    _ extent: SymbolicInteger, order: Reduction.Order = .lanes, across lanes: SymbolicInteger,
    _ combiners: [Combiner], _ body: (_ index: SymbolicInteger, _ lane: SymbolicInteger) throws -> [[Value]],
    then: (_ lane: SymbolicInteger, _ results: [Value]) throws -> Void
  ) rethrows {
    let (variable, lane) = (freshLoop(), freshLoop())
    let (statements, arguments) = try scope(loops: [(variable, extent), (lane, lanes)]) {
      try self.arguments(body(.loop(variable), .loop(lane)))
    }
    var reducers: [Reducer] = []
    let (after, _) = try scope(loops: [(lane, lanes)]) {
      reducers = self.reducers(combiners, arguments)
      try then(.loop(lane), reducers.map(\.result))
    }
    append(
      .reduce(
        Reduction(
          variable: variable, extent: extent, order: order, body: statements, reducers: reducers,
          lanes: Reduction.Lanes(variable: lane, extent: lanes), then: after)))
  }

  /// Inclusive prefix combinations; `then` uses the result at its index.
  public func scan(
    _ extent: SymbolicInteger, _ combiner: Combiner, _ body: (_ index: SymbolicInteger) throws -> Value,
    then: (_ index: SymbolicInteger, _ result: Value) throws -> Void
  ) rethrows {
    let variable = freshLoop()
    try scan([(variable, extent)], lanes: nil, combiner, { try body(.loop(variable)) }) {
      try then(.loop(variable), $0)
    }
  }

  /// Scans side by side, one for each lane in `0..<lanes`.
  public func scan(
    _ extent: SymbolicInteger, across lanes: SymbolicInteger, _ combiner: Combiner,
    _ body: (_ index: SymbolicInteger, _ lane: SymbolicInteger) throws -> Value,
    then: (_ index: SymbolicInteger, _ lane: SymbolicInteger, _ result: Value) throws -> Void
  ) rethrows {
    let (variable, lane) = (freshLoop(), freshLoop())
    try scan(
      [(variable, extent), (lane, lanes)], lanes: Reduction.Lanes(variable: lane, extent: lanes), combiner,
      { try body(.loop(variable), .loop(lane)) }
    ) { try then(.loop(variable), .loop(lane), $0) }
  }

  private func scan(
    _ loops: [(variable: Int, extent: SymbolicInteger)], lanes: Reduction.Lanes?, _ combiner: Combiner,
    _ body: () throws -> Value, _ then: (Value) throws -> Void
  ) rethrows {
    let (statements, input) = try scope(loops: loops) {
      let input = try body()
      _ = depth(of: [input])
      return input
    }
    var result = input
    let (after, _) = try scope(loops: loops) {
      result = fresh(input.type, at: scopes.count - 1)
      try then(result)
    }
    append(
      .scan(
        Scan(
          variable: loops[0].variable, extent: loops[0].extent, combiner: combiner, body: statements, input: input,
          result: result, lanes: lanes, then: after)))
  }

  /// The same list, every value of which can be seen here.
  private func arguments(_ lists: [[Value]]) -> [[Value]] {
    for list in lists { _ = depth(of: list) }
    return lists
  }

  /// Reducers with results in the present scope.
  private func reducers(_ combiners: [Combiner], _ arguments: [[Value]]) -> [Reducer] {
    precondition(combiners.count == arguments.count, "\(combiners.count) combiners, \(arguments.count) arguments")
    return zip(combiners, arguments).map { combiner, list in
      precondition(list.count == combiner.argumentCount, "\(combiner) takes \(combiner.argumentCount) values")
      let result = fresh(combiner.resultType(list[0].type), at: scopes.count - 1)
      return Reducer(combiner: combiner, arguments: list, result: result)
    }
  }
}
