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
    erfcx erfinv erfcinv dawsn gamma gammaln loggamma digamma polygamma beta betaln betainc betaincinv gammainc
    gammaincc gammaincinv gammainccinv factorial poch comb logit xlogy xlog1py entr rel_entr kl_div ndtr ndtri j0 j1
    jv y0 y1 i0e i1e iv ive k0 k1 kv kve expi exp1 expn zeta polyval hyp2f1 owens_t
    """,
    """
    vdot inner outer cross vecdot matvec vecmat tensordot kron einsum multi_dot matrix_power cholesky cho_solve
    solve solve_triangular inv pinv det slogdet lu lu_factor lu_solve qr svd svdvals eig eigvals eigh eigvalsh schur
    lstsq matrix_rank cond expm logm sqrtm block_diag toeplitz circulant solve_sylvester solve_continuous_lyapunov
    solve_discrete_lyapunov
    """,
    """
    fft ifft rfft irfft fft2 fftn fftshift fftfreq convolve correlate interp conv1d conv2d conv3d max_pool avg_pool
    batch_norm layer_norm group_norm rms_norm relu leaky_relu elu selu gelu silu mish hard_sigmoid hard_swish
    softsign cross_entropy ctc_loss scaled_dot_product_attention
    """,
  ]
}
