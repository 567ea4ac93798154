import TensorLoopIR
import TensorScalars
import Testing

@Suite struct VerifierTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    /// Part of the reason, and of the statement.
    var reason: String
    var statement: String
    var body: String
    var testDescription: String { reason + " " + statement }
    init(_ reason: String, _ statement: String, _ body: String) {
      (self.reason, self.statement, self.body) = (reason, statement, body)
    }
  }

  static let header = """
    program "broken" {
      symbol n
      buffer @0 "x": f64[n] input 0
      buffer @1 "y": f64[n] output 0
      buffer @2 "k": i64[n] input 1
      buffer @3 "t": f32[4] temporary
      buffer @4 "c": f64[4] constant

    """

  static let parsed: [Broken] = [
    Broken("never written", "store %0, @0[0]", "%0: f64 = constant 1 store %0, @0[0]"),
    Broken("never written", "store %0, @4[0]", "%0: f64 = constant 1 store %0, @4[0]"),
    Broken("holds f32, not f64", "store %0, @3[0]", "%0: f64 = constant 1 store %0, @3[0]"),
    Broken("no buffer @7", "load @7[0]", "%0: f64 = load @7[0]"),
    Broken("symbol m is not declared", "load @0[m]", "%0: f64 = load @0[m]"),
    Broken("i0 is not in scope", "load @0[i0]", "for i0 < n { } %0: f64 = load @0[i0]"),
    Broken("i0 is in use", "for i0 < 3", "for i0 < n { for i0 < 3 { } }"),
    Broken("f64 is defined as i64", "%0: f64 = index n", "%0: f64 = index n"),
    Broken("f32 is defined as f64", "%0: f32 = load @0[0]", "%0: f32 = load @0[0]"),
    Broken("takes floats, got i64", "sqrt %0", "%0: i64 = index n %1: i64 = sqrt %0"),
    Broken("takes numbers, got bool", "add %0, %0", "%0: bool = constant true %1: bool = add %0, %0"),
    Broken("one type, got i64 and f64", "add", "%0: i64 = index n %1: f64 = constant 1 %2: i64 = add %0, %1"),
    Broken("takes 2 arguments, got 1", "add %0", "%0: i64 = index n %1: i64 = add %0"),
    Broken("takes a bool condition", "select", "%0: i64 = index n %1: i64 = select %0, %0, %0"),
    Broken("as wide as f32", "bitcast", "%0: i64 = index n %1: f32 = bitcast %0"),
    Broken("no signature", "call add", "%0: i64 = index n %1: f64 = constant 1 %2: f64 = call add(%0, %1)"),
    Broken("no signature", "call add", "%0: i64 = index n %1: i64 = call add(%0)"),
    Broken("%0 is not defined here", "store %0", "for i0 < n { %0: f64 = constant 1 } store %0, @1[0]"),
    Broken("%1 is not defined here", "load @0[%1]", "for i0 < n { %1: i64 = index i0 } %2: f64 = load @0[%1]"),
    Broken("in a vector loop", "for i1 < 2", "vector i0 < n { for i1 < 2 { } }"),
    Broken("in a vector loop", "reduce", """
      vector i0 < n { %0: f64 = constant 1 reduce i1 < n { } into %1: f64 = sum(%0) }
      """),
    Broken("in a fold of a vector loop", "for i2 < n", "vector i0 < n { fold i1 < n carry { for i2 < n { } } next }"),
    Broken("in a fold", "parallel i1", "fold i0 < n carry { parallel i1 < n grain 1 { } } next"),
    Broken("in the body of a reduction", "for i1", """
      reduce i0 < n { %0: f64 = load @0[i0] for i1 < 2 {} } into %1: f64 = sum(%0)
      """),
    Broken("after a reduction's lanes", "check", """
      %0: bool = constant true %1: i64 = index n
      reduce i0 < n across i1 < n { %2: f64 = load @0[i0] } into %3: f64 = sum(%2) then {
        check %0 site 0 order 0 index %1 extent n }
      """),
    Broken("only a reduction with lanes", "reduce", """
      reduce i0 < n { %0: f64 = load @0[i0] } into %1: f64 = sum(%0) then { store %1, @1[0] }
      """),
    Broken("%1 is not defined here", "store %1", """
      reduce i0 < n across i1 < n { %0: f64 = load @0[i0] } into %1: f64 = sum(%0) then { } store %1, @1[0]
      """),
    Broken("%0 is not defined here", "store %0", """
      reduce i0 < n across i1 < n { %0: f64 = load @0[i0] } into %1: f64 = sum(%0) then { store %0, @1[i1] }
      """),
    Broken("i0 is not in scope", "store %1", """
      reduce i0 < n across i1 < n { %0: f64 = load @0[i0] } into %1: f64 = sum(%0) then { store %1, @1[i0] }
      """),
    Broken("takes 2 arguments", "reduce", "reduce i0 < n { %0: f64 = load @0[i0] } into %1: f64 = dot(%0)"),
    Broken("or is not defined for f64", "reduce", "reduce i0 < n { %0: f64 = load @0[i0] } into %1: f64 = or(%0)"),
    Broken("gives i64", "reduce", "reduce i0 < n { %0: f64 = load @0[i0] } into %1: f64 = argMaximum(%0)"),
    Broken("cannot combine by or", "scan", "scan or i0 < n { %0: i64 = index i0 } from %0 into %1: i64 then { }"),
    Broken("has its input's type", "scan", "scan sum i0 < n { %0: i64 = index i0 } from %0 into %1: f64 then { }"),
    Broken("in the body of a scan", "store", """
      scan sum i0 < n { %0: f64 = load @0[i0] store %0, @1[i0] } from %0 into %1: f64 then { }
      """),
    Broken("where i64 is needed", "check", """
      %0: bool = constant true %1: f64 = constant 1 check %0 site 0 order 0 index %1 extent n
      """),
    Broken("where bool is needed", "check", "%1: i64 = index n check %1 site 0 order 0 index %1 extent n"),
    Broken("follows on a carried value", "fold", """
      %0: f64 = constant 1 %1: i64 = index n fold i0 < n carry %2: f64 = %0 { } next %1
      """),
    Broken("%0 is f64, where i64 is needed", "fold", "%0: f64 = constant 1 fold i0 < n carry %1: i64 = %0 { } next %1"),
    Broken("3 pointers and 8 integers", "library gemmF64", "library gemmF64(@0[0], @0[0], @1[0]; n, n, n)"),
    Broken("never written", "library gemmF64", "library gemmF64(@0[0], @0[0], @4[0]; 1, 1, 1, 0, 0, 1, 1, 1)"),
    Broken("holds f32", "library gemmF64", "library gemmF64(@0[0], @3[0], @1[0]; 1, 1, 1, 0, 0, 1, 1, 1)"),
  ]

  @Test(arguments: parsed) func refuses(_ broken: Broken) throws {
    let program = try LoopProgram(parsing: Self.header + broken.body + "}")
    let error = #expect(throws: LoopProgramError.self) { try program.verify() }
    #expect(error?.reason.contains(broken.reason) == true, "\(error as Any)")
    #expect(error?.statement.contains(broken.statement) == true, "\(error as Any)")
    #expect(throws: LoopProgramError.self) { try LoopInterpreter(program) }
  }

  /// What no text can say.
  @Test func refusesWhatDoesNotParse() {
    let one = Statement.define(Value(number: 0, type: .f64), .constant(ScalarValue(1.0)))
    let use = Statement.define(
      Value(number: 1, type: .f32), .primitive(.negate, [Value(number: 0, type: .f32)]))
    let offset = SymbolicInteger(.value(0))
    let index = Statement.define(Value(number: 1, type: .f64), .load(Access(buffer: 0, offset: offset)))
    let buffer = LoopBuffer(name: "x", type: .f64, role: .input(0), count: 1)
    let output = LoopBuffer(name: "x", type: .f64, role: .output(0), count: 1)
    let loop = Statement.loop(Loop(variable: 5, extent: 1, kind: .serial, body: []))
    let fold = Statement.fold(
      Fold(variable: 0, extent: 1, carried: [Value(number: 1, type: .f64)], initial: [], body: [], next: []))
    let deep = (0..<300).reduce([Statement]()) { body, number in
      [.loop(Loop(variable: number, extent: 1, kind: .serial, body: body))]
    }
    let cases: [(String, LoopProgram)] = [
      ("defined twice", LoopProgram(name: "", body: [one, one], valueCount: 2)),
      ("not below valueCount", LoopProgram(name: "", body: [one], valueCount: 0)),
      ("not below loopCount", LoopProgram(name: "", body: [loop], loopCount: 5)),
      ("%0 is f64, not f32", LoopProgram(name: "", body: [one, use], valueCount: 2)),
      ("is f64, not i64", LoopProgram(name: "", buffers: [buffer], body: [one, index], valueCount: 2)),
      ("declared twice", LoopProgram(name: "", symbols: [Symbol("n"), Symbol("n")])),
      ("output 0 has two buffers", LoopProgram(name: "", buffers: [output, output])),
      ("as many initial", LoopProgram(name: "", body: [one, fold], loopCount: 1, valueCount: 2)),
      ("nest deeper", LoopProgram(name: "", body: deep, loopCount: 300)),
    ]
    for (reason, program) in cases {
      let error = #expect(throws: LoopProgramError.self) { try program.verify() }
      #expect(error?.reason.contains(reason) == true, "\(error as Any)")
      #expect(!program.description.isEmpty)
    }
  }
}
