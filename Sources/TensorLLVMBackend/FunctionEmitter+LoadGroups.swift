import TensorLLVM
import TensorLoopIR

/// Loads of one buffer that walk alike and lie side by side: together they read runs of memory.
///
/// One element in each of several far rows, for neighbouring positions, is a small matrix that lies transposed; elements at a
/// small constant stride are a run with gaps. Both are read as whole vectors and sorted out in registers: a gather costs a
/// cache access for each lane.
struct LoadGroup: Hashable {
  let buffer: Int
  let factor: SymbolicInteger
  /// The offset without its constant part.
  let rest: SymbolicInteger

  /// Largest constant stride that is read as one run.
  static let largestGap = 8

  /// Whether members at these constant offsets are columns of a block that is transposed in registers.
  static func isSquare(members: [Int]) -> Bool {
    guard let first = members.first, let last = members.last else { return false }
    let span = last - first + 1
    return members.count == span && span >= 4 && span.nonzeroBitCount == 1
  }
}

extension SymbolicInteger {
  /// The term without atoms.
  fileprivate var constantPart: Int { terms.last.flatMap { $0.atoms.isEmpty ? $0.coefficient : nil } ?? 0 }
}

extension FunctionEmitter {
  /// The groups of a vector loop's body, with the constant parts of their members' offsets.
  static func loadGroups(_ body: [Statement], variable: Int) -> [LoadGroup: [Int]] {
    let atom = SymbolicInteger.Atom.loop(variable)
    var groups: [LoadGroup: Set<Int>] = [:]
    for statement in body {
      guard case .define(_, .load(let access)) = statement, let factor = access.offset.coefficient(of: atom),
        factor.constant.map({ abs($0) > 1 }) ?? true
      else { continue }
      let rest = access.offset - factor * SymbolicInteger(atom)
      let constant = rest.constantPart
      let group = LoadGroup(buffer: access.buffer, factor: factor, rest: rest - SymbolicInteger(constant))
      groups[group, default: []].insert(constant)
    }
    return groups.mapValues { $0.sorted() }
  }

  /// A strided load as part of its group; nil where a gather is what is left.
  ///
  /// The builder's vector loop is not masked, and `address(rest)` is what the group reads from.
  func groupedLoad(_ buffer: LoopBuffer, _ number: Int, factor: SymbolicInteger, rest: SymbolicInteger) -> Operand? {
    guard let vector, vector.mask == nil, isReadOnly(buffer) else { return nil }
    let constant = rest.constantPart
    let group = LoadGroup(buffer: number, factor: factor, rest: rest - SymbolicInteger(constant))
    guard let members = loadGroups[group], let first = members.first, let last = members.last else { return nil }
    if let known = remembered(.grouped(group, constant)) { return known }
    let span = last - first + 1
    if let gap = factor.constant, gap > 1, gap <= LoadGroup.largestGap, span <= 2 * gap {
      readRun(group, members, gap: gap, vector)
    } else if LoadGroup.isSquare(members: members), vector.lanes % span == 0 {
      readTransposed(group, members, vector)
    }
    return remembered(.grouped(group, constant))
  }

  /// The start of lane 0's first member.
  private func start(_ group: LoadGroup, _ first: Int, _ vector: VectorContext) -> Operand {
    let pointer = address(group.buffer, group.rest + SymbolicInteger(first))
    let step = binary(.multiply, vector.base, integer(group.factor))
    let level = max(pointer.level, step.level)
    at(level)
    let type = module.memoryType(buffers[group.buffer].type)
    return Operand(module.ir.element(type, pointer.ir, step.ir), lanes: 1, level: level)
  }

  /// One wide load, from which each member picks its elements.
  private func readRun(_ group: LoadGroup, _ members: [Int], gap: Int, _ vector: VectorContext) {
    let pointer = start(group, members[0], vector)
    let buffer = buffers[group.buffer]
    let type = module.memoryType(buffer.type)
    at(pointer.level)
    // From the first member of lane 0 to the last member of the last lane: nothing behind it is touched.
    let width = gap * (vector.lanes - 1) + members[members.count - 1] - members[0] + 1
    let run = module.ir.load(type.lanes(width), pointer.ir, alignment: buffer.type.byteCount)
    for member in members {
      let picked = module.ir.shuffle(run, (0..<vector.lanes).map { gap * $0 + member - members[0] })
      remember(.grouped(group, member), Operand(picked, lanes: vector.lanes, level: pointer.level))
    }
  }

  /// A run of members for each lane, transposed in registers by exchanging halves, quarters, ... of pairs of vectors.
  private func readTransposed(_ group: LoadGroup, _ members: [Int], _ vector: VectorContext) {
    let pointer = start(group, members[0], vector)
    let factor = integer(group.factor)
    let buffer = buffers[group.buffer]
    let type = module.memoryType(buffer.type)
    let size = members.count
    at(max(pointer.level, factor.level))
    var columns = [[IRValue]](repeating: [], count: size)
    var row = pointer.ir
    for block in 0..<(vector.lanes / size) {
      var rows: [IRValue] = []
      for lane in 0..<size {
        if block + lane > 0 { row = module.ir.element(type, row, factor.ir) }
        rows.append(module.ir.load(type.lanes(size), row, alignment: buffer.type.byteCount))
      }
      transpose(&rows)
      for member in 0..<size { columns[member].append(rows[member]) }
    }
    for (member, parts) in zip(members, columns) {
      let joined = join(parts, size)
      remember(
        .grouped(group, member), Operand(joined, lanes: vector.lanes, level: max(pointer.level, factor.level)))
    }
  }

  /// A square of vectors, transposed: lane `l` of vector `i` becomes lane `i` of vector `l`.
  private func transpose(_ rows: inout [IRValue]) {
    let size = rows.count
    var distance = 1
    while distance < size {
      for first in 0..<size where first & distance == 0 {
        let (a, b) = (rows[first], rows[first + distance])
        rows[first] = module.ir.shuffle(
          a, b, (0..<size).map { $0 & distance == 0 ? $0 : size + $0 - distance })
        rows[first + distance] = module.ir.shuffle(
          a, b, (0..<size).map { $0 & distance == 0 ? $0 + distance : size + $0 })
      }
      distance *= 2
    }
  }

  /// Vectors of `size` lanes one after the other; a power of two of them.
  func join(_ parts: [IRValue], _ size: Int) -> IRValue {
    var (level, width) = (parts, size)
    while level.count > 1 {
      let next = stride(from: 0, to: level.count, by: 2).map {
        module.ir.shuffle(level[$0], level[$0 + 1], Array(0..<(2 * width)))
      }
      (level, width) = (next, 2 * width)
    }
    return level[0]
  }
}
