import PyTensorImport
import TensorJIT

/// A graph with calls and what they gave, as recorded from PyTensor: one line of a file.
public struct ConformanceCase: Sendable {
  public enum Expectation: Sendable {
    case outputs([NDArray?])
    /// The class of the exception.
    case error(String)
  }

  public var id: String
  /// The test that it was recorded from.
  public var test: String
  /// What it is good for: `equal`, `raises`, ...
  public var tag: String
  public var isRandom: Bool
  /// The Ops of its graph, `Elemwise{Add}`, each once.
  public var operations: [String]
  let value: JSONValue

  /// Reads a line.
  public init(_ line: some Collection<UInt8>, file: String) throws {
    value = try JSONReader.value(of: line)
    guard let id = value["id"]?.text, let tag = value["tag"]?.text else {
      throw PyTensorImportError(.malformed, "a case without id and tag", file: file)
    }
    (self.id, self.tag, test) = (id, tag, value["test"]?.text ?? "")
    isRandom = value["random"]?.flag ?? false
    var seen: Set<String> = []
    operations = (value["graph"]?["nodes"]?.list ?? []).compactMap { node in
      guard let op = node["op"], let name = op["cls"]?.text else { return nil }
      let inner = op["props"]?["scalar_op"]?["op"]?["cls"]?.text ?? op["props"]?["core_op"]?["op"]?["cls"]?.text
      return inner.map { "\(name){\($0)}" } ?? name
    }.filter { seen.insert($0).inserted }
  }

  /// The graph, read into tensors.
  func graph() throws(PyTensorImportError) -> PyTensorGraph { try PyTensorGraph(value, file: id) }

  var callCount: Int { value["calls"]?.list?.count ?? 0 }

  func inputs(_ call: Int) throws(PyTensorImportError) -> [NDArray] {
    let arrays = try ArrayTable(value["arrays"])
    var result: [NDArray] = []
    for input in value["calls"]?.list?[call]["inputs"]?.list ?? [] {
      guard let array = try arrays.array(input) else {
        throw PyTensorImportError(.unsupportedType, "an input that is not an array but \(input.shown)")
      }
      result.append(array)
    }
    return result
  }

  /// What a call should give; nil for outputs that are no arrays.
  func expectation(_ call: Int) throws(PyTensorImportError) -> Expectation {
    let call = value["calls"]?.list?[call] ?? .null
    if let error = call["error"]?.text { return .error(error) }
    let arrays = try ArrayTable(value["arrays"])
    var result: [NDArray?] = []
    for output in call["outputs"]?.list ?? [] { result.append(try arrays.array(output)) }
    return .outputs(result)
  }

  /// Whether every call must fail.
  var mustFail: Bool { (value["calls"]?.list ?? []).allSatisfy { $0["error"] != nil } && callCount > 0 }
}
