/// How far `roll` moves elements: a number of places that is known, or an integer scalar that a call brings.
enum RollShift<A: ArrayAlgebra> {
  case known(Dimension)
  case computed(A)

  /// Both, one after the other.
  func adding(_ other: RollShift, at place: SourcePlace) -> RollShift {
    if case .known(let a) = self, case .known(let b) = other { return .known(a + b) }
    return .computed(value(at: place).calling(.add, other.value(at: place), at: place))
  }

  private func value(at place: SourcePlace) -> A {
    switch self {
    case .known(let count): .extent(count, at: place)
    case .computed(let value): value.converted(to: .i64, at: place)
    }
  }
}

/// Elements moved by known numbers of places along axes: what falls off an end comes in at the front.
public struct Roll: Operation {
  /// For each of the axes, which are different.
  public let shifts: [Dimension]
  public let axes: [Int]

  public init(_ shifts: [Dimension], axes: [Int]) { (self.shifts, self.axes) = (shifts, axes) }

  public var name: String { "roll" }
  public var attributes: [Attribute] {
    let shift: Attribute.Value = shifts.count == 1 ? .dimension(shifts[0]) : .tuple(shifts.map { .dimension($0) })
    return [Attribute("shift", shift), Axes.attribute(axes)]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Roll { Roll(shifts.map { $0.withExtents(replacement) }, axes: axes) }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard shifts.count == axes.count, Set(axes).count == axes.count else { throw failure("takes as many shifts as axes, which differ") }
    for axis in axes where !(0..<input.rank).contains(axis) {
      throw failure("axis \(axis) is out of bounds for array of dimension \(input.rank)")
    }
    return Inference(TensorType(input.elementType, input.shape))
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// Back to where they came from.
  public var derivative: Derivative {
    let back = Roll(shifts.map { -$0 }, axes: axes)
    return .unary { .single(back, [$0], at: $1.place) }
  }

  public var batching: Batching {
    let operation = Roll(shifts, axes: Axes.behindFirst(axes))
    return .unary { _ in operation }
  }

  /// Two slices along each axis, side by side.
  public var lowering: Lowering {
    let moves = zip(axes, shifts).sorted { $0.0 < $1.0 }
    return .composite { inputs in
      let x = inputs[0]
      let place = x.node.places.first ?? .none
      func rolled(_ part: Tensor, _ rest: ArraySlice<(Int, Dimension)>) -> Tensor {
        guard let (axis, shift) = rest.first else { return part }
        let extent = x.shape[axis]
        // Divided by the extent, but not by 0.
        let behind = Dimension.remainder(shift, extent.constant.map { Dimension(Swift.max($0, 1)) } ?? .maximum(extent, 1))
        if behind.constant == 0 { return rolled(part, rest.dropFirst()) }
        let border = extent - behind
        let parts = [part.slicedAlong(axis, from: border, at: place), part.slicedAlong(axis, to: border, at: place)]
        return .single(Concatenate(axis: axis), parts.map { rolled($0, rest.dropFirst()) }, at: place)
      }
      return [rolled(x, moves[...]).known(x.shape, at: place)]
    }
  }
}

extension ArrayAlgebra {
  /// Moved along one axis by a number that a call brings: a gather.
  private func rolled(by count: Self, axis: Int, at place: SourcePlace) -> Self {
    let size = Self.extent(inferredType.shape[axis], at: place)
    // Great ones without a sign do not fit i64 before they are brought into the axis.
    let type = count.inferredType.elementType == .u64 ? ElementType.u64 : .i64
    let offset = count.converted(to: type, at: place).calling(.remainder, size.converted(to: type, at: place), at: place)
      .converted(to: .i64, at: place)
    // Negative places count from the end.
    let places = Self.numbers(inferredType.shape[axis], at: place).calling(.subtract, offset, at: place)
    return taking(places, axis: axis, at: place)
  }

  func rolled(_ shifts: [RollShift<Self>], axes: [Int]?, at place: SourcePlace) -> Self {
    Self.building("roll", [self], at: place) { () throws(TensorError) in
      guard let axes else {
        guard let first = shifts.first else { return self }
        let whole = shifts.dropFirst().reduce(first) { $0.adding($1, at: place) }
        let flat = raveled(at: place).rolled([whole], axes: [0], at: place)
        return .single(Reshape(inferredType.shape), [flat], at: place)
      }
      guard shifts.count == axes.count || shifts.count == 1 || axes.count == 1 else {
        throw TensorError(
          operation: "roll", message: "\(shifts.count) shifts and \(axes.count) axes do not broadcast",
          hint: "as many shifts as axes, or one of either")
      }
      let count = shifts.isEmpty || axes.isEmpty ? 0 : max(shifts.count, axes.count)
      // Shifts along one axis add up.
      var sums: [(axis: Int, shift: RollShift<Self>)] = []
      for number in 0..<count {
        let axis = try Axes.normalized(axes[axes.count == 1 ? 0 : number], rank: inferredRank, operation: "roll")
        let shift = shifts[shifts.count == 1 ? 0 : number]
        if let known = sums.firstIndex(where: { $0.axis == axis }) {
          sums[known].shift = sums[known].shift.adding(shift, at: place)
        } else {
          sums.append((axis, shift))
        }
      }
      var (moved, knownAxes, knownShifts): (Self, [Int], [Dimension]) = (strong(at: place), [], [])
      for (axis, shift) in sums {
        switch shift {
        case .computed(let count): moved = moved.rolled(by: count, axis: axis, at: place)
        case .known(let count):
          if count.constant == 0 || inferredType.shape[axis].constant == 1 { continue }
          knownAxes.append(axis)
          knownShifts.append(count)
        }
      }
      return knownAxes.isEmpty ? moved : .single(Roll(knownShifts, axes: knownAxes), [moved], at: place)
    }
  }

  /// This, whose extents have another form but are these.
  func known(_ shape: [Dimension], at place: SourcePlace) -> Self {
    required(shape, of: "the extent that follows from its parts", at: place)
  }
}

/// `x` with its elements moved by `shift` places along an axis, those that fall off the end coming in at the front.
///
/// `result[i] = x[(i - shift) mod n]`; nil: along the elements in row-major order. The type and shape of `x`. Errors: an axis out of range.
public func roll<A: ArrayAlgebra>(
  _ x: A, shift: Dimension, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.rolled([.known(shift)], axes: axis.map { [$0] }, at: .at(file, line))
}

/// The same along several axes, by a number of places for each.
public func roll<A: ArrayAlgebra>(
  _ x: A, shifts: [Dimension], axes: [Int], file: StaticString = #fileID, line: Int = #line
) -> A {
  x.rolled(shifts.map { .known($0) }, axes: axes, at: .at(file, line))
}

/// The same by an integer scalar that is computed.
public func roll<A: ArrayAlgebra>(
  _ x: A, by shift: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.rolled([.computed(shift)], axes: axis.map { [$0] }, at: .at(file, line))
}

extension OperationDefinition {
  static let roll = OperationDefinition(
    "roll", family: "shapes",
    [Parameter("a", .tensor), Parameter("shift", .nested), Parameter("axis", .axes, default: Argument.none)],
    summary: "Elements moved along axes, what falls off the end coming in at the front.", numpy: "np.roll(a, shift, axis)"
  ) { arguments throws(TensorError) in
    let (shape, tensors) = try arguments.nested("shift").grid("shift", of: "roll")
    guard shape.count <= 1 else {
      throw TensorError(operation: "roll", message: "'shift' and 'axis' should be scalars or 1D sequences", places: [arguments.place])
    }
    var shifts: [RollShift<Tensor>] = []
    for tensor in tensors {
      guard tensor.elementType.isInteger || tensor.elementType == .bool else {
        throw TensorError(
          operation: "roll", message: "shift must be an integer, got \(tensor.elementType.name)", places: [arguments.place],
          hint: "cast it with i64(...)")
      }
      if let known = try? tensor.staticInteger("shift", of: "roll") {
        shifts.append(.known(known))
      } else {
        shifts.append(.computed(tensor))
      }
    }
    return [try arguments.tensor("a").rolled(shifts, axes: try arguments.axes("axis"), at: arguments.place)]
  }.sampled(
    "(x: f64[n]) -> roll(x, 2) * x", "(x: f64[n, m]) -> roll(x, -1) ** 2", "(x: f64[n, m]) -> roll(x, (1, 2), axis=(0, 1)) * x",
    "(x: f64[n, m]) -> roll(x, i64(2.5 + 0 * x[0, 0]), axis=1) * x")
}
