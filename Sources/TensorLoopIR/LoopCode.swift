import TensorScalars

/// A loop program as flat instructions over 64-bit registers. Jumps are relative, so code can be put together.
struct LoopCode: Sendable {
  enum Operation: UInt8, Sendable {
    case copy
    /// Integers: `target = a + immediate * b`, and the others on `a` and `b`.
    case addMultiple, multiplyIntegers, floorDivide, floorModulo, smaller, larger, broadcast, isNotOne
    /// Elements by width; the element stands at offset `b + immediate * c` of buffer `a`.
    case loadBool, load8, load16, load32, load64, store8, store16, store32, store64
    case primitive
    case addF64, subtractF64, multiplyF64, divideF64, fmaF64, addF32, subtractF32, multiplyF32, divideF32, fmaF32
    case add64, subtract64, and64, or64, equal64, select
    /// `target` counts from 0 to `a`; the immediate is the distance to jump.
    case loopBegin, loopEnd
    case jump, jumpIfZero
    case reduceBegin, reduceStep, reduceEnd, scanStep
    case library, check, halt
  }

  struct Instruction: Sendable {
    var operation: Operation
    var type = ElementType.i64
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
    var target: Int32 = 0
    var immediate = 0
    /// Position in the list of accesses or of other things that the operation needs.
    var item: Int32 = 0
  }

  struct LibrarySite: Sendable {
    var routine: LibraryCall.Routine
    var pointers: [(buffer: Int, offset: Int32, byteCount: Int, access: Int)]
    var integers: [Int32]
  }

  var instructions: [Instruction] = []
  var constants: [(register: Int32, bits: UInt64)] = []
  var symbols: [Int32] = []
  var primitives: [Primitive] = []
  var reducers: [ReducerCode] = []
  var library: [LibrarySite] = []
  /// What each load and store is, for errors.
  var accesses: [(statement: Statement, buffer: Int)] = []
  var registerCount = 0
  /// Words of state of reductions and scans.
  var stateCount = 0
}

/// What one run works on.
struct LoopState {
  let registers: UnsafeMutablePointer<UInt64>
  /// State of reductions and scans.
  let words: UnsafeMutablePointer<UInt64>
  let buffers: UnsafePointer<UnsafeMutableRawPointer?>
  let bounds: UnsafeBufferPointer<Range<Int>>?
  var failure: LoopFailure?
  /// The first access outside its buffer: position in the list of accesses, offset.
  var outside: (access: Int, offset: Int)?
}

extension LoopCode {
  func withState<Result>(
    buffers: UnsafePointer<UnsafeMutableRawPointer?>, symbols values: UnsafePointer<Int64>,
    bounds: UnsafeBufferPointer<Range<Int>>?, _ body: (inout LoopState) -> Result
  ) -> Result {
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: registerCount + stateCount)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0, count: registerCount + stateCount)
    for (register, bits) in constants { memory[Int(register)] = bits }
    for (position, register) in symbols.enumerated() {
      memory[Int(register)] = UInt64(bitPattern: values[position])
    }
    var state = LoopState(
      registers: memory, words: memory + registerCount, buffers: buffers, bounds: bounds)
    return body(&state)
  }

  func execute(_ state: inout LoopState, _ library: LoopInterpreter.Library) {
    instructions.withUnsafeBufferPointer { code in
      primitives.withUnsafeBufferPointer { primitives in
        reducers.withUnsafeBufferPointer { reducers in
          run(code, primitives, reducers, &state, library)
        }
      }
    }
  }

  private func run(
    _ code: UnsafeBufferPointer<Instruction>, _ primitives: UnsafeBufferPointer<Primitive>,
    _ reducers: UnsafeBufferPointer<ReducerCode>, _ state: inout LoopState, _ library: LoopInterpreter.Library
  ) {
    let r = state.registers
    var position = 0
    func bits(_ register: Int32) -> UInt64 { r[Int(register)] }
    func integer(_ register: Int32) -> Int { Int(truncatingIfNeeded: r[Int(register)]) }
    func double(_ register: Int32) -> Double { Double(bitPattern: r[Int(register)]) }
    func float(_ register: Int32) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: r[Int(register)])) }
    while true {
      let step = code[position]
      position += 1
      let target = Int(step.target)
      func set(_ value: Int) { r[target] = UInt64(bitPattern: Int64(value)) }
      func set(_ value: Double) { r[target] = value.bitPattern }
      func set(_ value: Float) { r[target] = UInt64(value.bitPattern) }
      switch step.operation {
      case .copy: r[target] = bits(step.a)
      case .addMultiple: set(integer(step.a) &+ step.immediate &* integer(step.b))
      case .multiplyIntegers: set(integer(step.a) &* integer(step.b))
      case .floorDivide: set(SymbolicInteger.Atom.floorQuotient(integer(step.a), integer(step.b)))
      case .floorModulo: set(SymbolicInteger.Atom.floorRemainder(integer(step.a), integer(step.b)))
      case .smaller: set(min(integer(step.a), integer(step.b)))
      case .larger: set(max(integer(step.a), integer(step.b)))
      case .broadcast: set(integer(step.a) == 1 ? integer(step.b) : integer(step.a))
      case .isNotOne: set(integer(step.a) == 1 ? 0 : 1)

      case .loadBool, .load8, .load16, .load32, .load64, .store8, .store16, .store32, .store64:
        let offset = integer(step.b) &+ step.immediate &* integer(step.c)
        if let bounds = state.bounds, !bounds[Int(step.a)].contains(offset) {
          state.outside = (Int(step.item), offset)
          return
        }
        guard let base = state.buffers[Int(step.a)] else {
          preconditionFailure("an element of a buffer without memory is accessed")
        }
        LoopCode.access(step.operation, base, offset, r + target)

      case .primitive:
        r[target] = primitives[Int(step.item)].evaluate(bits(step.a), bits(step.b), bits(step.c), of: step.type)
      case .addF64: set(double(step.a) + double(step.b))
      case .subtractF64: set(double(step.a) - double(step.b))
      case .multiplyF64: set(double(step.a) * double(step.b))
      case .divideF64: set(double(step.a) / double(step.b))
      case .fmaF64: set(double(step.c).addingProduct(double(step.a), double(step.b)))
      case .addF32: set(float(step.a) + float(step.b))
      case .subtractF32: set(float(step.a) - float(step.b))
      case .multiplyF32: set(float(step.a) * float(step.b))
      case .divideF32: set(float(step.a) / float(step.b))
      case .fmaF32: set(float(step.c).addingProduct(float(step.a), float(step.b)))
      case .add64: r[target] = bits(step.a) &+ bits(step.b)
      case .subtract64: r[target] = bits(step.a) &- bits(step.b)
      case .and64: r[target] = bits(step.a) & bits(step.b)
      case .or64: r[target] = bits(step.a) | bits(step.b)
      case .equal64: r[target] = bits(step.a) == bits(step.b) ? 1 : 0
      case .select: r[target] = bits(step.a) != 0 ? bits(step.b) : bits(step.c)

      case .loopBegin:
        r[target] = 0
        if integer(step.a) <= 0 { position += step.immediate }
      case .loopEnd:
        let next = integer(step.target) + 1
        set(next)
        if next < integer(step.a) { position -= step.immediate }
      case .jump: position += step.immediate
      case .jumpIfZero: if bits(step.a) == 0 { position += step.immediate }

      case .reduceBegin: reducers[Int(step.item)].begin(state.words)
      case .reduceStep: reducers[Int(step.item)].step(bits(step.a), bits(step.b), integer(step.c), state.words)
      case .reduceEnd: r[target] = reducers[Int(step.item)].end(integer(step.a), state.words)
      case .scanStep: r[target] = reducers[Int(step.item)].scan(bits(step.a), integer(step.c), state.words)

      case .library:
        call(self.library[Int(step.item)], &state, library)
        if state.outside != nil { return }
      case .check:
        if bits(step.a) == 0 {
          let failure = LoopFailure(
            site: step.immediate, order: Int64(integer(step.b)), index: Int64(integer(step.c)),
            extent: Int64(integer(step.target)))
          if state.failure.map(failure.precedes) ?? true { state.failure = failure }
        }
      case .halt: return
      }
    }
  }

  @inline(__always) private static func access(
    _ operation: Operation, _ base: UnsafeMutableRawPointer, _ offset: Int, _ word: UnsafeMutablePointer<UInt64>
  ) {
    switch operation {
    case .loadBool: word.pointee = base.assumingMemoryBound(to: UInt8.self)[offset] == 0 ? 0 : 1
    case .load8: word.pointee = UInt64(base.assumingMemoryBound(to: UInt8.self)[offset])
    case .load16: word.pointee = UInt64(base.assumingMemoryBound(to: UInt16.self)[offset])
    case .load32: word.pointee = UInt64(base.assumingMemoryBound(to: UInt32.self)[offset])
    case .load64: word.pointee = base.assumingMemoryBound(to: UInt64.self)[offset]
    case .store8: base.assumingMemoryBound(to: UInt8.self)[offset] = UInt8(truncatingIfNeeded: word.pointee)
    case .store16: base.assumingMemoryBound(to: UInt16.self)[offset] = UInt16(truncatingIfNeeded: word.pointee)
    case .store32: base.assumingMemoryBound(to: UInt32.self)[offset] = UInt32(truncatingIfNeeded: word.pointee)
    case .store64: base.assumingMemoryBound(to: UInt64.self)[offset] = word.pointee
    case .copy, .addMultiple, .multiplyIntegers, .floorDivide, .floorModulo, .smaller, .larger, .broadcast,
      .isNotOne, .primitive, .addF64, .subtractF64, .multiplyF64, .divideF64, .fmaF64, .addF32, .subtractF32,
      .multiplyF32, .divideF32, .fmaF32, .add64, .subtract64, .and64, .or64, .equal64, .select, .loopBegin,
      .loopEnd, .jump, .jumpIfZero, .reduceBegin, .reduceStep, .reduceEnd, .scanStep, .library, .check, .halt:
      break
    }
  }

  private func call(_ site: LibrarySite, _ state: inout LoopState, _ library: LoopInterpreter.Library) {
    let integers = site.integers.map { Int64(bitPattern: state.registers[Int($0)]) }
    var pointers: [UnsafeMutableRawPointer?] = []
    for (position, pointer) in site.pointers.enumerated() {
      let offset = Int(truncatingIfNeeded: state.registers[Int(pointer.offset)])
      if let bounds = state.bounds,
        let touched = site.routine.offsets(touched: position, integers), !touched.isEmpty
      {
        let range = bounds[pointer.buffer]
        let (low, high) = (offset &+ touched.lowerBound, offset &+ touched.upperBound &- 1)
        for edge in [low, high] where !range.contains(edge) {
          state.outside = (pointer.access, edge)
          return
        }
      }
      // Where nothing is touched, the offset may be any number.
      pointers.append(state.buffers[pointer.buffer].map { $0 + offset &* pointer.byteCount })
    }
    library(site.routine, integers, pointers)
  }
}

extension LibraryCall.Routine {
  /// The offsets, from the pointer at `position`, that a call with these integers may touch.
  func offsets(touched position: Int, _ integers: [Int64]) -> Range<Int>? {
    switch self {
    case .gemmF32, .gemmF64:
      let (m, n, k) = (Int(integers[0]), Int(integers[1]), Int(integers[2]))
      let (rows, columns) =
        switch position {
        case 0: integers[3] == 0 ? (m, k) : (k, m)
        case 1: integers[4] == 0 ? (k, n) : (n, k)
        case _: (m, n)
        }
      return Self.offsets(rows, columns, leading: integers[5 + position])
    case .syrkF32, .syrkF64:
      let (n, k) = (Int(integers[0]), Int(integers[1]))
      if position == 1 { return Self.offsets(n, n, leading: integers[4]) }
      return integers[2] == 0 ? Self.offsets(n, k, leading: integers[3]) : Self.offsets(k, n, leading: integers[3])
    case .sort, .argsort:
      let (rows, extent, count) = (Int(integers[0]), Int(integers[1]), Int(integers[3]))
      let elements =
        switch position {
        case 0: rows * extent
        case 1: rows * count
        case _: count == extent ? extent : rows * extent
        }
      return elements > 0 && rows > 0 && count > 0 ? 0..<elements : nil
    case .searchsorted:
      let elements = Int(integers[0]) * Int(integers[position == 0 ? 1 : 2])
      return elements > 0 && integers[2] > 0 ? 0..<elements : nil
    case .compact: return 0..<Int(position == 2 ? integers[1] : integers[0])
    case .spread: return 0..<Int(position == 1 ? integers[1] : integers[0])
    case .orderVectors:
      let count = Int(integers[0]) * Int(integers[1])
      let elements = position == 0 || position == 2 ? count * Int(integers[2]) : count
      return elements > 0 ? 0..<elements : nil
    case .accumulateComplex:
      let elements = Int(integers[0]) * (position == 0 || integers[3] != 0 ? Int(integers[1]) : 1)
      return elements > 0 ? 0..<2 * elements : nil
    case .recurComplex:
      let elements = Int(integers[0]) * Int(integers[1])
      return elements > 0 ? 0..<2 * elements : nil
    }
  }

  private static func offsets(_ rows: Int, _ columns: Int, leading: Int64) -> Range<Int>? {
    guard rows > 0, columns > 0 else { return nil }
    // Rows may lie backwards.
    let last = (rows - 1) * Int(leading)
    return min(0, last)..<(max(0, last) + columns)
  }
}
