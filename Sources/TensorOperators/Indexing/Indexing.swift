extension ArrayAlgebra {
  /// The part of an array that an index of NumPy's whole grammar names.
  package func indexed(_ entries: [IndexingEntry<Self>], at place: SourcePlace) -> Self {
    let place = place.naming("getitem")
    return Self.building("getitem", [self] + IndexingEntry.arrays(entries), at: place) { () throws(TensorError) in
      let plan = try IndexPlan(self, entries, operation: "getitem", keepsMask: true, at: place)
      return try plan.read(at: place)
    }
  }

  /// A copy of an array in which what an index names is combined with `updates`.
  package func updated(
    _ entries: [IndexingEntry<Self>], _ write: IndexedWrite, _ updates: Self, at place: SourcePlace
  ) -> Self {
    let name = "at[...].\(write.rawValue)"
    let place = place.naming(name)
    return Self.building(name, [self] + IndexingEntry.arrays(entries) + [updates], at: place) { () throws(TensorError) in
      let plan = try IndexPlan(self, entries, operation: name, keepsMask: true, at: place)
      let writer = IndexWriter(plan: plan, write: write, name: name, place: place)
      return try writer.result(try writer.converted(updates))
    }
  }
}

extension IndexingEntry {
  /// The arrays among the entries of an index.
  static func arrays(_ entries: [IndexingEntry]) -> [Operand] {
    entries.compactMap { if case .array(let array) = $0 { array } else { nil } }
  }
}

extension IndexPlan {
  /// The slice that arrays look into.
  func part(at place: SourcePlace) -> Operand {
    isWhole && !operand.inferredType.isWeak ? operand : sliced(operand, entries, at: place)
  }

  func read(at place: SourcePlace) throws(TensorError) -> Operand {
    let part = part(at: place)
    if part.error != nil { return part }
    if let mask { return part.picked(by: mask.array, axis: mask.axis, "getitem", at: place) }
    if arrays.isEmpty { return part }
    if arrays.count == 1 {
      let taken = Operand.single(Take(axis: axes[0]), [part, arrays[0]], at: place)
      guard position != axes[0], taken.error == nil else { return taken }
      let count = arrays[0].inferredRank
      return taken.moved(Array(axes[0]..<axes[0] + count), to: Array(position..<position + count), at: place)
    }
    return .single(Gather(axes: axes, position: position), [part] + arrays, at: place)
  }
}

/// What `x.at[...]` does with what an index names.
public enum IndexedWrite: String, CaseIterable, Sendable {
  case set, add, subtract, multiply, divide, power, min, max

  /// How duplicates come together; nil where the updates are taken off, which is adding what they are the negatives of.
  var combiner: ScatterCombiner {
    switch self {
    case .set: .set
    case .add, .subtract: .add
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    case .min: .minimum
    case .max: .maximum
    }
  }

  /// The function of the old value and the update.
  var function: ScalarFunction? { self == .subtract ? .subtract : combiner.function }
}

/// One write, once its index is understood.
private struct IndexWriter<Operand: ArrayAlgebra> {
  let plan: IndexPlan<Operand>
  let write: IndexedWrite
  let name: String
  let place: SourcePlace

  func failure(_ message: String, hint: String? = nil) -> TensorError {
    TensorError(operation: name, message: message, hint: hint)
  }

  /// The updates in the type of the array.
  func converted(_ updates: Operand) throws(TensorError) -> Operand {
    let (type, given) = (plan.operand.inferredType.elementType, updates.inferredType)
    if write == .subtract, type == .bool {
      throw failure("bools have no difference", hint: "^ gives whether two bools differ")
    }
    if let problem = write.combiner.misfit(type) { throw failure(problem.message, hint: problem.hint) }
    // Setting converts as NumPy's assignment does; what computes must not lose what the updates are.
    let isFittingNumber = given.isWeak && given.elementType.isInteger && type != .bool
    guard write == .set || given.elementType.kind <= type.kind || isFittingNumber else {
      throw failure(
        "updates of type \(given.elementType.name) do not go into \(type.name)", hint: "cast them with \(type.name)(...)")
    }
    return try updates.assigned(as: type, in: name, at: place)
  }

  func result(_ updates: Operand) throws(TensorError) -> Operand {
    let part = plan.part(at: place)
    if let broken = [part, updates].first(where: { $0.error != nil }) { return broken }
    if let mask = plan.mask { return try masked(part, mask, updates) }
    guard !plan.arrays.isEmpty else { return try placed(combined(part, try spread(updates, to: part.inferredType.shape))) }
    let picked = try Broadcasting.combine(plan.arrays.map(\.inferredType.shape), operation: name, of: "the index arrays").shape
    let indices = plan.arrays.map { $0.broadcast(to: picked, at: place) }
    let form = ScatterLowering(axes: plan.axes, position: plan.position, combiner: write.combiner)
    let shape = form.updateShape(part.inferredType.shape, picked)
    var spread = try spread(updates, to: shape)
    if write == .subtract { spread = .apply(.negative, [spread], at: place) }
    return try placed(.single(Scatter(form), [part] + indices + [spread], at: place))
  }

  /// What was a part of the array, in its place.
  private func placed(_ part: Operand) throws(TensorError) -> Operand {
    if plan.isWhole { return part }
    return .single(try SetSlice(plan.entries, rank: plan.operand.inferredRank), [plan.operand, part], at: place)
  }

  /// Elements that are written once each.
  private func combined(_ old: Operand, _ updates: Operand) -> Operand {
    write.function.map { .apply($0, [old, updates], at: place) } ?? updates
  }

  /// The updates in the shape of what the index names. Leading axes of extent 1 beyond it go, as in NumPy.
  private func spread(_ updates: Operand, to shape: [Dimension]) throws(TensorError) -> Operand {
    let given = updates.inferredType.shape
    let extra = given.count - shape.count
    let surplus = given.prefix(max(0, extra)).allSatisfy { $0.constant == 1 } ? max(0, extra) : 0
    let isClear = zip(given.dropFirst(surplus).reversed(), shape.reversed()).allSatisfy { (own: Dimension, wanted: Dimension) -> Bool in
      own == wanted || own.constant == 1 || own.constant == nil || wanted.constant == nil
    }
    let fits = isClear && given.count - surplus <= shape.count
    guard fits else {
      throw failure(
        "the updates have shape \(Self.text(given)), which does not broadcast to the shape \(Self.text(shape)) of what is indexed",
        hint: "their extents must be equal to those of what is indexed, or 1")
    }
    return (surplus > 0 ? updates.squeezed(Array(0..<surplus), at: place) : updates).broadcast(to: shape, at: place)
  }

  private static func text(_ shape: [Dimension]) -> String {
    let extents = shape.map(\.description).joined(separator: ", ")
    return shape.count == 1 ? "(\(extents),)" : "(\(extents))"
  }

  // MARK: Masks

  /// By a mask whose values are not known now: where all its places get the same, each element is chosen by itself.
  private func masked(_ part: Operand, _ mask: (array: Operand, axis: Int), _ updates: Operand) throws(TensorError) -> Operand {
    let (count, rank) = (mask.array.inferredRank, part.inferredRank)
    let behind = rank - mask.axis - count
    var shape = updates.inferredType.shape
    // The axis of the updates that goes along the places where the mask is true.
    let along = shape.count - behind - 1
    guard along < 0 || shape[along].constant == 1 else { return try masked(part, mask, along: updates) }
    var spread = updates
    if along >= 0 {
      spread = updates.squeezed([along], at: place)
      shape.remove(at: along)
      spread = spread.expanded(Array(along..<along + count), at: place)
    }
    spread = try self.spread(spread, to: part.inferredType.shape)
    let own = Array(mask.axis + count..<rank)
    let condition = mask.array.expanded(own.map { $0 - mask.axis }, at: place)
    let chosen = Operand.apply(.where, [condition, combined(part, spread), part], at: place)
    return try placed(chosen)
  }

  /// An update for each place where the mask is true: it is looked up by how many such places there have been.
  private func masked(
    _ part: Operand, _ mask: (array: Operand, axis: Int), along updates: Operand
  ) throws(TensorError) -> Operand {
    let (name, write, axis) = (name, write, mask.axis)
    let written = Operand.composed(
      "\(name) by mask at \(axis)", [part, mask.array, updates], at: place
    ) { [place] operands in
      [operands[0].written(operands[2], by: operands[1], axis: axis, write, name, at: place)]
    }
    return try placed(written[0])
  }
}

// MARK: - In Swift

/// What `x.at[...]` names, which can be read and written: `x.at[i, 1...].add(y)` is a new tensor.
///
/// Duplicates accumulate in the order of the index arrays; of those that are set the last one stays. The result has the shape and type of `x`.
/// Updates broadcast to the shape of `x[...]` and are converted to the type of `x`. NumPy writes `x[i, 1:] += y` and `np.add.at`; JAX has this form.
/// Errors: those of the index, updates that do not broadcast or are of a kind that `x` does not hold; an index out of range when called.
public struct IndexedPart<Operand: ArrayAlgebra> {
  let operand: Operand
  let entries: [IndexingEntry<Operand>]

  package init(_ operand: Operand, _ entries: [IndexingEntry<Operand>]) { (self.operand, self.entries) = (operand, entries) }

  private func updated(_ write: IndexedWrite, _ updates: Operand, _ file: StaticString, _ line: Int) -> Operand {
    operand.updated(entries, write, updates, at: .at(file, line))
  }

  /// What the index names: `x[...]`.
  public func get(file: StaticString = #fileID, line: Int = #line) -> Operand { operand.indexed(entries, at: .at(file, line)) }
  /// `x` with `y` there.
  public func set(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.set, y, file, line) }
  /// `x` with `y` added there.
  public func add(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.add, y, file, line) }
  /// `x` with `y` taken off there.
  public func subtract(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.subtract, y, file, line) }
  /// `x` multiplied by `y` there.
  public func multiply(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.multiply, y, file, line) }
  /// `x` divided by `y` there. Errors: integers, whose quotients are floats.
  public func divide(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.divide, y, file, line) }
  /// `x` to the power of `y` there.
  public func power(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.power, y, file, line) }
  /// The lesser of `x` and `y` there; NaN where one is.
  public func min(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.min, y, file, line) }
  /// The greater of `x` and `y` there; NaN where one is.
  public func max(_ y: Operand, file: StaticString = #fileID, line: Int = #line) -> Operand { updated(.max, y, file, line) }
}

/// `x.at`, which wants brackets behind it.
public struct TensorPlaces {
  let tensor: Tensor

  public subscript(entries: any TensorIndexConvertible...) -> IndexedPart<Tensor> {
    IndexedPart(tensor, entries.map(\.tensorIndex))
  }

  public subscript(entries: IndexingEntry<Tensor>...) -> IndexedPart<Tensor> { IndexedPart(tensor, entries) }
}

extension Tensor {
  /// What an index names, to be written: `x.at[i].set(y)`.
  public var at: TensorPlaces { TensorPlaces(tensor: self) }
}
