import Foundation
import TensorText
import TensorVisualization
import Testing

/// The script that lays graphs out, run where there is a program for that.
@Suite("Layout") struct LayoutTests {
  private static let node = ["/usr/bin/node", "/usr/local/bin/node"].first(
    where: FileManager.default.isExecutableFile(atPath:))

  /// Boxes of one graph must lie apart, and lines go down; says what does not.
  private static let check = #"""
    const page = require("fs").readFileSync(process.argv[2], "utf8");
    const data = JSON.parse(page.split('id="data">')[1].split("</script>")[0]);
    data.nodes.forEach((node, n) => { if (node.b !== undefined) data.nodes[n] = { ...data.nodes[node.b], ...node }; });
    const script = page.split("<script>")[1].split("const SIGNS")[0];
    const Frame = new Function(script + "; return Frame;")();
    const open = new Set(data.nodes.flatMap((node, n) => (process.argv[3] === "open" && node.r ? [n] : [])));
    const measure = (node) => ({ width: 40 + (node.l ?? "").length * 8, height: 40 });
    const frame = new Frame(data.nodes, data.versions[0].roots, null, open, measure);
    const check = (frame) => {
      for (const a of frame.items) {
        const [left, right] = [a.x - a.width / 2, a.x + a.width / 2];
        if (!(left > -0.01 && right < frame.width + 0.01 && a.y >= 0)) throw `outside: ${a.number}`;
        for (const b of frame.items) {
          if (a === b || Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 0.01) continue;
          if (a.y < b.y + b.height && b.y < a.y + a.height) throw `overlap: ${a.number} ${b.number}`;
        }
        if (a.frame) check(a.frame);
      }
      for (const { points } of frame.links) {
        points.forEach((p, i) => { if (i && p[1] < points[i - 1][1] - 0.01) throw "a line goes up"; });
      }
    };
    check(frame);
    console.log("fine");
    """#

  @Test(
    "boxes lie apart", .enabled(if: node != nil),
    arguments: [
      "(x: f64[n]) -> x", "(x: f64[n]) -> x + x, x, 1.0",
      "(x: f64[n, k], w: f64[k, m]) -> var(softmax(x @ w), axis=0) + logsumexp(x @ w, axis=0)",
      "(x: f64[n]) -> exp(sin(cos(tan(exp(sin(x + 1) * x) + x) - x) / x) ** x) * x",
    ], ["closed", "open"])
  func apart(_ text: String, _ mode: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("layout-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, script) = (folder.appendingPathComponent("page.html"), folder.appendingPathComponent("check.js"))
    try Data(GraphPicture(try parsed(text)).html.utf8).write(to: page)
    try Data(LayoutTests.check.utf8).write(to: script)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(LayoutTests.node))
    process.arguments = [script.path, page.path, mode]
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let message = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(message == "fine\n")
  }
}
