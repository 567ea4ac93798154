"""Steps that move, join, cut and repeat: the shape family."""

import numpy as np

from . import checks_of_operations as checks
from .checks import exact, within_bound
from .operations import MAKERS, Builder, GivesUp, axes
from .program import MAX_ELEMENTS, SCOPE, evaluate_text
from .values import DTYPES, dtype_name

NAMES = (
    "flip fliplr flipud rot90 roll tile repeat pad block vstack hstack dstack column_stack row_stack atleast_1d atleast_2d "
    "atleast_3d split array_split vsplit hsplit dsplit unstack broadcast_arrays broadcast_shapes swapaxes moveaxis rollaxis ravel "
    "shape size ndim permute_dims matrix_transpose"
).split()
SCOPE |= {name: getattr(np, name, None) or np.vstack for name in NAMES}
SCOPE |= {"true": True, "false": False, "flatten": lambda x, order="C": x.flatten(order)}


def flips(b: Builder):
    x = b.operand()
    rank = b.values[x].ndim
    forms = [f"flip({{0}}, {axes(b, rank)})", "flip({0})"]
    forms += ["flipud({0})"] if rank >= 1 else []
    if rank >= 2:
        one, other = (int(a) for a in b.rng.permutation(rank)[:2])
        forms += ["fliplr({0})", f"rot90({{0}}, {b.choose([0, 1, 2, 3, -1, 5])}, ({one}, {other - rank}))", "rot90({0})"]
    b.add(b.choose(forms), [x], checks.is_exact)


def roll(b: Builder):
    x = b.operand()
    rank = b.values[x].ndim
    shift = lambda: int(b.choose([0, 1, -1, 2, -3, 7, 100, -65]))  # noqa: E731
    kind = b.rng.integers(5)
    if kind == 0 or not rank:
        return b.add(f"roll({{0}}, {shift()})", [x], checks.is_exact)
    axis = int(b.rng.integers(-rank, rank))
    if kind == 1:
        return b.add(f"roll({{0}}, ({shift()}, {shift()}), axis={axis})", [x], checks.is_exact)
    if kind == 2:
        several = tuple(int(a) for a in b.rng.integers(-rank, rank, 2))
        return b.add(f"roll({{0}}, ({shift()}, {shift()}), axis={several})", [x], checks.is_exact)
    if kind == 3:
        count = b.input((), b.choose(["i64", "i32", "u8", "i8"]), lambda n: b.rng.integers(0, 100, n))
        return b.add(f"roll({{0}}, {{1}}, axis={axis})", [x, count], checks.is_exact)
    b.add(f"roll({{0}}, {shift()}, axis={axis})", [x], checks.is_exact)


def repeats(b: Builder):
    x = b.operand()
    value = b.values[x]
    rank = value.ndim
    kind = b.rng.integers(4)
    if kind == 0:
        reps = b.choose([0, 1, 2, 3, 7, (2, 3), (1, 2), (2,), (3, 1, 2), (0, 2), ()])
        return b.add(f"tile({{0}}, {reps})", [x], checks.is_exact)
    axis = None if rank == 0 or b.chance(0.3) else int(b.rng.integers(-rank, rank))
    if kind == 1:
        extent = value.size if axis is None else value.shape[axis]
        if extent > 40:
            raise GivesUp
        counts = [int(c) for c in b.rng.integers(0, 4, extent)]
        return b.add(f"repeat({{0}}, {counts}, axis={axis})", [x], checks.is_exact)
    b.add(f"repeat({{0}}, {b.choose([0, 1, 2, 3, 5, 16])}, axis={axis})", [x], checks.is_exact)


def pad(b: Builder):
    x = b.operand(rank=(0, 1, 2, 3))
    value = b.values[x]
    rank, kind = value.ndim, value.dtype.kind
    wide = int(max(value.shape, default=1))
    if np.prod([e + 2 * (2 * wide + 1) for e in value.shape]) > 64 * MAX_ELEMENTS:
        wide = 4
    width = lambda: int(b.choose([0, 1, 1, 2, 3, 5, wide, 2 * wide + 1]))  # noqa: E731
    pairs = f"({''.join(f'({width()}, {width()}), ' for _ in range(rank))})"
    widths = b.choose([str(width()), f"({width()}, {width()})", f"(({width()}, {width()}),)", f"({width()},)"] + [pairs] * 3)
    if not rank:
        widths = b.choose(["0", "2", "(1, 2)"])
    mode = b.choose(["constant"] * 3 + ["edge", "linear_ramp", "maximum", "minimum", "mean", "median", "reflect", "symmetric", "wrap"])
    if mode != "constant" and not rank:
        mode = "constant"
    number = lambda: b.choose(["0", "1", "2", "7"] + ([] if kind == "u" else ["-3"]) + (["0.5", "nan", "-2.5"] if kind == "f" else []))  # noqa: E731
    operands, option = [x], ""
    if mode in ("constant", "linear_ramp"):
        name = "constant_values" if mode == "constant" else "end_values"
        if kind == "b":
            number = lambda: b.choose(["true", "false"])  # noqa: E731
        values = b.choose(["", number(), f"({number()}, {number()})", f"(({number()}, {number()}),)", "run"])
        if values == "run" and mode == "constant":
            operands.append(b.input((), dtype_name(value.dtype)))
            values = "{1}"
        option = f", {name}={values}" if values not in ("", "run") else ""
    elif mode in ("maximum", "minimum", "mean", "median") and b.chance(0.6):
        option = f", stat_length={b.choose([1, 2, 3, (1, 2), 40])}"
    elif mode in ("reflect", "symmetric"):
        option = b.choose(["", ", reflect_type='even'", ", reflect_type='odd'", ", reflect_type='odd'"])
        # Of bools there is no difference; beside infinite edges NumPy's numbers say in which steps it reflects.
        if "odd" in option and (kind == "b" or not np.all(np.isfinite(value))):
            option = ""
    template = f"pad({{0}}, {widths}, '{mode}'{option})"
    if mode == "mean" or mode == "median":
        check = near(value)
    elif mode == "linear_ramp" or "odd" in option:
        check = near(value) if kind == "f" else checks.is_exact
    else:
        check = checks.is_exact_but_zeros
    if mode == "linear_ramp" and kind in "iu" and not np.all(np.abs(value.astype(np.float64)) < 2**50):
        raise GivesUp
    if mode == "mean" and kind in "iu" and value.dtype.itemsize == 8 and not np.all(np.abs(value.astype(np.float64)) < 2**45):
        raise GivesUp
    b.add(template, operands, check)


def near(value):
    """Within rounding of sums of the values, or (of integers) off by one where a mean lies between two."""

    def check(ours, operands, reference):
        if reference.dtype.kind != "f":
            if reference.dtype.kind == "b" or ours.dtype != reference.dtype or ours.shape != reference.shape:
                return exact(ours, reference, operands)
            return None if np.all(np.abs(ours.astype(object) - reference.astype(object)) <= 1) else exact(ours, reference, operands)
        with np.errstate(all="ignore"):
            finite = np.abs(operands[0][np.isfinite(operands[0])]).astype(np.longdouble)
            largest = float(max(finite.max(initial=0), np.abs(reference[np.isfinite(reference)]).max(initial=0)))
        if largest > np.finfo(reference.dtype).max / 1e6:
            return None
        bound = np.longdouble(largest) * np.finfo(reference.dtype).eps * 64
        return within_bound(ours, reference.astype(np.longdouble), bound, reference.dtype, operands[:1])

    return check


def stacks(b: Builder):
    name = b.choose(["vstack", "hstack", "dstack", "column_stack", "row_stack"])
    x = b.operand(rank=(0, 1, 2, 3))
    shape = b.values[x].shape
    operands = [x]
    for _ in range(int(b.rng.integers(0, 3))):
        same = dtype_name(b.values[x].dtype)
        operands.append(b.input(shape, same if b.chance(0.7) else b.choose(list(DTYPES))))
    b.add(f"{name}([{', '.join('{%d}' % i for i in range(len(operands)))}])", operands, checks.is_exact)


def block(b: Builder):
    x = b.operand(rank=(0, 1, 2))
    shape = b.values[x].shape
    same = dtype_name(b.values[x].dtype)
    y = b.input(shape, same if b.chance(0.7) else b.choose(list(DTYPES)))
    form = b.choose(["block([{0}, {1}])", "block([[{0}, {1}], [{1}, {0}]])", "block({0})", "block([[[{0}], [{1}]]])", "block([{0}, {1}, {0}])"])
    b.add(form, [x, y], checks.is_exact)


def cuts(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    shape = b.values[x].shape
    rank = len(shape)
    kind = b.rng.integers(4)
    axis = int(b.rng.integers(-rank, rank))
    if kind == 0:
        count = b.choose([1, 2, 3, 5])
        return b.add(f"array_split({{0}}, {count}, axis={axis})[{int(b.rng.integers(count))}]", [x], checks.is_exact)
    if kind == 1:
        places = [int(p) for p in b.rng.integers(-3, shape[axis] + 3, b.choose([1, 2, 3]))]
        form = b.choose([f"split({{0}}, {places}, axis={axis})", f"hsplit({{0}}, {places})", f"split({{0}}, {tuple(places)})"])
        return b.add(f"{form}[{int(b.rng.integers(len(places) + 1))}]", [x], checks.is_exact)
    if kind == 2:
        divisors = [d for d in (1, 2, 3, 4, 5, 7, 8) if shape[axis] % d == 0]
        count = b.choose(divisors)
        return b.add(f"split({{0}}, {count}, axis={axis})[{int(b.rng.integers(count))}]", [x], checks.is_exact)
    dims = next((i.dims for i in b.inputs if i.name == x), None)
    if dims is None or not shape[axis] or not dims[axis].isdigit():
        raise GivesUp
    b.add(f"unstack({{0}}, axis={axis})[{int(b.rng.integers(-shape[axis], shape[axis]))}]", [x], checks.is_exact)


def views(b: Builder):
    x = b.operand()
    shape = b.values[x].shape
    rank = len(shape)
    order = b.choose(["", ", order='F'", ", order='C'"])
    forms = [f"ravel({{0}}{order})", f"flatten({{0}}{order})", "atleast_1d({0})", "atleast_2d({0})", "atleast_3d({0})"]
    size = int(np.prod(shape))
    for first in (2, 3, 4, 5):
        if size and size % first == 0:
            forms += [f"reshape({{0}}, ({first}, -1){order})", f"reshape({{0}}, ({size // first}, {first}){order})"]
    if rank:
        axis = lambda: int(b.rng.integers(-rank, rank))  # noqa: E731
        forms += [f"swapaxes({{0}}, {axis()}, {axis()})", f"moveaxis({{0}}, {axis()}, {axis()})",
                  f"rollaxis({{0}}, {axis()}, {int(b.rng.integers(-rank, rank + 1))})"]
        forms += [f"{{0}} + f64(size({{0}}, {axis()}))"] if b.values[x].dtype.kind == "f" else []
    if b.values[x].dtype == np.float64:
        forms += ["{0} * size({0})", "{0} + ndim({0})"] + ([f"{{0}} - shape({{0}})[{axis()}]", "{0} + tile({0}, 1).size"] if rank else [])
    b.add(b.choose(forms), [x], checks.is_exact)


def broadcasts(b: Builder):
    x = b.operand()
    y = b.partner(x)
    if b.chance(0.3):
        return b.add(f"broadcast_arrays({{0}}, {{1}}, {{0}})[{b.choose([0, 1, 2, -1])}]", [x, y], checks.is_exact)
    if b.chance(0.3):
        one, other = b.choose([("(3, 1)", "(1, 4)"), ("(2,)", "(5, 1)"), ("()", "(2, 3)"), ("7", "(1, 1)")])
        return b.add(f"zeros(broadcast_shapes({one}, {other}))", [], checks.is_exact)
    b.add(f"broadcast_arrays({{0}}, {{1}})[{b.choose([0, 1])}]", [x, y], checks.is_exact)


MAKERS += [flips, flips, roll, roll, repeats, repeats, pad, pad, pad, stacks, block, cuts, cuts, views, views, broadcasts]
