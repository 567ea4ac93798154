/// Where in a user's program an expression was written.
public enum SourcePlace: Hashable, Sendable {
  /// A line of Swift, known when it was compiled.
  case swift(file: StaticText, line: Int)
  /// A return address in native code, turned into file and line only when an error shows it.
  case address(UInt)
  /// A place in a program in the text format.
  case text(file: String, line: Int, column: Int)
  /// Made by the library itself.
  case none

  /// The place that a function's `#fileID` and `#line` arguments name.
  public static func at(_ file: StaticString, _ line: Int) -> SourcePlace { .swift(file: StaticText(file), line: line) }
}

/// A `StaticString` that compares and hashes by its text.
public struct StaticText: Hashable, Sendable {
  public let value: StaticString
  public init(_ value: StaticString) { self.value = value }
  public var string: String { value.description }
  public static func == (a: StaticText, b: StaticText) -> Bool { a.string == b.string }
  public func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
