import TensorText
import TensorVisualization
import Testing

@Suite("History") struct HistoryTests {
  private static let text = "(x: f64[n]) -> log(1 / (1 + exp(-x))) + log(1 - exp(x)) * -(-x)"

  private func printed(_ program: TextProgram, _ tensors: [Tensor]) -> String {
    TextProgram(
      name: program.name, parameters: program.parameters, results: zip(program.results, tensors).map { ($0.name, $1) }
    ).description
  }

  @Test("version k is what a budget of k gives") func versions() throws {
    let program = try parsed(HistoryTests.text)
    var history = history(program)
    #expect(history.count == 5)
    for number in (0...history.count).reversed() {
      let tensors = program.results.map(\.tensor)
      let wanted = rewrite(tensors, database: .builtIn, budget: number).results
      #expect(printed(program, history.version(number)) == printed(program, wanted))
      // Asked again, the same tensors.
      #expect(history.version(number) == history.version(number))
    }
    #expect(history.version(history.count) == history.report.results)
    #expect(
      (1...history.count).allSatisfy {
        history.firing($0).number == $0 && history.rule($0)?.name == history.firing($0).rule
      })
  }

  @Test("forward, back, and to a version") func stepping() throws {
    let program = try parsed(HistoryTests.text)
    var history = history(program)
    #expect(history.position == 0)
    let isBeforeFirst = history.back()
    #expect(!isBeforeFirst && history.position == 0)
    var texts = [printed(program, history.current)]
    while history.forward() { texts.append(printed(program, history.current)) }
    #expect(history.position == history.count)
    #expect(texts.count == history.count + 1 && Set(texts).count == texts.count)
    while history.back() { #expect(printed(program, history.current) == texts[history.position]) }
    let answers = [history.go(to: 3), history.go(to: history.count + 1), history.go(to: -1)]
    #expect(answers == [true, false, false] && history.position == 3)
  }

  @Test("a budget ends the history") func budget() throws {
    let history = history(try parsed(HistoryTests.text), budget: 2)
    #expect(history.count == 2)
  }

  @Test("nothing to do") func unchanged() throws {
    var history = history(try parsed("(x: f64[n]) -> x + 0"))
    let moved = history.forward()
    #expect(history.count == 0 && !moved && history.current.count == 1)
  }
}
