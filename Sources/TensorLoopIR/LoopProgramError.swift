/// What is wrong with a loop program, and in which statement.
public struct LoopProgramError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first line of the statement as it prints, or the declaration.
  public let statement: String
  public let reason: String

  public init(statement: String, reason: String) {
    self.statement = statement
    self.reason = reason
  }

  public var description: String { "invalid loop program: \(reason), in: \(statement)" }
}
