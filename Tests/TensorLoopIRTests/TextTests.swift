import TensorLoopIR
import TensorScalars
import Testing

@Suite struct TextTests {
  /// Every kind of statement and expression.
  static let golden = #"""
    program "all \{22}kinds\{22}" {
      symbol n
      symbol "i3"#2
      buffer @0 "x": f64["i3"#2*n] input 0
      buffer @1 "y": f64[n] output 0
      buffer @2 "": f64[2048] temporary
      buffer @3 "s": i64[64] scratch
      buffer @4 "c": f64[3] constant
      %0: f64 = constant -1.5e-07
      %1: f64 = constant nan(0x7ff8000000000001)
      %2: f32 = constant inf
      %3: u8 = constant 255
      %4: bool = constant true
      %5: i64 = index 4*n - floordiv(n + 1, 2)
      parallel i0 < n grain max(floordiv(4096, n), 1) {
        %6: f64 = load @0["i3"#2*i0]
        vector i1 < n {
          %7: f64 = load @4[mod(i1, 3)]
          %8: f64 = fma %6, %7, %0
          %9: f64 = call add(%8, %1)
          %10: i64 = bitcast %9
          %11: u64 = lookup "table" [0x0, 0xffffffffffffffff] %10
          %12: f32 = convert %11
          %13: bool = lt %12, %2
          %14: f64 = select %13, %9, %0
          check %13 site 3 order n*i0 + i1 index %5 extent n
          store %14, @1[i1]
        }
      }
      fold i2 < 10 carry %15: i64 = %5, %16: f64 = %0 {
        %17: f64 = load @0[min(n, %15)]
      } next %5, %17
      reduce i3 < n pairwise {
        %18: f64 = load @0[i3]
      } into %19: f64 = dot(%18, %18), %20: i64 = argMinimum(%18)
      reduce i4 < n across i5 < broadcast("i3"#2, n) {
        %21: f64 = load @0[i4*i5]
      } into %22: f64 = sum(%21) then {
        store %22, @2[i5*isnotone(n)]
      }
      scan product i6 < n across i7 < 2 {
        %23: i64 = index i6 + i7
      } from %23 into %24: i64 then {
        store %24, @3[2*i6 + i7]
      }
      library gemmF64(@0[0], @4[0], @2[n]; n, 1, 2, 0, 1, n, 3, 1)
    }

    """#

  @Test func goldenTextReadsBack() throws {
    let program = try LoopProgram(parsing: Self.golden)
    try program.verify()
    #expect(program.description == Self.golden)
    #expect(program.loopCount == 8)
    #expect(program.valueCount == 25)
    let again = try LoopProgram(parsing: program.cacheKey)
    #expect(again == program)
    #expect(program.cacheKey.contains("functions {\n  add(f64, f64): x"))
  }

  @Test func canonicalNames() throws {
    let program = try LoopProgram(parsing: Self.golden)
    let canonical = program.canonicalized()
    try canonical.verify()
    #expect(canonical == canonical.canonicalized())
    #expect(canonical.symbols == [Symbol("s0"), Symbol("s1")])
    let renamed = Self.golden.replacing("\"i3\"#2", with: "other").replacing("%0", with: "%99")
    #expect(try LoopProgram(parsing: renamed).canonicalized() == canonical)
    #expect(try LoopProgram(parsing: canonical.description) == canonical)
  }

  @Test(arguments: Primitive.plain) func mnemonicsReadBack(primitive: Primitive) throws {
    let arguments = (0..<primitive.arity).map { Value(number: $0, type: .f64) }
    let type = primitive.resultType(arguments.map(\.type))
    let declared = arguments.map { Statement.define($0, .constant(ScalarValue(1.0))) }
    let program = LoopProgram(
      name: "p", body: declared + [.define(Value(number: 9, type: type), .primitive(primitive, arguments))],
      valueCount: 10)
    #expect(try LoopProgram(parsing: program.description) == program)
  }

  @Test func constantsReadBackBitByBit() throws {
    var generator = Generator(seed: 11)
    var values: [ScalarValue] = []
    for type in ElementType.reals {
      let edges: [UInt64] = [
        0, .max, 1, 1 << UInt64(type.bitWidth - 1), 0x7FF0_0000_0000_0000, 0x7F80_0001, 0x8000_0000,
      ]
      values += edges.map { ScalarValue(type: type, bits: $0) }
      values += (0..<200).map { _ in ScalarValue(type: type, bits: generator.next()) }
    }
    let body = values.enumerated().map {
      Statement.define(Value(number: $0.offset, type: $0.element.type), .constant($0.element))
    }
    let program = LoopProgram(name: "constants", body: body, valueCount: values.count)
    #expect(try LoopProgram(parsing: program.description) == program)
  }

  @Test(arguments: [
    ("prog", "1:1: expected `program`, found `prog`"), ("program \"a", "1:9: a string has no end"),
    ("program \"a\" {\n  %0: f65 = constant 1\n}", "2:7: expected an element type, found `f65`"),
    ("program \"a\" {\n  %0: f64 = constant x\n}", "2:22: expected a constant of type f64, found `x`"),
    ("program \"a\" {\n  %0: u8 = constant 256\n}", "2:21: 256 does not fit u8"),
    ("program \"a\" {\n  store %4, @0[0]\n}", "2:9: %4 is not defined before"),
    ("program \"a\" {\n  %0: i64 = index n +\n}", "3:1: expected an index expression, found `}`"),
    ("program \"a\" {\n  %0: f64 = call nothing()\n}", "2:18: there is no scalar function nothing"),
    ("program \"a\" {\n  jump\n}", "2:3: expected a statement, found `jump`"),
    ("program \"a\" {", "1:14: expected a statement, found the end"),
    ("program \"a\" { } x", "1:17: expected the end, found `x`"),
    (
      "program \"a\" { } functions { add(f64, f64): x0 }", "1:47: the expansion of add is no longer the one of the text"
    ),
    ("program \"a\" { %0: i64 = index 99999999999999999999 }", "1:31: a number is too large"),
  ])
  func errorsNameThePlace(text: String, message: String) {
    let error = #expect(throws: LoopParsingError.self) { try LoopProgram(parsing: text) }
    #expect(error?.description == message)
  }

  @Test func deepTextsAreErrors() {
    let loops = "program \"a\" {" + (0..<100_000).map { "for i\($0) < 1 {" }.joined()
    let indices = "program \"a\" { %0: i64 = index " + String(repeating: "(", count: 100_000)
    for text in [loops, indices] {
      let error = #expect(throws: LoopParsingError.self) { try LoopProgram(parsing: text) }
      #expect(error?.message.contains("deeper") == true)
    }
  }

  /// Cutting a text anywhere, or changing a byte, gives an error or another program, never a crash.
  @Test func damagedTextsDoNotTrap() throws {
    let bytes = Array(Self.golden.utf8)
    for end in bytes.indices { _ = try? LoopProgram(parsing: String(decoding: bytes[..<end], as: UTF8.self)) }
    var generator = Generator(seed: 9)
    for _ in 0..<3_000 {
      var damaged = bytes
      for _ in 0..<3 {
        let source = Int.random(in: bytes.indices, using: &generator)
        damaged[Int.random(in: bytes.indices, using: &generator)] = bytes[source]
      }
      guard let program = try? LoopProgram(parsing: String(decoding: damaged, as: UTF8.self)) else { continue }
      guard (try? program.verify()) != nil else { continue }
      #expect(try LoopProgram(parsing: program.description).description == program.description)
    }
  }
}
