import Foundation
import TensorGraphRewrites
import TensorText
import Testing

/// A program before (`Golden/<group>/<name>.tj`) and after the standard rules (`<name>.after.tj`). A first line
/// `# with: tag` includes rules that the standard ones leave out.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let group: String
  let name: String
  let text: String

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  /// All pairs, by group and name.
  static let all: [GoldenCase] = {
    let files = FileManager.default
    let groups = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
    return groups.sorted().flatMap { group in
      let names = (try? files.contentsOfDirectory(atPath: folder.appending(path: group).path)) ?? []
      return names.sorted().compactMap { file -> GoldenCase? in
        guard file.hasSuffix(".tj"), !file.hasSuffix(".after.tj") else { return nil }
        let text = (try? String(contentsOf: folder.appending(path: "\(group)/\(file)"), encoding: .utf8)) ?? ""
        return GoldenCase(group: group, name: String(file.dropLast(3)), text: text)
      }
    }
  }()

  var testDescription: String { "\(group)/\(name)" }

  private var after: URL { GoldenCase.folder.appending(path: "\(group)/\(name).after.tj") }

  /// The expected program; nil where there is none yet.
  var expected: String? { try? String(contentsOf: after, encoding: .utf8) }

  func bless(_ text: String) throws { try text.write(to: after, atomically: true, encoding: .utf8) }

  var query: RuleQuery {
    var query = RuleQuery.standard
    let mark = "# with: "
    if let line = text.split(separator: "\n").first, line.hasPrefix(mark) {
      query.excluded.subtract(line.dropFirst(mark.count).split(separator: " ").map(String.init))
    }
    return query
  }

  func rewritten() throws -> (before: TextProgram, after: TextProgram, report: TensorRewriteReport) {
    let program = try TextProgram(parsing: text, file: "\(name).tj")
    let report = rewrite(program.results.map(\.tensor), database: .builtIn, query: query)
    let after = TextProgram(
      name: program.name, parameters: program.parameters,
      results: zip(program.results, report.results).map { ($0.name, $1) })
    return (program, after, report)
  }
}
