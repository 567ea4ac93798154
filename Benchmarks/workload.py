"""What a benchmark workload is; the table of them is in workloads.py.

A workload is written once, as typed parameters and a body of NumPy-like lines (every line but the last names an
intermediate result). From that one text come our own program, the NumPy reference, and the form each peer compiles; only
where a peer needs loops by hand (Numba, for anything that is not elementwise) is there a second form, named by `numba`.
"""

import re
from dataclasses import dataclass, field
from typing import Callable

DTYPES = {"bool": "bool", "f32": "float32", "f64": "float64", "i32": "int32", "i64": "int64"}


@dataclass(frozen=True)
class Parameter:
    name: str
    dtype: str  # ours: f32, f64, ...
    dims: tuple[str, ...]

    @property
    def numpy_dtype(self) -> str:
        return DTYPES[self.dtype]

    def shape(self, sizes: dict[str, int]) -> tuple[int, ...]:
        return tuple(sizes[d] if d in sizes else int(d) for d in self.dims)


@dataclass(frozen=True)
class Form:
    """One way of writing a workload: the main one, or a permuted one."""

    params: str
    body: str
    numba: str | None = None  # name of a function in peers/numba_*.py; None: derived from the body
    label: str = "main"
    extent_of_values: bool = False  # the result's extent depends on values, which some compilers cannot have

    @property
    def parameters(self) -> list[Parameter]:
        found = re.findall(r"(\w+)\s*:\s*(\w+)(?:\[([^\]]*)\])?", self.params)
        return [
            Parameter(name, dtype, tuple(d.strip() for d in dims.split(",") if d.strip()))
            for name, dtype, dims in found
        ]

    @property
    def lines(self) -> tuple[list[tuple[str, str]], str]:
        """The intermediate results as (name, expression), and the expression of the result."""
        *lets, result = [line.strip() for line in self.body.strip().splitlines()]
        return [tuple(part.strip() for part in line.split("=", 1)) for line in lets], result

    @property
    def program(self) -> str:
        """Our text for it."""
        lets, result = self.lines
        if not lets:
            return f"({self.params}) -> {result}"
        inner = "\n".join(f"  let {name} = {expression}" for name, expression in lets)
        return f"({self.params}) -> {{\n{inner}\n  return {result}\n}}"

    def function(self, namespace: dict) -> Callable:
        """A Python function of the parameters that evaluates the body with the functions in `namespace`.

        Most libraries' arrays have no `x.at`: they get `at(x)`.
        """
        lets, result = self.lines
        source = [f"def workload({', '.join(p.name for p in self.parameters)}):"]
        source += [f"  {name} = {expression}" for name, expression in lets]
        source += [f"  return {result}"]
        source = [re.sub(r"\b(\w+)\.at\b", r"at(\1)", line) for line in source]
        scope = dict(namespace)
        exec("\n".join(source), scope)
        return scope["workload"]

    @property
    def is_single_precision(self) -> bool:
        return any(p.dtype == "f32" for p in self.parameters)


@dataclass(frozen=True)
class Limit:
    """A hand-written kernel that does no more than what the workload cannot avoid."""

    kernel: str  # a name the `limits` worker knows
    dtype: str = "f64"
    n: int = 0
    m: int = 0
    k: int = 0


@dataclass(frozen=True)
class Workload:
    name: str
    main: Form
    sizes: tuple[dict[str, int], ...]  # the first is the headline; two more follow
    limit: Callable[[dict[str, int]], list[Limit]]  # several: all of them have to be done, the longest counts
    permuted: tuple[Form, ...] = ()
    distributions: dict[str, str] = field(default_factory=dict)  # parameter -> distribution; default: standard normal
    flops: Callable[[dict[str, int]], float] | None = None
    group: str = "elementwise"
    rtol: float | None = None  # against NumPy; default by dtype
    atol_scale: float = 1.0

    def title(self, sizes: dict[str, int]) -> str:
        return f"{self.name}[{'x'.join(short(v) for v in sizes.values())}]"


def short(value: int) -> str:
    """1000000 as 1e6, 4096 as 4096."""
    text = str(value)
    zeros = len(text) - len(text.rstrip("0"))
    return f"{text[:-zeros]}e{zeros}" if zeros >= 4 else text


def make_input(parameter: Parameter, sizes: dict[str, int], distribution: str, rng):
    import numpy as np

    shape, dtype = parameter.shape(sizes), parameter.numpy_dtype
    match distribution.split(":"):
        case ["normal"]:
            values = rng.standard_normal(shape)
        case ["positive"]:
            values = np.exp(rng.standard_normal(shape))
        case ["wide"]:
            values = 10 * rng.standard_normal(shape)
        case ["price"]:
            values = rng.uniform(50, 150, shape)
        case ["time"]:
            values = rng.uniform(0.1, 3, shape)
        case ["half"]:
            values = rng.random(shape) < 0.5
        case ["ascending"]:
            values = np.sort(rng.standard_normal(shape), axis=-1)
        case ["index", extent]:
            values = rng.integers(0, sizes[extent], shape)
        case _:
            raise ValueError(f"unknown distribution {distribution!r} of parameter {parameter.name}")
    return values.astype(dtype)
