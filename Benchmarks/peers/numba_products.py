"""Numba's loops for broadcasting, transposes, stencils and matrix products."""

import math

import numpy as np
from numba import njit, prange
from numba_loops import block_width, kernel, loops, sums


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
