/// A scalar expression as straight-line code: what backends emit and interpreters run.
///
/// Equal sub-expressions are one instruction; calls of other functions whose form is a plain expansion are inlined.
public struct ScalarProgram: Hashable, Sendable {
  public enum Instruction: Hashable, Sendable {
    case argument(Int)
    case constant(ScalarValue)
    case primitive(Primitive, [Int])
    /// A function with a rare case, called on earlier values.
    case call(ScalarFunction, [Int])
  }

  public private(set) var instructions: [Instruction] = []
  public private(set) var types: [ElementType] = []
  /// The instructions whose values are the results.
  public private(set) var results: [Int] = []

  public init(_ expressions: [ScalarExpression]) {
    var known: [Instruction: Int] = [:]
    results = expressions.map { append($0, arguments: nil, &known) }
  }

  public init(_ expression: ScalarExpression) { self.init([expression]) }

  private mutating func emit(
    _ instruction: Instruction, _ type: ElementType, _ known: inout [Instruction: Int]
  ) -> Int {
    if let index = known[instruction] { return index }
    instructions.append(instruction)
    types.append(type)
    known[instruction] = instructions.count - 1
    return instructions.count - 1
  }

  /// Appends an expression; its placeholders stand for `arguments`, or for this program's own where nil.
  ///
  /// The walk keeps its own stack: expressions may be deep.
  private mutating func append(
    _ root: ScalarExpression, arguments: [Int]?, _ known: inout [Instruction: Int]
  ) -> Int {
    var values: [ObjectIdentifier: Int] = [:]
    var stack: [(expression: ScalarExpression, ready: Bool)] = [(root, false)]
    while let (expression, ready) = stack.popLast() {
      if values[ObjectIdentifier(expression)] != nil { continue }
      let operands: [ScalarExpression]
      switch expression.kind {
      case .argument, .constant: operands = []
      case .primitive(_, let list), .call(_, let list): operands = list
      }
      guard ready || operands.isEmpty else {
        stack.append((expression, true))
        for operand in operands.reversed() { stack.append((operand, false)) }
        continue
      }
      let indices = operands.compactMap { values[ObjectIdentifier($0)] }
      let index: Int
      switch expression.kind {
      case .argument(let number):
        index = arguments?[number] ?? emit(.argument(number), expression.type, &known)
      case .constant(let value): index = emit(.constant(value), expression.type, &known)
      case .primitive(let primitive, _): index = emit(.primitive(primitive, indices), expression.type, &known)
      case .call(let function, _):
        switch function.machineForm(for: operands.map(\.type)) {
        case .expansion(let body): index = append(body, arguments: indices, &known)
        case .rareCase: index = emit(.call(function, indices), expression.type, &known)
        }
      }
      values[ObjectIdentifier(expression)] = index
    }
    return values[ObjectIdentifier(root)] ?? 0
  }
}
