import TensorJIT

/// Ways in which the same elements can lie in memory.
enum MemoryForm: String, CaseIterable, Sendable {
  case contiguous, transposed, reversed, sliced, offset

  /// The array's elements laid out this way.
  func arranged(_ array: NDArray) throws -> NDArray {
    if array.rank == 0 { return array }
    let extents = Array(array.shape)
    switch self {
    case .contiguous: return try array.copy()
    case .transposed: return try array.transposed().copy().transposed()
    case .reversed: return try reversed(try reversed(array).copy())
    case .sliced:
      let base = try filled(extents.map { 2 * $0 + 1 }, like: array)
      return try writing(array, into: base) { try $0.sliced(entries: extents.map { .slice(1, 1 + 2 * $0, 2) }) }
    case .offset:
      let base = try filled(extents.dropLast() + [extents[extents.count - 1] + 3], like: array)
      return try writing(array, into: base) { view in
        try view.sliced(
          entries: extents.dropLast().map { .slice(0, $0) } + [.slice(2, 2 + extents[extents.count - 1])])
      }
    }
  }

  private func reversed(_ array: NDArray) throws -> NDArray {
    try array.sliced(entries: (0..<array.rank).map { _ in .slice(nil, nil, -1) })
  }

  private func filled(_ extents: [Int], like array: NDArray) throws -> NDArray {
    try NDArray.full(Shape(extents), 1, type: array.elementType)
  }

  /// The view, holding the array's elements.
  private func writing(_ array: NDArray, into base: NDArray, _ view: (NDArray) throws -> NDArray) throws -> NDArray {
    let place = try view(base)
    try place.overwrite(with: array)
    return place
  }
}

extension NDArray {
  /// The elements, row-major, as their bytes.
  func packedBytes() throws -> [UInt8] { try contiguous().withUnsafeBytes { Array($0) } }

  /// Writes through a view: only for arrays that nobody else holds.
  fileprivate func overwrite(with array: NDArray) throws {
    let size = elementType.byteCount
    let bytes = try array.packedBytes()
    let extents = Array(shape)
    var index = [Int](repeating: 0, count: rank)
    for position in 0..<count {
      let offset = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      bytes[(position * size)..<((position + 1) * size)].withUnsafeBytes {
        (baseAddress + offset * size).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(baseAddress), byteCount: size)
      }
      for axis in (0..<rank).reversed() {
        index[axis] += 1
        if index[axis] < extents[axis] { break }
        index[axis] = 0
      }
    }
  }

  /// The first slice along an axis at every index of it, with stride 0.
  func repeatingFirst(along axis: Int) throws -> NDArray? {
    guard rank > 0, shape[axis] > 0 else { return nil }
    var entries: [IndexEntry] = Array(shape).map { .slice(0, $0) }
    entries[axis] = .slice(0, 1)
    return try copy().sliced(entries: entries).broadcast(to: shape)
  }
}
