import Synchronization
import TensorGraph
import TensorOperators

/// The indices of a function that a call looks at by itself, as NumPy would, where what they are of turns out to have no element.
///
/// They cost nothing before: a function that looks them up is compiled when a call first has such extents.
final class UnreadIndices: Sendable {
  static let none = UnreadIndices([], name: "", parameters: [], options: .standard)

  private let all: [UnreadIndex]
  private let name: String
  private let parameters: [Tensor]
  private let options: CompilationOptions
  private let functions = Mutex<[Int: CompiledFunction]>([:])

  /// - Parameter outputs: what the function computes, as it was written.
  convenience init(of outputs: [Tensor], name: String, parameters: [Tensor], options: CompilationOptions) {
    self.init(UnreadIndex.all(of: outputs), name: name, parameters: parameters, options: options)
  }

  private init(_ all: [UnreadIndex], name: String, parameters: [Tensor], options: CompilationOptions) {
    (self.all, self.name, self.parameters, self.options) = (all, name, parameters, options)
  }

  /// Which are of no element in calls whose symbols have these values.
  func numbers(_ values: [Symbol: Int]) -> [Int] {
    // Extents that are values of what rules left out of the program are nobody's.
    all.indices.filter { all[$0].isUnread(values) ?? false }
  }

  /// Fails where an index is out of range.
  func check(_ numbers: [Int], _ arguments: [NDArray]) throws {
    for number in numbers { _ = try function(number)(arguments) }
  }

  private func function(_ number: Int) throws(CallError) -> CompiledFunction {
    try functions.withLock { functions throws(CallError) in
      if let known = functions[number] { return known }
      let lookup = all[number].lookup
      // Known without a call: no index is in range of an axis that is known to be empty.
      if let error = lookup.error { throw CallError(.arguments, "\(error.operation): \(error.message)", places: error.places) }
      var options = options
      options.rewriting = .off
      let function = CompiledFunction(
        name: "\(name)_index\(number)", parameters: parameters, outputs: [lookup], options: options)
      functions[number] = function
      return function
    }
  }
}
