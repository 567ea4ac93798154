extension ArrayAlgebra {
  /// The array and axis; flattened where there is none.
  private func flatWithoutAxis(_ axis: Int?, _ operation: String, at place: SourcePlace) throws(TensorError) -> (Self, Int) {
    guard let axis, inferredRank > 0 else { return (raveled(at: place), 0) }
    return (self, try Axes.normalized(axis, rank: inferredRank, operation: operation))
  }

  package func appending(_ values: Self, axis: Int?, at place: SourcePlace) -> Self {
    Self.building("append", [self, values], at: place) { () throws(TensorError) in
      guard let axis else { return Self.concatenated([raveled(at: place), values.raveled(at: place)], axis: 0, type: nil, at: place) }
      return Self.concatenated([self, values], axis: axis, type: nil, at: place)
    }
  }

  /// What of an axis is at places from `start` on, and before `end`.
  private func piece(_ start: Int, _ end: Int?, _ axis: Int, at place: SourcePlace) -> Self {
    let range = SliceEntry.range(start: Dimension(start), stop: end.map { Dimension($0) })
    return sliced(self, [SliceEntry](repeating: .all, count: axis) + [range], at: place)
  }

  /// The places that integers known now name on an axis, from the front; nil where they are not all known. Errors: one is out of range.
  private func knownPlaces(
    _ indices: Self, _ extent: Dimension, axis: Int, atEnd: Bool, _ operation: String
  ) throws(TensorError) -> [Int]? {
    guard let known = indices.knownArray.flatMap(KnownElements.init) else { return nil }
    var places: [Int] = []
    for element in known.elements {
      let value = Int(element.integer)
      // No axis is that long, and places behind it would overflow.
      guard value.magnitude <= ExtentDefinition.limit.magnitude else {
        throw TensorError(operation: operation, message: "index \(value) is out of bounds for axis \(axis) with size \(extent)")
      }
      if let extent = extent.constant {
        guard value >= -extent, value < extent + (atEnd ? 1 : 0) else {
          throw TensorError(operation: operation, message: "index \(value) is out of bounds for axis \(axis) with size \(extent)")
        }
        places.append(value < 0 ? value + extent : value)
      } else if value < 0 {
        return nil
      } else {
        places.append(value)
      }
    }
    return places
  }

  /// The array, which asks for an extent.
  private func requiring(_ extent: Dimension, atLeast least: Int, axis: Int, _ operation: String, at place: SourcePlace) -> Self {
    if (extent - Dimension(least)).isNonnegative { return self }
    let meaning = "the extent of axis \(axis), for the indices that are given"
    return requiring([ShapeConstraint(.atLeast, extent, Dimension(least), meaning)], operation, at: place)
  }

  /// One integer, from the front; out of range the run fails.
  private func frontPlace(_ extent: Dimension, atEnd: Bool, axis: Int, _ operation: String, at place: SourcePlace) -> Self {
    let wide = converted(to: .i64, at: place)
    let isNegative = Self.apply(.less, [wide, Self.weak(.integer(0), like: wide)], at: place)
    let moved = Self.apply(.add, [wide, wide.extent(extent, at: place)], at: place)
    let front = Self.apply(.where, [isNegative, moved, wide], at: place)
    return .single(
      InRange(extent + (atEnd ? 1 : 0), caller: operation, meaning: "the indices along axis \(axis), counted from the front,"), [front], at: place)
  }

  /// Pieces beyond so many are put together by an index array.
  private static var pieceLimit: Int { 64 }

  // MARK: Delete

  package func deleting(_ indices: Self, axis: Int?, at place: SourcePlace) -> Self {
    Self.building("delete", [self, indices], at: place) { () throws(TensorError) in
      let (array, axis) = try flatWithoutAxis(axis, "delete", at: place)
      let extent = array.inferredType.shape[axis]
      func all(_ entry: IndexingEntry<Self>) -> [IndexingEntry<Self>] {
        [IndexingEntry<Self>](repeating: .all, count: axis) + [entry]
      }
      if indices.inferredType.elementType == .bool {
        guard indices.inferredRank == 1 else {
          throw TensorError(operation: "delete", message: "boolean array argument obj to delete must be one dimensional")
        }
        return array.indexed(all(.array(.apply(.invert, [indices], at: place))), at: place)
      }
      // NumPy's empty list is of floats.
      let flat = (indices.inferredType.count.constant == 0 ? indices.converted(to: .i64, at: place) : indices).raveled(at: place)
      try flat.requireIntegers("indices", "delete")
      if let known = try array.knownPlaces(indices, extent, axis: axis, atEnd: false, "delete") {
        let gone = Set(known).sorted()
        let base = array.requiring(extent, atLeast: (gone.last ?? -1) + 1, axis: axis, "delete", at: place)
        if gone.isEmpty { return base }
        if gone.count <= Self.pieceLimit || extent.constant == nil {
          let starts = [0] + gone.map { $0 + 1 }
          var pieces: [Self] = []
          for (start, end) in zip(starts, gone.map { Optional($0) } + [nil]) where start != end { pieces.append(base.piece(start, end, axis, at: place)) }
          return pieces.count == 1 ? pieces[0] : Self.concatenated(pieces, axis: axis, type: nil, at: place)
        }
        let kept = (0..<(extent.constant ?? 0)).filter { !gone.contains($0) }
        return .single(Take(axis: axis), [base, Self.ofArray(NDArray(kept), at: place)], at: place)
      }
      if indices.inferredRank == 0 {
        let hole = indices.frontPlace(extent, atEnd: false, axis: axis, "delete", at: place)
        let least = indices.knownScalar.map { $0 < 0 ? -$0 : $0 + 1 } ?? 1
        let base = array.requiring(extent, atLeast: Swift.max(least, 1), axis: axis, "delete", at: place)
        let numbers = Self.positions(extent - 1, rank: 1, axis: 0, at: place)
        let isBehind = Self.apply(.greaterEqual, [numbers, hole], at: place).converted(to: .i64, at: place)
        return .single(Take(axis: axis), [base, .apply(.add, [numbers, isBehind], at: place)], at: place)
      }
      let full = Self.ofArray(NDArray(scalar: true), at: place).broadcast(to: [extent], at: place)
      let none = Self.ofArray(NDArray(scalar: false), at: place).broadcast(to: flat.inferredType.shape, at: place)
      let kept = Self.single(Scatter(.set, axis: 0), [full, flat.converted(to: .i64, at: place), none], at: place)
      return array.indexed(all(.array(kept)), at: place)
    }
  }

  // MARK: Insert

  package func inserting(_ indices: Self, _ values: Self, axis: Int?, at place: SourcePlace) -> Self {
    Self.building("insert", [self, indices, values], at: place) { () throws(TensorError) in
      let (array, axis) = try flatWithoutAxis(axis, "insert", at: place)
      let extent = array.inferredType.shape[axis]
      var places = indices
      if indices.inferredType.elementType == .bool {
        guard indices.inferredRank == 1 else {
          throw TensorError(operation: "insert", message: "boolean array argument obj to insert must be one dimensional")
        }
        places = try indices.truePlaces("insert", at: place)[0]
      }
      if places.inferredType.count.constant == 0 { places = places.converted(to: .i64, at: place) }
      try places.requireIntegers("indices", "insert")
      guard places.inferredRank <= 1 else {
        throw TensorError(operation: "insert", message: "index array argument obj to insert must be one dimensional or scalar")
      }
      let isSingle = places.inferredType.count.constant == 1
      let new = try array.inserted(values, places, axis, isSingle: isSingle, at: place)
      if new.error != nil { return new }
      let count = new.inferredType.shape[axis]
      if let known = try array.knownPlaces(places, extent, axis: axis, atEnd: true, "insert") {
        let base = array.requiring(extent, atLeast: known.max() ?? 0, axis: axis, "insert", at: place)
        if isSingle {
          let parts = [base.piece(0, known[0], axis, at: place), new, base.piece(known[0], nil, axis, at: place)]
          return Self.concatenated(parts, axis: axis, type: nil, at: place)
        }
        if known.isEmpty { return base }
        if known.count <= Self.pieceLimit { return base.interleaved(new, known, axis, at: place) }
      }
      if isSingle {
        let start = places.raveled(at: place).frontPlace(extent, atEnd: true, axis: axis, "insert", at: place)
        return try array.opened(new, at: start, axis, count, place)
      }
      return try array.spread(new, places.frontPlace(extent, atEnd: true, axis: axis, "insert", at: place), axis, at: place)
    }
  }

  /// What is inserted, in the shape that it has in the result.
  private func inserted(_ values: Self, _ places: Self, _ axis: Int, isSingle: Bool, at place: SourcePlace) throws(TensorError) -> Self {
    let (shape, rank) = (inferredType.shape, inferredRank)
    var new = try values.assigned(as: inferredType.elementType, in: "insert", at: place)
    guard new.inferredRank <= rank else {
      throw TensorError(operation: "insert", message: "values with \(new.inferredRank) axes for an array with \(rank)")
    }
    var target = shape
    if isSingle {
      // A scalar place takes values whose first axis goes along the axis; all of them go in there.
      new = new.expanded(Array(0..<rank - new.inferredRank), at: place)
      if places.inferredRank == 0 { new = new.moved([0], to: [axis], at: place) }
      target[axis] = new.inferredType.shape[axis]
    } else {
      target[axis] = places.inferredType.shape[0]
    }
    return new.broadcast(to: target, at: place)
  }

  /// The pieces between places with one value after each.
  private func interleaved(_ new: Self, _ places: [Int], _ axis: Int, at place: SourcePlace) -> Self {
    let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    var pieces: [Self] = []
    var done = 0
    for number in order {
      if places[number] > done { pieces.append(piece(done, places[number], axis, at: place)) }
      done = places[number]
      pieces.append(new.piece(number, number + 1, axis, at: place))
    }
    pieces.append(piece(done, nil, axis, at: place))
    return Self.concatenated(pieces, axis: axis, type: nil, at: place)
  }

  /// All that is new at one place.
  private func opened(_ new: Self, at start: Self, _ axis: Int, _ count: Dimension, _ place: SourcePlace) throws(TensorError) -> Self {
    let extent = inferredType.shape[axis]
    let numbers = Self.positions(extent + count, rank: 1, axis: 0, at: place)
    let end = Self.apply(.add, [start, start.extent(count, at: place)], at: place)
    let within = Self.apply(.add, [.apply(.subtract, [numbers, start], at: place), numbers.extent(extent, at: place)], at: place)
    let behind = Self.apply(.subtract, [numbers, numbers.extent(count, at: place)], at: place)
    let later = Self.apply(.where, [.apply(.less, [numbers, end], at: place), within, behind], at: place)
    let source = Self.apply(.where, [.apply(.less, [numbers, start], at: place), numbers, later], at: place)
    return .single(Take(axis: axis), [Self.concatenated([self, new], axis: axis, type: nil, at: place), source], at: place)
  }

  /// One new element for each place, in order where places are equal.
  private func spread(_ new: Self, _ places: Self, _ axis: Int, at place: SourcePlace) throws(TensorError) -> Self {
    let (extent, count) = (inferredType.shape[axis], places.inferredType.shape[0])
    let order = Ordering.apply(.places, places, axis: 0, isDescending: false, at: place)
    let sorted = Self.single(Take(axis: 0), [places, order], at: place)
    // The j-th in order has j others in front of it.
    let targets = Self.apply(.add, [sorted, Self.positions(count, rank: 1, axis: 0, at: place)], at: place)
    let length = [extent + count]
    func written(_ values: Self) -> Self {
      let nothing = Self.ofArray(NDArray(scalar: 0), at: place).broadcast(to: length, at: place)
      return .single(Scatter(.set, axis: 0), [nothing, targets, values], at: place)
    }
    let marks = written(Self.ofArray(NDArray(scalar: 1), at: place).broadcast(to: [count], at: place))
    let source = written(.apply(.add, [order, order.extent(extent, at: place)], at: place))
    let before = Self.single(Cumulative(.sum, axis: 0), [marks], at: place)
    let old = Self.apply(.subtract, [Self.positions(length[0], rank: 1, axis: 0, at: place), before], at: place)
    let isNew = marks.converted(to: .bool, at: place)
    let all = Self.concatenated([self, new], axis: axis, type: nil, at: place)
    return .single(Take(axis: axis), [all, .apply(.where, [isNew, source, old], at: place)], at: place)
  }
}

/// `x` with values behind it along an axis; without an axis both are taken flat.
///
/// The type is what both promote to. Errors: those of `concatenate`.
public func append<A: ArrayAlgebra>(_ x: A, _ values: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line) -> A {
  x.appending(values, axis: axis, at: .at(file, line))
}

/// `x` without what is at some places of an axis; without an axis of its elements in row-major order.
///
/// Places are integers, negative ones count from the end, or bools. Errors: a place out of range, places that are neither.
public func delete<A: ArrayAlgebra>(_ x: A, _ places: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line) -> A {
  x.deleting(places, axis: axis, at: .at(file, line))
}

/// `x` with values in front of some places of an axis; without an axis of its elements in row-major order.
///
/// The type of `x`. Places are integers as they count before anything is inserted; at equal places values follow each other in order. At a single
/// place all values go in, one after the other. Errors: a place out of range, values that do not broadcast.
public func insert<A: ArrayAlgebra>(
  _ x: A, _ places: A, _ values: A, axis: Int? = nil, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.inserting(places, values, axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let append = OperationDefinition(
    "append", family: "indexing", [Parameter("arr", .tensor), Parameter("values", .tensor), Parameter("axis", .integer, default: Argument.none)],
    summary: "An array with values behind it along an axis.", numpy: "np.append(arr, values, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").appending(try arguments.strong("values"), axis: arguments.optionalInteger("axis"), at: arguments.place)
    ]
  }.sampled("(x: f64[n, m]) -> append(x, x[:1] * x[1:2], axis=0)", "(x: f64[n], y: f64) -> append(x, y * y)")

  static let delete = OperationDefinition(
    "delete", family: "indexing", [Parameter("arr", .tensor), Parameter("obj", .tensor), Parameter("axis", .integer, default: Argument.none)],
    summary: "An array without what is at some places of an axis.", numpy: "np.delete(arr, obj, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").deleting(try arguments.strong("obj"), axis: arguments.optionalInteger("axis"), at: arguments.place)
    ]
  }.sampled("(x: f64[4, m]) -> delete(x, [0, -1, 0], axis=0)", "(x: f64[n]) -> delete(x, 1) ** 2")

  static let insert = OperationDefinition(
    "insert", family: "indexing",
    [
      Parameter("arr", .tensor), Parameter("obj", .tensor), Parameter("values", .tensor), Parameter("axis", .integer, default: Argument.none),
    ],
    summary: "An array with values in front of some places of an axis.", numpy: "np.insert(arr, obj, values, axis)"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("arr").inserting(
        try arguments.strong("obj"), try arguments.tensor("values"), axis: arguments.optionalInteger("axis"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[4, m], v: f64[m]) -> insert(x, [0, 2, 2], v, axis=0)", "(x: f64[n], v: f64[2]) -> insert(x, 1, v) ** 2",
    "(x: f64[n], v: f64[2]) -> insert(x, [2, 0], v) ** 2")
}

extension BoundArguments {
  /// A tensor with a type of its own.
  func strong(_ name: String) throws(TensorError) -> Tensor {
    let tensor = try self.tensor(name)
    guard tensor.type.isWeak else { return tensor }
    guard let literal = tensor.node.operation as? Literal else { return tensor.converted(to: tensor.elementType, at: place) }
    return Tensor(literal.value, at: place)
  }
}
