import TensorOperators
import Testing

/// The types of what the creation and shape families give, with extents that are known at run time only.
@Suite struct CreationAndShapeTypeTests {
  typealias Example = TypeRuleTests.Example

  static let x = Tensor("x", .f32, ["n", "m"])
  static let v = Tensor("v", .i32, ["n"])
  static let w = Tensor("w", .f64, ["m"])

  static let types: [Example] = [
    Example("flip", "f32[n, m]") { flip(x, axis: [0, 1]) },
    Example("rot90", "f32[m, n]") { rot90(x) },
    Example("roll", "i32[n]") { roll(v, shift: 3) },
    Example("roll along two axes", "f32[n, m]") { roll(x, shifts: [1, "n"], axes: [0, 1]) },
    Example("roll by a scalar of the graph", "f32[n, m]") { roll(x, by: Tensor("k", .i64, []), axis: 1) },
    Example("tile", "i32[3*n]") { tile(v, [3]) },
    Example("tile with a new axis", "f32[2, n, 3*m]") { tile(x, [2, 1, 3]) },
    Example("repeat", "f32[n, 2*m]") { repeated(x, 2, axis: 1) },
    Example("repeat by extents", "i32[m*n]") { repeated(v, "m") },
    Example("pad", "f32[n + 3, m + 3]") { pad(x, .sides(before: 1, after: 2)) },
    Example("pad by reflection", "i32[n + 4]") { pad(v, .all(2), mode: .reflect(isOdd: true)) },
    Example("unstack", "f64[3]") { unstack(Tensor("t", .f64, [2, 3]))[1] },
    Example("vstack", "f64[n + 1, m]") { vstack([x, w]) },
    Example("hstack", "f64[m + n]") { hstack([v, w]) },
    Example("dstack", "f32[n, m, 2]") { dstack([x, x]) },
    Example("column_stack", "f32[n, m + 1]") { columnStack([x, astype(v, .f32)]) },
    Example("block", "f32[2*n, 2*m]") { block([[x, x], [x, x]]) },
    Example("at least three axes", "i32[1, n, 1]") { atLeast(3, v) },
    Example("broadcast_arrays", "i32[n, m]") { broadcastArrays([expandDims(v, axis: 1), x])[0] },
    Example("linspace", "f64[n, m]") { linspace(w, w + 1, count: "n") },
    Example("linspace of integers", "f64[n, 50]") { linspace(v, v, axis: 1) },
    Example("logspace", "f64[5]") { logspace(Tensor(weak: .integer(0)), 2, count: 5) },
    Example("geomspace", "f64[m]") { geomspace(Tensor(weak: .integer(1)), 2, count: "m") },
    Example("meshgrid", "i32[m, n]") { meshGrid([v, w])[0] },
    Example("meshgrid, sparse, ij", "f64[1, m]") { meshGrid([v, w], indexing: .ij, isSparse: true)[1] },
    Example("indices", "i64[2, n, m]") { indices(["n", "m"]) },
    Example("diag of a vector", "i32[n + 2, n + 2]") { diag(v, offset: -2) },
    Example("diag of a matrix", "f32[min(m, n)]") { diag(x) },
    Example("diag_embed", "f32[n, m, m]") { diagEmbed(x) },
    Example("fill_diagonal", "f32[n, m]") { fillDiagonal(x, 1) },
    Example("tri", "f64[n, m]") { tri("n", "m") },
    Example("tril", "f32[n, m]") { tril(x) },
    Example("triu of a vector", "i32[n, n]") { triu(v) },
    Example("tril_indices", "i64[6]") { trilIndices(3)[0] },
    Example("vander", "f64[m, 3]") { vander(w, columns: 3) },
    Example("vander of i32", "i64[n, n]") { vander(v) },
    Example("one_hot", "f64[n, m]") { oneHot(v, classes: "m") },
    Example("window", "f64[max(0, n - 1)]") { window(.hanning, ("n" as Dimension) - 1) },
    Example("kaiser", "f64[n]") { kaiser("n", beta: 3) },
  ]

  @Test(arguments: types) func type(_ example: Example) {
    let tensor = example.build()
    #expect(tensor.error == nil, "\(tensor.error?.description ?? "")")
    #expect(tensor.type.description == example.expected)
  }
}
