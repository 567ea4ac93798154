import ArgumentParser
import Foundation
import TensorGraphRewrites

struct RulesCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rewrite rules as equations, with their tags.")

  @Argument(help: "Only rules of this name or tag.") var name: String?
  @Option(help: "text, markdown or json.") var format: Format = .text

  func run() throws {
    try reportingFailures {
      let listings = RuleListing.all.filter { listing in name.map { listing.name == $0 || listing.tags.contains($0) } ?? true }
      if let name, listings.isEmpty { try RuleSelection.check(name) }
      switch format {
      case .text: print(RuleListing.text(listings))
      case .markdown: print(RuleListing.markdown(listings))
      case .json: print(try RuleListing.json(listings))
      }
    }
  }
}

/// A rule as lists show it.
struct RuleListing: Encodable {
  let name: String
  let equation: String
  let stage: String
  let book: String
  let tags: [String]
  let place: String

  static var all: [RuleListing] {
    TensorRuleDatabase.standard.stages.flatMap { stage in
      stage.books.flatMap { book in
        book.rules.map { rule in
          RuleListing(
            name: rule.name, equation: rule.description, stage: stage.name, book: book.name,
            tags: rule.tags.map(\.name).sorted(), place: "\(rule.file):\(rule.line)")
        }
      }
    }
  }

  static func text(_ listings: [RuleListing]) -> String {
    let width = listings.map(\.name.count).max() ?? 0
    var lines: [String] = []
    var heading = ""
    for listing in listings {
      let next = "\(listing.book) (stage \(listing.stage))"
      if next != heading { lines += (lines.isEmpty ? [] : [""]) + [next] }
      heading = next
      let tags = listing.tags.joined(separator: ", ")
      let name = listing.name.padding(toLength: width, withPad: " ", startingAt: 0)
      lines.append("  \(name)  \(listing.equation)  [\(tags)]")
    }
    return lines.joined(separator: "\n")
  }

  static func markdown(_ listings: [RuleListing]) -> String {
    let rows = listings.map { listing in
      let equation = listing.equation.replacingOccurrences(of: "|", with: "\\|")
      return "| \(listing.name) | `\(equation)` | \(listing.stage) | \(listing.tags.joined(separator: ", ")) |"
    }
    return (["| rule | equation | stage | tags |", "|---|---|---|---|"] + rows).joined(separator: "\n")
  }

  static func json(_ listings: [RuleListing]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(listings), as: UTF8.self)
  }
}
