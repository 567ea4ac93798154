/// For each update that is multiplied into an array the product of the others of its place: what the derivative of such a write is made of.
///
/// The operands are those of the write, of whose target only the shape counts. Shape and type: those of the updates.
struct ProductOfOthers: Operation {
  let form: ScatterLowering

  var name: String { "op.product_of_others" }
  var attributes: [Attribute] { Scatter(form).attributes }

  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference {
    let constraints = try Scatter(form).infer(inputs).constraints
    return Inference(inputs[inputs.count - 1], constraints)
  }

  /// As that of the write.
  var batching: Batching {
    let form = form
    return .rule { step in
      let (batched, operands) = Scatter.batched(form, step)
      return [.single(ProductOfOthers(form: batched), operands, at: step.place)]
    }
  }

  /// The product of all, divided by each, where no update is 0. The only 0 of a place gets all other factors; among several nobody gets
  /// anything, nor does who is none beside one.
  var lowering: Lowering {
    let form = form
    return .composite { operands in
      let write = ProductWrite(form, operands)
      let (zero, one) = (write.constant(0), write.constant(1))
      let isZero = Tensor.apply(.equal, [write.updates, zero], at: .none)
      let zeros = isZero.converted(to: write.updates.elementType, at: .none)
      let nonzero = Tensor.apply(.where, [isZero, one, write.updates], at: .none)
      let quotient = Tensor.apply(.divide, [write.combined(.multiply, from: 1, nonzero), nonzero], at: .none)
      let others = Tensor.apply(.subtract, [write.combined(.add, from: 0, zeros), zeros], at: .none)
      return [.apply(.where, [.apply(.equal, [others, zero], at: .none), quotient, zero], at: .none)]
    }
  }

  /// A quotient has no derivatives where its divisor is 0, products have: those of the updates in front, times those behind, when they are
  /// ordered by their places.
  var derivative: Derivative {
    let form = form
    return .of { operands in
      let write = ProductWrite(form, operands)
      let order = Ordering.apply(.places, write.places, axis: 0, name: "op.product_of_others", at: .none)
      let sorted = write.updates.raveled(at: .none).taking(order, axis: 0, at: .none)
      let isFirst = write.places.taking(order, axis: 0, at: .none).startsOfRuns(mergesNaN: false, at: .none)
      let goesOn = Tensor.apply(.logicalNot, [isFirst], at: .none).neighbours(along: 0, .after, at: .none)
      let isLast = Tensor.apply(.logicalNot, [goesOn], at: .none)
      let products = Tensor.apply(
        .multiply, [running(sorted, from: isFirst, isReversed: false), running(sorted, from: isLast, isReversed: true)], at: .none)
      let back = Ordering.apply(.places, order, axis: 0, name: "op.product_of_others", at: .none)
      return [.single(Reshape(write.updates.shape), [products.taking(back, axis: 0, at: .none)], at: .none)]
    }
  }
}

/// The products of the elements in front of each (behind each, reversed), of those since the last start; 1 at the starts.
private func running(_ x: Tensor, from starts: Tensor, isReversed: Bool) -> Tensor {
  let zero = Tensor.filled(x.shape, 0, type: x.elementType, at: .none)
  let last = x.neighbours(along: 0, isReversed ? .after : .before, at: .none)
  let factors = Tensor.apply(.where, [starts, zero, last], at: .none)
  let terms = starts.converted(to: x.elementType, at: .none)
  return .single(LinearRecurrence(axis: 0, isReversed: isReversed, startsAnew: true), [factors, terms], at: .none)
}

/// The parts of a write.
private struct ProductWrite {
  let form: ScatterLowering
  let shape: [Dimension]
  let indices: [Tensor]
  let updates: Tensor

  init(_ form: ScatterLowering, _ operands: [Tensor]) {
    (self.form, shape) = (form, operands[0].shape)
    (indices, updates) = (Array(operands[1..<operands.count - 1]), operands[operands.count - 1])
  }

  func constant(_ value: Int) -> Tensor { .filled(updates.shape, value, type: updates.elementType, at: .none) }

  /// For each update what all of its place come to.
  func combined(_ combiner: ScatterCombiner, from start: Int, _ updates: Tensor) -> Tensor {
    var form = form
    form.combiner = combiner
    let target = Tensor.filled(shape, start, type: updates.elementType, at: .none)
    return Tensor.single(Scatter(form), [target] + indices + [updates], at: .none).gathered(indices, form, at: .none)
  }

  /// The number of each update's place among all of the target, flat.
  var places: Tensor {
    Tensor.single(Reshape(shape), [arange(shape.reduce(1, *))], at: .none).gathered(indices, form, at: .none).raveled(at: .none)
  }
}
