import TensorLLVM
import TensorLoopIR
import TensorScalars

/// Measured choices: how many registers a value of a vector loop takes, and what goes past the caches.
public struct Tuning: Hashable, Sendable {
  /// The greatest cost of a body for which a value takes four registers, and two.
  public var fourRegisterCost: Int
  public var twoRegisterCost: Int
  /// From how many bytes that a loop touches on its results are stored past the caches.
  public var streamedBytes: Int

  public init(fourRegisterCost: Int = 12, twoRegisterCost: Int = 60, streamedBytes: Int = 1 << 26) {
    (self.fourRegisterCost, self.twoRegisterCost) = (fourRegisterCost, twoRegisterCost)
    self.streamedBytes = streamedBytes
  }
}

/// What a loop body asks of the processor.
struct BodyProfile {
  /// Instructions an iteration.
  var cost = 0
  /// Bytes of the widest type.
  var widestByteCount = 1
  /// Whether something visits lanes one by one, with a mask of at most 64 bits.
  var visitsLanes = false
}

extension ModuleEmitter {
  func profile(_ statements: [Statement]) -> BodyProfile {
    var profile = BodyProfile()
    for statement in statements { add(statement, to: &profile) }
    return profile
  }

  private func add(_ statement: Statement, to profile: inout BodyProfile) {
    func see(_ type: ElementType) { profile.widestByteCount = max(profile.widestByteCount, type.byteCount) }
    switch statement {
    case .define(let value, let expression):
      see(value.type)
      switch expression {
      case .constant, .index: break
      case .load: profile.cost += 1
      case .primitive(_, let values):
        profile.cost += 1
        for value in values { see(value.type) }
      case .call(let function, let values):
        let form = form(of: ScalarSignature(function: function, types: values.map(\.type)))
        profile.cost += form.cost
        switch form {
        case .expansion(let program): see(program)
        case .rareCase(let program, _):
          profile.visitsLanes = true
          see(program)
        }
        func see(_ program: ScalarProgram) {
          for type in program.types { profile.widestByteCount = max(profile.widestByteCount, type.byteCount) }
          if program.instructions.contains(where: { if case .call = $0 { true } else { false } }) {
            profile.visitsLanes = true
          }
        }
      }
    case .store(let value, _):
      see(value.type)
      profile.cost += 1
    case .check:
      profile.visitsLanes = true
      profile.widestByteCount = 8
    case .fold(let fold):
      for value in fold.carried { see(value.type) }
      for statement in fold.body { add(statement, to: &profile) }
    case .loop(let loop): for statement in loop.body { add(statement, to: &profile) }
    case .reduce(let reduction): for statement in reduction.body + reduction.then { add(statement, to: &profile) }
    case .scan(let scan): for statement in scan.body + scan.then { add(statement, to: &profile) }
    case .call, .prefetch: break
    }
  }

  /// The most lanes that suit a body.
  func lanes(for profile: BodyProfile) -> Int {
    let registers = profile.cost <= tuning.fourRegisterCost ? 4 : profile.cost <= tuning.twoRegisterCost ? 2 : 1
    let lanes = registers * target.registerBytes / profile.widestByteCount
    return profile.visitsLanes ? min(lanes, 64) : lanes
  }

  /// The widths in which a vector loop runs, widest first; each does what the ones before it leave.
  /// One register at most where blocks are transposed: each lane more is one more stream of memory. What narrow accesses leave is done one by one.
  func stages(
    for body: [Statement], extent: Int?, oneRegister: Bool = false, narrow: NarrowAccess = .none
  ) -> [FunctionEmitter.Stage] {
    let profile = profile(body)
    let one = target.registerBytes / profile.widestByteCount
    let most = oneRegister ? one : lanes(for: profile)
    let few = min(one, NarrowAccess.mostPicked)
    var widths =
      switch narrow {
      case .none: most > one ? [most, one] : [one]
      case .grouped: most > few ? [most, few] : [few]
      case .picked: [few]
      }
    if let extent { widths = widths.filter { $0 <= extent } }
    var stages = widths.map { FunctionEmitter.Stage(lanes: $0, isMasked: false) }
    if target.hasMaskedAccess, narrow == .none {
      if most > one, stages.count == 2 { stages.removeLast() }
      stages.append(FunctionEmitter.Stage(lanes: one, isMasked: true))
    } else {
      stages.append(FunctionEmitter.Stage(lanes: 1, isMasked: false))
    }
    return stages
  }
}
