"""Numba's loops for sorting, indexing and running sums."""

import numpy as np
from numba import njit, prange
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


@kernel(lambda x: x.shape)
@loops
def cumsum_axis0(out, x):
    n, m = x.shape
    width = block_width(m)
    for block in prange((m + width - 1) // width):
        xs = x[:, block * width : block * width + width]
        ys = out[:, block * width : block * width + width]
        ys[0] = xs[0]
        for i in range(1, n):
            for j in range(xs.shape[1]):
                ys[i, j] = ys[i - 1, j] + xs[i, j]


@kernel(lambda x: x.shape)
@loops
def cumsum_axis1(out, x):
    for i in prange(x.shape[0]):
        total = 0.0
        for j in range(x.shape[1]):
            total += x[i, j]
            out[i, j] = total


LINE = 8  # f64 in a cache line: more rows, whole pages apart, would evict each other


@kernel(lambda x: x.shape[::-1])
@loops
def cumsum_axis0_turned(out, x):
    n, m = x.shape
    for first in prange((m + LINE - 1) // LINE):
        xs = x[:, first * LINE : first * LINE + LINE]
        ys = out[first * LINE : first * LINE + LINE]
        total = np.zeros(xs.shape[1])
        for i in range(n):
            for j in range(total.size):
                total[j] += xs[i, j]
                ys[j, i] = total[j]


@kernel(lambda x: x.shape[::-1])
@loops
def cumsum_axis1_turned(out, x):
    n, m = x.shape
    for first in prange((n + LINE - 1) // LINE):
        xs = x[first * LINE : first * LINE + LINE]
        ys = out[:, first * LINE : first * LINE + LINE]
        total = np.zeros(xs.shape[0])
        for j in range(m):
            for i in range(total.size):
                total[i] += xs[i, j]
                ys[j, i] = total[i]


# Elements that are added to what may be the same place: on one thread. Ranges of places for each thread, all of which read
# all the indices, take longer.


@kernel(lambda e, idx, v: e.shape)
@serial
def scatter_add_rows(out, e, idx, v):
    out[:] = e
    for k in range(idx.size):
        row = idx[k]
        for j in range(e.shape[1]):
            out[row, j] += v[k, j]


@kernel(lambda e, idx, v: e.shape)
@loops
def scatter_add_columns(out, e, idx, v):
    for i in prange(e.shape[0]):
        for j in range(e.shape[1]):
            out[i, j] = e[i, j]
        for k in range(idx.size):
            out[i, idx[k]] += v[i, k]


@kernel(lambda x, idx, y: x.shape)
@serial
def scatter_add(out, x, idx, y):
    out[:] = x
    for k in range(idx.size):
        out[idx[k]] += y[k]


@kernel(lambda x, idx, y: x.shape)
@serial
def scatter_add_negated(out, x, idx, y):
    out[:] = x
    for k in range(idx.size):
        out[idx[k]] -= y[k]


SELECT_IN_PARALLEL_FROM = 100_000  # elements; below, starting the threads costs more than they give


def select(chosen):
    """Loops for a mask that is computed from the elements: what is chosen is counted block by block, then written."""
    chosen = njit(chosen)

    def selected(out, x, m):
        width = max(1024, (x.size + 63) // 64)
        blocks = (x.size + width - 1) // width
        ends = np.zeros(blocks + 1, np.int64)
        for block in prange(blocks):
            xs, ms = x[block * width : block * width + width], m[block * width : block * width + width]
            count = 0
            for i in range(xs.size):
                count += chosen(xs[i], ms[i])
            ends[block + 1] = count
        ends = np.cumsum(ends)
        for block in prange(blocks):
            xs, ms = x[block * width : block * width + width], m[block * width : block * width + width]
            to = out[ends[block] : ends[block + 1]]
            count = 0
            for i in range(xs.size):
                # Random masks are mispredicted: what is not chosen is written too, and overwritten.
                if count < to.size:
                    to[count] = xs[i]
                count += chosen(xs[i], ms[i])
        return out[: ends[blocks]]

    in_parallel, in_series = loops(selected), serial(selected)

    @serial
    def select_from(out, x, m):
        return in_parallel(out, x, m) if x.size >= SELECT_IN_PARALLEL_FROM else in_series(out, x, m)

    return select_from


select_true, select_false = select(lambda x, m: m), select(lambda x, m: not m)
select_positive, select_below = select(lambda x, m: x > 0), select(lambda x, m: x * 0.5 < 1.0)


@kernel(lambda x, m: x.shape)
@serial
def mask(out, x, m):
    return select_true(out, x, m)


@kernel(lambda x, m: x.shape)
@serial
def mask_inverted(out, x, m):
    return select_false(out, x, m)


@kernel(lambda x: x.shape)
@serial
def mask_positive(out, x):
    return select_positive(out, x, x)


@kernel(lambda x: x.shape)
@serial
def mask_below(out, x):
    return select_below(out, x, x)


@njit
def distinct(out, ordered):
    """Faster than `np.unique`, which in Numba goes through lists."""
    count = 0
    for i in range(ordered.size):
        if i == 0 or ordered[i] != ordered[i - 1]:
            out[count] = ordered[i]
            count += 1
    return out[:count]


@kernel(lambda x: x.shape)
@serial
def unique_all(out, x):
    return distinct(out, np.sort(x))


@kernel(lambda x: x.shape)
@serial
def unique_hundredths(out, x):
    return distinct(out, np.sort(np.floor(x * 100.0)))


@kernel(lambda x: x.shape)
@serial
def unique_thousand(out, x):
    return distinct(out, np.sort(x % 1000))
