import TensorLoopIR

/// How lanes reach elements of less than 4 bytes that do not lie side by side.
///
/// Processors gather and scatter words only. LLVM makes a narrow gather of one load for each lane, and under a mask of one branch for each:
/// code as long as the loop is wide, which takes longer to compile than it ever saves.
enum NarrowAccess {
  /// Not at all: lanes are neighbours in memory, or wider.
  case none
  /// In runs that are sorted out in registers, but for the lanes that are left at the end.
  case grouped
  /// Each lane by itself.
  case picked

  /// The most lanes that are filled one by one: a register of bytes.
  static let mostPicked = 16
}

extension FunctionEmitter {
  /// How the lanes of a loop over `variable` reach narrow elements; `groups` are the loads that are made together.
  func narrowAccess(_ body: [Statement], variable: Int, groups: [LoadGroup: [Int]] = [:]) -> NarrowAccess {
    let atom = SymbolicInteger.Atom.loop(variable)
    var result = NarrowAccess.none
    var own: Set<Int> = []
    func see(_ access: Access, isLoad: Bool) {
      guard buffers[access.buffer].type.byteCount < 4, result != .picked else { return }
      guard let factor = access.offset.coefficient(of: atom) else { return result = .picked }
      if factor.constant.map({ abs($0) <= 1 }) ?? false {
        if access.offset.holdsValue(of: own) { result = .picked }
      } else if isLoad, let (group, _) = LoadGroup.place(access, variable: variable), group.isReadTogether(groups[group] ?? []) {
        result = .grouped
      } else {
        result = .picked
      }
    }
    func visit(_ statements: [Statement]) {
      for statement in statements {
        switch statement {
        case .define(let value, .load(let access)):
          see(access, isLoad: true)
          own.insert(value.number)
        case .define(let value, _): own.insert(value.number)
        case .store(_, let access): see(access, isLoad: false)
        case .fold(let fold):
          own.formUnion(fold.carried.map(\.number))
          visit(fold.body)
        case .loop, .reduce, .scan, .call, .check, .prefetch: break
        }
      }
    }
    visit(body)
    return result
  }
}

extension SymbolicInteger {
  /// Whether it holds one of these values, which may differ from lane to lane.
  fileprivate func holdsValue(of numbers: Set<Int>) -> Bool {
    var found = false
    forEachAtom { if case .value(let number) = $0, numbers.contains(number) { found = true } }
    return found
  }
}
