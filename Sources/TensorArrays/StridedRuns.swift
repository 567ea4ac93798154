/// The elements of a layout in row-major order, cut into runs of equal stride.
///
/// Axes that lie in memory as one are merged first, so a contiguous array is one run.
struct StridedRuns {
  /// The place of the first element of each run is found from these outer axes.
  private var outer: [(extent: Int, stride: Int)] = []
  private(set) var runCount: Int
  private(set) var runStride: Int
  /// Runs that are walked together in tiles: as many, and the distance between their first elements. More than
  /// one only where neighbours of different runs are nearer in memory than neighbours of one (a transpose).
  private(set) var planeCount = 1
  private(set) var planeStride = 0
  private var start: Int

  /// A tile of 16 by 16 elements touches few enough lines to keep them all in the nearest cache.
  static let tile = 16

  init(_ layout: Layout) {
    start = layout.offset
    runCount = 1
    runStride = 1
    var axes: [(extent: Int, stride: Int)] = []
    for axis in 0..<layout.rank where layout.shape[axis] != 1 {
      let next = (extent: layout.shape[axis], stride: layout.strides[axis])
      if next.extent == 0 {
        runCount = 0
        return
      }
      if let last = axes.last, last.stride == next.stride &* next.extent {
        axes[axes.count - 1] = (last.extent &* next.extent, next.stride)
      } else {
        axes.append(next)
      }
    }
    if let last = axes.popLast() { (runCount, runStride) = last }
    if let last = axes.last, runCount > 1, last.stride.magnitude < runStride.magnitude {
      (planeCount, planeStride) = last
      axes.removeLast()
    }
    outer = axes
  }

  /// Calls `body` with the place of the first element of every plane of runs, in order.
  @inline(__always)
  func forEachPlane(_ body: (_ place: Int) -> Void) {
    if runCount == 0 { return }
    if outer.isEmpty {
      body(start)
      return
    }
    var indices = Array(repeating: 0, count: outer.count)
    var place = start
    while true {
      body(place)
      var axis = outer.count - 1
      while true {
        indices[axis] += 1
        place &+= outer[axis].stride
        if indices[axis] < outer[axis].extent { break }
        place &-= outer[axis].stride &* outer[axis].extent
        indices[axis] = 0
        if axis == 0 { return }
        axis -= 1
      }
    }
  }
}
