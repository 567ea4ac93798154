/// `x` with so many elements put before and behind it along each axis.
///
/// `mode` says what these are; axes are padded in order, so that corners are margins of margins. The type of `x`. Errors: negative widths, an
/// empty axis that is to be extended by elements of its own, options that do not fit the number of axes.
public func pad(
  _ x: Tensor, _ widths: PadPairs<Dimension>, mode: PadMode<Tensor> = .zeros, file: StaticString = #fileID, line: Int = #line
) -> Tensor {
  x.padded(widths, mode, at: .at(file, line))
}

extension OperationDefinition {
  static let pad = OperationDefinition(
    "pad", family: "shapes",
    [
      Parameter("array", .tensor), Parameter("pad_width", .nested), Parameter("mode", .text, default: .text("constant")),
      Parameter("stat_length", .nested, default: Argument.none, keywordOnly: true),
      Parameter("constant_values", .nested, default: Argument.none, keywordOnly: true),
      Parameter("end_values", .nested, default: Argument.none, keywordOnly: true),
      Parameter("reflect_type", .text, default: Argument.none, keywordOnly: true),
    ],
    summary: "An array with margins, filled in one of many ways.",
    numpy: "np.pad(array, pad_width, mode, **one_of(stat_length, constant_values, end_values, reflect_type))"
  ) { arguments throws(TensorError) in
    let x = try arguments.tensor("array")
    if x.error != nil { return [x] }
    let widths = try PadPairs(try arguments.nested("pad_width"), "pad_width", rank: x.rank)
      .map { width throws(TensorError) in try width.staticInteger("pad_width", of: "pad") }
    return [x.padded(widths, try mode(arguments, rank: x.rank), at: arguments.place)]
  }.sampled(
    "(x: f64[n]) -> pad(x, 2) ** 2", "(x: f64[n, m]) -> pad(x, ((1, 0), (2, 1)), constant_values=3) ** 2",
    "(x: f64[n, m], y: f64) -> pad(x, 1, constant_values=y) ** 2", "(x: f64[n, m]) -> pad(x, (1, 2), 'edge') ** 2",
    "(x: f64[n, m], y: f64) -> pad(x, 2, 'linear_ramp', end_values=y) ** 2", "(x: f64[n, m]) -> pad(x, 1, 'maximum', stat_length=2) ** 2",
    "(x: f64[n]) -> pad(x, 1, 'minimum') ** 2", "(x: f64[n]) -> pad(x, 1, 'mean', stat_length=(2, 3)) ** 2",
    "(x: f64[n, 4]) -> pad(x, (1, 2), 'median', stat_length=((2, 3), (3, 4))) ** 2",
    "(x: f64[3]) -> pad(x, 5, 'reflect') ** 2", "(x: f64[n]) -> pad(x, 7, 'reflect', reflect_type='odd') ** 2",
    "(x: f64[3]) -> pad(x, 5, 'symmetric', reflect_type='odd') ** 2", "(x: f64[n]) -> pad(x, 5, 'wrap') ** 2")

  /// Which options go with which mode.
  private static let options: [String: String] = [
    "constant": "constant_values", "linear_ramp": "end_values", "maximum": "stat_length", "mean": "stat_length",
    "median": "stat_length", "minimum": "stat_length", "reflect": "reflect_type", "symmetric": "reflect_type",
    "edge": "", "wrap": "", "empty": "",
  ]

  private static func mode(_ arguments: BoundArguments, rank: Int) throws(TensorError) -> PadMode<Tensor> {
    let name = try arguments.text("mode", oneOf: options.keys.sorted())
    for option in Set(options.values).sorted() where option != "" && option != options[name] {
      switch arguments.values[option] {
      case Optional.none, .some(.none): continue
      default:
        throw TensorError(operation: "pad", message: "unsupported keyword argument for mode '\(name)': \(option)")
      }
    }
    func values(_ option: String) throws(TensorError) -> PadPairs<Tensor> {
      guard let given = try arguments.optionalNested(option) else { return .all(nil) }
      return try PadPairs(given, option, rank: rank)
    }
    func lengths() throws(TensorError) -> PadPairs<Int>? {
      guard let given = try arguments.optionalNested("stat_length") else { return nil }
      return try PadPairs(given, "stat_length", rank: rank).map { length throws(TensorError) in
        guard let number = try length.staticInteger("stat_length", of: "pad").constant else {
          throw TensorError(operation: "pad", message: "stat_length must be of numbers")
        }
        return number
      }
    }
    func isOdd() throws(TensorError) -> Bool {
      switch arguments.values["reflect_type"] {
      case Optional.none, .some(.none): return false
      default: return try arguments.text("reflect_type", oneOf: ["even", "odd"]) == "odd"
      }
    }
    switch name {
    case "constant": return .constant(try values("constant_values"))
    case "edge": return .edge
    case "linear_ramp": return .linearRamp(try values("end_values"))
    case "maximum": return .maximum(try lengths())
    case "minimum": return .minimum(try lengths())
    case "mean": return .mean(try lengths())
    case "median": return .median(try lengths())
    case "reflect": return .reflect(isOdd: try isOdd())
    case "symmetric": return .symmetric(isOdd: try isOdd())
    case "wrap": return .wrap
    default: return .empty
    }
  }
}
