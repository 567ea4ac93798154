"""Numba: loops over the elements, written from the body where that is elementwise and by hand elsewhere."""

import math

import numba
import numba_indexing  # noqa: F401  the three register their kernels
import numba_products  # noqa: F401
import numba_reductions  # noqa: F401
import numpy as np
from expressions import Rewriter, is_elementwise
from numba_loops import KERNELS
from worker import Peer, Unsupported, serve

FUNCTIONS = {n: getattr(math, n) for n in "exp log sin cos tanh sqrt log1p erf".split()} | {"abs": abs}
PARALLEL_FROM = 8192  # elements; below, starting the threads costs more than they give


class Numba(Peer):
    name = "numba"

    def build(self, form):
        if form.numba:
            return self.by_hand(form)
        if not is_elementwise(form):
            raise Unsupported("no loops written for it")
        return self.elementwise(form)

    def by_hand(self, form):
        function, shape, dtype = KERNELS[form.numba]
        out = None

        def call(*inputs):
            nonlocal out
            if out is None:
                out = np.empty(shape(*inputs), dtype or inputs[0].dtype)
            filled = function(out, *inputs)
            return out if filled is None else filled

        return call

    def elementwise(self, form):
        names = [p.name for p in form.parameters]
        scalar = np.float32 if form.is_single_precision else np.float64
        constants = {}

        def constant(value):
            return constants.setdefault(value, f"K{len(constants)}")

        def text(expression):
            return Rewriter(lambda n: f"{n}[i]" if n in names else n, constant).text(expression)

        lets, result = form.lines
        source = [f"def kernel(out, {', '.join(names)}):", "  for i in prange(out.size):"]
        source += [f"    {name} = {text(expression)}" for name, expression in lets]
        source += [f"    out[i] = {text(result)}"]
        scope = dict(FUNCTIONS)
        code = compile("\n".join(source), "<workload>", "exec")
        scope |= {name: scalar(value) for value, name in constants.items()} | {"prange": numba.prange}
        exec(code, scope)
        kernels = {}
        out = None

        def call(*inputs):
            nonlocal out
            if out is None:
                out = np.empty_like(inputs[0])
                kernels[0] = numba.njit(parallel=out.size >= PARALLEL_FROM)(scope["kernel"])
            kernels[0](out, *inputs)
            return out

        return call


if __name__ == "__main__":
    serve(Numba())
