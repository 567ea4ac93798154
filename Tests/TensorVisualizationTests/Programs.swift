import Foundation
import TensorText
import TensorVisualization
import Testing

func parsed(_ text: String) throws -> TextProgram { try TextProgram(parsing: text, file: "p.tj") }

func history(_ program: TextProgram, budget: Int? = nil) -> RewriteHistory {
  RewriteHistory(program.results.map(\.tensor), database: .builtIn, budget: budget)
}

/// What is between the element that holds a page's data and its end.
func pageData(_ html: String) throws -> [String: Any] {
  let start = try #require(html.firstRange(of: "id=\"data\">"))
  let rest = html[start.upperBound...]
  let end = try #require(rest.firstRange(of: "</script>"))
  let json = try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8))
  return try #require(json as? [String: Any])
}
