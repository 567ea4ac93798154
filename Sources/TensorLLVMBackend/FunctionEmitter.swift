import TensorLLVM
import TensorLoopIR
import TensorScalars

/// A value with its shape in registers and the depth of the code that makes it.
struct Operand {
  var ir: IRValue
  /// 1: the same for all lanes, a scalar; else a vector of so many.
  var lanes: Int
  /// The loop level whose code computes it; 0 outside all loops.
  var level: Int

  init(_ ir: IRValue, lanes: Int, level: Int) { (self.ir, self.lanes, self.level) = (ir, lanes, level) }
}

/// The loop whose iterations stand side by side in lanes.
struct VectorContext {
  let variable: Int
  let lanes: Int
  /// The iteration in lane 0.
  let base: Operand
  /// Which lanes are iterations at all; nil: all.
  var mask: Operand?
  /// Whether stores go past the caches.
  var streams = false
}

/// Emits one function.
///
/// Code is placed by levels: level 0 is the function outside loops, each loop that is open adds one. The block of a level is where code
/// that varies with this level, but no deeper, is appended. While a loop is open its parent's block is its preheader, so that
/// a definition goes to the deepest level of its operands, and nothing is left for a loop-invariant code motion pass.
final class FunctionEmitter {
  struct Level {
    var block: IRBlock
    /// The buffers that the loop writes.
    var writes: Set<Int>
    /// Whether the loop runs at least once whenever its parent's body does.
    var alwaysRuns: Bool
  }

  enum MemoKey: Hashable {
    case value(Int)
    case loop(Int)
    case integer(SymbolicInteger)
    case pointer(Int, SymbolicInteger)
    case splat(IRValue, Int)
    case steps(SymbolicInteger, Int)
    case grouped(LoadGroup, Int)
  }

  /// A stretch of a level's code: what is remembered in it is forgotten at its end, as it does not dominate what follows.
  private struct Region {
    let level: Int
    var keys: [MemoKey] = []
  }

  let module: ModuleEmitter
  let function: IRFunction
  let parent: FunctionEmitter?
  /// The first block; stays open to the end for what the whole function needs.
  let entry: IRBlock
  private let start: IRBlock
  var levels: [Level]
  private var regions: [Region] = [Region(level: 0)]
  private var memo: [MemoKey: Operand] = [:]
  /// The loads of the open vector loop that belong together.
  var loadGroups: [LoadGroup: [Int]] = [:]
  /// The stores of the open vector loop that belong together, and the first halves of those that are under way.
  var storePairs: Set<StorePair> = []
  var halves: [StorePair: Operand] = [:]
  var vector: VectorContext?
  /// What the loops touch that may store past the caches, in bytes.
  var streamedBytes: [SymbolicInteger] = []
  private var symbols: [Symbol: Operand] = [:]
  private var bases: [Int: IRValue] = [:]
  private var slots: [SlotKey: IRValue] = [:]

  // The ABI's pointers; nil in scalar functions.
  var context: IRValue?
  var bufferTable: IRValue?
  var symbolTable: IRValue?
  var worker: IRValue?
  /// What an outlined body takes from its parent, in order of the environment's slots.
  var captures: [MemoKey] = []
  var environment: IRValue?

  /// Where the numbers of slots for states begin, which are alive at once: a pass may have many states.
  enum SlotUse {
    static let range = 10_000
    static let mergeStack = range
    static let block = 2 * range
    static let strips = 3 * range
    static let scans = 4 * range
  }

  private struct SlotKey: Hashable {
    let type: IRType
    let count: Int
    let use: Int
  }

  /// What is known of the buffers in the table.
  let buffers: [LoopBuffer]
  private let hasOwnTable: Bool

  init(_ module: ModuleEmitter, _ function: IRFunction, parent: FunctionEmitter? = nil, buffers: [LoopBuffer]? = nil) {
    (self.module, self.function, self.parent) = (module, function, parent)
    self.buffers = buffers ?? module.program.buffers
    hasOwnTable = buffers != nil
    entry = module.ir.addBlock("entry", to: function)
    start = module.ir.addBlock("start", to: function)
    levels = [Level(block: start, writes: [], alwaysRuns: true)]
  }

  var isOutlined: Bool { parent != nil }
  var depth: Int { levels.count - 1 }

  /// Closes the function.
  func finish(returning value: IRValue?) {
    at(0)
    if let value { module.ir.returnValue(value) } else { module.ir.returnVoid() }
    module.ir.position(atEndOf: entry)
    module.ir.jump(to: start)
  }

  // MARK: Places

  /// Appends to the code of a level from here on.
  func at(_ level: Int) { module.ir.position(atEndOf: levels[level].block) }

  func block(_ name: String) -> IRBlock { module.ir.addBlock(name, to: function) }

  /// Runs `body` in a region of the current level, after which what it remembered at this level is forgotten.
  func inRegion<Result>(_ body: () -> Result) -> Result {
    regions.append(Region(level: depth))
    let result = body()
    leaveRegion()
    return result
  }

  private func leaveRegion() {
    let region = regions.removeLast()
    for key in region.keys { memo[key] = nil }
  }

  /// Runs `body` one level deeper, in code that starts in `block`; the level's last block is returned.
  func inLevel(_ block: IRBlock, writes: Set<Int>, alwaysRuns: Bool, _ body: () -> Void) -> IRBlock {
    levels.append(Level(block: block, writes: writes, alwaysRuns: alwaysRuns))
    inRegion(body)
    return levels.removeLast().block
  }

  // MARK: Memory of what has been emitted

  func remembered(_ key: MemoKey) -> Operand? { memo[key] }

  func remember(_ key: MemoKey, _ operand: Operand) {
    memo[key] = operand
    // A constant may be one for this emission only: the first lane of what is left at the end, in a loop that is emitted again.
    if operand.level == 0 && operand.ir.isConstant { return regions[regions.count - 1].keys.append(key) }
    for index in regions.indices.reversed() where regions[index].level <= operand.level {
      regions[index].keys.append(key)
      return
    }
  }

  /// The value or loop variable, from the parent's function where it is not of this one.
  func bound(_ key: MemoKey) -> Operand {
    if let operand = memo[key] { return operand }
    guard let parent, let environment else { preconditionFailure("\(key) is used before it is defined") }
    let outer = parent.bound(key)
    let slot = 2 + captures.count
    captures.append(key)
    module.ir.position(atEndOf: entry)
    let type = outer.ir.type
    let address = module.ir.element(module.ir.integerType(64), environment, module.ir.constant(slot))
    let operand = Operand(module.ir.load(type, address, alignment: 8), lanes: 1, level: 0)
    // In the entry block, so valid everywhere.
    memo[key] = operand
    return operand
  }

  // MARK: What the entry block holds

  func symbol(_ symbol: Symbol) -> Operand {
    if let known = symbols[symbol] { return known }
    guard let position = module.program.symbols.firstIndex(of: symbol), let symbolTable else {
      preconditionFailure("the program has no symbol \(symbol)")
    }
    module.ir.position(atEndOf: entry)
    let type = module.ir.integerType(64)
    let address = module.ir.element(type, symbolTable, module.ir.constant(position))
    let value = module.ir.load(type, address, alignment: 8)
    module.ir.setMetadata(value, module.invariantLoad, module.ir.metadata([]))
    let operand = Operand(value, lanes: 1, level: 0)
    symbols[symbol] = operand
    return operand
  }

  /// Where a buffer starts.
  func base(_ buffer: Int) -> IRValue {
    if let known = bases[buffer] { return known }
    guard let bufferTable, let context, let worker else { preconditionFailure("no buffers here") }
    module.ir.position(atEndOf: entry)
    let address = module.ir.element(module.ir.pointerType, bufferTable, module.ir.constant(buffer))
    var pointer = module.ir.load(module.ir.pointerType, address, alignment: 8)
    // The table of a shared kernel is another for each call.
    if !hasOwnTable { module.ir.setMetadata(pointer, module.invariantLoad, module.ir.metadata([])) }
    if buffers[buffer].role == .scratch {
      let stride = contextField(.scratchStride, module.ir.integerType(64), context)
      let offset = module.ir.binary(.multiply, stride, worker)
      pointer = module.ir.element(module.ir.integerType(8), pointer, offset)
    }
    bases[buffer] = pointer
    return pointer
  }

  /// Stack memory for `count` elements; the same memory for the same use.
  func slot(_ type: IRType, _ count: Int, use: Int) -> IRValue {
    let key = SlotKey(type: type, count: count, use: use)
    if let known = slots[key] { return known }
    module.ir.position(atEndOf: entry)
    let pointer = module.ir.alloca(type.array(count), alignment: 64)
    slots[key] = pointer
    return pointer
  }

  /// Fields of `TensorContext`, each 8 bytes, in order.
  enum ContextField: Int {
    case parallelFor, fail, library, scratchStride, threads
  }

  /// Loads a field of the context where the builder stands.
  func contextField(_ field: ContextField, _ type: IRType, _ context: IRValue) -> IRValue {
    let address = module.ir.element(module.ir.integerType(64), context, module.ir.constant(field.rawValue))
    return module.ir.load(type, address, alignment: 8)
  }
}
