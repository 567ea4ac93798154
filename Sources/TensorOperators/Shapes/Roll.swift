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

/// Elements moved by a known number of places along an axis: what falls off the end comes in at the front.
public struct Roll: Operation {
  public let shift: Dimension
  public let axis: Int

  public init(_ shift: Dimension, axis: Int) { (self.shift, self.axis) = (shift, axis) }

  public var name: String { "roll" }
  public var attributes: [Attribute] { [Attribute("shift", .dimension(shift)), Attribute("axis", .integer(axis))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard (0..<input.rank).contains(axis) else { throw failure("axis \(axis) is out of bounds for array of dimension \(input.rank)") }
    return Inference(input)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// Back to where they came from.
  public var derivative: Derivative {
    let back = Roll(-shift, axis: axis)
    return .unary { .single(back, [$0], at: $1.place) }
  }

  public var batching: Batching {
    let operation = Roll(shift, axis: axis + 1)
    return .unary { _ in operation }
  }

  /// Two slices side by side.
  public var lowering: Lowering {
    let (shift, axis) = (shift, axis)
    return .composite { inputs in
      let x = inputs[0]
      let extent = x.shape[axis]
      // Divided by the extent, but not by 0.
      let behind = Dimension.remainder(shift, extent.constant.map { Dimension(Swift.max($0, 1)) } ?? .maximum(extent, 1))
      if behind.constant == 0 { return [x] }
      let place = x.node.places.first ?? .none
      let border = extent - behind
      let parts = [x.slicedAlong(axis, from: border, at: place), x.slicedAlong(axis, to: border, at: place)]
      return [Tensor.single(Concatenate(axis: axis), parts, at: place).known(x.shape, at: place)]
    }
  }
}

extension ArrayAlgebra {
  /// Moved along one axis.
  private func rolled(_ shift: RollShift<Self>, axis: Int, at place: SourcePlace) -> Self {
    let extent = inferredType.shape[axis]
    switch shift {
    case .known(let count): return count.constant == 0 || extent.constant == 1 ? self : .single(Roll(count, axis: axis), [self], at: place)
    case .computed(let count):
      let size = Self.extent(extent, at: place)
      let offset = count.converted(to: .i64, at: place).calling(.remainder, size, at: place)
      let places = Self.numbers(extent, at: place).calling(.subtract, offset, at: place)
      return taking(places, axis: axis, at: place)
    }
  }

  func rolled(_ shifts: [RollShift<Self>], axes: [Int]?, at place: SourcePlace) -> Self {
    Self.building("roll", [self], at: place) { () throws(TensorError) in
      guard let axes else {
        guard let first = shifts.first else { return self }
        let whole = shifts.dropFirst().reduce(first) { $0.adding($1, at: place) }
        let flat = raveled(at: place).rolled(whole, axis: 0, at: place)
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
      return sums.reduce(self) { $0.rolled($1.shift, axis: $1.axis, at: place) }
    }
  }

  /// This, whose extents have another form but are these.
  func known(_ shape: [Dimension], at place: SourcePlace) -> Self {
    inferredType.shape == shape || error != nil ? self : .single(ShapeAssertion(shape, of: "the extent that follows from its parts"), [self], at: place)
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
