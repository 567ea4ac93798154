/// What a user's expression got wrong: the operation, its operands, the place, and a hint.
public struct TensorError: Error, Hashable, Sendable {
  /// The operation by its text name.
  public var operation: String
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The types of the operands.
  public var operands: [TensorType]
  /// Where the operation and its operands were written, the operation's own place first.
  public var places: [SourcePlace]
  /// What to do about it.
  public var hint: String?

  public init(
    operation: String, message: String, operands: [TensorType] = [], places: [SourcePlace] = [], hint: String? = nil
  ) {
    (self.operation, self.message, self.operands) = (operation, message, operands)
    (self.places, self.hint) = (places, hint)
  }
}

extension TensorError: CustomStringConvertible {
  public var description: String {
    var text = ""
    if let place = places.first(where: { $0 != .none }) { text += "\(place.resolvedDescription): " }
    text += "\(operation): \(message)"
    if !operands.isEmpty { text += " (operands: \(operands.map(\.description).joined(separator: ", ")))" }
    if let hint { text += "; \(hint)" }
    return text
  }
}
