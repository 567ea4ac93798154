import TensorOperators
import Testing

/// Expressions and the types they get, or the message they give.
@Suite struct TypeRuleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var text: String
    var expected: String
    var build: @Sendable () -> Tensor
    var testDescription: String { text }

    init(_ text: String, _ expected: String, _ build: @escaping @Sendable () -> Tensor) {
      (self.text, self.expected, self.build) = (text, expected, build)
    }
  }

  static let x = Tensor("x", .f32, ["n", "m", 3])
  static let v = Tensor("v", .i32, ["n"])
  static let k = Tensor("k", .u8, [2, 3])

  static let types: [Example] = [
    Example("cast", "i8[n, m, 3]") { astype(x, .i8) },
    Example("no cast", "f32[n, m, 3]") { x.astype(.f32) },
    Example("sum", "f32") { sum(x) },
    Example("sum of i32", "i64") { sum(v) },
    Example("sum of u8", "u64[2]") { sum(k, axis: 1) },
    Example("sum of u8 as f32", "f32[1, 3]") { sum(k, axis: 0, keepDims: true, type: .f32) },
    Example("sum over two axes", "f32[m]") { sum(x, axis: [0, -1]) },
    Example("sum over no axis", "f32[n, m, 3]") { sum(x, axis: []) },
    Example("mean of i32", "f64") { mean(v) },
    Example("mean of f32", "f32[n, 1, 3]") { x.mean(axis: 1, keepDims: true) },
    Example("variance", "f64[3]") { variance(k, axis: 0, ddof: 1) },
    Example("std", "f32[n, m]") { std(x, axis: -1) },
    Example("max", "u8[3]") { max(k, axis: 0) },
    Example("any", "bool[n, m]") { any(x, axis: 2) },
    Example("argmax", "i64[n, 3]") { argmax(x, axis: 1) },
    Example("argmin of all", "i64[1, 1, 1]") { argmin(x, keepDims: true) },
    Example("matmul", "f32[n, m, m]") { matmul(x, x.mT) },
    Example("matmul of integers", "i32[4]") { matmul(Tensor("a", .i16, [4, "n"]), v) },
    Example("dot of vectors", "i32") { dot(v, v) },
    Example("dot by a scalar", "f32[n, m, 3]") { dot(x, 2) },
    Example("dot of higher ranks", "f32[n, m, n, m]") { dot(x, swapAxes(x, 1, 2)) },
    Example("reshape, factors cancelled", "f32[n, 3*m]") { reshape(x, ["n", -1]) },
    Example("reshape to a vector", "f32[3*m*n]") { x.ravel() },
    Example("reshape, constant", "u8[3, 2]") { reshape(k, [-1, 2]) },
    Example("transpose", "f32[3, m, n]") { x.T },
    Example("transpose with axes", "f32[m, n, 3]") { transpose(x, axes: [1, 0, 2]) },
    Example("move an axis", "f32[m, 3, n]") { moveAxis(x, 0, to: -1) },
    Example("broadcast", "i32[4, n]") { broadcast(v, to: [4, "n"]) },
    Example("expand", "i32[1, n, 1]") { expandDims(v, axis: [0, 2]) },
    Example("squeeze", "u8[2, 3]") { squeeze(expandDims(k, axis: [0, 2])) },
    Example("concatenate", "f32[2*n, m, 3]") { concatenate([x, x]) },
    Example("concatenate flat", "f64[3*m*n + n]") { concatenate([x, v], axis: nil) },
    Example("stack", "i64[n, 2]") { stack([v, astype(v, .u32)], axis: 1) },
    Example("index", "f32[m, 3]") { x[0] },
    Example("tail and head", "i32[max(0, n - 1)]") { v[1...] + v[..<(-1)] },
    Example("tail of a tail", "i32[max(0, n - 3)]") { v[1...][2...] },
    Example("inner part", "i32[max(0, n - 2)]") { v[.range(start: 1, stop: -1)] },
    Example("reversed", "i32[n]") { v[.range(start: nil, stop: nil, step: -1)] },
    Example("every second", "i32[floordiv(n + 1, 2)]") { v[.range(start: nil, stop: nil, step: 2)] },
    Example("constant slice", "u8[1, 2]") { k[1..<9, 1...] },
    Example("new axis and ellipsis", "f32[1, n, m, 1]") { x[.newAxis, .ellipsis, .range(start: 2, stop: 3)] },
    Example("symbolic bound", "i32[min(k, n)]") { v[.range(start: nil, stop: "k")] },
    Example("take", "f32[n, 2, 3, 3]") { take(x, k, axis: 1) },
    Example("take of all", "f32[2, 3]") { take(x, k) },
    Example("zeros", "f64[n, 4]") { zeros(["n", 4]) },
    Example("ones like", "u8[2, 3]") { onesLike(k) },
    Example("full", "i64[2, n]") { full([2, "n"], 7) },
    Example("full of float", "f64[2]") { full([2], 0.5) },
    Example("eye", "f32[n, n]") { eye("n", type: .f32) },
    Example("arange", "i64[5]") { arange(5) },
    Example("arange over an extent", "f32[n]") { arange("n" as Dimension, type: .f32) },
    Example("arange of floats", "f64[4]") { arange(0.0, 2.0, step: 0.5) },
    Example("arange backwards", "i64[3]") { arange(9, 0, step: -3) },
    Example("softmax", "f32[n, m, 3]") { softmax(x, axis: -1) },
    Example("logsumexp of integers", "f64[1]") { logSumExp(v, keepDims: true) },
    Example("cumsum", "i64[n]") { cumsum(v) },
    Example("cumprod along an axis", "u64[2, 3]") { k.cumprod(axis: 1) },
    Example("scatter-add", "f32[n, m, 3]") { scatterAdd(x, at: v, 1, axis: 1) },
    Example("sums of segments", "u64[5, 3]") { segmentSum(cumsum(k, axis: 0), arange(2), count: 5) },
    Example("linear recurrence", "f64[n]") { linearRecurrence(0.5, v) },
    Example("literal", "i64") { sum(3) },
  ]

  static let errors: [Example] = [
    Example("axis", "axis 3 is out of bounds for array of dimension 3") { sum(x, axis: 3) },
    Example("axis twice", "duplicate value in 'axis'") { mean(x, axis: [0, -3]) },
    Example("empty maximum", "zero-size array to reduction operation max") { max(zeros([0])) },
    Example("integer variance", "dtype must be a float type") { variance(k, type: .i32) },
    Example("matmul by a scalar", "does not have enough dimensions") { matmul(x, 2) },
    Example("matmul", "has size 3, axis -2 of the second 2") { matmul(k, k) },
    Example("reshape", "cannot reshape array of size 6 into shape (4,)") { reshape(k, [4]) },
    Example("reshape with -1", "cannot reshape array of size 6 into shape (4, -1)") { reshape(k, [4, -1]) },
    Example("two -1", "can only specify one unknown dimension") { reshape(k, [-1, -1]) },
    Example("permutation", "repeated axis in transpose") { transpose(k, axes: [0, 0]) },
    Example("broadcast", "cannot broadcast extent 3 of axis -1 to 4") { broadcast(k, to: [2, 4]) },
    Example("squeeze", "size not equal to one") { squeeze(k, axis: 0) },
    Example("concatenate", "operand 0 has size 3 and operand 1 has size 4") { concatenate([k, zeros([2, 4])]) },
    Example("index", "index 5 is out of bounds for axis 1 with size 3") { k[0, 5] },
    Example("entries", "too many indices") { k[0, 0, 0] },
    Example("ellipses", "single ellipsis") { k[.ellipsis, .ellipsis] },
    Example("step", "slice step cannot be zero") { k[.range(start: nil, stop: nil, step: 0)] },
    Example("take by floats", "indices must be integers") { take(v, x) },
    Example("scatter-add at floats", "indices must be integers") { scatterAdd(x, at: x, 1) },
    Example("scatter-add of floats", "updates of type f64 cannot be added to i32") { scatterAdd(v, at: arange(2), 0.5) },
    Example("scatter-add of a shape", "cannot broadcast extent 3 of axis -1 to 2") { scatterAdd(zeros([4]), at: arange(2), ones([3])) },
    Example("scatter-add to a scalar", "axis 0 is out of bounds") { scatterAdd(Tensor(1.0), at: arange(2), 1) },
    Example("segments of more axes", "segments with 2 axes for data with 1") { segmentSum(v, k, count: 3) },
    Example("recurrence of bools", "is not defined for bool") { linearRecurrence(v .< 0, v .< 0) },
    Example("negative extent", "negative dimensions are not allowed") { zeros([-1]) },
    Example("arange", "the step must not be zero") { arange(0, 5, step: 0) },
    Example("softmax of bools", "is not defined for bool") { softmax(x .< 0) },
    Example("an error is carried on", "duplicate value in 'axis'") { softmax(sum(x, axis: [0, 0]).T, axis: 9) },
  ]

  @Test(arguments: types) func typeIsInferred(example: Example) {
    let tensor = example.build()
    #expect(tensor.error == nil, "\(tensor.error?.description ?? "")")
    #expect(tensor.type.description == example.expected)
  }

  @Test(arguments: errors) func messageSaysWhatIsWrong(example: Example) {
    let description = example.build().error?.description ?? "no error"
    #expect(description.contains(example.expected), "\(description)")
    #expect(description.contains("TypeRuleTests.swift:"), "\(description)")
  }

  @Test func conditionsAwaitExtents() {
    func meanings(_ tensor: Tensor) -> [String] {
      tensor.node.constraints.map { "\($0.relation) \($0.first) \($0.second)" }
    }
    #expect(meanings(Self.v[3]) == ["atLeast n 4"])
    #expect(meanings(Self.v[-3]) == ["atLeast n 3"])
    #expect(meanings(max(Self.v)) == ["atLeast n 1"])
    #expect(meanings(squeeze(Self.v, axis: 0)) == ["equal n 1"])
    #expect(meanings(matmul(Self.v, Tensor("w", .i32, ["k"]))) == ["equal n k"])
    #expect(meanings(reshape(Self.v, [2, -1])) == ["equal n 2*floordiv(n, 2)"])
    #expect(meanings(Self.v[.range(start: nil, stop: nil, step: -1)]).isEmpty)
  }
}
