import TensorOperators

/// `x[...]`.
extension Elaborator {
  func index(
    _ value: TextValue, _ entries: [IndexSyntax], _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue {
    switch value {
    case .tuple(let parts): return try select(parts, entries, id, in: scope)
    case .tensor, .list: break
    case .number, .extent, .elementType, .text, .none, .function: throw error(id, "\(value.shown) cannot be indexed")
    }
    let tensor = try tensor(value, id)
    let items = try items(entries, id, in: scope)
    let used = items.filter(\.takesAxis).count
    guard used <= tensor.rank else {
      throw error(id, "too many indices: \(used) for \(tensor.type)")
    }
    guard items.filter({ if case .ellipsis = $0 { true } else { false } }).count <= 1 else {
      throw error(id, "'...' stands twice in one index")
    }
    return .tensor(try indexed(tensor, items, id))
  }

  // MARK: Tuples

  private func select(
    _ parts: TextParts, _ entries: [IndexSyntax], _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue {
    guard entries.count == 1 else { throw error(id, "a tuple takes one index, got \(entries.count)") }
    let count = parts.values.count
    switch entries[0] {
    case .expression(let entry):
      let value = try evaluate(entry, in: scope)
      guard let position = value.integer else {
        throw error(entry, "the index of a tuple must be an integer known now, got \(value.shown)")
      }
      guard (-count..<count).contains(position) else {
        throw error(entry, "index \(position) is out of range for \(TextValue.tuple(parts).shown)")
      }
      return parts.values[position < 0 ? position + count : position]
    case .slice(let start, let stop, let step, let range):
      var bounds: [Int?] = []
      for bound in [start, stop, step] {
        guard let bound else {
          bounds.append(nil)
          continue
        }
        let value = try evaluate(bound, in: scope)
        if case .none = value {
          bounds.append(nil)
        } else if let known = value.integer {
          bounds.append(known)
        } else {
          throw error(bound, "a bound of a tuple's slice must be an integer known now, got \(value.shown)")
        }
      }
      do throws(ArrayError) {
        let axis = try SlicedAxis(start: bounds[0], stop: bounds[1], step: bounds[2] ?? 1, extent: count)
        let chosen = (0..<axis.count).map { parts.values[axis.first + $0 * (bounds[2] ?? 1)] }
        return .tuple(try tupleParts(chosen))
      } catch {
        throw self.error(range, "\(error)")
      }
    case .ellipsis(let range): throw error(range, "the index of a tuple must be an integer or a slice")
    }
  }

  private func tupleParts(_ values: [TextValue]) throws(ArrayError) -> TextParts {
    guard let parts = TextParts(values) else { throw .invalidRange("part of a tuple is larger than the tuple") }
    return parts
  }

  // MARK: Entries

  private func items(_ entries: [IndexSyntax], _ id: ExpressionID, in scope: Scope) throws(TextError) -> [IndexItem] {
    var items: [IndexItem] = []
    for entry in entries {
      switch entry {
      case .ellipsis: items.append(.ellipsis)
      case .slice(let start, let stop, let step, let range):
        let lower = try bound(start, "the start", in: scope)
        let upper = try bound(stop, "the stop", in: scope)
        let stride = try bound(step, "the step", in: scope) ?? 1
        guard let known = stride.constant else {
          throw error(range, "the step of a slice must be a number, got \(stride)")
        }
        guard known != 0 else { throw error(range, "the step of a slice must not be 0") }
        items.append(.slice(start: lower, stop: upper, step: known))
      case .expression(let expression):
        let value = try evaluate(expression, in: scope)
        if case .tuple(let parts) = value, entries.count == 1 {
          for part in parts.values { items.append(try item(part, expression)) }
        } else {
          items.append(try item(value, expression))
        }
      }
    }
    return items
  }

  private func bound(_ id: ExpressionID?, _ what: String, in scope: Scope) throws(TextError) -> Dimension? {
    guard let id else { return nil }
    let value = try evaluate(id, in: scope)
    if case .none = value { return nil }
    if let extent = value.dimension { return extent }
    if case .tensor(let tensor) = value, tensor.rank == 0, tensor.elementType.isInteger {
      throw notAvailable("\(what) of a slice that is computed (\(value.shown))", id)
    }
    throw error(id, "\(what) of a slice must be an integer or an extent, got \(value.shown)")
  }

  private func item(_ value: TextValue, _ id: ExpressionID) throws(TextError) -> IndexItem {
    if let position = value.dimension { return .position(position) }
    switch value {
    case .none: return .newAxis
    case .number(.flag): throw notAvailable("a bool as an index", id)
    case .tensor, .list, .tuple:
      let tensor = try strongTensor(value, id)
      if tensor.elementType == .bool { throw notAvailable("a bool array as an index", id) }
      if case .list(let parts) = value, parts.values.isEmpty { return .array(try cast(tensor, to: .i64, id)) }
      guard tensor.elementType.isInteger else {
        throw error(
          id, "an index must be of integers, got \(TextValue.tensor(tensor).shown)", hint: "cast it, as i64(x)")
      }
      return .array(tensor)
    case .number, .extent, .elementType, .text, .function:
      throw error(id, "an index must be an integer, a slice, '...', None or an array of integers, got \(value.shown)")
    }
  }

  // MARK: Results

  private func indexed(_ tensor: Tensor, _ items: [IndexItem], _ id: ExpressionID) throws(TextError) -> Tensor {
    let arrays = items.indices.filter { if case .array = items[$0] { true } else { false } }
    guard let position = arrays.first, case .array(let indices) = items[position] else {
      return try sliced(tensor, items, id)
    }
    guard arrays.count == 1 else { throw notAvailable("several arrays in one index", id) }
    // The array's axis stays whole first, and is then gathered along.
    var plain = items
    plain[position] = .slice(start: nil, stop: nil, step: 1)
    let part = try sliced(tensor, plain, id)
    let axis = resultAxis(of: position, items, rank: tensor.rank)
    let taken = try take(part, indices, axis, id)
    guard axis > 0, separatesAdvanced(items) else { return taken }
    let count = indices.rank
    let front = Array(axis..<axis + count)
    return try transposed(taken, front + (0..<axis) + Array((axis + count)..<taken.rank), id)
  }

  /// The axis that entry `position` has once the basic entries are applied.
  private func resultAxis(of position: Int, _ items: [IndexItem], rank: Int) -> Int {
    let used = items.filter(\.takesAxis).count
    return items[..<position].reduce(0) { axis, item in
      switch item {
      case .position: axis
      case .slice, .newAxis, .array: axis + 1
      case .ellipsis: axis + rank - used
      }
    }
  }

  /// Whether integers and the array stand apart: then NumPy puts the array's axes first.
  private func separatesAdvanced(_ items: [IndexItem]) -> Bool {
    guard let first = items.firstIndex(where: \.isAdvanced), let last = items.lastIndex(where: \.isAdvanced) else {
      return false
    }
    return !items[first...last].allSatisfy(\.isAdvanced)
  }

  private func take(_ tensor: Tensor, _ indices: Tensor, _ axis: Int, _ id: ExpressionID) throws(TextError) -> Tensor {
    guard let definition = OperationTable.definition(named: "take"), definition.parameters.count >= 3 else {
      throw notAvailable("an array as an index", id)
    }
    let names = definition.parameters.map(\.name)
    let axisArgument: OperationDefinition.Argument =
      definition.parameters[2].kind == .axes ? .axes([axis]) : .integer(axis)
    let arguments: [String: OperationDefinition.Argument] = [
      names[0]: .tensor(tensor), names[1]: .tensor(indices), names[2]: axisArgument,
    ]
    guard let result = try build(definition, arguments, id).first else { throw error(id, "take gave no result") }
    return result
  }

  private func sliced(_ tensor: Tensor, _ items: [IndexItem], _ id: ExpressionID) throws(TextError) -> Tensor {
    if items.allSatisfy({ if case .ellipsis = $0 { true } else { $0.isFullSlice } }) { return tensor }
    let result = Slicing.apply(tensor, items, at: place(id))
    if let problem = result.error { throw error(id, problem) }
    return result
  }
}
