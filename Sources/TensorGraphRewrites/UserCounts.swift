/// In how many places each value of a graph is used. Rules that compute a part of a value anew ask whether anyone needs
/// the whole of it.
///
/// Counted once, before rewriting; a value that another has become has the users of both. So a count may be too high where
/// users have gone, never too low for what was there from the start. What rules have made counts as used once.
struct UserCounts {
  private var counts: [Tensor: Int] = [:]

  mutating func reserveCapacity(_ count: Int) { counts.reserveCapacity(count) }

  /// One user more of each of these, which one node or caller has: once for each value.
  mutating func count(_ values: [Tensor]) {
    for (position, value) in values.enumerated() where !values[..<position].contains(value) { counts[value, default: 0] += 1 }
  }

  subscript(tensor: Tensor) -> Int { counts[tensor] ?? 1 }

  mutating func settle(_ tensor: Tensor, as normal: Tensor) {
    guard let count = counts[tensor] else { return }
    counts[normal, default: 0] += count
  }
}
