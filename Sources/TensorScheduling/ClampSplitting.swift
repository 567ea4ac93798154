import TensorGraph

/// Cuts vector loops whose loads are clamped to a range of indices into the iterations where no clamp matters, and the few others.
///
/// Goes away: clamps `max(0, i - 1)`, `min(i, n - 2)` in the offsets of loads of the middle part, and comparisons that say the same; there the loads are plain
/// vectors where they were gathers. Appears: a second copy of the body, for the iterations before and behind. Iterations of vector loops are
/// independent, so nothing changes but the order. (What slices are the derivatives of is read so: at clamped places, under a condition.)
enum ClampSplitting {
  static func apply(to program: LoopProgram) -> LoopProgram {
    var splitter = Splitter(program)
    var result = program
    result.body = splitter.split(program.body)
    (result.loopCount, result.valueCount) = (splitter.loopCount, splitter.valueCount)
    return result
  }

  /// Bounds beyond which splitting is not worth its arithmetic, and bodies that are not worth a copy.
  static let boundLimit = 4
  static let bodyLimit = 200
}

private struct Splitter {
  var loopCount: Int
  var valueCount: Int
  /// What integer values are, as expressions.
  private var indices: [Int: SymbolicInteger] = [:]

  init(_ program: LoopProgram) { (loopCount, valueCount) = (program.loopCount, program.valueCount) }

  mutating func split(_ body: [Statement]) -> [Statement] {
    var result: [Statement] = []
    for statement in body {
      switch statement {
      case .define(let value, .index(let integer)):
        indices[value.number] = integer
        result.append(statement)
      case .define(let value, .constant(let constant)) where constant.type == .i64:
        indices[value.number] = SymbolicInteger(Int(constant.integer))
        result.append(statement)
      case .loop(var loop):
        if loop.kind == .vector, let parts = parts(of: loop) {
          result += parts
        } else {
          loop.body = split(loop.body)
          result.append(.loop(loop))
        }
      case .define, .store, .fold, .reduce, .scan, .call, .check, .prefetch: result.append(statement)
      }
    }
    return result
  }

  /// The loop in two: from the first iteration at which no clamp matters to the last, and what is before and behind.
  private mutating func parts(of loop: Loop) -> [Statement]? {
    guard loop.body.count <= ClampSplitting.bodyLimit else { return nil }
    var clamps = Clamps(variable: loop.variable)
    for statement in loop.body {
      switch statement {
      case .define(_, .load(let access)): _ = clamps.removed(from: access.offset)
      case .define, .store: break
      case .loop, .fold, .reduce, .scan, .call, .check, .prefetch: return nil
      }
    }
    let bounds = clamps.lower + clamps.upper
    let own = loop.body.definedValues
    guard !bounds.isEmpty, bounds.count <= ClampSplitting.boundLimit, bounds.allSatisfy({ $0.valueNumbers.isDisjoint(with: own) })
    else { return nil }
    let first = clamps.lower.reduce(SymbolicInteger(0)) { .maximum($0, $1) }
    let start = SymbolicInteger.minimum(first, loop.extent)
    let last = clamps.upper.reduce(loop.extent) { .minimum($0, $1) }
    let end = SymbolicInteger.maximum(start, last)

    var inner = BodyCopy(old: loop.variable, new: newLoop(), valueCount: valueCount)
    inner.offset = start
    var body: [Statement] = []
    for statement in loop.body { body.append(inner.plain(statement, clamps, indices)) }
    valueCount = inner.valueCount
    let middle = Loop(variable: inner.new, extent: end - start, kind: .vector, body: body)

    let side = newLoop()
    let isBehind = SymbolicInteger(.loop(side))
    var outer = BodyCopy(old: loop.variable, new: newLoop(), valueCount: valueCount)
    outer.offset = isBehind * end
    let rest = loop.body.map { outer.copied($0) }
    valueCount = outer.valueCount
    let sides = Loop(
      variable: side, extent: 2, kind: .serial,
      body: [
        .loop(
          Loop(
            variable: outer.new, extent: start - isBehind * start + isBehind * (loop.extent - end), kind: .vector, body: rest))
      ])
    return [.loop(middle), .loop(sides)]
  }

  private mutating func newLoop() -> Int {
    loopCount += 1
    return loopCount - 1
  }
}

/// The clamps of a loop's variable: where they do not matter.
private struct Clamps {
  let variable: Int
  /// The first iterations, and those behind the last, at which they do not.
  private(set) var lower: [SymbolicInteger] = []
  private(set) var upper: [SymbolicInteger] = []

  init(variable: Int) { self.variable = variable }

  private var atom: SymbolicInteger.Atom { .loop(variable) }

  /// The expression without clamps of the variable, whose bounds are noted.
  mutating func removed(from integer: SymbolicInteger) -> SymbolicInteger {
    guard integer.contains(atom) else { return integer }
    var (lower, upper) = (self.lower, self.upper)
    let result = integer.substituting { (atom: SymbolicInteger.Atom) -> SymbolicInteger? in
      guard SymbolicInteger(atom).contains(self.atom) else { return nil }
      var inner = self
      (inner.lower, inner.upper) = (lower, upper)
      let replacement: SymbolicInteger?
      switch atom {
      case .maximum(let a, let b): replacement = inner.clamp(a, b, isLower: true)
      case .minimum(let a, let b): replacement = inner.clamp(a, b, isLower: false)
      case .symbol, .loop, .value, .floorDivide, .remainder, .broadcast, .isNotOne: replacement = nil
      }
      if replacement != nil { (lower, upper) = (inner.lower, inner.upper) }
      return replacement
    }
    (self.lower, self.upper) = (lower, upper)
    return result
  }

  /// The same where all bounds are noted already; else the expression as it is.
  func removedWhereKnown(from integer: SymbolicInteger) -> SymbolicInteger {
    var copy = self
    let result = copy.removed(from: integer)
    return copy.lower == lower && copy.upper == upper ? result : integer
  }

  private mutating func clamp(_ a: SymbolicInteger, _ b: SymbolicInteger, isLower: Bool) -> SymbolicInteger? {
    let (moving, fixed) = a.contains(atom) ? (a, b) : (b, a)
    guard !fixed.contains(atom) else { return nil }
    let inner = removed(from: moving)
    guard inner.coefficient(of: atom)?.constant == 1 else { return nil }
    let rest = inner - SymbolicInteger(atom)
    if isLower { note(fixed - rest, in: &lower) } else { note(fixed - rest + 1, in: &upper) }
    return inner
  }

  private func note(_ bound: SymbolicInteger, in list: inout [SymbolicInteger]) {
    if !list.contains(bound) { list.append(bound) }
  }

  /// Whether `difference >= 0` holds wherever no clamp matters.
  func implies(_ difference: SymbolicInteger) -> Bool {
    switch difference.coefficient(of: atom)?.constant {
    case 1: lower.contains(SymbolicInteger(atom) - difference)
    case -1: upper.contains(difference + SymbolicInteger(atom) + 1)
    default: false
    }
  }
}

/// A copy of a loop's body with numbers of its own.
private struct BodyCopy {
  let old: Int
  let new: Int
  var offset: SymbolicInteger = 0
  private(set) var valueCount: Int
  private var values: [Int: Int] = [:]

  init(old: Int, new: Int, valueCount: Int) { (self.old, self.new, self.valueCount) = (old, new, valueCount) }

  private func moved(_ integer: SymbolicInteger) -> SymbolicInteger {
    integer.substituting { atom in
      switch atom {
      case .loop(old): SymbolicInteger(.loop(new)) + offset
      case .value(let number): values[number].map { SymbolicInteger(.value($0)) }
      case .symbol, .loop, .floorDivide, .remainder, .minimum, .maximum, .broadcast, .isNotOne: nil
      }
    }
  }

  private mutating func defined(_ value: Value) -> Value {
    values[value.number] = valueCount
    valueCount += 1
    return Value(number: valueCount - 1, type: value.type)
  }

  private func used(_ value: Value) -> Value { Value(number: values[value.number] ?? value.number, type: value.type) }

  mutating func copied(_ statement: Statement) -> Statement {
    switch statement {
    case .define(let value, let expression):
      let moved = copied(expression)
      return .define(defined(value), moved)
    case .store(let value, let access): return .store(used(value), Access(buffer: access.buffer, offset: moved(access.offset)))
    case .loop, .fold, .reduce, .scan, .call, .check, .prefetch: preconditionFailure("bodies that are split hold definitions and stores only")
    }
  }

  private func copied(_ expression: Expression) -> Expression {
    switch expression {
    case .constant: expression
    case .index(let integer): .index(moved(integer))
    case .load(let access): .load(Access(buffer: access.buffer, offset: moved(access.offset)))
    case .primitive(let primitive, let arguments): .primitive(primitive, arguments.map(used))
    case .call(let function, let arguments): .call(function, arguments.map(used))
    }
  }

  // MARK: Where no clamp matters

  private var known: [Int: SymbolicInteger] = [:]

  mutating func plain(_ statement: Statement, _ clamps: Clamps, _ indices: [Int: SymbolicInteger]) -> Statement {
    guard case .define(let value, let expression) = statement else { return copied(statement) }
    switch expression {
    case .index(let integer):
      // The loop is cut where its loads are: clamps at other bounds stay.
      let simple = clamps.removedWhereKnown(from: integer)
      known[value.number] = simple
      return copied(.define(value, .index(simple)))
    case .constant(let constant) where constant.type == .i64:
      known[value.number] = SymbolicInteger(Int(constant.integer))
      return copied(statement)
    case .load(let access):
      return copied(.define(value, .load(Access(buffer: access.buffer, offset: clamps.removedWhereKnown(from: access.offset)))))
    case .primitive(let primitive, let arguments) where arguments.count == 2:
      func integer(_ value: Value) -> SymbolicInteger? { known[value.number] ?? indices[value.number] }
      guard let a = integer(arguments[0]), let b = integer(arguments[1]), let difference = primitive.difference(a, b),
        clamps.implies(difference)
      else { return copied(statement) }
      return copied(.define(value, .constant(ScalarValue(true))))
    case .constant, .primitive, .call: return copied(statement)
    }
  }
}

extension Primitive {
  /// What is not negative exactly where the comparison holds.
  fileprivate func difference(_ a: SymbolicInteger, _ b: SymbolicInteger) -> SymbolicInteger? {
    switch self {
    case .greaterOrEqual: a - b
    case .greater: a - b - 1
    case .lessOrEqual: b - a
    case .less: b - a - 1
    default: nil
    }
  }
}
