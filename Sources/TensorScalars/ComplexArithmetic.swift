// Arithmetic and order of complex numbers, as NumPy computes them.

extension ComplexExpression {
  static func + (a: ComplexExpression, b: ComplexExpression) -> ComplexExpression {
    ComplexExpression(a.real + b.real, a.imaginary + b.imaginary)
  }
  static func - (a: ComplexExpression, b: ComplexExpression) -> ComplexExpression {
    ComplexExpression(a.real - b.real, a.imaginary - b.imaginary)
  }
  /// Four products, each rounded: equal bits with NumPy.
  static func * (a: ComplexExpression, b: ComplexExpression) -> ComplexExpression {
    ComplexExpression(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  /// R. L. Smith, Algorithm 116: Complex division, Comm. ACM 5, 1962.
  static func / (a: ComplexExpression, b: ComplexExpression) -> ComplexExpression {
    let (c, d) = (b.real.magnitude, b.imaginary.magnitude)
    let zero = ScalarExpression.constant(0.0, a.type)
    let isWide = ScalarExpression.primitive(.greaterOrEqual, c, d)
    let isZero = (c .== zero) & (d .== zero)
    // With the greater part of the divisor first: a + bi over c + di is, turned by i, b - ai over d - ci.
    let (greater, lesser) = (select(isWide, b.real, b.imaginary), select(isWide, b.imaginary, b.real))
    let ratio = lesser / greater
    let scale = ScalarExpression.constant(1.0, a.type) / (greater + lesser * ratio)
    let real = select(isWide, a.real + a.imaginary * ratio, a.real * ratio + a.imaginary) * scale
    let imaginary = select(isWide, a.imaginary - a.real * ratio, a.imaginary * ratio - a.real) * scale
    return ComplexExpression(select(isZero, a.real / c, real), select(isZero, a.imaginary / c, imaginary))
  }
  static prefix func - (a: ComplexExpression) -> ComplexExpression { ComplexExpression(-a.real, -a.imaginary) }

  func constant(_ real: Double, _ imaginary: Double = 0) -> ComplexExpression {
    ComplexExpression(.constant(real, type), .constant(imaginary, type))
  }

  var conjugate: ComplexExpression { ComplexExpression(real, -imaginary) }
  /// The number turned by a right angle: times i.
  var turned: ComplexExpression { ComplexExpression(-imaginary, real) }
  /// Times -i.
  var turnedBack: ComplexExpression { ComplexExpression(imaginary, -real) }
  var magnitude: ScalarExpression { ScalarFunction.hypot(real, imaginary) }
  var isNaN: ScalarExpression { real.isNaN | imaginary.isNaN }
  var isZero: ScalarExpression {
    let zero = ScalarExpression.constant(0.0, type)
    return (real .== zero) & (imaginary .== zero)
  }

  func scaled(by factor: ScalarExpression) -> ComplexExpression { ComplexExpression(real * factor, imaginary * factor) }

  /// By the real parts, and where they are equal by the imaginary ones; a NaN beside real parts that differ makes it false.
  func precedes(_ other: ComplexExpression, orEquals: Bool) -> ScalarExpression {
    let ordered = !(imaginary.isNaN | other.imaginary.isNaN)
    let last: ScalarExpression =
      orEquals ? .primitive(.lessOrEqual, imaginary, other.imaginary) : imaginary .< other.imaginary
    return ((real .< other.real) & ordered) | ((real .== other.real) & last)
  }

  static func chosen(_ condition: ScalarExpression, _ a: ComplexExpression, _ b: ComplexExpression) -> ComplexExpression {
    ComplexExpression(select(condition, a.real, b.real), select(condition, a.imaginary, b.imaginary))
  }
}

private prefix func ! (a: ScalarExpression) -> ScalarExpression { .primitive(.not, a) }

extension ComplexForm {
  static let add: ComplexForm = .complex { $0[0] + $0[1] }
  static let subtract: ComplexForm = .complex { $0[0] - $0[1] }
  static let multiply: ComplexForm = .complex { $0[0] * $0[1] }
  static let divide: ComplexForm = .complex { $0[0] / $0[1] }
  static let negative: ComplexForm = .complex { -$0[0] }
  static let positive: ComplexForm = .complex { $0[0] }
  static let conjugate: ComplexForm = .complex { $0[0].conjugate }
  static let realPart: ComplexForm = .real { $0[0].real }
  static let imaginaryPart: ComplexForm = .real { $0[0].imaginary }
  static let phase: ComplexForm = .real { ScalarFunction.arctan2($0[0].imaginary, $0[0].real) }
  static let isreal: ComplexForm = .real { $0[0].imaginary .== .constant(0.0, $0[0].type) }
  static let iscomplex: ComplexForm = .real { .primitive(.notEqual, $0[0].imaginary, .constant(0.0, $0[0].type)) }
  static let absolute: ComplexForm = .real { $0[0].magnitude }
  static let square: ComplexForm = .complex { z in
    let cross = z[0].real * z[0].imaginary
    return ComplexExpression(z[0].real * z[0].real - z[0].imaginary * z[0].imaginary, cross + cross)
  }
  static let reciprocal: ComplexForm = .complex { z in
    let one = ScalarExpression.constant(1.0, z[0].type)
    let isWide = ScalarExpression.primitive(.lessOrEqual, z[0].imaginary.magnitude, z[0].real.magnitude)
    let (greater, lesser) = (select(isWide, z[0].real, z[0].imaginary), select(isWide, z[0].imaginary, z[0].real))
    let ratio = lesser / greater
    let scale = greater + lesser * ratio
    return ComplexExpression(select(isWide, one / scale, ratio / scale), select(isWide, -ratio / scale, -one / scale))
  }
  /// `z / |z|`; 0 of 0.
  static let sign: ComplexForm = .complex { z in
    let length = z[0].magnitude
    let (zero, one) = (ScalarExpression.constant(0.0, z[0].type), ScalarExpression.constant(1.0, z[0].type))
    let infinity = ScalarExpression.constant(.infinity, z[0].type)
    let (isWide, isTall) = (z[0].real.magnitude .== infinity, z[0].imaginary.magnitude .== infinity)
    let found = ComplexExpression(z[0].real / length, z[0].imaginary / length)
    // Beside an infinite part the other one is nothing.
    let across = ComplexExpression(one.withSign(of: z[0].real), zero)
    let upright = ComplexExpression(zero, one.withSign(of: z[0].imaginary))
    let single = ComplexExpression.chosen(isWide, across, .chosen(isTall, upright, found))
    return .chosen(z[0].isZero, z[0].constant(0), .chosen(isWide & isTall, found, single))
  }
  static let rint: ComplexForm = .complex { ComplexExpression($0[0].real.rounded, $0[0].imaginary.rounded) }

  static let equal: ComplexForm = .real { ($0[0].real .== $0[1].real) & ($0[0].imaginary .== $0[1].imaginary) }
  static let notEqual: ComplexForm = .real {
    .primitive(.notEqual, $0[0].real, $0[1].real) | .primitive(.notEqual, $0[0].imaginary, $0[1].imaginary)
  }
  static let less: ComplexForm = .real { $0[0].precedes($0[1], orEquals: false) }
  static let lessEqual: ComplexForm = .real { $0[0].precedes($0[1], orEquals: true) }
  static let greater: ComplexForm = .real { $0[1].precedes($0[0], orEquals: false) }
  static let greaterEqual: ComplexForm = .real { $0[1].precedes($0[0], orEquals: true) }
  /// Lexicographic; the first NaN stays.
  static let minimum: ComplexForm = .complex { lesser($0[0], $0[1]) }
  static let maximum: ComplexForm = .complex { greater($0[0], $0[1]) }
  static let clip: ComplexForm = .complex { lesser(greater($0[0], $0[1]), $0[2]) }
  static let fmin: ComplexForm = .complex { z in
    .chosen(z[0].precedes(z[1], orEquals: true) | z[1].isNaN, z[0], z[1])
  }
  static let fmax: ComplexForm = .complex { z in
    .chosen(z[1].precedes(z[0], orEquals: true) | z[1].isNaN, z[0], z[1])
  }

  private static func lesser(_ a: ComplexExpression, _ b: ComplexExpression) -> ComplexExpression {
    .chosen(a.precedes(b, orEquals: true) | a.isNaN, a, b)
  }

  private static func greater(_ a: ComplexExpression, _ b: ComplexExpression) -> ComplexExpression {
    .chosen(b.precedes(a, orEquals: true) | a.isNaN, a, b)
  }

  static let `where`: ComplexForm = .complex { .chosen($0[0].real, $0[1], $0[2]) }
  static let isnan: ComplexForm = .real { $0[0].isNaN }
  static let isinf: ComplexForm = .real { z in
    let infinity = ScalarExpression.constant(.infinity, z[0].type)
    return (z[0].real.magnitude .== infinity) | (z[0].imaginary.magnitude .== infinity)
  }
  static let isfinite: ComplexForm = .real { z in
    let infinity = ScalarExpression.constant(.infinity, z[0].type)
    return (z[0].real.magnitude .< infinity) & (z[0].imaginary.magnitude .< infinity)
  }
}
