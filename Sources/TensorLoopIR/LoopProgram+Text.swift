import TensorScalars

extension LoopProgram: CustomStringConvertible {
  /// The whole program as text that `LoopProgram(parsing:)` reads back.
  public var description: String {
    var text = "program \(quoted(name)) {\n"
    for symbol in symbols { text += "  symbol \(symbol.exactText)\n" }
    for (number, buffer) in buffers.enumerated() { text += "  \(buffer.text(number: number))\n" }
    var printer = LoopPrinter(text: text)
    printer.print(body)
    return printer.text + "}\n"
  }
}

extension Statement: CustomStringConvertible {
  /// The statement as it stands in a program, without the newline at its end.
  public var description: String {
    var printer = LoopPrinter(text: "", indentation: 0)
    printer.print([self])
    return String(printer.text.dropLast())
  }

  /// The first line: what errors name.
  public var headline: String { LoopPrinter.opening(self) }
}

/// Prints statements with a list of work of its own: their nesting costs no stack.
struct LoopPrinter {
  private enum Work {
    case body(ArraySlice<Statement>, indentation: Int)
    case line(String, indentation: Int)
  }

  var text: String
  var indentation = 1

  mutating func print(_ statements: [Statement]) {
    var work = [Work.body(statements[...], indentation: indentation)]
    while let next = work.popLast() {
      switch next {
      case .line(let line, let indentation): write(line, indentation)
      case .body(let rest, let indentation):
        guard let statement = rest.first else { continue }
        work.append(.body(rest.dropFirst(), indentation: indentation))
        write(LoopPrinter.opening(statement), indentation)
        let parts: [(body: [Statement], after: String)] = LoopPrinter.parts(statement)
        for part in parts.reversed() {
          work.append(.line(part.after, indentation: indentation))
          work.append(.body(part.body[...], indentation: indentation + 1))
        }
      }
    }
  }

  private mutating func write(_ line: String, _ indentation: Int) {
    for _ in 0..<indentation { text += "  " }
    text += line
    text += "\n"
  }

  /// The bodies of a statement, each with the line that follows it.
  private static func parts(_ statement: Statement) -> [(body: [Statement], after: String)] {
    switch statement {
    case .define, .store, .call, .check, .prefetch: return []
    case .loop(let loop): return [(loop.body, "}")]
    case .fold(let fold): return [(fold.body, "} next " + list(fold.next.map(\.text)))]
    case .reduce(let reduction):
      let reducers = reduction.reducers.map {
        "\($0.result.declaration) = \($0.combiner.name)(\(list($0.arguments.map(\.text))))"
      }
      let into = "} into " + list(reducers)
      return reduction.lanes == nil && reduction.then.isEmpty
        ? [(reduction.body, into)] : [(reduction.body, into + " then {"), (reduction.then, "}")]
    case .scan(let scan):
      return [
        (scan.body, "} from \(scan.input.text) into \(scan.result.declaration) then {"), (scan.then, "}"),
      ]
    }
  }

  /// The first line of a statement.
  static func opening(_ statement: Statement) -> String {
    switch statement {
    case .define(let value, let expression): return "\(value.declaration) = \(expression)"
    case .store(let value, let access): return "store \(value.text), \(access)"
    case .loop(let loop):
      let head = "i\(loop.variable) < \(loop.extent)"
      switch loop.kind {
      case .serial: return "for \(head) {"
      case .parallel(let grain): return "parallel \(head) grain \(grain) {"
      case .vector: return "vector \(head) {"
      }
    case .fold(let fold):
      // A program that does not verify may have lists of different lengths; all of them show.
      let carried = fold.carried.enumerated().map { position, value in
        position < fold.initial.count
          ? "\(value.declaration) = \(fold.initial[position].text)" : value.declaration
      }
      let rest = fold.initial.dropFirst(fold.carried.count).map { "? = \($0.text)" }
      return "fold i\(fold.variable) < \(fold.extent) carry \(list(carried + rest)) {"
    case .reduce(let reduction):
      let order = reduction.order == .pairwise ? " pairwise" : ""
      return "reduce i\(reduction.variable) < \(reduction.extent)\(order)\(across(reduction.lanes)) {"
    case .scan(let scan):
      return "scan \(scan.combiner.name) i\(scan.variable) < \(scan.extent)\(across(scan.lanes)) {"
    case .call(let call):
      let pointers = list(call.pointers.map(\.description))
      return "library \(call.routine)(\(pointers); \(list(call.integers.map(\.description))))"
    case .prefetch(let access): return "prefetch \(access)"
    case .check(let check):
      return "check \(check.condition.text) site \(check.site) order \(check.order) index \(check.index.text) "
        + "extent \(check.extent)"
    }
  }

  private static func across(_ lanes: Reduction.Lanes?) -> String {
    lanes.map { " across i\($0.variable) < \($0.extent)" } ?? ""
  }

  private static func list(_ items: [String]) -> String { items.joined(separator: ", ") }
}

extension LoopBuffer {
  func text(number: Int) -> String {
    "buffer @\(number) \(quoted(name)): \(type.shortName)[\(count)] \(role.text)"
  }
}

extension LoopBuffer.Role {
  var text: String {
    switch self {
    case .input(let position): "input \(position)"
    case .output(let position): "output \(position)"
    case .temporary: "temporary"
    case .scratch: "scratch"
    case .constant: "constant"
    }
  }
}

extension Value: CustomStringConvertible {
  public var description: String { declaration }
  var text: String { "%\(number)" }
  var declaration: String { "%\(number): \(type.shortName)" }
}

extension Access: CustomStringConvertible {
  public var description: String { "@\(buffer)[\(offset)]" }
}

extension Expression: CustomStringConvertible {
  public var description: String {
    switch self {
    case .constant(let value): return "constant \(value.exactText)"
    case .index(let integer): return "index \(integer)"
    case .load(let access): return "load \(access)"
    case .primitive(.lookup(let table), let arguments):
      let words = table.words.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
      return "lookup \(quoted(table.name)) [\(words)] " + arguments.map(\.text).joined(separator: ", ")
    case .primitive(let primitive, let arguments):
      return primitive.mnemonic + " " + arguments.map(\.text).joined(separator: ", ")
    case .call(let function, let arguments):
      let name = function.name.isIdentifier ? function.name : quoted(function.name)
      return "call \(name)(" + arguments.map(\.text).joined(separator: ", ") + ")"
    }
  }
}

extension Symbol {
  /// The text in programs: quoted where the name alone would read as something else.
  var exactText: String {
    let isPlain = name.isIdentifier && !name.looksLikeLoopVariable && !Symbol.taken.contains(name)
    let text = isPlain ? name : quoted(name)
    return number == 0 ? text : "\(text)#\(number)"
  }

  private static let taken: Set<String> = ["floordiv", "mod", "min", "max", "broadcast", "isnotone"]
}

extension String {
  var isIdentifier: Bool {
    guard let first = utf8.first, Character(UnicodeScalar(first)).isIdentifierHead else { return false }
    return utf8.allSatisfy { Character(UnicodeScalar($0)).isIdentifierPart }
  }

  fileprivate var looksLikeLoopVariable: Bool {
    utf8.count > 1 && utf8.first == UInt8(ascii: "i") && utf8.dropFirst().allSatisfy { (48...57).contains($0) }
  }
}

extension Character {
  fileprivate var isIdentifierHead: Bool { isASCII && (isLetter || self == "_") }
  fileprivate var isIdentifierPart: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

/// Text in quotes: everything but printable ASCII, and `"` and `\`, as `\{hex}`.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    if (32...126).contains(scalar.value), scalar != "\"", scalar != "\\" {
      result.unicodeScalars.append(scalar)
    } else {
      result += "\\{\(String(scalar.value, radix: 16))}"
    }
  }
  return result + "\""
}
