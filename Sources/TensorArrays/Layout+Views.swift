extension Layout {
  /// The axes in another order: axis `i` of the result is axis `axes[i]` of this; without axes, reversed.
  public func transposed(_ axes: [Int]? = nil) throws(ArrayError) -> Layout {
    let order: [Int]
    if let axes {
      guard axes.count == rank else { throw .notAPermutation(axes: axes, rank: rank) }
      var seen = Array(repeating: false, count: rank)
      var normalized: [Int] = []
      for axis in axes {
        let place = try shape.normalizedAxis(axis)
        if seen[place] { throw .notAPermutation(axes: axes, rank: rank) }
        seen[place] = true
        normalized.append(place)
      }
      order = normalized
    } else {
      order = (0..<rank).reversed()
    }
    return Layout(
      shape: Shape(order.map { shape[$0] }), strides: Strides(order.map { strides[$0] }), offset: offset)
  }

  /// The layout seen as a larger shape by NumPy's broadcasting: repeated axes get stride 0.
  public func broadcast(to target: Shape) throws(ArrayError) -> Layout {
    _ = try target.checkedElementCount()
    let added = target.rank - rank
    guard added >= 0 else { throw .cannotBroadcast(from: shape, to: target) }
    var result = Strides(repeating: 0, count: target.rank)
    for axis in 0..<rank {
      if shape[axis] == target[axis + added] {
        result[axis + added] = strides[axis]
      } else if shape[axis] != 1 {
        throw .cannotBroadcast(from: shape, to: target)
      }
    }
    return Layout(shape: target, strides: result, offset: offset)
  }

  /// New axes of extent 1 at these places of the result; a place may be negative.
  public func expandedDims(at axes: [Int]) throws(ArrayError) -> Layout {
    let newRank = rank + axes.count
    var isNew = Array(repeating: false, count: newRank)
    for axis in axes {
      guard axis >= -newRank && axis < newRank else { throw .axisOutOfRange(axis: axis, rank: newRank) }
      let place = axis < 0 ? axis + newRank : axis
      if isNew[place] { throw .repeatedAxis(axis: axis) }
      isNew[place] = true
    }
    var extents = IndexVector(repeating: 1, count: newRank)
    var steps = Strides(repeating: 0, count: newRank)
    var source = 0
    for place in 0..<newRank where !isNew[place] {
      extents[place] = shape[source]
      steps[place] = strides[source]
      source += 1
    }
    return Layout(shape: Shape(extents), strides: steps, offset: offset)
  }

  /// Without these axes, each of extent 1; without a list, without every axis of extent 1.
  public func squeezed(_ axes: [Int]? = nil) throws(ArrayError) -> Layout {
    var drop = (0..<rank).map { axes == nil && shape[$0] == 1 }
    for axis in axes ?? [] {
      let place = try shape.normalizedAxis(axis)
      if drop[place] { throw .repeatedAxis(axis: axis) }
      guard shape[place] == 1 else { throw .cannotSqueeze(axis: axis, shape: shape) }
      drop[place] = true
    }
    let kept = (0..<rank).filter { !drop[$0] }
    return Layout(
      shape: Shape(kept.map { shape[$0] }), strides: Strides(kept.map { strides[$0] }), offset: offset)
  }

  /// The same elements in row-major order under another shape, or `nil` where that needs a copy.
  ///
  /// Both shapes are walked in groups of axes with equal products. A group is a view if the old axes in it
  /// lie in memory as one axis; the new axes of the group then divide that axis.
  public func reshaped(to target: Shape) throws(ArrayError) -> Layout? {
    guard try target.checkedElementCount() == elementCount else { throw .cannotReshape(from: shape, to: target) }
    if isContiguous { return Layout(shape: target, strides: target.rowMajorStrides, offset: offset) }
    let old = (0..<rank).filter { shape[$0] != 1 }
    var result = Strides(repeating: 1, count: target.rank)
    var oldStart = 0
    var newStart = 0
    while oldStart < old.count {
      var oldEnd = oldStart + 1
      var newEnd = newStart + 1
      var oldProduct = shape[old[oldStart]]
      var newProduct = target[newStart]
      while oldProduct != newProduct {
        if newProduct < oldProduct {
          newProduct *= target[newEnd]
          newEnd += 1
        } else {
          oldProduct *= shape[old[oldEnd]]
          oldEnd += 1
        }
      }
      for k in oldStart..<(oldEnd - 1)
      where strides[old[k]] != shape[old[k + 1]] &* strides[old[k + 1]] {
        return nil
      }
      var stride = strides[old[oldEnd - 1]]
      for axis in (newStart..<newEnd).reversed() {
        result[axis] = stride
        stride &*= target[axis]
      }
      oldStart = oldEnd
      newStart = newEnd
    }
    return Layout(shape: target, strides: result, offset: offset)
  }

  /// The shape with its one extent of -1 replaced by what is left of `count` elements.
  public static func resolvedShape(_ shape: Shape, from source: Shape) throws(ArrayError) -> Shape {
    guard let place = shape.firstIndex(of: -1) else { return shape }
    var result = shape
    result[place] = 1
    let known = try result.checkedElementCount()
    let count = source.elementCount
    guard known > 0, count % known == 0 else { throw .cannotReshape(from: source, to: shape) }
    result[place] = count / known
    return result
  }
}

extension NDArray {
  /// A view of the same elements through any layout that stays inside the array's memory.
  public func viewed(shape: Shape, strides: Strides, offset: Int) throws(ArrayError) -> NDArray {
    let view = Layout(shape: shape, strides: strides, offset: layout.offset + offset)
    if let range = try view.placeRange(),
      range.lowerBound < 0 || range.upperBound >= storage.byteCount / elementType.byteCount
    {
      throw .outsideBuffer(shape: shape, strides: strides, byteCount: storage.byteCount)
    }
    return NDArray(storage: storage, layout: view, elementType: elementType)
  }
}
