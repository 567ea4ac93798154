import TensorOperators

/// `mgrid[0:3, 0:1:5j]` and `ogrid[...]`: names that are indexed, not called.
extension Elaborator {
  /// The grid where `id` is one of these names and `index` its index; nil for everything else.
  func indexGrid(_ id: ExpressionID, indexedBy index: ExpressionID?, in scope: Scope) throws(TextError) -> TextValue? {
    guard case .name(let name) = tree[id].form, name == "mgrid" || name == "ogrid", scope.binding(name) == nil,
      scope.dimensions[name] == nil, function(named: name) == nil
    else { return nil }
    guard let index, case .index(_, let entries) = tree[index].form else {
      throw error(id, "'\(name)' is indexed", hint: "as in \(name)[0:3, 0:1:5j]")
    }
    var lines: [Tensor.GridLine] = []
    for entry in entries { lines.append(try gridLine(entry, name, index, in: scope)) }
    let arrays: [Tensor]
    let place = place(index).naming(name)
    do throws(TensorError) {
      arrays = lines.count == 1
        ? [try Tensor.gridLine(lines[0], at: place)]
        : try Tensor.grid(lines, isSparse: name == "ogrid", at: place)
      for array in arrays { if let problem = array.error { throw problem } }
    } catch {
      var error = error
      error.operation = name
      throw self.error(index, error)
    }
    return lines.count > 1 && name == "ogrid" ? .tuple(try parts(arrays.map { .tensor($0) }, index)) : .tensor(arrays[0])
  }

  /// `start:stop:step`; an imaginary step is a number of points, the stop included.
  private func gridLine(
    _ entry: IndexSyntax, _ name: String, _ id: ExpressionID, in scope: Scope
  ) throws(TextError) -> Tensor.GridLine {
    guard case .slice(let start, let stop, let step, let range) = entry else {
      throw error(id, "\(name) takes slices", hint: "as in \(name)[0:3, 0:1:5j]")
    }
    guard let stop else { throw error(range, "a slice of \(name) needs a stop") }
    let first = try start.map { id throws(TextError) in try number(id, in: scope) } ?? .integer(0)
    let last = try number(stop, in: scope)
    if let step, case .imaginary(let count) = tree[step].form {
      guard count.magnitude < 0x1p53 else { throw error(step, "too many points") }
      return .count(first, last, Int(count.magnitude))
    }
    return .steps(first, last, try step.map { id throws(TextError) in try number(id, in: scope) } ?? .integer(1))
  }

  private func number(_ id: ExpressionID, in scope: Scope) throws(TextError) -> StaticNumber {
    let value = try evaluate(id, in: scope)
    switch value {
    case .number(let number):
      if let integer = number.integer.flatMap({ Int(exactly: $0) }) { return .integer(Dimension(integer)) }
      return .float(number.float)
    case .extent(let extent): return .integer(extent)
    case .tensor(let tensor):
      if let number = StaticNumber(tensor) { return number }
    case .elementType, .text, .none, .tuple, .list, .function: break
    }
    throw error(id, "a bound of a grid must be a number or an extent known now, got \(value.shown)")
  }
}
