/// What NumPy lets reductions be given beside axes and types.
enum ReductionOption: String, CaseIterable {
  /// A value that counts as one more element.
  case initial
  /// A bool that says which elements count.
  case condition = "where"
}

extension ReductionKind {
  /// Of no elements +infinity, or the greatest number of the type.
  static let leastOrGreater = ReductionKind(
    "op.least", summary: "The least element; of none the greatest number.",
    types: { element, _ in Types(element == .bool ? .u8 : element, result: element) }, combiner: .minimum)

  /// Of no elements -infinity, or the least number of the type.
  static let greatestOrLeast = ReductionKind(
    "op.greatest", summary: "The greatest element; of none the least number.",
    types: { element, _ in Types(element == .bool ? .u8 : element, result: element) }, combiner: .maximum)

  /// The options that NumPy has.
  var options: [ReductionOption] {
    switch name {
    case "sum", "prod", "min", "max": [.initial, .condition]
    case "any", "all", "mean": [.condition]
    default: []
    }
  }

  /// Programs with them.
  var optionSamples: [String] {
    let isFlat = isFlat
    return options.map { option in
      switch option {
      case .initial: "(x: f64[n, m]) -> \(name)(x, axis=1, initial=0.3)"
      case .condition where options.count == 2: "(x: f64[n, m]) -> \(name)(x, axis=0, initial=0.25, where=x > 0.4)"
      case .condition: "(x: f64[n, m]) -> \(name)(x, axis=0, where=x > x[0, 0] - 1)\(isFlat ? " * x" : "")"
      }
    }
  }

  /// The reduction with NumPy's options.
  package func apply<A: ArrayAlgebra>(
    _ x: A, axes: [Int]?, keepsAxes: Bool, type: ElementType? = nil, initial: A?, where condition: A?,
    at place: SourcePlace
  ) -> A {
    guard initial != nil || condition != nil else {
      return apply(x, axes: axes, keepsAxes: keepsAxes, type: type, at: place)
    }
    let operands = [x] + [initial, condition].compactMap { $0 }
    return A.building(name, operands, at: place) { () throws(TensorError) in
      let normal = try Axes.normalized(axes, rank: x.inferredRank, scalarsHaveAxis: scalarsHaveAxis, operation: name)
      if options.contains(.initial), combiner == .minimum || combiner == .maximum, initial == nil {
        throw TensorError(
          operation: name, message: "with a where mask a value for no elements is needed, since there is none by itself",
          hint: "give initial=")
      }
      if let initial, initial.inferredRank != 0 {
        throw TensorError(operation: name, message: "initial must be a scalar, got \(initial.inferredType)")
      }
      if combiner == .minimum || combiner == .maximum { try initial?.requireHeld(by: x.inferredType.elementType, in: name) }
      let labels: [String?] = [nil] + (initial == nil ? [] : ["initial"]) + (condition == nil ? [] : ["where"])
      let (hasInitial, hasCondition) = (initial != nil, condition != nil)
      return .composedOne(
        name, operands, [.axis(axes == nil ? nil : normal)] + Attribute.type(type) + [.keepDims(keepsAxes)],
        labels: labels, at: place
      ) { operands throws(TensorError) in
        let condition = hasCondition ? operands[operands.count - 1] : nil
        return try reduced(
          operands[0], normal.sorted(), keepsAxes: keepsAxes, type: type, initial: hasInitial ? operands[1] : nil,
          where: condition?.converted(to: .bool, at: .none).broadcast(to: operands[0].shape, at: .none))
      }
    }
  }

  private func reduced(
    _ x: Tensor, _ axes: [Int], keepsAxes: Bool, type: ElementType?, initial: Tensor?, where condition: Tensor?
  ) throws(TensorError) -> Tensor {
    func plain(_ kind: ReductionKind, _ x: Tensor, _ type: ElementType?) -> Tensor {
      kind.apply(x, axes: axes, keepsAxes: keepsAxes, type: type, at: .none)
    }
    func masked(_ x: Tensor, by number: Int) -> Tensor {
      condition.map { which($0, x, Tensor(ScalarValue(.integer(number), type: x.elementType))) } ?? x
    }
    switch combiner {
    case .sum where finish != nil:
      return maskedMean(x, axes, keepsAxes: keepsAxes, type: type ?? x.elementType.meanType, where: condition)
    case .sum, .product:
      let isSum = combiner == .sum
      let result = plain(self, masked(x, by: isSum ? 0 : 1), type)
      guard let initial else { return result }
      let start = try initial.stored(as: result.elementType, in: name, at: .none)
      return .apply(isSum ? .add : .multiply, [start, result], at: .none)
    case .minimum, .maximum:
      guard let initial else { return plain(self, x, nil) }
      let isMinimum = combiner == .minimum
      let start = try initial.stored(as: x.elementType, in: name, at: .none)
      // Elements that do not count must not tie with those that do.
      let outside = x.elementType.isFloat ? Tensor(ScalarValue(isMinimum ? .infinity : -.infinity, float: x.elementType)) : start
      let chosen = condition.map { which($0, x, outside) } ?? x
      let extreme = plain(isMinimum ? .leastOrGreater : .greatestOrLeast, chosen, nil)
      return .apply(isMinimum ? .minimum : .maximum, [start, extreme], at: .none)
    case .or: return plain(self, condition.map { $0 & x.converted(to: .bool, at: .none) } ?? x, nil)
    case .and: return plain(self, condition.map { invert($0) | x.converted(to: .bool, at: .none) } ?? x, nil)
    case .dot, .argMinimum, .argMaximum: throw TensorError(operation: name, message: "takes neither initial nor where")
    }
  }
}

/// The sum of the elements that count over their number.
func maskedMean(_ x: Tensor, _ axes: [Int], keepsAxes: Bool, type: ElementType, where condition: Tensor?) -> Tensor {
  // Floats of 16 bits are added as f32.
  let values = x.computed(as: type)
  guard let condition else { return mean(values, axis: axes, keepDims: keepsAxes).converted(to: type, at: .none) }
  let total = sum(which(condition, values, 0.0), axis: axes, keepDims: keepsAxes)
  return (total.converted(to: type.isComplex ? .c128 : .f64, at: .none) / number(of: condition, axes, keepsAxes: keepsAxes)).converted(to: type, at: .none)
}

/// How often a condition holds, in f64.
func number(of condition: Tensor, _ axes: [Int], keepsAxes: Bool) -> Tensor {
  sum(condition, axis: axes, keepDims: keepsAxes, type: .i64).converted(to: .f64, at: .none)
}
