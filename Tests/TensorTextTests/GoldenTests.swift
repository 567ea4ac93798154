import TensorText
import Testing

/// The text of a program's graph, or its error.
func printed(_ program: String) -> String {
  do throws(TextError) {
    return try TextProgram(parsing: program, file: "t.tj").printed().text
  } catch {
    return error.description
  }
}

@Suite struct GoldenTests {
  @Test func programsPrintAsExpected() throws {
    try GoldenFile("programs.txt").check { printed($0.input) }
  }

  @Test func errorsPrintAsExpected() throws {
    try GoldenFile("errors.txt").check { printed($0.input) }
  }

  @Test func graphsDrawAsExpected() throws {
    try GoldenFile("trees.txt").check { one in
      do throws(TextError) {
        return try TextProgram(parsing: one.input, file: "t.tj").treeDescription
      } catch {
        return error.description
      }
    }
  }
}
