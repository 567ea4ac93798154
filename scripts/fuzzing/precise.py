"""Elementwise functions in a higher precision: float64 for f32, long double for f64, mpmath where that is in doubt."""

import ast

import mpmath
import numpy as np
import scipy.special

mpmath.mp.prec = 400


class Exact:
    """NumPy's and SciPy's names on mpmath numbers."""

    @staticmethod
    def _log1p(x):
        return mpmath.log(1 + x)

    TABLE = {
        "exp": mpmath.exp, "exp2": lambda x: mpmath.mpf(2) ** x, "expm1": mpmath.expm1, "log": mpmath.log,
        "log2": lambda x: mpmath.log(x) / mpmath.log(2), "log10": mpmath.log10, "log1p": lambda x: mpmath.log(1 + x),
        "sqrt": mpmath.sqrt, "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "square": lambda x: x * x,
        "reciprocal": lambda x: 1 / x, "power": mpmath.power, "abs": abs, "absolute": abs, "fabs": abs,
        "negative": lambda x: -x, "positive": lambda x: +x,
        "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "arcsin": mpmath.asin, "arccos": mpmath.acos,
        "arctan": mpmath.atan, "arctan2": mpmath.atan2, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh,
        "arcsinh": mpmath.asinh, "arccosh": mpmath.acosh, "arctanh": mpmath.atanh, "hypot": mpmath.hypot,
        "erf": mpmath.erf, "erfc": mpmath.erfc, "expit": lambda x: 1 / (1 + mpmath.exp(-x)),
        "logaddexp": lambda x, y: max(x, y) + mpmath.log1p(mpmath.exp(-abs(x - y))),
        "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
        "divide": lambda x, y: x / y, "true_divide": lambda x, y: x / y,
        "log_expit": lambda x: -mpmath.log1p(mpmath.exp(-x)),
        "log_ndtr": lambda x: mpmath.log1p(-mpmath.ncdf(-x)) if x > 0 else mpmath.log(mpmath.ncdf(x)),
        "deg2rad": lambda x: x * mpmath.pi / 180, "rad2deg": lambda x: x * 180 / mpmath.pi,
        "i0": lambda x: mpmath.besseli(0, x), "i1": lambda x: mpmath.besseli(1, x),
        "where": lambda condition, x, y: x if condition else y, "copysign": lambda x, y: x if (x < 0) == (y < 0) else -x, "inf": mpmath.inf,
        "maximum": max, "minimum": min, "float_power": mpmath.power, "sinc": mpmath.sincpi,
        "logaddexp2": lambda x, y: max(x, y) + mpmath.log1p(mpmath.mpf(2) ** -abs(x - y)) / mpmath.log(2), "pi": mpmath.pi, "e": mpmath.e,
    }

    def __getattr__(self, name):
        if name in self.TABLE:
            return self.TABLE[name]
        if name in ("float16", "float32", "float64", "longdouble"):
            return mpmath.mpf
        raise AttributeError(name)


class WideNumPy:
    """NumPy, whose powers of infinity are right in long double: the C library's are not for huge exponents ((-inf) ** -2**63)."""

    def __getattr__(self, name):
        return getattr(np, name)

    @staticmethod
    def power(x, y):
        result = np.power(x, y)
        if result.dtype != np.longdouble:
            return result
        # Of infinity any type has the same value.
        return np.where(np.isinf(x), np.power(np.asarray(x, np.float64), np.asarray(y, np.float64)), result)


def evaluate(expression: str, operands, np_module=WideNumPy(), sp_module=scipy.special):
    scope = {"np": np_module, "sp": sp_module, "scipy": scipy}
    scope |= dict(zip("xyz", operands))
    return eval(expression, scope)


def numpy_result(expression: str, operands) -> np.ndarray:
    """What NumPy itself gives."""
    with np.errstate(all="ignore"):
        return np.asarray(evaluate(expression, operands))


def precise_result(expression: str, operands, dtype) -> np.ndarray:
    """The result rounded to `dtype` from a computation in a wider type."""
    dtype = np.dtype(dtype)
    wide = np.longdouble if dtype == np.float64 else np.float64
    with np.errstate(all="ignore"):
        raised = [o.astype(dtype).astype(wide) for o in operands]
        try:
            result = np.asarray(evaluate(expression, raised))
            if result.dtype != wide:
                raise TypeError
        except TypeError:  # a function without a long double form
            result = np.asarray(evaluate(expression, [o.astype(dtype) for o in operands]))
        return result.astype(dtype)


def cancelling_scale(expression: str, operands, dtype):
    """For an expression that ends in a sum, the size of the larger term, which NumPy's own rounding is relative to
    (1 - cos x near 0; logaddexp near its zero); else None."""
    tree = ast.parse(expression, mode="eval").body
    while isinstance(tree, ast.UnaryOp):
        tree = tree.operand
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Add, ast.Sub)):
        terms = [tree.left, tree.right]
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute) and "logaddexp" in tree.func.attr:
        terms = tree.args
    else:
        return None
    values = [np.abs(precise_result(ast.unparse(t), operands, dtype)) for t in terms]
    scale = np.maximum(*np.broadcast_arrays(*values)).astype(np.longdouble)
    return np.where(np.isfinite(scale), scale, 0)


class ExactValues:
    """Elements by their places: each is computed once for all places with equal operands, and of different operands so many at most."""

    MOST = 100_000

    def __init__(self, expression: str, operands, shape, dtype):
        self.expression, self.dtype = expression, np.dtype(dtype)
        self.operands = [np.broadcast_to(o.astype(dtype), shape) for o in operands]
        self.known = {}

    def __call__(self, place):
        values = [o[place] for o in self.operands]
        key = tuple(v.tobytes() for v in values)
        if key not in self.known:
            if len(self.known) == self.MOST:
                return None
            self.known[key] = exact_value(self.expression, values, self.dtype)
        return self.known[key]


def without_cast(expression: str) -> str:
    """The expression without a cast of its result: long double is not exact where a logarithm of what is near 1 ends in one."""
    tree = ast.parse(expression, mode="eval").body
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute) and tree.func.attr == "astype":
        return ast.unparse(tree.func.value)
    return expression


def exact_value(expression: str, values, dtype):
    """The value for numbers, by mpmath, rounded to `dtype`; None where mpmath has no answer."""
    if not all(np.isfinite(v) for v in values):
        return None
    try:
        names = Exact()
        value = evaluate(without_cast(expression), [mpmath.mpf(float(v)) for v in values], names, names)
        if not mpmath.isfinite(value) or isinstance(value, mpmath.mpc):
            return None
        return round_to(mpmath.mpf(value), dtype)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None


def round_to(value, dtype):
    with np.errstate(all="ignore"):
        if dtype == np.float64:
            return np.float64(float(value)) if abs(value) < 1e309 else np.float64(np.copysign(np.inf, mpmath.sign(value)))
        if dtype == np.float16:
            return np.float16(float(value))
        return np.float32(float(value)) if abs(value) < 1e40 else np.float32(np.copysign(np.inf, mpmath.sign(value)))
