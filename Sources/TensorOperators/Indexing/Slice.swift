/// Basic indexing: places, ranges and new axes, all in one.
public struct Slice: Operation {
  /// One entry for each axis of the operand, in order, new axes between them; no ellipsis.
  public let entries: [SliceEntry]

  /// Entries as written.
  ///
  /// Errors: more entries than axes, two ellipses, a step of 0.
  public init(_ written: [SliceEntry], rank: Int) throws(TensorError) {
    func failure(_ message: String) -> TensorError { TensorError(operation: "getitem", message: message) }
    var (consumed, ellipses) = (0, 0)
    for entry in written {
      switch entry {
      case .index: consumed += 1
      case .range(_, _, let step):
        consumed += 1
        if step == 0 { throw failure("slice step cannot be zero") }
      case .newAxis: continue
      case .ellipsis: ellipses += 1
      }
    }
    guard ellipses <= 1 else { throw failure("an index can only have a single ellipsis ('...')") }
    guard consumed <= rank else {
      throw failure("too many indices for array: array is \(rank)-dimensional, but \(consumed) were indexed")
    }
    let rest = [SliceEntry](repeating: .all, count: rank - consumed)
    let expanded = written.flatMap { $0 == .ellipsis ? rest : [$0] }
    entries = (ellipses == 0 ? expanded + rest : expanded).map(\.bounded)
  }

  private init(entries: [SliceEntry]) { self.entries = entries }

  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> Slice {
    Slice(entries: entries.map { $0.withExtents(replacement) })
  }

  public var name: String { "getitem" }

  /// Programs to try laws on, as records have them; slices are written, not called.
  package static let samples = [
    "(x: f64[n]) -> x[::-1] * x", "(x: f64[n]) -> x[1::2] ** 3 * x[-1]", "(x: f64[5]) -> x[::-2] ** 3 * x[0]",
    "(x: f64[n, m]) -> x[1:, None, :-1]", "(x: f64[n, m]) -> x[..., 0] * x[..., -1]",
  ]

  public var attributes: [Attribute] { [Slice.attribute(of: entries)] }

  static func attribute(of entries: [SliceEntry]) -> Attribute {
    Attribute(
      "index",
      .tuple(
        entries.map { entry in
          switch entry {
          case .index(let place): .dimension(place)
          case .range(let start, let stop, let step):
            .tuple([start.map { .dimension($0) } ?? .none, stop.map { .dimension($0) } ?? .none, .integer(step)])
          case .newAxis: .none
          case .ellipsis: .text("...")
          }
        }))
  }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    var shape: [Dimension] = []
    var constraints: [ShapeConstraint] = []
    var axis = 0
    for entry in entries {
      switch entry {
      case .newAxis: shape.append(1)
      case .ellipsis: throw failure("an ellipsis stands for whole axes")
      case .index(let place):
        guard axis < input.rank else { throw failure("too many indices for array") }
        constraints += try self.constraints(on: place, axis, input.shape[axis])
        axis += 1
      case .range(let start, let stop, let step):
        guard axis < input.rank else { throw failure("too many indices for array") }
        shape.append(SlicedExtent(start: start, stop: stop, step: step, extent: input.shape[axis]).count)
        axis += 1
      }
    }
    return Inference(TensorType(input.elementType, shape), constraints)
  }

  /// What makes a place lie in an axis.
  private func constraints(
    on place: Dimension, _ axis: Int, _ extent: Dimension
  ) throws(TensorError) -> [ShapeConstraint] {
    let meaning = "index \(place) is out of bounds for axis \(axis) with size \(extent)"
    if let index = place.constant {
      // What no axis is long enough for; the place behind it would overflow.
      guard index.magnitude <= ExtentDefinition.limit.magnitude else { throw failure(meaning) }
      if let extent = extent.constant {
        guard index >= -extent, index < extent else { throw failure(meaning) }
        return []
      }
      return [ShapeConstraint(.atLeast, extent, Dimension(index < 0 ? -index : index + 1), meaning)]
    }
    let fromFront = SlicedExtent.fromFront(place, extent)
    var constraints: [ShapeConstraint] = []
    if !(extent - fromFront - 1).isNonnegative {
      constraints.append(ShapeConstraint(.atLeast, extent, fromFront + 1, meaning))
    }
    if !fromFront.isNonnegative { constraints.append(ShapeConstraint(.atLeast, fromFront, 0, meaning)) }
    return constraints
  }

  public func facts(of node: Node, _ known: [ValueFacts]) -> ValueFacts { ValueFacts(known[0].elements) }

  /// The cotangent where it was taken from, 0 elsewhere.
  public var derivative: Derivative {
    let entries = entries
    return .unary { cotangent, step in
      .single(Placed(entries, in: step.inputs[0].shape), [cotangent], at: step.place)
    }
  }

  public var batching: Batching {
    let entries = entries
    return .rule { [sliced($0.inputs[0], [.all] + entries, at: $0.place)] }
  }

  public var complexRule: ComplexRule { .parts }

  public var lowering: Lowering {
    let entries = entries
    return .elements { context, index in context.input(0, at: Slice.source(of: index, entries, context.inputs[0].shape)) }
  }

  /// The index into an array of a shape at which a slice has what it has at `index`.
  static func source(of index: [Dimension], _ entries: [SliceEntry], _ shape: [Dimension]) -> [Dimension] {
    var source: [Dimension] = []
    var position = 0
    for entry in entries {
      let axis = source.count
      switch entry {
      case .newAxis, .ellipsis: position += 1
      case .index(let place): source.append(SlicedExtent.fromFront(place, shape[axis]))
      case .range(let start, let stop, let step):
        let slice = SlicedExtent(start: start, stop: stop, step: step, extent: shape[axis])
        source.append(slice.first + Dimension(step) * index[position])
        position += 1
      }
    }
    return source
  }
}

/// The part of `x` that basic indexing names, as NumPy has it: slices clamp to the extent, integers must lie in it.
///
/// Errors: an integer out of range (when built where the extent is known, else when called), too many entries, two
/// ellipses, a step of 0.
public func sliced<A: ArrayAlgebra>(_ x: A, _ entries: [SliceEntry], at place: SourcePlace) -> A {
  A.building("getitem", [x], at: place) { () throws(TensorError) in
    let slice = try Slice(entries, rank: x.inferredRank)
    if slice.entries.allSatisfy({ $0 == .all }), !x.inferredType.isWeak { return x }
    return .single(slice, [x], at: place)
  }
}

extension Tensor {
  /// The part that an index names: `x[0]`, `x[1..<3, -1]`, `x[2...]`, `x[.newAxis, i, .range(start: nil, stop: nil, step: -1)]`.
  ///
  /// Entries are integers, extents, ranges, new axes, an ellipsis; integer tensors of any shape, or lists, which broadcast
  /// together and pick elements; masks. A Swift range cannot end before it starts, so `1:-1` is `.range(start: 1, stop: -1)`.
  /// Errors: those of `sliced`, tensors that are neither integers nor bools or do not broadcast; an index out of range when called.
  public subscript(
    entries: any TensorIndexConvertible..., file file: StaticString = #fileID, line line: Int = #line
  ) -> Tensor {
    indexed(entries.map(\.tensorIndex), at: .at(file, line))
  }

  /// The part that an index names: `x[.newAxis, .all, .range(start: nil, stop: nil, step: -1)]`.
  public subscript(
    entries: IndexingEntry<Tensor>..., file file: StaticString = #fileID, line line: Int = #line
  ) -> Tensor {
    indexed(entries, at: .at(file, line))
  }
}
