import TensorScalars

extension NDArray: CustomStringConvertible, CustomDebugStringConvertible {
  /// What NumPy's `str()` gives.
  public var description: String { formatted() }

  /// What NumPy's `repr()` gives: `array([1., 2.], dtype=float32)`.
  public var debugDescription: String { representation() }

  /// What NumPy's `str()` gives under these print options.
  public func formatted(_ options: PrintOptions = PrintOptions()) -> String {
    if rank == 0 { return ElementFormatter.scalarText(value(at: layout.offset), type: elementType) }
    return ArrayPrinter(self, separator: " ", prefix: "", options: options).text()
  }

  /// What NumPy's `repr()` gives under these print options.
  public func representation(_ options: PrintOptions = PrintOptions()) -> String {
    var inner = options
    inner.lineWidth -= ")".utf8.count
    let prefix = "array("
    let text = prefix + ArrayPrinter(self, separator: ", ", prefix: prefix, options: inner).text()
    var extras: [String] = []
    if count == 0 && shape != [0] || count > options.threshold { extras.append("shape=\(shape)") }
    if !isTypeImplied || count == 0 { extras.append("dtype=\(elementType.numpyName)") }
    guard !extras.isEmpty else { return text + ")" }
    let extra = extras.joined(separator: ", ") + ")"
    let lastLine = text.utf8.count - (text.utf8.lastIndex(of: UInt8(ascii: "\n")).map {
      text.utf8.distance(from: text.startIndex, to: $0) + 1
    } ?? 0)
    let isTooLong = lastLine + ",".utf8.count + extra.utf8.count + 1 > options.lineWidth
    return text + "," + (isTooLong ? "\n" + String(repeating: " ", count: prefix.utf8.count) : " ") + extra
  }

  /// The types that Python's literals have.
  private var isTypeImplied: Bool {
    switch elementType {
    case .bool, .i64, .f64, .c128: true
    case .i8, .i16, .i32, .u8, .u16, .u32, .u64, .f16, .bf16, .f32, .c64: false
    }
  }
}

/// The brackets, separators and line breaks around the formatted elements.
private struct ArrayPrinter {
  private let array: NDArray
  private let separator: String
  private let options: PrintOptions
  private let isSummary: Bool
  private let formatter: ElementFormatter
  private let firstIndent: String

  init(_ array: NDArray, separator: String, prefix: String, options: PrintOptions) {
    self.array = array
    self.separator = separator
    self.options = options
    isSummary = array.count > options.threshold
    firstIndent = String(repeating: " ", count: prefix.utf8.count + 1)
    let values = ArrayPrinter.shownValues(array, edgeItems: isSummary ? options.edgeItems : nil)
    formatter = ElementFormatter(
      values, type: array.elementType, isScalar: array.rank == 0, options: options)
  }

  /// The indices along an axis that are shown; `nil` stands for the dots.
  private static func shownIndices(_ extent: Int, edgeItems: Int?) -> [Int?] {
    guard let edgeItems, extent > 2 * edgeItems else { return Array(0..<extent) }
    return Array(0..<edgeItems) + [nil] + Array((extent - edgeItems)..<extent)
  }

  private func shownIndices(_ extent: Int) -> [Int?] {
    ArrayPrinter.shownIndices(extent, edgeItems: isSummary ? options.edgeItems : nil)
  }

  /// The values of the elements that are shown.
  private static func shownValues(_ array: NDArray, edgeItems: Int?) -> [ElementValue] {
    if array.count == 0 { return [] }
    var places = [array.layout.offset]
    for axis in 0..<array.rank {
      let stride = array.strides[axis]
      let steps = shownIndices(array.shape[axis], edgeItems: edgeItems).compactMap { $0.map { $0 * stride } }
      places = places.flatMap { place in steps.map { place + $0 } }
    }
    return places.map(array.value)
  }

  func text() -> String {
    if array.count == 0 { return "[]" }
    return part(axis: 0, place: array.layout.offset, indent: firstIndent, width: options.lineWidth)
  }

  private func part(axis: Int, place: Int, indent: String, width: Int) -> String {
    guard axis < array.rank else { return formatter.format(array.value(at: place)) }
    let indices = shownIndices(array.shape[axis])
    let stride = array.strides[axis]
    if axis == array.rank - 1 {
      return row(indices, indent: indent, width: width) { formatter.format(array.value(at: place + $0 * stride)) }
    }
    let trimmed = separator == " " ? "" : ","
    let between = trimmed + String(repeating: "\n", count: array.rank - axis - 1) + indent
    let parts = indices.map { index in
      index.map { part(axis: axis + 1, place: place + $0 * stride, indent: indent + " ", width: width - 1) } ?? "..."
    }
    return "[" + parts.joined(separator: between) + "]"
  }

  /// The elements of the last axis, in as many lines as they need.
  private func row(_ indices: [Int?], indent: String, width: Int, _ element: (Int) -> String) -> String {
    let limit = width - 1
    var lines = ""
    var line = indent
    var length = indent.utf8.count
    for (k, index) in indices.enumerated() {
      let word = index.map(element) ?? "..."
      let wordLength = word.utf8.count
      if length + wordLength > limit && length > indent.utf8.count {
        while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
        lines += line + "\n"
        line = indent
        length = indent.utf8.count
      }
      line += word
      length += wordLength
      if k < indices.count - 1 {
        line += separator
        length += separator.utf8.count
      }
    }
    lines += line
    return "[" + lines.dropFirst(indent.utf8.count) + "]"
  }
}
