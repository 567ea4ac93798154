import TensorScalars

/// One step of a loop program.
public indirect enum Statement: Hashable, Sendable {
  case define(Value, Expression)
  case store(Value, Access)
  case loop(Loop)
  case fold(Fold)
  case reduce(Reduction)
  case scan(Scan)
  case call(LibraryCall)
  case check(Check)
  /// Asks memory for an element that is going to be read or written soon. Nothing but time changes, and the element need not exist.
  case prefetch(Access)
}

/// `for variable in 0..<extent { body }`.
public struct Loop: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// In order.
    case serial
    /// Iterations are independent and may run on several threads in any order; chunks of at least `grain`
    /// iterations. Parallel loops stand only at the top level of a program or directly in other parallel or serial
    /// loops; a nested one runs serially.
    case parallel(grain: SymbolicInteger)
    /// Iterations are independent and may run side by side in vector lanes. The body holds only definitions,
    /// stores, folds and checks.
    case vector
  }

  public var variable: Int
  public var extent: SymbolicInteger
  public var kind: Kind
  public var body: [Statement]

  public init(variable: Int, extent: SymbolicInteger, kind: Kind, body: [Statement]) {
    (self.variable, self.extent, self.kind, self.body) = (variable, extent, kind, body)
  }
}

/// A sequential loop with carried values: `carried[k]` is `initial[k]` before the first iteration and `next[k]`
/// after each; after the loop `carried[k]` holds the last value (visible to the statements that follow).
public struct Fold: Hashable, Sendable {
  public var variable: Int
  public var extent: SymbolicInteger
  public var carried: [Value]
  public var initial: [Value]
  public var body: [Statement]
  public var next: [Value]

  public init(
    variable: Int, extent: SymbolicInteger, carried: [Value], initial: [Value], body: [Statement], next: [Value]
  ) {
    (self.variable, self.extent, self.carried) = (variable, extent, carried)
    (self.initial, self.body, self.next) = (initial, body, next)
  }
}

/// How two partial results become one.
public enum Combiner: Hashable, Sendable {
  /// Floats start from -0 inside the tree (so padding changes nothing) and the result is `0 + tree`, so that an empty
  /// sum and a sum of -0 are +0, as NumPy has them.
  case sum
  case product
  /// NaN if any is NaN; the extent must not be 0.
  case minimum, maximum
  case or, and
  /// Two arguments: each lane does `acc = fma(a, b, acc)` on floats (`acc + a * b` on integers), lanes add as in `sum`.
  case dot
  /// The index (i64) of the first least or greatest element; the first NaN wins; the extent must not be 0.
  case argMinimum, argMaximum

  /// How many values of the body it takes.
  public var argumentCount: Int {
    switch self {
    case .dot: 2
    case .sum, .product, .minimum, .maximum, .or, .and, .argMinimum, .argMaximum: 1
    }
  }

  /// The type of the result for elements of `type`.
  public func resultType(_ type: ElementType) -> ElementType {
    switch self {
    case .argMinimum, .argMaximum: .i64
    case .sum, .product, .minimum, .maximum, .or, .and, .dot: type
    }
  }
}

/// One result of a reduction.
public struct Reducer: Hashable, Sendable {
  public var combiner: Combiner
  public var arguments: [Value]
  public var result: Value

  public init(combiner: Combiner, arguments: [Value], result: Value) {
    (self.combiner, self.arguments, self.result) = (combiner, arguments, result)
  }
}

/// A reduction of the body's values over `variable in 0..<extent`, in a tree that depends on the extent only.
///
/// The tree (`order == .lanes`): the index range is cut into blocks of 2,048 (the last may be shorter). In a block,
/// element `r` belongs to lane `r mod L`, where L is `ReductionTree.lanes` of the type (64; 32 for 8-byte elements); each
/// lane combines its elements in order of index, starting from the identity; then lanes are combined by halving: for
/// `w` = L/2, ..., 4, 2, 1, lane `l < w` becomes
/// `combine(lane l, lane l + w)` (an empty lane is the identity and may be skipped, which changes no bit). Blocks combine as in
/// `order == .pairwise`: neighbours in index order, level by level, an odd last one passing up unchanged.
public struct Reduction: Hashable, Sendable {
  public enum Order: Hashable, Sendable {
    case lanes
    /// Elements themselves combine pairwise, neighbours in index order: what merges the results of blocks.
    case pairwise
  }

  /// Many reductions side by side: the body, the reducers and `then` are done for each `variable in 0..<extent`,
  /// which are independent. The backend walks memory in the order it likes.
  public struct Lanes: Hashable, Sendable {
    public var variable: Int
    public var extent: SymbolicInteger
    public init(variable: Int, extent: SymbolicInteger) { (self.variable, self.extent) = (variable, extent) }
  }

  public var variable: Int
  public var extent: SymbolicInteger
  public var order: Order
  /// Definitions, stores (to elements that differ for every iteration), and checks.
  public var body: [Statement]
  public var reducers: [Reducer]
  public var lanes: Lanes?
  /// With lanes: definitions and stores that use the results. Without lanes it is empty, and the results are
  /// visible to the statements that follow.
  public var then: [Statement]

  public init(
    variable: Int, extent: SymbolicInteger, order: Order = .lanes, body: [Statement], reducers: [Reducer],
    lanes: Lanes? = nil, then: [Statement] = []
  ) {
    (self.variable, self.extent, self.order, self.body) = (variable, extent, order, body)
    (self.reducers, self.lanes, self.then) = (reducers, lanes, then)
  }
}

/// Inclusive prefix combinations of `input` over `variable in 0..<extent`: `result` at `r` combines elements `0...r`.
///
/// Elements go in groups of 8. In a group, prefixes are made by doubling (for d = 1, 2, 4: element `k >= d` becomes
/// `combine(element k - d, element k)`, all at once); then each is combined with what came before the group:
/// `result = combine(carry, prefix)`, nothing being added in the first group. The carry is then the result of the group's last element.
/// Combiners: sum, product, minimum, maximum. Sums do not add a zero.
public struct Scan: Hashable, Sendable {
  public var variable: Int
  public var extent: SymbolicInteger
  public var combiner: Combiner
  /// Definitions.
  public var body: [Statement]
  public var input: Value
  public var result: Value
  /// Independent scans side by side.
  public var lanes: Reduction.Lanes?
  /// Definitions and stores for each element (and lane), which use `result`.
  public var then: [Statement]

  public init(
    variable: Int, extent: SymbolicInteger, combiner: Combiner, body: [Statement], input: Value, result: Value,
    lanes: Reduction.Lanes? = nil, then: [Statement]
  ) {
    (self.variable, self.extent, self.combiner, self.body) = (variable, extent, combiner, body)
    (self.input, self.result, self.lanes, self.then) = (input, result, lanes, then)
  }
}

/// A call of a routine of the runtime.
public struct LibraryCall: Hashable, Sendable {
  public enum Routine: Int64, CaseIterable, Hashable, Sendable {
    /// `C = op(A) op(B)`, row-major. Pointers A, B, C; integers m, n, k, transposeA, transposeB (0 or 1: the stored matrix
    /// is the transposed one), lda, ldb, ldc (in elements). k = 0 gives zeros. Single-threaded.
    case gemmF32, gemmF64
    /// One tile of `C = op(A) op(A)ᵀ`, row-major, and its mirror image above the diagonal. Pointers A, C; integers n (C is n
    /// by n), k, transposeA, lda, ldc, the extent of the square tiles, and the tile's number: tiles on and below the diagonal
    /// are counted row by row. k = 0 gives zeros. Single-threaded; tiles touch no common elements.
    case syrkF32, syrkF64
    /// Sorts rows, on all threads: ascending, or descending as the mirror image of that; NaNs are the greatest; equal elements keep their
    /// order. Pointers: elements, the result of the same type, workspace of that type. Integers: rows, the extent of each, the first of the
    /// places that are wanted and their count, the bytes of an element, what its bits are (0 unsigned, 1 signed, 2 an IEEE float, 3 a
    /// brain float), and 1 for descending order. The workspace has one row, or all where not all places are wanted.
    case sort
    /// The same, but the result are the places of elements in their rows (i64), and the workspace is of i64.
    case argsort
    /// Where elements belong in sorted rows: how many elements of the row are less (or not greater). Pointers: sorted rows, elements of the
    /// same type (integers, f32, f64), results (i64). Integers: rows, the extent of a sorted row, the elements that are searched in each row,
    /// bytes of an element and what its bits are, as above, and 1 where equal elements count as less.
    case searchsorted
    /// The values at which a mask is true, in order, behind each other. Pointers mask (bools), values, result; integers: how many
    /// values, how many are true, and the bytes of one. Just so many results are written.
    case compact
    /// The inverse: values, in order, where a mask is true, and zeros elsewhere. Pointers mask (bools), values, result; integers: how many
    /// results, how many are true, and the bytes of one. Just so many values are read.
    case spread
    /// The lexicographic order of vectors: the places of each row's vectors (i64), NaNs as the greatest, equal ones as they stand. Pointers:
    /// elements, results, workspace for keys of all elements (i64 for elements of 8 bytes, else i32), and one of as many i64 as there are
    /// results. Integers: rows, the vectors of each, the elements of a vector, bytes of an element and what its bits are.
    case orderVectors
    /// Products of complex numbers, pairs of f32 or f64, in the order of each row's elements (no elements give 1), or what products, maxima and
    /// minima are up to each element. Pointers: pairs, results. Integers: rows, the elements of each, the bytes of a part, and which of them
    /// (0 to 3): one result of a row for 0.
    case accumulateComplex
    /// Linear recurrences of complex numbers along rows: a factor times the last result, plus a term. Pointers: factors, terms, results, as
    /// pairs. Integers: rows, the elements of each, the bytes of a part, and 1 where a factor of 0 leaves nothing of the last result.
    case recurComplex
  }

  public var routine: Routine
  public var pointers: [Access]
  public var integers: [SymbolicInteger]

  public init(routine: Routine, pointers: [Access], integers: [SymbolicInteger]) {
    (self.routine, self.pointers, self.integers) = (routine, pointers, integers)
  }
}

/// Records a failure if `condition` (bool) does not hold; the program goes on, so what follows must be safe (clamped).
///
/// The call reports the failure with the smallest `site`, then the smallest `order`.
public struct Check: Hashable, Sendable {
  public var condition: Value
  /// Position in the table of sites that stands beside the program.
  public var site: Int
  /// The place of this iteration in program order.
  public var order: SymbolicInteger
  /// The offending index (i64) and the extent it must lie in.
  public var index: Value
  public var extent: SymbolicInteger

  public init(condition: Value, site: Int, order: SymbolicInteger, index: Value, extent: SymbolicInteger) {
    (self.condition, self.site, self.order, self.index, self.extent) = (condition, site, order, index, extent)
  }
}
