extension OperationDefinition {
  static let softmax: [OperationDefinition] = []
}
