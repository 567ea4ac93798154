"""A program under construction: inputs, named steps, and the values NumPy gives for them."""

import re
from dataclasses import dataclass
from typing import Callable

import numpy as np

from .values import COMPLEX, DTYPES, Input, contiguous_input, dtype_name

MAX_ELEMENTS = 20_000


def cast(dtype):
    def convert(x):
        from .checks_of_operations import cast_result

        return cast_result(np.asarray(x), dtype)

    return convert


# What the names of the text format mean in NumPy. Steps are evaluated as Python text in this scope.
NUMPY_NAMES = (
    "reshape transpose broadcast_to expand_dims squeeze concatenate stack take arange zeros ones full eye cumsum "
    "sum prod mean var std min max any all argmin argmax matmul dot where clip minimum maximum pi e inf nan"
).split()
SCOPE = {name: getattr(np, name) for name in NUMPY_NAMES}


class DType:
    """A dtype name: a cast when called, a value elsewhere."""

    def __init__(self, dtype):
        self.dtype = np.dtype(dtype)
        self.convert = cast(dtype)

    def __call__(self, x):
        return self.convert(x)


SCOPE |= {name: DType(t) for name, t in DTYPES.items()}
SCOPE |= {name: np.dtype(t).type for name, t in COMPLEX.items()}


def literal(array: np.ndarray, most=12) -> str | None:
    """A small array as the text format has it; none where zeros or NaN would not come back as they are."""
    kind, small = array.dtype.kind, 0 < array.size <= most
    if not small or (kind in "fc" and not (np.isfinite(array).all() and not np.signbit(array.real[array.real == 0]).any())):
        return None
    if kind == "c" and np.signbit(array.imag).any():
        return None

    def text(x):
        if isinstance(x, list):
            return f"[{', '.join(map(text, x))}]"
        return str(x).lower() if kind == "b" else f"{x.real!r} + {x.imag!r}j" if kind == "c" else repr(x)

    return f"{dtype_name(array.dtype)}({text(array.tolist())})"


@dataclass
class Step:
    """One `let`: a template with {0}, {1}, ... for the operands."""

    name: str
    template: str
    operands: list[str]
    check: Callable  # (ours, operands' values, reference) -> what is wrong, or None
    evaluate: Callable  # (operands' values, dimensions) -> NumPy's value
    uses_dims: bool = False

    @property
    def text(self) -> str:
        return self.template.format(*self.operands)


@dataclass
class Program:
    inputs: list[Input]
    steps: list[Step]

    @property
    def text(self) -> str:
        return self.text_of([s.name for s in self.steps])

    def text_of(self, results: list[str], constants=False) -> str:
        """The program with these steps as its results; every second small input is written as a constant where `constants` says so."""
        lets = [f"let {s.name} = {s.text}" for s in self.steps]
        written = {}
        for number, i in enumerate(self.inputs):
            others = " ".join([*lets, *(p.type for p in self.inputs if p is not i)])
            named = any(d.isidentifier() and re.search(rf"\b{d}\b", others) for d in i.dims)
            if constants and (number + len(self.steps)) % 2 == 0 and not named and (text := literal(i.array)):
                written[i.name] = text
        params = ", ".join(f"{i.name}: {i.type}" for i in self.inputs if i.name not in written)
        lets = [f"let {name} = {text}" for name, text in written.items()] + lets
        lines = "".join(f"  {line}\n" for line in lets)
        return f"func main({params}) {{\n{lines}  return {', '.join(results)}\n}}\n"

    @property
    def dims(self) -> dict[str, int]:
        return {d: e for i in self.inputs for d, e in zip(i.dims, i.shape) if d.isidentifier()}

    def only(self, name: str) -> "Program":
        """The steps that `name` needs, and their inputs."""
        needed, steps = {name}, []
        for step in reversed(self.steps):
            if step.name in needed:
                needed |= set(step.operands)
                steps.insert(0, step)
        named = {d for i in self.inputs if i.name in needed for d in i.dims}
        dims = any(s.uses_dims for s in steps)
        inputs = [i for i in self.inputs if i.name in needed or (dims and not set(i.dims) <= named)]
        return Program(inputs, steps)

    def cut(self, values: dict[str, np.ndarray]) -> "Program":
        """The last step alone, what it takes from other steps being inputs now."""
        last = self.steps[-1]
        named = {i.name: i for i in self.inputs}
        inputs = [
            named.get(o) or contiguous_input(o, [str(e) for e in values[o].shape], values[o])
            for o in dict.fromkeys(last.operands)
        ]
        return Program(inputs, [last])

    def compare(self, outputs: dict[str, np.ndarray]) -> tuple[str, str] | None:
        """The first step whose value is wrong for the values *we* computed for its operands, and why."""
        values = {i.name: i.array for i in self.inputs} | outputs
        for step in self.steps:
            if step.name not in outputs:
                return step.name, "no such result"
            operands = [values[o] for o in step.operands]
            with np.errstate(all="ignore"):
                reference = np.asarray(step.evaluate(operands, self.dims))
                wrong = step.check(values[step.name], operands, reference)
            if wrong:
                return step.name, f"{step.text}: {wrong}"
        return None


def evaluate_text(template: str):
    """A function that evaluates a step's text by NumPy."""
    code = None

    def evaluate(operands, dims):
        nonlocal code
        names = [f"operand_{i}" for i in range(len(operands))]
        code = code or compile(template.format(*names), "<step>", "eval")
        scope = dict(SCOPE)
        scope.update(dims)
        scope.update(zip(names, operands))
        return eval(code, scope)

    return evaluate
