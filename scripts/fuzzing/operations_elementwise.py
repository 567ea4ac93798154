"""Elementwise operations that are no scalar functions of the table: several results, lists of operands, options."""

import numpy as np

from . import checks_of_operations as checks
from .operations import MAKERS, Builder, GivesUp
from .program import SCOPE, evaluate_text
from .values import dtype_name

SCOPE |= {name: getattr(np, name) for name in (
    "divmod modf frexp ldexp isclose allclose array_equal nan_to_num select angle unwrap piecewise float_power "
    "round around".split())}


def ulps(b: Builder, template, operands):
    """A formula of a few operations, none of which cancels: near NumPy's own result."""
    from .checks import within_ulp

    def check(ours, values, reference):
        return within_ulp(ours, reference, values) if reference.dtype.kind == "f" else checks.is_exact(ours, values, reference)

    b.add(template, operands, check)


def two_results(b: Builder):
    name = b.choose(["divmod", "modf", "frexp"])
    x = b.operand("iuf")
    # What NumPy computes in f16 is f32 here.
    if name != "divmod" and b.values[x].dtype.itemsize == 1:
        raise GivesUp
    operands = [x, b.partner(x, "iuf")] if name == "divmod" else [x]
    if name == "divmod" and b.chance(0.2):
        b.add(f"divmod({{0}}, {b.choose(['3', '2', '7'])})[{b.choose([0, 1])}]", [x], checks.is_exact)
        return
    b.add(f"{name}({', '.join('{%d}' % i for i in range(len(operands)))})[{b.choose([0, 1])}]", operands, checks.is_exact)


def ldexp(b: Builder):
    x = b.operand("f")
    if b.chance(0.4):
        b.add(f"ldexp({{0}}, {b.choose([-3, 5, -1074, 1023, 2000, -1060, -149, 0])})", [x], checks.is_exact)
        return
    shape = b.values[x].shape
    n = b.input(shape, b.choose(["i32", "i64", "i8", "u8"]), lambda count: b.rng.integers(-100, 100, count))
    b.add("ldexp({0}, {1})", [x, n], checks.is_exact)


def round_decimals(b: Builder):
    x = b.operand("iuf")
    decimals = b.choose([0, 0, 1, 2, 3, -1, -2, 5])
    # (What does not fit u32 again NumPy converts differently from lane to lane.)
    if b.values[x].dtype.kind in "iu" and decimals < 0 and (b.values[x].dtype.itemsize == 8 or b.values[x].dtype == np.uint32):
        raise GivesUp
    b.add(b.choose([f"round({{0}}, {decimals})", f"round({{0}}, decimals={decimals})", f"around({{0}}, {decimals})"]), [x],
          checks.is_exact)


def closeness(b: Builder):
    name = b.choose(["isclose", "isclose", "allclose", "array_equal"])
    x = b.operand()
    if name == "array_equal":
        y = b.choose([x, b.operand(), b.partner(x)])
        b.add(f"array_equal({{0}}, {{1}}{b.choose(['', ', equal_nan=True'])})", [x, y], checks.is_exact)
        return
    y = b.choose([x, b.partner(x), b.partner(x)])
    options = b.choose(["", "", ", 0.5", ", rtol=0.1, atol=1e-3", ", atol=2"]) + b.choose(["", ", equal_nan=True"])
    if b.values[x].dtype.kind == b.values[y].dtype.kind == "b":
        raise GivesUp
    b.add(f"{name}({{0}}, {{1}}{options})", [x, y], checks.is_exact)


def nan_to_num(b: Builder):
    x = b.operand()
    options = b.choose(["", "", ", nan=1.5", ", posinf=3.0", ", neginf=-2.0, nan=7.0", ", nan=1.0, posinf=2.0, neginf=3.0"])
    b.add(f"nan_to_num({{0}}{options})", [x], checks.is_exact)


def select(b: Builder):
    first = b.operand("b")
    second = b.partner(first, "b")
    x = b.partner(first)
    y = b.choose([x, b.partner(first)])
    default = b.choose(["", ", 2", ", default=0", ", default={4}"])
    operands = [first, second, x, y] + ([b.partner(first)] if "{4}" in default else [])
    b.add(f"select([{{0}}, {{1}}], [{{2}}, {{3}}]{default})", operands, checks.is_exact)


def angle(b: Builder):
    x = b.operand("f")
    ulps(b, f"angle({{0}}{b.choose(['', ', deg=True'])})", [x])


def unwrap(b: Builder):
    x = b.operand("iuf", rank=(1, 2, 3))
    value = b.values[x]
    axis = int(b.rng.integers(-value.ndim, value.ndim))
    if value.dtype.kind == "f":
        # Sums of differences of what is large, and of infinities, are all rounding.
        x = b.input(value.shape, dtype_name(value.dtype), lambda count: np.round(b.rng.standard_normal(count) * 8, 1) + 0.01)
        period = b.choose(["", ", period=4.0"])

        def check(ours, operands, reference):
            from .checks import same_type
            if wrong := same_type(ours, reference.dtype, reference.shape):
                return wrong
            near = np.allclose(ours, reference, rtol=0, atol=max(1, operands[0].size) * 200 * np.finfo(ours.dtype).eps)
            return None if near else "far off"
    else:
        x = b.input(value.shape, dtype_name(value.dtype), lambda count: b.rng.integers(0, 40, count))
        period = b.choose([", period=8", ", period=7"])
        if value.dtype.kind == "u":
            raise GivesUp
        check = checks.is_exact
    b.add(f"unwrap({{0}}, axis={axis}{period})", [x], check)


def piecewise(b: Builder):
    x = b.operand("f")
    cut = b.choose(["0", "0.5", "1"])
    template = b.choose([
        f"piecewise({{0}}, [{{0}} < {cut}], [2.5])", f"piecewise({{0}}, [{{0}} < {cut}, {{0}} > 1], [1.5, 2, 3])",
        f"piecewise({{0}}, [{{0}} < {cut}, {{0}} >= {cut}], [(t) -> -t, (t) -> t * t])",
    ])
    python = template.replace("(t) -> -t", "lambda t: -t").replace("(t) -> t * t", "lambda t: t * t")
    b.add(template, [x], checks.is_exact, evaluate_text(python))


MAKERS += [two_results, ldexp, round_decimals, closeness, nan_to_num, select, angle, unwrap, piecewise]
