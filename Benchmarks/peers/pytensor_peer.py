"""PyTensor, compiled by Numba or by its own C code."""

import sys

import pytensor
import pytensor.tensor as pt
from pytensor.tensor import special
from worker import Peer, serve, writes

NAMES = """exp log sin cos tanh sqrt log1p abs floor sum mean max maximum argmax cumsum take transpose erf expit logsumexp sort
argsort unique"""
NAMESPACE = {name: getattr(pt, name) for name in NAMES.split()}
NAMESPACE |= {"square": pt.sqr, "softmax": special.softmax, "searchsorted": pt.extra_ops.searchsorted}
NAMESPACE["at"] = writes(lambda x, index, y: pt.inc_subtensor(x[index], y))
MODES = {"numba": "NUMBA", "c": "CVM"}


class PyTensor(Peer):
    def __init__(self, backend: str):
        self.name = f"pytensor_{backend}"
        self.mode = MODES[backend]

    def build(self, form):
        floats = "float32" if form.is_single_precision else "float64"
        with pytensor.config.change_flags(floatX=floats):
            variables = [
                pt.tensor(p.name, dtype=p.numpy_dtype, shape=tuple(1 if d == "1" else None for d in p.dims))
                for p in form.parameters
            ]
            result = form.function(NAMESPACE)(*variables)
            function = pytensor.function(
                [pytensor.In(v, borrow=True) for v in variables],
                pytensor.Out(result, borrow=True),
                mode=self.mode,
                trust_input=True,
            )
        return function


if __name__ == "__main__":
    serve(PyTensor(sys.argv[1]))
