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

  /// The group of a load and the constant part of its offset; nil where lanes lie side by side, or each where it likes.
  static func place(_ access: Access, variable: Int) -> (group: LoadGroup, constant: Int)? {
    let atom = SymbolicInteger.Atom.loop(variable)
    guard let factor = access.offset.coefficient(of: atom), factor.constant.map({ abs($0) > 1 }) ?? true else { return nil }
    return place(access.buffer, factor: factor, rest: access.offset - factor * SymbolicInteger(atom))
  }

  static func place(_ buffer: Int, factor: SymbolicInteger, rest: SymbolicInteger) -> (group: LoadGroup, constant: Int) {
    let constant = rest.constantPart
    return (LoadGroup(buffer: buffer, factor: factor, rest: rest - SymbolicInteger(constant)), constant)
  }

  /// The constant stride of lanes whose members are read as one run with gaps.
  func gap(members: [Int]) -> Int? {
    guard let gap = factor.constant, gap > 1, gap <= LoadGroup.largestGap, let first = members.first, let last = members.last else { return nil }
    return last - first + 1 <= 2 * gap ? gap : nil
  }

  /// Whether the members are read as vectors, and no gather is left.
  func isReadTogether(_ members: [Int]) -> Bool { gap(members: members) != nil || LoadGroup.isSquare(members: members) }

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
    var groups: [LoadGroup: Set<Int>] = [:]
    for statement in body {
      guard case .define(_, .load(let access)) = statement, let (group, constant) = LoadGroup.place(access, variable: variable) else { continue }
      groups[group, default: []].insert(constant)
    }
    return groups.mapValues { $0.sorted() }
  }

  /// A strided load as part of its group; nil where a gather is what is left.
  ///
  /// The builder's vector loop is not masked, and `address(rest)` is what the group reads from.
  func groupedLoad(_ buffer: LoopBuffer, _ number: Int, factor: SymbolicInteger, rest: SymbolicInteger) -> Operand? {
    guard let vector, vector.mask == nil, isReadOnly(buffer) else { return nil }
    let (group, constant) = LoadGroup.place(number, factor: factor, rest: rest)
    guard let members = loadGroups[group], !members.isEmpty else { return nil }
    if let known = remembered(.grouped(group, constant)) { return known }
    if let gap = group.gap(members: members) {
      readRun(group, members, gap: gap, vector)
    } else if LoadGroup.isSquare(members: members), vector.lanes % members.count == 0 {
      readTransposed(group, members, vector)
    }
    return remembered(.grouped(group, constant))
  }

  /// The start of lane 0's first member.
  private func start(_ group: LoadGroup, _ first: Int) -> Operand {
    address(group.buffer, group.rest + SymbolicInteger(first), walkingBy: group.factor)
  }

  /// One wide load, from which each member picks its elements.
  private func readRun(_ group: LoadGroup, _ members: [Int], gap: Int, _ vector: VectorContext) {
    let pointer = start(group, members[0])
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

  /// A run of members for each lane, transposed in registers.
  private func readTransposed(_ group: LoadGroup, _ members: [Int], _ vector: VectorContext) {
    let pointer = start(group, members[0])
    let factor = integer(group.factor)
    let buffer = buffers[group.buffer]
    let type = module.memoryType(buffer.type)
    let size = members.count
    at(max(pointer.level, factor.level))
    var blocks = [[IRValue]](repeating: [], count: size)
    var row = pointer.ir
    for lane in 0..<vector.lanes {
      if lane > 0 { row = module.ir.element(type, row, factor.ir) }
      blocks[lane % size].append(module.ir.load(type.lanes(size), row, alignment: buffer.type.byteCount))
    }
    // Squares side by side are transposed by the same instructions.
    var rows = blocks.map { join($0, size) }
    if size * buffer.type.byteCount == 16 {
      interleave(&rows, lanes: vector.lanes)
    } else {
      exchange(&rows, lanes: vector.lanes)
    }
    for (member, row) in zip(members, rows) {
      remember(.grouped(group, member), Operand(row, lanes: vector.lanes, level: max(pointer.level, factor.level)))
    }
  }

  /// Squares of vectors, transposed (lane `l` of vector `i` becomes lane `i` of vector `l`) by exchanging single elements, pairs, ... up to halves
  /// of pairs of vectors.
  private func exchange(_ rows: inout [IRValue], lanes: Int) {
    let size = rows.count
    var distance = 1
    while distance < size {
      for first in 0..<size where first & distance == 0 {
        let (a, b) = (rows[first], rows[first + distance])
        rows[first] = module.ir.shuffle(a, b, (0..<lanes).map { $0 & distance == 0 ? $0 : lanes + $0 - distance })
        rows[first + distance] = module.ir.shuffle(a, b, (0..<lanes).map { $0 & distance == 0 ? $0 + distance : lanes + $0 })
      }
      distance *= 2
    }
  }

  /// The same by interleaving, which processors do within 16 bytes in one instruction: after as many rounds as the size has halves each element
  /// has been in every place on its way.
  private func interleave(_ rows: inout [IRValue], lanes: Int) {
    let half = rows.count / 2
    for _ in 0..<rows.count.trailingZeroBitCount {
      rows = (0..<rows.count).map { position in
        let (a, b) = (rows[position / 2], rows[position / 2 + half])
        let places = (0..<lanes).map { lane in
          let from = lane / rows.count * rows.count + lane % rows.count / 2 + (position % 2 == 0 ? 0 : half)
          return lane % 2 == 0 ? from : lanes + from
        }
        return module.ir.shuffle(a, b, places)
      }
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
