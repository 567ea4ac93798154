extension Tensor {
  static func full(
    _ shape: [Dimension], _ value: Tensor, type: ElementType?, at place: SourcePlace
  ) -> Tensor {
    .building("full", [value], at: place) { () throws(TensorError) in
      // A number is one without a type of its own, however it is read.
      let number = (value.node.operation as? Literal).map { $0.value.type == .i64 || $0.value.type == .u64 ? Tensor.make(Literal(value: $0.value, isWeak: true), [], at: place) : value }
      try number?.requireHeld(by: type ?? value.elementType, in: "full")
      let fill = try value.stored(as: type ?? value.elementType, in: "full", at: place)
      // A fresh 0-d array keeps the value itself.
      return shape.isEmpty && fill.rank == 0 ? fill : fill.broadcast(to: shape, at: place)
    }
  }

  package static func filled(_ shape: [Dimension], _ value: Int, type: ElementType, at place: SourcePlace) -> Tensor {
    full(shape, Tensor(ScalarValue(.integer(value), type: type), at: place), type: nil, at: place)
  }
}

/// Zeros of a shape. Errors: a negative extent.
public func zeros(
  _ shape: [Dimension], type: ElementType = .f64, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .filled(shape, 0, type: type, at: .at(file, line).naming("zeros"))
}

/// Ones of a shape. Errors: a negative extent.
public func ones(
  _ shape: [Dimension], type: ElementType = .f64, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .filled(shape, 1, type: type, at: .at(file, line).naming("ones"))
}

/// A value broadcast to a shape, in its own type (integers: i64, floats: f64) or `type`.
///
/// Errors: a negative extent, a value that does not broadcast.
public func full(
  _ shape: [Dimension], _ value: Tensor, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  .full(shape, value, type: type, at: .at(file, line).naming("full"))
}

/// Zeros of the shape of `x`, of its type or `type`.
public func zerosLike(
  _ x: Tensor, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  x.error == nil ? .filled(x.shape, 0, type: type ?? x.elementType, at: .at(file, line)) : x
}

/// Ones of the shape of `x`, of its type or `type`.
public func onesLike(
  _ x: Tensor, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  x.error == nil ? .filled(x.shape, 1, type: type ?? x.elementType, at: .at(file, line)) : x
}

/// A value broadcast to the shape of `x`, cast to its type or `type`.
public func fullLike(
  _ x: Tensor, _ value: Tensor, type: ElementType? = nil, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  x.error == nil ? .full(x.shape, value, type: type ?? x.elementType, at: .at(file, line)) : x
}

extension OperationDefinition {
  static let creation: [OperationDefinition] = [
    constant("zeros", 0), constant("ones", 1), constant("empty", 0), .full, like("zeros_like", 0), like("ones_like", 1),
    like("empty_like", 0), .fullLike, .arange, .linspace, .logspace, .geomspace, .meshgrid, .indices, .eye, .identity,
    .vander, .oneHot,
  ] + diagonals + triangles + windows

  /// The shape that `zeros_like` and its like take instead of the array's.
  private static let otherShape = Parameter("shape", .shape, default: Argument.none, keywordOnly: true)

  private static func shape(_ a: Tensor, _ arguments: BoundArguments) -> [Dimension] {
    if case .shape(let shape)? = arguments.values["shape"] { shape } else { a.shape }
  }

  private static func constant(_ name: String, _ value: Int) -> OperationDefinition {
    OperationDefinition(
      name, family: "creation", [Parameter("shape", .shape), Parameter("dtype", .type, default: .type(.f64))],
      summary: name == "empty" ? "An array of anything (zeros)." : "An array of \(name).", numpy: "np.\(name)(shape, dtype=dtype)"
    ) { arguments throws(TensorError) in
      [
        .filled(
          try arguments.shape("shape"), value, type: arguments.optionalType("dtype") ?? .f64, at: arguments.place)
      ]
    }
  }

  private static func like(_ name: String, _ value: Int) -> OperationDefinition {
    OperationDefinition(
      name, family: "creation", [Parameter("a", .tensor), Parameter("dtype", .type, default: Argument.none), otherShape],
      summary: "An array of the shape of another, filled with \(name == "empty_like" ? "anything (zeros)" : "\(value)").",
      numpy: "np.\(name)(a, dtype=dtype, shape=shape)"
    ) { arguments throws(TensorError) in
      let a = try arguments.tensor("a")
      if a.error != nil { return [a] }
      let type = arguments.optionalType("dtype") ?? a.elementType
      return [.filled(shape(a, arguments), value, type: type, at: arguments.place)]
    }.sampled(
    "(x: f64[n]) -> \(name)(x) * x")
  }

  static let full = OperationDefinition(
    "full", family: "creation",
    [Parameter("shape", .shape), Parameter("fill_value", .tensor), Parameter("dtype", .type, default: Argument.none)],
    summary: "A value broadcast to a shape.", numpy: "np.full(shape, fill_value, dtype=dtype)"
  ) { arguments throws(TensorError) in
    [
      .full(
        try arguments.shape("shape"), try arguments.tensor("fill_value"), type: arguments.optionalType("dtype"),
        at: arguments.place)
    ]
  }.sampled(
    "(x: f64) -> full((3,), x)")

  static let fullLike = OperationDefinition(
    "full_like", family: "creation",
    [Parameter("a", .tensor), Parameter("fill_value", .tensor), Parameter("dtype", .type, default: Argument.none), otherShape],
    summary: "A value broadcast to the shape of another array.", numpy: "np.full_like(a, fill_value, dtype=dtype, shape=shape)"
  ) { arguments throws(TensorError) in
    let a = try arguments.tensor("a")
    if a.error != nil { return [a] }
    return [
      .full(
        shape(a, arguments), try arguments.tensor("fill_value"), type: arguments.optionalType("dtype") ?? a.elementType,
        at: arguments.place)
    ]
  }.sampled(
    "(x: f64[n]) -> full_like(x, x[0] ** 2)")
}
