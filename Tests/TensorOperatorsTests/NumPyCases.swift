import Foundation
import TensorOperators

/// A call of an operation and what NumPy makes of it.
struct NumPyCase: Sendable, CustomStringConvertible {
  struct Input: Sendable {
    var shape: [Int]
    var type: ElementType
  }

  var operation: String
  var inputs: [Input]
  var arguments: [String: JSON]
  /// Nil where NumPy raises.
  var shape: [Int]?
  var type: ElementType?
  var values: [Double]
  var text: String

  var description: String { text }

  /// Elements by the same rule as in `operations.py`.
  func array(_ position: Int) -> ReferenceArray {
    let input = inputs[position]
    let elements = (0..<input.shape.reduce(1, *)).map { index in
      let value = (index * 7 + 3 + position * 5) % 11 - 4
      return ScalarValue(.integer(input.type.isUnsignedInteger ? abs(value) : value), type: input.type)
    }
    return ReferenceArray(shape: input.shape, elements: elements)
  }

  /// The graph of the call on the given tensors, through the operation's record.
  func build(_ operands: [Tensor]) throws -> Tensor {
    if operation == "getitem" {
      return sliced(operands[0], try arguments["index"].map { try $0.array.map { try $0.sliceEntry } } ?? [], at: .none)
    }
    guard let definition = OperationTable.definition(named: operation) else { throw MissingOperation(name: operation) }
    var rest = operands
    var values: [String: OperationDefinition.Argument] = [:]
    for parameter in definition.parameters {
      switch parameter.kind {
      case .tensors:
        values[parameter.name] = .tensors(rest)
        rest = []
      case .tensor where !rest.isEmpty: values[parameter.name] = .tensor(rest.removeFirst())
      case .tensor, .nested, .integer, .float, .flag, .type, .axes, .shape, .text, .numberOrText:
        values[parameter.name] = try arguments[parameter.name]?.argument(parameter.kind) ?? parameter.fallback
      }
    }
    do {
      return try definition.build(BoundArguments(operation: operation, values: values, place: .none))[0]
    } catch {
      return .invalid(error)
    }
  }

  static let all: [NumPyCase] = {
    guard let file = Bundle.module.url(forResource: "operations", withExtension: "json", subdirectory: "Expected"),
      let data = try? Data(contentsOf: file), case .array(let cases)? = try? JSONDecoder().decode(JSON.self, from: data)
    else { return [] }
    return cases.enumerated().compactMap { NumPyCase($0.element, number: $0.offset) }
  }()

  private init?(_ json: JSON, number: Int) {
    guard let operation = json["operation"]?.string, let inputs = try? json["inputs"]?.array,
      case .object(let arguments)? = json["arguments"]
    else { return nil }
    self.operation = operation
    self.inputs = inputs.compactMap { input in
      guard let shape = input["shape"]?.integers, let type = input["type"]?.string.flatMap(ElementType.init(name:))
      else { return nil }
      return Input(shape: shape, type: type)
    }
    self.arguments = arguments
    shape = json["shape"]?.integers
    type = json["type"]?.string.flatMap(ElementType.init(name:))
    values = (try? json["values"]?.array.map { $0.double }) ?? []
    let types = self.inputs.map { "\($0.type.name)\($0.shape)" }.joined(separator: ", ")
    let given = arguments.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
    text = "\(number): \(operation)(\(types); \(given))"
  }
}

struct MissingOperation: Error {
  var name: String
}

/// A JSON value.
enum JSON: Decodable, Sendable, Equatable, CustomStringConvertible {
  struct WrongKind: Error {
    var value: JSON
  }

  case null
  case flag(Bool)
  case integer(Int)
  case float(Double)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .float(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  subscript(key: String) -> JSON? { if case .object(let members) = self { members[key] } else { nil } }

  var array: [JSON] {
    get throws { if case .array(let elements) = self { return elements } else { throw WrongKind(value: self) } }
  }

  var string: String? { if case .text(let value) = self { value } else { nil } }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var integers: [Int]? { if case .array(let elements) = self { elements.compactMap(\.integer) } else { nil } }

  var double: Double {
    switch self {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .text(let text): Double(text) ?? .nan
    case .null, .flag, .array, .object: .nan
    }
  }

  var sliceEntry: SliceEntry {
    get throws {
      switch self {
      case .integer(let place): return .index(Dimension(place))
      case .text("newaxis"): return .newAxis
      case .text("ellipsis"): return .ellipsis
      case .object(let members):
        return .range(
          start: members["start"]?.integer.map { Dimension($0) }, stop: members["stop"]?.integer.map { Dimension($0) },
          step: members["step"]?.integer ?? 1)
      case .null, .flag, .float, .text, .array: throw WrongKind(value: self)
      }
    }
  }

  /// As an argument of a parameter of the kind.
  func argument(_ kind: OperationDefinition.Kind) throws -> OperationDefinition.Argument {
    switch (self, kind) {
    case (.null, _): return .none
    case (.integer(let value), .axes): return .axes([value])
    case (.array, .axes): return .axes(integers)
    case (.integer(let value), .shape): return .shape([Dimension(value)])
    case (.array, .shape): return .shape((integers ?? []).map { Dimension($0) })
    case (.integer(let value), .tensor): return .tensor(Tensor(weak: .integer(value)))
    case (.float(let value), .tensor): return .tensor(Tensor(weak: .float(value)))
    case (.text(let name), .type):
      guard let type = ElementType(name: name) else { throw WrongKind(value: self) }
      return .type(type)
    case (.integer(let value), _): return .integer(value)
    case (.float(let value), _): return .float(value)
    case (.flag(let value), _): return .flag(value)
    case (.text(let value), _): return .text(value)
    case (.array, _), (.object, _): throw WrongKind(value: self)
    }
  }

  var description: String {
    switch self {
    case .null: "None"
    case .flag(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .text(let value): value
    case .array(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
    case .object(let members): "{\(members.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", "))}"
    }
  }
}
