import TensorOperators
import Testing

/// Laws that hold for every operation's record, with no edit when one is added.
@Suite struct DefinitionTests {
  /// Of those that mean something in NumPy: what works on graphs, as `grad`, has tests of its own.
  static let names = OperationTable.all.filter { !$0.numpy.isEmpty }.map(\.name)

  @Test func namesAreUnique() {
    let all = OperationTable.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(all).count == all.count)
    for name in all {
      #expect(ScalarFunctionTable.function(named: name) == nil, "\(name)")
      #expect(OperationTable.definition(named: name) != nil, "\(name)")
    }
  }

  @Test(arguments: names) func recordIsComplete(name: String) throws {
    let definition = try #require(OperationTable.definition(named: name))
    #expect(definition.summary.hasSuffix("."))
    #expect(definition.numpy.contains("np.") || definition.numpy.contains("sp."))
    #expect(!definition.elementTypes.isEmpty)
    let names = definition.parameters.map(\.name)
    #expect(Set(names).count == names.count)
    for parameter in definition.parameters { #expect(definition.numpy.contains(parameter.name), "\(parameter.name)") }
    // What may be left out comes after what may not.
    let optional = definition.parameters.map { $0.fallback != nil }
    #expect(zip(optional, optional.dropFirst()).allSatisfy { !$0 || $1 })
  }

  /// A call with nothing but the required arguments, of ordinary kinds, builds a graph; the node's attributes are
  /// arguments of the operation that has its name.
  @Test(arguments: names) func defaultsBind(name: String) throws {
    let definition = try #require(OperationTable.definition(named: name))
    let matrix = Tensor("x", .f64, ["n", "n"])
    var values: [String: OperationDefinition.Argument] = [:]
    for parameter in definition.parameters {
      values[parameter.name] =
        Self.particular[name]?[parameter.name] ?? parameter.fallback ?? sample(parameter, matrix)
    }
    let results = try definition.build(BoundArguments(operation: name, values: values, place: .none))
    for result in results {
      #expect(result.error == nil, "\(result.error?.description ?? "")")
      let operation = result.node.operation
      guard let own = OperationTable.definition(named: operation.name), operation.name != "arange" else { continue }
      for attribute in operation.attributes {
        #expect(own.parameters.contains { $0.name == attribute.label }, "\(operation.name): \(attribute.label)")
      }
    }
  }

  /// Arguments of a wrong kind are an error that names the parameter.
  @Test(arguments: names) func wrongKindsAreErrors(name: String) throws {
    let definition = try #require(OperationTable.definition(named: name))
    for wrong in definition.parameters where wrong.fallback == nil && wrong.kind != .type && wrong.kind != .text {
      var values: [String: OperationDefinition.Argument] = [:]
      for parameter in definition.parameters {
        values[parameter.name] = parameter.fallback ?? sample(parameter, Tensor("x", .f64, ["n", "n"]))
      }
      values[wrong.name] = .text("?")
      #expect(throws: TensorError.self) {
        _ = try definition.build(BoundArguments(operation: name, values: values, place: .none))
      }
    }
  }

  /// Arguments of operations that do not take what others take, by operation and parameter.
  static let particular: [String: [String: OperationDefinition.Argument]] = {
    let (vector, places) = (Tensor("v", .f64, ["n"]), Tensor("i", .i64, ["k"]))
    let (flags, many) = (Tensor("c", .bool, ["n", "n"]), Tensor("i", .i64, ["n", "n"]))
    let quantile: [String: OperationDefinition.Argument] = ["q": .tensor(0.5)]
    return [
      "select": ["condlist": .tensors([flags, flags])], "vander": ["x": .tensor(vector)], "one_hot": ["x": .tensor(many)],
      "kaiser": ["beta": .tensor(5.0)], "dsplit": ["ary": .tensor(Tensor("x", .f64, ["n", "n", 4])), "indices_or_sections": .nested(.one(2))],
      "unstack": ["x": .tensor(Tensor("x", .f64, [3, "n"]))], "take_along_axis": ["indices": .tensor(many)],
      "put_along_axis": ["indices": .tensor(many)], "put": ["ind": .tensor(places)],
      "ravel_multi_index": ["multi_index": .tensors([places, places]), "dims": .shape(["n", "n"])],
      "choose": ["a": .tensor(many)], "ix_": ["args": .tensors([vector, vector].map { $0.astype(.i64) })],
      "sliding_window_view": ["window_shape": .shape([2, 2]), "x": .tensor(Tensor("x", .f64, [5, 5]))],
      "delete": ["obj": .tensor(1)], "insert": ["obj": .tensor(1), "axis": .integer(0), "values": .tensor(1.5)],
      "compress": ["condition": .tensor(Tensor("c", .bool, ["n"])), "axis": .integer(0)],
      "bincount": ["x": .tensor(places), "length": .shape([7])], "digitize": ["bins": .tensor(vector)],
      "quantile": quantile, "percentile": quantile, "nanquantile": quantile, "nanpercentile": quantile,
      "cumulative_sum": ["axis": .integer(0)], "cumulative_prod": ["axis": .integer(0)],
    ]
  }()

  private func sample(
    _ parameter: OperationDefinition.Parameter, _ matrix: Tensor
  ) -> OperationDefinition.Argument {
    switch parameter.kind {
    case .tensor:
      switch parameter.name {
      case "start": .tensor(5)
      case "indices", "segment_ids": .tensor(Tensor("i", .i64, ["m"]))
      default: .tensor(matrix)
      }
    case .tensors: .tensors([matrix, matrix])
    case .nested: .nested(.one(1))
    case .integer: .integer(0)
    case .float: .float(0)
    case .flag: .flag(false)
    case .type: .type(.f32)
    case .axes: .axes([0])
    case .shape: parameter.name == "shape" ? .shape(["n", "n"]) : .shape(["n"])
    case .text: .text("")
    case .numberOrText: .none
    }
  }
}
