/// How arrays print; the defaults are NumPy's.
public struct PrintOptions: Hashable, Sendable {
  /// The most digits after the point of a float.
  public var precision = 8
  /// Arrays of more elements than this print only the ends of their axes.
  public var threshold = 1000
  /// How many elements at each end of an axis a summary shows.
  public var edgeItems = 3
  /// The characters after which a line breaks.
  public var lineWidth = 75
  /// Whether small numbers may print as zero instead of making all numbers exponential.
  public var suppressesSmall = false

  public init(
    precision: Int = 8, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 75,
    suppressesSmall: Bool = false
  ) {
    self.precision = precision
    self.threshold = threshold
    self.edgeItems = edgeItems
    self.lineWidth = lineWidth
    self.suppressesSmall = suppressesSmall
  }
}
