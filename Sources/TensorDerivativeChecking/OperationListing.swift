import Foundation
import TensorJIT
import TensorText

/// An operation or scalar function, as lists show it.
package struct OperationListing: Encodable {
  package struct Parameter: Encodable {
    var name: String
    var kind: String
    var isRequired: Bool
  }

  package var name: String
  package var kind: String
  var arity: Int
  var numpy: String
  var dtypes: [String]
  var rule: String
  var ulp: Double
  var domain: [Double]?
  package var aliases: [String]
  var summary: String
  var parameters: [Parameter]
  /// The call with what may be left out and its defaults; nil: as in `call`.
  private var form: String?
  /// What the derivatives are tried on.
  private var subject: DerivativeCheck.Subject?

  private enum CodingKeys: String, CodingKey {
    case name, kind, arity, numpy, dtypes, rule, ulp, domain, aliases, summary, parameters
  }

  package static var all: [OperationListing] {
    _ = DerivativeFunctions.areRegistered
    let subjects = Dictionary(DerivativeCheck.subjects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return (ScalarFunctionTable.all.map(OperationListing.init) + OperationTable.all.filter { !$0.name.hasPrefix("op.") }.map(OperationListing.init)).map { listing in
      var listing = listing
      listing.subject = subjects[listing.name]
      return listing
    }
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
    form = definition.callForm
    parameters = definition.parameters.map {
      Parameter(name: $0.name, kind: "\($0.kind)", isRequired: $0.fallback == nil)
    }
  }

  package var call: String {
    "\(name)(\(parameters.map { $0.isRequired ? $0.name : $0.name + "=" }.joined(separator: ", ")))"
  }

  package var details: String {
    var lines = [call, "", summary, "", "  NumPy    \(numpy.isEmpty ? "nothing like it" : numpy)", "  kind     \(kind)", "  dtypes   \(dtypes.joined(separator: " "))"]
    if !aliases.isEmpty { lines.append("  also     \(aliases.joined(separator: ", "))") }
    if !rule.isEmpty {
      lines.append("  result   \(rule)")
      lines.append("  error    \(ulp == 0 ? "exact, or correctly rounded" : "at most \(ulp) units in the last place")")
    }
    for parameter in parameters where parameter.kind != "tensor" {
      lines.append("  \(parameter.name): \(parameter.kind)\(parameter.isRequired ? "" : ", optional")")
    }
    return lines.joined(separator: "\n")
  }

  package static func table(_ listings: [OperationListing]) -> String {
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

  package static func json(_ listings: [OperationListing]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(listings), as: UTF8.self)
  }

  /// A table for each family.
  package static func markdown(_ listings: [OperationListing]) -> String {
    var lines: [String] = []
    for kind in listings.map(\.kind).reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
      lines += ["## \(kind.prefix(1).uppercased())\(kind.dropFirst())", "", markdownHead]
      lines += listings.filter { $0.kind == kind }.map { row($0.cells) }
      lines.append("")
    }
    return lines.joined(separator: "\n") + NotationListing.markdown + "\n\n\(listings.count) operations."
  }

  static let markdownHead = "| operation | meaning | element types | derivative | NumPy |\n|---|---|---|---|---|"

  static func row(_ cells: [String]) -> String { "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |" }

  static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

  private var cells: [String] {
    let also = aliases.isEmpty ? "" : ", " + aliases.map(OperationListing.code).joined(separator: ", ")
    return [
      OperationListing.code(form ?? call) + also, summary, OperationListing.shown(dtypes), derivative, OperationListing.code(numpy),
    ]
  }

  /// Families of element types by their names where all of a family are there.
  private static func shown(_ types: [String]) -> String {
    let families: [(String, (ElementType) -> Bool)] = [
      ("all", { _ in true }), ("integers", { $0.isInteger && $0 != .bool }), ("floats", \.isFloat),
    ]
    var rest = types
    var shown: [String] = []
    for (name, belongs) in families {
      let members = ElementType.allCases.filter(belongs).map(\.name)
      guard !members.isEmpty, Set(members).isSubset(of: rest) else { continue }
      shown.append(name)
      rest.removeAll { members.contains($0) }
    }
    return (shown + rest).joined(separator: ", ")
  }

  /// Whether there is one, as building the gradients of the samples says.
  private var derivative: String {
    guard let subject else { return "" }
    switch DerivativeCheck.kind(of: subject) {
    case .differentiable: return "yes"
    case .flat, .untried: return "flat"
    case .none(let reason): return "no: \(reason)"
    }
  }
}
