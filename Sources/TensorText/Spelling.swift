/// The nearest of some names to a misspelt one.
package enum Spelling {
  /// The candidate with the fewest edits from `word`, if that is few for its length.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.prefix(64))
    let allowed = letters.count <= 2 ? 1 : max(1, (letters.count + 1) / 3)
    var best: (name: String, distance: Int, begins: Int)?
    for candidate in candidates where abs(candidate.count - letters.count) <= allowed && candidate != word {
      let distance = edits(letters, Array(candidate))
      guard distance <= allowed, distance < letters.count else { continue }
      // Of equally near ones that which begins most like the word: people mistype ends.
      let begins = zip(candidate, letters).prefix { $0 == $1 }.count
      if best.map({ (distance, -begins, candidate) < ($0.distance, -$0.begins, $0.name) }) ?? true {
        best = (candidate, distance, begins)
      }
    }
    return best?.name
  }

  /// "did you mean 'exp'?"
  package static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: word, among: candidates).map { "did you mean '\($0)'?" }
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
  private static func edits(_ a: [Character], _ b: [Character]) -> Int {
    var older = [Int](repeating: 0, count: b.count + 1)
    var old = Array(0...b.count)
    for i in 0..<a.count {
      var new = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        new[j + 1] = min(old[j + 1] + 1, new[j] + 1, old[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { new[j + 1] = min(new[j + 1], older[j - 1] + 1) }
      }
      (older, old) = (old, new)
    }
    return old[b.count]
  }
}
