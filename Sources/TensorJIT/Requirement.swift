import TensorGraph
import TensorScheduling

/// A condition on extents and the operation that asks for it.
struct Requirement: Sendable {
  let constraint: ShapeConstraint
  let operation: String
  let places: [SourcePlace]

  /// The conditions of a graph as written, then those of what composite operations stand for, and of the extents themselves.
  static func all(of outputs: [Tensor]) -> [Requirement] {
    var normalizer = GraphNormalizer()
    let asked = Requiring.origins(of: outputs + normalizer.normalize(outputs))
    return (asked + Requiring.implied(by: outputs, beside: asked)).map {
      Requirement(constraint: $0.constraint, operation: $0.operation, places: $0.places)
    }
  }

  static func check(_ requirements: [Requirement], _ values: [Symbol: Int]) throws(CallError) {
    for requirement in requirements { try requirement.check(values) }
  }

  private func check(_ values: [Symbol: Int]) throws(CallError) {
    guard let first = constraint.first.evaluate(values), let second = constraint.second.evaluate(values) else {
      throw CallError(.arguments, "\(operation): an extent does not fit 64 bits", places: places)
    }
    let holds: Bool
    switch constraint.relation {
    case .equal: holds = first == second
    case .broadcastable: holds = first == second || first == 1 || second == 1
    case .atLeast: holds = first >= second
    }
    guard holds else {
      throw CallError(.arguments, "\(operation): \(meaning(values)): \(describe(first, second))", places: places)
    }
  }

  /// What the condition means, with the values of extents that the run has found: they have no name of the user's.
  private func meaning(_ values: [Symbol: Int]) -> String {
    var result = constraint.meaning
    for extent in [constraint.first, constraint.second] {
      extent.forEachAtom { atom in
        guard case .symbol(let symbol) = atom, "\(symbol)" != symbol.name, let value = values[symbol] else { return }
        guard let name = try? Regex("\(symbol)(?![0-9])") else { return }
        result = result.replacing(name, with: "\(value)")
      }
    }
    return result
  }

  private func describe(_ first: Int, _ second: Int) -> String {
    switch constraint.relation {
    case .equal: "extents \(first) and \(second) must be equal"
    case .broadcastable: "extents \(first) and \(second) do not broadcast"
    case .atLeast: "extent \(first) must be at least \(second)"
    }
  }

  /// Compiles in the extents that decide how operands broadcast: those that are 1 here.
  func addDecidingSymbols(_ values: [Symbol: Int], to known: inout [Symbol: Int]) {
    guard constraint.relation == .broadcastable else { return }
    for extent in [constraint.first, constraint.second] { extent.compileIn(where: 1, values, &known) }
  }
}

/// Extents of what is placed among zeros: where one is 0 there is nothing to read at the places beside it, so that is compiled in.
enum PlacedExtents {
  static func all(in outputs: [Tensor]) -> [Dimension] {
    var normalizer = GraphNormalizer()
    let placed = Traversal.nodes(of: normalizer.normalize(outputs), withExtents: false).filter { $0.operation is Placed }
    var seen: Set<Dimension> = []
    return placed.flatMap { $0.inputs[0].shape }.filter { $0.constant == nil && seen.insert($0).inserted }
  }

  static func addDecidingSymbols(_ extents: [Dimension], _ values: [Symbol: Int], to known: inout [Symbol: Int]) {
    for extent in extents { extent.compileIn(where: 0, values, &known) }
  }
}

extension SymbolicInteger {
  /// Makes the symbols of an extent that has a certain value in a call known to the compiler.
  fileprivate func compileIn(where wanted: Int, _ values: [Symbol: Int], _ known: inout [Symbol: Int]) {
    let value = evaluate(values)
    guard value == wanted, constant == nil else { return }
    forEachAtom { atom in
      if case .symbol(let symbol) = atom, let value = values[symbol] { known[symbol] = value }
    }
  }
}

/// Extents that are worth compiling in where they are small: reductions and matrix products over them are written out.
enum SmallExtents {
  static func symbols(in outputs: [Tensor]) -> [Symbol: Int] {
    var result: [Symbol: Int] = [:]
    var normalizer = GraphNormalizer()
    for node in Traversal.nodes(of: normalizer.normalize(outputs), withExtents: false) {
      switch node.operation.lowering {
      case .reduction(let reduction):
        let space = reduction.space(node.inputs.map(\.type))
        for axis in reduction.axes { space[axis].forEachAtom { note($0, 16, &result) } }
      case .matrixProduct:
        for input in node.inputs { for extent in input.shape.suffix(2) { extent.forEachAtom { note($0, 32, &result) } } }
      case .leaf, .elements, .scan, .recurrence, .scatter, .overwrite, .reshape, .concatenation, .routine, .compaction, .composite: break
      }
    }
    return result
  }

  private static func note(_ atom: SymbolicInteger.Atom, _ limit: Int, _ result: inout [Symbol: Int]) {
    if case .symbol(let symbol) = atom { result[symbol] = max(limit, result[symbol] ?? 0) }
  }
}

/// How the axes of an array are stepped through.
enum StrideClassifier {
  static func classes(of array: NDArray) -> [Specialization.StrideClass] {
    let (shape, strides) = (array.shape, array.strides)
    var result = [Specialization.StrideClass](repeating: .unit, count: array.rank)
    // The stride an axis has if its rows follow each other.
    var following = 1
    for axis in (0..<array.rank).reversed() {
      let isLast = axis == array.rank - 1
      let stride = shape[axis] == 1 ? following : strides[axis]
      if stride == following {
        result[axis] = isLast ? .unit : .dense
      } else if stride == 0 {
        result[axis] = .zero
      } else {
        result[axis] = stride == 1 ? .unit : .general
      }
      following = stride * shape[axis]
    }
    return result
  }
}
