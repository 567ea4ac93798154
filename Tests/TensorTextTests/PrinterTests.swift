import TensorOperators
import TensorText
import Testing

@Suite struct PrinterTests {
  private func program(_ results: [Tensor], _ parameters: [Tensor] = []) -> TextProgram {
    TextProgram(
      name: "main", parameters: parameters.map { (($0.node.operation as? Parameter)?.label ?? "", $0) },
      results: results.enumerated().map { ("out\($0)", $1) })
  }

  private func literal(_ value: ScalarValue, weak: Bool = false) -> Tensor {
    .make(Literal(value: value, isWeak: weak), [], at: .none)
  }

  /// Every kind of number survives, NaNs with payloads and negative zeros too.
  @Test func literalsAreExact() {
    var values: [ScalarValue] = [
      0, 1, 0x7FF, 0x8000_0000_0000_0000, 0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF8_0000_0000_0001, 1,
    ].map {
      ScalarValue(type: .f64, bits: $0)
    }
    for step in 0..<20_000 {
      let bits = UInt64(truncatingIfNeeded: step) &* 0x9E37_79B9_7F4A_7C15
      values.append(ScalarValue(type: ElementType.allCases[step % ElementType.allCases.count], bits: bits))
    }
    for chunk in stride(from: 0, to: values.count, by: 500) {
      let part = values[chunk..<min(values.count, chunk + 500)].map { $0.type == .bool ? ScalarValue($0.isTrue) : $0 }
      checkRoundTrip(program(part.map { literal($0) }), "typed literals from \(chunk)")
    }
    let x = Tensor("x", .f64, ["n"])
    for type in [ElementType.f64, .i64, .bool] {
      let weak = values.filter { $0.type == type }.prefix(300).map {
        Tensor.make(Elementwise(.add), [x, literal($0, weak: true)], at: .none)
      }
      checkRoundTrip(program(Array(weak), [x]), "weak literals of \(type)")
    }
  }

  @Test func numbersAloneStayUncomputed() {
    let (one, two) = (literal(ScalarValue(integer: 1, type: .i64), weak: true), literal(ScalarValue(2.5), weak: true))
    let sum = Tensor.make(Elementwise(.add), [one, two], at: .none)
    let x = Tensor("x", .f32, ["n"])
    let n = Tensor.make(Extent("n"), [], at: .none)
    let results = [
      Tensor.make(Elementwise(.multiply), [x, sum], at: .none), Tensor.make(Cast(.f32), [two], at: .none),
      Tensor.make(Elementwise(.multiply), [x, Tensor.make(Elementwise(.negative), [one], at: .none)], at: .none),
      Tensor.make(Cast(.f64), [literal(ScalarValue(2.5))], at: .none), Tensor.make(Cast(.i64), [n], at: .none),
      Tensor.make(Cast(.f32), [x], at: .none),
    ]
    checkRoundTrip(program(results, [x]), "numbers alone")
  }

  @Test func constantsOfAllSizes() throws {
    var tensors: [Tensor] = []
    for type in ElementType.allCases {
      for shape: Shape in [[], [0], [1], [3], [64], [65], [2, 3], [2, 0], [0, 2], [2, 0, 3], [2, 2, 2], [10, 10]] {
        let values = (0..<shape.elementCount).map { Double($0 % 100) }
        tensors.append(Tensor(constant: try NDArray(values, shape: shape).astype(type), at: .none))
      }
    }
    tensors.append(Tensor(constant: NDArray([Double.nan, -.infinity, -0.0]), at: .none))
    tensors.append(Tensor(constant: NDArray([Double(bitPattern: 0x7FF8_0000_0000_0001)]), at: .none))
    let whole = program(tensors)
    checkRoundTrip(whole, "constants")
    // Types and the shapes [65] and [10, 10], and the NaN that has no spelling.
    #expect(whole.printed().constants.count == 2 * ElementType.allCases.count + 1)
    #expect(whole.printed().constants.keys.allSatisfy { $0.hasPrefix("sha256:") && $0.count == 71 })
  }

  @Test func namesAreMadeDistinct() {
    let labels = ["x", "x", "let", "f64", "", "2x", "a b", "t0", "n", "inf", "nan", "e", "sum", "α", "out0"]
    let parameters = labels.map { Tensor($0, .f64, ["n", "inf"]) }
    var results: [Tensor] = []
    for (a, b) in zip(parameters, parameters.dropFirst()) {
      let product = Tensor.make(Elementwise(.multiply), [a, b], at: .none)
      results.append(.make(Elementwise(.add), [product, product], at: .none))
    }
    results.append(
      .make(Elementwise(.add), [parameters[0], literal(ScalarValue(Double.infinity), weak: true)], at: .none))
    results.append(.make(Elementwise(.add), [parameters[0], literal(ScalarValue(Double.nan))], at: .none))
    results.append(.make(Reshape(["inf", "n"]), [parameters[0]], at: .none))
    checkRoundTrip(program(results, parameters), "odd names")
    var named = program(Array(results.prefix(6)), parameters)
    for (position, name) in ["loss", "loss", "x", "let", "t0", "nan"].enumerated() {
      named.results[position].name = name
    }
    checkRoundTrip(named, "odd result names")
  }

  @Test func extentsOfAllForms() {
    let n = Dimension.named("n")
    let m = Dimension.named("m")
    let x = Tensor("x", .f64, [n, m, .any])
    let q = x.shape[2]
    let extents: [Dimension] = [
      n, m, q, 3, 0, -1, -n, n + 1, n - m, 2 * n * m - 3, n * n * q, .floorDivide(n, 2), .remainder(n + m, 3),
      .floorDivide(n, m),
      .remainder(n, m), 2 * .floorDivide(n + 1, 2), -.floorDivide(n, 2), .minimum(n, 3), .maximum(n, m),
      .broadcast(n, m),
      .isNotOne(n), .maximum(0, n - 1), .floorDivide(.floorDivide(n, 2) * m, 3), n * .remainder(m, 4) + 1,
      Dimension(Int.max), Dimension(Int.min + 1),
    ]
    checkRoundTrip(program(extents.map { .make(Extent($0, isWeak: false), [], at: .none) }, [x]), "extents")
    let uses = extents.map { Tensor.make(Elementwise(.power), [x, .make(Extent($0), [], at: .none)], at: .none) }
    checkRoundTrip(program(uses, [x]), "weak extents")
  }

  @Test func digestsAreThoseOfTheStandard() throws {
    // The name of an array holds the SHA-256 of its type, shape and bytes: fixed, so that files keep their meaning.
    let array = try NDArray((0..<100).map { Double($0) }, shape: [100])
    let text = program([Tensor(constant: array, at: .none)]).printed().text
    #expect(text.contains("const(\"sha256:5ef3f5e1f52ba2846b82f42a7beaee7a84a69838e2a9bdf2c4a3eccf2f1c6126\")"))
  }

  @Test func unusedParametersKeepTheirPlaces() throws {
    let text = "(b: f64[n], a: i8, c: bool[?]) -> b"
    let program = try TextProgram(parsing: text, file: "p.tj")
    #expect(program.parameters.map(\.name) == ["b", "a", "c"])
    #expect(program.printed().text == text + "\n")
  }

  /// Names of results, which the command line prints and saves under.
  @Test(arguments: [
    ("x, x + 1", ["out0", "out1"]), ("{ let y = x return y, y, x, y }", ["y", "y_2", "out2", "y_3"]),
    ("{ let y = (x, x) return y }", ["y", "y_2"]), ("{ let y_2 = x let y = x return y_2, y, y }", ["y_2", "y", "y_3"]),
    ("{ let out1 = x return x, out1, x }", ["out0", "out1", "out2"]),
    ("{ let y = x return (y), (y,) }", ["y", "out1"]),
  ])
  func resultsAreNamed(body: String, names: [String]) throws {
    let program = try TextProgram(parsing: "(x: f64) -> \(body)", file: "r.tj")
    #expect(program.results.map(\.name) == names)
  }
}
