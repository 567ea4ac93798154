import TensorScalars

extension LoopProgram {
  /// Statements nested deeper than this are refused, so that no pass needs to fear for its stack.
  public static let nestingLimit = 256

  /// Checks every rule that the types of statements do not state by themselves: definitions before uses and only
  /// once, loop variables in scope, element types, what may be written, which statements may stand where.
  public func verify() throws(LoopProgramError) {
    var verifier = LoopVerifier(program: self)
    try verifier.verifyDeclarations()
    try verifier.verify(body, in: .top, depth: 0)
  }
}

/// Walks a program in order of execution. Recursion is bounded by the limit on nesting.
private struct LoopVerifier {
  /// What surrounds a statement: decides which kinds may stand there.
  enum Place {
    case top, serial, parallel, vector, fold, vectorFold, reduction, reductionThen, scan, scanThen

    var name: String {
      switch self {
      case .top: "at the top level"
      case .serial: "in a serial loop"
      case .parallel: "in a parallel loop"
      case .vector: "in a vector loop"
      case .fold: "in a fold"
      case .vectorFold: "in a fold of a vector loop"
      case .reduction: "in the body of a reduction"
      case .reductionThen: "after a reduction's lanes"
      case .scan: "in the body of a scan"
      case .scanThen: "after a scan"
      }
    }

    func allows(_ statement: Statement) -> Bool {
      switch (self, statement) {
      case (_, .define): true
      case (.top, .loop), (.serial, .loop), (.parallel, .loop): true
      case (.fold, .loop(let loop)): if case .parallel = loop.kind { false } else { true }
      case (.top, _), (.serial, _), (.parallel, _), (.fold, _): true
      case (.vector, .store), (.vector, .fold), (.vector, .check): true
      case (.vectorFold, .store), (.vectorFold, .fold), (.vectorFold, .check): true
      case (.reduction, .store), (.reduction, .check): true
      case (.reductionThen, .store), (.scanThen, .store): true
      case (.vector, _), (.vectorFold, _), (.reduction, _), (.reductionThen, _), (.scan, _), (.scanThen, _): false
      }
    }
  }

  let program: LoopProgram
  /// The types of values in scope.
  var values: [Int: ElementType] = [:]
  /// Values defined anywhere so far.
  var defined: Set<Int> = []
  var loops: Set<Int> = []
  let symbols: Set<Symbol>
  /// What an error names.
  var subject = ""

  init(program: LoopProgram) {
    self.program = program
    symbols = Set(program.symbols)
  }

  func fail(_ reason: String) -> LoopProgramError { LoopProgramError(statement: subject, reason: reason) }

  // MARK: Declarations

  mutating func verifyDeclarations() throws(LoopProgramError) {
    subject = "program \"\(program.name)\""
    if symbols.count != program.symbols.count { throw fail("a symbol is declared twice") }
    var outputs: Set<Int> = []
    for (number, buffer) in program.buffers.enumerated() {
      subject = buffer.text(number: number)
      try verify(buffer.count)
      if case .output(let position) = buffer.role, !outputs.insert(position).inserted {
        throw fail("output \(position) has two buffers")
      }
    }
  }

  // MARK: Statements

  mutating func verify(_ body: [Statement], in place: Place, depth: Int) throws(LoopProgramError) {
    if depth > LoopProgram.nestingLimit { throw fail("statements nest deeper than \(LoopProgram.nestingLimit)") }
    for statement in body {
      subject = statement.headline
      if !place.allows(statement) { throw fail("such a statement may not stand \(place.name)") }
      switch statement {
      case .define(let value, let expression):
        let type = try verify(expression)
        if type != value.type { throw fail("a value of type \(value.type) is defined as \(type)") }
        try define(value)
      case .store(let value, let access):
        try use(value)
        try verify(access, type: value.type, isWritten: true)
      case .loop(let loop): try verify(loop, depth)
      case .fold(let fold): try verify(fold, place, depth)
      case .reduce(let reduction): try verify(reduction, depth)
      case .scan(let scan): try verify(scan, depth)
      case .call(let call): try verify(call)
      case .prefetch(let access): try verify(access, type: nil, isWritten: false)
      case .check(let check):
        try use(check.condition, .bool)
        try use(check.index, .i64)
        try verify(check.order)
        try verify(check.extent)
      }
    }
  }

  /// Verifies statements in a scope of their own; what they define is gone afterwards, what `leaving` names stays.
  mutating func scope(
    _ variables: [Int], _ body: [Statement], _ place: Place, _ depth: Int, defining: [Value] = [],
    using: [Value] = [], leaving: [Value] = []
  ) throws(LoopProgramError) {
    let (outerValues, outerLoops, outerSubject) = (values, loops, subject)
    for variable in variables {
      if !(0..<program.loopCount).contains(variable) { throw fail("loop variable i\(variable) is not below loopCount") }
      if !loops.insert(variable).inserted { throw fail("loop variable i\(variable) is in use by a surrounding loop") }
    }
    for value in defining { try define(value) }
    try verify(body, in: place, depth: depth + 1)
    subject = outerSubject
    for value in using { try use(value) }
    (values, loops) = (outerValues, outerLoops)
    for value in leaving { values[value.number] = value.type }
  }

  mutating func verify(_ loop: Loop, _ depth: Int) throws(LoopProgramError) {
    try verify(loop.extent)
    let place: Place
    switch loop.kind {
    case .serial: place = .serial
    case .vector: place = .vector
    case .parallel(let grain):
      try verify(grain)
      place = .parallel
    }
    try scope([loop.variable], loop.body, place, depth)
  }

  mutating func verify(_ fold: Fold, _ place: Place, _ depth: Int) throws(LoopProgramError) {
    try verify(fold.extent)
    guard fold.carried.count == fold.initial.count, fold.carried.count == fold.next.count else {
      throw fail("a fold has as many initial, carried and next values")
    }
    for (carried, initial) in zip(fold.carried, fold.initial) { try use(initial, carried.type) }
    let inner: Place
    switch place {
    case .vector, .vectorFold: inner = .vectorFold
    case .top, .serial, .parallel, .fold, .reduction, .reductionThen, .scan, .scanThen: inner = .fold
    }
    try scope(
      [fold.variable], fold.body, inner, depth, defining: fold.carried, using: fold.next, leaving: fold.carried)
    if let odd = zip(fold.carried, fold.next).first(where: { $0.type != $1.type }) {
      throw fail("%\(odd.1.number) of type \(odd.1.type) follows on a carried value of type \(odd.0.type)")
    }
  }

  mutating func verify(_ reduction: Reduction, _ depth: Int) throws(LoopProgramError) {
    try verify(reduction.extent)
    if let lanes = reduction.lanes { try verify(lanes.extent) }
    if reduction.reducers.isEmpty { throw fail("a reduction has at least one reducer") }
    if reduction.lanes == nil, !reduction.then.isEmpty { throw fail("only a reduction with lanes has a `then`") }
    let lanes = reduction.lanes.map { [$0.variable] } ?? []
    let results = reduction.reducers.map(\.result)
    try scope(
      [reduction.variable] + lanes, reduction.body, .reduction, depth,
      using: reduction.reducers.flatMap(\.arguments))
    for reducer in reduction.reducers { try verify(reducer) }
    let ordered = reduction.reducers.filter(\.isOrdered)
    if ordered.contains(where: { ReductionTree.lanes($0.arguments[0].type) != reduction.treeLanes }) {
      throw fail("reducers of one pass have trees of one shape: their types have one size")
    }
    guard reduction.lanes != nil else {
      for result in results { try define(result) }
      return
    }
    try scope(lanes, reduction.then, .reductionThen, depth, defining: results)
  }

  func verify(_ reducer: Reducer) throws(LoopProgramError) {
    guard reducer.arguments.count == reducer.combiner.argumentCount else {
      throw fail("\(reducer.combiner) takes \(reducer.combiner.argumentCount) arguments")
    }
    let type = reducer.arguments[0].type
    guard reducer.arguments.allSatisfy({ $0.type == type }) else {
      throw fail("\(reducer.combiner) takes arguments of one type")
    }
    try verify(reducer.combiner, type)
    let result = reducer.combiner.resultType(type)
    if reducer.result.type != result { throw fail("\(reducer.combiner) of \(type) gives \(result)") }
  }

  func verify(_ combiner: Combiner, _ type: ElementType) throws(LoopProgramError) {
    let isDefined: Bool
    switch combiner {
    case .sum, .product, .dot: isDefined = type != .bool
    case .or, .and: isDefined = !type.isFloat
    case .minimum, .maximum, .argMinimum, .argMaximum: isDefined = true
    }
    if type.isHalf || type.isComplex { throw fail("\(combiner) combines no \(type): floats of 16 bits are combined in f32") }
    if !isDefined { throw fail("\(combiner) is not defined for \(type)") }
  }

  mutating func verify(_ scan: Scan, _ depth: Int) throws(LoopProgramError) {
    try verify(scan.extent)
    if let lanes = scan.lanes { try verify(lanes.extent) }
    switch scan.combiner {
    case .sum, .product, .minimum, .maximum: try verify(scan.combiner, scan.input.type)
    case .or, .and, .dot, .argMinimum, .argMaximum: throw fail("a scan cannot combine by \(scan.combiner)")
    }
    if scan.result.type != scan.input.type { throw fail("the result of a scan has its input's type") }
    let variables = [scan.variable] + (scan.lanes.map { [$0.variable] } ?? [])
    try scope(variables, scan.body, .scan, depth, using: [scan.input])
    try scope(variables, scan.then, .scanThen, depth, defining: [scan.result])
  }

  func verify(_ call: LibraryCall) throws(LoopProgramError) {
    let (types, integers, written) = call.routine.signature
    guard call.pointers.count == types.count, call.integers.count == integers else {
      throw fail("\(call.routine) takes \(types.count) pointers and \(integers) integers")
    }
    for (position, pointer) in call.pointers.enumerated() {
      try verify(pointer, type: types[position], isWritten: written.contains(position))
    }
    for integer in call.integers { try verify(integer) }
  }

  // MARK: Expressions

  func verify(_ expression: Expression) throws(LoopProgramError) -> ElementType {
    switch expression {
    case .constant(let value): return value.type
    case .index(let integer):
      try verify(integer)
      return .i64
    case .load(let access):
      try verify(access, type: nil, isWritten: false)
      return program.buffers[access.buffer].type
    case .primitive(let primitive, let arguments):
      for argument in arguments { try use(argument) }
      if let misfit = primitive.misfit(arguments.map(\.type)) { throw fail("\(primitive.mnemonic) \(misfit)") }
      return primitive.resultType(arguments.map(\.type))
    case .call(let function, let arguments):
      for argument in arguments { try use(argument) }
      let types = arguments.map(\.type)
      guard let signature = function.signature(for: types), signature.arguments == types else {
        throw fail("\(function.name) has no signature (\(types.map(\.name).joined(separator: ", ")))")
      }
      return signature.result
    }
  }

  func verify(_ access: Access, type: ElementType?, isWritten: Bool) throws(LoopProgramError) {
    guard program.buffers.indices.contains(access.buffer) else { throw fail("there is no buffer @\(access.buffer)") }
    let buffer = program.buffers[access.buffer]
    if let type, type != buffer.type { throw fail("@\(access.buffer) holds \(buffer.type), not \(type)") }
    if isWritten, !buffer.role.isWritable { throw fail("@\(access.buffer) is \(buffer.role.text) and never written") }
    try verify(access.offset)
  }

  func verify(_ integer: SymbolicInteger) throws(LoopProgramError) {
    if integer.isDeeper(than: LoopProgram.nestingLimit) {
      throw fail("an index expression nests deeper than \(LoopProgram.nestingLimit)")
    }
    var misfit: String?
    integer.forEachAtom { atom in
      guard misfit == nil else { return }
      switch atom {
      case .symbol(let symbol): if !symbols.contains(symbol) { misfit = "symbol \(symbol) is not declared" }
      case .loop(let number): if !loops.contains(number) { misfit = "loop variable i\(number) is not in scope" }
      case .value(let number):
        switch values[number] {
        case .i64: break
        case nil: misfit = "%\(number) is not defined here"
        case let type?: misfit = "%\(number) stands in an index and is \(type), not i64"
        }
      case .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: break
      }
    }
    if let misfit { throw fail(misfit) }
  }

  // MARK: Values

  func use(_ value: Value, _ type: ElementType? = nil) throws(LoopProgramError) {
    guard let known = values[value.number] else { throw fail("%\(value.number) is not defined here") }
    if known != value.type { throw fail("%\(value.number) is \(known), not \(value.type)") }
    if let type, type != known { throw fail("%\(value.number) is \(known), where \(type) is needed") }
  }

  mutating func define(_ value: Value) throws(LoopProgramError) {
    if !(0..<program.valueCount).contains(value.number) { throw fail("%\(value.number) is not below valueCount") }
    if !defined.insert(value.number).inserted { throw fail("%\(value.number) is defined twice") }
    values[value.number] = value.type
  }
}

extension LibraryCall.Routine {
  /// The element types behind the pointers (nil: any), the number of integers, and which pointers are written through.
  public var signature: (pointers: [ElementType?], integers: Int, written: Set<Int>) {
    switch self {
    case .gemmF32: ([.f32, .f32, .f32], 8, [2])
    case .gemmF64: ([.f64, .f64, .f64], 8, [2])
    case .syrkF32: ([.f32, .f32], 7, [1])
    case .syrkF64: ([.f64, .f64], 7, [1])
    case .sort: ([nil, nil, nil], 7, [1, 2])
    case .argsort: ([nil, .i64, .i64], 7, [1, 2])
    case .searchsorted: ([nil, nil, .i64], 6, [2])
    case .compact, .spread: ([.bool, nil, nil], 3, [2])
    case .orderVectors: ([nil, .i64, nil, .i64], 5, [1, 2, 3])
    case .accumulateComplex: ([nil, nil], 4, [1])
    case .recurComplex: ([nil, nil, nil], 4, [2])
    }
  }
}
