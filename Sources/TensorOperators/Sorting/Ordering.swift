/// Elements along an axis in order, or the places at which they stand; all of them, or a range of that order.
public struct Ordering: Operation {
  /// What the result holds.
  public enum Kind: Hashable, Sendable {
    case elements
    /// Their indices along the axis.
    case places
  }

  /// Places of the order: `first ..< first + count`.
  public struct Range: Hashable, Sendable {
    public var first: Dimension
    public var count: Dimension
    public init(first: Dimension, count: Dimension) { (self.first, self.count) = (first, count) }
  }

  public let kind: Kind
  public let axis: Int
  /// Greatest first; equal elements still keep their order.
  public let isDescending: Bool
  /// Nil: everything. Less takes less time: the rest is not put in order.
  public let range: Range?

  public init(_ kind: Kind, axis: Int, isDescending: Bool = false, range: Range? = nil) {
    (self.kind, self.axis, self.isDescending, self.range) = (kind, axis, isDescending, range)
  }

  public var name: String {
    switch (kind, range) {
    case (.elements, nil): "sort"
    case (.places, nil): "argsort"
    case (.elements, _?): "op.sort_range"
    case (.places, _?): "op.argsort_range"
    }
  }

  public var attributes: [Attribute] {
    [Attribute("axis", .integer(axis)), Attribute("descending", .flag(isDescending))]
      + (range.map { [Attribute("first", .dimension($0.first)), Attribute("count", .dimension($0.count))] } ?? [])
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Ordering {
    let range = range.map { Range(first: $0.first.withExtents(replacement), count: $0.count.withExtents(replacement)) }
    return Ordering(kind, axis: axis, isDescending: isDescending, range: range)
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axis >= 0, axis < input.rank else {
      throw failure(
        "axis \(axis) is out of bounds for array of dimension \(input.rank)",
        hint: input.rank == 0 ? "the operand has no axes" : nil)
    }
    guard input.elementType.isComplex || SortedType.code(of: input.elementType) != nil else {
      throw failure("is not defined for \(input.elementType.name)", hint: "sort by abs(x), real(x) or another real key")
    }
    var shape = input.shape
    var constraints: [ShapeConstraint] = []
    if let range {
      let (end, extent) = (range.first + range.count, input.shape[axis])
      for (bound, least) in [(extent, end), (range.first, 0), (range.count, 0)] where !(bound - least).isNonnegative {
        let meaning = "places \(range.first) to \(end) of axis \(axis) with extent \(extent)"
        if let bound = bound.constant, let least = least.constant, bound < least { throw failure("there are no \(meaning)") }
        constraints.append(ShapeConstraint(.atLeast, bound, least, meaning))
      }
      shape[axis] = range.count
    }
    return Inference(TensorType(kind == .places ? .i64 : input.elementType, shape), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts {
    switch kind {
    case .elements: ValueFacts(known[0].elements)
    case .places: ValueFacts(ElementFacts(0, 0x1p53, isWhole: true))
    }
  }

  /// The cotangents go to where the elements came from.
  public var derivative: Derivative {
    guard kind == .elements else { return .flat }
    let (axis, isDescending, range) = (axis, isDescending, range)
    return .unary { cotangent, step in
      let (x, place) = (step.inputs[0], step.place)
      let last = x.rank - 1
      let lines = x.moved([axis], to: [last], at: place)
      let places = Tensor.single(
        Ordering(.places, axis: last, isDescending: isDescending, range: range), [lines], at: place)
      let zeros = Tensor.filled(lines.shape, 0, type: x.elementType, at: place)
      let updates = cotangent.moved([axis], to: [last], at: place).converted(to: x.elementType, at: place)
      let sums = Tensor.single(Scatter(.add, axis: last, batchAxes: last), [zeros, places, updates], at: place)
      return sums.moved([last], to: [axis], at: place)
    }
  }

  public var batching: Batching {
    let own = self
    return .unary { _ in Ordering(own.kind, axis: own.axis + 1, isDescending: own.isDescending, range: own.range) }
  }

  public var lowering: Lowering {
    let (own, axis) = (self, axis)
    return .composite { inputs in
      let (x, place) = (inputs[0], inputs[0].node.places.first ?? .none)
      let last = x.rank - 1
      if x.elementType.isComplex {
        let rows = own.ofComplexRows(x.moved([axis], to: [last], at: place), at: place)
        return [rows.moved([last], to: [axis], at: place)]
      }
      let rows = Tensor.single(OrderedRows(own), [x.moved([axis], to: [last], at: place)], at: place)
      return [rows.moved([last], to: [axis], at: place)]
    }
  }
}

extension Ordering {
  /// Real numbers whose lexicographic order is that of complex ones: which parts are NaN, the real parts, the imaginary ones.
  static func complexKeys(of x: Tensor, at place: SourcePlace) -> [Tensor] {
    func apply(_ function: ScalarFunction, _ operands: Tensor...) -> Tensor { .apply(function, operands, at: place) }
    let parts = [apply(.real, x), apply(.imag, x)]
    let isNaN = parts.map { apply(.isnan, $0).converted(to: .i8, at: place) }
    return [apply(.add, isNaN[1], apply(.add, isNaN[0], isNaN[0]))] + parts
  }

  /// Rows of complex numbers: by real parts, then by imaginary ones, behind them those with NaNs, as NumPy has them.
  private func ofComplexRows(_ rows: Tensor, at place: SourcePlace) -> Tensor {
    let last = rows.rank - 1
    let keys = Ordering.complexKeys(of: rows, at: place)
    let take = Take(axis: last, batchAxes: last)
    let sorting = Ordering(.places, axis: last, isDescending: isDescending)
    var order = Tensor.single(sorting, [keys[2]], at: place)
    for key in [keys[1], keys[0]] {
      let next = Tensor.single(sorting, [.single(take, [key, order], at: place)], at: place)
      order = .single(take, [order, next], at: place)
    }
    if let range {
      let entries = [SliceEntry](repeating: .all, count: last) + [.range(start: range.first, stop: range.first + range.count)]
      order = sliced(order, entries, at: place)
    }
    return kind == .places ? order : .single(take, [rows, order], at: place)
  }
}

/// The same along the last axis, by a routine of the runtime.
struct OrderedRows: Operation {
  private let ordering: Ordering

  init(_ ordering: Ordering) {
    self.ordering = Ordering(ordering.kind, axis: -1, isDescending: ordering.isDescending, range: ordering.range)
  }

  var name: String { ordering.kind == .places ? "op.argsort_rows" : "op.sort_rows" }
  var attributes: [Attribute] { ordering.attributes }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank > 0 else { throw failure("the operand has no axes") }
    return try Ordering(
      ordering.kind, axis: input.rank - 1, isDescending: ordering.isDescending, range: ordering.range
    ).infer(inputs)
  }

  var lowering: Lowering {
    let (isPlaces, isDescending, range) = (ordering.kind == .places, ordering.isDescending, ordering.range)
    return .routine(
      RoutineLowering(isPlaces ? .argsort : .sort) { inputs, output in
        let (type, shape) = (inputs[0].elementType, inputs[0].shape)
        return [
          shape.dropLast().reduce(1, *), shape[shape.count - 1], range?.first ?? 0, output.shape[shape.count - 1],
          Dimension(type.byteCount), Dimension(SortedType.code(of: type) ?? 0), isDescending ? 1 : 0,
        ]
      } workspaces: { inputs, _ in
        let shape = inputs[0].shape
        let count = range == nil ? shape[shape.count - 1] : shape.reduce(1, *)
        return [(isPlaces ? .i64 : inputs[0].elementType, count)]
      })
  }
}

/// How the runtime's routines see an element type.
enum SortedType {
  /// 0 for unsigned integers and bools, 1 for signed ones, 2 for IEEE floats, 3 for brain floats; nil where there is no order.
  static func code(of type: ElementType) -> Int? {
    if type == .bool || type.isUnsignedInteger { return 0 }
    if type.isSignedInteger { return 1 }
    if type.isFloat { return type.name == "bf16" ? 3 : 2 }
    return nil
  }
}
