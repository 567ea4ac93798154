import TensorScalars

/// New symbols, buffers, loop variables and value numbers for old ones. Recursion is bounded for verified programs.
struct LoopRenaming {
  var symbols: [Symbol: Symbol] = [:]
  var loops: [Int: Int] = [:]
  var values: [Int: Int] = [:]
  /// Nil: buffers keep their numbers.
  var buffers: [Int: Int]?
  /// The old numbers of the buffers in the order of the new ones.
  private(set) var bufferOrder: [Int] = []

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

  /// Whether all loops and values in index expressions are of what was renamed.
  private(set) var isClosed = true

  mutating func callAsFunction(_ integer: SymbolicInteger) -> SymbolicInteger {
    if integer.constant != nil { return integer }
    var isClosed = self.isClosed
    let result = integer.substituting { atom in
      switch atom {
      case .symbol(let symbol): return symbols[symbol].map { SymbolicInteger($0) }
      case .loop(let number):
        isClosed = isClosed && loops[number] != nil
        return loops[number].map { .loop($0) }
      case .value(let number):
        isClosed = isClosed && values[number] != nil
        return values[number].map { SymbolicInteger(.value($0)) }
      case .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: return nil
      }
    }
    self.isClosed = isClosed
    return result
  }

  mutating func callAsFunction(_ access: Access) -> Access {
    Access(buffer: buffer(access.buffer), offset: self(access.offset))
  }

  private mutating func buffer(_ number: Int) -> Int {
    guard let buffers else { return number }
    if let known = buffers[number] { return known }
    self.buffers?[number] = buffers.count
    bufferOrder.append(number)
    return buffers.count
  }

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
    case .prefetch(let access): return .prefetch(self(access))
    case .check(let check):
      return .check(
        Check(
          condition: self(check.condition), site: check.site, order: self(check.order), index: self(check.index),
          extent: self(check.extent)))
    }
  }
}
