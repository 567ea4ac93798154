import Synchronization

/// Numbers for things that need an identity: nodes in order of creation, unnamed symbols.
package enum FreshNumbers {
  private static let counter = Atomic<Int>(1)
  package static func next() -> Int { counter.add(1, ordering: .relaxed).newValue }
}
