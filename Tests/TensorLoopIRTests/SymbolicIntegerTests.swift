import TensorLoopIR
import Testing

@Suite struct SymbolicIntegerTests {
  static let atoms: [SymbolicInteger.Atom] = [
    .symbol(Symbol("n")), .symbol(Symbol("m")), .symbol(Symbol("n", number: 2)), .loop(0), .loop(1), .value(3),
  ]

  /// A random expression; `polynomial` ones have no atoms inside atoms.
  static func random(_ depth: Int, polynomial: Bool, _ generator: inout Generator) -> SymbolicInteger {
    if depth == 0 || Int.random(in: 0..<5, using: &generator) == 0 {
      return Bool.random(using: &generator)
        ? SymbolicInteger(Int.random(in: -5...5, using: &generator))
        : SymbolicInteger(atoms.randomElement(using: &generator)!)
    }
    let a = random(depth - 1, polynomial: polynomial, &generator)
    let b = random(depth - 1, polynomial: polynomial, &generator)
    switch Int.random(in: 0..<(polynomial ? 3 : 8), using: &generator) {
    case 0: return a + b
    case 1: return a - b
    case 2: return a * b
    case 3: return .floorDivide(a, b)
    case 4: return .remainder(a, b)
    case 5: return .minimum(a, b)
    case 6: return .maximum(a, b)
    case _: return .isNotOne(a)
    }
  }

  static func lookup(_ generator: inout Generator) -> [SymbolicInteger.Atom: Int] {
    Dictionary(uniqueKeysWithValues: atoms.map { ($0, Int.random(in: -6...6, using: &generator)) })
  }

  static func floorDivide(_ a: Int, _ b: Int) -> Int {
    b == 0 ? 0 : Int((Double(a) / Double(b)).rounded(.down))
  }

  @Test func operationsMeanWhatTheySay() {
    var generator = Generator(seed: 1)
    for _ in 0..<4_000 {
      let a = Self.random(3, polynomial: false, &generator)
      let b = Self.random(2, polynomial: false, &generator)
      let values = Self.lookup(&generator)
      guard let x = a.evaluate({ values[$0] }), let y = b.evaluate({ values[$0] }),
        abs(x) < 1 << 24, abs(y) < 1 << 24
      else { continue }
      func check(_ result: SymbolicInteger, _ expected: Int, _ what: String) {
        #expect(result.evaluate { values[$0] } == expected, "\(what) of \(a) and \(b)")
      }
      check(a + b, x + y, "sum")
      check(a - b, x - y, "difference")
      check(a * b, x * y, "product")
      check(-a, -x, "negative")
      let quotient = Self.floorDivide(x, y)
      check(.floorDivide(a, b), quotient, "quotient")
      check(.remainder(a, b), y == 0 ? 0 : x - quotient * y, "remainder")
      check(.minimum(a, b), min(x, y), "minimum")
      check(.maximum(a, b), max(x, y), "maximum")
      check(.isNotOne(a), x == 1 ? 0 : 1, "isNotOne")
      for divisor in [-3, -1, 0, 1, 2, 7] {
        let by = SymbolicInteger(divisor)
        let quotient = Self.floorDivide(x, divisor)
        check(.floorDivide(a, by), quotient, "quotient by \(divisor)")
        check(.remainder(a, by), divisor == 0 ? 0 : x - quotient * divisor, "remainder by \(divisor)")
      }
    }
  }

  @Test func equalPolynomialsAreEqual() {
    var generator = Generator(seed: 2)
    func expectSame(_ x: SymbolicInteger, _ y: SymbolicInteger) {
      #expect(x == y)
      #expect(x.hashValue == y.hashValue)
      #expect(x.description == y.description)
    }
    for round in 0..<2_000 {
      let isPolynomial = round % 2 == 0
      let a = Self.random(3, polynomial: isPolynomial, &generator)
      let b = Self.random(2, polynomial: isPolynomial, &generator)
      let c = Self.random(2, polynomial: isPolynomial, &generator)
      expectSame((a + b) * c, a * c + b * c)
      expectSame(a * b, b * a)
      expectSame((a * b) * c, a * (b * c))
      expectSame((a + b) + c, c + (b + a))
      expectSame(a - a, 0)
      expectSame(a + b - b, a)
      expectSame((a - b) * (a + b), a * a - b * b)
      expectSame(.minimum(.minimum(a, b), c), .minimum(c, .minimum(b, a)))
      expectSame(.maximum(.maximum(a, b), c), .maximum(b, .maximum(a, c)))
      expectSame(.minimum(a, .minimum(a, b)), .minimum(b, a))
    }
  }

  @Test func broadcastsMerge() {
    let (m, n, k) = (SymbolicInteger(Symbol("m")), SymbolicInteger(Symbol("n")), SymbolicInteger(Symbol("k")))
    let both = SymbolicInteger.broadcast(m, n)
    #expect(both == SymbolicInteger.broadcast(n, m))
    #expect(SymbolicInteger.broadcast(both, m) == both)
    #expect(SymbolicInteger.broadcast(n, both) == both)
    #expect(SymbolicInteger.broadcast(both, both) == both)
    #expect(SymbolicInteger.broadcast(both, 1) == both)
    #expect(SymbolicInteger.broadcast(both, 3) == 3)
    #expect(SymbolicInteger.broadcast(0, both) == 0)
    #expect(SymbolicInteger.broadcast(both, k) == SymbolicInteger.broadcast(m, .broadcast(k, n)))
    let values = [Symbol("m"): 1, Symbol("n"): 5, Symbol("k"): 1]
    let extent = SymbolicInteger.broadcast(both, k).evaluate { atom in
      if case .symbol(let symbol) = atom { values[symbol] } else { nil }
    }
    #expect(extent == 5)
  }

  @Test func coefficientsAndSubstitution() {
    var generator = Generator(seed: 4)
    for _ in 0..<2_000 {
      let a = Self.random(4, polynomial: false, &generator)
      let atom = Self.atoms.randomElement(using: &generator)!
      let replacement = Self.random(2, polynomial: false, &generator)
      let values = Self.lookup(&generator)
      let rest = a.substituting { $0 == atom ? 0 : nil }
      if let factor = a.coefficient(of: atom) {
        #expect(factor * SymbolicInteger(atom) + rest == a, "\(a)")
        #expect(!factor.contains(atom))
      }
      #expect(!rest.contains(atom))
      guard let new = replacement.evaluate({ values[$0] }) else { continue }
      let expected = a.evaluate { $0 == atom ? new : values[$0] }
      let substituted = a.substituting { $0 == atom ? replacement : nil }
      guard let expected, abs(expected) < 1 << 50 else { continue }
      #expect(substituted.evaluate { values[$0] } == expected, "\(a), \(atom) is \(replacement)")
    }
  }

  @Test func extremesDoNotTrap() {
    let extremes = [Int.min, Int.min + 1, -1, 0, 1, Int.max].map { SymbolicInteger($0) }
    let n = SymbolicInteger(Symbol("n"))
    for a in extremes {
      for b in extremes {
        let constants: [SymbolicInteger] = [
          a + b, a - b, a * b, .floorDivide(a, b), .remainder(a, b), .minimum(a, b), .maximum(a, b), .broadcast(a, b),
        ]
        for result in constants { #expect(result.constant != nil) }
        let symbolic = a * n + b
        for divisor in extremes + [n] {
          _ = (SymbolicInteger.floorDivide(symbolic, divisor), SymbolicInteger.remainder(symbolic, divisor))
        }
        _ = symbolic.evaluate { _ in Int.min }
      }
    }
    #expect(SymbolicInteger.minimum(SymbolicInteger(Int.min), SymbolicInteger(Int.max)).constant == Int.min)
    #expect((n * SymbolicInteger(Int.max)).evaluate { _ in 2 } == nil)
  }

  @Test(arguments: [
    ("4*n*m", "4*m*n"), ("n*0 + 3", "3"), ("-n", "-n"), ("n - n", "0"), ("2*(n + i0)*i1 - 1", "2*n*i1 + 2*i0*i1 - 1"),
    ("floordiv(8*n + 6, 4)", "2*n + 1"), ("floordiv(8*n + m + 6, 4)", "2*n + floordiv(m + 2, 4) + 1"),
    ("mod(8*n + m + 6, 4)", "mod(m + 2, 4)"), ("mod(n, 1)", "0"),
    ("min(n + 1, n)", "n"), ("max(3, max(n, m))", "max(m, max(n, 3))"),
    ("\"i0\" + \"min\"#4", "\"i0\" + \"min\"#4"), ("-9223372036854775808", "-9223372036854775808"),
  ])
  func normalForms(text: String, expected: String) throws {
    let source = "program \"\" { buffer @0 \"\": f64[\(text)] temporary }"
    let program = try LoopProgram(parsing: source)
    #expect(program.buffers[0].count.description == expected)
    let again = source.replacing(text, with: expected)
    #expect(try LoopProgram(parsing: again).buffers[0].count == program.buffers[0].count)
  }
}
