import TensorScalars

/// The reference meaning of loop programs: runs one on raw buffers, in order, on one thread.
///
/// The program is laid out once as flat instructions over 64-bit registers; a run allocates its registers and
/// nothing else. Parallel and vector loops run in order, reductions and scans in exactly the documented trees.
/// (A minimum or maximum of nothing is its identity, an index of it 0.)
public struct LoopInterpreter: Sendable {
  /// What routines of the library do: routine, integers, pointers.
  public typealias Library = (
    LibraryCall.Routine, UnsafePointer<Int64>, UnsafePointer<UnsafeMutableRawPointer?>
  ) -> Void

  public let program: LoopProgram
  let code: LoopCode

  /// Lays the program out, after verifying it.
  public init(_ program: LoopProgram) throws(LoopProgramError) {
    try program.verify()
    self.program = program
    var compiler = LoopCompiler(program)
    code = compiler.compile()
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - buffers: where element 0 of each buffer stands, in the order of the program's list.
  ///   - symbols: the values of the program's symbols.
  ///   - library: does the program's library calls.
  /// - Returns: the failed check with the smallest site, then the smallest order, if any failed.
  public func run(
    buffers: UnsafePointer<UnsafeMutableRawPointer?>, symbols: UnsafePointer<Int64>, library: Library
  ) -> LoopFailure? {
    code.withState(buffers: buffers, symbols: symbols, bounds: nil) { state in
      code.execute(&state, library)
      return state.failure
    }
  }

  /// Runs the program and stops at the first access outside `bounds`: for every buffer, the offsets that exist.
  public func run(
    buffers: UnsafePointer<UnsafeMutableRawPointer?>, symbols: UnsafePointer<Int64>, bounds: [Range<Int>],
    library: Library
  ) throws(LoopBoundsError) -> LoopFailure? {
    precondition(bounds.count == program.buffers.count, "one range for each buffer")
    let result: Result<LoopFailure?, LoopBoundsError> = bounds.withUnsafeBufferPointer { ranges in
      code.withState(buffers: buffers, symbols: symbols, bounds: ranges) { state in
        code.execute(&state, library)
        guard let (site, offset) = state.outside else { return .success(state.failure) }
        let (statement, buffer) = code.accesses[site]
        return .failure(
          LoopBoundsError(
            statement: statement.headline, buffer: buffer, offset: offset, bounds: bounds[buffer]))
      }
    }
    return try result.get()
  }
}

/// A check that did not hold.
public struct LoopFailure: Hashable, Sendable {
  public var site: Int
  public var order: Int64
  public var index: Int64
  public var extent: Int64

  public init(site: Int, order: Int64, index: Int64, extent: Int64) {
    (self.site, self.order, self.index, self.extent) = (site, order, index, extent)
  }

  /// Whether this one is reported rather than `other`.
  func precedes(_ other: LoopFailure) -> Bool { (site, order) < (other.site, other.order) }
}

/// An access outside a buffer, in a run that checks bounds.
public struct LoopBoundsError: Error, Hashable, Sendable, CustomStringConvertible {
  public let statement: String
  public let buffer: Int
  public let offset: Int
  public let bounds: Range<Int>

  public var description: String {
    "offset \(offset) of buffer @\(buffer) is outside \(bounds.lowerBound)..<\(bounds.upperBound), in: \(statement)"
  }
}
