import TensorJIT
import TensorText
import Testing

/// Additions at indices and linear recurrences, of sizes that threads share.
@Suite("Scatters and recurrences")
struct ScatterTests {
  static let programs: [(text: String, shapes: [[Int]], places: Int, count: [Int])] = [
    ("(x: f32[n, m], v: f32[k, m], i: i64[k]) -> scatter_add(x, i, v)", [[300, 700], [900, 700]], 300, [900]),
    ("(x: f32[n, m], v: f32[k, m], i: i64[k]) -> scatter_add(x, i, exp(v))", [[40, 5], [20_000, 5]], 40, [20_000]),
    ("(x: f32[n], v: f32[k], i: i64[k]) -> scatter_add(x, i, v)", [[1_000], [200_000]], 1_000, [200_000]),
    ("(x: f32[a, n, m], v: f32[a, k, m], i: i64[k]) -> scatter_add(x, i, v, axis=1)", [[60, 9, 70], [60, 90, 70]], 9, [90]),
    ("(x: f32[a, n], v: f32[a, j, k], i: i64[j, k]) -> scatter_add(x, i, v, axis=1)", [[300, 30], [300, 9, 20]], 30, [9, 20]),
    ("(x: f32[a, b, n, m], v: f32[a, b, k, m], i: i64[a, k]) -> scatter_add(x, i, v, axis=2, batch_dims=1)",
      [[9, 5, 30, 70], [9, 5, 80, 70]], 30, [9, 80]),
    ("(x: f32[a, n], v: f32[a, j, k], i: i64[a, j, k]) -> scatter_add(x, i, v, axis=1, batch_dims=1)", [[70, 30], [70, 9, 20]], 30, [70, 9, 20]),
    ("(x: f32[n, m], v: f32[k, m], i: i64[k]) -> scatter_add(zeros_like(x), i, v)", [[300, 70], [5_000, 70]], 300, [5_000]),
    ("(x: f32[n, m], v: f32[n, m], i: i64[k]) -> linear_recurrence(x, v)", [[300, 700], [300, 700]], 1, [1]),
    ("(x: f32[n, m], v: f32[n, m], i: i64[k]) -> linear_recurrence(x, v, axis=1, reverse=true)", [[300, 500], [300, 500]], 1, [1]),
    ("(x: f32[a, n, m], v: f32[a, n, m], i: i64[k]) -> linear_recurrence(x, v, axis=1)", [[40, 50, 90], [40, 50, 90]], 1, [1]),
  ]

  @Test("equal bits on all machines", arguments: programs.indices) func bits(_ number: Int) throws {
    let sample = Self.programs[number]
    let machines = try AllMachines(sample.text)
    let inputs =
      try sample.shapes.enumerated().map { try Self.floats($1, seed: $0) } + [Self.places(sample.count, below: sample.places)]
    let before = try inputs.map { try $0.copy() }
    let (results, problems) = try machines.run(inputs)
    #expect(problems == [], "\(sample.text)")
    for form in MemoryForm.allCases {
      let (others, problems) = try machines.run(try inputs.map(form.arranged), on: [.native2, .native4])
      #expect(problems == [], "\(form): \(sample.text)")
      for (a, b) in zip(results, others) { #expect(try a.firstDifference(from: b) == nil, "\(form): \(sample.text)") }
    }
    for (a, b) in zip(inputs, before) { #expect(try a.firstDifference(from: b) == nil, "an argument was changed") }
  }

  /// Rounding shows the order: the greatest number comes first, in the middle or last.
  @Test("duplicates add up in the order of the indices") func order() throws {
    let machines = try AllMachines("(x: f32[n], i: i64[k], v: f32[k]) -> scatter_add(x, i, v)")
    let values = try NDArray([0.5, 16_777_216.0, 1, 1, -16_777_216, 0.25]).astype(.f32)
    let (results, problems) = try machines.run([try NDArray([0.0, 7]).astype(.f32), NDArray([0, 0, 0, -2, 0, 0]), values])
    #expect(problems == [])
    #expect(try results[0].astype(.f64).doubles() == [0.25, 7])
  }

  @Test("a call that fails leaves its arguments as they were") func failure() throws {
    let machines = try AllMachines("(x: f64[n, m], i: i64[k], v: f64[k, m]) -> scatter_add(x, i, v)")
    for (_, function) in machines.functions {
      let arguments: [NDArray] = [[[1.0, 2], [3, 4]], NDArray([0, 2]), [[1.0, 1], [1, 1]]]
      #expect(throws: CallError.self) { try function(arguments) }
      #expect(try arguments[0].doubles() == [1, 2, 3, 4])
      #expect(try function(arguments[0], NDArray([0, -1]), arguments[2])[0].doubles() == [2, 3, 4, 5])
    }
  }

  @Test("functions of arrays") func eager() throws {
    let x: NDArray = [[1.0, 2, 3], [4, 5, 6]]
    let v: NDArray = [[10.0, 20], [30, 40], [50, 60]]
    #expect(try scatterAdd(x, at: NDArray([1, -1, 1]), v.T, axis: 1).doubles() == [1, 62, 33, 4, 85, 46])
    #expect(try scatterAdd(x, at: NDArray([0, 0]), NDArray(0.5)).doubles() == [2, 3, 4, 4, 5, 6])
    let places: NDArray = [[0, 0], [2, -3]]
    #expect(try scatterAdd(x, at: places, NDArray(1.0), axis: 1, batchAxes: 1).doubles() == [3, 2, 3, 5, 5, 7])
    #expect(try segmentSum(x, NDArray([2, 2]), count: 3).doubles() == [0, 0, 0, 0, 0, 0, 5, 7, 9])
    #expect(try linearRecurrence(x, x, axis: 1).doubles() == [1, 4, 15, 4, 25, 156])
    #expect(try linearRecurrence(NDArray(2.0), x, reverse: true).doubles() == [9, 12, 15, 4, 5, 6])
    #expect(throws: CallError.self) { try NDArray.evaluating { scatterAdd(x, at: NDArray([2]), NDArray(0.5)) } }
  }

  private static func floats(_ shape: [Int], seed: Int) throws -> NDArray {
    let values = (0..<shape.reduce(1, *)).map { Double(($0 * 7919 + seed * 104_729) % 10_007) / 5_000 - 1 }
    return try NDArray(values).reshaped(Shape(shape)).astype(.f32)
  }

  private static func places(_ shape: [Int], below extent: Int) throws -> NDArray {
    try NDArray((0..<shape.reduce(1, *)).map { ($0 * 6_151) % (2 * extent) - extent }).reshaped(Shape(shape))
  }
}
