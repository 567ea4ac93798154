import TensorGraph

/// The names of a printed program: distinct, none a word of the language.
struct NameTable {
  private(set) var program: String
  private(set) var parameters: [String] = []
  /// The names of the results that have some of their own.
  private(set) var results: [String?] = []
  private var dimensions: [Symbol: String] = [:]
  /// An axis of a parameter where a symbol stands, for dimensions whose names are hidden by others.
  private var places: [Symbol: (parameter: String, axis: Int)] = [:]
  private var used: Set<String>
  private var wanted: [Tensor: String] = [:]
  private var counter = 0

  init(_ program: TextProgram, _ order: GraphOrder) {
    self.program = NameTable.isName(program.name) ? program.name : "main"
    used = Set(Vocabulary.constants.keys).union([self.program])
    for parameter in program.parameters { parameters.append(claim(parameter.name, or: "x")) }
    nameDimensions(program, order)
    for (position, result) in program.results.enumerated() {
      // A result may hide a constant, which is then written in another way.
      let isFree = used.insert(result.name).inserted || isHiddenConstant(result.name)
      guard result.name != "out\(position)", NameTable.isName(result.name), isFree else {
        results.append(nil)
        continue
      }
      results.append(result.name)
      if wanted[result.tensor] == nil { wanted[result.tensor] = result.name }
    }
  }

  /// Whether `inf` and `nan` are not hidden by a parameter.
  var areConstantsVisible: Bool {
    let hidden = parameters + results.compactMap { $0 } + dimensions.values
    return !hidden.contains("inf") && !hidden.contains("nan")
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !Vocabulary.isReserved(text), text.utf8.count < 200 else {
      return false
    }
    return (first == "_" || first.properties.isXIDStart) && text.unicodeScalars.allSatisfy(\.properties.isXIDContinue)
  }

  /// Whether the name is a constant's, and no parameter or result has it yet.
  private func isHiddenConstant(_ name: String) -> Bool {
    Vocabulary.constants[name] != nil && !parameters.contains(name) && !results.contains(name)
  }

  /// The name, or one like it where it is taken or no name.
  private mutating func claim(_ name: String, or fallback: String) -> String {
    let base = NameTable.isName(name) ? name : fallback
    var (candidate, count) = (base, 1)
    while !used.insert(candidate).inserted {
      // A parameter may hide a constant.
      if count == 1, isHiddenConstant(candidate) { return candidate }
      count += 1
      candidate = "\(base)_\(count)"
    }
    return candidate
  }

  /// A name for a value: that of the result it is, or `t0`, `t1`, ...
  mutating func fresh(for tensor: Tensor) -> String {
    if let name = wanted.removeValue(forKey: tensor) { return name }
    while true {
      let name = "t\(counter)"
      counter += 1
      if used.insert(name).inserted { return name }
    }
  }
}

// MARK: - Dimensions

extension NameTable {
  private mutating func nameDimensions(_ program: TextProgram, _ order: GraphOrder) {
    var counts: [Symbol: Int] = [:]
    var symbols: [Symbol] = []
    func note(_ dimension: Dimension) {
      dimension.forEachAtom { atom in
        guard case .symbol(let symbol) = atom else { return }
        if counts[symbol] == nil { symbols.append(symbol) }
        counts[symbol, default: 0] += 1
      }
    }
    for (parameter, name) in zip(program.parameters, parameters) {
      for (axis, extent) in parameter.tensor.shape.enumerated() {
        note(extent)
        if let symbol = extent.symbol, places[symbol] == nil { places[symbol] = (name, axis) }
      }
    }
    for node in order.nodes where !(node.operation is Parameter) {
      if let extent = node.operation as? Extent { note(extent.dimension) }
      for attribute in node.operation.attributes { NameTable.forEachDimension(attribute.value, note) }
    }
    // Names that users gave come first; a symbol that stands once, in a type, stays "?".
    for symbol in symbols where symbol.number == 0 && NameTable.isName(symbol.name) && dimensions[symbol] == nil {
      dimensions[symbol] = symbol.name
      if !parameters.contains(symbol.name) { used.insert(symbol.name) }
    }
    for symbol in symbols where dimensions[symbol] == nil && counts[symbol] ?? 0 > 1 {
      dimensions[symbol] = claim(symbol.name, or: "d")
    }
    for extent in order.nodes.flatMap(\.extents) where dimensions[extent.symbol] == nil {
      dimensions[extent.symbol] = claim(extent.symbol.name, or: "d")
    }
  }

  /// The name of an extent that is a value of the graph.
  func name(_ extent: ExtentDefinition) -> String { dimensions[extent.symbol] ?? extent.symbol.name }

  private static func forEachDimension(_ value: Attribute.Value, _ body: (Dimension) -> Void) {
    switch value {
    case .dimension(let dimension): body(dimension)
    case .tuple(let values): for value in values { forEachDimension(value, body) }
    case .integer, .float, .flag, .text, .type, .none: break
    }
  }

  /// A type as the grammar has it: extents that are no numbers and no names are `?`.
  func type(_ type: TensorType) -> String {
    let extents = type.shape.map { extent in
      // What only the program knows is not there yet where its type is written.
      extent.constant.map(String.init) ?? extent.symbol.flatMap { $0.extentDefinition == nil ? dimensions[$0] : nil } ?? "?"
    }
    return type.elementType.name + (extents.isEmpty ? "" : "[\(extents.joined(separator: ", "))]")
  }

  /// An extent as an expression of the text format.
  func text(of dimension: Dimension) -> Printer.Rendered {
    let terms = dimension.terms
    guard !terms.isEmpty else { return Printer.Rendered(text: "0", precedence: BinaryOperator.postfixPrecedence) }
    if terms.count == 1, terms[0].coefficient == 1, terms[0].atoms.count == 1,
      let quotient = quotient(terms[0].atoms[0])
    {
      return quotient
    }
    var text = ""
    for (position, term) in terms.enumerated() {
      let isNegative = term.coefficient < 0
      var factors = term.atoms.map { self.text(of: $0) }
      if term.coefficient.magnitude != 1 || factors.isEmpty { factors.insert("\(term.coefficient.magnitude)", at: 0) }
      text += position == 0 ? (isNegative ? "-" : "") : (isNegative ? " - " : " + ")
      text += factors.joined(separator: "*")
    }
    let isAtom =
      terms.count == 1 && terms[0].atoms.count + (terms[0].coefficient == 1 ? 0 : 1) <= 1 && !text.hasPrefix("-")
    let precedence =
      terms.count > 1
      ? BinaryOperator.add.precedence : (isAtom ? BinaryOperator.postfixPrecedence : BinaryOperator.multiply.precedence)
    return Printer.Rendered(text: text, precedence: precedence)
  }

  /// `n // 2`, `n % 2`: by a number, whose meaning is that of the operator.
  private func quotient(_ atom: SymbolicInteger.Atom) -> Printer.Rendered? {
    let (a, b, sign): (Dimension, Dimension, BinaryOperator)
    switch atom {
    case .floorDivide(let x, let y): (a, b, sign) = (x, y, .floorDivide)
    case .remainder(let x, let y): (a, b, sign) = (x, y, .remainder)
    case .symbol, .loop, .value, .minimum, .maximum, .broadcast, .isNotOne: return nil
    }
    guard let divisor = b.constant, divisor > 0 else { return nil }
    let left = text(of: a)
    let text = left.precedence < sign.precedence ? "(\(left.text))" : left.text
    return Printer.Rendered(text: "\(text) \(sign.rawValue) \(divisor)", precedence: sign.precedence)
  }

  private func text(of atom: SymbolicInteger.Atom) -> String {
    if let quotient = quotient(atom) { return "(\(quotient.text))" }
    func call(_ name: String, _ a: Dimension, _ b: Dimension) -> String {
      "op.\(name)(\(text(of: a).text), \(text(of: b).text))"
    }
    switch atom {
    case .symbol(let symbol):
      let name = dimensions[symbol] ?? symbol.name
      let isHidden = parameters.contains(name) || results.contains(name)
      guard isHidden, let place = places[symbol] else { return name }
      return "\(place.parameter).shape[\(place.axis)]"
    case .loop(let number): return "i\(number)"
    case .value(let number): return "v\(number)"
    case .floorDivide(let a, let b): return call("floordiv", a, b)
    case .remainder(let a, let b): return call("mod", a, b)
    case .minimum(let a, let b): return call("min", a, b)
    case .maximum(let a, let b): return call("max", a, b)
    case .broadcast(let a, let b): return call("broadcast", a, b)
    case .isNotOne(let a): return "op.is_not_one(\(text(of: a).text))"
    }
  }
}

extension SymbolicInteger {
  /// The symbol that this is, if it is nothing else.
  var symbol: Symbol? {
    guard terms.count == 1, terms[0].coefficient == 1, terms[0].atoms.count == 1,
      case .symbol(let symbol) = terms[0].atoms[0]
    else { return nil }
    return symbol
  }
}
