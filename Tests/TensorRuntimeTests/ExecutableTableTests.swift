import CTensorSupport
import Synchronization
import TensorRuntime
import Testing

@Suite struct ExecutableTableTests {
  private final class Stub: Executable {
    func run(
      _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
      _ symbols: UnsafePointer<Int64>
    ) -> Int32 { 0 }
  }

  @Test func equalKeysShareWhatIsAlive() {
    let table = ExecutableTable<[UInt8]>()
    let first = table.executable(for: [1]) { Stub() }
    let second = table.executable(for: [1]) { Stub() }
    let other = table.executable(for: [2]) { Stub() }
    #expect(first === second)
    #expect(first !== other)
    #expect(table.count == 2)
  }

  @Test func theTableKeepsNothingAlive() {
    let table = ExecutableTable<[UInt8]>()
    for i in 0..<1000 {
      weak var observed: Stub?
      do {
        let made = Stub()
        observed = made
        withExtendedLifetime(table.executable(for: [UInt8(i & 255), UInt8(i >> 8)]) { made }) {}
      }
      #expect(observed == nil)
    }
    #expect(table.count == 0)
  }

  @Test func errorsPassThroughAndLeaveNothing() {
    struct Refusal: Error {}
    let table = ExecutableTable<Int>()
    #expect(throws: Refusal.self) {
      try table.executable(for: 1) { () throws(Refusal) -> any Executable in throw Refusal() }
    }
    #expect(table.existing(1) == nil)
  }

  @Test func threadsThatMakeTheSameGetTheSame() async {
    let table = ExecutableTable<Int>()
    for round in 0..<200 {
      let made = await withTaskGroup(of: (any Executable).self) { group in
        for _ in 0..<4 { group.addTask { table.executable(for: round) { Stub() } } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(made.allSatisfy { $0 === made[0] })
    }
  }
}
