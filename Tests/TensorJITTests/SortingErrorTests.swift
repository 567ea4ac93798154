import TensorJIT
import TensorText
import Testing

/// What errors of sorting and searching say.
@Suite("Errors of sorting")
struct SortingErrorTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let program: String
    let words: [String]
    var testDescription: String { program }

    init(_ program: String, _ words: String...) { (self.program, self.words) = (program, words) }
  }

  /// Known when the program is read.
  static let programs: [Item] = [
    Item("(x: f64[n, m]) -> sort(x, axis=3)", "sort", "axis 3 is out of bounds", "dimension 2"),
    Item("(x: f64[n, m]) -> argsort(x, axis=-3)", "argsort", "axis -3 is out of bounds"),
    Item("(x: f64) -> sort(x)", "sort", "axis -1 is out of bounds", "dimension 0"),
    Item("(x: f64[n, m]) -> sort(x, axis=(0, 1))", "sort", "one axis or None", "2 axes"),
    Item("(x: f64[n]) -> sort(x, kind='bogo')", "sort kind must be one of", "stable", "bogo"),
    Item("(x: f64[n]) -> argsort(x, descending=2)", "descending", "true or false"),
    Item("(x: f64[4]) -> partition(x, 4)", "partition", "kth(=4) out of bounds (4)"),
    Item("(x: f64[4]) -> argpartition(x, (1, -5))", "argpartition", "kth(=-5) out of bounds (4)"),
    Item("(x: f64[4]) -> partition(x, None)", "partition", "kth must be an integer"),
    Item("(x: f64[4]) -> partition(x, 1.5)", "kth", "1.5"),
    Item("(x: f64[4, 3]) -> partition(x, 1, axis=2)", "partition", "axis 2 is out of bounds"),
    Item("(x: f64[4]) -> top_k(x, 5)", "top_k", "k = 5", "extent 4 of axis 0"),
    Item("(x: f64[n]) -> top_k(x, -1)", "top_k", "must not be negative", "-1"),
    Item("(x: f64) -> top_k(x, 1)", "top_k", "axis -1 is out of bounds"),
    Item("(x: f64[n]) -> lexsort([])", "lexsort", "need sequence of keys with len > 0"),
    Item("(x: f64[3], y: f64[4]) -> lexsort([x, y])", "lexsort", "all keys need to be the same shape"),
    Item("(x: f64[3], y: f64[3, 1]) -> lexsort([x, y])", "lexsort", "all keys need to be the same shape"),
    Item("(x: f64[3]) -> lexsort([x], axis=1)", "lexsort", "axis 1 is out of bounds"),
    Item("(x: f64[n]) -> searchsorted(1.0, x)", "searchsorted", "must have an axis"),
    Item("(x: f64[n]) -> searchsorted(x, x, side='middle')", "searchsorted", "side must be 'left' or 'right'"),
    Item("(x: f64[2, 3], y: f64[4, 5]) -> searchsorted(x, y)", "searchsorted", "axis 0 has extents 2 and 4"),
    Item("(x: f64[2, 3, 4], y: f64[2]) -> searchsorted(x, y)", "searchsorted", "leading axes"),
    Item("(x: f64[n]) -> searchsorted(x, x, sorter=1)", "searchsorted", "sorter"),
    Item("(x: f64[n]) -> searchsorted(x, x, sorter=x)", "indices must be integers"),
  ]

  @Test("programs that cannot be", arguments: programs) func program(_ item: Item) throws {
    do {
      _ = try TextProgram(parsing: item.program, file: "p.tj")
      Issue.record("\(item.program) is accepted")
    } catch {
      let message = "\(error)"
      for word in item.words { #expect(message.contains(word), "\(message)") }
    }
  }

  struct Call: Sendable, CustomTestStringConvertible {
    let program: String
    let inputs: [NDArray]
    let words: [String]
    var testDescription: String { program }
  }

  /// Known when shapes and elements are.
  static let calls: [Call] = [
    Call(program: "(x: f64[n]) -> partition(x, 3)", inputs: [NDArray([1.0, 2, 3])], words: ["kth(=3) out of bounds", "p.tj:1"]),
    Call(program: "(x: f64[n]) -> top_k(x, 4)[0]", inputs: [NDArray([1.0, 2, 3])], words: ["3", "4", "p.tj:1"]),
    Call(program: "(x: f64[n]) -> sort(x)[3]", inputs: [NDArray([1.0, 2, 3])], words: ["index 3 is out of bounds", "p.tj:1"]),
    Call(
      program: "(x: f64[n], y: f64[m]) -> lexsort([x, y])", inputs: [NDArray([1.0, 2, 3]), NDArray([1.0, 2])],
      words: ["3", "2", "p.tj:1"]),
    Call(
      program: "(x: f64[n], i: i64[n]) -> searchsorted(x, 1.0, sorter=i)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 1, 3])],
      words: ["take", "index 3", "extent 3", "p.tj:1"]),
  ]

  @Test("calls that cannot be", arguments: calls) func call(_ item: Call) throws {
    let program = try TextProgram(parsing: item.program, file: "p.tj")
    for machine in Machine.allCases {
      let function = try machine.compiled(program)
      do {
        _ = try function(item.inputs)
        Issue.record("\(machine) gave a result")
      } catch {
        let message = "\(error)"
        for word in item.words { #expect(message.contains(word), "\(message)") }
      }
    }
  }
}
