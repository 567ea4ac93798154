import TensorJIT
import Testing

extension WrongPrograms {
  /// Complex numbers that would be stored as real ones.
  static let imaginary: [WrongProgram] = [
    ("sum(x, initial=1j)", "sum"), ("min(x, initial=2j)", "min"), ("nanmin(x, initial=1j)", "nanmin"), ("x.at[0].set(1j)", "at[...].set"),
    ("x.at[[0, 0]].set([1j, 2])", "at[...].set"), ("full([2], 1j, dtype=f64)", "full"), ("full_like(x, 1j)", "full_like"),
    ("pad(x, 1, constant_values=1j)", "pad"), ("pad(x, 1, mode='linear_ramp', end_values=1j)", "pad"),
    ("put(x, [0], 1j)", "put"), ("put_along_axis(x, [0], 1j, 0)", "put_along_axis"), ("fill_diagonal(x[None], 1j)", "fill_diagonal"),
    ("insert(x, 0, 1j)", "insert"), ("nan_to_num(x, nan=1j)", "nan_to_num"), ("piecewise(x, [x > 0], [1j])", "piecewise"),
  ].map { call, operation in
    WrongProgram("(x: f64[n]) -> \(call)", [NDArray([1.0, 2])], by: operation, "values of type c128 do not go into f64")
  }
}

@Suite("Imaginary parts") struct ImaginaryPartTests {
  @Test("are not lost without a word", arguments: WrongPrograms.imaginary) func program(_ program: WrongProgram) { program.check(.reading) }
}
