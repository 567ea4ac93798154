"""What the loops written by hand for Numba share; the loops are in numba_reductions, numba_products and numba_indexing.

A kernel fills `out`, which its `shape` entry describes and which is allocated once; where the extent of the result
depends on values, `shape` is the largest and the kernel returns the part that it filled. Loops over independent results
run in parallel. Sums may be reordered (`reassoc`), as every other peer's are; nothing else of the arithmetic is relaxed.
"""

import numba
from numba import njit

loops = njit(parallel=True, fastmath=False)
serial = njit(fastmath=False)
sums = njit(parallel=True, fastmath={"reassoc", "nsz"})
THREADS = numba.get_num_threads()

KERNELS = {}  # name -> (function, shape of `out` from the inputs, its dtype or None: the first input's)


def kernel(shape, dtype=None):
    def register(function):
        KERNELS[function.__name__] = (function, shape, dtype)
        return function

    return register


# The kernels along axis 0 work on blocks of columns. Their inner loops start at 0 and run over slices: with a start that
# might be negative Numba checks every index, and nothing is vectorized.


@njit
def block_width(columns):
    return max(32, (columns + THREADS - 1) // THREADS)
