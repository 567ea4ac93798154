import TensorOperators

/// What only the printer writes: `op....` and `const("sha256:...")`.
extension Elaborator {
  /// The value of a call to an internal name, or nil for other names.
  func internalCall(_ name: String, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue? {
    if name == "const" { return try stored(arguments, id) }
    guard name.hasPrefix("op.") else { return nil }
    let values = arguments.map(\.value)
    switch name.dropFirst(3) {
    case "min": return try extent(Dimension.minimum, values, id)
    case "max": return try extent(Dimension.maximum, values, id)
    case "broadcast": return try extent(Dimension.broadcast, values, id)
    case "floordiv": return try extent(Dimension.floorDivide, values, id)
    case "mod": return try extent(Dimension.remainder, values, id)
    case "is_not_one": return try extent({ a, _ in .isNotOne(a) }, values + [.number(.integer(1))], id)
    case "extent", "strong_extent":
      guard values.count == 1, let extent = values[0].dimension else { throw error(id, "expected an extent") }
      return .tensor(.make(Extent(extent, isWeak: name == "op.extent"), [], at: place(id)))
    case "value", "bound", "integer": return try valueCall(name, arguments, id)
    case "bits", "weak_bits": return try bits(values, isWeak: name == "op.weak_bits", id)
    case "constant": return try constant(values, id)
    case "assert_shape": return try assertShape(arguments, id)
    case "cast":
      guard values.count == 2, case .elementType(let type) = values[1] else { throw misuse(name, id) }
      let operand = try tensor(values[0], id)
      return .tensor(.make(Cast(type), [operand], at: place(id)))
    case "sum_to", "place", "unit_vectors", "barrier", "set_slice", "gather", "scatter", "in_range", "sort_range",
      "argsort_range", "recurrence_anew", "mask_counts", "masked_elements", "mask_spread":
      return try ofDerivatives(name, arguments, id)
    default: return try raw(String(name.dropFirst(3)), arguments, id)
    }
  }

  /// What graphs of derivatives hold, and rewritten ones.
  private func ofDerivatives(_ name: String, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    var operands: [Tensor] = []
    for argument in arguments where argument.label == nil { operands.append(try tensor(argument.value, argument.id)) }
    func attribute(_ label: String) -> TextValue? { arguments.first { $0.label?.text == label }?.value }
    func shape() throws(TextError) -> [Dimension] {
      guard let parts = attribute("shape")?.parts else { throw misuse(name, id) }
      let extents = parts.compactMap(\.dimension)
      guard extents.count == parts.count else { throw misuse(name, id) }
      return extents
    }
    let operation: any Operation
    switch name {
    case "op.sum_to": operation = SumTo(try shape())
    case "op.place": operation = Placed(try sliceEntries(attribute("index"), name, id), in: try shape())
    case "op.set_slice":
      guard let rank = operands.first?.rank, let setting = try? SetSlice(sliceEntries(attribute("index"), name, id), rank: rank) else {
        throw misuse(name, id)
      }
      operation = setting
    case "op.in_range":
      guard let extent = attribute("extent")?.dimension, case .text(let caller)? = attribute("caller"),
        case .text(let meaning)? = attribute("meaning")
      else { throw misuse(name, id) }
      operation = InRange(extent, caller: caller, meaning: meaning)
    case "op.gather", "op.scatter":
      let axes = attribute("axes")?.parts?.compactMap(\.integer)
      guard let axes, let position = attribute("position")?.integer else { throw misuse(name, id) }
      if name == "op.gather" {
        operation = Gather(axes: axes, position: position)
      } else {
        guard case .text(let word)? = attribute("combiner"), let combiner = ScatterCombiner(rawValue: word),
          let batch = attribute("batch_dims")?.integer
        else { throw misuse(name, id) }
        operation = Scatter(ScatterLowering(axes: axes, position: position, batchAxes: batch, combiner: combiner))
      }
    case "op.recurrence_anew":
      guard let axis = attribute("axis")?.integer, case .number(.flag(let isReversed))? = attribute("reverse") else { throw misuse(name, id) }
      operation = LinearRecurrence(axis: axis, isReversed: isReversed, startsAnew: true)
    case "op.mask_counts": operation = MaskCounts()
    case "op.mask_spread": operation = MaskSpread()
    case "op.masked_elements":
      guard let count = attribute("count")?.dimension else { throw misuse(name, id) }
      operation = MaskedElements(count: count)
    case "op.barrier": operation = Barrier(FreshNumbers.next())
    case "op.sort_range", "op.argsort_range":
      guard let first = attribute("first")?.dimension, let count = attribute("count")?.dimension,
        let axis = attribute("axis")?.dimension?.constant, case .number(.flag(let isDescending))? = attribute("descending")
      else { throw misuse(name, id) }
      operation = Ordering(
        name == "op.sort_range" ? .elements : .places, axis: axis, isDescending: isDescending,
        range: Ordering.Range(first: first, count: count))
    default:
      guard let count = attribute("count")?.dimension, case .elementType(let type)? = attribute("dtype") else {
        throw misuse(name, id)
      }
      operation = UnitVectors(count, type: type)
    }
    return try checked(.make(operation, operands, at: place(id)), id)
  }

  /// `(1, None, (None, -1, 1))`: a place, a new axis, a range.
  private func sliceEntries(_ value: TextValue?, _ name: String, _ id: ExpressionID) throws(TextError) -> [SliceEntry] {
    guard let parts = value?.parts else { throw misuse(name, id) }
    func bound(_ value: TextValue) throws(TextError) -> Dimension? {
      if case .none = value { return nil }
      guard let dimension = value.dimension else { throw misuse(name, id) }
      return dimension
    }
    var entries: [SliceEntry] = []
    for part in parts {
      if case .none = part {
        entries.append(.newAxis)
      } else if let place = part.dimension {
        entries.append(.index(place))
      } else if let range = part.parts, range.count == 3, let step = range[2].integer {
        entries.append(.range(start: try bound(range[0]), stop: try bound(range[1]), step: step))
      } else {
        throw misuse(name, id)
      }
    }
    return entries
  }

  private func misuse(_ name: String, _ id: ExpressionID) -> TextError {
    error(id, "\(name) does not take these arguments")
  }

  private func extent(
    _ combine: (Dimension, Dimension) -> Dimension, _ values: [TextValue], _ id: ExpressionID
  ) throws(TextError) -> TextValue {
    guard values.count == 2, let a = values[0].dimension, let b = values[1].dimension else {
      throw error(id, "expected two extents")
    }
    let result = combine(a, b)
    guard result.isModest else { throw error(id, "the extent is too complicated") }
    return weak(result)
  }

  /// `op.bits(f64, 0x7ff8000000000001)`: a scalar that has no other spelling; of a complex number the bits of both parts.
  private func bits(_ values: [TextValue], isWeak: Bool, _ id: ExpressionID) throws(TextError) -> TextValue {
    let words = values.dropFirst().compactMap { value -> UInt64? in
      if case .number(.integer(let integer)) = value { UInt64(exactly: integer) } else { nil }
    }
    guard case .elementType(let type)? = values.first, words.count == values.count - 1,
      words.count == (type.isComplex ? 2 : 1)
    else { throw error(id, "expected an element type and its bits") }
    let parts = words.map { ScalarValue(type: type.realType, bits: $0) }
    let value = parts.count == 2 ? ScalarValue(real: parts[0], imaginary: parts[1]) : parts[0]
    return .tensor(.make(Literal(value: value, isWeak: isWeak), [], at: place(id)))
  }

  /// `op.constant(f64, (0, 3), [])`: an array that no list spells.
  private func constant(_ values: [TextValue], _ id: ExpressionID) throws(TextError) -> TextValue {
    guard values.count == 3, case .elementType(let type) = values[0], let extents = values[1].parts,
      let elements = values[2].parts
    else { throw error(id, "expected an element type, a shape and the elements") }
    let shape = extents.compactMap(\.integer)
    var numbers: [PythonNumber] = []
    for element in elements { if case .number(let number) = element { numbers.append(number) } }
    guard shape.count == extents.count, numbers.count == elements.count else {
      throw error(id, "expected an element type, a shape and the elements")
    }
    var count = 1
    for extent in shape {
      let (next, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw error(id, "the shape is not possible") }
      count = next
    }
    guard count == numbers.count else { throw error(id, "\(numbers.count) elements do not fill a shape of \(count)") }
    return .tensor(try constant(numbers, type, shape, id))
  }

  private func assertShape(_ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    guard arguments.count == 2, let extents = arguments[1].value.parts?.map(\.dimension) else {
      throw error(id, "expected a tensor and a shape")
    }
    let operand = try tensor(arguments[0].value, arguments[0].id)
    let assertion = ShapeAssertion(extents.compactMap { $0 })
    guard assertion.shape.count == extents.count else { throw error(id, "expected a tensor and a shape") }
    return try checked(.make(assertion, [operand], at: place(id)), id)
  }

  /// `op.add(1, 2)`: a function of numbers that are to be left as they are.
  private func raw(_ name: String, _ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue? {
    if OperationTable.definition(named: "op." + name) != nil { return nil }
    if let definition = OperationTable.definition(named: name) {
      let results = try build(definition, try bind(arguments, to: definition, id, keepsWeak: true), id)
      return results.count == 1 ? .tensor(results[0]) : .tuple(try parts(results.map { .tensor($0) }, id))
    }
    guard let function = ScalarFunctionTable.function(named: name) else { return nil }
    var operands: [Tensor] = []
    for argument in arguments { operands.append(try tensor(argument.value, argument.id)) }
    guard operands.count == function.arity else { throw misuse("op." + name, id) }
    return try checked(.make(Elementwise(function), operands, at: place(id)), id)
  }

  /// A large constant by the hash of its contents.
  private func stored(_ arguments: [CallArgument], _ id: ExpressionID) throws(TextError) -> TextValue {
    guard arguments.count == 1, case .text(let name) = arguments[0].value else {
      throw error(id, "const takes the name of a stored array", hint: "as in const(\"sha256:...\")")
    }
    guard let array = constants[name] else { throw error(id, "the array '\(name)' is not at hand") }
    return try checked(Tensor(constant: array, at: place(id)), id)
  }
}
