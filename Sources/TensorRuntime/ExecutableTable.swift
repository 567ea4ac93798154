/// The executables that are alive, by what they were made from, so that equal programs share one image.
///
/// The table holds none of them alive: an executable goes with its last holder, and a call holds its executable.
public final class ExecutableTable<Key: Hashable & Sendable>: Sendable {
  private struct Weak: Sendable {
    weak var executable: (any Executable)?
  }

  private struct State: Sendable {
    var entries: [Key: Weak] = [:]
    /// At this many entries the dead ones are swept out.
    var sweepCount = 32
  }

  private let state = Locked(State())

  public init() {}

  /// The living executable for `key`, or the one that `make` makes.
  ///
  /// If several threads make one for the same key at once, all get the one that was finished first.
  public func executable<Failure: Error>(
    for key: Key, make: () throws(Failure) -> any Executable
  ) throws(Failure) -> any Executable {
    if let found = existing(key) { return found }
    let made = try make()
    return state.withLock { state in
      if let earlier = state.entries[key]?.executable { return earlier }
      state.entries[key] = Weak(executable: made)
      if state.entries.count >= state.sweepCount {
        state.entries = state.entries.filter { $0.value.executable != nil }
        state.sweepCount = max(32, state.entries.count * 2)
      }
      return made
    }
  }

  /// The living executable for `key`.
  public func existing(_ key: Key) -> (any Executable)? {
    state.withLock { $0.entries[key]?.executable }
  }

  /// How many are alive.
  public var count: Int {
    state.withLock { $0.entries.values.count { $0.executable != nil } }
  }
}
