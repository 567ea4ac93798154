import TensorScalars

extension LoopProgram {
  /// Everything that decides the code: the text, and the content of every scalar function that it calls.
  ///
  /// Equal texts compile to equal code. Names are part of it: `canonicalized()` first lets programs share code that
  /// differ in names and numbers only.
  public var cacheKey: String {
    var called: [String: String] = [:]
    LoopProgram.forEachExpression(body) { expression in
      guard case .call(let function, let arguments) = expression else { return }
      let types = arguments.map(\.type)
      let name = function.name.isIdentifier ? function.name : quoted(function.name)
      let signature = "\(name)(\(types.map(\.shortName).joined(separator: ", ")))"
      // Two functions of one name may be called by one program.
      called[signature + ": " + function.digest(for: types)] = signature
    }
    if called.isEmpty { return description }
    return description + "functions {\n" + called.keys.sorted().map { "  \($0)\n" }.joined() + "}\n"
  }

  /// The same program with symbols called `s0`, `s1`, ... in the order of the entry, loops and values numbered in
  /// order of appearance, and no other names.
  public func canonicalized() -> LoopProgram {
    var renaming = LoopRenaming()
    for (position, symbol) in symbols.enumerated() { renaming.symbols[symbol] = Symbol("s\(position)") }
    var result = self
    result.name = ""
    result.symbols = symbols.indices.map { Symbol("s\($0)") }
    result.buffers = buffers.map { buffer in
      LoopBuffer(name: "", type: buffer.type, role: buffer.role, count: renaming(buffer.count))
    }
    result.body = renaming(body)
    (result.loopCount, result.valueCount) = (renaming.loops.count, renaming.values.count)
    return result
  }

  /// Calls `visit` with every right side of a definition, without recursion.
  static func forEachExpression(_ body: [Statement], _ visit: (Expression) -> Void) {
    var work = [body[...]]
    while let list = work.popLast() {
      for statement in list {
        switch statement {
        case .define(_, let expression): visit(expression)
        case .store, .call, .check: break
        case .loop(let loop): work.append(loop.body[...])
        case .fold(let fold): work.append(fold.body[...])
        case .reduce(let reduction): work += [reduction.body[...], reduction.then[...]]
        case .scan(let scan): work += [scan.body[...], scan.then[...]]
        }
      }
    }
  }
}

/// New symbols, loop variables and value numbers for old ones. Recursion is bounded for verified programs.
private struct LoopRenaming {
  var symbols: [Symbol: Symbol] = [:]
  var loops: [Int: Int] = [:]
  var values: [Int: Int] = [:]

  mutating func loop(_ number: Int) -> Int {
    if let known = loops[number] { return known }
    loops[number] = loops.count
    return loops.count - 1
  }

  mutating func callAsFunction(_ value: Value) -> Value {
    if let known = values[value.number] { return Value(number: known, type: value.type) }
    values[value.number] = values.count
    return Value(number: values.count - 1, type: value.type)
  }

  func callAsFunction(_ integer: SymbolicInteger) -> SymbolicInteger {
    if integer.constant != nil { return integer }
    return integer.substituting { atom in
      switch atom {
      case .symbol(let symbol): symbols[symbol].map { SymbolicInteger($0) }
      case .loop(let number): loops[number].map { .loop($0) }
      case .value(let number): values[number].map { SymbolicInteger(.value($0)) }
      case .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: nil
      }
    }
  }

  func callAsFunction(_ access: Access) -> Access { Access(buffer: access.buffer, offset: self(access.offset)) }

  mutating func callAsFunction(_ list: [Value]) -> [Value] { list.map { self($0) } }

  mutating func callAsFunction(_ expression: Expression) -> Expression {
    switch expression {
    case .constant: expression
    case .index(let integer): .index(self(integer))
    case .load(let access): .load(self(access))
    case .primitive(let primitive, let arguments): .primitive(primitive, self(arguments))
    case .call(let function, let arguments): .call(function, self(arguments))
    }
  }

  mutating func callAsFunction(_ body: [Statement]) -> [Statement] { body.map { self($0) } }

  mutating func callAsFunction(_ lanes: Reduction.Lanes?) -> Reduction.Lanes? {
    guard let lanes else { return nil }
    let extent = self(lanes.extent)
    return Reduction.Lanes(variable: loop(lanes.variable), extent: extent)
  }

  mutating func callAsFunction(_ statement: Statement) -> Statement {
    switch statement {
    case .define(let value, let expression):
      let renamed = self(expression)
      return .define(self(value), renamed)
    case .store(let value, let access): return .store(self(value), self(access))
    case .loop(let loop):
      var result = loop
      result.extent = self(loop.extent)
      if case .parallel(let grain) = loop.kind { result.kind = .parallel(grain: self(grain)) }
      result.variable = self.loop(loop.variable)
      result.body = self(loop.body)
      return .loop(result)
    case .fold(let fold):
      let (extent, initial) = (self(fold.extent), self(fold.initial))
      let (variable, carried) = (loop(fold.variable), self(fold.carried))
      let body = self(fold.body)
      return .fold(
        Fold(
          variable: variable, extent: extent, carried: carried, initial: initial, body: body, next: self(fold.next)))
    case .reduce(let reduction):
      let extent = self(reduction.extent)
      let variable = loop(reduction.variable)
      let lanes = self(reduction.lanes)
      let body = self(reduction.body)
      let reducers = reduction.reducers.map { reducer in
        let arguments = self(reducer.arguments)
        return Reducer(combiner: reducer.combiner, arguments: arguments, result: self(reducer.result))
      }
      return .reduce(
        Reduction(
          variable: variable, extent: extent, order: reduction.order, body: body, reducers: reducers, lanes: lanes,
          then: self(reduction.then)))
    case .scan(let scan):
      let extent = self(scan.extent)
      let variable = loop(scan.variable)
      let lanes = self(scan.lanes)
      let body = self(scan.body)
      let (input, result) = (self(scan.input), self(scan.result))
      return .scan(
        Scan(
          variable: variable, extent: extent, combiner: scan.combiner, body: body, input: input, result: result,
          lanes: lanes, then: self(scan.then)))
    case .call(let call):
      return .call(
        LibraryCall(
          routine: call.routine, pointers: call.pointers.map { self($0) }, integers: call.integers.map { self($0) }))
    case .check(let check):
      return .check(
        Check(
          condition: self(check.condition), site: check.site, order: self(check.order), index: self(check.index),
          extent: self(check.extent)))
    }
  }
}
