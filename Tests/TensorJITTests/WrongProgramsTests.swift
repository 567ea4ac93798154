import Testing

/// The promise that no program does harm: those of five kinds give an error that names the operation and the line, or NumPy's value.
enum WrongPrograms {}

@Suite("Wrong programs") struct WrongProgramsTests {
  @Test("indices out of range", arguments: WrongPrograms.indices) func indices(_ program: WrongProgram) { program.check() }
  @Test("negative sizes", arguments: WrongPrograms.negativeSizes) func sizes(_ program: WrongProgram) { program.check() }
  @Test("shapes that do not match", arguments: WrongPrograms.mismatchedShapes) func shapes(_ program: WrongProgram) { program.check() }
  @Test("shapes that overflow", arguments: WrongPrograms.overflow) func overflow(_ program: WrongProgram) { program.check() }
  @Test("empty reductions", arguments: WrongPrograms.emptyReductions) func empty(_ program: WrongProgram) { program.check() }

  private static let values =
    WrongPrograms.indicesWithValues + WrongPrograms.negativeSizesWithValues + WrongPrograms.mismatchedShapesWithValues
    + WrongPrograms.overflowWithValues + WrongPrograms.emptyReductionsWithValues

  @Test("what has a value all the same", arguments: values) func value(_ program: DefinedValue) throws { try program.check() }

  @Test("150 programs, and some of every kind") func count() {
    let kinds = [
      WrongPrograms.indices, WrongPrograms.negativeSizes, WrongPrograms.mismatchedShapes, WrongPrograms.overflow,
      WrongPrograms.emptyReductions,
    ]
    for kind in kinds { #expect(kind.count >= 30) }
    let programs = kinds.joined()
    #expect(programs.count >= 150)
    #expect(programs.allSatisfy { $0.operation != nil && $0.line != nil })
    #expect(Set(programs.map { "\($0.text) \($0.inputs)" }).count == programs.count, "some are written twice")
  }
}
