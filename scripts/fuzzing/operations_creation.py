"""Steps that make arrays of nothing, or of bounds, diagonals and triangles: the creation family."""

import numpy as np

from . import checks_of_operations as checks
from .checks import exact, same_type
from .operations import MAKERS, Builder, GivesUp
from .program import SCOPE, evaluate_text
from .values import DTYPES, dtype_name

NAMES = (
    "empty zeros_like ones_like full_like identity linspace logspace geomspace meshgrid mgrid ogrid indices diag diagflat diagonal tri tril triu "
    "tril_indices triu_indices tril_indices_from triu_indices_from vander hanning hamming blackman bartlett kaiser"
).split()
SCOPE |= {name: getattr(np, name) for name in NAMES}


def fill_diagonal(a, value, wrap=False):
    result = np.array(a)
    np.fill_diagonal(result, value, wrap=wrap)
    return result


def one_hot(x, count, dtype=np.float64, axis=-1):
    return np.moveaxis((np.asarray(x)[..., None] == np.arange(count)).astype(dtype), -1, axis)


def diag_embed(v, offset=0):
    side = v.shape[-1] + abs(offset)
    result = np.zeros((*v.shape[:-1], side, side), v.dtype)
    places = np.arange(v.shape[-1])
    result[..., places + max(-offset, 0), places + max(offset, 0)] = v
    return result


SCOPE |= {"fill_diagonal": fill_diagonal, "one_hot": one_hot, "diag_embed": diag_embed, "true": True, "false": False}


def close(eps: float = 8, absolute: float = 0.0):
    """Within so many units of rounding of the value."""

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            return exact(ours, reference, operands)
        if wrong := same_type(ours, reference.dtype, reference.shape):
            return wrong
        limit = eps * np.finfo(reference.dtype).eps
        with np.errstate(all="ignore"):
            same = np.isclose(ours, reference, rtol=limit, atol=absolute * np.finfo(reference.dtype).eps, equal_nan=True)
            same |= np.abs(ours) < np.finfo(reference.dtype).tiny
        return None if np.all(same) else f"ours {ours!r}, expected {reference!r}"

    return check


def bounds(b: Builder):
    name = b.choose(["linspace"] * 4 + ["logspace", "geomspace"])
    count = b.choose([0, 1, 2, 3, 5, 17, 50])
    options = b.choose(["", "", ", endpoint=false", ", endpoint=true"])
    dtype = b.choose(["", "", "", f", dtype={b.choose(list(DTYPES))}"]) if name == "linspace" else b.choose(["", ", dtype=f64"])
    if b.chance(0.4):
        low, high = b.choose([("0", "1"), ("2", "9.5"), ("-3", "3"), ("5", "5"), ("0.1", "0.9"), ("10", "-10")])
        if name == "geomspace":
            low, high = b.choose([("1", "1000"), ("0.5", "3"), ("-1", "-81"), ("1000", "1")])
        form, operands = f"{name}({low}, {high}, {count}{options}{dtype})", []
    else:
        shape = b.choose([(), (), (3,), (2, 3), (1,)])
        kind = b.choose(["f64", "f64", "f32", "i64", "i8", "u16"])
        plain = (lambda n: b.rng.integers(1, 9, n)) if name != "linspace" or kind[0] != "f" or b.chance(0.7) else None
        operands = [b.input(shape, kind, plain), b.input(shape if b.chance(0.7) else (), b.choose([kind, "f64", "f32"]), plain)]
        axis = f", axis={int(b.rng.integers(-len(shape) - 1, len(shape) + 1))}" if b.chance(0.4) else ""
        form = f"{name}({{0}}, {{1}}, {count}{options}{dtype}{axis})"
    integer = "dtype=" in dtype and dtype[8] in "iub"
    if integer and operands and any(b.values[o].dtype.kind == "f" for o in operands):
        raise GivesUp
    if name == "linspace" and not dtype and b.chance(0.2):
        form = form[:-1] + ", retstep=true)" + b.choose(["[0]", "[1]"])
    check = checks.is_exact_but_zeros if name == "linspace" else close(64)
    if name != "linspace" and operands and np.result_type(*(b.values[o] for o in operands), 1.0) == np.float32:
        check = close(64 * 2.0**29)  # computed in f32, whatever is asked for
    if name == "linspace" and dtype and "bool" in dtype:
        raise GivesUp
    b.add(form, operands, check)


def grids(b: Builder):
    kind = b.rng.integers(4)
    if kind <= 1:
        x, y = b.input((b.choose([0, 1, 2, 5]),)), b.input((b.choose([1, 3, 4]),))
        z = b.input((2,)) if b.chance(0.3) else None
        names = "{0}, {1}" + (", {2}" if z else "")
        options = b.choose(["", ", indexing='ij'", ", sparse=true", ", indexing='xy', sparse=true", ", copy=false"])
        return b.add(f"meshgrid({names}{options})[{b.choose([0, 1, -1])}]", [x, y] + ([z] if z else []), checks.is_exact)
    if kind == 2:
        line = lambda: b.choose(["0:3", ":4", "1:9:2", "0:1:0.25", "5:0:-1", "-1:1:5j", "0.5:3", "2:2", "0:1:1j", "3:0"])  # noqa: E731
        lines = [line() for _ in range(b.choose([1, 2, 2, 3]))]
        name = b.choose(["mgrid", "ogrid"])
        tail = "[0]" if name == "ogrid" and len(lines) > 1 else ""
        return b.add(f"{name}[{', '.join(lines)}]{tail}", [], checks.is_exact)
    shape = b.choose([(3,), (2, 4), (0, 3), (2, 3, 2)])
    form = b.choose([f"indices({shape})", f"indices({shape}, dtype=f32)", f"indices({shape}, sparse=true)[0]", f"indices({shape}, dtype=u8)[-1]"])
    b.add(form, [], checks.is_exact)


def diagonals(b: Builder):
    k = int(b.choose([0, 0, 1, -1, 2, -3, 40]))
    kind = b.rng.integers(6)
    if kind == 0:
        return b.add(f"diag({{0}}, {k})", [b.operand(rank=(1, 2))], checks.is_exact)
    if kind == 1:
        x = b.operand(rank=(0, 1, 2))
        if b.values[x].size > 100:
            raise GivesUp
        return b.add(f"diagflat({{0}}, {k})", [x], checks.is_exact)
    if kind == 2:
        x = b.operand(rank=(2, 3, 4))
        one, other = (int(a) for a in b.rng.permutation(b.values[x].ndim)[:2])
        return b.add(f"diagonal({{0}}, {k}, {one}, {other - b.values[x].ndim})", [x], checks.is_exact)
    if kind == 3:
        x = b.operand(rank=(1, 2))
        if b.values[x].size * b.values[x].shape[-1] > 5000:
            raise GivesUp
        return b.add(f"diag_embed({{0}}, {k})", [x], checks.is_exact)
    x = b.operand(rank=(2,)) if b.chance(0.7) else b.input((4,) * 3)
    dtype = dtype_name(b.values[x].dtype)
    value = b.input(b.choose([(), (), (2,), (5,), (2, 2)]), dtype)
    wrap = b.choose(["", ", wrap=true", ", wrap=false"])
    if kind == 4:
        return b.add(f"fill_diagonal({{0}}, {b.choose(['0', '1', '5'])}{wrap})", [x], checks.is_exact)
    b.add(f"fill_diagonal({{0}}, {{1}}{wrap})", [x, value], checks.is_exact)


def triangles(b: Builder):
    k = int(b.choose([0, 0, 1, -1, 2, -3, 40, -40]))
    kind = b.rng.integers(4)
    if kind <= 1:
        x = b.operand(rank=(1, 2, 3, 4))
        if b.values[x].ndim == 1 and b.values[x].size > 100:
            raise GivesUp
        return b.add(f"{b.choose(['tril', 'triu'])}({{0}}, {k})", [x], checks.is_exact)
    n, m = b.choose([0, 1, 2, 3, 5, 8]), b.choose([0, 1, 2, 4, 7])
    if kind == 2:
        dtype = b.choose(list(DTYPES))
        return b.add(b.choose([f"tri({n})", f"tri({n}, {m}, {k}, dtype={dtype})", f"tri({n}, k={k})"]), [], checks.is_exact)
    name, part = b.choose(["tril", "triu"]), b.choose([0, 1])
    if b.chance(0.5):
        x = b.operand(rank=(2,))
        return b.add(f"{name}_indices_from({{0}}, {k})[{part}]", [x], checks.is_exact)
    b.add(b.choose([f"{name}_indices({n}, {k}, {m})[{part}]", f"{name}_indices({n}, {k})[{part}]"]), [], checks.is_exact)


def special_matrices(b: Builder):
    kind = b.rng.integers(4)
    if kind == 0:
        x = b.operand(rank=(1,))
        if b.values[x].size > 60:
            raise GivesUp
        count = b.choose(["", ", 0", ", 1", ", 3", ", 4"])
        increasing = b.choose(["", ", increasing=true"])
        return b.add(f"vander({{0}}{count}{increasing})", [x], close(16))
    if kind == 1:
        dtype = b.choose(["i64", "i32", "u8", "i8", "u64"])
        x = b.input(b.choose([(), (3,), (2, 3), (0,)]), dtype, lambda n: b.rng.integers(0, 7, n))
        rank = b.values[x].ndim
        return b.add(f"one_hot({{0}}, {b.choose([0, 1, 5])}, axis={int(b.rng.integers(-rank - 1, rank + 1))}, dtype={b.choose(list(DTYPES))})", [x], checks.is_exact)
    count = b.choose([-1, 0, 1, 2, 3, 8, 51])
    if kind == 2:
        return b.add(f"{b.choose(['hanning', 'hamming', 'blackman', 'bartlett'])}({count})", [], close(16, 4))
    b.add(f"kaiser({max(count, 0)}, {b.choose(['0', '5', '8.6', '14', '0.25'])})", [], close(64))


def likes(b: Builder):
    x = b.operand()
    dtype = b.choose(list(DTYPES))
    form = b.choose([
        f"zeros_like({{0}}, dtype={dtype})", "ones_like({0})", "zeros_like({0}, shape=(2, 3))", f"ones_like({{0}}, dtype={dtype}, shape=4)",
        "full_like({0}, 1)", f"full_like({{0}}, 3, dtype={dtype})", f"identity({b.choose([0, 1, 4])}, dtype={dtype})",
        f"arange(0, 5, 0.5, dtype={b.choose(['f32', 'f64', 'i64', 'i32'])})", "arange(10, 0, -3)", "arange(0.5, 4)",
        f"arange({b.choose([0, 3])}, {b.choose([7, 2, -2])}, {b.choose([1, 2, -1, 3])}, dtype={b.choose(['f32', 'i8', 'u8', 'f64', 'i64'])})",
    ])
    if "-2" in form and "u8" in form or "-1" in form and "u8" in form:
        raise GivesUp
    b.add(form, [x], checks.is_exact)


MAKERS += [bounds, bounds, grids, diagonals, diagonals, triangles, triangles, special_matrices, likes]
