import Foundation
import TensorText
import TensorVisualization
import Testing

@Suite("Pages") struct PageTests {
  private static let text = """
    (x: f64[n, k], y: f64[n]) -> log(1 / (1 + exp(-sum(x, axis=1)))) + log(1 - exp(y)) * softmax(y)
    """

  static func pages() throws -> [String] {
    let program = try parsed(text)
    return [GraphPicture(program).html, RewritingPage(history(program), program: program).html]
  }

  @Test("a page loads nothing") func selfContained() throws {
    for html in try PageTests.pages() {
      let addresses = html.matches(of: /https?:\/\/[^\s"'<>]*/).map { String($0.0) }
      #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
      #expect(html.firstMatch(of: /(src|href)\s*=\s*["']/) == nil)
      #expect(html.firstMatch(of: /@import|url\(|fetch\(|XMLHttpRequest|import\(/) == nil)
      #expect(html.contains("default-src 'none'"))
    }
  }

  @Test("the data of a rewriting") func rewriting() throws {
    let program = try parsed(PageTests.text)
    var history = history(program)
    let data = try pageData(RewritingPage(history, program: program).html)
    let nodes = try #require(data["nodes"] as? [[String: Any]])
    let versions = try #require(data["versions"] as? [[String: Any]])
    let firings = try #require(data["firings"] as? [[String: Any]])
    #expect(versions.count == history.count + 1 && firings.count == history.count)
    // What a rule found is in the version before, what it made in the one after.
    func members(_ version: [String: Any]) -> Set<Int> {
      var seen: Set<Int> = []
      var stack = (version["roots"] as? [[Int]] ?? []).map { $0[0] }
      while let number = stack.popLast() {
        guard seen.insert(number).inserted else { continue }
        stack += (nodes[number]["i"] as? [[Int]] ?? []).map { $0[0] }
      }
      return seen
    }
    for (step, firing) in firings.enumerated() {
      let (before, after) = (try #require(firing["before"] as? [Int]), try #require(firing["after"] as? [Int]))
      #expect(members(versions[step]).contains(before[0]), "\(step)")
      #expect(members(versions[step + 1]).contains(after[0]), "\(step)")
      #expect(members(versions[step]).count == Traversal.nodes(of: history.version(step)).count)
    }
    #expect(firings[0]["found"] as? String == "1 / (1 + exp(-sum(x, axis=1)))")
    #expect(firings[0]["made"] as? String == "expit(sum(x, axis=1))")
    let rules = try #require(data["rules"] as? [[String: Any]])
    #expect(rules[0]["equation"] as? String == history.rule(1)?.description)
  }

  @Test("long terms are shortened by names for what both sides share") func shared() throws {
    let program = try parsed(
      "(x: f64[n, k], y: f64[k]) -> log(1 + exp(sum(square(x), axis=0) * sum(square(x - 1), axis=0) + y * cos(y)))")
    let data = try pageData(RewritingPage(history(program), program: program).html)
    let firing = try #require((data["firings"] as? [[String: Any]])?.first)
    #expect(firing["found"] as? String == "log(1 + exp(A))" && firing["made"] as? String == "softplus(A)")
    #expect(firing["shared"] as? [String] == ["A"])
  }

  @Test("names cannot leave the data") func hostile() throws {
    let name = "</script><b>&\u{2028}\"\\"
    let x = Tensor(parameter: name, TensorType(.f64, ["n"]), at: .text(file: "</script><i>.tj", line: 1, column: 1))
    let y = log(1 + exp(x))
    for html in [
      GraphPicture([y], title: "</title><script>", names: ["</script>"]).html,
      RewritingPage(RewriteHistory([y], database: .builtIn), title: "</title><script>").html,
    ] {
      #expect(html.matches(of: /<\/script>/).count == 2)
      #expect(html.matches(of: /<script/).count == 2)
      #expect(html.matches(of: /<\/title>/).count == 1)
      #expect(!html.contains("<b>") && !html.contains("<i>") && !html.contains("\u{2028}"))
      let data = try pageData(html)
      let labels = (data["nodes"] as? [[String: Any]])?.compactMap { $0["l"] as? String } ?? []
      #expect(labels.contains(name))
      #expect((data["places"] as? [String])?.contains { $0.hasPrefix("</script><i>.tj") } == true)
    }
  }

  @Test("a page of nothing to do") func unchanged() throws {
    let program = try parsed("(x: f64[n]) -> x + 0")
    let data = try pageData(RewritingPage(history(program), program: program).html)
    #expect((data["firings"] as? [Any])?.isEmpty == true && (data["versions"] as? [Any])?.count == 1)
  }

  @Test("a chain of 5,000 nodes", .timeLimit(.minutes(1))) func deep() throws {
    var x = Tensor("x", .f64, ["n"])
    for step in 0..<2500 { x = step % 5 == 0 ? log(1 + exp(x)) : sin(x) * 2 }
    let picture = GraphPicture([x])
    #expect(picture.nodes.count > 5000)
    #expect(picture.dot(levels: 2).count > 100_000)
    let data = try pageData(picture.html)
    #expect((data["nodes"] as? [Any])?.count == picture.nodes.count)
    let page = RewritingPage(RewriteHistory([x], database: .builtIn)).html
    #expect(page.utf8.count < 20_000_000)
  }

  @Test("two hundred firings") func size() throws {
    let body = (0..<200).map { "  let a\($0 + 1) = log(1 + exp(a\($0))) * y\n" }.joined()
    let program = try parsed("func main(a0: f64[n], y: f64[n]) -> f64[n] {\n\(body)  return a200\n}\n")
    let history = history(program)
    #expect(history.count == 200)
    let html = RewritingPage(history, program: program).html
    #expect(html.utf8.count < 4_000_000, "\(html.utf8.count)")
    #expect((try pageData(html)["firings"] as? [Any])?.count == 200)
  }
}
