import ArgumentParser
import Foundation
import TensorJIT
import TensorText

struct OpsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ops", abstract: "Lists the operations that programs can name, or describes one.")

  @Argument(help: "The operation to describe.") var name: String?
  @Flag(help: "Prints JSON.") var json = false

  func run() throws {
    try reportingFailures {
      let all = OperationListing.all
      if let name {
        if let outer = FunctionOfFunction(rawValue: name), !json { return print("\(outer.call)\n\n\(outer.summary)") }
        guard let found = all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
          throw InputError("there is no operation \(name); `tensorjit ops` lists them")
        }
        print(json ? try OperationListing.json([found]) : found.details)
      } else {
        print(json ? try OperationListing.json(all) : OperationListing.table(all))
        if !json { for outer in FunctionOfFunction.allCases { print("\(outer.call)  \(outer.summary)") } }
      }
    }
  }
}

/// An operation or scalar function, as lists show it.
struct OperationListing: Encodable {
  struct Parameter: Encodable {
    var name: String
    var kind: String
    var isRequired: Bool
  }

  var name: String
  var kind: String
  var arity: Int
  var numpy: String
  var dtypes: [String]
  var rule: String
  var ulp: Double
  var domain: [Double]?
  var aliases: [String]
  var summary: String
  var parameters: [Parameter]

  static var all: [OperationListing] {
    _ = DerivativeFunctions.areRegistered
    return ScalarFunctionTable.all.map(OperationListing.init) + OperationTable.all.map(OperationListing.init)
  }

  init(_ function: ScalarFunction) {
    (name, kind, arity, numpy) = (function.name, "elementwise", function.arity, function.numpy)
    dtypes = ElementType.allCases.filter { type in
      function.signature(for: [ElementType](repeating: type, count: function.arity)) != nil
    }.map(\.name)
    (rule, ulp, aliases, summary) = ("\(function.rule)", function.ulps, function.aliases, function.summary)
    domain = function.domain.map { [$0.lowerBound, $0.upperBound] }
    parameters = ["x", "y", "z"].prefix(function.arity).map { Parameter(name: $0, kind: "tensor", isRequired: true) }
  }

  init(_ definition: OperationDefinition) {
    (name, kind, numpy) = (definition.name, definition.family, definition.numpy)
    arity = definition.parameters.count { $0.kind == .tensor || $0.kind == .tensors }
    dtypes = definition.elementTypes.map(\.name)
    (rule, ulp, domain, aliases, summary) = ("", 0, nil, definition.aliases, definition.summary)
    parameters = definition.parameters.map {
      Parameter(name: $0.name, kind: "\($0.kind)", isRequired: $0.fallback == nil)
    }
  }

  var call: String {
    "\(name)(\(parameters.map { $0.isRequired ? $0.name : $0.name + "=" }.joined(separator: ", ")))"
  }

  var details: String {
    var lines = [call, "", summary, "", "  NumPy    \(numpy.isEmpty ? "nothing like it" : numpy)", "  kind     \(kind)", "  dtypes   \(dtypes.joined(separator: " "))"]
    if !aliases.isEmpty { lines.append("  also     \(aliases.joined(separator: ", "))") }
    if kind == "elementwise" {
      lines.append("  result   \(rule)")
      lines.append("  error    \(ulp == 0 ? "exact, or correctly rounded" : "at most \(ulp) units in the last place")")
    }
    for parameter in parameters where parameter.kind != "tensor" {
      lines.append("  \(parameter.name): \(parameter.kind)\(parameter.isRequired ? "" : ", optional")")
    }
    return lines.joined(separator: "\n")
  }

  static func table(_ listings: [OperationListing]) -> String {
    var lines: [String] = []
    for kind in listings.map(\.kind).reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
      lines.append(kind)
      for listing in listings where listing.kind == kind {
        let padded = listing.call.padding(toLength: max(34, listing.call.count + 2), withPad: " ", startingAt: 0)
        lines.append("  \(padded)\(listing.summary)")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n") + "\(listings.count) operations; `tensorjit ops NAME` describes one."
  }

  static func json(_ listings: [OperationListing]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(listings), as: UTF8.self)
  }
}
