import TensorOperators
import Testing

/// The index grammar as tensors have it in Swift.
@Suite struct IndexingTests {
  static let x = Tensor("x", .f64, ["n", "m", 4])
  static let i = Tensor("i", .i64, ["k"])
  static let j = Tensor("j", .i32, [2, 1])

  struct Shape: Sendable {
    let type: String
    let tensor: Tensor
  }

  static let shapes: [Shape] = [
    Shape(type: "f64[k, m, 4]", tensor: x[i]),
    Shape(type: "f64[n, k, 4]", tensor: x[.all, IndexingEntry.array(i)]),
    Shape(type: "f64[2, k, 4]", tensor: x[i, j]),
    Shape(type: "f64[2, k, m]", tensor: x[i, 0..., j]),
    Shape(type: "f64[k, 1, m, 4]", tensor: x[IndexingEntry.array(i), .newAxis]),
    Shape(type: "f64[m, 4]", tensor: x[Tensor("s", .i64)]),
    Shape(type: "f64[3, m, 4]", tensor: x[[0, 0, 1]]),
    Shape(type: "f64[n, m, 2]", tensor: x[.ellipsis, IndexingEntry.array(Tensor(NDArray([true, false, true, false])))]),
    Shape(type: "f64[1, n, m, 4]", tensor: x[true]),
    Shape(type: "f64[0, n, m, 4]", tensor: x[false]),
    Shape(type: "f64[n, m, 4]", tensor: x.at[i].set(0)),
    Shape(type: "f64[n, m, 4]", tensor: x.at[0, 1...].add(x[1, 1...])),
    Shape(type: "f64[n, m, 4]", tensor: x.at[.ellipsis, -1].multiply(2)),
    Shape(type: "f64[n, m, 4]", tensor: x.at[i, 0, Tensor("l", .i64, ["k"])].max(3)),
    Shape(type: "f64[n, 3, 4]", tensor: takeAlongAxis(x, Tensor("a", .i64, ["n", 3, 1]), axis: 1)),
    Shape(type: "f64[n, m, 4]", tensor: putAlongAxis(x, Tensor("a", .i64, [1, 3, 4]), 0, axis: 1)),
    Shape(type: "f64[n, m, 2, 3]", tensor: slidingWindowView(x, [3], axis: 2)),
    Shape(type: "f64[n, m, 3]", tensor: delete(x, 1, axis: 2)),
    Shape(type: "f64[n, m, 6]", tensor: insert(x, Tensor(NDArray([0, 4])), 0, axis: 2)),
  ]

  @Test(arguments: shapes.indices) func shape(_ number: Int) {
    let item = IndexingTests.shapes[number]
    #expect(item.tensor.error == nil, "\(item.tensor.error?.description ?? "")")
    #expect(item.tensor.type.description == item.type)
  }

  /// Writes of basic indices have no index arrays, and are one node.
  @Test func slicesAreWrittenAsSlices() {
    let write = IndexingTests.x.at[1..., 0].set(0)
    #expect(write.node.operation is SetSlice)
    #expect(IndexingTests.x.at[IndexingTests.i].set(0).node.operation is Scatter)
  }

  /// An expression that is wrong keeps the line where it was written.
  @Test func errorsHavePlaces() throws {
    let error = try #require(IndexingTests.x.at[0, 0, 0, 0].set(1).error)
    #expect(error.description.contains("IndexingTests.swift"))
    #expect(error.description.contains("too many indices"))
  }
}
