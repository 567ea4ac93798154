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
    return .tensor(try checkedTensor(tensor.indexed(try self.entries(entries, in: scope), at: place(id)), id))
  }

  /// `x.at[index].set(y)`, where the callee has that form.
  func write(
    _ callee: ExpressionID, _ arguments: [ArgumentSyntax], _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> TextValue? {
    guard case .attribute(let base, let method) = tree[callee].form, case .index(let target, let entries) = tree[base].form,
      case .attribute(let operand, let at) = tree[target].form, at.text == "at"
    else { return nil }
    let names = IndexedWrite.allCases.map(\.rawValue) + ["get"]
    guard names.contains(method.text) else {
      throw error(
        method.range, "there is no write '\(method.text)'",
        hint: Spelling.suggestion(for: method.text, among: names) ?? "writes are \(names.joined(separator: ", "))")
    }
    let form = "x.at[...].\(method.text)(\(method.text == "get" ? "" : "y"))"
    let wanted = method.text == "get" ? 0 : 1
    guard arguments.count == wanted, arguments.allSatisfy({ $0.label == nil }) else {
      throw error(id, "\(form) takes \(counted(wanted, "argument")), got \(arguments.count)")
    }
    let tensor = try strongTensor(try evaluate(operand, in: scope), operand)
    let index = try self.entries(entries, in: scope)
    guard let write = IndexedWrite(rawValue: method.text) else {
      return .tensor(try checkedTensor(tensor.indexed(index, at: place(id)), id))
    }
    let updates = try self.tensor(try evaluate(arguments[0].value, in: scope), arguments[0].value)
    return .tensor(try checkedTensor(tensor.updated(index, write, updates, at: place(id)), id))
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

  private func entries(_ entries: [IndexSyntax], in scope: Scope) throws(TextError) -> [IndexingEntry<Tensor>] {
    var result: [IndexingEntry<Tensor>] = []
    for entry in entries {
      switch entry {
      case .ellipsis: result.append(.basic(.ellipsis))
      case .slice(let start, let stop, let step, let range):
        let lower = try bound(start, "the start", in: scope)
        let upper = try bound(stop, "the stop", in: scope)
        let stride = try bound(step, "the step", in: scope) ?? 1
        guard let known = stride.constant else {
          throw error(range, "the step of a slice must be known when compiling", hint: "write a number, or take the elements of arange(...)")
        }
        guard known != 0 else { throw error(range, "the step of a slice must not be 0", hint: "steps are 1, 2, ... or -1, -2, ...") }
        result.append(.basic(.range(start: lower, stop: upper, step: known)))
      case .expression(let expression):
        let value = try evaluate(expression, in: scope)
        if case .tuple(let parts) = value, entries.count == 1 {
          for part in parts.values { result.append(try self.entry(part, expression)) }
        } else {
          result.append(try self.entry(value, expression))
        }
      }
    }
    return result
  }

  private func bound(_ id: ExpressionID?, _ what: String, in scope: Scope) throws(TextError) -> Dimension? {
    guard let id else { return nil }
    let value = try evaluate(id, in: scope)
    if case .none = value { return nil }
    if let extent = value.dimension { return extent }
    if case .tensor(let tensor) = value, tensor.rank == 0, tensor.elementType.isInteger {
      return try extent(tensor, as: .bound, "getitem", id)
    }
    throw error(id, "\(what) of a slice must be an integer or an extent, got \(value.shown)")
  }

  private func entry(_ value: TextValue, _ id: ExpressionID) throws(TextError) -> IndexingEntry<Tensor> {
    if let position = value.dimension { return .basic(.index(position)) }
    switch value {
    case .none: return .basic(.newAxis)
    case .number(.flag(let flag)): return .array(Tensor(ScalarValue(flag), at: place(id)))
    case .tensor, .list, .tuple:
      let tensor = try strongTensor(value, id)
      if case .list(let parts) = value, parts.values.isEmpty { return .array(try cast(tensor, to: .i64, id)) }
      guard tensor.elementType.isInteger || tensor.elementType == .bool else {
        throw error(
          id, "an index must be of integers or bools, got \(TextValue.tensor(tensor).shown)", hint: "cast it, as i64(x)")
      }
      return .array(tensor)
    case .number, .extent, .elementType, .text, .function:
      throw error(id, "an index must be an integer, a slice, '...', None or an array of integers or bools, got \(value.shown)")
    }
  }
}
