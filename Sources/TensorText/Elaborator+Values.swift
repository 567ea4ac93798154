import TensorOperators

/// Making tensors of values.
extension Elaborator {
  /// The value as a tensor, numbers weak; `what` says in an error what it was to be.
  func tensor(_ value: TextValue, _ id: ExpressionID, as what: String = "a tensor") throws(TextError) -> Tensor {
    switch value {
    case .number(let number): return try literal(number, isWeak: true, id)
    case .extent(let extent): return .make(Extent(extent), [], at: place(id))
    case .tensor(let tensor): return tensor
    case .list(let parts), .tuple(let parts): return try array(parts, id)
    case .elementType, .text, .none, .function: throw error(id, "expected \(what), got \(value.shown)")
    }
  }

  /// The value as a tensor with a type of its own, as NumPy's `asarray` gives it.
  func strongTensor(_ value: TextValue, _ id: ExpressionID, as what: String = "a tensor") throws(TextError) -> Tensor {
    switch value {
    case .number(let number): return try literal(number, isWeak: false, id)
    case .extent(let extent): return .make(Extent(extent, isWeak: false), [], at: place(id))
    case .tensor(let tensor) where tensor.type.isWeak: return try cast(tensor, to: tensor.elementType, id)
    case .tensor, .list, .tuple, .elementType, .text, .none, .function: return try self.tensor(value, id, as: what)
    }
  }

  /// A scalar constant; an integer too large for i64 is a u64.
  func literal(_ number: PythonNumber, isWeak: Bool, _ id: ExpressionID) throws(TextError) -> Tensor {
    let value: ScalarValue
    var isWeak = isWeak
    switch number {
    case .flag(let flag): value = ScalarValue(flag)
    case .float(let float): value = ScalarValue(float)
    case .complex(let real, let imaginary): value = ScalarValue(Complex128(real, imaginary))
    case .integer(let integer):
      if let small = Int64(exactly: integer) {
        value = ScalarValue(integer: small, type: .i64)
      } else if let large = UInt64(exactly: integer) {
        (value, isWeak) = (ScalarValue(type: .u64, bits: large), false)
      } else {
        throw error(id, "the integer \(integer) does not fit 64 bits")
      }
    }
    return .make(Literal(value: value, isWeak: isWeak), [], at: place(id))
  }

  /// A scalar constant of a type; an integer must fit.
  func literal(_ number: PythonNumber, as type: ElementType, _ id: ExpressionID) throws(TextError) -> Tensor {
    .make(Literal(value: try scalar(number, as: type, id)), [], at: place(id))
  }

  private func scalar(_ number: PythonNumber, as type: ElementType, _ id: ExpressionID) throws(TextError) -> ScalarValue
  {
    switch (number, type.kind) {
    case (.integer(let value), .signed), (.integer(let value), .unsigned):
      let limits: ClosedRange<Int128> =
        type.kind == .unsigned
        ? 0...(Int128(1) << Int128(type.bitWidth)) - 1
        : -(Int128(1) << Int128(type.bitWidth - 1))...(Int128(1) << Int128(type.bitWidth - 1)) - 1
      guard limits.contains(value) else { throw error(id, "the integer \(value) is out of bounds for \(type.name)") }
      return ScalarValue(type: type, bits: UInt64(truncatingIfNeeded: value))
    case (.integer(let value), .bool): return ScalarValue(value != 0)
    case (.integer(let value), .float) where type == .f64: return ScalarValue(Double(value))
    case (.integer(let value), .float): return ScalarValue(Double(Float(value)), float: type)
    case (.integer(let value), .complex): return ScalarValue(Double(value)).converted(to: type)
    case (.complex(let real, let imaginary), .complex):
      return ScalarValue(Complex128(real, imaginary)).converted(to: type)
    case (.complex, _): throw error(id, "the complex number \(number) is out of bounds for \(type.name)")
    case (.float(let value), _): return ScalarValue(.float(value), type: type)
    case (.flag(let value), _): return ScalarValue(.bool(value), type: type)
    }
  }

  // MARK: Lists

  /// `np.array` of a list: a constant where all parts are numbers, else the parts stacked.
  func array(_ parts: TextParts, _ id: ExpressionID) throws(TextError) -> Tensor {
    var numbers: [PythonNumber] = []
    numbers.reserveCapacity(parts.leafCount)
    guard collect(parts, &numbers) else { return try stacked(parts, id) }
    guard let shape = ArrayShape.shape(of: parts) else {
      throw error(id, "the rows of a list must have equal shapes")
    }
    let type = ArrayShape.elementType(of: numbers)
    return try constant(numbers, type, shape, id)
  }

  func constant(
    _ numbers: [PythonNumber], _ type: ElementType, _ shape: [Int], _ id: ExpressionID
  ) throws(TextError) -> Tensor {
    var elements: [ScalarValue] = []
    elements.reserveCapacity(numbers.count)
    for number in numbers { elements.append(try scalar(number, as: type, id)) }
    do throws(ArrayError) {
      let tensor = Tensor(constant: try ArrayShape.array(elements, type, shape), at: place(id))
      return tensor
    } catch {
      throw self.error(id, "\(error)")
    }
  }

  private func collect(_ parts: TextParts, _ numbers: inout [PythonNumber]) -> Bool {
    for value in parts.values {
      switch value {
      case .number(let number): numbers.append(number)
      case .list(let inner), .tuple(let inner): if !collect(inner, &numbers) { return false }
      case .extent, .tensor, .elementType, .text, .none, .function: return false
      }
    }
    return true
  }

  private func stacked(_ parts: TextParts, _ id: ExpressionID) throws(TextError) -> Tensor {
    var tensors: [Tensor] = []
    for part in parts.values { tensors.append(try strongTensor(part, id, as: "a number or tensor in the list")) }
    return try operation("stack", ["arrays": .tensors(tensors), "axis": .integer(0)], id)
  }

  // MARK: Operations by name

  /// The single result of an operation of the table.
  func operation(
    _ name: String, _ arguments: [String: OperationDefinition.Argument], _ id: ExpressionID
  ) throws(TextError) -> Tensor {
    guard let definition = OperationTable.definition(named: name) else { throw notAvailable(name, id) }
    guard let result = try build(definition, arguments, id).first else {
      throw error(id, "\(name) gave no result")
    }
    return result
  }

  /// The results of an operation of the table; arguments that are not given take their defaults.
  func build(
    _ definition: OperationDefinition, _ arguments: [String: OperationDefinition.Argument], _ id: ExpressionID
  ) throws(TextError) -> [Tensor] {
    var values = arguments
    for parameter in definition.parameters where values[parameter.name] == nil {
      if let fallback = parameter.fallback { values[parameter.name] = fallback }
    }
    do throws(TensorError) {
      let results = try definition.build(BoundArguments(operation: definition.name, values: values, place: place(id).naming(definition.name)))
      for result in results {
        if let problem = result.error { throw problem }
      }
      written += results
      return results
    } catch {
      var error = error
      error.operation = definition.name
      throw self.error(id, error)
    }
  }

  // MARK: Casts

  /// `f32(x)`: numbers and constants at once, tensors by a cast.
  func cast(_ value: TextValue, to type: ElementType, _ id: ExpressionID) throws(TextError) -> TextValue {
    switch value {
    case .number(let number): return .tensor(try literal(number, as: type, id))
    case .extent(let extent) where type == .i64: return .tensor(.make(Extent(extent, isWeak: false), [], at: place(id)))
    case .list(let parts), .tuple(let parts):
      var numbers: [PythonNumber] = []
      guard collect(parts, &numbers), let shape = ArrayShape.shape(of: parts) else {
        return .tensor(try cast(try array(parts, id), to: type, id))
      }
      return .tensor(try constant(numbers, type, shape, id))
    case .extent, .tensor, .elementType, .text, .none, .function:
      return .tensor(try cast(try tensor(value, id, as: "something to cast to \(type.name)"), to: type, id))
    }
  }

  func cast(_ tensor: Tensor, to type: ElementType, _ id: ExpressionID) throws(TextError) -> Tensor {
    if tensor.elementType == type, !tensor.type.isWeak { return tensor }
    if let literal = tensor.node.operation as? Literal {
      return .make(Literal(value: ScalarValue(literal.value, convertedTo: type)), [], at: place(id))
    }
    return .make(Cast(type), [tensor], at: place(id))
  }
}

extension ScalarValue {
  /// The value cast as NumPy's `astype` does.
  init(_ value: ScalarValue, convertedTo type: ElementType) { self = value.converted(to: type) }
}
