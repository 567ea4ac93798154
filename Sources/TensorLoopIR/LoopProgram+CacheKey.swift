import TensorScalars

extension LoopProgram {
  /// Everything that decides the code: the text, and the content of every scalar function that it calls.
  ///
  /// Equal texts compile to equal code. Names are part of it: `canonicalized()` first lets programs share code that
  /// differ in names and numbers only.
  public var cacheKey: String {
    var called: [String: String] = [:]
    LoopProgram.forEachExpression(body) { expression in
      guard case .call(let function, let arguments) = expression else { return }
      let types = arguments.map(\.type)
      let name = function.name.isIdentifier ? function.name : quoted(function.name)
      let signature = "\(name)(\(types.map(\.shortName).joined(separator: ", ")))"
      // Two functions of one name may be called by one program.
      called[signature + ": " + function.digest(for: types)] = signature
    }
    if called.isEmpty { return description }
    return description + "functions {\n" + called.keys.sorted().map { "  \($0)\n" }.joined() + "}\n"
  }

  /// The same program with symbols called `s0`, `s1`, ... in the order of the entry, loops and values numbered in
  /// order of appearance, and no other names.
  public func canonicalized() -> LoopProgram {
    var renaming = LoopRenaming()
    for (position, symbol) in symbols.enumerated() { renaming.symbols[symbol] = Symbol("s\(position)") }
    var result = self
    result.name = ""
    result.symbols = symbols.indices.map { Symbol("s\($0)") }
    result.buffers = buffers.map { buffer in
      LoopBuffer(name: "", type: buffer.type, role: buffer.role, count: renaming(buffer.count))
    }
    result.body = renaming(body)
    (result.loopCount, result.valueCount) = (renaming.loops.count, renaming.values.count)
    return result
  }

  /// Calls `visit` with every right side of a definition, without recursion.
  static func forEachExpression(_ body: [Statement], _ visit: (Expression) -> Void) {
    var work = [body[...]]
    while let list = work.popLast() {
      for statement in list {
        switch statement {
        case .define(_, let expression): visit(expression)
        case .store, .call, .check, .prefetch: break
        case .loop(let loop): work.append(loop.body[...])
        case .fold(let fold): work.append(fold.body[...])
        case .reduce(let reduction): work += [reduction.body[...], reduction.then[...]]
        case .scan(let scan): work += [scan.body[...], scan.then[...]]
        }
      }
    }
  }
}
