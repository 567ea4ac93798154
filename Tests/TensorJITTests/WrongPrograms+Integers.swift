import TensorJIT
import Testing

extension WrongPrograms {
  /// Integers that would be stored in a type that does not hold them, and wrap there.
  static let integers: [WrongProgram] = [
    ("full([2], 300, dtype=u8)", "full", 300), ("full([2], -1, u8)", "full", -1), ("full_like(x, 300)", "full_like", 300),
    ("x.at[0].set(300)", "at[...].set", 300), ("max(x, initial=300)", "max", 300), ("nanmin(x, initial=-1)", "nanmin", -1),
    ("put(x, [0], 300)", "put", 300), ("put_along_axis(x, [0], 300, 0)", "put_along_axis", 300),
    ("fill_diagonal(x[None], 300)", "fill_diagonal", 300), ("insert(x, 0, 300)", "insert", 300),
    ("piecewise(x, [x > 0], [300])", "piecewise", 300), ("x + 300", "add", 300),
  ].map { call, operation, number in
    WrongProgram("(x: u8[n]) -> \(call)", [NDArray([UInt8(1), 2])], by: operation, "the integer \(number) is out of bounds for u8")
  }
}

@Suite("Integers that do not fit") struct MisfitIntegerTests {
  @Test("are not wrapped without a word", arguments: WrongPrograms.integers) func program(_ program: WrongProgram) { program.check(.reading) }
}
