/// NumPy's names for methods of sorting: whichever is asked for, there is one, which is stable.
enum SortMethod {
  static let names = ["quicksort", "mergesort", "heapsort", "stable", "introselect"]

  /// The arguments `kind` and `stable` say nothing that matters, but must be right.
  static func check(_ arguments: BoundArguments) throws(TensorError) {
    guard case .text(let name)? = arguments.values["kind"] else { return }
    guard names.contains(name) else {
      throw TensorError(
        operation: arguments.operation, message: "sort kind must be one of \(names.dropLast().joined(separator: ", ")), got '\(name)'")
    }
  }
}

extension Ordering {
  /// Along an axis, or (nil) of all elements in row-major order.
  static func apply<A: ArrayAlgebra>(
    _ kind: Kind, _ x: A, axis: Int?, isDescending: Bool = false, name: String? = nil, at place: SourcePlace
  ) -> A {
    let name = name ?? (kind == .places ? "argsort" : "sort")
    return A.building(name, [x], at: place) { () throws(TensorError) in
      // The places of a scalar's elements are those of a vector of one.
      let isFlat = axis == nil || x.inferredRank == 0 && kind == .places && (axis == 0 || axis == -1)
      let source = isFlat ? x.raveled(at: place) : x
      let normal = try Axes.normalized(isFlat ? 0 : axis ?? 0, rank: source.inferredRank, operation: name)
      return .single(Ordering(kind, axis: normal, isDescending: isDescending), [source], at: place)
    }
  }
}

/// The elements in ascending order along an axis, or (nil) all of them as a vector.
///
/// Shape: that of `x`. Any type with an order; NaNs are the greatest, and come last. Equal elements, such as -0 and 0, keep their order. With
/// `descending` the greatest come first, NaNs before all. Elements become integers in the same order, which are sorted in
/// vectors by quicksort and networks, large rows and many rows on all threads. Errors: an axis out of range.
public func sort<A: ArrayAlgebra>(
  _ x: A, axis: Int? = -1, descending: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  Ordering.apply(.elements, x, axis: axis, isDescending: descending, at: .at(file, line))
}

/// The indices along an axis (nil: into all elements in row-major order) that put the elements in order.
///
/// The order of `sort`; i64. Equal elements keep their order, whatever the direction. Errors: an axis out of range.
public func argsort<A: ArrayAlgebra>(
  _ x: A, axis: Int? = -1, descending: Bool = false, file: StaticString = #fileID, line: Int = #line
) -> A {
  Ordering.apply(.places, x, axis: axis, isDescending: descending, at: .at(file, line))
}

extension OperationDefinition {
  static let sorting: [OperationDefinition] = [
    ordering(
      .elements, "sort", "The elements in ascending order along an axis; NaNs last.",
      numpy: "np.sort(a, axis=axis, kind='stable'), whatever kind and stable say; descending: turned round"
    ).sampled(
      "(x: f64[n]) -> sort(x)", "(x: f64[n, m]) -> sort(x, axis=0) * x", "(x: f64[n, m]) -> sort(x, axis=None, descending=true)",
      "(x: f64[n, m]) -> sort(floor(x * 2) * x, axis=-1)[:, 0]"),
    ordering(
      .places, "argsort", "The indices along an axis that put the elements in ascending order; stable.",
      numpy: "np.argsort(a, axis=axis, kind='stable'), whatever kind and stable say; descending: by -a, ties as they stand, NaNs first"
    ).sampled("(x: f64[n]) -> x[argsort(x)]", "(x: f64[n, m]) -> take(x, argsort(x, axis=1, descending=true)[0], axis=1)"),
    partition, argpartition, topK, lexsort, searchsorted,
  ]

  private static func ordering(
    _ kind: Ordering.Kind, _ name: String, _ summary: String, numpy: String
  ) -> OperationDefinition {
    OperationDefinition(
      name, family: "sorting",
      [
        Parameter("a", .tensor), Parameter("axis", .axes, default: .axes([-1])),
        Parameter("kind", .text, default: Argument.none),
        Parameter("stable", .flag, default: Argument.none, keywordOnly: true),
        Parameter("descending", .flag, default: .flag(false), keywordOnly: true),
      ], summary: summary, numpy: numpy
    ) { arguments throws(TensorError) in
      try SortMethod.check(arguments)
      return [
        Ordering.apply(
          kind, try arguments.tensor("a"), axis: try arguments.oneAxis(),
          isDescending: try arguments.flag("descending"), at: arguments.place)
      ]
    }
  }
}
