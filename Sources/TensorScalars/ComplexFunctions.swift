// Elementary functions of complex numbers.
//
// Sources: W. Kahan, Branch cuts for complex elementary functions, in: The State of the Art in Numerical Analysis (1987), for roots and
// inverse functions; logarithms near 1 by log1p of the distance from the unit circle, as there.

private typealias F = ScalarFunction

extension ComplexExpression {
  /// The root in the right half plane; the sign of the imaginary part is kept, also of zeros.
  var squareRoot: ComplexExpression {
    let (a, b) = (real.magnitude, imaginary.magnitude)
    let zero = ScalarExpression.constant(0.0, type)
    // Halved, so that nothing overflows, where parts are large; enlarged where they are small.
    let greater = select(a .> b, a, b)
    let isLarge = greater .> .constant(type == .f32 ? 0x1p125 : 0x1p1021, type)
    let isSmall = greater .< .constant(type == .f32 ? 0x1p-100 : 0x1p-900, type)
    let one = ScalarExpression.constant(1.0, type)
    let (grow, root) = type == .f32 ? (0x1p50, 0x1p-25) : (0x1p200, 0x1p-100)
    let scale = select(isLarge, 0.25, select(isSmall, grow, one))
    let back = select(isLarge, 2.0, select(isSmall, root, one))
    let (x, y) = (a * scale, b * scale)
    let half = ScalarExpression.constant(0.5, type)
    let main = ((x + F.hypot(x, y)) * half).squareRoot
    let other = select(main .== zero, zero, y * half / main)
    let isRight = ScalarExpression.primitive(.greaterOrEqual, real, zero)
    let found = ComplexExpression(
      select(isRight, main, other) * back, (select(isRight, other, main) * back).withSign(of: imaginary))
    let infinity = ScalarExpression.constant(.infinity, type)
    let nan = ScalarExpression.constant(.nan, type)
    // An infinite imaginary part wins over everything; then an infinite real part over NaN.
    let atInfinity = ComplexExpression(infinity, imaginary)
    let isImaginary = b .== infinity
    let isPositive = real .== infinity
    let isNegative = real .== -infinity
    let right = ComplexExpression(infinity, select(imaginary.isNaN, nan, zero.withSign(of: imaginary)))
    let left = ComplexExpression(select(imaginary.isNaN, nan, zero), infinity.withSign(of: imaginary))
    let invalid = ComplexExpression(nan, nan)
    return .chosen(
      isImaginary, atInfinity, .chosen(isPositive, right, .chosen(isNegative, left, .chosen(isNaN, invalid, found))))
  }

  /// `log|z| + i arg z`.
  var logarithm: ComplexExpression { ComplexExpression(logarithmOfMagnitude, F.arctan2(imaginary, real)) }

  var logarithmOfMagnitude: ScalarExpression {
    let (a, b) = (real.magnitude, imaginary.magnitude)
    let (greater, lesser) = (select(a .> b, a, b), select(a .> b, b, a))
    let length = magnitude
    let one = ScalarExpression.constant(1.0, type)
    let isNear = (length .> .constant(0.5, type)) & (length .< .constant(2.0, type))
    let distance = (greater - one) * (greater + one) + lesser * lesser
    return select(isNear, F.log1p(distance) * .constant(0.5, type), F.log(length))
  }

  var exponential: ComplexExpression {
    let size = F.exp(real)
    let zero = ScalarExpression.constant(0.0, type)
    let infinity = ScalarExpression.constant(.infinity, type)
    let isFlat = imaginary .== zero
    let plain = ComplexExpression(size * F.cos(imaginary), size * F.sin(imaginary))
    // Of real numbers the imaginary part stays a zero; at minus infinity everything is 0, whatever the angle.
    let onAxis = ComplexExpression(size, imaginary)
    let isGone = (real .== -infinity) & ScalarExpression.primitive(.not, imaginary.magnitude .< infinity)
    // At plus infinity without an angle the size alone is known.
    let isLost = (real .== infinity) & ScalarExpression.primitive(.not, imaginary.magnitude .< infinity)
    let lost = ComplexExpression(infinity, .constant(.nan, type))
    return .chosen(isFlat, onAxis, .chosen(isGone, constant(0), .chosen(isLost, lost, plain)))
  }

  /// Of a product with a zero nothing is left, not even NaN.
  private static func kept(_ factor: ScalarExpression, _ value: ScalarExpression) -> ScalarExpression {
    select(value .== .constant(0.0, value.type), value, factor * value)
  }

  private var infinity: ScalarExpression { .constant(.infinity, type) }
  private var nan: ScalarExpression { .constant(.nan, type) }
  private var isFlat: ScalarExpression { imaginary .== .constant(0.0, type) }
  private var hasInfinity: ScalarExpression { (real.magnitude .== infinity) | (imaginary.magnitude .== infinity) }
  /// Of what is infinite without an angle only the size is known.
  private var isLost: ScalarExpression {
    (real.magnitude .== infinity) & ScalarExpression.primitive(.not, imaginary.magnitude .< infinity)
  }

  var hyperbolicSine: ComplexExpression {
    let found = ComplexExpression(
      select(isFlat, F.sinh(real), Self.kept(F.cos(imaginary), F.sinh(real))),
      select(isFlat, imaginary, F.cosh(real) * F.sin(imaginary)))
    return .chosen(isLost, ComplexExpression(real, nan), found)
  }

  var hyperbolicCosine: ComplexExpression {
    let turnedZero = select(real .< .constant(0.0, type), -imaginary, imaginary)
    let found = ComplexExpression(
      select(isFlat, F.cosh(real), F.cosh(real) * F.cos(imaginary)),
      select(isFlat, turnedZero, Self.kept(F.sin(imaginary), F.sinh(real))))
    return .chosen(isLost, ComplexExpression(infinity, nan), found)
  }

  /// The angle of an infinite number, of which finite parts count as nothing: a multiple of 45 degrees.
  private func angleAtInfinity(_ y: ScalarExpression, _ x: ScalarExpression) -> ScalarExpression {
    let (zero, one) = (ScalarExpression.constant(0.0, type), ScalarExpression.constant(1.0, type))
    func part(_ value: ScalarExpression) -> ScalarExpression {
      select(value.magnitude .== infinity, one, zero).withSign(of: value)
    }
    return select(isNaN, nan, F.arctan2(part(y), part(x)))
  }

  var hyperbolicTangent: ComplexExpression {
    let one = ScalarExpression.constant(1.0, type)
    let four = ScalarExpression.constant(4.0, type)
    let tangent = F.tan(imaginary)
    let beta = one + tangent * tangent
    let sine = F.sinh(real)
    let cosine = (one + sine * sine).squareRoot
    let divisor = one + beta * sine * sine
    let far = ComplexExpression(
      one.withSign(of: real),
      four * F.sin(imaginary) * F.cos(imaginary) * F.exp(real.magnitude * .constant(-2.0, type)))
    let near = ComplexExpression(beta * cosine * sine / divisor, tangent / divisor)
    let isInfinite = real.magnitude .== .constant(.infinity, type)
    let limit = ComplexExpression(
      one.withSign(of: real),
      ScalarExpression.constant(0.0, type).withSign(of: select(
        imaginary.magnitude .< .constant(.infinity, type), F.sin(imaginary + imaginary), one)))
    let isFar = (real.magnitude .> .constant(type == .f32 ? 11 : 22, type)) & (imaginary.magnitude .< infinity)
    let onAxis = ComplexExpression(F.tanh(real), imaginary)
    return .chosen(isInfinite, limit, .chosen(isFlat, onAxis, .chosen(isFar, far, near)))
  }

  private var complement: ComplexExpression { ComplexExpression(.constant(1.0, type) - real, -imaginary) }
  private var increment: ComplexExpression { ComplexExpression(real + .constant(1.0, type), imaginary) }

  var inverseSine: ComplexExpression {
    let (less, more) = (complement.squareRoot, increment.squareRoot)
    // On the imaginary axis it stays there.
    let isUpright = real .== .constant(0.0, type)
    let found = ComplexExpression(
      select(isUpright, real, F.arctan2(real, (less * more).real)), F.arcsinh((less.conjugate * more).imaginary))
    let limit = ComplexExpression(angleAtInfinity(real, imaginary.magnitude), infinity.withSign(of: imaginary))
    return .chosen(hasInfinity, limit, found)
  }

  var inverseCosine: ComplexExpression {
    let (less, more) = (complement.squareRoot, increment.squareRoot)
    let found = ComplexExpression(
      F.arctan2(less.real, more.real) * .constant(2.0, type), F.arcsinh((more.conjugate * less).imaginary))
    let limit = ComplexExpression(angleAtInfinity(imaginary.magnitude, real), -infinity.withSign(of: imaginary))
    return .chosen(hasInfinity, limit, found)
  }

  var inverseHyperbolicCosine: ComplexExpression {
    let less = ComplexExpression(real - .constant(1.0, type), imaginary).squareRoot
    let more = increment.squareRoot
    let found = ComplexExpression(
      F.arcsinh((less.conjugate * more).real), F.arctan2(less.imaginary, more.real) * .constant(2.0, type))
    let limit = ComplexExpression(infinity, angleAtInfinity(imaginary.magnitude, real).withSign(of: imaginary))
    return .chosen(hasInfinity, limit, found)
  }

  /// The parts are those of `log((1 + z) / (1 - z)) / 2`.
  var inverseHyperbolicTangent: ComplexExpression {
    let one = ScalarExpression.constant(1.0, type)
    let away = one - real.magnitude
    let ratio = real.magnitude * .constant(4.0, type) / (away * away + imaginary * imaginary)
    // Close to 1 and -1 the square of the distance may be too small for the type.
    let isClose = ratio .== infinity
    let close = ScalarExpression.constant(0.34657359027997264, type) - F.log(imaginary.magnitude) * .constant(0.5, type)
    let size = select(isClose, close, F.log1p(ratio) * .constant(0.25, type)).withSign(of: real)
    let angle = F.arctan2(imaginary + imaginary, (one - real) * (one + real) - imaginary * imaginary) * .constant(0.5, type)
    let found = ComplexExpression(size, angle)
    let zero = ScalarExpression.constant(0.0, type).withSign(of: real)
    let right = ScalarExpression.constant(1.5707963267948966, type).withSign(of: imaginary)
    return .chosen(hasInfinity, ComplexExpression(zero, select(imaginary.isNaN, nan, right)), found)
  }

  /// Whole exponents below 128 by repeated squaring, others by the logarithm; 1 to the power of 0, also of 0.
  func power(_ exponent: ComplexExpression) -> ComplexExpression {
    let zero = ScalarExpression.constant(0.0, type)
    let general = (exponent * logarithm).exponential
    let count = exponent.real.magnitude
    let isWhole = (exponent.imaginary .== zero) & (count .< .constant(100.0, type)) & (count .== count.rounded)
    let bits = select(isWhole, count, zero).converted(to: .i32)
    var result = constant(1)
    var square = self
    for bit in 0..<7 {
      let isSet = ScalarExpression.primitive(.notEqual, bits.masked(1 << UInt64(bit)), .constant(0, .i32))
      // Nothing is multiplied by 1, which could make a NaN of an infinity.
      let isStart = bits.masked((1 << UInt64(bit)) - 1) .== .constant(0, .i32)
      result = .chosen(isSet, .chosen(isStart, square, result * square), result)
      if bit < 6 { square = square * square }
    }
    let whole = ComplexExpression.chosen(exponent.real .< zero, constant(1) / result, result)
    let isGone = isZero & (exponent.real .> zero)
    return .chosen(exponent.isZero, constant(1), .chosen(isGone, constant(0), .chosen(isWhole, whole, general)))
  }
}

extension ComplexForm {
  static let sqrt: ComplexForm = .complex { $0[0].squareRoot }
  static let power: ComplexForm = .complex { $0[0].power($0[1]) }
  static let exp: ComplexForm = .complex { $0[0].exponential }
  static let exp2: ComplexForm = .complex { $0[0].scaled(by: .constant(0.6931471805599453, $0[0].type)).exponential }
  static let expm1: ComplexForm = .complex { z in
    let half = F.sin(z[0].imaginary * .constant(0.5, z[0].type))
    let real = F.expm1(z[0].real) * F.cos(z[0].imaginary) - (half * half + half * half)
    return ComplexExpression(real, F.exp(z[0].real) * F.sin(z[0].imaginary))
  }
  static let log: ComplexForm = .complex { $0[0].logarithm }
  static let log2: ComplexForm = .complex { $0[0].logarithm.scaled(by: .constant(1.4426950408889634, $0[0].type)) }
  static let log10: ComplexForm = .complex { $0[0].logarithm.scaled(by: .constant(0.4342944819032518, $0[0].type)) }
  static let log1p: ComplexForm = .complex { z in
    let (a, b) = (z[0].real, z[0].imaginary)
    let one = ScalarExpression.constant(1.0, a.type)
    let isSmall = (a.magnitude .< .constant(0.5, a.type)) & (b.magnitude .< .constant(0.5, a.type))
    let near = F.log1p(a * (a + .constant(2.0, a.type)) + b * b) * .constant(0.5, a.type)
    let whole = ComplexExpression(a + one, b)
    return ComplexExpression(select(isSmall, near, whole.logarithmOfMagnitude), F.arctan2(b, a + one))
  }
  static let sin: ComplexForm = .complex { $0[0].turned.hyperbolicSine.turnedBack }
  static let cos: ComplexForm = .complex { $0[0].turned.hyperbolicCosine }
  static let sinc: ComplexForm = .complex { z in
    let turned = z[0].scaled(by: .constant(Double.pi, z[0].type))
    return .chosen(z[0].isZero, z[0].constant(1), turned.turned.hyperbolicSine.turnedBack / turned)
  }
  static let tan: ComplexForm = .complex { $0[0].turned.hyperbolicTangent.turnedBack }
  static let sinh: ComplexForm = .complex { $0[0].hyperbolicSine }
  static let cosh: ComplexForm = .complex { $0[0].hyperbolicCosine }
  static let tanh: ComplexForm = .complex { $0[0].hyperbolicTangent }
  static let arcsin: ComplexForm = .complex { $0[0].inverseSine }
  static let arccos: ComplexForm = .complex { $0[0].inverseCosine }
  static let arctan: ComplexForm = .complex { $0[0].turned.inverseHyperbolicTangent.turnedBack }
  static let arcsinh: ComplexForm = .complex { $0[0].turned.inverseSine.turnedBack }
  static let arccosh: ComplexForm = .complex { $0[0].inverseHyperbolicCosine }
  static let arctanh: ComplexForm = .complex { $0[0].inverseHyperbolicTangent }
}
