import TensorJIT

/// Makes the function and the operations of this package known to the text format and the lists.
public func registerExtensions() -> Bool {
  let function = ScalarFunctionTable.register(.versine)
  let operations = [OperationDefinition.movingAverage, .sumOfSquares].map(OperationTable.register)
  return function && operations.allSatisfy { $0 }
}
