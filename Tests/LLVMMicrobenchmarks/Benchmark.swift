import TensorLLVM
import TensorLLVMBackend
import TensorLoopIR
import TensorScalars

func CodeGenerationLevelName(_ name: String) -> CodeGenerationLevel {
  switch name {
  case "0": .none
  case "1": .less
  case "3": .aggressive
  default: .standard
  }
}

struct Benchmark {
  let name: String
  let program: LoopProgram
  /// The extents of the symbols in the cases measured.
  var sizes: [[Int]] = [[1000], [1_000_000]]
  var range: ClosedRange<Double> = -2...2

  func measure(_ backend: LLVMBackend) throws {
    var best = LLVMBackend.Timing(emission: .max, passes: .max, codeGeneration: .max)
    var linking = Int.max
    let clock = ContinuousClock()
    var executable: LLVMExecutable?
    var bytes = 0
    for _ in 0..<5 {
      executable = nil
      let (object, symbol, timing) = try backend.compileMeasured(program)
      bytes = object.count
      best.emission = min(best.emission, timing.emission)
      best.passes = min(best.passes, timing.passes)
      best.codeGeneration = min(best.codeGeneration, timing.codeGeneration)
      let begin = clock.now
      executable = try backend.link(object: object, symbol: symbol)
      linking = min(linking, Int((clock.now - begin) / .nanoseconds(1)))
    }
    guard let executable else { return }
    var text = pad(name, 24)
    for size in sizes { text += pad(number(time(executable, size)), 10) }
    let steps = [best.emission, best.passes, best.codeGeneration, linking]
    text += "ms: " + steps.map { pad(number(Double($0) / 1e6), 7) }.joined()
    text += "= " + pad(number(Double(steps.reduce(0, +)) / 1e6), 8) + "\(bytes) bytes"
    print(text)
  }

  private func time(_ executable: LLVMExecutable, _ size: [Int]) -> Double {
    func extent(_ expression: SymbolicInteger) -> Int {
      expression.evaluate { atom in
        if case .symbol(let symbol) = atom, let position = program.symbols.firstIndex(of: symbol) { return size[position] }
        return nil
      } ?? 0
    }
    var state: UInt64 = 1
    let memories = program.buffers.map { buffer in
      let memory = Memory(byteCount: extent(buffer.count) * buffer.type.byteCount)
      for index in 0..<extent(buffer.count) {
        state = state &* 6364136223846793005 &+ 1442695040888963407
        let unit = Double(state >> 11) * 0x1p-53
        let value = range.lowerBound + unit * (range.upperBound - range.lowerBound)
        memory[index, buffer.type] = ScalarValue(.float(value), type: buffer.type)
      }
      return memory
    }
    let elements = size.reduce(1, *)
    let rounds = max(1, 2_000_000 / elements)
    var best = Double.infinity
    let clock = ContinuousClock()
    for _ in 0..<12 {
      let begin = clock.now
      run(executable, memories.map(\.bytes), symbols: size, rounds: rounds)
      best = min(best, Double((clock.now - begin) / .nanoseconds(1)) / Double(rounds) / Double(elements))
    }
    return best
  }
}

func number(_ value: Double) -> String {
  let digits = value < 1 ? 1000.0 : 100.0
  return "\((value * digits).rounded() / digits)"
}

func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
