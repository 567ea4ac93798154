"""Hand-written loops for the workloads that are not elementwise.

Each kernel fills `out`, which its `shape` entry describes and which is allocated once. Loops over independent results
run in parallel. Sums may be reordered (`reassoc`), as every other peer's are; nothing else of the arithmetic is relaxed.
"""

import math

import numba
import numpy as np
from numba import njit, prange

loops = njit(parallel=True, fastmath=False)
serial = njit(fastmath=False)
sums = njit(parallel=True, fastmath={"reassoc", "nsz"})
THREADS = numba.get_num_threads()

KERNELS = {}  # name -> (function, shape of the result from the inputs, dtype of the result or None: the first input's)


def kernel(shape, dtype=None):
    def register(function):
        KERNELS[function.__name__] = (function, shape, dtype)
        return function

    return register


@kernel(lambda a, b: (a.shape[0], b.shape[1]))
@loops
def broadcast_outer(out, a, b):
    for i in prange(out.shape[0]):
        x = a[i, 0]
        for j in range(out.shape[1]):
            d = x - b[0, j]
            out[i, j] = math.exp(-d * d)


@kernel(lambda a, b: (b.shape[0], a.shape[1]))
@loops
def broadcast_outer_swapped(out, a, b):
    for i in prange(out.shape[0]):
        x = b[i, 0]
        for j in range(out.shape[1]):
            d = x - a[0, j]
            out[i, j] = math.exp(-d * d)


@njit(fastmath=False)
def add_transposed(out, t, b, first, last):
    """out = t.T + b for some rows of out, in tiles that fit the first-level cache."""
    for i in range(first, last, 32):
        for j in range(0, out.shape[1], 32):
            for p in range(i, min(i + 32, last)):
                for q in range(j, min(j + 32, out.shape[1])):
                    out[p, q] = t[q, p] + b[p, q]


@kernel(lambda a, b: b.shape)
@loops
def transpose_add(out, a, b):
    blocks = (out.shape[0] + 31) // 32
    for block in prange(blocks):
        add_transposed(out, a, b, block * 32, min(block * 32 + 32, out.shape[0]))


@kernel(lambda a, b: a.shape)
@loops
def transpose_add_right(out, a, b):
    blocks = (out.shape[0] + 31) // 32
    for block in prange(blocks):
        add_transposed(out, b, a, block * 32, min(block * 32 + 32, out.shape[0]))


@kernel(lambda x: ())
@sums
def sum_all(out, x):
    total = 0.0
    for i in prange(x.size):
        total += x[i]
    out[()] = total


@kernel(lambda x: ())
@sums
def sum_squares(out, x):
    total = 0.0
    for i in prange(x.size):
        total += x[i] * x[i]
    out[()] = total


# The kernels along axis 0 work on blocks of columns. Their inner loops start at 0 and run over slices: with a start that
# might be negative Numba checks every index, and nothing is vectorized.


@njit
def block_width(columns):
    return max(32, (columns + THREADS - 1) // THREADS)


@kernel(lambda x: x.shape[1:])
@sums
def sum_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        total = np.zeros(xs.shape[1], x.dtype)
        for i in range(n):
            for j in range(total.size):
                total[j] += xs[i, j]
        out[block * width : block * width + width] = total


@kernel(lambda x: x.shape[:1])
@sums
def sum_axis1(out, x):
    for i in prange(x.shape[0]):
        total = x.dtype.type(0)
        for j in range(x.shape[1]):
            total += x[i, j]
        out[i] = total


@kernel(lambda x: x.shape[1:])
@sums
def var_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        mean = np.zeros(xs.shape[1])
        for i in range(n):
            for j in range(mean.size):
                mean[j] += xs[i, j]
        mean /= n
        squares = np.zeros(xs.shape[1])
        for i in range(n):
            for j in range(mean.size):
                d = xs[i, j] - mean[j]
                squares[j] += d * d
        out[block * width : block * width + width] = squares / n


@kernel(lambda x: x.shape[:1])
@sums
def var_axis1(out, x):
    n, m = x.shape
    for i in prange(n):
        total = 0.0
        for j in range(m):
            total += x[i, j]
        mean = total / m
        squares = 0.0
        for j in range(m):
            d = x[i, j] - mean
            squares += d * d
        out[i] = squares / m


@kernel(lambda x: x.shape)
@sums
def softmax_axis1(out, x):
    for i in prange(x.shape[0]):
        top = x[i, 0]
        for j in range(x.shape[1]):
            top = max(top, x[i, j])
        total = x.dtype.type(0)
        for j in range(x.shape[1]):
            e = math.exp(x[i, j] - top)
            out[i, j] = e
            total += e
        factor = x.dtype.type(1) / total
        for j in range(x.shape[1]):
            out[i, j] *= factor


@kernel(lambda x: x.shape)
@sums
def softmax_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        ys = out[:, block * width : block * width + width]
        top = xs[0].copy()
        for i in range(1, n):
            for j in range(top.size):
                top[j] = max(top[j], xs[i, j])
        total = np.zeros(top.size, x.dtype)
        for i in range(n):
            for j in range(top.size):
                e = math.exp(xs[i, j] - top[j])
                ys[i, j] = e
                total[j] += e
        factor = x.dtype.type(1) / total
        for i in range(n):
            for j in range(top.size):
                ys[i, j] *= factor[j]


@kernel(lambda x: x.shape[:1])
@sums
def logsumexp_axis1(out, x):
    for i in prange(x.shape[0]):
        top = x[i, 0]
        for j in range(x.shape[1]):
            top = max(top, x[i, j])
        total = 0.0
        for j in range(x.shape[1]):
            total += math.exp(x[i, j] - top)
        out[i] = top + math.log(total)


@kernel(lambda x: x.shape[1:])
@sums
def logsumexp_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        top = xs[0].copy()
        for i in range(1, n):
            for j in range(top.size):
                top[j] = max(top[j], xs[i, j])
        total = np.zeros(top.size)
        for i in range(n):
            for j in range(top.size):
                total[j] += math.exp(xs[i, j] - top[j])
        out[block * width : block * width + width] = top + np.log(total)


@kernel(lambda x, g, b: x.shape)
@sums
def layernorm_axis1(out, x, g, b):
    n, m = x.shape
    size = x.dtype.type(m)
    for i in prange(n):
        total = x.dtype.type(0)
        for j in range(m):
            total += x[i, j]
        mean = total / size
        squares = x.dtype.type(0)
        for j in range(m):
            d = x[i, j] - mean
            squares += d * d
        factor = x.dtype.type(1) / math.sqrt(squares / size + x.dtype.type(1e-5))
        for j in range(m):
            out[i, j] = (x[i, j] - mean) * factor * g[j] + b[j]


@kernel(lambda x, g, b: x.shape)
@sums
def layernorm_axis0(out, x, g, b):
    n, m = x.shape
    size = x.dtype.type(n)
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        ys = out[:, block * width : block * width + width]
        mean = np.zeros(xs.shape[1], x.dtype)
        for i in range(n):
            for j in range(mean.size):
                mean[j] += xs[i, j]
        mean /= size
        squares = np.zeros(mean.size, x.dtype)
        for i in range(n):
            for j in range(mean.size):
                d = xs[i, j] - mean[j]
                squares[j] += d * d
        factor = x.dtype.type(1) / np.sqrt(squares / size + x.dtype.type(1e-5))
        for i in range(n):
            scale, shift = g[i, 0], b[i, 0]
            for j in range(mean.size):
                ys[i, j] = (xs[i, j] - mean[j]) * factor[j] * scale + shift


@kernel(lambda x: (x.shape[0], x.shape[0]))
@sums
def pairwise_dist(out, x):
    n, d = x.shape
    for i in prange(n):
        for j in range(n):
            total = 0.0
            for k in range(d):
                difference = x[i, k] - x[j, k]
                total += difference * difference
            out[i, j] = math.sqrt(total)


@kernel(lambda x: (x.shape[1], x.shape[1]))
@sums
def pairwise_dist_columns(out, x):
    d, n = x.shape
    for i in prange(n):
        for j in range(n):
            out[i, j] = 0.0
        for k in range(d):
            for j in range(n):
                difference = x[k, j] - x[k, i]
                out[i, j] += difference * difference
        for j in range(n):
            out[i, j] = math.sqrt(out[i, j])


@kernel(lambda x: x.shape[:1], np.int64)
@loops
def argmax_axis1(out, x):
    for i in prange(x.shape[0]):
        out[i] = np.argmax(x[i])


@kernel(lambda x: (), np.int64)
@serial
def argmax_all(out, x):
    out[()] = np.argmax(x)


@kernel(lambda x: (), np.int64)
@serial
def argmax_negated(out, x):
    out[()] = np.argmin(x)


@kernel(lambda x: x.shape)
@serial
def sort_all(out, x):
    out[:] = np.sort(x)


@kernel(lambda x: x.shape)
@serial
def sort_negated(out, x):
    out[:] = np.sort(-x)


@kernel(lambda x: x.shape)
@loops
def sort_axis1(out, x):
    for i in prange(x.shape[0]):
        out[i] = np.sort(x[i])


@kernel(lambda x: x.shape)
@loops
def sort_axis0(out, x):
    for j in prange(x.shape[1]):
        out[:, j] = np.sort(x[:, j])


@kernel(lambda x: x.shape, np.int64)
@serial
def argsort_all(out, x):
    out[:] = np.argsort(x)


@kernel(lambda x: x.shape, np.int64)
@serial
def argsort_negated(out, x):
    out[:] = np.argsort(-x)


@kernel(lambda a, v: v.shape, np.int64)
@loops
def searchsorted_all(out, a, v):
    for i in prange(v.size):
        out[i] = np.searchsorted(a, v[i])


@kernel(lambda a, v: v.shape, np.int64)
@loops
def searchsorted_negated(out, a, v):
    for i in prange(v.size):
        out[i] = np.searchsorted(a, -v[i])


@kernel(lambda x: x.shape[1:], np.int64)
@loops
def argmax_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        top = xs[0].copy()
        place = np.zeros(top.size, np.int64)
        for i in range(1, n):
            for j in range(top.size):
                # A NaN wins once and stays, as NumPy has it.
                better = (xs[i, j] > top[j]) | ((xs[i, j] != xs[i, j]) & (top[j] == top[j]))
                top[j] = xs[i, j] if better else top[j]
                place[j] = i if better else place[j]
        out[block * width : block * width + width] = place


@kernel(lambda a, b: (a.shape[0], b.shape[1]))
@loops
def matmul(out, a, b):
    np.dot(a, b, out)


@kernel(lambda a, b: (a.shape[1], b.shape[1]))
@loops
def matmul_left(out, a, b):
    np.dot(a.T, b, out)


@kernel(lambda a, b: (a.shape[0], b.shape[0]))
@loops
def matmul_right(out, a, b):
    np.dot(a, b.T, out)


@kernel(lambda a, b: (a.shape[0], a.shape[1], b.shape[2]))
@sums
def batched_matmul(out, a, b):
    batch, n, depth = a.shape
    m = b.shape[2]
    for c in prange(batch):
        row = np.empty(m, a.dtype)
        for i in range(n):
            for j in range(m):
                row[j] = a.dtype.type(0)
            for k in range(depth):
                factor = a[c, i, k]
                for j in range(m):
                    row[j] += factor * b[c, k, j]
            for j in range(m):
                out[c, i, j] = row[j]


@kernel(lambda a, b: (a.shape[0], a.shape[1], b.shape[1]))
@sums
def batched_matmul_right(out, a, b):
    batch, n, depth = a.shape
    m = b.shape[1]
    for c in prange(batch):
        for i in range(n):
            for j in range(m):
                total = a.dtype.type(0)
                for k in range(depth):
                    total += a[c, i, k] * b[c, j, k]
                out[c, i, j] = total


@kernel(lambda a, v: a.shape[:1])
@sums
def matvec(out, a, v):
    for i in prange(a.shape[0]):
        total = a.dtype.type(0)
        for j in range(a.shape[1]):
            total += a[i, j] * v[j]
        out[i] = total


@kernel(lambda a, v: a.shape[1:])
@sums
def matvec_left(out, a, v):
    n, m = a.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        columns = a[:, block * width : block * width + width]
        total = np.zeros(columns.shape[1], a.dtype)
        for i in range(n):
            factor = v[i]
            for j in range(total.size):
                total[j] += columns[i, j] * factor
        out[block * width : block * width + width] = total


@loops
def add_relu(out, b):
    zero = b.dtype.type(0)
    for i in prange(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = max(out[i, j] + b[j], zero)


@kernel(lambda x, w, b: (x.shape[0], w.shape[1]))
@loops
def dense_relu(out, x, w, b):
    np.dot(x, w, out)
    add_relu(out, b)


@kernel(lambda x, w, b: (x.shape[0], w.shape[0]))
@loops
def dense_relu_right(out, x, w, b):
    np.dot(x, w.T, out)
    add_relu(out, b)


@kernel(lambda e, idx: (idx.shape[0], e.shape[1]))
@loops
def gather_rows(out, e, idx):
    for i in prange(idx.size):
        row = idx[i]
        for j in range(e.shape[1]):
            out[i, j] = e[row, j]


@kernel(lambda e, idx: (e.shape[0], idx.shape[0]))
@loops
def gather_columns(out, e, idx):
    for i in prange(e.shape[0]):
        for j in range(idx.size):
            out[i, j] = e[i, idx[j]]


@kernel(lambda u: (u.shape[0] - 2, u.shape[1] - 2))
@loops
def stencil(out, u):
    for i in prange(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = 0.25 * (u[i, j + 1] + u[i + 2, j + 1] + u[i + 1, j] + u[i + 1, j + 2])


@kernel(lambda u: (u.shape[0] - 2, u.shape[1] - 2))
@loops
def stencil_center(out, u):
    for i in prange(out.shape[0]):
        for j in range(out.shape[1]):
            around = u[i + 1, j + 2] + u[i + 2, j + 1] + u[i, j + 1] + u[i + 1, j]
            out[i, j] = 0.5 * u[i + 1, j + 1] + 0.125 * around


@kernel(lambda x: x.shape)
@njit(fastmath=False)
def cumsum(out, x):
    total = 0.0
    for i in range(x.size):
        total += x[i]
        out[i] = total


@kernel(lambda x: x.shape)
@njit(fastmath=False)
def cumsum_scaled(out, x):
    total = 0.0
    for i in range(x.size):
        total += x[i] * 0.5
        out[i] = total
