import PyTensorImport
import TensorJIT

/// What became of a case.
public enum CaseOutcome: Hashable, Sendable {
  case passed
  case failed(String)
  /// The graph has an Op, or a type, that is not known here.
  case skipped(String)
}

/// Reads, compiles and calls cases.
public struct CaseRunner: Sendable {
  public var options: CompilationOptions

  public init(options: CompilationOptions) { self.options = options }

  public func run(_ test: ConformanceCase) -> CaseOutcome {
    let graph: PyTensorGraph
    let function: CompiledFunction
    do {
      graph = try test.graph()
      function = try compile(
        inputs: graph.parameters.map(\.tensor), outputs: graph.results.map(\.tensor), name: "main", options: options)
    } catch let error as PyTensorImportError where error.kind == .unknownOperation || error.kind == .unsupportedType {
      return .skipped("\(error)")
    } catch {
      return test.mustFail ? .passed : .failed("\(error)")
    }
    for call in 0..<test.callCount {
      let outcome = self.call(function, test, call)
      guard outcome == .passed else { return outcome }
    }
    return .passed
  }

  private func call(_ function: CompiledFunction, _ test: ConformanceCase, _ number: Int) -> CaseOutcome {
    let (inputs, expectation): ([NDArray], ConformanceCase.Expectation)
    do {
      (inputs, expectation) = (try test.inputs(number), try test.expectation(number))
    } catch {
      return error.kind == .unsupportedType ? .skipped("\(error)") : .failed("\(error)")
    }
    let results: [NDArray]
    do {
      results = try function(inputs)
    } catch {
      if case .error = expectation { return .passed }
      return .failed("call \(number): \(error)")
    }
    switch expectation {
    case .error(let error): return .failed("call \(number) should fail with \(error), and gives \(results.map { "\($0)" }.joined(separator: "; ").prefix(200))")
    case .outputs(let outputs):
      guard outputs.count == results.count else { return .failed("\(results.count) results, not \(outputs.count)") }
      for (position, (result, output)) in zip(results, outputs).enumerated() {
        guard let output else { continue }
        let checksValues = !test.isRandom && test.tag != "undefined"
        if let difference = Comparison.difference(result, output, checksValues: checksValues) {
          return .failed("call \(number), output \(position): \(difference)")
        }
      }
      return .passed
    }
  }
}

/// Compares results with recorded ones.
enum Comparison {
  /// What differs; nil if nothing does.
  static func difference(_ result: NDArray, _ expected: NDArray, checksValues: Bool) -> String? {
    if result.elementType != expected.elementType {
      return "elements of \(result.elementType.name), not \(expected.elementType.name)"
    }
    if result.shape != expected.shape { return "shape \(Array(result.shape)), not \(Array(expected.shape))" }
    guard checksValues else { return nil }
    do {
      return try values(result, expected)
    } catch {
      return "\(error)"
    }
  }

  private static func values(_ result: NDArray, _ expected: NDArray) throws -> String? {
    let type = expected.elementType
    if type == .bool || type.isInteger {
      return try result.isBitwiseEqual(to: expected) ? nil : shown(result, expected)
    }
    let parts = try (numbers(result), numbers(expected))
    // Complex numbers are compared by their size, as pairs.
    let width = type.isFloat ? 1 : 2
    let tolerance = type.bitWidth / width == 64 ? 1e-5 : 2e-3
    for start in stride(from: 0, to: parts.0.count, by: width) {
      let (a, b) = (parts.0[start..<start + width], parts.1[start..<start + width])
      if zip(a, b).allSatisfy({ $0 == $1 || ($0.isNaN && $1.isNaN) }) { continue }
      let size = b.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      if !(distance <= tolerance * size + smallest) || !size.isFinite {
        return "element \(start / width) is \(list(a)), not \(list(b)): " + (try shown(result, expected))
      }
    }
    return nil
  }

  /// What counts as 0 beside 0: `numpy.testing` asks for equality there, sums that cancel do not give it.
  private static let smallest = 1e-12

  private static func list(_ parts: ArraySlice<Double>) -> String { parts.map { "\($0)" }.joined(separator: " + i ") }

  private static func shown(_ result: NDArray, _ expected: NDArray) throws -> String {
    func line(_ array: NDArray) -> String { "\(array)".split(separator: "\n").joined(separator: " ").prefix(160).description }
    return "\(line(result)) instead of \(line(expected))"
  }

  /// Real and imaginary parts in a row.
  private static func numbers(_ array: NDArray) throws -> [Double] {
    if array.elementType.isFloat { return try array.astype(.f64).withUnsafeBufferPointer(as: Double.self) { Array($0) } }
    return try array.withUnsafeBytes { bytes in
      if array.elementType.byteCount == 8 { return bytes.withMemoryRebound(to: Float.self) { $0.map(Double.init) } }
      return bytes.withMemoryRebound(to: Double.self) { Array($0) }
    }
  }
}
