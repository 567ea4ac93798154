import TensorJIT
import TensorText
import Testing

/// What errors of calls and of expressions say.
@Suite("Errors")
struct ErrorTests {
  struct Item: Sendable, CustomTestStringConvertible {
    let program: String
    let inputs: [NDArray]
    /// Words that the message must hold.
    let words: [String]
    var testDescription: String { program }
  }

  static let calls: [Item] = [
    Item(program: "(x: f64[n], i: i64[k]) -> take(x, i, axis=0)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 3])],
      words: ["take", "index 3", "axis 0", "extent 3", "p.tj:1"]),
    Item(program: "(x: f64[n], i: i64[k]) -> take(x, i, axis=0)", inputs: [NDArray([1.0, 2, 3]), NDArray([-4, 7])],
      words: ["take", "index -4", "axis 0", "extent 3"]),
    Item(program: "(x: f64[n, m], i: i64[k]) -> sum(take(x, i, axis=1), axis=0)", inputs: [[[1.0, 2], [3, 4]], NDArray([0, 2])],
      words: ["take", "index 2", "axis 1", "extent 2"]),
    Item(program: "(x: f64[n], i: i64[k]) -> scatter_add(x, i, 1)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 3, -9])],
      words: ["scatter_add", "index 3", "axis 0", "extent 3", "p.tj:1"]),
    Item(program: "(x: f64[n, m], i: i64[k]) -> sum(scatter_add(x, i, x[:, :1], axis=1))", inputs: [[[1.0, 2], [3, 4]], NDArray([0, -3])],
      words: ["scatter_add", "index -3", "axis 1", "extent 2"]),
    Item(program: "(x: f64[n], i: i64[k]) -> segment_sum(x, i, 4)", inputs: [NDArray([1.0, 2]), NDArray([4, 0])],
      words: ["scatter_add", "index 4", "axis 0", "extent 4", "p.tj:1"]),
    Item(program: "(x: f64[n], i: i64[k], v: f64[k]) -> scatter_add(x, i, v)", inputs: [NDArray([Double]()), NDArray([0]), NDArray([1.0])],
      words: ["scatter_add", "no index is in range"]),
    Item(program: "(x: f64[n], i: i64[k], v: f64[m]) -> scatter_add(x, i, v)", inputs: [NDArray([1.0]), NDArray([0]), NDArray([1.0, 2])],
      words: ["extents 2 and 1 must be equal", "p.tj:1"]),
    Item(program: "(x: f64[n], i: i64[k]) -> grad(sum(take(x, i)), x)", inputs: [NDArray([1.0, 2, 3]), NDArray([0, 3])],
      words: ["index 3", "axis 0", "extent 3", "p.tj:1"]),
    Item(program: "(a: f64[n], b: f64[m]) -> linear_recurrence(a, b)", inputs: [NDArray([1.0, 2, 3]), NDArray([1.0, 2])],
      words: ["extents 3 and 2 do not broadcast", "p.tj:1"]),
    Item(program: "(x: i64[n], y: i64[n]) -> x ** y", inputs: [NDArray([2, 2]), NDArray([3, -1])],
      words: ["power", "integers to negative integer powers are not allowed", "p.tj:1"]),
    Item(program: "(x: f64[n], y: f64[n]) -> x + y", inputs: [NDArray([1.0]), NDArray([1.0, 2])], words: ["y", "n is 2", "1 in axis 0 of x"]),
    Item(program: "(x: f64[n], y: f64[m]) -> x + y", inputs: [NDArray([1.0, 2, 3]), NDArray([1.0, 2])], words: ["add", "3", "2", "broadcast", "p.tj:1"]),
    Item(program: "(x: f64[3]) -> x", inputs: [NDArray([1.0])], words: ["x", "axis 0", "3", "1"]),
    Item(program: "(x: f64[n]) -> x", inputs: [[[1.0]]], words: ["x", "rank 1", "rank 2"]),
    Item(program: "(x: f32[n]) -> x", inputs: [NDArray([1.0])], words: ["x", "f64", "f32"]),
    Item(program: "(x: f64[n]) -> reshape(x, (2, -1))", inputs: [NDArray([1.0, 2, 3])], words: ["reshape"]),
    Item(program: "(x: f64[n]) -> max(x)", inputs: [NDArray([Double]())], words: ["max"]),
    Item(program: "(x: f64[n, m]) -> argmin(x, axis=0)", inputs: [(try? NDArray.zeros([0, 2])) ?? NDArray([0.0])], words: ["argmin"]),
    Item(program: "(x: f64[n, k], y: f64[m, p]) -> x @ y", inputs: [[[1.0, 2]], [[1.0, 2]]], words: ["matmul", "2", "1"]),
    Item(program: "(x: f64[n, m]) -> squeeze(x, 0)", inputs: [[[1.0], [2.0]]], words: ["squeeze", "axis 0"]),
    Item(program: "(x: f64[n, a], y: f64[m, b]) -> concatenate([x, y])", inputs: [[[1.0, 2]], [[1.0]]], words: ["concatenate", "2", "1"]),
    Item(program: "(x: f64[n]) -> x[5]", inputs: [NDArray([1.0])], words: ["5", "axis 0"]),
    Item(program: "(x: f64[n]) -> x", inputs: [], words: ["1 argument", "x", "0"]),
  ]

  @Test("calls that cannot be", arguments: calls) func call(_ item: Item) throws {
    let program = try TextProgram(parsing: item.program, file: "p.tj")
    var messages: Set<String> = []
    for machine in Machine.allCases {
      let function = try machine.compiled(program)
      do {
        _ = try function(item.inputs)
        Issue.record("\(machine) gave a result")
      } catch {
        messages.insert("\(error)")
      }
    }
    let message = messages.first ?? ""
    #expect(messages.count == 1, "the machines disagree: \(messages)")
    for word in item.words { #expect(message.contains(word), "no \"\(word)\" in: \(message)") }
  }

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
