import Foundation
import TensorJIT
import Testing

/// Large, deep and many: nothing may overflow, leak or take quadratic time.
@Suite("Robustness", .serialized)
struct RobustnessTests {
  private let x = Tensor(parameter: "x", TensorType(.f64, ["n"]), at: .none)
  private let uncached = CompilationOptions(cache: nil, isChecked: true)

  @Test("many compilations, calls and ends leave memory where it was")
  func rounds() throws {
    let count = Fixtures.isOn("TENSORJIT_LONG") ? 10_000 : 150
    func round(_ number: Int) throws {
      let f = try compile(inputs: [x], outputs: [x * Double(number) + 1.0, sum(exp(x) + Double(number))], options: .init(cache: nil))
      let results = try f(NDArray([1.0, 2, 3]))
      #expect(try results[0].doubles() == [Double(number) + 1, Double(2 * number) + 1, Double(3 * number) + 1])
    }
    for number in 0..<(count / 3) { try round(number) }
    // Other suites run beside this one: a leak shows in every part, what they take only in some.
    let parts = 20
    let rounds = count * 2 / 3 / parts
    let growths = try (0..<parts).map { part in
      let before = residentBytes()
      for number in 0..<rounds { try round(count / 3 + part * rounds + number) }
      return residentBytes() - before
    }
    let grown = growths.min() ?? 0
    #expect(grown < (24 << 20) / parts, "memory grew by \(growths.map { $0 >> 10 }) KiB in \(rounds) rounds each")
  }

  @Test("a chain of a million nodes builds, and compiles or fails with an error, and is freed")
  func millionNodes() throws {
    let count = Fixtures.isOn("TENSORJIT_LONG") ? 1_000_000 : 200_000
    var chain = x
    for _ in 0..<count { chain = chain + 1.0 }
    #expect(Traversal.nodes(of: [chain]).count > count)
    chain = x
  }

  @Test("compile time grows with the size of the graph, not faster", arguments: ["chain", "wide", "outputs", "dense"])
  func compileTime(_ form: String) throws {
    func seconds(_ count: Int) throws -> Double {
      let outputs = RobustnessTests.graph(form, x, count)
      let clock = ContinuousClock()
      let time = try clock.measure {
        let f = try compile(inputs: [x], outputs: outputs, options: .init(cache: nil))
        _ = try f(NDArray([0.25, 0.5]))
      }
      return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
    // Other suites run beside this one: the least of several is what the compiler takes.
    func least(_ count: Int) throws -> Double { try (0..<3).map { _ in try seconds(count) }.min()! }
    let (small, large) = (try least(250), try least(2_000))
    print("compile time of \(form): 250 nodes \(small) s, 2,000 nodes \(large) s")
    #expect(large < 8 * small * 3 + 0.5, "\(form): 250 nodes take \(small) s, 2,000 take \(large) s")
  }

  private static func graph(_ form: String, _ x: Tensor, _ count: Int) -> [Tensor] {
    switch form {
    case "chain": return [(0..<count).reduce(x) { chain, number in sqrt(abs(chain) * Double(number % 7) + 1.0) }]
    case "wide": return [(0..<count).map { abs(x - Double($0)) }.reduce(x, +)]
    case "outputs": return (0..<(count / 20)).map { number in sum(exp(x * Double(number)) + Double(number)) }
    case "dense":
      var last = [x, x + 1.0, x + 2.0, x + 3.0]
      for number in 0..<count { last[number % 4] = last[(number + 1) % 4] * last[(number + 2) % 4] - last[(number + 3) % 4] }
      return last
    default: return []
    }
  }

  @Test("graphs whose trees are exponential", arguments: [60, 400])
  func exponential(_ levels: Int) throws {
    var doubled = x
    for _ in 0..<levels { doubled = doubled + doubled }
    var (a, b) = (x, x * 0.5)
    for _ in 0..<levels { (a, b) = ((a + b) * 0.5, (a - b) * 0.5) }
    var products = x
    for _ in 0..<levels { products = sqrt(products * products + 1.0) - abs(products - 1.0) * 0.5 }
    let input = NDArray([1.0, 2, 3])
    var results: [[NDArray]] = []
    for machine in [Machine.native1, .interpreter] {
      let f = try compile(inputs: [x], outputs: [doubled, a, b, products, sum(doubled), sum(products)], options: machine.options)
      results.append(try f(input))
    }
    for (native, reference) in zip(results[0], results[1]) { #expect(try native.firstDifference(from: reference) == nil) }
    #expect(try results[0][0].doubles() == [1, 2, 3].map { $0 * Foundation.pow(2, Double(levels)) })
  }

  @Test("compiling and the first call fit a stack of 512 KiB", arguments: ["chain", "wide", "dense"])
  func smallStack(_ form: String) throws {
    let x = x
    let outcome = try onThread(stackSize: 512 << 10) {
      let f = try compile(inputs: [x], outputs: RobustnessTests.graph(form, x, 3_000), options: .init(cache: nil, isChecked: true))
      return try f(NDArray([0.25, 0.5]))[0].count
    }
    #expect(outcome == 2)
  }

  @Test("one function called from 8 threads with different shapes")
  func concurrentCalls() throws {
    let f = try compile(inputs: [x], outputs: [x * 2.0, sum(x), softmax(x, axis: 0)], options: uncached)
    let wrong = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for round in 0..<60 {
        let n = (thread * 37 + round * 11) % 200
        let input = try? NDArray((0..<n).map { Double($0 % 5) }, shape: [n])
        guard let input, let results = try? f(input), let doubled = try? results[0].doubles(), let total = try? results[1].doubles()
        else {
          if n > 0 { wrong.add() }
          continue
        }
        let values = (0..<n).map { Double($0 % 5) }
        if doubled != values.map({ $0 * 2 }) || total != [values.reduce(0, +)] { wrong.add() }
      }
    }
    #expect(wrong.count == 0)
  }

  @Test("functions compiled and freed on 8 threads at once")
  func concurrentCompilations() {
    let wrong = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for round in 0..<8 {
        let x = Tensor(parameter: "x", TensorType(.f64, ["n"]), at: .none)
        let factor = Double(round % 3)
        guard let f = try? compile(inputs: [x], outputs: [exp(x * factor) + 1.0], options: .init(cache: nil)),
          let result = try? f(NDArray([0.0, 0]))[0].doubles(), result == [2, 2]
        else {
          wrong.add()
          continue
        }
      }
    }
    #expect(wrong.count == 0)
  }

  private func residentBytes() -> Int {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4096
  }
}

/// Counts from several threads.
final class Counter: @unchecked Sendable {
  // Sound: every access holds the lock.
  private let lock = NSLock()
  private var value = 0
  var count: Int { lock.withLock { value } }
  func add() { lock.withLock { value += 1 } }
}

/// What a thread leaves behind.
private final class Outcome<Success>: @unchecked Sendable {
  // Sound: written before the signal, read after the wait.
  var result: Result<Success, any Error>?
}

/// What `work` gives on a thread with a stack of this size.
func onThread<Success: Sendable>(stackSize: Int, _ work: @escaping @Sendable () throws -> Success) throws -> Success {
  let outcome = Outcome<Success>()
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    outcome.result = Result { try work() }
    finished.signal()
  }
  thread.stackSize = stackSize
  thread.start()
  finished.wait()
  guard let result = outcome.result else { throw CallError(.execution, "the thread left no result") }
  return try result.get()
}

