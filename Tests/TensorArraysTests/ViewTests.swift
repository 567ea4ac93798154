import TensorArrays
import TensorScalars
import Testing

@Suite struct ViewTests {
  static func cube() throws -> NDArray { try NDArray.arange(24).reshaped([2, 3, 4]) }

  @Test func slicesAsPythonDoes() throws {
    let line = try NDArray.arange(10)
    func numbers(_ start: Int?, _ stop: Int?, _ step: Int) throws -> [Int] {
      try line.sliced(.slice(start, stop, step)).toArray(of: Int.self)
    }
    // Python's rule, written down as what it says: the indices start, start + step, ... before stop.
    let bounds: [Int?] = [nil, -100, -11, -10, -9, -1, 0, 1, 4, 9, 10, 11, 100, Int.min, Int.max]
    for start in bounds {
      for stop in bounds {
        for step in [-1000, -3, -1, 1, 2, 7, Int.max, Int.min] {
          func resolve(_ bound: Int?, _ missing: Int) -> Int {
            guard let bound else { return missing }
            let shifted = bound < 0 ? max(bound, -1000) + 10 : min(bound, 1000)
            return step > 0 ? min(max(shifted, 0), 10) : min(max(shifted, -1), 9)
          }
          var expected: [Int] = []
          var i = resolve(start, step > 0 ? 0 : 9)
          let end = resolve(stop, step > 0 ? 10 : -1)
          let stride = max(-1000, min(step, 1000))
          while step > 0 ? i < end : i > end {
            expected.append(i)
            i += stride
          }
          #expect(try numbers(start, stop, step) == expected, "\(start as Any):\(stop as Any):\(step)")
        }
      }
    }
  }

  @Test func rangesAndIntegersIndex() throws {
    let x = try ViewTests.cube()
    #expect(x[1].shape == [3, 4])
    #expect(x[1, 2, 3].toArray(of: Int.self) == [23])
    #expect(x[-1, 0..<2, 1...].toArray(of: Int.self) == [13, 14, 15, 17, 18, 19])
    #expect(x[.ellipsis, 0].toArray(of: Int.self) == [0, 4, 8, 12, 16, 20])
    #expect(x[.newAxis, 0, .newAxis, .ellipsis].shape == [1, 1, 3, 4])
    #expect(x[0, 0, (-2)...].toArray(of: Int.self) == [2, 3])
    #expect(x[0, 0, -3 ..< 0].toArray(of: Int.self) == [1, 2, 3])
    #expect(x[0, 0, ...(-1)].toArray(of: Int.self) == [0, 1, 2, 3])
    #expect(x[0, 0, 1...2].toArray(of: Int.self) == [1, 2])
    #expect(x[0, 5..<9].shape == [0, 4])
    #expect(throws: ArrayError.indexOutOfRange(index: 2, axis: 0, extent: 2)) { try x.sliced(2) }
    #expect(throws: ArrayError.indexOutOfRange(index: -4, axis: 1, extent: 3)) { try x.sliced(0, -4) }
    #expect(throws: ArrayError.tooManyIndices(count: 4, rank: 3)) { try x.sliced(0, 0, 0, 0) }
    #expect(throws: ArrayError.repeatedEllipsis) { try x.sliced(.ellipsis, .ellipsis) }
    #expect(throws: ArrayError.zeroStep) { try x.sliced(.slice(nil, nil, 0)) }
  }

  @Test func transposes() throws {
    let x = try ViewTests.cube()
    let y = try x.transposed([2, 0, -2])
    #expect(y.shape == [4, 2, 3])
    for i in 0..<2 { for j in 0..<3 { for k in 0..<4 {
      #expect(y[k, i, j, as: Int.self] == x[i, j, k, as: Int.self])
    } } }
    #expect(try x.T.isBitwiseEqual(to: x.transposed()))
    #expect(throws: ArrayError.self) { try x.transposed([0, 1]) }
    #expect(throws: ArrayError.self) { try x.transposed([0, 1, 1]) }
    #expect(throws: ArrayError.self) { try x.transposed([0, 1, 3]) }
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func copiesScatteredElements(axes: [Int]) throws {
    let extents = [37, 5, 41]
    let whole = try NDArray.arange(37 * 5 * 41).reshaped(Shape(extents))
    for view in [whole, whole[.slice(nil, nil, -1), .all, .slice(nil, nil, 2)], whole[1..<3, .slice(4, 0, -3)]] {
      let moved = try view.transposed(axes)
      var expected: [Int] = []
      for i in 0..<moved.shape[0] { for j in 0..<moved.shape[1] { for k in 0..<moved.shape[2] {
        expected.append(moved[i, j, k, as: Int.self])
      } } }
      #expect(moved.toArray(of: Int.self) == expected)
      #expect(try moved.copy().toArray(of: Int.self) == expected)
      #expect(moved.toArray(of: Float.self) == expected.map(Float.init))
    }
  }

  @Test func broadcasts() throws {
    let x = try NDArray([1, 2, 3], shape: [3, 1])
    let y = try x.broadcast(to: [2, 3, 2])
    #expect(y.strides == [0, 1, 0])
    #expect(y.toArray(of: Int.self) == [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3])
    #expect(try x.broadcast(to: [3, 0]).count == 0)
    #expect(throws: ArrayError.self) { try x.broadcast(to: [2, 1]) }
    #expect(throws: ArrayError.self) { try x.broadcast(to: [3]) }
    #expect(throws: ArrayError.self) { try x.broadcast(to: [3, -1]) }
    #expect(throws: ArrayError.self) { try x.broadcast(to: [1 << 40, 3, 1 << 40]) }
    #expect(try Shape.broadcast([3, 1], [2, 1, 4]) == [2, 3, 4])
    #expect(throws: ArrayError.self) { try Shape.broadcast([3], [2]) }
    // A view larger than any memory is fine until it is copied.
    let huge = try NDArray(scalar: 1.0).broadcast(to: [1 << 50])
    #expect(throws: ArrayError.self) { try huge.copy() }
    #expect(throws: ArrayError.self) { try huge.astype(.i8) }
  }

  @Test(arguments: [
    [24], [2, 12], [6, 4], [4, 6], [2, 3, 4], [3, 2, 4], [2, 3, 2, 2], [1, 24, 1], [2, 1, 3, 1, 4], [-1],
    [2, -1], [12, -1],
  ])
  func reshapesAllViews(extents: [Int]) throws {
    let base = try NDArray.arange(96).reshaped([4, 3, 8])
    let views = [
      base[0..<2, .all, .slice(nil, nil, 2)], base[.slice(3, 1, -1), .all, 0..<4], base[0].T,
      base[0], base[.slice(nil, nil, 2), .all, .slice(nil, nil, -2)], try base[1].expandedDims(1),
      try NDArray.arange(3).reshaped([3, 1]).broadcast(to: [2, 3, 4]),
    ]
    for view in views {
      let reshaped = try view.reshaped(Shape(extents))
      #expect(reshaped.toArray(of: Int.self) == view.toArray(of: Int.self))
      #expect(reshaped.count == 24)
    }
  }

  @Test func reshapesWithoutACopyWherePossible() throws {
    let x = try NDArray.arange(96).reshaped([4, 3, 8])
    func isView(_ y: NDArray, of x: NDArray) -> Bool { y.storage === x.storage }
    #expect(isView(try x[0..<2].reshaped([6, 8]), of: x))
    #expect(isView(try x[.all, .all, 0..<4].reshaped([12, 2, 2]), of: x))
    #expect(isView(try x[.slice(nil, nil, -1)].reshaped([4, 24]), of: x))
    #expect(!isView(try x[.all, .all, 0..<4].reshaped([48]), of: x))
    #expect(!isView(try x.T.reshaped([96]), of: x))
    #expect(throws: ArrayError.self) { try x.reshaped([95]) }
    #expect(throws: ArrayError.self) { try x.reshaped([-1, 7]) }
    #expect(throws: ArrayError.self) { try x.reshaped([-1, -1]) }
    #expect(try NDArray.zeros([0, 3]).reshaped([3, 0, 5]).shape == [3, 0, 5])
    #expect(throws: ArrayError.self) { try NDArray.zeros([0, 3]).reshaped([-1, 0]) }
  }

  @Test func expandsAndSqueezes() throws {
    let x = try ViewTests.cube()
    #expect(try x.expandedDims(0, -1).shape == [1, 2, 3, 4, 1])
    #expect(try x.expandedDims(0, -1).squeezed().shape == [2, 3, 4])
    #expect(try x.expandedDims(0, 2).squeezed([2]).shape == [1, 2, 3, 4])
    #expect(throws: ArrayError.cannotSqueeze(axis: 1, shape: [2, 3, 4])) { try x.squeezed([1]) }
    #expect(throws: ArrayError.self) { try x.expandedDims(0, 0) }
    #expect(throws: ArrayError.self) { try x.expandedDims(9) }
    // More axes than are kept inline.
    let deep = try x.expandedDims(0, 2, 4, 6)
    #expect(deep.shape == [1, 2, 1, 3, 1, 4, 1])
    #expect(try deep.T.squeezed().isBitwiseEqual(to: x.T))
    #expect(try deep.copy().strides == [24, 12, 12, 4, 4, 1, 1])
  }

  @Test func contiguityAndOverlap() throws {
    let x = try ViewTests.cube()
    #expect(x.isContiguous)
    #expect(x[1].isContiguous)
    #expect(!x.T.isContiguous)
    #expect(!x[.all, 0].isContiguous)
    #expect(x[0..<0, 0].isContiguous)
    #expect(x[0..<1, 2...].isContiguous)
    #expect(!x.T.layout.mayOverlap)
    #expect(!x[.all, 0].layout.mayOverlap)
    #expect(try x.broadcast(to: [2, 2, 3, 4]).layout.mayOverlap)
    #expect(try x[.slice(nil, nil, -1)].layout.placeRange() == 0...23)
  }
}
