import TensorJIT
import TensorText
import Testing

/// What wrong calls of the creation and shape families say: found when the graph is built, or when it is called.
@Suite("Errors of creation and shapes") struct CreationAndShapeErrorTests {
  private static let three = NDArray([1.0, 2, 3])
  private static let matrix: NDArray = [[1.0, 2, 3], [4, 5, 6]]

  static let built: [WrongProgram] = [
    WrongProgram("() -> zeros((2, -1))", [], "zeros", "negative"),
    WrongProgram("() -> linspace(0, 1, -1)", [], "linspace", "-1", "non-negative"),
    WrongProgram("(x: f64[2], y: f64[3]) -> linspace(x, y, 4)", [], "shapes do not broadcast", "2", "3"),
    WrongProgram("() -> linspace(0, 1, 4, axis=1)", [], "axis 1", "out of bounds"),
    WrongProgram("(x: f64[n], y: f64[n]) -> meshgrid(x, y, indexing='yx')", [], "indexing", "'xy'", "'ij'", "'yx'"),
    WrongProgram("() -> mgrid[1, 2]", [], "mgrid", "slices"),
    WrongProgram("() -> mgrid[0:]", [], "stop"),
    WrongProgram("() -> mgrid", [], "mgrid", "indexed"),
    WrongProgram("() -> mgrid[0:3:0]", [], "step", "zero"),
    WrongProgram("(x: f64[n, n, n]) -> diag(x)", [], "diag", "1- or 2-d"),
    WrongProgram("(x: f64[n]) -> diagonal(x)", [], "diagonal", "two dimensions"),
    WrongProgram("(x: f64[n, m]) -> diagonal(x, 0, 1, 1)", [], "axis1", "axis2"),
    WrongProgram("(x: f64[n, m]) -> diagonal(x, 0, 0, 2)", [], "axis 2", "out of bounds"),
    WrongProgram("(x: f64) -> tril(x)", [], "tril", "no axes"),
    WrongProgram("(x: f64[n]) -> tril_indices_from(x)", [], "tril_indices_from", "2-d"),
    WrongProgram("() -> triu_indices(-2)", [], "triu_indices", "negative"),
    WrongProgram("(x: f64[n]) -> fill_diagonal(x, 1)", [], "fill_diagonal", "2-d"),
    WrongProgram("(x: f64[2, 3, 2]) -> fill_diagonal(x, 1)", [], "fill_diagonal", "equal length", "3", "2"),
    WrongProgram("(x: f64[n, m]) -> vander(x)", [], "vander", "one-dimensional"),
    WrongProgram("(x: f64[n]) -> vander(x, -1)", [], "vander", "negative"),
    WrongProgram("(x: f64[n]) -> one_hot(x, 3)", [], "one_hot", "integers", "f64"),
    WrongProgram("(x: i64[n]) -> one_hot(x, 3, axis=2)", [], "axis 2", "out of bounds"),
    WrongProgram("(x: f64[2]) -> kaiser(5, x)", [], "kaiser", "beta", "scalar"),
    WrongProgram("(x: f64[n]) -> flip(x, 1)", [], "flip", "axis 1", "out of bounds"),
    WrongProgram("(x: f64[n]) -> fliplr(x)", [], "fliplr", ">= 2-d"),
    WrongProgram("(x: f64[n, m]) -> rot90(x, 1, (0, 0))", [], "rot90", "different"),
    WrongProgram("(x: f64[n, m]) -> rot90(x, 1, (0, 1, 1))", [], "rot90", "2"),
    WrongProgram("(x: f64[n]) -> roll(x, 1, axis=1)", [], "roll", "axis 1", "out of bounds"),
    WrongProgram("(x: f64[n]) -> roll(x, 1.5)", [], "roll", "shift", "integer"),
    WrongProgram("(x: f64[n, m]) -> roll(x, (1, 2, 3), axis=(0, 1))", [], "roll", "3 shifts", "2 axes"),
    WrongProgram("(x: f64[n]) -> tile(x, -1)", [], "negative"),
    WrongProgram("(x: f64[n]) -> repeat(x, -1)", [], "repeat", "negative"),
    WrongProgram("(x: f64[3]) -> repeat(x, [1, 2])", [], "repeat", "2 repeats", "extent 3"),
    WrongProgram("(x: f64[n]) -> repeat(x, 2, axis=1)", [], "repeat", "axis 1", "out of bounds"),
    WrongProgram("(x: f64[n]) -> pad(x, -1)", [], "pad", "negative"),
    WrongProgram("(x: f64[n]) -> pad(x, 1.5)", [], "pad", "pad_width", "integers"),
    WrongProgram("(x: f64[n]) -> pad(x, (1, 2, 3))", [], "pad", "pad_width", "(3,)", "(1, 2)"),
    WrongProgram("(x: f64[n]) -> pad(x, 1, 'sideways')", [], "mode", "'wrap'", "sideways"),
    WrongProgram("(x: f64[n]) -> pad(x, 1, 'edge', constant_values=2)", [], "pad", "'edge'", "constant_values"),
    WrongProgram("(x: f64[n]) -> pad(x, 1, 'reflect', reflect_type='strange')", [], "reflect_type", "'even'", "'odd'"),
    WrongProgram("(x: f64[0]) -> pad(x, 1, 'edge')", [], "pad", "empty axis 0"),
    WrongProgram("(x: f64[n]) -> pad(x, 1, 'maximum', stat_length=0)", [], "stat_length", "0"),
    WrongProgram("(x: f64[3]) -> split(x, 2)", [], "split", "equal division", "3"),
    WrongProgram("(x: f64[n]) -> split(x, 0)", [], "split", "larger than 0"),
    WrongProgram("(x: f64[n]) -> split(x, 1, axis=1)", [], "split", "axis 1", "out of bounds"),
    WrongProgram("(x: f64[n]) -> vsplit(x, 1)", [], "vsplit", "2 or more"),
    WrongProgram("(x: f64) -> hsplit(x, 1)", [], "hsplit", "1 or more"),
    WrongProgram("(x: f64[n]) -> unstack(x)", [], "unstack", "not known"),
    WrongProgram("(x: f64) -> unstack(x)", [], "unstack", "at least 1-d"),
    WrongProgram("(x: f64[n]) -> block([[x], x])", [], "block", "depths"),
    WrongProgram("(x: f64[n]) -> block([])", [], "block", "empty"),
    WrongProgram("(x: f64[2], y: f64[3]) -> block([[x], [y]])", [], "2", "3"),
    WrongProgram("() -> vstack([])", [], "vstack", "at least one"),
    WrongProgram("(x: f64[2], y: f64[3]) -> vstack([x, y])", [], "2", "3"),
    WrongProgram("(x: f64[2], y: f64[3]) -> broadcast_arrays(x, y)", [], "broadcast", "2", "3"),
    WrongProgram("() -> zeros(broadcast_shapes((2,), (3,)))", [], "broadcast", "2", "3"),
    WrongProgram("(x: f64[n]) -> reshape(x, (-1, 2), order='A')", [], "reshape", "order", "'C'", "'F'"),
    WrongProgram("(x: f64[n, m]) -> rollaxis(x, 2)", [], "rollaxis", "axis 2", "out of bounds"),
    WrongProgram("(x: f64[n, m]) -> rollaxis(x, 0, 3)", [], "rollaxis", "start"),
    WrongProgram("(x: f64[n]) -> flipp(x)", [], "flipp", "flip"),
  ]

  @Test("found when the graph is built", arguments: built) func build(_ program: WrongProgram) { program.check(.reading) }

  static let called: [WrongProgram] = [
    WrongProgram("(x: f64[n]) -> split(x, 2)", [three], "split", "axis 0", "2 equal parts"),
    WrongProgram("(x: f64[n], y: f64[m]) -> block([[x], [y]])", [three, NDArray([1.0])], "3", "1"),
    WrongProgram("(x: f64[n]) -> repeat(x, [1, 2])", [three], "3", "2"),
    WrongProgram("(x: f64[n]) -> zeros((n - 5, 2))", [three], "negative", "-2"),
    WrongProgram("(x: f64[n]) -> tile(x, n - 5)", [three], "negative"),
    WrongProgram("(x: f64[n]) -> zeros((n * 3074457345618258603, 8))", [three], "bits"),
    WrongProgram("(x: f64[n]) -> geomspace(x, 4.0, 3)", [NDArray([1.0, 0])], "geometric sequence cannot include zero"),
    WrongProgram("(x: f64[n, m, k]) -> fill_diagonal(x, 1)", [(try? NDArray.zeros([2, 3, 2])) ?? three], "3", "2"),
    WrongProgram("(x: f64[n]) -> pad(x, 1, 'edge')", [NDArray([Double]())], "axis 0"),
    WrongProgram("(x: f64[n, m]) -> squeeze(flip(x, 0), 0)", [matrix], "squeeze", "axis 0"),
  ]

  @Test("found when it is called", arguments: called) func call(_ program: WrongProgram) { program.check(.call()) }
}
