/// Sets of numbers as vectors of distinct elements in ascending order.
public enum SetCombination: String, CaseIterable, Sendable {
  case union = "union1d"
  case intersection = "intersect1d"
  case difference = "setdiff1d"
  case symmetricDifference = "setxor1d"
}

extension Tensor {
  /// Both in one type, flat. Numbers without a type of their own have that of an array of them, as for NumPy, but in unions, where they take the
  /// other's.
  private static func flat(_ a: Tensor, _ b: Tensor, _ combination: SetCombination, at place: SourcePlace) -> [Tensor] {
    let operands = combination == .union ? [a, b] : [a, b].map { $0.converted(to: $0.elementType, at: place) }
    return promoted(operands, to: nil, at: place).map { $0.raveled(at: place) }
  }

  private static func sorted(_ parts: [Tensor], _ operation: String, at place: SourcePlace) -> Tensor {
    Ordering.apply(.elements, .concatenated(parts, axis: 0, type: nil, at: place), axis: 0, name: operation, at: place)
  }

  static func combined(
    _ a: Tensor, _ b: Tensor, _ combination: SetCombination, areUnique: Bool, at place: SourcePlace
  ) -> Tensor {
    let name = combination.rawValue
    return building(name, [a, b], at: place) { () throws(TensorError) in
      let parts = flat(a, b, combination, at: place)
      func sets() -> [Tensor] { areUnique ? parts : parts.map { $0.distinct(operation: name, at: place) } }
      switch combination {
      case .union: return .concatenated(parts, axis: 0, type: nil, at: place).distinct(operation: name, at: place)
      case .intersection:
        let all = sorted(sets(), name, at: place)
        if all.error != nil { return all }
        let (front, back) = (sliced(all, [.range(start: nil, stop: -1)], at: place), sliced(all, [.range(start: 1, stop: nil)], at: place))
        return .masked(front, by: .apply(.equal, [front, back], at: place), operation: name, at: place)
      case .difference:
        let own = areUnique ? parts[0] : parts[0].distinct(operation: name, at: place)
        let kept = Tensor.apply(.logicalNot, [own.isIn(parts[1], operation: name, at: place)], at: place)
        return .masked(own, by: kept, operation: name, at: place)
      case .symmetricDifference:
        let all = sorted(sets(), name, at: place)
        if all.error != nil { return all }
        // What differs from both neighbours; at the ends there is none to differ from.
        let extent = Tensor.make(Extent(all.shape[0] - 1, isWeak: false), [], at: place)
        let numbers = Tensor.arange(.integer(all.shape[0]), nil, step: 1, type: .i64, at: place)
        let zero = Tensor(ScalarValue(integer: 0, type: .i64), at: place)
        func alone(_ side: Neighbour, _ end: Tensor) -> Tensor {
          let differs = Tensor.apply(.notEqual, [all, all.neighbours(along: 0, side, at: place)], at: place)
          return .apply(.logicalOr, [.apply(.equal, [numbers, end], at: place), differs], at: place)
        }
        return .masked(all, by: .apply(.logicalAnd, [alone(.before, zero), alone(.after, extent)], at: place), operation: name, at: place)
      }
    }
  }

  /// The common elements, and their first places in both.
  static func intersectionWithPlaces(_ a: Tensor, _ b: Tensor, areUnique: Bool, at place: SourcePlace) throws(TensorError) -> [Tensor] {
    let name = SetCombination.intersection.rawValue
    let parts = flat(a, b, .intersection, at: place)
    if let broken = parts.first(where: { $0.error != nil }) { return [broken] }
    let found = parts.map { areUnique ? nil : $0.distinctElements(mergesNaN: true, operation: name, at: place) }
    let sets = zip(parts, found).map { $1?.values ?? $0 }
    let all = Tensor.concatenated(sets, axis: 0, type: nil, at: place)
    let order = Ordering.apply(.places, all, axis: 0, name: name, at: place)
    let sorted = all.taking(order, axis: 0, at: place)
    if sorted.error != nil { return [sorted] }
    func front(_ x: Tensor) -> Tensor { sliced(x, [.range(start: nil, stop: -1)], at: place) }
    func back(_ x: Tensor) -> Tensor { sliced(x, [.range(start: 1, stop: nil)], at: place) }
    let areEqual = Tensor.apply(.equal, [front(sorted), back(sorted)], at: place)
    func picked(_ x: Tensor) -> Tensor { .masked(x, by: areEqual, operation: name, at: place) }
    let before = Tensor.make(Extent(sets[0].shape[0], isWeak: false), [], at: place)
    var places = [picked(front(order)), Tensor.apply(.subtract, [picked(back(order)), before], at: place)]
    for (number, set) in found.enumerated() { if let set { places[number] = set.indices.taking(places[number], axis: 0, at: place) } }
    return [picked(front(sorted))] + places
  }
}

/// The distinct elements that are in `a` or in `b`.
public func union1D<A: ArrayAlgebra>(_ a: A, _ b: A, file: StaticString = #fileID, line: Int = #line) -> A {
  .setCombined(a, b, .union, false, at: .at(file, line))
}

/// The distinct elements that are in `a` and in `b`. With `areUnique` those of each are distinct already.
public func intersect1D<A: ArrayAlgebra>(
  _ a: A, _ b: A, areUnique: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  .setCombined(a, b, .intersection, areUnique, at: .at(file, line))
}

/// The distinct elements of `a` that are not in `b`. With `areUnique` those of each are distinct already, and keep their order.
public func setDifference1D<A: ArrayAlgebra>(
  _ a: A, _ b: A, areUnique: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  .setCombined(a, b, .difference, areUnique, at: .at(file, line))
}

/// The distinct elements that are in just one of `a` and `b`. With `areUnique` those of each are distinct already.
public func setXor1D<A: ArrayAlgebra>(
  _ a: A, _ b: A, areUnique: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  .setCombined(a, b, .symmetricDifference, areUnique, at: .at(file, line))
}

extension ArrayAlgebra {
  fileprivate static func setCombined(_ a: Self, _ b: Self, _ kind: SetCombination, _ areUnique: Bool, at place: SourcePlace) -> Self {
    composed("\(kind.rawValue) \(areUnique)", [a, b], at: place) { [.combined($0[0], $0[1], kind, areUnique: areUnique, at: place)] }[0]
  }
}

extension OperationDefinition {
  static let sets: [OperationDefinition] = [.unique, .isIn, .unite, .intersect, .subtractSet, .symmetricDifference]

  private static let unite = set(.union, "The distinct elements that are in one of two arrays.")
    .sampled("(x: f64[3], y: f64[2]) -> union1d(x, y) ** 2")
  private static let subtractSet = set(.difference, "The distinct elements of an array that are not in another.")
    .sampled("(x: f64[3], y: f64[2]) -> setdiff1d(x, y) ** 2")
  private static let symmetricDifference = set(.symmetricDifference, "The distinct elements that are in just one of two arrays.")
    .sampled("(x: f64[3], y: f64[2]) -> setxor1d(x, y) ** 2")

  private static func set(_ kind: SetCombination, _ summary: String) -> OperationDefinition {
    var parameters = [Parameter("ar1", .tensor), Parameter("ar2", .tensor)]
    if kind != .union { parameters.append(Parameter("assume_unique", .flag, default: .flag(false))) }
    return OperationDefinition(
      kind.rawValue, family: "sets", parameters, summary: summary,
      numpy: "np.\(kind.rawValue)(ar1, ar2\(kind == .union ? "" : ", assume_unique"))"
    ) { arguments throws(TensorError) in
      let areUnique = kind == .union ? false : try arguments.flag("assume_unique")
      return [
        .combined(try arguments.tensor("ar1"), try arguments.tensor("ar2"), kind, areUnique: areUnique, at: arguments.place)
      ]
    }
  }

  static let intersect = OperationDefinition(
    "intersect1d", family: "sets",
    [
      Parameter("ar1", .tensor), Parameter("ar2", .tensor), Parameter("assume_unique", .flag, default: .flag(false)),
      Parameter("return_indices", .flag, default: .flag(false)),
    ],
    summary: "The distinct elements that are in both of two arrays, and their first places.",
    numpy: "np.intersect1d(ar1, ar2, assume_unique, return_indices)"
  ) { arguments throws(TensorError) in
    let (a, b) = (try arguments.tensor("ar1"), try arguments.tensor("ar2"))
    let areUnique = try arguments.flag("assume_unique")
    guard try arguments.flag("return_indices") else {
      return [.combined(a, b, .intersection, areUnique: areUnique, at: arguments.place)]
    }
    return try Tensor.intersectionWithPlaces(a, b, areUnique: areUnique, at: arguments.place)
  }.sampled("(x: f64[3]) -> intersect1d(x, x[1:]) ** 2")
}
