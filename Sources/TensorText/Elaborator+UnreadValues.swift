import TensorGraph
import TensorOperators

/// What a program writes is computed, as in Python, as far as shapes go: they must fit also where only the extents of a value are read, or
/// nothing of it (`(x + y).shape[0]`, a name that is not used). Elements of such values are not computed.
extension Elaborator {
  /// The results, of which the first asks for what values that no result reads ask of the parameters' extents.
  func askingForUnread(
    _ results: [(name: String, tensor: Tensor)], of parameters: [(name: String, tensor: Tensor)], at place: SourcePlace
  ) -> [(name: String, tensor: Tensor)] {
    let tensors = results.map(\.tensor)
    let read = Set(Traversal.nodes(of: tensors).map(ObjectIdentifier.init))
    let unread = written.filter { !read.contains(ObjectIdentifier($0.node)) }
    if unread.isEmpty { return results }
    let known = Set(Requiring.origins(of: tensors).map(\.constraint))
    let given = parameters.flatMap { $0.tensor.shape }.reduce(into: Set<Symbol>()) { symbols, extent in
      extent.forEachAtom { if case .symbol(let symbol) = $0 { symbols.insert(symbol) } }
    }
    let asked = Requiring.origins(of: unread).filter { origin in
      guard !known.contains(origin.constraint) else { return false }
      var isKnown = true
      for extent in [origin.constraint.first, origin.constraint.second] {
        extent.forEachAtom { if case .symbol(let symbol) = $0, !given.contains(symbol) { isKnown = false } }
      }
      return isKnown
    }
    var results = results
    results[0].tensor = Requiring.tensor(results[0].tensor, of: asked, at: place)
    return results
  }
}
