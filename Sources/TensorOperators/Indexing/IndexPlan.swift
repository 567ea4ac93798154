/// How an index is carried out: a slice first, of which the axes that arrays are about stay whole, then the arrays.
package struct IndexPlan<Operand: ArrayAlgebra> {
  /// One entry for each axis of the operand, new axes between them.
  package let entries: [SliceEntry]
  /// The axes of the slice that arrays are about, ascending, and the integer arrays.
  package let axes: [Int]
  package let arrays: [Operand]
  /// How many of the slice's other axes stand in front of those of the arrays in the result.
  package let position: Int
  /// The only array, where it is of bools whose values are not known now, and the first of the slice's axes that it is about.
  package let mask: (array: Operand, axis: Int)?
  /// The operand; its axes that masks are about have the extents of these.
  package let operand: Operand

  /// Whether the slice is all of the operand.
  package var isWhole: Bool { entries.allSatisfy { $0 == .all } }

  /// Reads the entries of an index by NumPy's rules.
  ///
  /// - Parameter operation: the name for errors.
  /// - Parameter keepsMask: whether one mask, alone among the arrays, may stay what it is.
  /// - Throws: too many indices, several ellipses, arrays that are no indices, masks that do not fit.
  package init(
    _ operand: Operand, _ written: [IndexingEntry<Operand>], operation: String, keepsMask: Bool = false, at place: SourcePlace
  ) throws(TensorError) {
    func failure(_ message: String, _ hint: String? = nil) -> TensorError {
      TensorError(operation: operation, message: message, hint: hint)
    }
    let type = operand.inferredType
    let items = try written.map { entry throws(TensorError) in try Self.item(entry, at: place, failure) }
    let used = items.reduce(0) { $0 + $1.consumed }
    guard used <= type.rank else {
      throw failure(
        "too many indices for array: array is \(type.rank)-dimensional, but \(used) were indexed",
        "the operand is \(type)")
    }
    guard items.count(where: { $0.isEllipsis }) <= 1 else { throw failure("an index can only have a single ellipsis ('...')") }
    // What arrays stand for counts from where they are in the slice.
    let hasArrays = items.contains(where: \.isArray)
    let rest = type.rank - used
    var state = State(operand: operand, operation: operation, place: place)
    let masks = items.count { if case .mask = $0 { true } else { false } }
    let isLone = keepsMask && masks == 1 && !items.contains { $0.isAdvanced && !$0.isMask }
    for item in items { try state.add(item, rest: rest, hasArrays: hasArrays, keepsMask: isLone) }
    if !items.contains(where: \.isEllipsis) { try state.add(.basic(.ellipsis), rest: rest, hasArrays: false, keepsMask: false) }
    entries = state.entries
    (axes, arrays) = (state.axes, state.arrays)
    mask = state.mask
    position = state.isSeparated ? 0 : state.position ?? 0
    self.operand = state.operand
  }

  /// The kinds of entries that are told apart.
  private enum Item {
    case basic(SliceEntry)
    case integers(Operand)
    case mask(Operand)
    /// A bool by itself: an axis of extent 1 or 0.
    case flag(Operand)

    var consumed: Int {
      switch self {
      case .basic(.index), .basic(.range), .integers: 1
      case .basic(.newAxis), .basic(.ellipsis), .flag: 0
      case .mask(let mask): mask.inferredRank
      }
    }

    var isEllipsis: Bool { if case .basic(.ellipsis) = self { true } else { false } }
    var isMask: Bool { if case .mask = self { true } else { false } }

    var isArray: Bool {
      switch self {
      case .basic: false
      case .integers, .mask, .flag: true
      }
    }

    /// Whether NumPy counts it among the arrays where there are some.
    var isAdvanced: Bool {
      switch self {
      case .basic(.index), .integers, .mask, .flag: true
      case .basic: false
      }
    }
  }

  private static func item(
    _ entry: IndexingEntry<Operand>, at place: SourcePlace, _ failure: (String, String?) -> TensorError
  ) throws(TensorError) -> Item {
    switch entry {
    case .basic(.range(_, _, let step)) where step == 0:
      throw failure("slice step cannot be zero", "steps are 1, 2, ... or -1, -2, ...")
    case .basic(let entry): return .basic(entry)
    case .array(let array):
      if array.error != nil { return .integers(array) }
      let type = array.inferredType
      if type.elementType == .bool { return type.rank == 0 ? .flag(array) : .mask(array) }
      guard type.elementType.isInteger else {
        throw failure(
          "arrays used as indices must be of integer (or boolean) type, got \(type)", "cast it, for example with i64(...)")
      }
      // A scalar whose value is known is an integer.
      if type.rank == 0, let value = array.knownScalar, value >= 0 || type.elementType.isSignedInteger {
        return .basic(.index(Dimension(value)))
      }
      // As a number it is out of range; elements of arrays wrap, as NumPy's do.
      if type.rank == 0, type.elementType == .u64 {
        let greatest = Operand.ofArray(NDArray(scalar: UInt64(Int64.max)), at: place)
        return .integers(array.checked(.apply(.lessEqual, [array, greatest], at: place), "the index is out of bounds: i64 does not hold it", at: place))
      }
      return .integers(array)
    }
  }

  // MARK: From left to right

  private struct State {
    var operand: Operand
    let operation: String
    let place: SourcePlace
    var entries: [SliceEntry] = []
    var axes: [Int] = []
    var arrays: [Operand] = []
    var mask: (array: Operand, axis: Int)?
    /// The axis of the operand that comes next, and that of the slice.
    var axis = 0
    var sliceAxis = 0
    /// Other axes of the slice so far, and how many stood in front of the first array or integer.
    var others = 0
    var position: Int?
    /// Whether something stands between arrays.
    var isSeparated = false
    private var isBehindGroup = false

    init(operand: Operand, operation: String, place: SourcePlace) {
      (self.operand, self.operation, self.place) = (operand, operation, place)
    }

    mutating func add(_ item: Item, rest: Int, hasArrays: Bool, keepsMask: Bool) throws(TensorError) {
      if item.isAdvanced, hasArrays {
        if isBehindGroup { isSeparated = true }
        position = position ?? others
      } else if position != nil {
        isBehindGroup = true
      }
      switch item {
      case .basic(.index(let index)):
        entries.append(.index(index))
        axis += 1
      case .basic(.range(let start, let stop, let step)):
        entries.append(.range(start: start, stop: stop, step: step))
        advance(1)
      case .basic(.newAxis):
        entries.append(.newAxis)
        (sliceAxis, others) = (sliceAxis + 1, others + 1)
      case .basic(.ellipsis):
        entries += [SliceEntry](repeating: .all, count: rest)
        advance(rest)
      case .integers(let array): take(array.inferredType.elementType == .u64 ? array.converted(to: .i64, at: place) : array)
      case .flag(let flag):
        entries.append(.newAxis)
        axes.append(sliceAxis)
        arrays.append(try flag.places(at: place))
        sliceAxis += 1
      case .mask(let mask):
        try fit(mask)
        if keepsMask, Operand.isEager || mask.knownArray == nil {
          self.mask = (mask, sliceAxis)
          entries += [SliceEntry](repeating: .all, count: mask.inferredRank)
          axis += mask.inferredRank
          sliceAxis += mask.inferredRank
          return
        }
        for array in try mask.truePlaces(operation, at: place) { take(array) }
      }
    }

    private mutating func advance(_ count: Int) {
      (axis, sliceAxis, others) = (axis + count, sliceAxis + count, others + count)
    }

    private mutating func take(_ array: Operand) {
      entries.append(.all)
      axes.append(sliceAxis)
      arrays.append(array)
      (axis, sliceAxis) = (axis + 1, sliceAxis + 1)
    }

    /// That the mask has the extents of the axes that it is about.
    private mutating func fit(_ mask: Operand) throws(TensorError) {
      var shape = operand.inferredType.shape
      let wanted = mask.inferredType.shape
      for (number, extent) in wanted.enumerated() {
        if let a = shape[axis + number].constant, let b = extent.constant, a != b {
          throw TensorError(
            operation: operation,
            message: "boolean index did not match indexed array along axis \(axis + number); size of axis is \(a) but size of "
              + "corresponding boolean axis is \(b)", hint: "a mask has the extents of the axes that it stands for")
        }
      }
      shape.replaceSubrange(axis..<axis + wanted.count, with: wanted)
      operand = operand.required(shape, of: "the extent of the boolean index there", at: place)
    }
  }
}

// MARK: - Masks

extension ArrayAlgebra {
  /// The value of an integer scalar, where it is known now.
  var knownScalar: Int? {
    guard inferredRank == 0, inferredType.elementType.isInteger, let value = knownArray.flatMap(KnownElements.init)?.elements.first else {
      return nil
    }
    return Int(value.integer)
  }

  /// 0 where a bool is true, no places where it is not: an index along an axis of extent 1.
  func places(at place: SourcePlace) throws(TensorError) -> Self {
    guard let value = knownArray.flatMap(KnownElements.init)?.elements.first else {
      return try expanded([0], at: place).truePlaces("x[...]", at: place)[0]
    }
    return Self.positions(value.isTrue ? 1 : 0, rank: 1, axis: 0, at: place)
  }

  /// Whether values are computed at once.
  static var isEager: Bool { self != Tensor.self }

  /// For each axis of an array of bools the indices of the places where it is true, in row-major order.
  func truePlaces(_ operation: String, at place: SourcePlace) throws(TensorError) -> [Self] {
    if !Self.isEager, let known = knownArray.flatMap(KnownElements.init) {
      var columns = [[Int]](repeating: [], count: known.shape.count)
      for (flat, value) in known.elements.enumerated() where value.isTrue {
        var rest = flat
        for axis in known.shape.indices.reversed() {
          columns[axis].append(rest % known.shape[axis])
          rest /= known.shape[axis]
        }
      }
      return columns.map { Self.ofArray(NDArray($0), at: place) }
    }
    return Self.composed("nonzero", [self], at: place) { $0[0].nonzeroPlaces(operation, at: place) }
  }
}

/// The elements of a constant, row by row.
struct KnownElements {
  let shape: [Int]
  let elements: [ScalarValue]

  init?(_ array: NDArray) {
    guard let constant = try? Constant(array) else { return nil }
    (shape, elements) = (Array(array.shape), constant.elements)
  }
}
