/// Windows that slide along axes, their elements along new axes behind all others: `result[i, j, k] = x[i + k, j]` for axis 0.
public struct SlidingWindow: Operation {
  /// The axes along which windows slide, in the order of the new axes; one may stand more than once.
  public let axes: [Int]
  public let widths: [Dimension]

  public init(_ widths: [Dimension], axes: [Int]) { (self.widths, self.axes) = (widths, axes) }

  public var name: String { "sliding_window_view" }
  public var attributes: [Attribute] {
    [
      Attribute("window_shape", .tuple(widths.map { .dimension($0) })), Attribute("axis", .tuple(axes.map { .integer($0) })),
    ]
  }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> SlidingWindow {
    SlidingWindow(widths.map { $0.withExtents(replacement) }, axes: axes)
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard axes.count == widths.count, axes.allSatisfy({ $0 >= 0 && $0 < input.rank }) else {
      throw failure("must provide matching length window_shape and axis; got \(widths.count) window_shape elements and \(axes.count) axes")
    }
    var constraints = try constraints(onRequested: widths)
    var shape = input.shape
    for (axis, width) in zip(axes, widths) {
      let message = "window shape cannot be larger than input array shape (axis \(axis))"
      if let extent = shape[axis].constant, let width = width.constant, extent < width - 1 + (width > 0 ? 1 : 0) {
        throw failure("\(message): \(width) of \(extent)", hint: "a window of w elements slides over w elements or more")
      }
      if !(shape[axis] - width).isNonnegative { constraints.append(ShapeConstraint(.atLeast, shape[axis], width, message)) }
      shape[axis] = shape[axis] - width + 1
    }
    return Inference(TensorType(input.elementType, shape + widths), constraints)
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// Windows of at most so many elements are added one element of all windows after the other.
  private static let smallWindow = 16

  /// Each element gets the sum of what its places in windows get.
  public var derivative: Derivative {
    let (axes, widths) = (axes, widths)
    return .unary { cotangent, step in
      let (source, place) = (step.inputs[0], step.place)
      let counts = widths.compactMap(\.constant)
      if counts.count == widths.count, counts.reduce(1, *) <= SlidingWindow.smallWindow, counts.reduce(1, *) > 0 {
        return SlidingWindow.added(cotangent, counts, axes, to: source, at: place)
      }
      // Beside the axes that windows slide along: first, behind, and then the windows.
      let sliding = Array(Set(axes)).sorted()
      let others = (0..<source.rank).filter { !sliding.contains($0) }
      let windows = Array(source.rank..<source.rank + axes.count)
      let updates = cotangent.transposed(others + sliding + windows, at: place)
      let shape = (sliding + windows).map { cotangent.shape[$0] }
      let indices = sliding.enumerated().map { number, axis in
        let own = Tensor.positions(shape[number], rank: shape.count, axis: number, at: place)
        let sum = zip(axes, widths).enumerated().reduce(own) { sum, item in
          guard item.element.0 == axis else { return sum }
          return .apply(
            .add, [sum, Tensor.positions(item.element.1, rank: shape.count, axis: sliding.count + item.offset, at: place)], at: place)
        }
        return sum.broadcast(to: shape, at: place)
      }
      let zeros = Tensor.filled(source.shape, 0, type: source.elementType, at: place)
      let form = ScatterLowering(axes: sliding, position: others.count, combiner: .add)
      return .single(Scatter(form), [zeros] + indices + [updates], at: place)
    }
  }

  /// The sum over the elements of a window, each placed where it was.
  private static func added(_ cotangent: Tensor, _ counts: [Int], _ axes: [Int], to source: Tensor, at place: SourcePlace) -> Tensor? {
    var result: Tensor?
    for flat in 0..<counts.reduce(1, *) {
      var (rest, offsets) = (flat, [Int](repeating: 0, count: source.rank))
      var inside: [SliceEntry] = []
      for (count, axis) in zip(counts, axes).reversed() {
        offsets[axis] += rest % count
        inside.insert(.index(Dimension(rest % count)), at: 0)
        rest /= count
      }
      let element = sliced(cotangent, [SliceEntry](repeating: .all, count: source.rank) + inside, at: place)
      let entries = offsets.enumerated().map { axis, offset -> SliceEntry in
        guard axes.contains(axis) else { return .all }
        return .range(start: Dimension(offset), stop: Dimension(offset) + cotangent.shape[axis])
      }
      let placed = Tensor.single(Placed(entries, in: source.shape), [element], at: place)
      result = result.map { .apply(.add, [$0, placed], at: place) } ?? placed
    }
    return result
  }

  public var batching: Batching {
    let (axes, widths) = (axes, widths)
    return .unary { _ in SlidingWindow(widths, axes: axes.map { $0 + 1 }) }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let axes = axes
    return .elements { context, index in
      let rank = context.inputs[0].rank
      var source = Array(index[..<rank])
      for (number, axis) in axes.enumerated() { source[axis] += index[rank + number] }
      return context.input(0, at: source)
    }
  }
}

extension ArrayAlgebra {
  package func slidingWindows(_ widths: [Dimension], _ axes: [Int]?, at place: SourcePlace) -> Self {
    let name = "sliding_window_view"
    return Self.building(name, [self], at: place) { () throws(TensorError) in
      if axes == nil, widths.count != inferredRank {
        throw TensorError(
          operation: name,
          message: "since axis is None, must provide window_shape for all dimensions of x; got \(widths.count) window_shape elements and "
            + "x.ndim is \(inferredRank)", hint: "name the axes, or give a width for each")
      }
      let normal = try (axes ?? Array(0..<inferredRank)).map { axis throws(TensorError) in
        try Axes.normalized(axis, rank: inferredRank, operation: name)
      }
      return .single(SlidingWindow(widths, axes: normal), [self], at: place)
    }
  }
}

/// Windows of some widths that slide along axes, one place at a time: `result[i, ..., k, ...] = x[i + k, ...]`.
///
/// Shape: that of `x` with each axis shorter by the width less 1, then the widths. Nothing is copied: sums over windows are computed where they are.
/// Any type. Errors: windows wider than the axis, another number of widths than of axes.
public func slidingWindowView<A: ArrayAlgebra>(
  _ x: A, _ windowShape: [Dimension], axis: (any AxisSelection)? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.slidingWindows(windowShape, axis?.axes, at: .at(file, line))
}

extension OperationDefinition {
  static let slidingWindowView = OperationDefinition(
    "sliding_window_view", family: "indexing",
    [Parameter("x", .tensor), Parameter("window_shape", .shape), Parameter("axis", .axes, default: Argument.none)],
    summary: "Windows that slide along axes, their elements along new last axes.",
    numpy: "np.lib.stride_tricks.sliding_window_view(x, window_shape, axis)"
  ) { arguments throws(TensorError) in
    [try arguments.tensor("x").slidingWindows(try arguments.shape("window_shape"), try arguments.axes("axis"), at: arguments.place)]
  }.sampled(
    "(x: f64[n, m]) -> sliding_window_view(x, (2, 2)) ** 2", "(x: f64[5]) -> sum(sliding_window_view(x, 3, axis=0) ** 2, axis=-1)",
    "(x: f64[n, 21]) -> sliding_window_view(x, 18, axis=1)[0]", "(x: f64[5, m]) -> sliding_window_view(x, (2, 3), axis=(0, 0))[..., 1]")
}
