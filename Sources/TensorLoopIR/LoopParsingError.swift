/// Why a text is no loop program, and where.
public struct LoopParsingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Both from 1; columns count bytes.
  public let line: Int
  public let column: Int
  public let message: String

  public var description: String { "\(line):\(column): \(message)" }
}
