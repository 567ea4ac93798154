import TensorJIT
import TensorText

/// What is known of the derivative of one operation or function.
public struct DerivativeReport: Sendable {
  /// Whether there is something to differentiate.
  public enum Kind: Hashable, Sendable {
    /// It has a derivative, and the figures say how far it is from differences.
    case differentiable
    /// Constant wherever it is differentiable, or without floats in or out.
    case flat
    /// There is none, and why.
    case none(String)
    /// No program to try it on.
    case untried
  }

  public let name: String
  public let family: String
  public internal(set) var kind: Kind
  public internal(set) var samples = 0
  /// The worst of all samples and backends.
  public internal(set) var worst: GradientReport?
  /// What went wrong, with the program.
  public internal(set) var failures: [String] = []

  public var isCorrect: Bool {
    failures.isEmpty && kind != .untried && (worst?.isCorrect ?? true)
  }
}

/// Checks the derivatives of every operation and scalar function of the tables on their samples: reverse mode against differences, forward mode
/// against reverse mode, second order, by native code and by the interpreter.
///
/// An entry of the tables that takes a tensor and has no sample is `untried`, which counts as wrong: new operations bring samples along.
public enum DerivativeCheck {
  public static let engines: [CompilationOptions] = [
    CompilationOptions(engine: .llvm(.init()), cache: nil, isChecked: true),
    CompilationOptions(engine: .interpreter, cache: nil, isChecked: true),
  ]

  /// One of an entry of the tables.
  public struct Subject: Sendable {
    public let name: String
    public let family: String
    public let samples: [DerivativeSample]
    let takesTensors: Bool
  }

  /// Every entry of the tables but the functions about derivatives themselves.
  public static var subjects: [Subject] {
    let functions = ScalarFunctionTable.all.map { function in
      let takesFloats = function.signature(for: [ElementType](repeating: .f64, count: function.arity)) != nil
      return Subject(
        name: function.name, family: "elementwise", samples: takesFloats ? [function.derivativeSample] : [], takesTensors: takesFloats)
    }
    let indices = [("x[...]", Slice.samples + Gather.samples), ("x.at[...]", Scatter.samples)].map { name, samples in
      Subject(name: name, family: "indexing", samples: samples.map { DerivativeSample($0) }, takesTensors: true)
    }
    let operations = OperationTable.all.filter { $0.family != "derivatives" }.map { definition in
      let kinds: [OperationDefinition.Kind] = [.tensor, .tensors]
      return Subject(
        name: definition.name, family: definition.family, samples: definition.samples.map { DerivativeSample($0) },
        takesTensors: definition.parameters.contains { kinds.contains($0.kind) } && definition.name != "arange")
    }
    return functions + indices + operations
  }

  public static func check(_ subject: Subject, engines: [CompilationOptions] = engines) -> DerivativeReport {
    var report = DerivativeReport(name: subject.name, family: subject.family, kind: .flat)
    if subject.samples.isEmpty, subject.takesTensors { report.kind = .untried }
    for sample in subject.samples {
      do {
        report.samples += 1
        try check(sample, engines, &report)
      } catch {
        if let reason = (error as? TensorError)?.missingDerivative {
          report.kind = .none(reason)
        } else {
          report.failures.append("\(sample.program): \(error)")
        }
      }
    }
    return report
  }

  /// What a check would find, by building gradients of the samples only.
  package static func kind(of subject: Subject) -> DerivativeReport.Kind {
    var kind: DerivativeReport.Kind = subject.samples.isEmpty && subject.takesTensors ? .untried : .flat
    for sample in subject.samples {
      guard let (parameters, results, _) = try? sample.parsed(), let cost = DerivativeSample.cost(results) else { continue }
      let connected = connected(cost, parameters)
      if let reason = connected.error?.missingDerivative { return .none(reason) }
      if !connected.indices.isEmpty { kind = .differentiable }
    }
    return kind
  }

  private static func check(
    _ sample: DerivativeSample, _ engines: [CompilationOptions], _ report: inout DerivativeReport
  ) throws {
    let (parameters, results, point) = try sample.parsed()
    guard let cost = DerivativeSample.cost(results) else { return }
    let connected = connected(cost, parameters)
    if let error = connected.error { throw error }
    let rest = parameters.indices.filter { !connected.indices.contains($0) }
    if try !rest.isEmpty && changes(cost, parameters, point, rest) {
      report.failures.append("\(sample.program): nothing is said to flow, but values change")
    }
    if connected.indices.isEmpty { return }
    report.kind = .differentiable
    for options in engines {
      let own = try checkGradient(
        of: cost, withRespectTo: connected.indices.map { parameters[$0] }, at: connected.indices.map { point[$0] },
        given: rest.map { (parameters[$0], point[$0]) }, options: options)
      report.worst = report.worst.map { $0.worse(own) } ?? own
      if !own.isCorrect { report.failures.append("\(sample.program): \(own)") }
    }
  }

  /// Whether a cost is another near a point, along some parameters.
  private static func changes(_ cost: Tensor, _ parameters: [Tensor], _ point: [NDArray], _ positions: [Int]) throws -> Bool {
    let function = try compile(inputs: parameters, outputs: [cost])
    func value(_ step: Double) throws -> Double {
      let moved = try point.enumerated().map { position, array in
        guard positions.contains(position) else { return array }
        return try NDArray(array.toArray(of: Double.self).map { $0 + step }).reshaped(array.shape)
      }
      return try function(moved)[0].toArray(of: Double.self)[0]
    }
    return try value(1e-6) != value(-1e-6)
  }

  /// The parameters that a cost depends on differentiably, or why that cannot be said.
  private static func connected(_ cost: Tensor, _ parameters: [Tensor]) -> (indices: [Int], error: TensorError?) {
    var indices: [Int] = []
    for (position, parameter) in parameters.enumerated() {
      let slope = gradient(of: cost, withRespectTo: parameter)
      guard let error = slope.error else {
        indices.append(position)
        continue
      }
      if error.missingDerivative != nil { return ([], error) }
    }
    return (indices, nil)
  }
}

extension TensorError {
  /// Why an operation has no derivative, if that is what the error says.
  var missingDerivative: String? {
    let start = "has no derivative: "
    return message.hasPrefix(start) ? String(message.dropFirst(start.count)) : nil
  }
}

extension GradientReport {
  func worse(_ other: GradientReport) -> GradientReport {
    var result = self
    result.include(other)
    return result
  }
}
