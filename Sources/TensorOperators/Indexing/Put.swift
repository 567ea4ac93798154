extension ArrayAlgebra {
  package func putting(_ indices: Self, _ values: Self, _ mode: IndexMode, at place: SourcePlace) -> Self {
    Self.building("put", [self, indices, values], at: place) { () throws(TensorError) in
      try indices.requireIntegers("indices", "put")
      let places = indices.indices(in: inferredType.count, mode, at: place).raveled(at: place)
      let count = places.inferredType.shape[0]
      var given = try values.assigned(as: inferredType.elementType, in: "put", at: place).raveled(at: place)
      let length = given.inferredType.shape[0]
      if length.constant == 1 {
        given = given.broadcast(to: [count], at: place)
      } else if length != count {
        // What is short is gone through again and again.
        let numbers = Self.positions(count, rank: 1, axis: 0, at: place)
        given = .single(Take(axis: 0), [given, numbers.indices(in: length, .wrap, at: place)], at: place)
      }
      let written = Self.single(Scatter(.set, axis: 0), [raveled(at: place), places, given], at: place)
      return inferredRank == 1 ? written : .single(Reshape(inferredType.shape), [written], at: place)
    }
  }
}

/// A copy of `x` with values at places of its elements counted in row-major order; NumPy's function writes into `x` instead.
///
/// The shape and type of `x`, to which the values are converted. Values are gone through again where there are fewer of them than places. Of
/// several writes to one place the last stays. The mode says what becomes of an index out of range. Errors: an index out of range (when called),
/// indices that are no integers, no values.
public func put<A: ArrayAlgebra>(
  _ x: A, _ indices: A, _ values: A, mode: IndexMode = .raise, file: StaticString = #fileID, line: Int = #line
) -> A {
  x.putting(indices, values, mode, at: .at(file, line))
}

extension OperationDefinition {
  static let put = OperationDefinition(
    "put", family: "indexing",
    [
      Parameter("a", .tensor), Parameter("ind", .tensor), Parameter("v", .tensor), Parameter("mode", .text, default: .text("raise")),
    ],
    summary: "A copy of an array with values at places in its flattened form.", numpy: "[y := np.array(a), np.put(y, ind, v, mode=mode)][0]"
  ) { arguments throws(TensorError) in
    [
      try arguments.tensor("a").putting(
        try arguments.strong("ind"), try arguments.tensor("v"), try arguments.indexMode("mode"), at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n, m], v: f64[2]) -> put(x, [0, 3, 0, -1], v)", "(x: f64[n], v: f64[]) -> put(x, [7, 1], v, mode='wrap') * x")
}
