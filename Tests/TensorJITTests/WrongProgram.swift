import TensorJIT
import TensorText
import Testing

/// A program that is wrong, and what is said about it.
///
/// The tables of errors are lists of these. Every machine must say the same: the line, the operation as the user wrote it, and what is wrong.
struct WrongProgram: Sendable, CustomTestStringConvertible {
  /// When it is found.
  enum Moment: Sendable {
    /// When the program is read, before anything is known of arrays.
    case reading
    /// When it is called; of this kind, if one is given.
    case call(CallError.Kind? = nil)
    /// As soon as it can be.
    case any
  }

  let text: String
  let inputs: [NDArray]
  /// The operation that the error names; nil where the error is not about one, or where `words` name it.
  let operation: String?
  /// What else the error says.
  let words: [String]
  /// The line that it names: what follows the parameters stands on line 2. Nil for errors of calls as such.
  let line: Int?

  var testDescription: String { text }

  init(_ text: String, _ inputs: [NDArray] = [], by operation: String? = nil, _ words: String..., line: Int? = 2) {
    (self.text, self.inputs, self.operation, self.words, self.line) = (text, inputs, operation, words, line)
  }

  init(_ text: String, _ word: String, _ others: String...) {
    (self.text, inputs, operation, words, line) = (text, [], nil, [word] + others, 2)
  }

  /// Expects the error on every machine.
  func check(_ moment: Moment = .any, sourceLocation: SourceLocation = #_sourceLocation) {
    var messages: Set<String> = []
    let program: TextProgram
    do {
      program = try TextProgram(parsing: text.replacing(") -> ", with: ") ->\n", maxReplacements: 1), file: "p.tj")
    } catch {
      #expect(isExpected(error, at: moment), "found when the program is read: \(error)", sourceLocation: sourceLocation)
      return checkMessage("\(error)", sourceLocation)
    }
    if case .reading = moment {
      Issue.record("it is read: \(text)", sourceLocation: sourceLocation)
      return
    }
    for machine in Machine.allCases {
      do {
        let results = try machine.compiled(program)(inputs)
        Issue.record("\(machine) accepts \(text): \(results)", sourceLocation: sourceLocation)
      } catch {
        #expect(isExpected(error, at: moment), "\(machine) finds it at another moment: \(error)", sourceLocation: sourceLocation)
        messages.insert(WrongProgram.withoutMemoryInUse("\(error)"))
      }
    }
    #expect(messages.count <= 1, "the machines disagree: \(messages)", sourceLocation: sourceLocation)
    for message in messages { checkMessage(message, sourceLocation) }
  }

  /// The memory in use is that of all tests that run beside this one.
  private static func withoutMemoryInUse(_ message: String) -> String {
    message.split(separator: " bytes (", maxSplits: 1).first.map(String.init) ?? message
  }

  private func isExpected(_ error: any Error, at moment: Moment) -> Bool {
    switch moment {
    case .reading: error is TextError
    case .call(nil): error is CallError
    case .call(let kind?): (error as? CallError)?.kind == kind
    case .any: error is TextError || error is CallError
    }
  }

  private func checkMessage(_ message: String, _ sourceLocation: SourceLocation) {
    let place = line.map { "p.tj:\($0):" }
    let name = operation.map { ": \($0): " }
    for word in [place, name].compactMap(\.self) + words {
      #expect(message.contains(word), "no \"\(word)\" in: \(message)", sourceLocation: sourceLocation)
    }
  }
}

/// A program that looks wrong and has a value all the same: NumPy's, as NumPy prints it.
struct DefinedValue: Sendable, CustomTestStringConvertible {
  let text: String
  let inputs: [NDArray]
  let value: String
  var testDescription: String { text }

  init(_ text: String, _ inputs: [NDArray] = [], is value: String) { (self.text, self.inputs, self.value) = (text, inputs, value) }

  /// Expects the value on every machine.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let program = try TextProgram(parsing: text, file: "p.tj")
    for machine in Machine.allCases {
      let results = try machine.compiled(program)(inputs)
      #expect(results.map { "\($0)" }.joined(separator: " ") == value, "\(machine)", sourceLocation: sourceLocation)
    }
  }
}
