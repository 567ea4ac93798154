/// What whole-array operations apply to: tensors, on which they build graphs, and eager arrays, which compute at once.
///
/// The public functions of every family are generic over this protocol, as the elementwise ones are over `Algebra`.
public protocol ArrayAlgebra: Algebra {
  /// The results of an operation.
  static func applying(_ operation: any Operation, _ operands: [Self], at place: SourcePlace) -> [Self]
  /// What a graph gives that `body` makes of tensors for the operands. Equal names say that graphs are equal.
  static func composed(
    _ name: String, _ operands: [Self], at place: SourcePlace, _ body: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) -> [Self]
  /// What stands for a wrong expression.
  static func invalid(_ error: TensorError) -> Self
  /// The element type and shape, as type rules see them.
  var inferredType: TensorType { get }
  /// A constant with the contents of an array.
  static func ofArray(_ array: NDArray, at place: SourcePlace) -> Self
  /// The contents, where they are known before anything is run.
  var knownArray: NDArray? { get }
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
  public static func composed(
    _ name: String, _ operands: [Tensor], at place: SourcePlace, _ body: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) -> [Tensor] {
    body(operands)
  }

  public static func applying(_ operation: any Operation, _ operands: [Tensor], at place: SourcePlace) -> [Tensor] {
    makeAll(operation, operands, at: place)
  }

  public static func ofArray(_ array: NDArray, at place: SourcePlace) -> Tensor { Tensor(constant: array, at: place) }

  public var knownArray: NDArray? {
    switch node.operation {
    case let constant as Constant: constant.array
    case let literal as Literal: try? NDArray(literal.value)
    default: nil
    }
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

extension NDArray {
  /// A scalar array.
  public init(_ value: ScalarValue) throws(ArrayError) {
    let array = try NDArray.allocate(shape: Shape([Int]()), type: value.type)
    let parts = value.type.isComplex ? [value.real, value.imaginary] : [value]
    for (number, part) in parts.enumerated() {
      Swift.withUnsafeBytes(of: part.bits.littleEndian) {
        array.baseAddress.advanced(by: number * part.type.byteCount).copyMemory(
          from: $0.baseAddress ?? UnsafeRawPointer(array.baseAddress), byteCount: part.type.byteCount)
      }
    }
    self = array
  }
}
