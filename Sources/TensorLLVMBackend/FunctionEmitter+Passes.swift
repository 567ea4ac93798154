import TensorLoopIR

extension ModuleEmitter {
  /// The reducers of a pass whose lanes do not all fit into the registers of this processor, in parts that do: several
  /// passes then read the elements anew, which is cheaper than lanes in memory.
  func passes(_ reduction: Reduction) -> [Reduction] {
    let reducers = reduction.reducers
    guard reducers.count > 1, !reduction.body.hasEffects, !fits(reduction) else { return [reduction] }
    var parts: [[Reducer]] = []
    for reducer in reducers {
      if let last = parts.last, fits(reduction.reduced(to: last + [reducer])) {
        parts[parts.count - 1].append(reducer)
      } else {
        parts.append([reducer])
      }
    }
    return parts.map(reduction.reduced(to:))
  }

  private func fits(_ reduction: Reduction) -> Bool {
    keepsInRegisters(profile(reduction.body), reduction.reducers.map(Reducing.init), lanes: reduction.treeLanes)
  }
}

extension [Statement] {
  /// Whether running the statements once more could be seen.
  fileprivate var hasEffects: Bool {
    contains { statement in
      switch statement {
      case .define, .prefetch: false
      case .store, .loop, .fold, .reduce, .scan, .call, .check: true
      }
    }
  }
}

extension Reduction {
  /// The reduction with some of its reducers only, and the definitions that those need.
  fileprivate func reduced(to kept: [Reducer]) -> Reduction {
    var needed = Set(kept.flatMap(\.arguments).map(\.number))
    var statements: [Statement] = []
    for statement in body.reversed() {
      guard case .define(let value, let expression) = statement, needed.contains(value.number) else { continue }
      statements.append(statement)
      needed.formUnion(expression.valueNumbers)
    }
    var part = self
    (part.body, part.reducers) = (statements.reversed(), kept)
    return part
  }
}
