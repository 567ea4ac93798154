/// Names that belong to the language but whose operations this version lacks, so that a program which uses one
/// gets a better answer than a guess at its spelling.
enum PlannedFunctions {
  /// What may stand before the dot of a function's name.
  static let namespaces: Set<String> = ["random", "op"]

  static let names: Set<String> = Set(
    lists.flatMap { $0.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init) })

  private static let lists: [String] = [
    """
    ifelse while_loop fori print scan
    """,
    """
    divmod fmax fmin fmod copysign nextafter ldexp frexp gcd lcm heaviside fix isclose allclose array_equal isposinf
    isneginf signbit nan_to_num bit_count select choose piecewise round logaddexp2 float_power sinc deg2rad rad2deg
    unwrap real imag conj angle modf
    """,
    """
    erfcx erfinv erfcinv dawsn gamma gammaln loggamma digamma polygamma beta betaln betainc betaincinv gammainc
    gammaincc gammaincinv gammainccinv factorial poch comb logit log_expit log1mexp xlogy xlog1py entr rel_entr kl_div
    ndtr log_ndtr ndtri j0 j1 jv y0 y1 i0 i1 i0e i1e iv ive k0 k1 kv kve expi exp1 expn zeta polyval hyp2f1 owens_t
    """,
    """
    ptp count_nonzero average median quantile percentile nansum nanprod nanmean nanvar nanstd nanmin nanmax nanargmin
    nanargmax nanmedian norm cov corrcoef trace cumprod cummax cummin logcumsumexp diff gradient trapezoid histogram
    bincount digitize
    """,
    """
    mgrid ogrid take_along_axis put_along_axis
    insert delete append sliding_window_view ravel_multi_index unravel_index ix_
    """,
    """
    segment_sum segment_max
    """,
    """
    vdot inner outer cross vecdot matvec vecmat tensordot kron einsum multi_dot matrix_power cholesky cho_solve solve
    solve_triangular inv pinv det slogdet lu lu_factor lu_solve qr svd svdvals eig eigvals eigh eigvalsh schur lstsq
    matrix_rank cond expm logm sqrtm block_diag toeplitz circulant solve_sylvester solve_continuous_lyapunov
    solve_discrete_lyapunov
    """,
    """
    fft ifft rfft irfft fft2 fftn fftshift fftfreq convolve correlate interp conv1d conv2d conv3d max_pool avg_pool
    batch_norm layer_norm group_norm rms_norm relu leaky_relu elu selu gelu silu mish hard_sigmoid hard_swish softsign
    cross_entropy ctc_loss scaled_dot_product_attention
    """,
  ]
}
