import TensorDerivativeChecking
import TensorJIT
import TensorText
import Testing

/// The operations that the language specifies, group by group: what is missing is reported, and what is here must stay.
@Suite("Specified operations") struct SpecifiedOperatorsTests {
  struct Group: Sendable, CustomTestStringConvertible {
    let title: String
    let names: [String]
    var testDescription: String { title }

    init(_ title: String, _ names: String) {
      (self.title, self.names) = (title, names.split(whereSeparator: \.isWhitespace).map(String.init))
    }
  }

  static let groups: [Group] = [
    Group(
      "elementwise",
      """
      add subtract multiply divide floor_divide mod remainder power matmul divmod reciprocal square sqrt cbrt abs sign clip maximum minimum fmax
      fmin fmod hypot copysign nextafter ldexp frexp gcd lcm heaviside positive negative fix equal not_equal less less_equal greater greater_equal
      isclose allclose array_equal isnan isinf isfinite isposinf isneginf signbit nan_to_num logical_and logical_or logical_xor logical_not
      bitwise_and bitwise_or bitwise_xor invert left_shift right_shift bit_count where select choose piecewise floor ceil trunc rint round exp
      exp2 expm1 log log2 log10 log1p logaddexp logaddexp2 float_power sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh
      arctanh sinc deg2rad rad2deg unwrap real imag conj angle
      """),
    Group(
      "reductions",
      """
      sum prod mean var std min max ptp argmin argmax any all count_nonzero average median quantile percentile nansum nanprod nanmean nanvar nanstd
      nanmin nanmax nanargmin nanargmax nanmedian nanquantile nanpercentile logsumexp norm cov corrcoef trace cumsum cumprod cummax cummin
      logcumsumexp diff gradient trapezoid histogram bincount digitize
      """),
    Group(
      "creation",
      """
      zeros ones full empty zeros_like ones_like full_like empty_like eye identity arange linspace logspace geomspace meshgrid mgrid ogrid indices
      diag diagflat diagonal fill_diagonal tri tril triu tril_indices triu_indices tril_indices_from triu_indices_from vander one_hot hanning
      hamming blackman bartlett kaiser
      """),
    Group(
      "shape",
      """
      reshape ravel flatten transpose permute_dims matrix_transpose swapaxes moveaxis rollaxis expand_dims squeeze broadcast_to broadcast_arrays
      broadcast_shapes atleast_1d atleast_2d atleast_3d concatenate concat stack vstack hstack dstack column_stack unstack split array_split vsplit
      hsplit dsplit block tile repeat pad flip fliplr flipud roll rot90 shape size ndim
      """),
    Group(
      "indexing",
      """
      take take_along_axis put_along_axis choose compress insert delete append nonzero flatnonzero argwhere sliding_window_view ravel_multi_index
      unravel_index ix_
      """),
    Group(
      "sorting and sets",
      """
      sort argsort partition argpartition top_k lexsort searchsorted unique isin intersect1d union1d setdiff1d setxor1d segment_sum segment_max
      """),
  ]

  /// What no version has had yet. (A name here that has come is no failure: it may be taken out.)
  static let awaited: Set<String> = Set(
    """
    divmod nextafter ldexp frexp gcd lcm isclose allclose array_equal isposinf isneginf nan_to_num select choose piecewise round logaddexp2
    float_power sinc unwrap real imag conj angle ptp count_nonzero average median quantile percentile nansum nanprod nanmean nanvar nanstd nanmin
    nanmax nanargmin nanargmax nanmedian nanquantile nanpercentile norm cov corrcoef trace cummax cummin logcumsumexp diff gradient trapezoid
    histogram bincount digitize take_along_axis put_along_axis compress insert delete append nonzero flatnonzero argwhere sliding_window_view
    ravel_multi_index unravel_index ix_ unique isin intersect1d union1d setdiff1d
    setxor1d segment_max
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Names that are indexed, or are words of the language, and so have no record.
  private static let syntax: Set<String> = ["mgrid", "ogrid"]

  @Test("are all there, but for those awaited", arguments: groups) func group(_ group: Group) {
    let known = Set(OperationListing.all.flatMap { [$0.name] + $0.aliases }).union(Self.syntax)
    let missing = group.names.filter { !known.contains($0) }
    #expect(missing.allSatisfy(Self.awaited.contains), "gone: \(missing.filter { !Self.awaited.contains($0) })")
    if !missing.isEmpty { print("\(group.title): \(missing.count) of \(group.names.count) are missing: \(missing.joined(separator: " "))") }
  }
}
