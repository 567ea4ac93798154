import TensorJIT
import TensorText
import Testing

/// What errors of sorting and searching say.
@Suite("Errors of sorting")
struct SortingErrorTests {
  /// Known when the program is read.
  static let programs: [WrongProgram] = [
    WrongProgram("(x: f64[n, m]) -> sort(x, axis=3)", "sort", "axis 3 is out of bounds", "dimension 2"),
    WrongProgram("(x: f64[n, m]) -> argsort(x, axis=-3)", "argsort", "axis -3 is out of bounds"),
    WrongProgram("(x: f64) -> sort(x)", "sort", "axis -1 is out of bounds", "dimension 0"),
    WrongProgram("(x: f64[n, m]) -> sort(x, axis=(0, 1))", "sort", "one axis or None", "2 axes"),
    WrongProgram("(x: f64[n]) -> sort(x, kind='bogo')", "sort kind must be one of", "stable", "bogo"),
    WrongProgram("(x: f64[n]) -> argsort(x, descending=2)", "descending", "true or false"),
    WrongProgram("(x: f64[4]) -> partition(x, 4)", "partition", "kth(=4) out of bounds (4)"),
    WrongProgram("(x: f64[4]) -> argpartition(x, (1, -5))", "argpartition", "kth(=-5) out of bounds (4)"),
    WrongProgram("(x: f64[4]) -> partition(x, None)", "partition", "kth must be an integer"),
    WrongProgram("(x: f64[4]) -> partition(x, 1.5)", "kth", "1.5"),
    WrongProgram("(x: f64[4, 3]) -> partition(x, 1, axis=2)", "partition", "axis 2 is out of bounds"),
    WrongProgram("(x: f64[4]) -> top_k(x, 5)", "top_k", "k = 5", "extent 4 of axis 0"),
    WrongProgram("(x: f64[n]) -> top_k(x, -1)", "top_k", "must not be negative", "-1"),
    WrongProgram("(x: f64) -> top_k(x, 1)", "top_k", "axis -1 is out of bounds"),
    WrongProgram("(x: f64[n]) -> lexsort([])", "lexsort", "need sequence of keys with len > 0"),
    WrongProgram("(x: f64[3], y: f64[4]) -> lexsort([x, y])", "lexsort", "all keys need to be the same shape"),
    WrongProgram("(x: f64[3], y: f64[3, 1]) -> lexsort([x, y])", "lexsort", "all keys need to be the same shape"),
    WrongProgram("(x: f64[3]) -> lexsort([x], axis=1)", "lexsort", "axis 1 is out of bounds"),
    WrongProgram("(x: f64[n]) -> searchsorted(1.0, x)", "searchsorted", "must have an axis"),
    WrongProgram("(x: f64[n]) -> searchsorted(x, x, side='middle')", "searchsorted", "side must be 'left' or 'right'"),
    WrongProgram("(x: f64[2, 3], y: f64[4, 5]) -> searchsorted(x, y)", "searchsorted", "axis 0 has extents 2 and 4"),
    WrongProgram("(x: f64[2, 3, 4], y: f64[2]) -> searchsorted(x, y)", "searchsorted", "leading axes"),
    WrongProgram("(x: f64[n]) -> searchsorted(x, x, sorter=1)", "searchsorted", "sorter"),
    WrongProgram("(x: f64[n]) -> searchsorted(x, x, sorter=x)", "indices must be integers"),
  ]

  @Test("programs that cannot be", arguments: programs) func program(_ program: WrongProgram) { program.check(.reading) }

  /// Known when shapes and elements are.
  static let calls: [WrongProgram] = [
    WrongProgram("(x: f64[n]) -> partition(x, 3)", [NDArray([1.0, 2, 3])], "kth(=3) out of bounds"),
    WrongProgram("(x: f64[n]) -> top_k(x, 4)[0]", [NDArray([1.0, 2, 3])], "3", "4"),
    WrongProgram("(x: f64[n]) -> sort(x)[3]", [NDArray([1.0, 2, 3])], "index 3 is out of bounds"),
    WrongProgram("(x: f64[n], y: f64[m]) -> lexsort([x, y])", [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], "3", "2"),
    WrongProgram("(x: f64[n], i: i64[n]) -> searchsorted(x, 1.0, sorter=i)", [NDArray([1.0, 2, 3]), NDArray([0, 1, 3])], "searchsorted: index 3", "extent 3"),
  ]

  @Test("calls that cannot be", arguments: calls) func call(_ program: WrongProgram) { program.check(.call()) }
}
