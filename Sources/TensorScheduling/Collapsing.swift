import TensorGraph

/// Which neighbouring axes of an index space can be one loop: those along which every offset advances as if the two were
/// one axis.
struct Collapsing {
  /// Runs of axes, outermost first; each becomes one loop.
  let runs: [[Int]]

  /// - Parameters:
  ///   - axes: the axes to look at, ascending.
  ///   - expressions: all offsets and index values, in terms of `RootAnalysis.variable(axis)`.
  init(axes: [Int], space: [Dimension], expressions: [Dimension]) {
    var runs: [[Int]] = []
    for axis in axes where space[axis].constant != 1 {
      if let outer = runs.last?.last,
        expressions.allSatisfy({ Collapsing.advancesAsOne(outer, axis, space[axis], $0) })
      {
        runs[runs.count - 1].append(axis)
      } else {
        runs.append([axis])
      }
    }
    self.runs = runs
  }

  private static func advancesAsOne(_ outer: Int, _ inner: Int, _ extent: Dimension, _ offset: Dimension) -> Bool {
    guard let a = offset.coefficient(of: RootAnalysis.atom(outer)),
      let b = offset.coefficient(of: RootAnalysis.atom(inner))
    else { return false }
    return a == b * extent
  }

  /// The number of iterations of each run.
  func extents(_ space: [Dimension]) -> [Dimension] {
    runs.map { $0.reduce(SymbolicInteger(1)) { $0 * space[$1] } }
  }

  /// Fills in the indices of a run's axes: the last axis takes the whole variable, as the offsets allow.
  func assign(_ variables: [Dimension], to index: inout [Dimension]) {
    for (run, variable) in zip(runs, variables) {
      for axis in run { index[axis] = 0 }
      index[run[run.count - 1]] = variable
    }
  }
}

/// Splits a linear index over several extents, the last fastest.
func splitIndex(_ linear: Dimension, _ extents: [Dimension]) -> [Dimension] {
  var rest = linear
  var result: [Dimension] = []
  for (position, extent) in extents.enumerated().reversed() {
    if position == 0 {
      result.append(rest)
    } else {
      result.append(.remainder(rest, extent))
      rest = .floorDivide(rest, extent)
    }
  }
  return result.reversed()
}
