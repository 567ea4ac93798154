"""Numba's loops for sorting, indexing and running sums."""

import numpy as np
from numba import prange
from numba_loops import block_width, kernel, loops, serial


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


@kernel(lambda x: x.shape)
@serial
def cumsum(out, x):
    total = 0.0
    for i in range(x.size):
        total += x[i]
        out[i] = total


@kernel(lambda x: x.shape)
@serial
def cumsum_scaled(out, x):
    total = 0.0
    for i in range(x.size):
        total += x[i] * 0.5
        out[i] = total
