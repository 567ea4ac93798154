/// The windows of signal processing, symmetric, of `count` points: f64, `[1]` for one point.
///
/// With `n = 1 - count, 3 - count, ... count - 1` and `m = count - 1`; formulas as NumPy has them.
public enum Window: String, Hashable, Sendable, CaseIterable {
  /// `0.5 + 0.5 cos(pi n / m)`
  case hanning
  /// `0.54 + 0.46 cos(pi n / m)`
  case hamming
  /// `0.42 + 0.5 cos(pi n / m) + 0.08 cos(2 pi n / m)`
  case blackman
  /// `1 - |n / m|`
  case bartlett
}

extension Tensor {
  static func window(_ window: Window, _ given: Dimension, at place: SourcePlace) -> Tensor {
    let count = given.nonnegativePart()
    let one = Tensor(weak: .integer(1))
    func call(_ function: ScalarFunction, _ a: Tensor, _ b: Tensor) -> Tensor { .apply(function, [a, b], at: place) }
    // One point: n is 0, and so the divisor does not matter.
    let interval: Dimension = (count - 1).constant.map { Dimension(Swift.max($0, 1)) } ?? .maximum(count - 1, 1)
    let divisor = Tensor.extent(interval, type: .f64, at: place)
    let last = Tensor.extent(count - 1, type: .f64, at: place)
    let n = call(.subtract, call(.multiply, numbers(count, type: .f64, at: place), 2.0), last)
    func wave(_ factor: Double, _ angle: Double) -> Tensor {
      call(.multiply, Tensor(weak: .float(factor)), call(.divide, call(.multiply, Tensor(weak: .float(angle)), n), divisor).calling(.cos, at: place))
    }
    let values: Tensor
    switch window {
    case .hanning: values = call(.add, 0.5, wave(0.5, .pi))
    case .hamming: values = call(.add, 0.54, wave(0.46, .pi))
    case .blackman: values = call(.add, call(.add, 0.42, wave(0.5, .pi)), wave(0.08, 2 * .pi))
    case .bartlett:
      let slope = call(.divide, n, divisor)
      values = call(.lessEqual, n, 0).calling(.where, call(.add, one, slope), call(.subtract, one, slope), at: place)
    }
    guard count.constant == 1 || count.constant == nil else { return values }
    // NumPy has 1 for one point, where a sum may be rounded to something else.
    let isOne = call(.equal, .extent(count, at: place), 1)
    return isOne.calling(.where, 1.0, values, at: place)
  }

  /// `i0(beta sqrt(1 - ((k - a) / a)^2)) / i0(beta)` with `a = (count - 1) / 2`.
  static func kaiser(_ given: Dimension, _ beta: Tensor, at place: SourcePlace) -> Tensor {
    building("kaiser", [beta], at: place) { () throws(TensorError) in
      guard beta.rank == 0 else { throw TensorError(operation: "kaiser", message: "beta must be a scalar, got \(beta.type)") }
      let count = given.nonnegativePart()
      let beta = try beta.stored(as: .f64, in: "kaiser", at: place)
      func call(_ function: ScalarFunction, _ a: Tensor, _ b: Tensor) -> Tensor { .apply(function, [a, b], at: place) }
      let interval: Dimension = (count - 1).constant.map { Dimension(Swift.max($0, 1)) } ?? .maximum(count - 1, 1)
      let half = call(.divide, .extent(interval, type: .f64, at: place), 2.0)
      let middle = call(.divide, .extent(count - 1, type: .f64, at: place), 2.0)
      let distance = call(.divide, call(.subtract, numbers(count, type: .f64, at: place), middle), half)
      let width = call(.subtract, 1, distance.calling(.square, at: place)).calling(.sqrt, at: place)
      return call(.divide, call(.multiply, beta, width).calling(.i0, at: place), beta.calling(.i0, at: place))
    }
  }
}

/// A window of `count` points. f64.
public func window(_ window: Window, _ count: Dimension, file: StaticString = #fileID, line: Int = #line) -> Tensor {
  .window(window, count, at: .at(file, line))
}

/// Kaiser's window of `count` points: `i0(beta sqrt(1 - x^2)) / i0(beta)` for `x` from -1 to 1. f64. Errors: `beta` that is no scalar.
public func kaiser(_ count: Dimension, beta: Tensor, file: StaticString = #fileID, line: Int = #line) -> Tensor {
  .kaiser(count, beta, at: .at(file, line))
}

extension OperationDefinition {
  static let windows: [OperationDefinition] = Window.allCases.map { window in
    OperationDefinition(
      window.rawValue, family: "creation", [Parameter("M", .shape)],
      summary: "The \(window.title) window of so many points.", numpy: "np.\(window.rawValue)(M)", elementTypes: [.f64]
    ) { arguments throws(TensorError) in [.window(window, try arguments.extent("M"), at: arguments.place)] }
  } + [kaiser]

  private static let kaiser = OperationDefinition(
    "kaiser", family: "creation", [Parameter("M", .shape), Parameter("beta", .tensor)],
    summary: "The Kaiser window of so many points.", numpy: "np.kaiser(M, beta)", elementTypes: ElementType.reals
  ) { arguments throws(TensorError) in
    [.kaiser(try arguments.extent("M"), try arguments.tensor("beta"), at: arguments.place)]
  }.sampled("(x: f64) -> kaiser(6, 2 + x ** 2)")
}

extension Window {
  fileprivate var title: String {
    switch self {
    case .hanning: "Hann"
    case .hamming: "Hamming"
    case .blackman: "Blackman"
    case .bartlett: "Bartlett"
    }
  }
}
