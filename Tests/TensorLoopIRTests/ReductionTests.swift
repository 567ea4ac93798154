import TensorLoopIR
import TensorScalars
import Testing

/// Reductions against a second, plain writing of the documented tree.
@Suite struct ReductionTests {
  static let combiners: [Combiner] = [
    .sum, .product, .minimum, .maximum, .or, .and, .dot, .argMinimum, .argMaximum,
  ]
  static let extents = Array(0...200) + [2047, 2048, 2049, 2050, 4096, 5000, 6145, 14337]

  static func isDefined(_ combiner: Combiner, _ type: ElementType) -> Bool {
    switch combiner {
    case .sum, .product, .dot: type != .bool
    case .or, .and: !type.isFloat
    case .minimum, .maximum, .argMinimum, .argMaximum: true
    }
  }

  /// `out[0] = reduce(x, y)`, extent by symbol.
  static func program(_ combiner: Combiner, _ type: ElementType, _ order: Reduction.Order) -> LoopProgram {
    let builder = LoopBuilder(name: "reduction")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", type, .input(0), count: n)
    let y = builder.buffer("y", type, .input(1), count: n)
    let out = builder.buffer("out", combiner.resultType(type), .output(0), count: 1)
    let result = builder.reduce(n, order: order, combiner) { i in
      combiner == .dot ? [builder.load(x, at: i), builder.load(y, at: i)] : [builder.load(x, at: i)]
    }
    builder.store(result, out, at: 0)
    return builder.finish()
  }

  @Test(arguments: combiners, ElementType.combined)
  func followsTheTree(combiner: Combiner, type: ElementType) throws {
    guard Self.isDefined(combiner, type) else {
      #expect(throws: LoopProgramError.self) { try Self.program(combiner, type, .lanes).verify() }
      return
    }
    var generator = Generator(seed: 7)
    for order in [Reduction.Order.lanes, .pairwise] {
      let interpreter = try LoopInterpreter(Self.program(combiner, type, order))
      for extent in Self.extents {
        let x = (0..<extent).map { _ in generator.value(type, edges: extent % 3 == 0) }
        let y = (0..<extent).map { _ in generator.value(type, edges: false) }
        let zero = ScalarValue(type: combiner.resultType(type), bits: 0)
        let memory = Memory([x, y, [zero]], types: [type, type, combiner.resultType(type)])
        #expect(try memory.run(interpreter, symbols: [Int64(extent)]) == nil)
        if extent == 0, ![.sum, .product, .dot, .or, .and].contains(combiner) { continue }
        let expected = Tree(combiner, type).reduce(x, y, order)
        #expect(same(memory[2][0], expected), "\(combiner) \(type) \(order) \(extent)")
      }
    }
  }

  @Test func sumsOfNothingAndOfNegativeZeroArePositive() throws {
    let interpreter = try LoopInterpreter(Self.program(.sum, .f64, .lanes))
    for extent in [0, 1, 3, 100] {
      let x = [ScalarValue](repeating: ScalarValue(-0.0), count: extent)
      let memory = Memory([x, [], [ScalarValue(1.0)]], types: [.f64, .f64, .f64])
      try memory.run(interpreter, symbols: [Int64(extent)])
      #expect(memory[2][0] == ScalarValue(0.0))
    }
  }

  /// Many reductions side by side give what each gives alone.
  @Test func lanesAreIndependent() throws {
    let builder = LoopBuilder(name: "columns")
    let (n, m) = (builder.symbol(Symbol("n")), builder.symbol(Symbol("m")))
    let x = builder.buffer("x", .f32, .input(0), count: n * m)
    let sums = builder.buffer("sums", .f32, .output(0), count: m)
    let places = builder.buffer("places", .i64, .output(1), count: m)
    builder.reduce(n, across: m, [.sum, .argMaximum]) { i, lane in
      let value = builder.load(x, at: i * m + lane)
      return [[value], [value]]
    } then: { lane, results in
      builder.store(builder.primitive(.negate, results[0]), sums, at: lane)
      builder.store(results[1], places, at: lane)
    }
    let interpreter = try LoopInterpreter(builder.finish())
    var generator = Generator(seed: 3)
    for (rows, columns) in [(1, 1), (3, 70), (2050, 5), (100, 0), (65, 2)] {
      let values = (0..<rows * columns).map { _ in generator.value(.f32) }
      let none = [ScalarValue](repeating: ScalarValue(Float(0)), count: columns)
      let zeros = [ScalarValue](repeating: ScalarValue(integer: 0, type: .i64), count: columns)
      let memory = Memory([values, none, zeros], types: [.f32, .f32, .i64])
      try memory.run(interpreter, symbols: [Int64(rows), Int64(columns)])
      for column in 0..<columns {
        let list = stride(from: column, to: values.count, by: columns).map { values[$0] }
        let sum = Tree(.sum, .f32).reduce(list, list, .lanes)
        #expect(same(memory[1][column], Primitive.negate.evaluate([sum])))
        #expect(memory[2][column] == Tree(.argMaximum, .f32).reduce(list, list, .lanes))
      }
    }
  }

  @Test(arguments: [Combiner.sum, .product, .minimum, .maximum], [ElementType.i16, .u64, .f32, .f64])
  func scansFollowTheGroups(combiner: Combiner, type: ElementType) throws {
    let builder = LoopBuilder(name: "scan")
    let n = builder.symbol(Symbol("n"))
    let x = builder.buffer("x", type, .input(0), count: n)
    let out = builder.buffer("out", type, .output(0), count: n)
    builder.scan(n, combiner) { builder.load(x, at: $0) } then: { builder.store($1, out, at: $0) }
    let interpreter = try LoopInterpreter(builder.finish())
    var generator = Generator(seed: 5)
    for extent in Array(0...40) + [1000] {
      let values = (0..<extent).map { _ in generator.value(type, edges: extent % 2 == 0) }
      let memory = Memory([values, values], types: [type, type])
      try memory.run(interpreter, symbols: [Int64(extent)])
      let expected = Tree(combiner, type).scan(values)
      for (got, want) in zip(memory[1], expected) { #expect(same(got, want)) }
    }
  }
}

/// Equal bits, or both NaN.
func same(_ a: ScalarValue, _ b: ScalarValue) -> Bool { a == b || (a.asDouble.isNaN && b.asDouble.isNaN) }

/// The documented trees, written for reading.
struct Tree {
  let combiner: Combiner
  let type: ElementType

  init(_ combiner: Combiner, _ type: ElementType) { (self.combiner, self.type) = (combiner, type) }

  func combine(_ a: ScalarValue, _ b: ScalarValue) -> ScalarValue {
    switch combiner {
    case .sum, .dot: Primitive.add.evaluate([a, b])
    case .product: Primitive.multiply.evaluate([a, b])
    case .minimum, .argMinimum: Primitive.minimum.evaluate([a, b])
    case .maximum, .argMaximum: Primitive.maximum.evaluate([a, b])
    case .or: Primitive.or.evaluate([a, b])
    case .and: Primitive.and.evaluate([a, b])
    }
  }

  var empty: ScalarValue {
    switch combiner {
    case .sum, .dot: type.isFloat ? ScalarValue(.float(-0.0), type: type) : ScalarValue(type: type, bits: 0)
    case .product: ScalarValue(.integer(1), type: type)
    case .or, .argMinimum, .argMaximum: ScalarValue(type: type, bits: 0)
    case .and: ScalarValue(type: type, bits: .max)
    case .minimum: ScalarValue(.float(.infinity), type: type)
    case .maximum: ScalarValue(.float(-.infinity), type: type)
    }
  }

  func reduce(_ x: [ScalarValue], _ y: [ScalarValue], _ order: Reduction.Order) -> ScalarValue {
    if combiner == .argMinimum || combiner == .argMaximum { return place(x) }
    let result: ScalarValue
    switch order {
    case .pairwise:
      result = pairwise(combiner == .dot ? zip(x, y).map { accumulate(empty, $0, $1) } : x)
    case .lanes:
      let blocks = stride(from: 0, to: x.count, by: 2048).map { start in
        let range = start..<min(start + 2048, x.count)
        return block(Array(x[range]), combiner == .dot ? Array(y[range]) : [])
      }
      result = pairwise(blocks)
    }
    let isSum = combiner == .sum || combiner == .dot
    return isSum && type.isFloat ? combine(ScalarValue(type: type, bits: 0), result) : result
  }

  private func accumulate(_ sum: ScalarValue, _ a: ScalarValue, _ b: ScalarValue) -> ScalarValue {
    type.isFloat
      ? Primitive.fusedMultiplyAdd.evaluate([a, b, sum])
      : Primitive.add.evaluate([sum, Primitive.multiply.evaluate([a, b])])
  }

  private func block(_ x: [ScalarValue], _ y: [ScalarValue]) -> ScalarValue {
    let count = ReductionTree.lanes(type)
    var lanes = [ScalarValue?](repeating: nil, count: count)
    for (r, value) in x.enumerated() {
      let lane = lanes[r % count]
      lanes[r % count] =
        combiner == .dot ? accumulate(lane ?? empty, value, y[r]) : lane.map { combine($0, value) } ?? value
    }
    for width in [32, 16, 8, 4, 2, 1] where width < count {
      for lane in 0..<width {
        switch (lanes[lane], lanes[lane + width]) {
        case (let a?, let b?): lanes[lane] = combine(a, b)
        case (let a?, nil): lanes[lane] = a
        case (nil, let b): lanes[lane] = b
        }
      }
    }
    return lanes[0] ?? empty
  }

  private func pairwise(_ values: [ScalarValue]) -> ScalarValue {
    var level = values
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map {
        $0 + 1 < level.count ? combine(level[$0], level[$0 + 1]) : level[$0]
      }
    }
    return level.first ?? empty
  }

  private func place(_ x: [ScalarValue]) -> ScalarValue {
    var best = 0
    for (index, value) in x.enumerated() {
      if x[best].asDouble.isNaN { break }
      let compare: Primitive = combiner == .argMinimum ? .less : .greater
      if value.asDouble.isNaN || compare.evaluate([value, x[best]]).isTrue { best = index }
    }
    return ScalarValue(integer: Int64(best), type: .i64)
  }

  func scan(_ values: [ScalarValue]) -> [ScalarValue] {
    var result: [ScalarValue] = []
    for start in stride(from: 0, to: values.count, by: 8) {
      var group = Array(values[start..<min(start + 8, values.count)])
      for distance in [1, 2, 4] {
        group = group.indices.map { $0 >= distance ? combine(group[$0 - distance], group[$0]) : group[$0] }
      }
      if let carry = result.last { group = group.map { combine(carry, $0) } }
      result += group
    }
    return result
  }
}
