import TensorScalars

/// The documented trees of one reducer or scan, over words of state.
///
/// State of a reduction: the lanes, then a stack of partial results, then its height. Neighbours combining level by
/// level, an odd last one passing up, is what merging equally large neighbours as they come and the rest from the
/// right at the end gives: the binary digits of the number of results so far say which are equally large.
struct ReducerCode: Sendable {
  /// Lanes, a partial result for every binary digit of the count, and the count.
  static let stateCount = ReductionTree.mostLanes + 64 + 1
  /// The levels of doubling over a group, and the carry.
  static let scanStateCount = ScanGroup.levels * ScanGroup.size + 1

  let combiner: Combiner
  let type: ElementType
  let order: Reduction.Order
  /// Where the state stands among all words of state.
  let base: Int
  let identity: UInt64
  private let laneCount: Int
  private let primitive: Primitive

  init(combiner: Combiner, type: ElementType, order: Reduction.Order, base: Int) {
    (self.combiner, self.type, self.order, self.base) = (combiner, type, order, base)
    identity = combiner.identity(type).bits
    primitive = combiner.primitive
    laneCount = ReductionTree.lanes(type)
  }

  @inline(__always) private func combine(_ a: UInt64, _ b: UInt64) -> UInt64 {
    if combiner == .sum, type == .f64 { return (Double(bitPattern: a) + Double(bitPattern: b)).bitPattern }
    return primitive.evaluate(a, b, 0, of: type)
  }

  /// `accumulated + x * y`, rounded once on floats.
  private func product(_ x: UInt64, _ y: UInt64, _ accumulated: UInt64) -> UInt64 {
    type.isFloat
      ? Primitive.fusedMultiplyAdd.evaluate(x, y, accumulated, of: type)
      : Primitive.add.evaluate(accumulated, Primitive.multiply.evaluate(x, y, 0, of: type), 0, of: type)
  }

  // MARK: Reductions

  func begin(_ words: UnsafeMutablePointer<UInt64>) {
    let state = words + base
    for lane in 0..<laneCount { state[lane] = identity }
    state[ReducerCode.stateCount - 1] = 0
  }

  func step(_ x: UInt64, _ y: UInt64, _ index: Int, _ words: UnsafeMutablePointer<UInt64>) {
    let state = words + base
    switch combiner {
    case .argMinimum, .argMaximum:
      if index == 0 || precedes(x, state[0]) { (state[0], state[1]) = (x, UInt64(index)) }
    case .sum, .product, .minimum, .maximum, .or, .and, .dot:
      switch order {
      case .pairwise: push(combiner == .dot ? product(x, y, identity) : x, state)
      case .lanes:
        let lane = index % laneCount
        state[lane] = combiner == .dot ? product(x, y, state[lane]) : combine(state[lane], x)
        if index % ReductionTree.block == ReductionTree.block - 1 { closeBlock(state) }
      }
    }
  }

  func end(_ extent: Int, _ words: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let state = words + base
    switch combiner {
    case .argMinimum, .argMaximum: return extent > 0 ? state[1] : 0
    case .sum, .product, .minimum, .maximum, .or, .and, .dot: break
    }
    if order == .lanes, extent > 0, extent % ReductionTree.block != 0 { closeBlock(state) }
    let total = merged(state)
    switch combiner {
    case .sum, .dot: return type.isFloat ? combine(0, total) : total
    case .product, .minimum, .maximum, .or, .and, .argMinimum, .argMaximum: return total
    }
  }

  /// Whether `x` is chosen over the earlier `best`: the first NaN wins.
  private func precedes(_ x: UInt64, _ best: UInt64) -> Bool {
    func isNaN(_ bits: UInt64) -> Bool { type.isFloat && Primitive.notEqual.evaluate(bits, bits, 0, of: type) != 0 }
    if isNaN(best) { return false }
    if isNaN(x) { return true }
    return (combiner == .argMinimum ? Primitive.less : .greater).evaluate(x, best, 0, of: type) != 0
  }

  private func closeBlock(_ state: UnsafeMutablePointer<UInt64>) {
    var width = laneCount / 2
    while width > 0 {
      for lane in 0..<width { state[lane] = combine(state[lane], state[lane + width]) }
      width /= 2
    }
    push(state[0], state)
    for lane in 0..<laneCount { state[lane] = identity }
  }

  private func push(_ value: UInt64, _ state: UnsafeMutablePointer<UInt64>) {
    let stack = state + ReductionTree.mostLanes
    let count = state[ReducerCode.stateCount - 1]
    var (result, level) = (value, 0)
    while count >> UInt64(level) & 1 == 1 {
      result = combine(stack[level], result)
      level += 1
    }
    stack[level] = result
    state[ReducerCode.stateCount - 1] = count + 1
  }

  private func merged(_ state: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let stack = state + ReductionTree.mostLanes
    let count = state[ReducerCode.stateCount - 1]
    var result: UInt64?
    for level in 0..<64 where count >> UInt64(level) & 1 == 1 {
      result = result.map { combine(stack[level], $0) } ?? stack[level]
    }
    return result ?? identity
  }

  // MARK: Scans

  /// The prefix up to `index`, whose element is `x`.
  func scan(_ x: UInt64, _ index: Int, _ words: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let state = words + base
    let count = ScanGroup.size
    let position = index % count
    var prefix = x
    for level in 0..<ScanGroup.levels {
      let row = state + level * count
      row[position] = prefix
      let distance = 1 << level
      if position >= distance { prefix = combine(row[position - distance], prefix) }
    }
    let carry = ReducerCode.scanStateCount - 1
    let result = index < count ? prefix : combine(state[carry], prefix)
    if position == count - 1 { state[carry] = result }
    return result
  }
}

extension Combiner {
  /// What two partial results become one by; of no meaning for the index of an extreme element.
  package var primitive: Primitive {
    switch self {
    case .sum, .dot: .add
    case .product: .multiply
    case .minimum, .argMinimum: .minimum
    case .maximum, .argMaximum: .maximum
    case .or: .or
    case .and: .and
    }
  }

  /// The value of an empty lane: combining with it changes no bit.
  package func identity(_ type: ElementType) -> ScalarValue {
    let ones = ScalarValue(type: type, bits: .max)
    switch self {
    case .sum, .dot: return type.isFloat ? ScalarValue(.float(-0.0), type: type) : ScalarValue(type: type, bits: 0)
    case .product: return ScalarValue(.integer(1), type: type)
    case .or: return ScalarValue(type: type, bits: 0)
    case .and: return ones
    case .minimum, .argMinimum:
      switch type.kind {
      case .float, .complex: return ScalarValue(.float(.infinity), type: type)
      case .bool, .unsigned: return ones
      case .signed: return ScalarValue(type: type, bits: ones.bits >> 1)
      }
    case .maximum, .argMaximum:
      switch type.kind {
      case .float, .complex: return ScalarValue(.float(-.infinity), type: type)
      case .bool, .unsigned: return ScalarValue(type: type, bits: 0)
      case .signed: return ScalarValue(type: type, bits: 1 << UInt64(type.bitWidth - 1))
      }
    }
  }
}
