import TensorJIT
import TensorText
import Testing

/// Programs with wrong indices, and what is said about them: when they are built, and when they are called.
@Suite struct IndexingErrorTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let program: String
    var inputs: [NDArray] = []
    /// Words that the message must hold.
    let words: [String]
    var testDescription: String { program }
  }

  static let built: [Item] = [
    Item(program: "(x: f64[3]) -> x[3]", words: ["getitem", "index 3", "axis 0", "size 3"]),
    Item(program: "(x: f64[3]) -> x[-4]", words: ["index -4", "axis 0"]),
    Item(program: "(x: f64[2, 3]) -> x[0, 0, 0]", words: ["too many indices", "2-dimensional", "3 were indexed"]),
    Item(program: "(x: f64[2, 3]) -> x[[0], [0], [0]]", words: ["too many indices", "2-dimensional"]),
    Item(program: "(x: f64[2, 3]) -> x[..., ...]", words: ["single ellipsis"]),
    Item(program: "(x: f64[3]) -> x[::0]", words: ["step", "0"]),
    Item(program: "(x: f64[3]) -> x[1.5]", words: ["index must be an integer"]),
    Item(program: "(x: f64[3]) -> x['a']", words: ["index must be an integer", "text"]),
    Item(program: "(x: f64[3]) -> x[[0.5, 1]]", words: ["integers or bools", "i64(x)"]),
    Item(program: "(x: f64[3], i: f64[2]) -> x[i]", words: ["integers or bools", "f64[2]"]),
    Item(program: "(x: f64[3], i: i64[2]) -> x[1.5:]", words: ["start of a slice", "integer"]),
    Item(program: "(x: f64[3], i: i64[2]) -> x[i:]", words: ["start of a slice"]),
    Item(program: "(x: f64[2, 3]) -> x[[0, 1], [0, 1, 2]]", words: ["index arrays", "broadcast", "2 and 3"]),
    Item(program: "(x: f64[3]) -> x[[true, false]]", words: ["boolean index did not match", "axis 0", "size of axis is 3", "boolean axis is 2", "mask"]),
    Item(program: "(x: f64[2, 3]) -> x[0, [true, false]]", words: ["boolean index did not match", "axis 1"]),
    Item(program: "(x: f64[2, 3]) -> x[[[true, false], [true, true]]]", words: ["boolean index did not match", "axis 1"]),
    Item(program: "(x: f64[3]) -> x[[[true, false, true]]]", words: ["too many indices", "1-dimensional"]),
    Item(program: "(x: f64[3]) -> x.at[3].set(1)", words: ["index 3", "axis 0"]),
    Item(program: "(x: f64[3]) -> x.at[0, 0].set(1)", words: ["at[...].set", "too many indices", "1-dimensional"]),
    Item(program: "(x: f64[3]) -> x.at[:2].set([1.0, 2, 3])", words: ["at[...].set", "(3,)", "(2,)", "broadcast"]),
    Item(program: "(x: f64[2, 3]) -> x.at[0].add([1.0, 2])", words: ["at[...].add", "(2,)", "(3,)", "broadcast"]),
    Item(program: "(x: f64[2, 3]) -> x.at[[0, 1, 1]].set([[1.0, 2, 3], [1, 2, 3]])", words: ["at[...].set", "(2, 3)", "(3, 3)", "broadcast"]),
    Item(program: "(x: f64[2, 3]) -> x.at[0].set([[[1.0, 2, 3]], [[1.0, 2, 3]]])", words: ["at[...].set", "does not broadcast"]),
    Item(program: "(x: i64[3]) -> x.at[0].add(1.5)", words: ["at[...].add", "f64", "i64(...)"]),
    Item(program: "(x: i64[3]) -> x.at[0].divide(2)", words: ["at[...].divide", "quotients are floats", "f64(...)"]),
    Item(program: "(x: bool[3]) -> x.at[0].subtract(true)", words: ["at[...].subtract", "bools have no difference"]),
    Item(program: "(x: bool[3]) -> x.at[0].power(true)", words: ["at[...].power", "bools"]),
    Item(program: "(x: u8[3]) -> x.at[0].add(300)", words: ["at[...].add", "300", "u8"]),
    Item(program: "(x: u8[3]) -> x.at[0].set(-1)", words: ["at[...].set", "-1", "u8"]),
    Item(program: "(x: f64[3]) -> x.at[0].put(1)", words: ["no write 'put'"]),
    Item(program: "(x: f64[3]) -> x.at[0].ad(1)", words: ["no write 'ad'", "did you mean 'add'"]),
    Item(program: "(x: f64[3]) -> x.at[0].set()", words: ["takes 1 argument", "got 0"]),
    Item(program: "(x: f64[3]) -> x.at[0].set(1, 2)", words: ["takes 1 argument", "got 2"]),
    Item(program: "(x: f64[3]) -> x.at", words: ["'at' wants an index", "x.at[0].set(1)"]),
    Item(program: "(x: f64[3]) -> x.at[::0].set(1)", words: ["step"]),
    Item(program: "(x: f64[3]) -> x.at[0.5].set(1)", words: ["index must be an integer"]),
    Item(program: "(x: f64[3]) -> x.at[[true, true]].set(1)", words: ["boolean index did not match", "axis 0"]),
    Item(program: "(x: f64[2, 3]) -> take(x, [0], axis=2)", words: ["take", "axis 2", "dimension 2"]),
    Item(program: "(x: f64[2, 3]) -> take(x, [0.5])", words: ["take", "integers", "i64(...)"]),
    Item(program: "(x: f64[3]) -> take(x, [0], mode='wrong')", words: ["take", "mode", "'raise', 'wrap' or 'clip'"]),
    Item(program: "(x: f64[0]) -> take(x, [0])", words: ["take", "empty"]),
    Item(program: "(x: f64[2, 3]) -> take_along_axis(x, [0, 1], axis=1)", words: ["take_along_axis", "same number of dimensions"]),
    Item(program: "(x: f64[2, 3]) -> take_along_axis(x, [[0.5]], axis=1)", words: ["take_along_axis", "integers"]),
    Item(program: "(x: f64[2, 3]) -> take_along_axis(x, [[0], [1], [0]], axis=1)", words: ["take_along_axis", "2 and 3"]),
    Item(program: "(x: f64[2, 3]) -> take_along_axis(x, [[0]], axis=None)", words: ["take_along_axis", "single dimension"]),
    Item(program: "(x: f64[2, 3]) -> take_along_axis(x, [[0]], axis=2)", words: ["take_along_axis", "axis 2"]),
    Item(program: "(x: f64[2, 3]) -> put_along_axis(x, [[0]], [1.0, 2], 1)", words: ["put_along_axis", "broadcast"]),
    Item(program: "(x: f64[3]) -> put(x, [0.5], 1)", words: ["put", "integers"]),
    Item(program: "(x: f64[3]) -> put(x, [0], 1, 'mod')", words: ["put", "mode"]),
    Item(program: "(x: f64[3]) -> choose([0.5], [x])", words: ["choose", "integers"]),
    Item(program: "(x: f64[3]) -> choose([0], [])", words: ["choose", "nothing to choose from"]),
    Item(program: "(x: f64[3]) -> choose([0, 1], [x, x])", words: ["choose", "broadcast", "2 and 3"]),
    Item(program: "(i: i64[3]) -> ravel_multi_index([i], (3, 4))", words: ["ravel_multi_index", "length 2", "got 1"]),
    Item(program: "(i: f64[n]) -> ravel_multi_index([i, i], (3, 4))", words: ["ravel_multi_index", "integers"]),
    Item(program: "(i: i64[n]) -> ravel_multi_index([i, i], (3, 4), 'raise', 'A')", words: ["ravel_multi_index", "order", "'C' or 'F'"]),
    Item(program: "(i: f64[n]) -> unravel_index(i, (3, 4))", words: ["unravel_index", "integers"]),
    Item(program: "(x: f64[2, 3]) -> sliding_window_view(x, 3)", words: ["sliding_window_view", "window_shape for all dimensions", "1 window_shape elements", "2"]),
    Item(program: "(x: f64[2, 3]) -> sliding_window_view(x, (3, 3))", words: ["sliding_window_view", "larger", "axis 0"]),
    Item(program: "(x: f64[2, 3]) -> sliding_window_view(x, 2, axis=2)", words: ["sliding_window_view", "axis 2"]),
    Item(program: "(x: f64[2, 3]) -> sliding_window_view(x, -1, axis=1)", words: ["sliding_window_view", "negative"]),
    Item(program: "(x: f64[3]) -> delete(x, 3)", words: ["delete", "index 3", "axis 0", "size 3"]),
    Item(program: "(x: f64[3]) -> delete(x, [0.5])", words: ["delete", "integers"]),
    Item(program: "(x: f64[3]) -> insert(x, 4, 1)", words: ["insert", "index 4", "size 3"]),
    Item(program: "(x: f64[2, 3]) -> insert(x, [0, 1], [1.0, 2], axis=0)", words: ["2", "3"]),
    Item(program: "(x: f64[3]) -> insert(x, 0, [[1.0]])", words: ["insert", "2 axes"]),
    Item(program: "(x: f64[3]) -> append(x, [[1.0]], axis=0)", words: ["concatenate", "dimension"]),
    Item(program: "(x: f64[3]) -> segment_max(x, [0, 1], 2)", words: ["2", "3"]),
    Item(program: "(x: f64[3]) -> segment_prod(x, [0.5, 0, 0], 2)", words: ["segment_prod", "integers"]),
  ]

  @Test("programs that cannot be", arguments: built) func build(_ item: Item) throws {
    do {
      _ = try TextProgram(parsing: item.program, file: "p.tj")
      Issue.record("it is built: \(item.program)")
    } catch {
      for word in item.words + ["p.tj:1"] { #expect("\(error)".contains(word), "\(error)") }
    }
  }

  static let called: [Item] = [
    Item(program: "(x: f64[3], i: i64[k]) -> x[i]", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 3])], words: ["index 3", "axis 0", "extent 3"]),
    Item(program: "(x: f64[n, m], i: i64[k], j: i64[k]) -> x[i, j]", inputs: [[[1.0, 2, 3], [4, 5, 6]], NDArray([0, 1]), NDArray([0, 3])], words: ["index 3", "axis 1", "extent 3"]),
    Item(program: "(x: f64[n, m], i: i64[k], j: i64[k]) -> x[i, j]", inputs: [[[1.0, 2, 3], [4, 5, 6]], NDArray([0, -3]), NDArray([0, 0])], words: ["index -3", "axis 0", "extent 2"]),
    Item(program: "(x: f64[n, m], i: i64) -> x[:, i]", inputs: [[[1.0, 2, 3], [4, 5, 6]], NDArray(scalar: 5)], words: ["index 5", "axis 1", "extent 3"]),
    Item(program: "(x: f64[n, m], i: i64[k], j: i64[l]) -> x[i, j]", inputs: [[[1.0, 2, 3], [4, 5, 6]], NDArray([0, 1]), NDArray([0, 1, 2])], words: ["index arrays", "3", "2"]),
    Item(program: "(x: f64[n, m]) -> x[[2], :, None]", inputs: [[[1.0, 2, 3], [4, 5, 6]]], words: ["index 2", "axis 0", "extent 2"]),
    Item(program: "(x: f64[n], i: i64[k]) -> x.at[i].set(1)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 3])], words: ["index 3", "axis 0", "extent 3"]),
    Item(program: "(x: f64[n, m], i: i64[k]) -> x.at[i, i].multiply(2)", inputs: [[[1.0, 2, 3], [4, 5, 6]], NDArray([0, 2])], words: ["index 2", "axis 0", "extent 2"]),
    Item(program: "(x: f64[n], i: i64[k], y: f64[l]) -> x.at[i].set(y)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 1]), NDArray([1.0, 2, 3])], words: ["3", "2"]),
    Item(program: "(x: f64[n], y: f64[m]) -> x.at[1:].set(y)", inputs: [NDArray([1.0, 2, 3]), NDArray([1.0, 2, 3])], words: ["3", "2"]),
    Item(program: "(x: f64[n]) -> x.at[5].set(1)", inputs: [NDArray([1.0, 2, 3])], words: ["5", "axis 0"]),
    Item(program: "(x: i64[n], i: i64[k], y: i64[k]) -> x.at[i].power(y)", inputs: [NDArray([1, 2, 3]), NDArray([0, 1]), NDArray([2, -1])], words: ["negative integer powers"]),
    Item(program: "(x: f64[n], m: bool[k]) -> x.at[m].set(1)", inputs: [NDArray([1.0, 2, 3]), NDArray([true, false])], words: ["boolean index", "axis 0"]),
    Item(program: "(x: f64[n]) -> take(x, [0], mode='clip')", inputs: [NDArray([Double]())], words: ["take", "empty"]),
    Item(program: "(x: f64[n, m], i: i64[n, 1]) -> take_along_axis(x, i, axis=1)", inputs: [[[1.0, 2, 3], [4, 5, 6]], [[0], [3]]], words: ["index 3", "extent 3"]),
    Item(program: "(x: f64[n], i: i64[k]) -> put(x, i, 1)", inputs: [NDArray([1.0, 2, 3]), NDArray([3])], words: ["index 3", "extent 3"]),
    Item(program: "(x: f64[n], i: i64[n]) -> choose(i, [x, 2 * x])", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 1, 2])], words: ["choose", "numbers of the choices", "0 to 1"]),
    Item(program: "(x: f64[n], i: i64[n]) -> choose(i, [x, 2 * x])", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 1, -1])], words: ["choose", "numbers of the choices", "0 to 1"]),
    Item(program: "(i: i64[n]) -> ravel_multi_index([i, i], (3, 4))", inputs: [NDArray([0, 3])], words: ["ravel_multi_index", "axis 0", "0 to 2"]),
    Item(program: "(i: i64[n]) -> unravel_index(i, (3, 4))", inputs: [NDArray([12])], words: ["unravel_index", "0 to 11"]),
    Item(program: "(i: i64[n]) -> unravel_index(i, (3, 4))", inputs: [NDArray([-1])], words: ["unravel_index", "0 to 11"]),
    Item(program: "(x: f64[n]) -> sliding_window_view(x, 4)", inputs: [NDArray([1.0, 2, 3])], words: ["window shape cannot be larger"]),
    Item(program: "(x: f64[n]) -> delete(x, 5)", inputs: [NDArray([1.0, 2, 3])], words: ["delete", "axis 0"]),
    Item(program: "(x: f64[n], i: i64) -> delete(x, i)", inputs: [NDArray([1.0, 2, 3]), NDArray(scalar: -4)], words: ["delete", "axis 0", "0 to"]),
    Item(program: "(x: f64[n], i: i64) -> insert(x, i, 1)", inputs: [NDArray([1.0, 2, 3]), NDArray(scalar: 4)], words: ["insert", "axis 0"]),
    Item(program: "(x: f64[n], i: i64[n]) -> segment_min(x, i, 2)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 1, 2])], words: ["index 2", "extent 2"]),
  ]

  @Test("calls that cannot be", arguments: called) func call(_ item: Item) throws {
    let program = try TextProgram(parsing: item.program, file: "p.tj")
    var messages: Set<String> = []
    for machine in Machine.allCases {
      let function = try machine.compiled(program)
      do {
        _ = try function(item.inputs)
        Issue.record("\(machine) gives a result: \(item.program)")
      } catch {
        for word in item.words + ["p.tj:1"] { #expect("\(error)".contains(word), "\(error)") }
        messages.insert("\(error)")
      }
    }
    #expect(messages.count <= 1)
  }
}
