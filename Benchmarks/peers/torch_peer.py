"""PyTorch, eager or through torch.compile."""

import os
import sys

import torch
from worker import Peer, serve, writes

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
torch.set_grad_enabled(False)


def reduced(function):
    def call(x, axis=None, keepdims=False):
        return function(x) if axis is None else function(x, dim=axis, keepdim=keepdims)

    return call


def add_at(x, index, y):
    if isinstance(index, tuple):  # slices, and an index at the end
        return x.index_add(len(index) - 1, index[-1], y)
    return x.index_put((index,), y, accumulate=True)  # rows: faster than `index_add`


NAMES = "exp log sin cos tanh sqrt log1p abs floor square erf unique".split()
NAMESPACE = {name: getattr(torch, name) for name in NAMES}
NAMESPACE |= {
    "expit": torch.sigmoid,
    "sum": reduced(torch.sum),
    "mean": reduced(torch.mean),
    "max": reduced(torch.amax),
    "argmax": lambda x, axis=None: torch.argmax(x, dim=axis),
    "sort": lambda x, axis=-1: torch.sort(x, dim=axis)[0],
    "argsort": lambda x: torch.argsort(x),
    "searchsorted": lambda a, v: torch.searchsorted(a, v),
    "cumsum": lambda x, axis=0: torch.cumsum(x, axis),
    "softmax": lambda x, axis: torch.softmax(x, dim=axis),
    "logsumexp": lambda x, axis: torch.logsumexp(x, dim=axis),
    "maximum": lambda x, y: torch.clamp_min(x, y) if isinstance(y, (int, float)) else torch.maximum(x, y),
    "take": lambda x, i, axis: torch.index_select(x, axis, i),
    "transpose": lambda x, axes: x.permute(axes),
    "at": writes(add_at),
}


class Torch(Peer):
    def __init__(self, mode: str):
        self.name = {"eager": "torch", "compile": "torch.compile"}[mode]
        self.compiles = mode == "compile"

    def place(self, array):
        return torch.from_numpy(array)

    def build(self, form):
        function = form.function(NAMESPACE)
        return torch.compile(function, dynamic=False) if self.compiles else function

    def fetch(self, result):
        return result.numpy()


if __name__ == "__main__":
    serve(Torch(sys.argv[1]))
