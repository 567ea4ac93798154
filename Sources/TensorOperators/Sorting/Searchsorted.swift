/// Where a searched element belongs among equal ones.
public enum SearchSide: String, Hashable, Sendable, CaseIterable {
  /// Before them: the number of lesser elements.
  case left
  /// Behind them: the number of elements that are not greater.
  case right
}

/// Places of values in sorted rows. The rows' leading axes are the first axes of the values.
public struct Searchsorted: Operation {
  public let side: SearchSide

  public init(_ side: SearchSide) { self.side = side }

  public var name: String { "searchsorted" }
  public var attributes: [Attribute] { [Attribute("side", .text(side.rawValue))] }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    guard inputs.count == 2 else { throw failure("takes 2 operands, got \(inputs.count)") }
    let (rows, values) = (inputs[0], inputs[1])
    guard rows.rank > 0 else { throw failure("what is searched in must have an axis", hint: "it is a sorted vector, or rows of them") }
    guard rows.elementType == values.elementType else {
      throw failure("operands must have one type, got \(rows.elementType.name) and \(values.elementType.name)")
    }
    let code = SortedType.code(of: rows.elementType)
    guard rows.elementType.isComplex || code.map({ $0 < 2 || rows.elementType.bitWidth >= 32 }) ?? false else {
      throw failure("is not defined for \(rows.elementType.name)")
    }
    guard values.rank >= rows.rank - 1 else {
      throw failure("values must have the leading axes of what they are searched in, which are \(rows.rank - 1)")
    }
    var constraints: [ShapeConstraint] = []
    for (axis, (own, other)) in zip(rows.shape.dropLast(), values.shape).enumerated() where own != other {
      if let own = own.constant, let other = other.constant {
        throw failure("axis \(axis) has extents \(own) and \(other)", hint: "each row has values of its own; a vector is searched for all")
      }
      constraints.append(ShapeConstraint(.equal, own, other, "axis \(axis) of the operands of searchsorted"))
    }
    return Inference(TensorType(.i64, values.shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    ValueFacts(ElementFacts(0, 0x1p53, isWhole: true))
  }

  public var derivative: Derivative { .flat }

  public var batching: Batching {
    let own = self
    return .rule { step in
      // One vector serves all examples.
      let isShared = !step.isBatched[0] && step.inputs[0].rank == 1
      return [.single(own, [isShared ? step.inputs[0] : step.repeated(0), step.repeated(1)], at: step.place)]
    }
  }

  public var lowering: Lowering {
    let side = side
    return .routine(
      RoutineLowering(.searchsorted) { inputs, _ in
        let (rows, values) = (inputs[0], inputs[1])
        return [
          rows.shape.dropLast().reduce(1, *), rows.shape[rows.rank - 1], values.shape.dropFirst(rows.rank - 1).reduce(1, *),
          Dimension(rows.elementType.byteCount), Dimension(SortedType.code(of: rows.elementType) ?? 0), side == .right ? 1 : 0,
        ]
      })
  }

  /// Complex numbers, of which the routine knows nothing.
  public var complexRule: ComplexRule {
    let side = side
    return .expanded { [Searchsorted.merged($0[0], $0[1], side)] }
  }

  /// Rows and values are sorted together, values in front of their equals or behind them: where a value comes, so many elements of its row
  /// are in front.
  private static func merged(_ rows: Tensor, _ values: Tensor, _ side: SearchSide) -> Tensor {
    let axis = rows.rank - 1
    let (extent, count) = (rows.shape[axis], values.shape.dropFirst(axis).reduce(1, *))
    let flat = Tensor.single(Reshape(rows.shape.dropLast() + [count]), [values], at: .none)
    let all = Tensor.concatenated(side == .left ? [flat, rows] : [rows, flat], axis: axis, type: nil, at: .none)
    let order = Ordering.apply(.places, all, axis: axis, name: "searchsorted", at: .none)
    let first = Tensor.make(Extent(side == .left ? count : extent, isWeak: false), [], at: .none)
    let isOfRow = Tensor.apply(side == .left ? .greaterEqual : .less, [order, first], at: .none)
    let before = Tensor.single(Cumulative(.sum, axis: axis), [isOfRow.converted(to: .i64, at: .none)], at: .none)
    let places = Ordering.apply(.places, order, axis: axis, name: "searchsorted", at: .none)
    let placed = Tensor.single(Take(axis: axis, batchAxes: axis), [before, places], at: .none)
    let own = side == .left ? placed.slicedAlong(axis, to: count, at: .none) : placed.slicedAlong(axis, from: extent, at: .none)
    return .single(Reshape(values.shape), [own], at: .none)
  }

  static func apply<A: ArrayAlgebra>(
    _ rows: A, _ values: A, side: SearchSide, sorter: A?, at place: SourcePlace
  ) -> A {
    A.building("searchsorted", [rows, values] + (sorter.map { [$0] } ?? []), at: place) { () throws(TensorError) in
      var sorted = rows
      if let sorter {
        guard sorter.inferredRank == rows.inferredRank else {
          throw TensorError(operation: "searchsorted", message: "sorter must have as many axes as what it sorts")
        }
        let last = rows.inferredRank - 1
        guard last >= 0 else { throw TensorError(operation: "searchsorted", message: "what is searched in must have an axis") }
        let whole = sorter.required(rows.inferredType.shape, of: "the extent of what it sorts", at: place)
        let isPlace = A.apply(.greaterEqual, [whole, A.weak(.integer(0), like: whole)], at: place)
        sorted = .single(Take(axis: last, batchAxes: last), [rows, whole.checked(isPlace, "sorter index out of range", at: place)], at: place)
      }
      let given = [sorted.held(beside: values, at: place), values.held(beside: sorted, at: place)]
      var operands = A.promoted(given, to: nil, at: place)
      let type = operands[0].inferredType.elementType
      // Narrow floats are exact as wider ones.
      if type.isFloat, type.bitWidth < 32 { operands = operands.map { $0.converted(to: .f32, at: place) } }
      return .single(Searchsorted(side), operands, at: place)
    }
  }
}

/// For each of `v` the place in the sorted vector `a` before which it belongs so that the order stays: the number of lesser elements, or
/// (`.right`) of elements that are not greater.
///
/// Shape: that of `v`; i64. NaNs are the greatest. `a` may have leading axes, which are then the first ones of `v`: each row is searched for values of its
/// own. Complex numbers are in order by real parts, then imaginary ones. With `sorter`, `a` is sorted by these indices (as `argsort` gives them). Where `a` is not sorted the result is some place. Binary search,
/// many values at once, on all threads. Errors: `a` has no axes, leading axes that differ.
public func searchsorted<A: ArrayAlgebra>(
  _ a: A, _ v: A, side: SearchSide = .left, sorter: A? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  Searchsorted.apply(a, v, side: side, sorter: sorter, at: .at(file, line))
}

extension OperationDefinition {
  static let searchsorted = OperationDefinition(
    "searchsorted", family: "sorting",
    [
      Parameter("a", .tensor), Parameter("v", .tensor), Parameter("side", .text, default: .text("left")),
      Parameter("sorter", .tensor, default: Argument.none),
    ],
    summary: "The places in a sorted vector before which elements belong.",
    numpy: "np.searchsorted(a, v, side=side, sorter=sorter); for rows of a: each row for its own v"
  ) { arguments throws(TensorError) in
    guard case .text(let name)? = arguments.values["side"], let side = SearchSide(rawValue: name) else {
      throw TensorError(operation: "searchsorted", message: "side must be 'left' or 'right'")
    }
    return [
      Searchsorted.apply(
        try arguments.tensor("a"), try arguments.tensor("v"), side: side, sorter: try arguments.optionalTensor("sorter"),
        at: arguments.place)
    ]
  }.sampled("(x: f64[n]) -> x * searchsorted(arange(3.0), x)", "(x: f64[n, m]) -> x * searchsorted(sort(x), x, side='right')")
}
