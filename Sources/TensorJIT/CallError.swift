import TensorGraph

/// What was wrong with a call of a compiled function.
public struct CallError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The arguments do not fit the parameters; nothing was computed.
    case arguments
    /// Found while computing: an index out of range, a failed check, no memory.
    case execution
  }

  public var kind: Kind
  public var message: String
  /// Where the operation was written that failed or that asked for something else.
  public var places: [SourcePlace]

  public init(_ kind: Kind, _ message: String, places: [SourcePlace] = []) {
    (self.kind, self.message, self.places) = (kind, message, places)
  }
}

extension CallError: CustomStringConvertible {
  public var description: String {
    guard let place = places.first(where: { $0 != .none }) else { return message }
    return "\(place.resolvedDescription): \(message)"
  }
}
