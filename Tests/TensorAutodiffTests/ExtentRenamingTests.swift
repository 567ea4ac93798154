import TensorDerivativeChecking
import TensorGraph
import TensorJIT
import TensorText
import Testing

/// Extents that operations hold can be other ones: a law over the samples of all.
@Suite struct ExtentRenamingTests {
  @Test(arguments: DerivativeCheck.subjects.map(\.name)) func operationsRenameTheirExtents(_ name: String) throws {
    for subject in DerivativeCheck.subjects where subject.name == name {
      for sample in subject.samples {
        let (_, results, _) = try sample.parsed()
        for node in Traversal.nodes(of: results) {
          let renamed = node.operation.withExtents { _ in 7 }
          for attribute in renamed.attributes {
            attribute.value.forEachSymbol { symbol in
              Issue.record("\(node.operation.name) keeps \(symbol) in \(attribute.label): \(sample.program)")
            }
          }
        }
      }
    }
  }
}
