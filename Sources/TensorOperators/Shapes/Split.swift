/// Where an axis is cut: into so many parts, or at places.
public enum SplitPlaces: Hashable, Sendable {
  case parts(Int)
  case places([Dimension])
}

extension ArrayAlgebra {
  /// Pieces of an axis. Only `array_split` lets parts differ: the first ones are longer by 1 then.
  package func split(_ places: SplitPlaces, axis: Int, named name: String, at place: SourcePlace) -> [Self] {
    if error != nil { return [self] }
    do throws(TensorError) {
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: name)
      let extent = inferredType.shape[normal]
      switch places {
      case .places(let borders):
        let starts: [Dimension?] = [nil] + borders.map { $0 }
        let stops: [Dimension?] = borders.map { $0 } + [nil]
        return zip(starts, stops).map { slicedAlong(normal, from: $0, to: $1, at: place) }
      case .parts(let count):
        guard count > 0 else { throw TensorError(operation: name, message: "number sections must be larger than 0, got \(count)") }
        guard count <= 1 << 20 else { throw TensorError(operation: name, message: "\(count) parts are too many") }
        let (size, rest) = (Dimension.floorDivide(extent, Dimension(count)), Dimension.remainder(extent, Dimension(count)))
        var source = self
        if name != "array_split", rest.constant != 0 {
          if let extent = extent.constant {
            throw TensorError(
              operation: name, message: "array split does not result in an equal division: axis \(normal) has extent \(extent)",
              hint: "array_split allows parts of different lengths")
          }
          let constraint = ShapeConstraint(
            .equal, rest, 0, "the extent of axis \(normal) modulo the \(count) equal parts of \(name)")
          source = requiring([constraint], name, at: place)
        }
        let isEven = name != "array_split" || rest.constant == 0
        return (0..<count).map { number in
          func border(_ number: Int) -> Dimension {
            let start = size * Dimension(number)
            return isEven ? start : start + .minimum(Dimension(number), rest)
          }
          return source.slicedAlong(normal, from: border(number), to: border(number + 1), at: place)
        }
      }
    } catch {
      return [.failing(error, [self], at: place)]
    }
  }

  /// The parts of extent 1 along an axis, which goes away.
  package func unstacked(axis: Int, at place: SourcePlace) -> [Self] {
    if error != nil { return [self] }
    do throws(TensorError) {
      guard inferredRank > 0 else { throw TensorError(operation: "unstack", message: "input array must be at least 1-d") }
      let normal = try Axes.normalized(axis, rank: inferredRank, operation: "unstack")
      guard let count = inferredType.shape[normal].constant else {
        throw TensorError(
          operation: "unstack", message: "axis \(normal) has extent \(inferredType.shape[normal]), which is not known",
          hint: "the number of results is fixed when the graph is built: declare the extent as a number")
      }
      guard count <= 1 << 20 else { throw TensorError(operation: "unstack", message: "\(count) parts are too many") }
      return (0..<count).map { number in
        sliced(self, [SliceEntry](repeating: .all, count: normal) + [.index(Dimension(number))], at: place)
      }
    } catch {
      return [.failing(error, [self], at: place)]
    }
  }

  /// What stands for an error of an operation on operands.
  static func failing(_ error: TensorError, _ operands: [Self], at place: SourcePlace) -> Self {
    building(error.operation, operands, at: place) { () throws(TensorError) in throw error }
  }
}

/// `x` cut along an axis into equal parts, or at places.
///
/// `x[..., :a, ...], x[..., a:b, ...], ...` for the places `a, b, ...`. Any type. Errors: an extent that the number of parts does not
/// divide, an axis out of range.
public func split<A: ArrayAlgebra>(
  _ x: A, _ places: SplitPlaces, axis: Int = 0, file: StaticString = #fileID, line: Int = #line
) -> [A] {
  x.split(places, axis: axis, named: "split", at: .at(file, line))
}

/// The same, where the first parts are longer by 1 if the extent is no multiple of their number.
public func arraySplit<A: ArrayAlgebra>(
  _ x: A, _ places: SplitPlaces, axis: Int = 0, file: StaticString = #fileID, line: Int = #line
) -> [A] {
  x.split(places, axis: axis, named: "array_split", at: .at(file, line))
}

/// The parts of `x` along an axis, one for each of its places, without the axis. Errors: an extent that is not known.
public func unstack<A: ArrayAlgebra>(
  _ x: A, axis: Int = 0, file: StaticString = #fileID, line: Int = #line
) -> [A] {
  x.unstacked(axis: axis, at: .at(file, line))
}

extension OperationDefinition {
  static let splits: [OperationDefinition] = [
    cutting("split", "Equal parts along an axis, or those between places.")
      .sampled("(x: f64[6]) -> split(x, 3)[1] ** 2", "(x: f64[n, m]) -> split(x, [1, 2], axis=1)[1] ** 2"),
    cutting("array_split", "Parts along an axis that are equal up to 1, or those between places.")
      .sampled("(x: f64[5]) -> array_split(x, 3)[1] ** 2", "(x: f64[n]) -> array_split(x, 2)[0] ** 2"),
    cutting("vsplit", axis: 0, rank: 2).sampled("(x: f64[4, m]) -> vsplit(x, 2)[1] ** 2"),
    cutting("hsplit", axis: 1, rank: 1).sampled("(x: f64[n, 4]) -> hsplit(x, 2)[1] ** 2", "(x: f64[4]) -> hsplit(x, [1])[1] ** 2"),
    cutting("dsplit", axis: 2, rank: 3).sampled("(x: f64[n, m, 4]) -> dsplit(x, 2)[1] ** 2"),
    unstacking,
  ]

  private static func places(_ arguments: BoundArguments) throws(TensorError) -> SplitPlaces {
    let given = try arguments.nested("indices_or_sections")
    let (shape, tensors) = try given.grid("indices_or_sections", of: arguments.operation)
    var places: [Dimension] = []
    for tensor in tensors { places.append(try tensor.staticInteger("indices_or_sections", of: arguments.operation)) }
    switch shape.count {
    case 0:
      guard let count = places[0].constant else {
        throw TensorError(operation: arguments.operation, message: "the number of parts must be a number, got \(places[0])")
      }
      return .parts(count)
    case 1: return .places(places)
    default:
      throw TensorError(operation: arguments.operation, message: "indices_or_sections must be a number or a list of places")
    }
  }

  private static func cutting(_ name: String, _ summary: String) -> OperationDefinition {
    OperationDefinition(
      name, family: "shapes",
      [Parameter("ary", .tensor), Parameter("indices_or_sections", .nested), Parameter("axis", .integer, default: .integer(0))],
      summary: summary, numpy: "np.\(name)(ary, indices_or_sections, axis)"
    ) { arguments throws(TensorError) in
      try arguments.tensor("ary").split(
        try places(arguments), axis: try arguments.integer("axis"), named: name, at: arguments.place)
    }.givingTuple
  }

  /// Along a fixed axis, of arrays with so many axes at least. (`hsplit` cuts a vector along its only axis.)
  private static func cutting(_ name: String, axis: Int, rank: Int) -> OperationDefinition {
    OperationDefinition(
      name, family: "shapes", [Parameter("ary", .tensor), Parameter("indices_or_sections", .nested)],
      summary: "Equal parts along axis \(axis), or those between places.", numpy: "np.\(name)(ary, indices_or_sections)"
    ) { arguments throws(TensorError) in
      let x = try arguments.tensor("ary")
      guard x.rank >= rank else {
        throw TensorError(operation: name, message: "only works on arrays of \(rank) or more dimensions, got \(x.type)")
      }
      return x.split(try places(arguments), axis: min(axis, x.rank - 1), named: name, at: arguments.place)
    }.givingTuple
  }

  private static let unstacking = OperationDefinition(
    "unstack", family: "shapes", [Parameter("x", .tensor), Parameter("axis", .integer, default: .integer(0), keywordOnly: true)],
    summary: "The parts along an axis, without it.", numpy: "np.unstack(x, axis=axis)"
  ) { arguments throws(TensorError) in
    try arguments.tensor("x").unstacked(axis: try arguments.integer("axis"), at: arguments.place)
  }.givingTuple.sampled("(x: f64[3, m]) -> unstack(x)[1] ** 2 * unstack(x)[2]", "(x: f64[n, 2]) -> unstack(x, axis=1)[0] ** 2")
}
