import TensorGraphRewrites
import TensorText

/// What a firing found and what it made of that, each as one line. Where a line would be long, what both sides share
/// has names.
struct TermText {
  private(set) var before: String
  private(set) var after: String
  /// The names that stand for what both sides share.
  private(set) var names: [String] = []

  private static let widthLimit = 72

  init(_ firing: Firing<TensorLanguage>, _ program: TextProgram) {
    before = TermText.line(firing.before, program)
    after = TermText.line(firing.after, program)
    guard max(before.count, after.count) > TermText.widthLimit else { return }
    var named = program
    let shared = TermText.shared(firing.before, firing.after)
    for (position, tensor) in shared.enumerated() {
      let name = position < 26 ? String(UnicodeScalar(UInt8(65 + position))) : "A\(position)"
      names.append(name)
      named.parameters.append((name, Tensor(parameter: name, tensor.type, at: .none)))
    }
    let replacements = Dictionary(
      uniqueKeysWithValues: zip(shared, named.parameters.suffix(shared.count).map(\.tensor)))
    let terms = Traversal.substitute(replacements, in: [firing.before, firing.after])
    (before, after) = (TermText.line(terms[0], named), TermText.line(terms[1], named))
  }

  /// The largest operations that both terms are made of.
  private static func shared(_ before: Tensor, _ after: Tensor) -> [Tensor] {
    let known = Set(Traversal.nodes(of: [after]).map(ObjectIdentifier.init))
    var seen: Set<Tensor> = []
    var result: [Tensor] = []
    var stack = before.node.inputs.reversed() as [Tensor]
    while let tensor = stack.popLast() {
      guard seen.insert(tensor).inserted, !tensor.node.inputs.isEmpty else { continue }
      if known.contains(ObjectIdentifier(tensor.node)) {
        result.append(tensor)
      } else {
        stack += tensor.node.inputs.reversed()
      }
    }
    return result
  }

  private static let lengthLimit = 200

  /// A tensor over the program's parameters, without the header that names them.
  private static func line(_ tensor: Tensor, _ program: TextProgram) -> String {
    let text = TextProgram(name: "main", parameters: program.parameters, results: [("", tensor)]).description
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    guard lines.count > 1 else {
      return cut(lines[0].firstRange(of: ") -> ").map { String(lines[0][$0.upperBound...]) } ?? text)
    }
    let statements = lines.dropFirst().dropLast()
    // A single expression that is long has been named for its length only.
    if statements.count == 2, let definition = statements.first?.firstMatch(of: #/let (\S+) = /#),
      statements.last ?? "" == "return " + definition.1
    {
      return cut(String(statements.first?[definition.range.upperBound...] ?? ""))
    }
    return cut(statements.joined(separator: "; "))
  }

  private static func cut(_ text: String) -> String {
    text.count > lengthLimit ? text.prefix(lengthLimit) + "..." : text
  }
}
