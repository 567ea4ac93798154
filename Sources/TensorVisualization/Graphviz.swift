import Foundation

/// Why graphviz gave no drawing.
public enum GraphvizError: Error, Hashable, CustomStringConvertible {
  /// There is no program `dot` on the path.
  case notInstalled
  /// `dot` could not draw it; with what it said.
  case failed(String)

  public var description: String {
    switch self {
    case .notInstalled:
      """
      SVG is drawn by graphviz, whose program dot is not on the path; install the package graphviz (Debian, Ubuntu: \
      apt-get install graphviz), or make an HTML page, which needs nothing
      """
    case .failed(let message): "graphviz could not draw the graph: \(message)"
    }
  }
}

extension GraphPicture {
  /// The picture as SVG, drawn by graphviz.
  ///
  /// - Parameter levels: how many levels of composite operations are drawn as boxes with their inner graphs.
  public func svg(levels: Int = 0) throws(GraphvizError) -> String { try Graphviz.svg(of: dot(levels: levels)) }
}

enum Graphviz {
  /// - Parameter path: the folders in which `dot` is looked for.
  static func svg(
    of dot: String, path: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  ) throws(GraphvizError) -> String {
    let candidates = path.split(separator: ":").map { "\($0)/dot" }
    guard let tool = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else { throw .notInstalled }
    do {
      return try run(tool, dot)
    } catch let error as GraphvizError {
      throw error
    } catch {
      throw .failed("\(error)")
    }
  }

  /// By files: a pipe to a process that writes while it reads may block both.
  private static func run(_ tool: String, _ dot: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tensorjit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("graph.dot"), folder.appendingPathComponent("graph.svg"))
    try Data(dot.utf8).write(to: input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = ["-Tsvg", "-o", output.path, input.path]
    let messages = Pipe()
    process.standardError = messages
    try process.run()
    let message = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, let data = FileManager.default.contents(atPath: output.path) else {
      throw GraphvizError.failed(message.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return String(decoding: data, as: UTF8.self)
  }
}
