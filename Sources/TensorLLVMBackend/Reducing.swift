import TensorLLVM
import TensorLoopIR
import TensorScalars

/// How one reducer computes: its state is one value, or a value and an index.
struct Reducing {
  let reducer: Reducer
  var combiner: Combiner { reducer.combiner }
  /// The type of the elements.
  var type: ElementType { reducer.arguments[0].type }

  var isOrdered: Bool { reducer.isOrdered }

  var findsIndex: Bool {
    switch combiner {
    case .argMinimum, .argMaximum: true
    case .sum, .product, .dot, .minimum, .maximum, .or, .and: false
    }
  }

  /// Whether the least or greatest float is found by the processor's order, which misses NaN and the sign of zero, with
  /// two integers on the side: the greatest magnitude's bits tell of NaN, the merged bits the sign of a zero.
  var tracksBits: Bool { (combiner == .minimum || combiner == .maximum) && type.isFloat }

  /// How many values its state has.
  var stateCount: Int { tracksBits ? 3 : findsIndex ? 2 : 1 }

  /// Bytes of the state of one lane.
  var stateByteCount: Int {
    tracksBits ? 3 * type.byteCount : type.byteCount + (findsIndex ? indexBits / 8 : 0)
  }

  /// The bits of an index that stays inside a block, as wide as the elements for cheap selection.
  var indexBits: Int { max(16, type.bitWidth) }

  /// The value that changes nothing.
  var identity: ScalarValue {
    func infinity(_ sign: Double) -> ScalarValue {
      type == .f32 ? ScalarValue(Float(sign * .infinity)) : ScalarValue(sign * .infinity)
    }
    let least = ScalarValue(type: type, bits: type.isSignedInteger ? 1 << UInt64(type.bitWidth - 1) : 0)
    let greatest = ScalarValue(
      type: type, bits: type.isSignedInteger ? (1 << UInt64(type.bitWidth - 1)) - 1 : .max)
    switch combiner {
    case .sum, .dot:
      if type.isFloat { return ScalarValue(type: type, bits: 1 << UInt64(type.bitWidth - 1)) }
      return ScalarValue(type: type, bits: 0)
    case .product:
      if type.isFloat { return type == .f32 ? ScalarValue(Float(1)) : ScalarValue(1.0) }
      return ScalarValue(type: type, bits: 1)
    case .minimum, .argMinimum: return type.isFloat ? infinity(1) : greatest
    case .maximum, .argMaximum: return type.isFloat ? infinity(-1) : least
    case .or: return ScalarValue(type: type, bits: 0)
    case .and: return ScalarValue(type: type, bits: .max)
    }
  }
}

extension FunctionEmitter {
  /// The states of all reducers of a pass, one after the other.
  typealias States = [Operand]

  /// The scalar types of the states; indices are 64 bits wide or stay inside a block.
  func stateTypes(_ reducers: [Reducing], inBlock: Bool) -> [IRType] {
    reducers.flatMap { reducing in
      let value = module.registerType(reducing.type)
      if reducing.tracksBits {
        let bits = module.ir.integerType(reducing.type.bitWidth)
        return [value, bits, bits]
      }
      return reducing.findsIndex
        ? [value, module.ir.integerType(inBlock ? reducing.indexBits : 64)] : [value]
    }
  }

  /// The empty states in `lanes` lanes.
  func identities(_ reducers: [Reducing], lanes: Int, inBlock: Bool) -> States {
    let values = reducers.flatMap { reducing in
      let value = constant(reducing.identity)
      if reducing.tracksBits {
        let word: ElementType = reducing.type == .f32 ? .i32 : .i64
        return [value, zero(word), reducing.combiner == .maximum ? ones(word) : zero(word)]
      }
      let index = Operand(
        module.ir.constant(0, bits: inBlock ? reducing.indexBits : 64), lanes: 1, level: 0)
      return reducing.findsIndex ? [value, index] : [value]
    }
    return values.map { Operand(widened($0, lanes), lanes: lanes, level: 0) }
  }

  /// The states after one more element in each lane, where `mask` holds. `offset` is the index noted for it.
  func accumulated(
    _ reducers: [Reducing], _ states: States, offset: Operand?, mask: Operand?
  ) -> States {
    var position = 0
    var result: States = []
    for reducing in reducers {
      let arguments = reducing.reducer.arguments.map { bound(.value($0.number)) }
      let state = states[position]
      if reducing.findsIndex, let offset {
        var takes = beats(arguments[0], state, reducing)
        if let mask { takes = binary(.and, takes, mask) }
        let index = resized(offset, module.ir.integerBits(states[position + 1].ir.type))
        result.append(select(takes, arguments[0], state))
        result.append(select(takes, index, states[position + 1]))
        position += 2
        continue
      }
      if reducing.tracksBits {
        let bits = cast(.bitcast, arguments[0], module.ir.integerType(reducing.type.bitWidth))
        let old = Array(states[position..<position + 3])
        let next = trackedBits(reducing, old, [arguments[0], binary(.and, bits, magnitude(reducing.type)), bits])
        result += zip(next, old).map { next, old in mask.map { select($0, next, old) } ?? next }
        position += 3
        continue
      }
      let next = reducing.combiner == .dot
        ? multiplyAdd(state, arguments, reducing.type) : combined(state, arguments[0], reducing)
      result.append(mask.map { select($0, next, state) } ?? next)
      position += 1
    }
    return result
  }

  private func multiplyAdd(_ state: Operand, _ arguments: [Operand], _ type: ElementType) -> Operand {
    if type.isFloat { return intrinsic("llvm.fma", [arguments[0], arguments[1], state]) }
    return binary(.add, state, binary(.multiply, arguments[0], arguments[1]))
  }

  private func magnitude(_ type: ElementType) -> Operand {
    type == .f32
      ? constant(ScalarValue(type: .i32, bits: 0x7fff_ffff)) : constant(ScalarValue(type: .i64, bits: .max >> 1))
  }

  /// Value, magnitude and merged bits of two parts; the values are no NaN, or lose against what is none.
  private func trackedBits(_ reducing: Reducing, _ a: States, _ b: States) -> States {
    let isGreatest = reducing.combiner == .maximum
    let beyond = isGreatest ? compare(.greater, b[0], a[0]) : compare(.less, b[0], a[0])
    return [
      select(beyond, b[0], a[0]), intrinsic("llvm.smax", [a[1], b[1]]),
      binary(isGreatest ? .and : .or, a[2], b[2]),
    ]
  }

  /// The extremum: NaN if there was one, a zero with the sign that the bits tell, else the value.
  private func trackedResult(_ reducing: Reducing, _ state: States) -> Operand {
    let type = reducing.type
    let infinity = type == .f32
      ? constant(ScalarValue(type: .i32, bits: 0x7f80_0000)) : constant(ScalarValue(type: .i64, bits: 0x7ff0 << 48))
    let sign = binary(.and, state[2], binary(.xor, magnitude(type), ones(type == .f32 ? .i32 : .i64)))
    let signedZero = cast(.bitcast, sign, module.registerType(type))
    let value = select(compare(FloatPredicate.equal, state[0], zero(type)), signedZero, state[0])
    return select(compare(.signedGreater, state[1], infinity), float(.nan, type), value)
  }

  func resized(_ index: Operand, _ bits: Int) -> Operand {
    bits == 64 ? index : cast(.truncate, index, module.ir.integerType(bits))
  }

  /// `combine(a, b)` for a reducer without index.
  func combined(_ a: Operand, _ b: Operand, _ reducing: Reducing) -> Operand {
    let type = reducing.type
    switch reducing.combiner {
    case .sum, .dot:
      if type == .bool { return binary(.or, a, b) }
      return binary(type.isFloat ? .fAdd : .add, a, b)
    case .product: return binary(type == .bool ? .and : type.isFloat ? .fMultiply : .multiply, a, b)
    case .minimum: return extremum(a, b, type, greatest: false)
    case .maximum: return extremum(a, b, type, greatest: true)
    case .or: return binary(.or, a, b)
    case .and: return binary(.and, a, b)
    case .argMinimum, .argMaximum: preconditionFailure("\(reducing.combiner) combines indices too")
    }
  }

  /// Whether `x` comes before `y` by value alone: beyond it, or NaN where `y` is none.
  private func beats(_ x: Operand, _ y: Operand, _ reducing: Reducing) -> Operand {
    let isLess = reducing.combiner == .argMinimum
    let beyond = isLess ? ordered(x, y, reducing.type) : ordered(y, x, reducing.type)
    guard reducing.type.isFloat else { return beyond }
    return binary(.or, beyond, binary(.and, compare(.unordered, x, x), compare(.ordered, y, y)))
  }

  /// The states of two parts of the range, the second after the first where order matters.
  func combined(_ reducers: [Reducing], _ a: States, _ b: States) -> States {
    var position = 0
    var result: States = []
    for reducing in reducers {
      if reducing.tracksBits {
        result += trackedBits(
          reducing, Array(a[position..<position + 3]), Array(b[position..<position + 3]))
        position += 3
        continue
      }
      guard reducing.findsIndex else {
        result.append(combined(a[position], b[position], reducing))
        position += 1
        continue
      }
      let (x, y, i, j) = (a[position], b[position], a[position + 1], b[position + 1])
      let isTie = reducing.type.isFloat
        ? binary(
          .or, compare(FloatPredicate.equal, x, y),
          binary(.and, compare(.unordered, x, x), compare(.unordered, y, y)))
        : compare(IntegerPredicate.equal, x, y)
      let isEarlier = binary(.and, isTie, compare(.unsignedLess, j, i))
      let takes = binary(.or, beats(y, x, reducing), isEarlier)
      result += [select(takes, y, x), select(takes, j, i)]
      position += 2
    }
    return result
  }

  /// One state of one lane from the states of `lanes` lanes, by halving.
  func halved(_ reducers: [Reducing], _ states: States) -> States {
    var (current, width) = (states, states[0].lanes / 2)
    while width >= 1 {
      let parts = [0, width].map { first in
        current.map { state in
          let lanes = Array(first..<first + width)
          let part = apply([state]) {
            width == 1 ? module.ir.extract($0[0], module.ir.constant(first)) : module.ir.shuffle($0[0], lanes)
          }
          return Operand(part.ir, lanes: width, level: part.level)
        }
      }
      current = combined(reducers, parts[0], parts[1])
      width /= 2
    }
    return current
  }

  /// Binds the reducers' results to finished states: sums of floats are `0 + tree`.
  func bindResults(_ reducers: [Reducing], _ states: States) {
    var position = 0
    for reducing in reducers {
      var state = states[position]
      switch reducing.combiner {
      case .sum, .dot: if reducing.type.isFloat { state = binary(.fAdd, zero(reducing.type), state) }
      case .argMinimum, .argMaximum: state = states[position + 1]
      case .minimum, .maximum:
        if reducing.tracksBits { state = trackedResult(reducing, Array(states[position..<position + 3])) }
      case .product, .or, .and: break
      }
      // Nothing of a pass is valid further out than where it stands.
      remember(.value(reducing.reducer.result.number), Operand(state.ir, lanes: state.lanes, level: depth))
      position += reducing.stateCount
    }
  }

  // MARK: States in memory

  /// Memory for states of `count` times `lanes` lanes.
  func stateSlots(_ types: [IRType], count: Int, lanes: Int, use: Int) -> [IRValue] {
    precondition(types.count < SlotUse.range, "a pass has more states than there are slots for one use")
    return types.enumerated().map { slot($0.element, count * lanes, use: use + $0.offset) }
  }

  /// The states at position `index` (in elements) of slots.
  func loadStates(_ types: [IRType], _ slots: [IRValue], at index: Operand, lanes: Int) -> States {
    at(depth)
    return zip(types, slots).map { type, slot in
      let pointer = module.ir.element(storedType(type), slot, index.ir)
      let value = module.ir.load(storedType(type).lanes(lanes), pointer, alignment: 1)
      let state = type == storedType(type) ? value : module.ir.cast(.truncate, value, to: type.lanes(lanes))
      return Operand(state, lanes: lanes, level: depth)
    }
  }

  func storeStates(_ states: States, _ types: [IRType], _ slots: [IRValue], at index: Operand) {
    let values = zip(states, types).map { state, type in
      type == storedType(type) ? state : cast(.zeroExtend, state, storedType(type))
    }
    at(depth)
    for (position, value) in values.enumerated() {
      let pointer = module.ir.element(storedType(types[position]), slots[position], index.ir)
      module.ir.store(value.ir, pointer, alignment: 1)
    }
  }

  /// Single bits take a byte in memory.
  private func storedType(_ type: IRType) -> IRType {
    type == module.ir.integerType(1) ? module.ir.integerType(8) : type
  }
}
