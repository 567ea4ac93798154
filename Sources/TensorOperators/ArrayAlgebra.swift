/// What whole-array operations apply to: tensors, on which they build graphs, and eager arrays, which compute at once.
///
/// The public functions of every family are generic over this protocol, as the elementwise ones are over `Algebra`.
public protocol ArrayAlgebra: Algebra {
  /// The results of an operation.
  static func applying(_ operation: any Operation, _ operands: [Self], at place: SourcePlace) -> [Self]
  /// What stands for a wrong expression.
  static func invalid(_ error: TensorError) -> Self
  /// The element type and shape, as type rules see them.
  var inferredType: TensorType { get }
  /// What was wrong when this was made.
  var error: TensorError? { get }
  /// Where it was made, for errors of its uses.
  var sourcePlaces: [SourcePlace] { get }
}

extension ArrayAlgebra {
  public var error: TensorError? { nil }
  public var sourcePlaces: [SourcePlace] { [] }
}

extension Tensor: ArrayAlgebra {
  public static func applying(_ operation: any Operation, _ operands: [Tensor], at place: SourcePlace) -> [Tensor] {
    makeAll(operation, operands, at: place)
  }

  public var inferredType: TensorType { type }
  public var sourcePlaces: [SourcePlace] { node.places }
}

extension ArrayAlgebra {
  /// The only result of an operation.
  package static func single(_ operation: any Operation, _ operands: [Self], at place: SourcePlace) -> Self {
    applying(operation, operands, at: place)[0]
  }

  /// An expression of `operands` that `body` builds; what it throws becomes an error with their types and places.
  package static func building(
    _ name: String, _ operands: [Self], at place: SourcePlace, _ body: () throws(TensorError) -> Self
  ) -> Self {
    if let broken = operands.first(where: { $0.error != nil }) { return broken }
    do {
      return try body()
    } catch {
      var error = error
      if error.operands.isEmpty { error.operands = operands.map(\.inferredType) }
      if error.places.isEmpty { error.places = [place] + operands.flatMap(\.sourcePlaces) }
      return .invalid(error)
    }
  }

  /// The number of axes.
  package var inferredRank: Int { inferredType.rank }
}
