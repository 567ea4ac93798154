import TensorGraph
import TensorScalars
import TensorText
import Testing

import TensorJIT

/// The element types in the records of operations, which `tensorjit ops` shows, are those that they take: each call in an operation's samples is
/// tried alone, with its arrays of every type.
@Suite("Element types of operations") struct ElementTypeListTests {
  private static let definitions = OperationTable.all.filter { !$0.name.hasPrefix("op.") && !calls(of: $0).isEmpty }

  @Test("are those that are said", arguments: definitions) func list(_ definition: OperationDefinition) {
    for type in ElementType.allCases {
      let calls = Self.calls(of: definition).map { $0.replacing(Self.wholeWord("f64"), with: type.name) }
      let isTaken = calls.contains { Self.isTaken($0) }
      #expect(isTaken == definition.elementTypes.contains(type), "\(definition.name) of \(type.name): \(calls)")
    }
  }

  @Test("are known of the most") func count() { #expect(Self.definitions.count > 140) }

  private static func pattern(_ text: String) -> Regex<Substring> { try! Regex(text) }
  private static func wholeWord(_ word: String) -> Regex<Substring> { pattern("\\b\(word)\\b") }

  /// Programs of one call each, which depends on a parameter; those without arithmetic, which makes other types, if there are any.
  private static func calls(of definition: OperationDefinition) -> [String] {
    let calls = allCalls(of: definition)
    let plain = calls.filter { !$0.contains(" * ") }
    return plain.isEmpty ? calls : plain
  }

  private static func allCalls(of definition: OperationDefinition) -> [String] {
    definition.samples.compactMap { sample in
      guard let arrow = sample.firstRange(of: ") -> "), let call = call(of: definition.name, in: sample[arrow.upperBound...]) else { return nil }
      let names = sample[..<arrow.lowerBound].matches(of: /(\w+):/).map(\.output.1)
      guard names.contains(where: { call.contains(wholeWord(String($0))) }) else { return nil }
      return "\(sample[..<arrow.upperBound])\(call)"
    }
  }

  /// `name(...)` up to the parenthesis that belongs to it.
  private static func call(of name: String, in text: Substring) -> Substring? {
    guard let start = text.firstRange(of: pattern("\\b\(name)\\("))?.lowerBound else { return nil }
    var depth = 0
    for place in text[start...].indices {
      switch text[place] {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return text[start...place] }
      default: break
      }
    }
    return nil
  }

  private static func isTaken(_ program: String) -> Bool {
    (try? Machine.interpreter.compiled(TextProgram(parsing: program))) != nil
  }
}
