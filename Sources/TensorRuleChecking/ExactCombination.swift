import TensorJIT
import TensorLoopIR

/// What a reduction has combined so far.
struct ExactCombination {
  let combiner: Combiner
  let type: ElementType
  private let precision: Int
  private let rounding: ChanceRounding?
  private var value: ExactValue?
  /// For `argmin` and `argmax`: the place of `value`, and how many there have been.
  private var best = 0
  private var count = 0

  init(_ combiner: Combiner, _ type: ElementType, precision: Int, rounding: ChanceRounding? = nil) {
    (self.combiner, self.type, self.precision, self.rounding) = (combiner, type, precision, rounding)
  }

  mutating func add(_ values: [ExactValue]) {
    defer { count += 1 }
    let next = combiner == .dot ? apply(.multiply, values[0], values[1]) : values[0]
    guard let current = value else {
      value = next
      return
    }
    switch combiner {
    case .sum, .dot: value = apply(.add, current, next)
    case .product: value = apply(.multiply, current, next)
    case .minimum: value = apply(.minimum, current, next)
    case .maximum: value = apply(.maximum, current, next)
    case .or: value = apply(.or, current, next)
    case .and: value = apply(.and, current, next)
    case .argMinimum: choose(next, over: current, if: .less)
    case .argMaximum: choose(next, over: current, if: .greater)
    }
  }

  private mutating func choose(_ next: ExactValue, over current: ExactValue, if primitive: Primitive) {
    if current.number?.isNaN == true { return }
    let isBetter = apply(primitive, next, current).scalar(.bool).isTrue
    guard isBetter || next.number?.isNaN == true else { return }
    (value, best) = (next, count)
  }

  private func apply(_ primitive: Primitive, _ a: ExactValue, _ b: ExactValue) -> ExactValue {
    let value = ExactValue.primitive(primitive, [a, b], [type, type], precision: precision)
    return rounding?.rounded(value, type) ?? value
  }

  /// The combined value. Sums of reductions are never -0; those of scans are what they are.
  func result(startsAtZero: Bool = true) -> ExactValue {
    switch combiner {
    case .argMinimum, .argMaximum: return .scalar(ScalarValue(integer: Int64(best), type: .i64))
    case .sum, .dot:
      let zero = identity(0)
      guard let value else { return zero }
      return startsAtZero && type.isFloat ? apply(.add, zero, value) : value
    case .product: return value ?? identity(1)
    case .and: return value ?? identity(1)
    case .or: return value ?? identity(0)
    // Extents of 0 are errors before anything is computed.
    case .minimum, .maximum: return value ?? identity(0)
    }
  }

  private func identity(_ number: Int) -> ExactValue {
    ExactValue(ScalarValue(.integer(number), type: type), precision: precision)
  }
}
