import TensorJIT
import Testing

extension WrongPrograms {
  fileprivate static let hollow = (try? NDArray.zeros([3, 0])) ?? NDArray(scalar: 0.0)
  fileprivate static let pairs: NDArray = [[0.0, 1], [2, 3], [4, 5]]
  private static let five = NDArray(scalar: 5)
  fileprivate static let fives = NDArray([5])
  private static let noIntegers = NDArray([Int]())
  private static let noFlags = NDArray([false, false])

  /// Indices of reads and writes of no element: NumPy looks at them all the same.
  static let indicesOfNothing: [WrongProgram] = [
    WrongProgram("(x: f64[n, m], i: i64[k]) -> x[i]", [hollow, fives], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k, 1]) -> x[i]", [hollow, [[-4]]], by: "getitem", "index -4 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64) -> x[i]", [hollow, five], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, 0], i: u8[k]) -> x[i]", [hollow, NDArray([UInt8(3)])], by: "getitem", "index 3 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> sum(x[i], axis=1)", [hollow, fives], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> x[:, :0][i]", [pairs, fives], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64) -> x[i, :0]", [pairs, five], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64, j: i64[k]) -> x[i, j]", [pairs, five, noIntegers], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64, j: i64[k]) -> x[j, i]", [pairs, five, noIntegers], by: "getitem", "index 5 is out of bounds for axis 1 with extent 2"),
    WrongProgram("(x: f64[n, m], i: i64, j: bool[2]) -> x[i, j]", [pairs, five, noFlags], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> take(x, i, axis=0)", [hollow, fives], by: "take", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[0, n]) -> x[[-1]]", [(try? NDArray.zeros([0, 0])) ?? five], by: "getitem", "from an empty axis"),
    WrongProgram("(x: f64[n, m], i: i64) -> x.at[i, [false, false]].max(1)", [pairs, five], by: "at[...].max", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64, j: bool[2]) -> x.at[i, j].add(1)", [pairs, five, noFlags], by: "at[...].add", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64, j: i64[k]) -> x.at[i, j].set(1)", [pairs, five, noIntegers], by: "at[...].set", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> x.at[i].add(1)", [hollow, fives], by: "at[...].add", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> scatter_add(x, i, 1)", [hollow, fives], by: "scatter_add", "index 5 is out of bounds for axis 0 with extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> x[argsort(i) + 5]", [hollow, fives], by: "getitem", "index 5 is out of bounds for axis 0 with extent 3"),
  ]

  /// Those that are in range, and those that others broadcast away.
  static let indicesOfNothingWithValues: [DefinedValue] = [
    DefinedValue("(x: f64[n, m], i: i64[k]) -> x[i].shape[0]", [hollow, NDArray([2, -3])], is: "2"),
    DefinedValue("(x: f64[n, m], i: i64) -> sum(x[i])", [hollow, NDArray(scalar: 2)], is: "0.0"),
    DefinedValue("(x: f64[n, m], i: i64[k], j: i64[l]) -> x[i, j]", [pairs, fives, noIntegers], is: "[]"),
    DefinedValue("(x: f64[n, m], i: i64[k]) -> x[i]", [hollow, noIntegers], is: "[]"),
    DefinedValue("(x: f64[n, m], i: i64[k]) -> sum(take(x.T, i, axis=1))", [hollow, fives], is: "0.0"),
    DefinedValue("(x: f64[n, m], i: i64[k]) -> sum(take(x[:0], i, axis=1))", [hollow, fives], is: "0.0"),
    DefinedValue("(x: f64[n, m], i: i64[k]) -> sum(take(x[:0], i, axis=0, mode='clip'))", [hollow, fives], is: "0.0"),
    DefinedValue("(x: f64[n], j: i64[k]) -> x[zeros_like(j)]", [NDArray([Double]()), noIntegers], is: "[]"),
    DefinedValue("(x: f64[n], i: i64, j: i64[k]) -> x[broadcast_to(i, j.shape)]", [NDArray([1.0, 2]), five, noIntegers], is: "[]"),
    DefinedValue("(x: f64[n], i: i64, j: i64[k]) -> x.at[broadcast_to(i, j.shape)].add(1)", [NDArray([1.0, 2]), five, noIntegers], is: "[1. 2.]"),
    DefinedValue("(x: f64[n, m], i: i64[k], j: bool[2]) -> sum(x.at[i, j].max(9))", [pairs, fives, noFlags], is: "15.0"),
  ]
}

@Suite("Indices of nothing") struct UnreadIndexTests {
  @Test("must be in range all the same", arguments: WrongPrograms.indicesOfNothing) func wrong(_ program: WrongProgram) { program.check() }
  @Test("have values", arguments: WrongPrograms.indicesOfNothingWithValues) func value(_ program: DefinedValue) throws { try program.check() }

  @Test("Calls with elements and without them follow each other") func alternating() throws {
    let x = Tensor(parameter: "x", TensorType(.f64, ["n", "m"]), at: .none)
    let i = Tensor(parameter: "i", TensorType(.i64, ["k"]), at: .none)
    let function = try compile(inputs: [x, i], outputs: [x[i]])
    #expect(try function(WrongPrograms.pairs, NDArray([2]))[0].description == "[[4. 5.]]")
    #expect(throws: CallError.self) { try function(WrongPrograms.hollow, WrongPrograms.fives) }
    #expect(try function(WrongPrograms.hollow, NDArray([0]))[0].shape == [1, 0])
    #expect(throws: CallError.self) { try function(WrongPrograms.pairs, WrongPrograms.fives) }
  }
}
