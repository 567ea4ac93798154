import TensorGraph

/// Cuts a program of many kernels into programs that are compiled side by side and run one after the other.
///
/// Compiling takes time in proportion to the code; parts of much the same size are ready sooner where there are several
/// processors. Cuts depend on the program only. Each part has the buffers and symbols of the whole; what it needs of values that
/// were computed before, it computes again: so cuts are made only where that is cheap and gives the same.
public enum ProgramParts {
  /// The code of one part, in scalar instructions, and the most parts.
  static let partWeight = 250
  static let mostParts = 8
  /// Of a kernel that is there already.
  private static let callWeight = 20

  public static func parts(of program: LoopProgram) -> [LoopProgram] {
    // Most programs are small: of these nothing more needs to be known.
    guard weight(program.body) >= 2 * partWeight else { return [program] }
    let costs = program.body.map { Cost($0, in: program) }
    let total = weight(costs[...])
    let cuttable = cuttablePlaces(program.body)
    for count in stride(from: min(mostParts, total / partWeight), to: 1, by: -1) {
      guard let ranges = ranges(costs, total, count, cuttable) else { continue }
      // Kernels that several parts have are compiled in each.
      if ranges.reduce(0, { $0 + weight(costs[$1]) }) * 10 <= total * 11 { return ranges.compactMap { part($0, of: program) } }
    }
    return [program]
  }

  private struct Cost {
    let weight: Int
    let kernel: LoopKernel?

    init(_ statement: Statement, in program: LoopProgram) {
      weight = ProgramParts.weight(statement)
      guard case .loop(let loop) = statement, case .parallel = loop.kind else {
        kernel = nil
        return
      }
      kernel = LoopKernel.of(loop, in: program)?.kernel
    }
  }

  /// Equal kernels count once.
  private static func weight(_ costs: ArraySlice<Cost>) -> Int {
    var seen: Set<LoopKernel> = []
    return costs.reduce(0) { sum, cost in
      guard let kernel = cost.kernel else { return sum + cost.weight }
      return sum + (seen.insert(kernel).inserted ? cost.weight : callWeight)
    }
  }

  /// So many ranges of statements of much the same weight, cut where that can be; nil where that gives fewer.
  private static func ranges(_ costs: [Cost], _ total: Int, _ count: Int, _ cuttable: [Bool]) -> [Range<Int>]? {
    var (ranges, start, sum): ([Range<Int>], Int, Int) = ([], 0, 0)
    var seen: Set<LoopKernel> = []
    for (position, cost) in costs.enumerated() {
      sum += cost.kernel.map { seen.insert($0).inserted } ?? true ? cost.weight : callWeight
      let isLast = position == costs.count - 1
      guard isLast || sum * count >= total * (ranges.count + 1) else { continue }
      if !isLast, !cuttable[position + 1] { continue }
      ranges.append(start..<position + 1)
      start = position + 1
    }
    return ranges.count == count ? ranges : nil
  }

  /// For each place, whether all definitions before it that what follows needs are cheap to compute again: the places where
  /// `repeated` has an answer, all found in one walk.
  private static func cuttablePlaces(_ body: [Statement]) -> [Bool] {
    var definedAt: [Int: Int] = [:]
    // Of each statement: the first statement that cannot be computed again and that it needs, directly or through cheap ones.
    var firstFixed: [Int?] = []
    // How many more uses reach across a place than across the one before it.
    var change = [Int](repeating: 0, count: body.count + 1)
    for (place, statement) in body.enumerated() {
      let fixed = statement.usedValues.lazy.compactMap { definedAt[$0] }.compactMap { body[$0].isCheap ? firstFixed[$0] : $0 }.min()
      firstFixed.append(fixed)
      if let fixed {
        change[fixed + 1] += 1
        change[place + 1] -= 1
      }
      guard !statement.isLoop else { continue }
      for value in statement.definedValues { definedAt[value] = place }
    }
    var across = 0
    return change.map { more in
      across += more
      return across == 0
    }
  }

  private static func part(_ range: Range<Int>, of program: LoopProgram) -> LoopProgram? {
    guard let values = repeated(program, before: range.lowerBound) else { return nil }
    var part = program
    part.body = values + program.body[range]
    return part
  }

  /// The definitions before a place that what follows needs; nil if one of them reads memory or takes long.
  private static func repeated(_ program: LoopProgram, before place: Int) -> [Statement]? {
    // Most programs define nothing outside their loops.
    guard program.body[..<place].contains(where: { !$0.isLoop }) else { return [] }
    var needed: Set<Int> = []
    for statement in program.body[place...] { needed.formUnion(statement.usedValues) }
    var found: [Statement] = []
    for statement in program.body[..<place].reversed() where !statement.isLoop {
      let defined = statement.definedValues
      guard !needed.isDisjoint(with: defined) else { continue }
      guard statement.isCheap else { return nil }
      needed.formUnion(statement.usedValues)
      found.append(statement)
    }
    return found.reversed()
  }

  // MARK: Weights

  private static func weight(_ statement: Statement) -> Int {
    switch statement {
    case .define(_, let expression): weight(expression)
    case .store, .check: 2
    case .prefetch: 1
    case .loop(let loop): 10 + weight(loop.body)
    case .fold(let fold): 10 + weight(fold.body)
    // Several registers side by side, and what combines them.
    case .reduce(let reduction): 60 + 3 * weight(reduction.body) + weight(reduction.then)
    case .scan(let scan): 60 + 3 * weight(scan.body) + weight(scan.then)
    case .call: 60
    }
  }

  private static func weight(_ body: [Statement]) -> Int { body.reduce(0) { $0 + weight($1) } }

  private static func weight(_ expression: Expression) -> Int {
    switch expression {
    case .constant: 0
    case .index, .primitive: 1
    case .load: 3
    case .call(let function, let arguments): ScalarCost.instructions(function, arguments.map(\.type))
    }
  }
}

extension Statement {
  /// Whether nothing that it defines is seen outside.
  fileprivate var isLoop: Bool { if case .loop = self { true } else { false } }

  fileprivate var isCheap: Bool { if case .define(_, let expression) = self { expression.isCheap } else { false } }
}

extension Expression {
  fileprivate var isCheap: Bool {
    switch self {
    case .constant, .index, .primitive: true
    case .load, .call: false
    }
  }
}
