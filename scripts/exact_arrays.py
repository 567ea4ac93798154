"""Programs of the text format evaluated exactly: NumPy arrays of numbers with 1000 digits and unbounded exponents.

What is singular in exact arithmetic has IEEE's value: 1/0, log(0), inf - inf, the logarithm of a negative number.
"""

import mpmath
import numpy as np
from mpmath import mpf

mpmath.mp.dps = 1000
INF, NAN = mpf("inf"), mpf("nan")


def exact(value):
    return value.value if isinstance(value, Exact) else mpf(value)


class Exact:
    __slots__ = ["value"]

    def __init__(self, value):
        self.value = mpf(value)

    def __add__(self, other):
        return Exact(self.value + exact(other)) if not isinstance(other, np.ndarray) else NotImplemented

    def __sub__(self, other):
        return Exact(self.value - exact(other)) if not isinstance(other, np.ndarray) else NotImplemented

    def __mul__(self, other):
        return Exact(self.value * exact(other)) if not isinstance(other, np.ndarray) else NotImplemented

    def __truediv__(self, other):
        return Exact(quotient(self.value, exact(other))) if not isinstance(other, np.ndarray) else NotImplemented

    def __pow__(self, other):
        return Exact(power(self.value, exact(other))) if not isinstance(other, np.ndarray) else NotImplemented

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return Exact(exact(other) - self.value)

    def __rtruediv__(self, other):
        return Exact(quotient(exact(other), self.value))

    def __rpow__(self, other):
        return Exact(power(exact(other), self.value))

    def __neg__(self):
        return Exact(-self.value)

    def __abs__(self):
        return Exact(abs(self.value))

    def __lt__(self, other):
        return self.value < exact(other)

    def __gt__(self, other):
        return self.value > exact(other)

    def __le__(self, other):
        return self.value <= exact(other)

    def __ge__(self, other):
        return self.value >= exact(other)

    def __eq__(self, other):
        return self.value == exact(other)

    def __float__(self):
        return float(self.value)

    __hash__ = None


def quotient(x, y):
    if y == 0:
        return NAN if x == 0 or mpmath.isnan(x) else (INF if x > 0 else -INF)
    if mpmath.isinf(y):
        return NAN if mpmath.isinf(x) or mpmath.isnan(x) else mpf(0)
    return x / y


def power(x, y):
    if y == 0 or x == 1:
        return mpf(1)
    if mpmath.isnan(x) or mpmath.isnan(y):
        return NAN
    if x == 0:
        return mpf(0) if y > 0 else INF
    if mpmath.isinf(x) or mpmath.isinf(y):
        return mpf(float(np.power(np.float64(float(x)), np.float64(float(y)))))
    if y == int(y):
        return x ** int(y)
    return NAN if x < 0 else x**y


def guarded(body, at_infinity, at_minus_infinity):
    """A function of one real number, given its limits."""

    def function(x):
        if mpmath.isnan(x):
            return NAN
        if mpmath.isinf(x):
            return mpf(at_infinity if x > 0 else at_minus_infinity)
        return body(x)

    return np.frompyfunc(lambda x: Exact(function(exact(x))), 1, 1)


def logarithm(x):
    return -INF if x == 0 else NAN if x < 0 else mpmath.log(x)


def where(condition, a, b):
    return np.where(np.array(condition, dtype=bool), a, b)


def axes_of(a, axis):
    axis = tuple(range(a.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    return tuple(k % a.ndim for k in axis) if a.ndim else ()


def reduction(combine):
    def reduce(a, axis=None, keepdims=False):
        a = np.array(a, dtype=object)
        axes = axes_of(a, axis)
        rest = [k for k in range(a.ndim) if k not in axes]
        flat = a.transpose(rest + list(axes)).reshape([a.shape[k] for k in rest] + [-1])
        out = np.empty(flat.shape[:-1], dtype=object)
        for index in np.ndindex(out.shape):
            out[index] = combine(list(flat[index]))
        return out.reshape([1 if k in axes else a.shape[k] for k in range(a.ndim)]) if keepdims else out

    return reduce


def total(values):
    return Exact(sum((exact(v) for v in values), mpf(0)))


def product(values):
    result = mpf(1)
    for v in values:
        result *= exact(v)
    return Exact(result)


def greatest(values):
    return max(values, key=exact)


def variance(values):
    mean = total(values) / len(values)
    return total([(v - mean) * (v - mean) for v in values]) / len(values)


SUM, MAX = reduction(total), reduction(greatest)


def softmax(x, axis=None):
    return NAMES["exp"](x) / SUM(NAMES["exp"](x), axis=axis, keepdims=True)


def binary(body):
    return np.frompyfunc(lambda x, y: Exact(body(exact(x), exact(y))), 2, 1)


NAMES = {
    "exp": guarded(mpmath.exp, INF, 0), "exp2": guarded(lambda x: mpf(2) ** x, INF, 0),
    "expm1": guarded(lambda x: mpmath.exp(x) - 1, INF, -1),
    "log": guarded(logarithm, INF, NAN), "log2": guarded(lambda x: logarithm(x) / mpmath.log(2), INF, NAN),
    "log10": guarded(lambda x: logarithm(x) / mpmath.log(10), INF, NAN), "log1p": guarded(lambda x: logarithm(1 + x), INF, NAN),
    "sqrt": guarded(lambda x: NAN if x < 0 else mpmath.sqrt(x), INF, NAN),
    "sin": guarded(mpmath.sin, NAN, NAN), "cos": guarded(mpmath.cos, NAN, NAN), "tan": guarded(mpmath.tan, NAN, NAN),
    "sinh": guarded(mpmath.sinh, INF, -INF), "cosh": guarded(mpmath.cosh, INF, INF), "tanh": guarded(mpmath.tanh, 1, -1),
    "erf": guarded(mpmath.erf, 1, -1), "erfc": guarded(mpmath.erfc, 0, 2),
    "expit": guarded(lambda x: 1 / (1 + mpmath.exp(-x)), 1, 0), "abs": guarded(abs, INF, INF),
    "softplus": guarded(lambda x: mpmath.log(1 + mpmath.exp(x)), INF, 0),
    "square": lambda x: x * x, "reciprocal": lambda x: 1 / x, "maximum": binary(max), "minimum": binary(min),
    "where": where, "sum": SUM, "max": MAX, "prod": reduction(product), "softmax": softmax,
    "mean": reduction(lambda values: total(values) / len(values)), "var": reduction(variance),
    "take": lambda a, i, axis=None: np.take(a, i, axis=axis), "pi": np.pi, "inf": INF, "nan": NAN,
    "expand_dims": lambda a, axis: np.expand_dims(a, axis), "matmul": lambda a, b: a @ b,
    "reshape": lambda a, shape: np.reshape(a, shape), "transpose": lambda a, axes=None: np.transpose(a, axes),
}


def as_array(value) -> np.ndarray:
    numbers = np.array(value, dtype=float)
    out = np.empty(numbers.shape, dtype=object)
    for index in np.ndindex(numbers.shape):
        out[index] = Exact(float(numbers[index]))
    return out


def evaluate(expression: str, inputs: dict) -> np.ndarray:
    """The value of an expression, rounded to the nearest doubles."""
    arrays = {name: as_array(value) for name, value in inputs.items()}
    result = np.array(eval(expression, {"__builtins__": {}}, NAMES | arrays), dtype=object)
    out = np.empty(result.shape)
    for index in np.ndindex(result.shape):
        with mpmath.workprec(53):
            out[index] = float(+exact(result[index]))
    return out
