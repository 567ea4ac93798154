// Reductions for which NaN does not count.

/// A reduction of the elements that are not NaN, under the name `nan...`.
struct ReductionIgnoringNaN: Sendable {
  let kind: ReductionKind
  var name: String { "nan" + kind.name }

  func apply<A: ArrayAlgebra>(
    _ x: A, axes: [Int]?, keepsAxes: Bool, type: ElementType? = nil, initial: A? = nil, where condition: A? = nil,
    at place: SourcePlace
  ) -> A {
    let operands = [x] + [initial, condition].compactMap { $0 }
    let (kind, name) = (kind, name)
    return A.building(name, operands, at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: x.inferredRank, scalarsHaveAxis: kind.scalarsHaveAxis, operation: name)
      let labels: [String?] = [nil] + (initial == nil ? [] : ["initial"]) + (condition == nil ? [] : ["where"])
      let (hasInitial, hasCondition) = (initial != nil, condition != nil)
      if kind.combiner == .minimum || kind.combiner == .maximum { try initial?.requireHeld(by: x.inferredType.elementType, in: name) }
      let chosen: [Int]? = axes == nil ? nil : normal
      if kind.takesOneAxis, let axes, axes.count != 1 {
        throw TensorError(operation: name, message: "takes one axis or None, got \(axes.count) axes")
      }
      return .composedOne(
        name, operands, [.axis(chosen)] + Attribute.type(type) + [.keepDims(keepsAxes)], labels: labels, at: place
      ) { operands throws(TensorError) in
        let x = operands[0]
        let (initial, given) = (hasInitial ? operands[1] : nil, hasCondition ? operands[operands.count - 1] : nil)
        if kind.takesOneAxis { return extremePlace(kind, x, chosen, keepsAxes: keepsAxes) }
        guard x.elementType.isInexact else {
          let result = kind.apply(x, axes: chosen, keepsAxes: keepsAxes, type: type, initial: initial, where: given, at: .none)
          if let error = result.error { throw error }
          return result
        }
        var condition = invert(isnan(x))
        if let given { condition = condition & given.converted(to: .bool, at: .none).broadcast(to: x.shape, at: .none) }
        switch kind.combiner {
        case .minimum, .maximum:
          if hasCondition, !hasInitial {
            throw TensorError(
              operation: name, message: "with a where mask a value for no elements is needed, since there is none by itself",
              hint: "give initial=")
          }
          return try extreme(kind, x, normal.sorted(), keepsAxes: keepsAxes, initial: initial, where: condition)
        case .sum where kind.finish != nil:
          return maskedMean(x, normal.sorted(), keepsAxes: keepsAxes, type: type ?? x.elementType, where: condition)
        case .sum, .product, .dot, .or, .and, .argMinimum, .argMaximum:
          return kind.apply(x, axes: chosen, keepsAxes: keepsAxes, type: type, initial: initial, where: condition, at: .none)
        }
      }
    }
  }
}

/// The least or greatest of the elements that count; NaN where none does.
private func extreme(
  _ kind: ReductionKind, _ x: Tensor, _ axes: [Int], keepsAxes: Bool, initial: Tensor?, where condition: Tensor
) throws(TensorError) -> Tensor {
  let isMinimum = kind.combiner == .minimum
  func number(_ value: Double) -> Tensor {
    let weak: WeakValue = x.elementType.isComplex ? .complex(value, value) : .float(value)
    return Tensor(ScalarValue(weak, type: x.elementType))
  }
  let others = which(condition, x, number(isMinimum ? .infinity : -.infinity))
  // As the reduction itself, this asks for elements, unless there is an initial value.
  let plain = initial == nil ? kind : isMinimum ? ReductionKind.leastOrGreater : .greatestOrLeast
  let found = plain.apply(others, axes: axes, keepsAxes: keepsAxes, at: .none)
  let result = which(any(condition, axis: axes, keepDims: keepsAxes), found, number(.nan))
  guard let initial else { return result }
  return .apply(isMinimum ? .fmin : .fmax, [try initial.stored(as: x.elementType, in: kind.name, at: .none), result], at: .none)
}

/// The place of the least or greatest element, NaN being none; a failure of the run where all are NaN.
private func extremePlace(_ kind: ReductionKind, _ x: Tensor, _ axes: [Int]?, keepsAxes: Bool) -> Tensor {
  guard x.elementType.isInexact else { return kind.apply(x, axes: axes, keepsAxes: keepsAxes, at: .none) }
  let isNone = isnan(x)
  let worst = Tensor(ScalarValue(.float(kind.combiner == .argMinimum ? .infinity : -.infinity), type: x.elementType))
  let found = kind.apply(which(isNone, worst, x), axes: axes, keepsAxes: keepsAxes, at: .none)
  let allAxes = axes ?? Array(0..<x.rank)
  return found.checked(invert(all(isNone, axis: allAxes, keepDims: keepsAxes)), "All-NaN slice encountered", of: "nan" + kind.name)
}

private func ignoring(_ kind: ReductionKind) -> ReductionIgnoringNaN { ReductionIgnoringNaN(kind: kind) }

/// The sum of the elements that are not NaN, over axes. NumPy's `nansum`.
public func nansum<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.sum).apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}

/// The product of the elements that are not NaN, over axes. NumPy's `nanprod`.
public func nanprod<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.prod).apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}

/// The mean of the elements that are not NaN, over axes; NaN where all are. NumPy's `nanmean`.
public func nanmean<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, type: ElementType? = nil,
  file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.mean).apply(x, axes: axis?.axes, keepsAxes: keepDims, type: type, at: .at(file, line))
}

/// The least of the elements that are not NaN, over axes; NaN where all are. NumPy's `nanmin`. Errors: those of `min`.
public func nanmin<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.min).apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

/// The greatest of the elements that are not NaN, over axes; NaN where all are. NumPy's `nanmax`. Errors: those of `max`.
public func nanmax<A: ArrayAlgebra>(
  _ x: A, axis: (any AxisSelection)? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.max).apply(x, axes: axis?.axes, keepsAxes: keepDims, at: .at(file, line))
}

/// The index of the first least element that is not NaN. NumPy's `nanargmin`. Errors: those of `argmin`; all NaN, when called.
public func nanargmin<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.argmin).apply(x, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
}

/// The index of the first greatest element that is not NaN. NumPy's `nanargmax`. Errors: those of `argmax`; all NaN, when called.
public func nanargmax<A: ArrayAlgebra>(
  _ x: A, axis: Int? = nil, keepDims: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  ignoring(.argmax).apply(x, axes: axis.map { [$0] }, keepsAxes: keepDims, at: .at(file, line))
}

extension OperationDefinition {
  static let nansum = ignoringNaN(.sum, "The sum of elements that are not NaN.")
  static let nanprod = ignoringNaN(.prod, "The product of elements that are not NaN.")
  static let nanmean = ignoringNaN(.mean, "The mean of elements that are not NaN; NaN where all are.")
  static let nanmin = ignoringNaN(.min, "The least element that is not NaN; NaN where all are.")
  static let nanmax = ignoringNaN(.max, "The greatest element that is not NaN; NaN where all are.")
  static let nanargmin = ignoringNaN(.argmin, "The index of the first least element that is not NaN.")
  static let nanargmax = ignoringNaN(.argmax, "The index of the first greatest element that is not NaN.")

  /// The record of the kind, under another name.
  private static func ignoringNaN(_ kind: ReductionKind, _ summary: String) -> OperationDefinition {
    let plain = kind.definition
    let reduction = ReductionIgnoringNaN(kind: kind)
    func renamed(_ text: String) -> String { text.replacing("\(kind.name)(", with: "\(reduction.name)(") }
    return OperationDefinition(
      reduction.name, family: "reductions", plain.parameters, summary: summary, numpy: renamed(plain.numpy)
    ) { arguments throws(TensorError) in
      [
        reduction.apply(
          try arguments.tensor("a"), axes: try arguments.axes("axis"), keepsAxes: try arguments.flag("keepdims"),
          type: arguments.optionalType("dtype"), initial: try arguments.optionalTensor("initial"),
          where: try arguments.optionalTensor("where"), at: arguments.place)
      ]
    }.sampled(plain.samples.map(renamed))
  }
}
