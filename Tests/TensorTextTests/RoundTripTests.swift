import TensorOperators
import TensorText
import Testing

/// The structure of a graph as text: one line a node, equal nodes merged, without names and places.
func fingerprint(_ program: TextProgram) -> String {
  var lines: [String] = []
  var numbers: [String: Int] = [:]
  var known: [ObjectIdentifier: Int] = [:]
  let parameters = Dictionary(
    uniqueKeysWithValues: program.parameters.enumerated().map { (ObjectIdentifier($1.tensor.node), $0) })
  var symbols: [Symbol: Int] = [:]
  func shown(_ dimension: Dimension) -> String {
    dimension.substituting { atom in
      guard case .symbol(let symbol) = atom else { return nil }
      let number = symbols[symbol] ?? symbols.count
      symbols[symbol] = number
      return SymbolicInteger(Symbol("s", number: number + 1))
    }.description
  }
  func shown(_ value: Attribute.Value) -> String {
    switch value {
    case .dimension(let dimension): shown(dimension)
    case .tuple(let values): "(\(values.map { shown($0) }.joined(separator: ",")))"
    case .integer, .float, .flag, .text, .type, .none: "\(value)"
    }
  }
  for (_, parameter) in program.parameters {
    lines.append("\(parameter.elementType)[\(parameter.shape.map { shown($0) }.joined(separator: ","))]")
  }
  for node in Traversal.nodes(of: program.results.map(\.tensor)) {
    var line = node.operation.name
    switch node.operation {
    case is Parameter: line += "#\(parameters[ObjectIdentifier(node)] ?? -1)"
    case let literal as Literal: line += "\(literal.value.type):\(literal.value.bits):\(literal.isWeak)"
    case let constant as Constant: line += "\(constant.array.elementType)\(constant.array.shape)\(constant.hashValue)"
    case let extent as Extent: line += shown(extent.dimension) + "\(extent.isWeak)"
    default: line += node.operation.attributes.map { "\($0.label)=\(shown($0.value))" }.joined(separator: ";")
    }
    line +=
      "(" + node.inputs.map { "\(known[ObjectIdentifier($0.node)] ?? -1).\($0.index)" }.joined(separator: ",") + ")"
    line += node.types.map {
      "\($0.elementType)\($0.isWeak ? "w" : "")[\($0.shape.map { shown($0) }.joined(separator: ","))]"
    }.joined()
    line += "{\(node.constraints.count)}"
    let number = numbers[line] ?? numbers.count
    if numbers[line] == nil { lines.append("\(number) = \(line)") }
    numbers[line] = number
    known[ObjectIdentifier(node)] = number
  }
  for result in program.results {
    lines.append("-> \(known[ObjectIdentifier(result.tensor.node)] ?? -1).\(result.tensor.index)")
  }
  return lines.joined(separator: "\n")
}

/// Checks that a program's text reads back as the same graph, and prints the same again.
func checkRoundTrip(_ program: TextProgram, _ title: String) {
  let first = program.printed()
  let again: TextProgram
  do throws(TextError) {
    again = try TextProgram(parsing: first.text, file: "again.tj", constants: first.constants)
  } catch {
    Issue.record("\(title): the printed program does not parse: \(error)")
    return
  }
  #expect(fingerprint(again) == fingerprint(program), "\(title):\n\(first.text)")
  #expect(again.printed().text == first.text, "\(title): printing again gives another text")
}

@Suite struct RoundTripTests {
  @Test func everyGoldenProgramReadsBack() throws {
    for one in try GoldenFile("programs.txt").cases {
      do throws(TextError) {
        checkRoundTrip(try TextProgram(parsing: one.input, file: "t.tj"), one.title)
      } catch {
        Issue.record("\(one.title): \(error)")
      }
    }
  }
}
