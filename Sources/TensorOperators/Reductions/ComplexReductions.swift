// Reductions of complex numbers, by real ones.
extension AxisReduction {
  public var complexRule: ComplexRule {
    let operation = self
    switch kind.combiner {
    case .sum: return .expanded { [operation.summed($0[0])] }
    case .or, .and: return .expanded { [operation.over($0[0].converted(to: .bool, at: .none))] }
    case .minimum, .maximum: return .expanded { [operation.extremum($0[0])] }
    case .argMinimum, .argMaximum: return .expanded { [operation.place($0[0])] }
    case .product: return .expanded { [operation.multiplied($0[0])] }
    case .dot: return .none
    }
  }

  private func over(_ x: Tensor, _ kind: ReductionKind? = nil, keepsAxes: Bool? = nil, type: ElementType? = nil) -> Tensor {
    .single(AxisReduction(kind ?? self.kind, axes: axes, keepsAxes: keepsAxes ?? self.keepsAxes, type: type), [x], at: .none)
  }

  /// Sums and means, part by part.
  private func summed(_ x: Tensor) -> Tensor {
    let result = kind.types(x.elementType, type).result
    guard result.isComplex else { return over(Tensor.apply(.real, [x], at: .none), type: type) }
    return x.converted(to: result, at: .none).onParts { over($0, type: type?.realType) }
  }

  /// Products of rows, to which all reduced axes are put together.
  private func multiplied(_ x: Tensor) -> Tensor {
    let result = kind.types(x.elementType, type).result
    guard result.isComplex else { return over(.apply(.real, [x], at: .none), type: type) }
    let wide = x.converted(to: result, at: .none)
    let rest = x.shape.indices.filter { !axes.contains($0) }
    let shape = rest.map { x.shape[$0] }
    let rows = Tensor.single(Reshape(shape + [axes.reduce(1) { $0 * x.shape[$1] }]), [wide.transposed(rest + axes, at: .none)], at: .none)
    let products = ComplexAccumulation.of(rows, .product, at: .none)
    return keepsAxes ? products.expanded(axes, at: .none) : products
  }

  private static func negated(_ x: Tensor) -> Tensor { .apply(.logicalNot, [x], at: .none) }

  private var isGreatest: Bool { kind.combiner == .maximum || kind.combiner == .argMaximum }

  /// Which elements are the extremum: by real parts, and where they are equal by imaginary ones; elements that are NaN where there are any.
  private func isExtremum(_ x: Tensor) -> (isHere: Tensor, imaginary: Tensor, real: Tensor, anyNaN: Tensor) {
    let (real, imaginary) = (Tensor.apply(.real, [x], at: .none), Tensor.apply(.imag, [x], at: .none))
    let order: ReductionKind = isGreatest ? .max : .min
    let isNaN = Tensor.apply(.isnan, [x], at: .none)
    let anyNaN = over(isNaN, .any, keepsAxes: true)
    let first = over(real, order, keepsAxes: true)
    let isFirst = Tensor.apply(.equal, [real, first], at: .none)
    let beyond = Tensor(ScalarValue(.float(isGreatest ? -.infinity : .infinity), type: real.elementType))
    let second = over(.apply(.where, [isFirst, imaginary, beyond], at: .none), order, keepsAxes: true)
    let isSecond = Tensor.apply(.logicalAnd, [isFirst, .apply(.equal, [imaginary, second], at: .none)], at: .none)
    return (.apply(.where, [anyNaN, isNaN, isSecond], at: .none), second, first, anyNaN)
  }

  private func extremum(_ x: Tensor) -> Tensor {
    let found = isExtremum(x)
    let nan = Tensor(ScalarValue(.float(.nan), type: x.elementType.realType))
    let parts = [found.real, found.imaginary].map { part -> Tensor in
      let value = Tensor.apply(.where, [found.anyNaN, nan, part], at: .none)
      return keepsAxes ? value : value.squeezed(axes, at: .none)
    }
    return parts[0].complex(parts[1], at: .none)
  }

  private func place(_ x: Tensor) -> Tensor { over(isExtremum(x).isHere, .argmax) }
}
