import TensorGraph

extension CompiledFunction {
  /// The arguments, cast safely where a parameter has a wider element type.
  func checked(_ arguments: [NDArray]) throws(CallError) -> [NDArray] {
    guard arguments.count == parameterTypes.count else {
      throw CallError(
        .arguments, "\(name) takes \(parameterTypes.count) arguments (\(parameterNames.joined(separator: ", "))), got \(arguments.count)")
    }
    var result = arguments
    for index in arguments.indices {
      let expected = parameterTypes[index]
      let got = arguments[index]
      if got.elementType == expected.elementType && got.rank == expected.rank { continue }
      guard got.rank == expected.rank else { throw mismatch(index, got, "rank \(expected.rank), got rank \(got.rank)") }
      guard got.elementType.canCastSafely(to: expected.elementType) else {
        throw mismatch(index, got, "\(got.elementType.name) does not cast safely to \(expected.elementType.name)")
      }
      do {
        result[index] = try got.astype(expected.elementType)
      } catch {
        throw CallError(.execution, "casting argument \(parameterNames[index]): \(error)")
      }
    }
    return result
  }

  private func mismatch(_ index: Int, _ got: NDArray, _ reason: String) -> CallError {
    CallError(
      .arguments,
      "argument \(parameterNames[index]) of \(name): expected \(parameterTypes[index]), got \(got.elementType.name)\(Array(got.shape)): \(reason)",
      places: parameters[index].node.places)
  }

  /// The values of the symbols in the parameters' types.
  func bindSymbols(_ arguments: [NDArray]) throws(CallError) -> [Symbol: Int] {
    var values: [Symbol: Int] = [:]
    var source: [Symbol: String] = [:]
    for (index, type) in parameterTypes.enumerated() {
      for (axis, extent) in type.shape.enumerated() {
        let got = arguments[index].shape[axis]
        if let constant = extent.constant, constant != got {
          throw mismatch(index, arguments[index], "axis \(axis) must have extent \(constant), has \(got)")
        }
        guard let symbol = extent.bareSymbol else { continue }
        if let known = values[symbol], known != got {
          throw mismatch(
            index, arguments[index],
            "axis \(axis): \(symbol) is \(got) here but \(known) in \(source[symbol] ?? "another argument")")
        }
        values[symbol] = got
        source[symbol] = source[symbol] ?? "axis \(axis) of \(parameterNames[index])"
      }
    }
    for (index, type) in parameterTypes.enumerated() {
      for (axis, extent) in type.shape.enumerated() where extent.constant == nil && extent.bareSymbol == nil {
        let expected = extent.evaluate(values)
        if expected != arguments[index].shape[axis] {
          throw mismatch(
            index, arguments[index],
            "axis \(axis) must have extent \(extent) = \(expected.map(String.init) ?? "?"), has \(arguments[index].shape[axis])")
        }
      }
    }
    return values
  }
}
