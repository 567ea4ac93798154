import TensorScalars

extension NDArray {
  /// A one-dimensional array of these values.
  public init<T: TensorElement>(_ values: [T]) {
    self.init(checked: values, shape: [values.count])
  }

  /// The values in row-major order under a shape, in which one extent may be -1 (taken from the number of values).
  ///
  /// Errors: the number of values is not that of the shape.
  public init<T: TensorElement>(_ values: [T], shape: Shape) throws(ArrayError) {
    let resolved = try Layout.resolvedShape(shape, from: [values.count])
    guard try resolved.checkedElementCount() == values.count else {
      throw .countMismatch(count: values.count, shape: shape)
    }
    self.init(checked: values, shape: resolved)
  }

  /// A matrix of these rows.
  ///
  /// Errors: the rows differ in length.
  public init<T: TensorElement>(rows: [[T]]) throws(ArrayError) {
    let width = rows.first?.count ?? 0
    guard rows.allSatisfy({ $0.count == width }) else { throw .raggedRows }
    self.init(checked: Array(rows.joined()), shape: [rows.count, width])
  }

  /// A zero-dimensional array: one value, no axes.
  public init<T: TensorElement>(scalar value: T) {
    self.init(checked: CollectionOfOne(value), shape: [])
  }

  /// An array of this shape, every element `value`.
  public init<T: TensorElement>(repeating value: T, shape: Shape) throws(ArrayError) {
    self = try NDArray.allocate(shape: shape, type: T.elementType)
    storage.start.initializeMemory(as: T.self, repeating: value, count: count)
  }

  /// Values that are known to be as many as the shape says.
  private init<T: TensorElement>(checked values: some Collection<T>, shape: Shape) {
    do {
      self = try NDArray.allocate(shape: shape, type: T.elementType)
    } catch {
      preconditionFailure("No memory for a copy of an array that is in memory: \(error)")
    }
    let target = UnsafeMutableBufferPointer(
      start: storage.start.bindMemory(to: T.self, capacity: values.count), count: values.count)
    _ = target.initialize(fromContentsOf: values)
  }

  /// Zeros; `false` for bool.
  public static func zeros(_ shape: Shape, type: ElementType = .f64) throws(ArrayError) -> NDArray {
    let result = try NDArray.allocate(shape: shape, type: type)
    result.storage.start.initializeMemory(as: UInt8.self, repeating: 0, count: result.count * type.byteCount)
    return result
  }

  /// Ones; `true` for bool.
  public static func ones(_ shape: Shape, type: ElementType = .f64) throws(ArrayError) -> NDArray {
    try full(shape, 1, type: type)
  }

  /// An array of this shape, every element `value` converted to `type` (by default the type of `value`).
  public static func full<T: TensorElement>(
    _ shape: Shape, _ value: T, type: ElementType? = nil
  ) throws(ArrayError) -> NDArray {
    let scalar = try NDArray(scalar: value).astype(type ?? T.elementType)
    return try scalar.broadcast(to: shape).copy()
  }

  /// The numbers `start, start + step, ...` before `stop`, as i64.
  ///
  /// Errors: a step of zero, more numbers than fit.
  public static func arange(_ start: Int, _ stop: Int, step: Int = 1) throws(ArrayError) -> NDArray {
    guard step != 0 else { throw .invalidRange("arange(\(start), \(stop)): the step is zero") }
    let isEmpty = step > 0 ? start >= stop : start <= stop
    let distance = UInt(bitPattern: step > 0 ? stop &- start : start &- stop)
    let steps = isEmpty ? 0 : (distance - 1) / step.magnitude + 1
    let result = try NDArray.allocate(shape: [Int(clamping: steps)], type: .i64)
    let values = result.storage.start.bindMemory(to: Int64.self, capacity: result.count)
    for i in 0..<result.count { values[i] = Int64(start &+ i &* step) }
    return result
  }

  /// The numbers `0, 1, ... stop - 1`, as i64.
  public static func arange(_ stop: Int) throws(ArrayError) -> NDArray { try arange(0, stop) }

  /// The numbers `start + i * step` for i below `ceil((stop - start) / step)`, as NumPy computes them.
  ///
  /// NumPy takes the difference of the first two numbers, rounded, for the step from the third on.
  /// Errors: a step of zero, bounds that are not finite, more numbers than fit.
  public static func arange(_ start: Double, _ stop: Double, step: Double = 1) throws(ArrayError) -> NDArray {
    let length = ((stop - start) / step).rounded(.up)
    guard length < 0x1p62 else {
      throw .invalidRange("arange(\(start), \(stop), step: \(step)): the number of values is not finite or too large")
    }
    let result = try NDArray.allocate(shape: [Int(max(0, length))], type: .f64)
    let values = result.storage.start.bindMemory(to: Double.self, capacity: result.count)
    let difference = (start + step) - start
    for i in 0..<result.count { values[i] = i == 1 ? start + step : start + Double(i) * difference }
    return result
  }

  /// `count` numbers evenly spaced from `start` to `stop`, the latter included or not, as NumPy computes them.
  ///
  /// Errors: a negative count, more numbers than fit.
  public static func linspace(
    _ start: Double, _ stop: Double, count: Int = 50, includesEnd: Bool = true
  ) throws(ArrayError) -> NDArray {
    guard count >= 0 else { throw .negativeExtent(shape: [count]) }
    let result = try NDArray.allocate(shape: [count], type: .f64)
    let values = result.storage.start.bindMemory(to: Double.self, capacity: count)
    let divisions = includesEnd ? count - 1 : count
    let span = stop - start
    let step = span / Double(divisions)
    for i in 0..<count {
      if divisions <= 0 {
        values[i] = Double(i) * span + start
      } else if step == 0 {
        values[i] = Double(i) / Double(divisions) * span + start
      } else {
        values[i] = Double(i) * step + start
      }
    }
    if includesEnd && count > 1 { values[count - 1] = stop }
    return result
  }

  /// A matrix with ones on the diagonal `diagonal` (0 the main one, positive above) and zeros elsewhere.
  public static func eye(
    _ rows: Int, _ columns: Int? = nil, diagonal: Int = 0, type: ElementType = .f64
  ) throws(ArrayError) -> NDArray {
    let columns = columns ?? rows
    let result = try zeros([rows, columns], type: type)
    guard diagonal > -rows, diagonal < columns else { return result }
    let first = (row: max(0, -diagonal), column: max(0, diagonal))
    let length = min(rows - first.row, columns - first.column)
    let one = NDArray(scalar: true)
    for i in 0..<length {
      result.storeElement(at: (first.row + i) * columns + first.column + i, from: one)
    }
    return result
  }

  /// An array over memory that somebody else made, without a copy.
  ///
  /// The deallocator runs once, with the last array that uses the memory, on whatever thread that happens.
  /// Until then nobody may write the memory. Without strides the elements are in row-major order from the start.
  /// With `isWritable: false` a write to the array copies it first. A bool must be 0 or 1.
  /// Errors: elements outside the buffer, a buffer that is not aligned for the type. The deallocator has then
  /// not been called.
  public init(
    noCopy memory: UnsafeMutableRawBufferPointer, shape: Shape, strides: Strides? = nil, offset: Int = 0,
    type: ElementType, isWritable: Bool = false,
    deallocator: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) throws(ArrayError) {
    _ = try shape.checkedByteCount(of: type)
    let steps = strides ?? shape.rowMajorStrides
    guard steps.count == shape.rank else {
      throw .outsideBuffer(shape: shape, strides: steps, byteCount: memory.count)
    }
    let layout = Layout(shape: shape, strides: steps, offset: offset)
    if let range = try layout.placeRange() {
      guard range.lowerBound >= 0, range.upperBound < memory.count / type.byteCount else {
        throw .outsideBuffer(shape: shape, strides: steps, byteCount: memory.count)
      }
    }
    guard Int(bitPattern: memory.baseAddress) % type.realType.byteCount == 0 else {
      throw .misalignedBuffer(elementType: type)
    }
    self.init(
      storage: ArrayStorage(adopting: memory, isWritable: isWritable, deallocator: deallocator),
      layout: layout, elementType: type)
  }
}
