/// Where in a user's program an expression was written.
public enum SourcePlace: Hashable, Sendable {
  /// A line of Swift, known when it was compiled.
  case swift(file: StaticText, line: Int)
  /// A return address in native code, turned into file and line only when an error shows it.
  case address(UInt)
  /// A place in a program in the text format.
  case text(file: String, line: Int, column: Int)
  /// A place where the user wrote an operation by this name. Errors of whatever it is made of name it.
  indirect case operation(String, at: SourcePlace)
  /// Made by the library itself.
  case none

  /// The place that a function's `#fileID` and `#line` arguments name.
  public static func at(_ file: StaticString, _ line: Int) -> SourcePlace { .swift(file: StaticText(file), line: line) }

  /// This place, where an operation was written by its name. The name that is there already is the one that the user wrote.
  public func naming(_ operation: String) -> SourcePlace {
    switch self {
    case .operation, .none: self
    case .swift, .address, .text: .operation(operation, at: self)
    }
  }

  /// The operation that the user wrote there, where that is known.
  public var writtenOperation: String? {
    switch self {
    case .operation(let name, _): name
    case .swift, .address, .text, .none: nil
    }
  }
}

/// A `StaticString` that compares and hashes by its text.
public struct StaticText: Hashable, Sendable {
  public let value: StaticString
  public init(_ value: StaticString) { self.value = value }
  public var string: String { value.description }
  public static func == (a: StaticText, b: StaticText) -> Bool { a.string == b.string }
  public func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
