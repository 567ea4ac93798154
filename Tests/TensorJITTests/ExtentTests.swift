import Foundation
import TensorJIT
import TensorText
import Testing

/// Functions some of whose extents are values that they compute.
@Suite("Extents that are values") struct ExtentTests {
  private static func program(_ text: String) throws -> TextProgram { try TextProgram(parsing: text, file: "p.tj") }

  private static func numbers(_ count: Int) -> NDArray { NDArray((0..<count).map { Double(($0 * 7_919) % 1_000) - 500 }) }

  @Test("the same on all machines", arguments: [
    "(x: f64[n]) -> x[x > 0]",
    "(x: f64[n]) -> nonzero(x > 0)[0], sum(x[x > 0]), x[exp(x / 300) > 1]",
    "(x: f64[n]) -> { let y = x[x > 0] let z = y[y < mean(y)] return z[: z.size // 2], z[::-1] * 2 }",
    "(x: f64[n]) -> x.at[x > 0].set(x[x > 0] ** 2), grad(sum(x[x > 0] ** 3), x)",
    "(x: f64[n]) -> f32(x)[x > 0], i8(x)[x > 0], (x < 0)[x < 100], i16(x)[x < 100]",
    "(x: f64[n]) -> repeat(x, i64(x > 0) + 1), cumsum(x[x > 0])[-3:]",
  ]) func machines(_ text: String) throws {
    let machines = try AllMachines(text)
    for count in [0, 1, 5, 64, 2_047, 2_048, 2_049, 10_000, 100_003] {
      let on: [Machine] = count > 10_000 ? [.native1, .native2, .native4] : Machine.allCases
      // A mean of nothing has no elements to compare with: the rest is empty.
      let (_, problems) = try machines.run([Self.numbers(count)], on: on)
      #expect(problems.isEmpty, "\(text), \(count): \(problems)")
    }
  }

  @Test("plans go with the values") func values() throws {
    let program = try Self.program("(x: f64[n], t: f64) -> x[x > t] * 2")
    let f = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    for threshold in [0.5, 2.5, 0.5, 7, -1, 2.5, 3.5, 0.5] {
      let result = try f(NDArray([1.0, 2, 3, 4]), NDArray(scalar: threshold))[0]
      #expect(try result.doubles() == [1.0, 2, 3, 4].filter { $0 > threshold }.map { $0 * 2 })
    }
  }

  @Test("broadcasts that an earlier stage decides") func broadcasts() throws {
    let machines = try AllMachines("(x: f64[a, n], y: f64[b, m]) -> zeros((x < y).shape) + argwhere(x < y).size, isin(x < y, [true])")
    let (results, problems) = try machines.run([[[1.0]], [[2.0], [0.5]]])
    #expect(problems.isEmpty)
    #expect(results.map(\.shape) == [[2, 1], [2, 1]])
  }

  @Test("one scalar is one extent") func identity() throws {
    let n = Tensor("n", .i64)
    #expect(try Dimension.value(of: n) == Dimension.value(of: n))
    let x = Tensor("x", .f64, ["m"])
    let (a, b) = (x.at[x .> 0.0].get(), (x * 2).at[x .> 0.0].get())
    #expect(a.shape == b.shape)
    #expect((a + b).node.constraints.isEmpty)
    #expect(a.shape != x.at[x .> 1.0].get().shape)
    let known = try Dimension.value(of: Tensor(ScalarValue(integer: 4, type: .i64)))
    #expect(known == 4)
  }

  @Test("substitution gives extents of what is put in") func substitution() throws {
    let (x, y) = (Tensor("x", .f64, ["n"]), Tensor("y", .f64, ["m"]))
    let picked = x.at[x .> 0.0].get()
    let both = [picked, sum(ones(picked.shape)) * 2] + Traversal.substitute([x: y * 2], in: [picked, sum(ones(picked.shape)) * 2])
    let f = try compile(inputs: [x, y], outputs: both)
    let results = try f(NDArray([1.0, -2, 3]), NDArray([-1.0, 5]))
    #expect(try results.map { try $0.doubles() } == [[1, 3], [4], [10], [2]])
  }

  @Test("eager arrays") func eager() throws {
    let x: NDArray = [[1.0, 0, -2], [0, 5, 0]]
    #expect(try nonzero(x).map { try $0.doubles() } == [[0, 0, 1], [0, 2, 1]])
    #expect(try argWhere(x).doubles() == [0, 0, 0, 2, 1, 1])
    #expect(try flatNonzero(x).doubles() == [0, 2, 4])
    #expect(try x.at[x .> 0.0].get().doubles() == [1, 5])
    #expect(try x.at[x .> 0.0].set(NDArray([7.0, 8])).doubles() == [7, 0, -2, 0, 8, 0])
    #expect(try compress(NDArray([true, false]), x, axis: 0).doubles() == [1, 0, -2])
    #expect(try extract(x .!= 0.0, x).doubles() == [1, -2, 5])
  }

  @Test("printed and read again") func text() throws {
    for text in [
      "(x: f64[n]) -> x[x > 0], zeros(x[x > 1].size), arange(x[x > 1].size)",
      "(x: f64[n], a: i64, b: i64) -> x[a:b], x[-1:a:-2]", "(n: i64, x: f64[m]) -> reshape(x, (n, -1)), eye(n)",
      "(x: f64[n]) -> grad(sum(x[x > 0] ** 2), x)",
    ] {
      let printed = try Self.program(text).printed()
      let again = try TextProgram(parsing: printed.text, file: "p.tj", constants: printed.constants)
      #expect(again.description == printed.text)
    }
  }

  @Test("what a mask picks, stage by stage") func golden() throws {
    let program = try Self.program("(x: f64[n]) -> exp(x)[x > 0]")
    var options = CompilationOptions(cache: nil)
    options.rewriting = .off
    let text = try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: "main", options: options
    ).scheduledPrograms().map(\.program.description).joined(separator: "\n")
    let file = Fixtures.folder.appending(path: "Golden/masked.loops")
    if Fixtures.isOn("TENSORJIT_BLESS") { return try text.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == text, "TENSORJIT_BLESS=1 accepts")
  }

  @Test("no program for what the caller can compute") func host() throws {
    let program = try Self.program("(n: i64, s: i64[2]) -> arange(n * 2 + 1), zeros(s)")
    let f = try compile(inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor))
    #expect(f.scheduledPrograms().count == 1)
    let results = try f(NDArray(scalar: 2), NDArray([2, 3]))
    #expect(try results[0].doubles() == [0, 1, 2, 3, 4])
    #expect(results[1].shape == [2, 3])
  }
}
