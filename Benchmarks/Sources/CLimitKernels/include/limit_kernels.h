#ifndef LIMIT_KERNELS_H
#define LIMIT_KERNELS_H

/// Runs a limit kernel `calls` times on `threads` threads and writes the time of each call in microseconds.
///
/// Kernels (n, m, k are extents; `single` chooses f32 over f64):
///   copy    y[i] = x[i]                                    n
///   triad   z[i] = x[i] + 2.5 * y[i]                       n
///   triad3  w[i] = x[i] + y[i] * z[i]                      n
///   fill    y[i] = 1                                       n
///   sum     the sum of x                                   n
///   chain   k multiplications and additions an element     n, k
///   flops   n fused multiply-adds in registers             n
///   gather  k rows of m elements out of n, in random order n, m, k
///   gemm    (n, k) times (k, m), one-thread OpenBLAS on each thread's rows
///
/// Returns 0, or -1 for an unknown kernel, or -2 when memory or threads are lacking.
int limit_kernel_time(
  const char *kernel, int single, long n, long m, long k, int threads, int calls, double *microseconds);

#endif
