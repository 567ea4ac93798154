/// Sums over what broadcasting repeated: the cotangent of an operand from that of a result.
///
/// Which axes were repeated may show only when the extents are known: along an axis of extent 1 that became `n` all `n` elements are
/// summed, else each stands for itself.
public struct SumTo: Operation {
  public let shape: [Dimension]

  public init(_ shape: [Dimension]) { self.shape = shape }

  public var name: String { "op.sum_to" }
  public var attributes: [Attribute] { [Attribute("shape", .tuple(shape.map { .dimension($0) }))] }
  public func withExtents(_ replacement: (Symbol) -> Dimension?) -> SumTo { SumTo(shape.map { $0.withExtents(replacement) }) }

  public func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let input = try single(inputs)
    guard input.rank >= shape.count else { throw failure("has fewer axes than \(TensorType(input.elementType, shape))") }
    for (given, wanted) in zip(input.shape.suffix(shape.count), shape) {
      if let given = given.constant, let wanted = wanted.constant, given != wanted, wanted != 1 {
        throw failure("an axis of extent \(given) cannot be one of \(wanted) that was repeated")
      }
    }
    return Inference(TensorType(input.elementType, shape))
  }

  /// The cotangent is repeated again.
  public var derivative: Derivative { .unary { $0.broadcast(to: $1.inputs[0].shape, at: $1.place) } }

  public var lowering: Lowering {
    let shape = shape
    return .composite { inputs in
      let x = inputs[0]
      let extra = x.rank - shape.count
      // What is known now is summed as a sum; of the rest each axis is one more to sum over.
      let known = (0..<extra) + shape.indices.filter { shape[$0].constant == 1 && x.shape[extra + $0].constant != 1 }.map { $0 + extra }
      var sum = known.isEmpty ? x : Tensor.single(AxisReduction(.sum, axes: known, keepsAxes: true), [x], at: .none)
      if extra > 0 { sum = sum.squeezed(Array(0..<extra), at: .none) }
      let open = shape.indices.filter { shape[$0] != sum.shape[$0] }
      return [open.isEmpty ? sum : .single(SumOfRepeated(shape, axes: open), [sum], at: .none)]
    }
  }
}

/// The part of `SumTo` that extents decide: `result[i] = sum of x[i + j]` for `j` below `x`'s extent over the result's.
struct SumOfRepeated: Operation {
  let shape: [Dimension]
  /// The axes that may have been repeated.
  let axes: [Int]

  init(_ shape: [Dimension], axes: [Int]) { (self.shape, self.axes) = (shape, axes) }

  var name: String { "op.sum_of_repeated" }
  var attributes: [Attribute] { [Attribute("shape", .tuple(shape.map { .dimension($0) }))] }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    Inference(TensorType(try single(inputs).elementType, shape))
  }

  var derivative: Derivative { .unary { $0.broadcast(to: $1.inputs[0].shape, at: $1.place) } }

  var batching: Batching {
    let (shape, axes) = (shape, axes)
    return .unary { SumOfRepeated([$0.extent] + shape, axes: Axes.behindFirst(axes)) }
  }

  var complexRule: ComplexRule { .parts }

  var lowering: Lowering {
    let (shape, axes) = (shape, axes)
    return .reduction(
      ReductionLowering(
        axes: axes.indices.map { shape.count + $0 },
        space: { inputs in shape + axes.map { .floorDivide(inputs[0].shape[$0], .maximum(shape[$0], 1)) } }, keepsAxes: false,
        combiner: .sum,
        arguments: { context, index in
          var place = Array(index[..<shape.count])
          for (position, axis) in axes.enumerated() { place[axis] = place[axis] + index[shape.count + position] }
          return [context.input(0, at: place)]
        }))
  }
}
