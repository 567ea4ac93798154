"""Numba's loops for reductions and for what is computed row by row."""

import math

import numpy as np
from numba import prange
from numba_loops import block_width, kernel, loops, serial, sums


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
