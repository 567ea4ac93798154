import TensorGraphRewrites

/// Places in the user's program as text, each looked up once.
struct PlaceNames {
  private var known: [SourcePlace: String] = [:]
  private var lookedUp = 0

  /// An address is turned into a line by another program, which takes milliseconds: of large graphs only some places
  /// are shown.
  private static let addressLimit = 100

  mutating func names(of places: [SourcePlace]) -> [String] {
    var result: [String] = []
    for place in places {
      guard let name = name(of: place), !result.contains(name) else { continue }
      result.append(name)
    }
    return result
  }

  private mutating func name(of place: SourcePlace) -> String? {
    if let name = known[place] { return name }
    switch place {
    case .none: return nil
    case .swift, .text: break
    case .operation(_, let place): return name(of: place)
    case .address:
      guard lookedUp < PlaceNames.addressLimit else { return nil }
      lookedUp += 1
    }
    let name = place.resolvedDescription
    known[place] = name
    return name
  }
}
