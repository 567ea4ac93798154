import TensorOperators
import TensorText
import Testing

/// Programs that are deep, long or hostile give a graph or an error, never a crash.
@Suite struct DepthTests {
  private func outcome(_ program: String) -> Result<TextProgram, TextError> {
    Result { () throws(TextError) in try TextProgram(parsing: program, file: "deep.tj") }
  }

  private func message(_ program: String) -> String {
    switch outcome(program) {
    case .success: "no error"
    case .failure(let error): error.message
    }
  }

  /// Ways to nest, as what stands before and behind.
  static let nests: [(String, String)] = [
    ("(", ")"), ("[", "]"), ("-", ""), ("~", ""), ("exp(", ")"), ("x ** ", ""), ("x[", "]"), ("(x, ", ")"),
    ("1 | 1 ^ 1 & 1 << 1 + 1 * (", ")"), ("f32(f64(", "))"), ("scan((a) -> ", ", 1)"), ("x == (", ")"),
    ("{ let y = ", ""), ("exp((a) -> { return ", "})"), ("x.at[", "]"), ("- ~ + (", ")"), ("sum(x, axis=", ")"),
  ]

  @Test(arguments: nests) func aHundredThousandLevelsAreAnError(nest: (String, String)) {
    let deep = String(repeating: nest.0, count: 100_000) + "x" + String(repeating: nest.1, count: 100_000)
    #expect(message("(x: i64) -> \(deep)") != "no error")
    #expect(message("(x: i64) -> " + String(repeating: nest.0, count: 100_000)) != "no error")
  }

  @Test(arguments: nests) func moderateNestingDoesNotCrash(nest: (String, String)) {
    for count in [10, 400, 990] {
      let deep = String(repeating: nest.0, count: count) + "x" + String(repeating: nest.1, count: count)
      _ = outcome("(x: i64) -> \(deep)")
    }
  }

  @Test func nestingUpToTheLimitWorks() {
    let deep = String(repeating: "(", count: 990) + "x" + String(repeating: ")", count: 990)
    #expect(message("(x: i64) -> \(deep)") == "no error")
    #expect(message("(x: i64) -> (\(deep)+\(deep))") == "no error")
    let signs = String(repeating: "(x | 1 ^ 2 & x << 3 + 4 * -", count: 300) + "x" + String(repeating: ")", count: 300)
    #expect(message("(x: i64) -> \(signs)") == "no error")
    let tooDeep = String(repeating: "(", count: 1_001) + "x" + String(repeating: ")", count: 1_001)
    #expect(message("(x: i64) -> \(tooDeep)") == "nesting deeper than 1000 levels")
  }

  @Test(arguments: ["+ x", "- 1", "* x", "| x", "[None][0]", "[...]", ".real"])
  func aChainOfTwoHundredThousandWorks(link: String) throws {
    let chain = "x " + String(repeating: link + " ", count: 200_000)
    switch outcome("(x: i64) -> \(chain)") {
    case .success(let program): #expect(program.results.count == 1)
    case .failure(let error): Issue.record(error)
    }
  }

  @Test func manyLetsAndFunctionsWork() {
    let lets = (0..<20_000).map { "let y\($0 + 1) = y\($0) + \($0)" }.joined(separator: "\n")
    #expect(message("(y0: f64) -> { \(lets) return y20000 }") == "no error")
    let functions = (1...4_000).map { "func g\($0)(x: f64) { return g\($0 - 1)(x) + 1 }" }.joined(separator: "\n")
    #expect(message("func g0(x: f64) { return x }\n" + functions) == "no error")
    let deeper = (1...20_000).map { "func g\($0)(x: f64) { return g\($0 - 1)(x) + 1 }" }.joined(separator: "\n")
    #expect(message("func g0(x: f64) { return x }\n" + deeper).contains("nesting deeper"))
  }

  @Test func whatGrowsWithoutEndIsAnError() {
    let doubling = (1...40).map { "func g\($0)(x: f64) { return g\($0 - 1)(x) + g\($0 - 1)(x) }" }.joined(
      separator: "\n")
    #expect(message("func g0(x: f64) { return x }\n" + doubling).contains("expressions"))
    let tuples = (1...60).map { "let a\($0) = (a\($0 - 1), a\($0 - 1))" }.joined(separator: " ")
    #expect(message("(a0: f64) -> { \(tuples) return a60 }").contains("tuple"))
    let nested = (1...100).map { "let a\($0) = (a\($0 - 1),)" }.joined(separator: " ")
    #expect(message("(a0: f64) -> { \(nested) return a100 }").contains("tuple"))
    let extents = (1...60).map { "let a\($0) = a\($0 - 1) * (a\($0 - 1) + n)" }.joined(separator: " ")
    #expect(message("(x: f64[n, m]) -> { let a0 = n + m \(extents) return a60 }") == "no error")
  }

  @Test func badBytesAreErrors() {
    let good = Array("(x: f64) -> x".utf8)
    for bad: [UInt8] in [
      [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0], [0xC0, 0x80],
    ] {
      for position in [0, 5, good.count] {
        var bytes = good
        bytes.insert(contentsOf: bad, at: position)
        #expect(throws: TextError.self) { try TextProgram(parsing: bytes, file: "bad.tj") }
      }
    }
    #expect(throws: TextError.self) { try TextProgram(parsing: Array("(x: f64) -> x\u{7}".utf8), file: "bad.tj") }
  }

  @Test func hugeLiteralsAreErrors() {
    let digits = String(repeating: "9", count: 100_000)
    for literal in [digits, digits + ".5", "1e" + digits, "0x" + digits, "." + digits, "1_" + digits] {
      #expect(message("(x: f64) -> x + \(literal)") != "no error")
    }
    #expect(message("(x: f64[\(digits)]) -> x") != "no error")
    #expect(message("(x: f64) -> x + " + String(repeating: "a", count: 100_000)) != "no error")
    #expect(message("(x: f64) -> x + 1e-400") == "no error")
  }

  @Test func aMillionNodesPrintAndDraw() throws {
    var x = Tensor("x", .f64, ["n"])
    let parameter = x
    for _ in 0..<1_000_000 { x = Tensor.apply(.negative, [x], at: .none) }
    let program = TextProgram(name: "main", parameters: [("x", parameter)], results: [("out0", x)])
    let text = program.printed().text
    #expect(text.utf8.count > 1_000_000)
    #expect(program.treeDescription.utf8.count > 1_000_000)
    let again = try TextProgram(parsing: text, file: "long.tj")
    #expect(Traversal.nodes(of: again.results.map(\.tensor)).count == 1_000_001)
  }
}
