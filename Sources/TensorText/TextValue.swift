import TensorGraph

/// What an expression of the text format stands for while its graph is built.
enum TextValue {
  /// A number known now: weak.
  case number(PythonNumber)
  /// An extent, as a weak i64.
  case extent(Dimension)
  case tensor(Tensor)
  case elementType(ElementType)
  case text(String)
  case none
  case tuple(TextParts)
  case list(TextParts)
  case function(FunctionValue)

  /// How messages name it.
  var shown: String {
    switch self {
    case .number(let number): "the number \(number)"
    case .extent(let extent): "the extent \(extent)"
    case .tensor(let tensor): tensor.rank == 0 ? "a scalar \(tensor.type)" : "a tensor \(tensor.type)"
    case .elementType(let type): "the type \(type.name)"
    case .text: "text"
    case .none: "None"
    case .tuple(let parts): parts.values.isEmpty ? "an empty tuple" : "a tuple of \(parts.values.count)"
    case .list(let parts): parts.values.isEmpty ? "an empty list" : "a list of \(parts.values.count)"
    case .function: "a function"
    }
  }

  /// The value as an extent or an axis, where it is a weak integer.
  var dimension: Dimension? {
    switch self {
    case .number(let number):
      if case .flag = number { nil } else { number.integer.flatMap { Int(exactly: $0) }.map { Dimension($0) } }
    case .extent(let extent): extent
    case .tensor, .elementType, .text, .none, .tuple, .list, .function: nil
    }
  }

  /// The value as an integer known now.
  var integer: Int? { dimension?.constant }

  /// The parts of a tuple or list.
  var parts: [TextValue]? {
    switch self {
    case .tuple(let parts), .list(let parts): parts.values
    case .number, .extent, .tensor, .elementType, .text, .none, .function: nil
    }
  }
}

/// The parts of a tuple or list, with how deep they nest and how many values are in them.
struct TextParts {
  let values: [TextValue]
  let depth: Int
  let leafCount: Int

  /// NumPy's largest rank.
  static let depthLimit = 64
  static let leafLimit = 1 << 24

  /// Nil where they nest too deep or are too many.
  init?(_ values: [TextValue]) {
    self.values = values
    var (depth, leaves) = (0, 0)
    for value in values {
      switch value {
      case .tuple(let parts), .list(let parts):
        depth = max(depth, parts.depth)
        leaves += parts.leafCount
      case .number, .extent, .tensor, .elementType, .text, .none, .function: leaves += 1
      }
    }
    (self.depth, leafCount) = (depth + 1, leaves)
    if self.depth > TextParts.depthLimit || leaves > TextParts.leafLimit { return nil }
  }
}

/// A function given as an argument: a `func`, or a closure with the names around it.
enum FunctionValue {
  case named(Int)
  case closure(Int, Scope)
}

/// The names of a function's body. Function values see those of the surrounding program.
final class Scope {
  struct Binding {
    var value: TextValue
    /// Whether a `let` made it: then it names results.
    var isLet: Bool
  }

  let parent: Scope?
  var locals: [String: Binding] = [:]
  /// The dimension names of the function around.
  var dimensions: [String: Dimension]

  init(parent: Scope? = nil) {
    self.parent = parent
    dimensions = parent?.dimensions ?? [:]
  }

  func binding(_ name: String) -> Binding? {
    var scope: Scope? = self
    while let here = scope {
      if let found = here.locals[name] { return found }
      scope = here.parent
    }
    return nil
  }

  /// Every name that can be used here, for suggestions.
  var names: [String] {
    var result = Array(dimensions.keys)
    var scope: Scope? = self
    while let here = scope {
      result += here.locals.keys
      scope = here.parent
    }
    return result.sorted()
  }
}
