import TensorScalars
import Testing

/// What every record of the table must satisfy; nothing here names a function.
@Suite("Laws of scalar functions")
struct LawTests {
  private static let floats: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.75, 2, 3, -7.25, 1e-3, 1e-30, 1e30, 88.7, -104, 709.8, -745.2, .infinity, -.infinity, .nan,
    .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-1022, 1e6, 1e9, 1e22,
  ]

  /// Edge values of a type, and some random ones.
  private static func samples(_ type: ElementType, _ function: ScalarFunction) -> [ScalarValue] {
    var generator = SplitMix(state: 7)
    switch type.kind {
    case .bool: return [ScalarValue(false), ScalarValue(true)]
    case .signed, .unsigned:
      let top = UInt64(1) << UInt64(type.bitWidth - 1)
      let ends: [UInt64] = [0, 1, 2, 3, 7, 100, ~0, ~1, top, top - 1]
      return (ends + (0..<6).map { _ in generator.next() }).map { ScalarValue(type: type, bits: $0) }
    case .complex: return []
    case .float:
      let domain = function.domain ?? -100...100
      let random = (0..<12).map { _ in Double.random(in: domain, using: &generator) }
      return (floats + random).map { ScalarValue($0).converted(to: type) }
    }
  }

  private static func argumentLists(_ types: [ElementType], _ function: ScalarFunction) -> [[ScalarValue]] {
    types.reduce([[]]) { lists, type in
      let values = samples(type, function)
      let step = types.count == 3 ? 4 : 1
      return lists.flatMap { list in
        stride(from: 0, to: values.count, by: values.count > 2 ? step : 1).map { list + [values[$0]] }
      }
    }
  }

  private static func signatures(_ function: ScalarFunction) -> [[ElementType]] {
    // Complex numbers are computed by their parts.
    let lists = ElementType.allCases.filter { !$0.isComplex }.map { [ElementType](repeating: $0, count: function.arity) }
    return Set(lists.compactMap { function.signature(for: $0)?.arguments }).sorted { "\($0)" < "\($1)" }
  }

  @Test("every form has the stated type and is total", arguments: ScalarFunctionTable.all.map(\.name))
  func isTotal(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    for types in Self.signatures(function) {
      let call = try #require(CompiledScalar(function, types))
      for arguments in Self.argumentLists(types, function) {
        let value = call(arguments)
        #expect(value.type == call.result)
        if value.type == .bool { #expect(value.bits <= 1) }
      }
      let placeholders = types.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
      switch function.machineForm(for: types) {
      case .expansion(let body): #expect(body.type == call.result)
      case .rareCase(let fast, let rare, let exact):
        #expect(fast.type == call.result && exact.type == call.result && rare.type == .bool)
      }
      #expect(ScalarExpression.apply(function, placeholders).type == call.result)
    }
  }

  @Test("facts hold", arguments: ScalarFunctionTable.all.map(\.name))
  func facts(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    for types in Self.signatures(function) {
      let call = try #require(CompiledScalar(function, types))
      func same(_ a: ScalarValue, _ b: ScalarValue) -> Bool { a.distance(to: b) == 0 }
      let lists = Self.argumentLists(types, function)
      for x in lists {
        if function.facts.contains(.commutative) { #expect(same(call(x), call(x.reversed())), "\(name)\(x)") }
        if function.facts.contains(.idempotent), function.arity == 2 {
          #expect(same(call([x[0], x[0]]), x[0]), "\(name)\(x)")
        }
        if function.facts.contains(.idempotent), function.arity == 1 {
          #expect(same(call([call(x)]), call(x)), "\(name)\(x)")
        }
        guard types[0].isFloat, function.arity == 1, !x[0].asDouble.isNaN else { continue }
        let mirrored = call([Self.negated(x[0])])
        if function.facts.contains(.odd) { #expect(Self.isNegative(mirrored, call(x)), "\(name)\(x)") }
        if function.facts.contains(.even) { #expect(same(mirrored, call(x)), "\(name)\(x)") }
      }
      guard types[0].isFloat, function.arity == 1, function.facts.contains(.increasing) else { continue }
      let sorted = lists.map { $0[0] }.filter { !$0.asDouble.isNaN }.sorted { $0.asDouble < $1.asDouble }
      let values = sorted.map { call([$0]).asDouble }.filter { !$0.isNaN }
      for (a, b) in zip(values, values.dropFirst()) { #expect(a <= b || (b - a).magnitude < 1e-12, "\(name)") }
    }
  }

  private static func negated(_ x: ScalarValue) -> ScalarValue { Primitive.negate.evaluate([x]) }

  private static func isNegative(_ a: ScalarValue, _ b: ScalarValue) -> Bool {
    // The sign of a zero from `sign` and integers is not kept.
    (a.asDouble == 0 && b.asDouble == 0) || a.distance(to: negated(b)) == 0
  }

  @Test(
    "derivatives agree with differences",
    arguments: ScalarFunctionTable.all.filter { !$0.partials.isEmpty && $0.rule != .floatAndInteger }.map(\.name))
  func derivatives(_ name: String) throws {
    let function = try #require(ScalarFunctionTable.function(named: name))
    #expect(function.partials.count == function.arity)
    let types = [ElementType](repeating: .f64, count: function.arity)
    let signature = try #require(function.signature(for: types))
    let call = try #require(CompiledScalar(function, signature.arguments))
    let points: [[Double]] = [[0.37, 0.61, 0.9], [0.83, 0.29, 0.7], [0.12, 0.94, 0.98]]
    for point in points {
      // Functions have domains: the same point elsewhere, where this one is outside.
      let candidates = [point, point.reversed().suffix(function.arity), point.map { -$0 }, point.map { $0 + 1 }]
      let arguments = candidates.map { candidate in
        zip(candidate, signature.arguments).map { value, type in
          type == .bool ? ScalarValue(value > 0.5) : ScalarValue(value)
        }
      }
      let x = try #require(arguments.first { !call($0).asDouble.isNaN }, "\(name) is nan everywhere")
      let y = call(x)
      for (index, partial) in function.partials.enumerated() where signature.arguments[index] == .f64 {
        let placeholders = signature.arguments.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
        let formula = partial(placeholders, .argument(function.arity, .f64))
        let got = ScalarProgram(formula).evaluate(arguments: x + [y])[0].double
        let step = 1e-6
        func moved(_ by: Double) -> Double {
          var z = x
          z[index] = ScalarValue(x[index].double + by)
          return call(z).double
        }
        let want = (moved(step) - moved(-step)) / (2 * step)
        #expect(abs(got - want) < 1e-6 * max(1, abs(want)), "\(name)(\(point)) by \(index): \(got), not \(want)")
      }
    }
  }

  @Test("names are unique and found")
  func names() {
    for function in ScalarFunctionTable.all {
      for name in [function.name] + function.aliases {
        #expect(ScalarFunctionTable.function(named: name) === function)
      }
    }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
