import TensorLLVMBackend
import TensorLoopIR
import TensorScalars
import Testing

let lengths = [0, 1, 2, 3, 7, 8, 9, 15, 31, 33, 63, 64, 65, 100, 129, 200]

@Suite struct ElementwiseTests {
  /// Every primitive on every type it is defined for.
  static let primitives: [(Primitive, [ElementType])] = {
    let all = ElementType.reals
    let numbers = all.filter { $0 != .bool }
    let integers = all.filter(\.isInteger)
    let floats = all.filter(\.isFloat)
    let table = LookupTable(name: "squares", words: (0..<37).map { $0 * $0 })
    return [
      (.add, numbers), (.subtract, numbers), (.multiply, numbers), (.negate, numbers), (.divide, floats),
      (.fusedMultiplyAdd, floats), (.squareRoot, floats), (.absolute, numbers), (.copySign, floats),
      (.minimum, numbers), (.maximum, numbers), (.floor, floats), (.ceiling, floats), (.truncate, floats),
      (.roundToEven, floats), (.floorQuotient, integers), (.floorRemainder, integers), (.quotient, integers),
      (.remainder, integers), (.multiplyHigh, [.u64]), (.and, integers + [.bool]), (.or, integers + [.bool]),
      (.xor, integers + [.bool]), (.not, integers + [.bool]), (.shiftLeft, integers), (.shiftRight, integers),
      (.bitCount, integers), (.leadingZeros, integers), (.equal, all), (.notEqual, all), (.less, all),
      (.lessOrEqual, all), (.greater, all), (.greaterOrEqual, all), (.select, all), (.lookup(table), [.i64]),
    ]
  }()

  @Test(arguments: primitives.indices) func primitive(_ index: Int) throws {
    let (primitive, types) = ElementwiseTests.primitives[index]
    for type in types {
      var arguments = [ElementType](repeating: type, count: primitive.arity)
      if case .select = primitive { arguments[0] = .bool }
      let program = elementwise(arguments, primitive.resultType(arguments)) { builder, loads, body in
        builder.primitive(primitive, loads, &body)
      }
      for n in [5, 700] { try expectAgreement(program, [n], edges: 8, name: "\(primitive) \(type)") }
      _ = try foreign.compileToObject(program)
    }
  }

  @Test(arguments: ElementType.reals) func conversions(from source: ElementType) throws {
    for target in ElementType.reals {
      let program = elementwise([source], target) { builder, loads, body in
        builder.primitive(.convert(target), loads, &body)
      }
      for n in [5, 700] { try expectAgreement(program, [n], edges: 8, name: "\(source) to \(target)") }
      if source != .bool, source.bitWidth == target.bitWidth {
        let bits = elementwise([source], target) { builder, loads, body in
          builder.primitive(.bitcast(target), loads, &body)
        }
        try expectAgreement(bits, [77], name: "bits of \(source) as \(target)")
      }
    }
  }

  /// Every function of the table on every type, edge values and all.
  @Test func functions() throws {
    for function in ScalarFunctionTable.all {
      var seen: Set<[ElementType]> = []
      for type in ElementType.reals {
        guard let types = function.signature(for: .init(repeating: type, count: function.arity)),
          seen.insert(types.arguments).inserted
        else { continue }
        let program = elementwise(types.arguments, types.result) { builder, loads, body in
          builder.call(function, loads, &body)
        }
        for n in [3, 500] { try expectAgreement(program, [n], edges: 4, name: "\(function.name) \(type)") }
      }
    }
  }

  @Test(arguments: lengths) func lengthsAndTypes(_ n: Int) throws {
    for type in ElementType.reals where type != .bool {
      let program = elementwise([type, type], type) { builder, loads, body in
        builder.primitive(.add, [builder.primitive(.multiply, loads, &body), loads[0]], &body)
      }
      try expectAgreement(program, [n])
      let fixed = elementwise([type], type, extent: SymbolicInteger(n)) { builder, loads, body in
        builder.primitive(.maximum, [loads[0], loads[0]], &body)
      }
      try expectAgreement(fixed)
    }
  }

  /// Loads with every kind of walk along the lanes, and stores likewise.
  @Test(arguments: [0, 1, 5, 8, 31, 64, 100]) func strides(_ n: Int) throws {
    for type in [ElementType.f64, .f32, .i16, .bool, .u8] {
      var b = ProgramWriter()
      let (size, stride) = (b.symbol("n"), b.symbol("s"))
      let input = b.input(type, 4 * size * stride + 8)
      let indices = b.input(.u8, size)
      let outputs = (0..<4).map { _ in b.output(type, 3 * size + 1) }
      let i = b.variable()
      let at = SymbolicInteger.loop(i)
      var body: [Statement] = []
      let index = b.primitive(.convert(.i64), [b.load(indices, at, &body)], &body)
      let clamped = b.primitive(.remainder, [index, b.define(.i64, .index(4 * size * stride + 1), &body)], &body)
      let loads = [
        b.load(input, size - at, &body), b.load(input, 3 * at + 1, &body), b.load(input, stride * at, &body),
        b.load(input, SymbolicInteger(.value(clamped.number)), &body), b.load(input, 2, &body),
        b.load(input, .floorDivide(at, 3) + .remainder(at, 5), &body),
      ]
      b.store(loads[0], outputs[0], at, &body)
      b.store(loads[1], outputs[1], 2 * at, &body)
      b.store(loads[2], outputs[1], 2 * at + 1, &body)
      b.store(loads[3], outputs[2], size - at, &body)
      b.store(loads[4], outputs[3], 3 * at, &body)
      b.store(loads[5], outputs[3], 3 * at + 1, &body)
      // Elements that are not written keep what they held.
      b.program.body = [b.loop(i, size, .vector, body)]
      try expectAgreement(b.program, [n, 2])
      _ = try foreign.compileToObject(b.program)
    }
  }
}
