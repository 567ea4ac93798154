import TensorJIT
import TensorText
import Testing

/// What errors of calls and of expressions say.
@Suite("Errors")
struct ErrorTests {
  static let calls: [WrongProgram] = [
    WrongProgram("(x: f64[n], i: i64[k]) -> take(x, i, axis=0)", [NDArray([1.0, 2, 3]), NDArray([0, 3])], "take", "index 3", "axis 0", "extent 3"),
    WrongProgram("(x: f64[n], i: i64[k]) -> take(x, i, axis=0)", [NDArray([1.0, 2, 3]), NDArray([-4, 7])], "take", "index -4", "axis 0", "extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> sum(take(x, i, axis=1), axis=0)", [[[1.0, 2], [3, 4]], NDArray([0, 2])], "take", "index 2", "axis 1", "extent 2"),
    WrongProgram("(x: f64[n], i: i64[k]) -> scatter_add(x, i, 1)", [NDArray([1.0, 2, 3]), NDArray([0, 3, -9])], "scatter_add", "index 3", "axis 0", "extent 3"),
    WrongProgram("(x: f64[n, m], i: i64[k]) -> sum(scatter_add(x, i, x[:, :1], axis=1))", [[[1.0, 2], [3, 4]], NDArray([0, -3])], "scatter_add", "index -3", "axis 1", "extent 2"),
    WrongProgram("(x: f64[n], i: i64[k]) -> segment_sum(x, i, 4)", [NDArray([1.0, 2]), NDArray([4, 0])], "segment_sum: index 4", "axis 0", "extent 4"),
    WrongProgram("(x: f64[n], i: i64[k], v: f64[k]) -> scatter_add(x, i, v)", [NDArray([Double]()), NDArray([0]), NDArray([1.0])], "scatter_add", "no index is in range"),
    WrongProgram("(x: f64[n], i: i64[k], v: f64[m]) -> scatter_add(x, i, v)", [NDArray([1.0]), NDArray([0]), NDArray([1.0, 2])], "extents 2 and 1 must be equal"),
    WrongProgram("(x: f64[n], i: i64[k]) -> grad(sum(take(x, i)), x)", [NDArray([1.0, 2, 3]), NDArray([0, 3])], "index 3", "axis 0", "extent 3"),
    WrongProgram("(a: f64[n], b: f64[m]) -> linear_recurrence(a, b)", [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], "extents 3 and 2 do not broadcast"),
    WrongProgram("(x: i64[n], y: i64[n]) -> x ** y", [NDArray([2, 2]), NDArray([3, -1])], "power", "integers to negative integer powers are not allowed"),
    WrongProgram("(x: f64[n], y: f64[n]) -> x + y", [NDArray([1.0]), NDArray([1.0, 2])], "y", "n is 2", "1 in axis 0 of x", line: 1),
    WrongProgram("(x: f64[n], y: f64[m]) -> x + y", [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], "add", "3", "2", "broadcast"),
    WrongProgram("(x: f64[3]) -> x", [NDArray([1.0])], "x", "axis 0", "3", "1", line: 1),
    WrongProgram("(x: f64[n]) -> x", [[[1.0]]], "x", "rank 1", "rank 2", line: 1),
    WrongProgram("(x: f32[n]) -> x", [NDArray([1.0])], "x", "f64", "f32", line: 1),
    WrongProgram("(x: f64[n]) -> reshape(x, (2, -1))", [NDArray([1.0, 2, 3])], "reshape"),
    WrongProgram("(x: f64[n]) -> max(x)", [NDArray([Double]())], "max"),
    WrongProgram("(x: f64[n, m]) -> argmin(x, axis=0)", [(try? NDArray.zeros([0, 2])) ?? NDArray([0.0])], "argmin"),
    WrongProgram("(x: f64[n, k], y: f64[m, p]) -> x @ y", [[[1.0, 2]], [[1.0, 2]]], "matmul", "2", "1"),
    WrongProgram("(x: f64[n, m]) -> squeeze(x, 0)", [[[1.0], [2.0]]], "squeeze", "axis 0"),
    WrongProgram("(x: f64[n, a], y: f64[m, b]) -> concatenate([x, y])", [[[1.0, 2]], [[1.0]]], "concatenate", "2", "1"),
    WrongProgram("(x: f64[n]) -> x[5]", [NDArray([1.0])], "5", "axis 0"),
    WrongProgram("(x: f64[n]) -> x", [], "1 argument", "x", "0", line: nil),
  ]

  @Test("calls that cannot be", arguments: calls) func call(_ program: WrongProgram) { program.check(.call()) }

  @Test("the first index out of range in program order, with any number of threads") func firstFailure() throws {
    let machines = try AllMachines("(x: f64[n], i: i64[k]) -> take(x, i, axis=0) * 2, sum(take(x, i, axis=0))")
    var places = [Int](repeating: 0, count: 300_000)
    (places[70_001], places[299_999], places[150_000]) = (11, 12, 13)
    var messages: Set<String> = []
    for (_, function) in machines.functions {
      do { _ = try function(NDArray([1.0, 2]), NDArray(places)) } catch { messages.insert("\(error)") }
    }
    #expect(messages.count == 1)
    #expect(messages.first?.contains("index 11") == true, "\(messages)")
  }

  @Test("the first index out of range of an addition, with any number of threads") func firstScatterFailure() throws {
    let machines = try AllMachines("(x: f64[n, m], i: i64[k]) -> scatter_add(x, i, 1)")
    var places = [Int](repeating: 0, count: 100_000)
    (places[30_001], places[99_999], places[50_000]) = (11, 12, 13)
    var messages: Set<String> = []
    for (_, function) in machines.functions {
      do { _ = try function([[1.0, 2], [3, 4]], NDArray(places)) } catch { messages.insert("\(error)") }
    }
    #expect(messages.count == 1)
    #expect(messages.first?.contains("index 11") == true, "\(messages)")
  }

  @Test("wrong expressions are thrown by compile, with the line of the operator") func lines() throws {
    let x = Tensor(parameter: "x", TensorType(.f64, [3]), at: .none)
    let y = Tensor(parameter: "y", TensorType(.f64, [4]), at: .none)
    let sumLine = #line + 1
    let wrongSum = x + y
    let productLine = #line + 1
    let wrongProduct = x.matmul(y)
    let axisLine = #line + 1
    let wrongAxis = sum(x, axis: 1)
    for (tensor, line) in [(wrongSum, sumLine), (wrongProduct, productLine), (wrongAxis, axisLine), (exp(wrongSum) * 2.0, sumLine)] {
      do {
        _ = try compile(inputs: [x, y], outputs: [tensor])
        Issue.record("compiled")
      } catch {
        #expect("\(error)".contains("ErrorTests.swift:\(line)"), "no line \(line) in: \(error)")
      }
    }
  }

  @Test("inputs of compile are checked") func inputs() throws {
    let x = Tensor(parameter: "x", TensorType(.f64, [3]), at: .none)
    let y = Tensor(parameter: "y", TensorType(.f64, [3]), at: .none)
    for (inputs, outputs, words) in [([x], [x + y], "y"), ([x, x], [x], "twice"), ([x + 1.0], [x], "not a parameter")] {
      do {
        _ = try compile(inputs: inputs, outputs: outputs)
        Issue.record("compiled")
      } catch {
        #expect("\(error)".contains(words), "\(error)")
      }
    }
  }

  @Test("a failed call leaves the function usable") func afterFailure() throws {
    let machines = try AllMachines("(x: f64[n], i: i64[k]) -> take(x, i, axis=0)")
    for (_, function) in machines.functions {
      #expect(throws: CallError.self) { try function(NDArray([1.0]), NDArray([5])) }
      #expect(try function(NDArray([1.0, 2]), NDArray([1, -1]))[0].doubles() == [2, 2])
      #expect(throws: CallError.self) { try function(NDArray([1.0]), NDArray([1, 5])) }
    }
  }
}
