import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

@Suite struct ReductionTests {
  static let combiners: [(Combiner, [ElementType])] = {
    let all = ElementType.combined
    let numbers = all.filter { $0 != .bool }
    return [
      (.sum, numbers), (.product, numbers), (.minimum, numbers), (.maximum, numbers),
      (.or, all.filter { !$0.isFloat }), (.and, all.filter { !$0.isFloat }), (.dot, numbers), (.argMinimum, numbers),
      (.argMaximum, numbers),
    ]
  }()

  /// Reducers of one type over `n`, the body with a square root or an exponential to make it dear.
  static func program(
    _ combiners: [Combiner], _ type: ElementType, extent: Int? = nil, order: Reduction.Order = .lanes,
    function: ScalarFunction? = nil, lanes: Bool = false
  ) -> LoopProgram {
    var b = ProgramWriter()
    let n = extent.map { SymbolicInteger($0) } ?? b.symbol("n")
    let m = lanes ? b.symbol("m") : 1
    let inputs = [b.input(type, n * m), b.input(type, n * m)]
    let (r, j) = (b.variable(), b.variable())
    let at = lanes ? m * .loop(r) + .loop(j) : SymbolicInteger.loop(r)
    var body: [Statement] = []
    var values = inputs.map { b.load($0, at, &body) }
    if let function { values = values.map { b.call(function, [$0], &body) } }
    let reducers = combiners.map { combiner in
      Reducer(
        combiner: combiner, arguments: Array(values.prefix(combiner.argumentCount)),
        result: b.value(combiner.resultType(values[0].type)))
    }
    var after: [Statement] = []
    for reducer in reducers {
      let output = b.output(reducer.result.type, m)
      b.store(reducer.result, output, lanes ? .loop(j) : 0, &after)
    }
    let reduction = Reduction(
      variable: r, extent: n, order: order, body: body, reducers: reducers,
      lanes: lanes ? Reduction.Lanes(variable: j, extent: m) : nil, then: lanes ? after : [])
    b.program.body = [.reduce(reduction)] + (lanes ? [] : after)
    return b.program
  }

  @Test(arguments: combiners.indices) func alone(_ index: Int) throws {
    let (combiner, types) = ReductionTests.combiners[index]
    for type in types {
      let program = ReductionTests.program([combiner], type)
      for n in [1, 2, 5, 63, 64, 65, 130, 2047, 2048, 2049, 4096, 5000, 14_400] {
        try expectAgreement(program, [n], edges: n % 2 == 0 ? 0 : 1, name: "\(combiner) \(type)")
      }
      if combiner != .minimum && combiner != .maximum && combiner != .argMinimum && combiner != .argMaximum {
        try expectAgreement(program, [0], name: "\(combiner) \(type)")
      }
      _ = try foreign.compileToObject(program)
    }
  }

  @Test(arguments: combiners.indices) func sideBySide(_ index: Int) throws {
    let (combiner, types) = ReductionTests.combiners[index]
    for type in types {
      let program = ReductionTests.program([combiner], type, lanes: true)
      for (n, m) in [(1, 1), (3, 70), (63, 9), (65, 33), (200, 5), (2050, 3), (4200, 1), (6, 0)] {
        try expectAgreement(program, [n, m], edges: m % 2, name: "\(combiner) \(type)")
      }
      _ = try foreign.compileToObject(program)
    }
  }

  @Test func pairwise() throws {
    for (combiner, types) in ReductionTests.combiners {
      for type in types where [.f64, .f32, .i8].contains(type) {
        for lanes in [false, true] {
          let program = ReductionTests.program([combiner], type, order: .pairwise, lanes: lanes)
          for n in [1, 2, 3, 7, 8, 11, 100] {
            try expectAgreement(program, lanes ? [n, 19] : [n], edges: 0, name: "pairwise \(combiner) \(type)")
          }
        }
      }
    }
  }

  @Test func constantExtents() throws {
    for type in [ElementType.f64, .f32, .i32, .u8] {
      for n in [1, 2, 3, 7, 16, 33, 64, 100, 2048, 2049] {
        try expectAgreement(ReductionTests.program([.sum, .argMaximum, .maximum], type, extent: n), name: "\(n) \(type)")
        try expectAgreement(ReductionTests.program([.sum, .minimum], type, extent: n, lanes: true), [13])
      }
    }
  }

  @Test func dearBodiesAndManyReducers() throws {
    for name in ["exp", "sin", "sqrt"] {
      guard let function = ScalarFunctionTable.function(named: name) else { continue }
      for type in [ElementType.f64, .f32] {
        for lanes in [false, true] {
          let program = ReductionTests.program([.sum, .dot, .argMinimum], type, function: function, lanes: lanes)
          for n in [1, 7, 64, 100, 2049] {
            try expectAgreement(program, lanes ? [n, 21] : [n], edges: 1, name: "\(name) \(type)")
          }
        }
      }
    }
  }

  /// More lanes than the narrower processor has registers for: several passes, or lanes in memory.
  @Test func severalRowsAtOnce() throws {
    for type in [ElementType.f64, .f32] {
      for combiners in [[Combiner](repeating: .dot, count: 4), [.sum, .product, .dot, .sum, .maximum], [.minimum, .sum, .sum]] {
        let program = ReductionTests.program(combiners, type)
        for n in [1, 31, 32, 33, 64, 100, 2048, 2049, 5000] {
          try expectAgreement(program, [n], edges: 0, name: "\(combiners) \(type)")
        }
      }
    }
  }

  @Test(arguments: [Combiner.sum, .product, .minimum, .maximum]) func scans(_ combiner: Combiner) throws {
    for type in ElementType.combined where type != .bool {
      for lanes in [false, true] {
        var b = ProgramWriter()
        let n = b.symbol("n")
        let m = lanes ? b.symbol("m") : 1
        let (input, output) = (b.input(type, n * m), b.output(type, n * m))
        let (r, j) = (b.variable(), b.variable())
        let at = lanes ? m * .loop(r) + .loop(j) : SymbolicInteger.loop(r)
        var (body, then): ([Statement], [Statement]) = ([], [])
        let value = b.load(input, at, &body)
        let result = b.value(type)
        b.store(result, output, at, &then)
        b.program.body = [
          .scan(
            Scan(
              variable: r, extent: n, combiner: combiner, body: body, input: value, result: result,
              lanes: lanes ? Reduction.Lanes(variable: j, extent: m) : nil, then: then))
        ]
        for n in [0, 1, 7, 8, 9, 16, 21, 100] {
          try expectAgreement(b.program, lanes ? [n, 37] : [n], edges: n % 2, name: "scan \(combiner) \(type)")
        }
        _ = try foreign.compileToObject(b.program)
      }
    }
  }
}
