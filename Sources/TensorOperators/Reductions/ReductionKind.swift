/// Everything the library knows of one reduction over axes: the record that its function, its entry in the
/// operation table and its loops are made from.
public struct ReductionKind: Sendable {
  /// NumPy's name.
  public var name: String
  public var aliases: [String]
  /// One sentence for people.
  public var summary: String
  /// Whether `dtype` may be asked for.
  public var takesType: Bool
  /// Whether no elements have a value: 0 for a sum.
  public var hasIdentity: Bool
  /// Whether it is over one axis at a time.
  public var takesOneAxis: Bool
  /// Whether a scalar may be reduced over axis 0.
  public var scalarsHaveAxis: Bool
  /// The type in which elements are combined and the result's, for elements of a type and the `dtype` asked for.
  public var types: @Sendable (_ element: ElementType, _ requested: ElementType?) -> Types
  /// How elements are combined.
  public var combiner: Combiner
  /// The reduction that does the same where bools would be combined; nil: this one does.
  public var onBools: (@Sendable () -> ReductionKind)?
  /// What becomes of the combined value when `count` elements have been combined (nil: nothing), before it is cast to
  /// the type of the result.
  public var finish: (@Sendable (_ context: ElementContext, _ combined: Value, _ count: Dimension) -> Value)?

  public struct Types: Hashable, Sendable {
    public var accumulation: ElementType
    public var result: ElementType

    public init(_ accumulation: ElementType, result: ElementType? = nil) {
      self.accumulation = accumulation
      self.result = result ?? accumulation
    }
  }

  public init(
    _ name: String, aliases: [String] = [], summary: String, takesType: Bool = false, hasIdentity: Bool = true,
    takesOneAxis: Bool = false, scalarsHaveAxis: Bool = true,
    types: @escaping @Sendable (_ element: ElementType, _ requested: ElementType?) -> Types,
    combiner: Combiner, onBools: (@Sendable () -> ReductionKind)? = nil,
    finish: (@Sendable (_ context: ElementContext, _ combined: Value, _ count: Dimension) -> Value)? = nil
  ) {
    (self.name, self.aliases, self.summary, self.takesType) = (name, aliases, summary, takesType)
    (self.hasIdentity, self.takesOneAxis, self.scalarsHaveAxis) = (hasIdentity, takesOneAxis, scalarsHaveAxis)
    (self.types, self.combiner, self.onBools, self.finish) = (types, combiner, onBools, finish)
  }
}

extension ReductionKind {
  /// `types`, floats of 16 bits being combined in f32.
  func workingTypes(_ element: ElementType, _ requested: ElementType?) -> Types {
    let types = types(element, requested)
    return Types(types.accumulation.computed, result: types.result)
  }
}

extension ReductionKind: Hashable {
  public static func == (a: ReductionKind, b: ReductionKind) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ElementType {
  /// The type in which NumPy adds and multiplies: integers at least as wide as a word, bool counted.
  var accumulationType: ElementType {
    switch kind {
    case .bool, .signed: .i64
    case .unsigned: .u64
    case .float, .complex: self
    }
  }

  /// The type of a mean: f64 for integers and bool.
  var meanType: ElementType { isInexact ? self : .f64 }
}
