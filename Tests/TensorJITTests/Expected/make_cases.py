"""Writes cases.json and arrays.npz: programs with inputs and NumPy's results.

Run it in this folder after a change of the table: python3 make_cases.py. The tests need only what it writes.
A program's Python is its text after the arrow, read with NumPy's names, unless a case gives another.
"""

import hashlib
import io
import json
import re
import zipfile

import numpy as np
import scipy.special as sp

DTYPES = {
    "bool": np.bool_, "i8": np.int8, "i16": np.int16, "i32": np.int32, "i64": np.int64, "u8": np.uint8,
    "u16": np.uint16, "u32": np.uint32, "u64": np.uint64, "f32": np.float32, "f64": np.float64,
}
OTHERS = {"f16": np.float16, "c64": np.complex64, "c128": np.complex128}
INTEGERS = [d for d in DTYPES if d[0] in "iu"]
FLOATS = ["f32", "f64"]
rng = np.random.default_rng(20)
arrays, cases = {}, []


NAMES = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}
NAMES |= {
    "erf": sp.erf, "erfc": sp.erfc, "expit": sp.expit, "softplus": lambda x: np.logaddexp(0, x).astype(x.dtype),
    "softmax": sp.softmax, "log_softmax": sp.log_softmax, "logsumexp": sp.logsumexp, "true": True, "false": False,
    "sum": np.sum, "min": np.min, "max": np.max, "abs": np.abs, "any": np.any, "all": np.all,
    "types": DTYPES | OTHERS, "bit_count": np.bitwise_count, "flatten": np.ravel,
}
NAMES |= {name: (lambda x, t=t: np.asarray(x).astype(t)) for name, t in (DTYPES | OTHERS).items()}


def placed(x, i, value):
    result = x.copy()
    result[i] = value
    return result


def added(x, i, value):
    result = x.copy()
    np.add.at(result, i, value)
    return result


NAMES |= {"placed": placed, "added": added}


def store(array):
    array = np.asarray(array)
    key = hashlib.sha256(str((array.dtype.str, array.shape)).encode() + array.tobytes()).hexdigest()[:12]
    arrays.setdefault(key, np.ascontiguousarray(array).reshape(array.shape))
    return key


def case(program, *inputs, python=None, exact=False, tolerance=64):
    """One case. `exact`: equal bits (NaN is NaN); else `tolerance` in units of the largest result's last place."""
    head, _, body = program.partition("->")
    names = [part.split(":")[0].strip(" (") for part in split(head.strip()[1:-1])]
    scope = {name: array for name, array in zip(names, inputs)}
    for part, array in zip(split(head.strip()[1:-1]), inputs):
        type_text = part.split(":")[1]
        if "[" in type_text:
            for extent, size in zip(type_text.split("[")[1].strip(" ]").split(","), array.shape):
                if extent.strip().isidentifier():
                    scope.setdefault(extent.strip(), size)
    with np.errstate(all="ignore"):
        results = eval(re.sub(r"dtype=(\w+)", r"dtype=types['\1']", python or body.strip()), NAMES | scope)
    if not isinstance(results, tuple):
        results = (results,)
    cases.append({
        "program": program, "inputs": [store(x) for x in inputs], "outputs": [store(x) for x in results],
        "tolerance": 0 if exact else tolerance,
    })


def split(text):
    parts, depth, current = [], 0, ""
    for c in text:
        depth += (c in "[(") - (c in "])")
        if c == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += c
    return parts + [current] if current.strip() else parts


def small(dtype, *shape):
    """Eighths from -8 to 8: products and short sums of them are exact."""
    t = np.dtype(DTYPES[dtype])
    k = rng.integers(-64, 65, shape)
    if t.kind == "f":
        return (k / 8).astype(t)
    if t.kind == "b":
        return k > 20
    return (k // 8 if t.kind == "i" else np.abs(k) // 4).astype(t)


def positive(dtype, *shape):
    x = np.abs(small(dtype, *shape).astype(np.float64)) + 1
    return x.astype((DTYPES | OTHERS)[dtype])


def wild(dtype, *shape):
    """NaN, infinities, zeros of both signs, denormals; the ends of integer types."""
    t = np.dtype(DTYPES[dtype])
    if t.kind == "f":
        i = np.finfo(t)
        pool = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1, -1, 0.5, 2.5, i.tiny, -i.smallest_subnormal, i.max, i.min, 3, -7]
    elif t.kind == "b":
        pool = [False, True, True]
    else:
        i = np.iinfo(t)
        pool = [i.min, i.max, 0, 1, 2, 3, i.max - 1, i.min + 1, 7, 100] + ([-1, -2, -7] if i.min < 0 else [])
    count = int(np.prod(shape))
    return np.array([pool[(7 * k + k // 11) % len(pool)] for k in range(count)], dtype=t).reshape(shape)


def indices(extent, *shape, dtype="i64"):
    low = -extent if dtype[0] == "i" else 0
    return rng.integers(low, extent, shape).astype((DTYPES | OTHERS)[dtype])


def type_of(array, names=""):
    """A type with named extents."""
    code = next(d for d, t in DTYPES.items() if t == array.dtype.type)
    return code + ("[" + ", ".join(names[: array.ndim]) + "]" if array.ndim else "")


SHAPES = [(), (0,), (1,), (5,), (37,), (3, 4), (0, 3), (19, 23), (2, 3, 4), (2, 0, 3), (1, 17, 1), (2, 3, 2, 5)]

# Elementwise arithmetic over shapes.
for dtype in DTYPES:
    for shape in SHAPES if dtype in ("f64", "i32") else [(), (37,), (19, 23), (2, 3, 4)]:
        x, y = small(dtype, *shape), small(dtype, *shape)
        t = type_of(x, "abcd")
        case(f"(x: {t}, y: {t}) -> x * y + x", x, y, exact=True)
        case(f"(x: {t}, y: {t}) -> maximum(x, y)", x, y, exact=True)
        case(f"(x: {t}, y: {t}) -> where(x < y, x, y * y)", x, y, exact=True)

# Every pair of element types once.
for a in DTYPES:
    for b in DTYPES:
        x, y = small(a, 21), small(b, 21)
        case(f"(x: {a}[n], y: {b}[n]) -> x + y", x, y, exact=True)
        case(f"(x: {a}[n]) -> {b}(x)", abs(x) if b[0] == "u" and a != "bool" else x, exact=True)

# Edge values.
for dtype in DTYPES:
    x, y = wild(dtype, 45), wild(dtype, 45)[::-1].copy()
    t = f"{dtype}[n]"
    for body in ["x == y", "x <= y", "logical_and(x, y)", "x + y", "sign(x)" if dtype != "bool" else "x"]:
        case(f"(x: {t}, y: {t}) -> {body}", x, y, exact=True)
    if dtype in INTEGERS:
        for body in ["x * y", "x - y", "x // y", "x % y", "x & y", "x | y", "x ^ y", "~x", "abs(x)", "x << (y & 3)", "x >> (y & 3)"]:
            case(f"(x: {t}, y: {t}) -> {body}", x, y, exact=True)
    if dtype in FLOATS:
        for body in ["x / y", "x // y", "x % y", "sqrt(x)", "floor(x)", "rint(x)", "isnan(x)", "isinf(x)", "isfinite(x)",
                     "copysign(x, y)", "min(x)", "max(x)", "argmin(x)", "argmax(x)", "any(x)", "all(x)", "sum(x)",
                     "cumsum(x)", "clip(x, -1, y)"]:
            case(f"(x: {t}, y: {t}) -> {body}", x, y, exact=True)

# Broadcasting: extents of 1 in the type and at run time, and ranks that differ.
for s, t in [((1, 23), (19, 1)), ((19, 1), (23,)), ((), (19, 23)), ((2, 1, 5), (7, 1)), ((1, 1, 1), (2, 3, 4)), ((0, 1), (1, 7)),
             ((1,), (0,)), ((1, 4, 1, 3), (5, 1, 2, 1))]:
    x, y = small("f64", *s), small("f64", *t)
    case(f"(x: {type_of(x, 'abcd')}, y: {type_of(y, 'efgh')}) -> x * y - x", x, y, exact=True)
    literal = lambda v: "f64" + (str(list(v.shape)) if v.ndim else "")
    case(f"(x: {literal(x)}, y: {literal(y)}) -> (x + y) * y", x, y, exact=True)
    case(f"(x: {type_of(x, 'abcd')}, y: {type_of(y, 'efgh')}) -> sum(x * y, axis=0)" if max(x.ndim, y.ndim) else "(x: f64, y: f64) -> x + y", x, y)

# Reductions: kinds, types, axes, keepdims.
AXES = {1: ["0", "-1", "None"], 2: ["0", "1", "(0, 1)", "(1, 0)", "()"], 3: ["0", "1", "2", "(0, 2)", "(0, 1)", "(-1, 1)"],
        4: ["(0, 2)", "(1, 3)", "(0, 3)", "2", "(0, 1, 3)"]}
KINDS = ["sum", "prod", "min", "max", "any", "all", "mean", "argmin", "argmax"]
for kind in KINDS:
    for shape in [(37,), (19, 23), (5, 7, 6), (3, 18, 2, 20)]:
        for number, axis in enumerate(AXES[len(shape)]):
            if kind.startswith("arg") and "(" in axis:
                continue
            dtype = list(DTYPES)[(number * 5 + len(shape) + len(kind)) % len(DTYPES)]
            for d in dict.fromkeys(["f64", dtype]):
                x = small(d, *shape)
                if kind == "prod" and d[0] == "f":
                    x = (np.sign(x) * 2.0 ** (np.abs(x) % 3 - 1)).astype(x.dtype)
                keep = ", keepdims=true" if number % 2 else ""
                exact = kind not in ("mean", "prod") or d[0] != "f" and kind == "prod"
                case(f"(x: {type_of(x, 'abcd')}) -> {kind}(x, axis={axis}{keep})", x, exact=exact)
for dtype in DTYPES:
    for kind in KINDS:
        x = small(dtype, 40, 3)
        case(f"(x: {dtype}[n, 3]) -> {kind}(x)", x if kind != "prod" else x[:4], exact=kind not in ("mean", "prod"))
        case(f"(x: {dtype}[n, m]) -> {kind}(x, axis=1)", small(dtype, 4, 6) if kind != "prod" else x[:4], exact=kind not in ("mean", "prod"))
for kind in ["sum", "prod", "any", "all"]:
    for shape, axis in [((0,), "None"), ((0, 4), "0"), ((0, 4), "1"), ((3, 0, 2), "(0, 1)"), ((3, 0, 2), "2")]:
        x = small("f64", *shape)
        case(f"(x: {type_of(x, 'abc')}) -> {kind}(x, axis={axis})", x, exact=True)
case("(x: f64[n, m]) -> max(x, axis=0)", small("f64", 4, 0), exact=True)
case("(x: f64[n, m]) -> argmax(x, axis=0)", small("f64", 4, 0), exact=True)
for body in ["sum(x)", "mean(x)", "max(x)", "argmin(x)", "sum(x, axis=())", "all(x)"]:
    case(f"(x: f64) -> {body}", small("f64"), exact=True)
for body in ["var(x, axis=1)", "std(x, axis=0)", "var(x, ddof=1, axis=(0, 1), keepdims=true)", "var(x)", "std(x, axis=1, ddof=2)"]:
    for d in FLOATS:
        case(f"(x: {d}[n, m]) -> {body}", small(d, 19, 23))
    case(f"(x: i32[n, m]) -> {body}", small("i32", 19, 23))
case("(x: i16[n]) -> sum(x, dtype=i64), sum(x, dtype=f64)", small("i16", 300), exact=True)

# Sizes across the borders of blocks and of the 64 lanes.
for n in [63, 64, 65, 127, 2047, 2048, 2049, 4095, 4096, 4097, 6145, 8193]:
    x = small("f64", n)
    case("(x: f64[n]) -> sum(x)", x, exact=True)
    case("(x: f64[n]) -> max(x), argmax(x), min(x), argmin(x)", x, exact=True)
    case("(x: f64[n]) -> sum(cumsum(x) * 3)", x, exact=True)
    case("(x: f32[n], y: f32[n]) -> dot(x, y)", small("f32", n), small("f32", n), exact=True)
    case("(x: f64[n]) -> mean(exp(x)), var(x)", x)
    case("(x: i32[n]) -> sum(x), prod(x), all(x), any(x)", small("i32", n), exact=True)
for n, m in [(3, 2049), (2049, 3), (70, 4097), (4097, 2), (64, 64), (65, 129), (1, 5000), (5000, 1), (300, 300)]:
    x = small("f64", n, m)
    case("(x: f64[n, m]) -> sum(x, axis=0)", x, exact=True)
    case("(x: f64[n, m]) -> sum(x, axis=1), max(x, axis=1), argmin(x, axis=1)", x, exact=True)
    case("(x: f64[n, m]) -> max(x, axis=0), argmax(x, axis=0), any(x, axis=0)", x, exact=True)
    case("(x: f64[n, m]) -> sum(softmax(x, axis=1) * x, axis=1)", x)
    case("(x: f64[n, m]) -> sum(x.T * 2, axis=0)", x, exact=True)
    case("(x: f64[n, m]) -> sum(cumsum(x, axis=0), axis=1), sum(cumsum(x, axis=1), axis=0)", x, exact=True)
# Past the parallel thresholds, by broadcasting.
x, y = small("f64", 700), small("f64", 900)
for body in ["sum(expand_dims(x, 1) * y)", "sum(expand_dims(x, 1) * y, axis=0)", "sum(expand_dims(x, 1) + y, axis=1)",
             "max(expand_dims(x, 1) * y, axis=0)", "argmax(expand_dims(x, 1) * y, axis=1)", "(expand_dims(x, 1) * y)[::50, ::60]"]:
    case(f"(x: f64[n], y: f64[m]) -> {body}", x, y, exact=True)
case("(x: f64[n], y: f64[m]) -> logsumexp(expand_dims(x, 1) * y, axis=1), var(expand_dims(x, 1) + y, axis=0)", x, y)

# Fused row groups.
for d in FLOATS:
    x, g = small(d, 33, 47), small(d, 47)
    t = f"{d}[n, m]"
    for body in ["softmax(x, axis=1)", "softmax(x, axis=0)", "log_softmax(x, axis=-1)", "logsumexp(x, axis=1)", "logsumexp(x, axis=0, keepdims=true)",
                 "logsumexp(x)", "softmax(x)", "logsumexp(x, axis=(0, 1))", "x - mean(x, axis=1, keepdims=true)",
                 "(x - mean(x, axis=0)) / std(x, axis=0)", "x / sum(x * x, axis=1, keepdims=true)",
                 "max(x, axis=1), sum(x, axis=1), x - max(x, axis=1, keepdims=true)", "sum(exp(x) * mean(x, axis=1, keepdims=true), axis=1)",
                 "max(x - mean(x))", "cumsum(x - mean(x, axis=1, keepdims=true), axis=1)",
                 "sum(cumsum(x, axis=1) * x, axis=1)", "argmax(softmax(x, axis=1), axis=1)"]:
        case(f"(x: {t}) -> {body}", x, tolerance=400)
    case(f"(x: {t}, g: {d}[m]) -> (x - mean(x, axis=1, keepdims=true)) / sqrt(var(x, axis=1, keepdims=true) + 1e-5) * g", x, g, tolerance=400)
for shape, axis in [((4, 5, 21), 2), ((4, 5, 21), 1), ((4, 5, 21), 0), ((3, 0), 0), ((3, 1), 1), ((2, 3, 4, 5), "(1, 2)")]:
    x = small("f64", *shape)
    case(f"(x: {type_of(x, 'abcd')}) -> softmax(x, axis={axis})", x)
x = wild("f64", 12, 3)
case("(x: f64[n, m]) -> logsumexp(x, axis=1)", np.where(np.abs(x) > 1e300, 700, x))
case("(x: i32[n, m]) -> softmax(x, axis=1), logsumexp(x, axis=0)", small("i32", 20, 30))

# Producers with several users, several outputs, inputs as outputs.
x, y = small("f64", 19, 23), small("f64", 23)
for body in ["x, x", "x + 1, x + 1", "x, x.T, x[0]", "exp(x), sum(exp(x), axis=0), max(exp(x), axis=1)", "y, x + y, sum(x + y)",
             "sin(x + y).T, sum(sin(x + y), axis=1), sin(x + y)[2:5]", "sum(x), sum(x, axis=0), sum(x, axis=1), sum(x * x)",
             "x.T, x.T", "ravel(x), ravel(x)", "x * 2, ravel(x * 2), (x * 2).T", "y", "zeros((3, 2)), y", "sum(y) + x, sum(y)",
             "cumsum(y), cumsum(y) + 1, cumsum(y)", "max(x) - x, x - min(x)"]:
    case(f"(x: f64[n, m], y: f64[m]) -> {body}", x, y, tolerance=200)
case("(x: f64[n], unused: i8[k], y: f64[n]) -> y", small("f64", 5), small("i8", 3), small("f64", 5), exact=True)
case("(x: f64[n]) -> 3", small("f64", 5), python="int64(3)", exact=True)
case("(x: f64[n]) -> x.size, x.shape[0] * 2", small("f64", 5), python="int64(5), int64(10)", exact=True)

# Shapes.
x = small("f64", 6, 20)
for body in ["reshape(x, (20, 6))", "reshape(x, -1)", "reshape(x, (2, -1, 4))", "reshape(x.T, (12, 10))", "reshape(exp(x).T, -1)",
             "reshape(sum(x, axis=0), (4, 5))", "reshape(x, (1, 6, 1, 20))", "sum(reshape(x, (3, 2, 20)), axis=1)", "reshape(x + 1, (5, 24)).T",
             "reshape(reshape(x, (20, 6)).T, (120,))", "reshape(x[1:5, ::2], (8, 5))", "reshape(cumsum(x, axis=0), (10, 12))",
             "ravel(x.T)", "ravel(broadcast_to(x[0], (3, 20)))", "reshape(x @ x.T, (4, 9))", "reshape(concatenate([x, x]), (2, 6, 20))",
             "reshape(softmax(x, axis=1), (20, 6))", "reshape(argmax(x, axis=1), (2, 3))", "x.T", "x.mT", "swapaxes(x, 0, 1)", "moveaxis(x, 0, 1)",
             "broadcast_to(x, (3, 6, 20))", "expand_dims(x, (0, 2))", "squeeze(expand_dims(x, 1))", "squeeze(x[:1], 0)",
             "x[1]", "x[-1]", "x[:, 3]", "x[2:4]", "x[::-1]", "x[:, ::-2]", "x[5:1:-2, 1:18:5]", "x[None, :, None]", "x[..., 4]", "x[3:3]", "x[100:]", "x[1, 2]",
             "x[:-2, 1:-1] + x[2:, 1:-1]", "sum(x[1:, :] * x[:-1, :], axis=1)", "x[::-1].T[::3]", "take(x, -1, axis=0)"]:
    exact = not any(f in body for f in ("exp", "softmax"))
    case(f"(x: f64[n, m]) -> {body}", x, exact=exact)
    case(f"(x: f64[6, 20]) -> {body}", x, exact=exact)
x = small("i16", 2, 3, 4)
for body in ["transpose(x, (2, 0, 1))", "transpose(x)", "moveaxis(x, (0, 1), (-1, 0))", "swapaxes(x, -1, 0)", "matrix_transpose(x)", "reshape(transpose(x, (1, 2, 0)), (4, 6))",
             "reshape(transpose(x, (1, 0, 2)), (6, 4))", "ravel(x)", "ravel(x[:, 1])"]:
    case(f"(x: i16[a, b, c]) -> {body}", x, exact=True)
case("(x: f64) -> reshape(x, (1, 1)), expand_dims(x, 0), broadcast_to(x, (2, 3)), ravel(x), x.T", small("f64"), exact=True)
case("(x: f64[n]) -> reshape(x, (0, 3)), reshape(x, (5, 0))", small("f64", 0), exact=True)

# Concatenations, of views, of computed and of empty parts.
x, y = small("f32", 6, 20), small("f32", 3, 20)
for body in ["concatenate([x, y])", "concatenate([x[:3], y], axis=1)", "concatenate([y[::-1], x[1:4, :]], axis=0)", "concatenate([x.T, y.T], axis=1)",
             "concatenate([x * 2, exp(y) * 0 + 1, x[:0]])", "stack([x[:3], y])", "stack([x[:3], y], axis=-1)", "stack([y, y * 2, y[:, ::-1]], axis=1)",
             "sum(concatenate([x, y]), axis=0)", "concatenate([x, x, x, y])[4:11]", "concatenate([sum(x, axis=1), max(y, axis=0)])", "concatenate([x, f64(y)])",
             "concatenate([ravel(x), ravel(y.T)])", "concatenate([cumsum(x, axis=0), y]).T", "concatenate([x]) + 1", "concatenate([x, i32(y)])"]:
    case(f"(x: f32[n, m], y: f32[k, m]) -> {body}", x, y, exact="exp" not in body)

# Gathers.
x, i = small("f64", 9, 7), indices(9, 25)
for dtype in [d for d in INTEGERS if d != "u64"]:
    case(f"(x: f64[n, m], i: {dtype}[k]) -> take(x, i, axis=0)", x, indices(9, 25, dtype=dtype), exact=True)
for body in ["take(x, i, axis=0)", "sum(take(x, i, axis=0), axis=0)", "take(x * 2, i, axis=0) + 1", "take(x, i)", "take(x.T, i, axis=1)", "x[i]", "take(cumsum(x, axis=0), i, axis=0)",
             "take(take(x, i, axis=0), i, axis=0)", "softmax(take(x, i, axis=0), axis=1)"]:
    case(f"(x: f64[n, m], i: i64[k]) -> {body}", x, i)
case("(x: f64[n, m], i: i32[j, k]) -> take(x, i, axis=1)", x, indices(7, 3, 4, dtype="i32"), exact=True)
case("(x: f64[n, m], i: i64[k]) -> take(x, i, axis=0), take(x, i[:0], axis=0)", x, i, exact=True)
case("(x: f64[n], y: f64[n]) -> take(y, argmax(x)), take(y, argmin(x) - 3)", small("f64", 12), small("f64", 12), exact=True)

# Matrix products.
for a, b in [((5, 6), (6, 7)), ((6,), (6,)), ((5, 6), (6,)), ((6,), (6, 7)), ((4, 5, 6), (6, 7)), ((4, 5, 6), (4, 6, 7)), ((2, 1, 5, 6), (3, 6, 2)), ((0, 6), (6, 7)),
             ((5, 0), (0, 7)), ((40, 50), (50, 60)), ((1, 50), (50, 1)), ((33, 34), (34,)), ((130, 70), (70, 90))]:
    for d in FLOATS + ["i32"]:
        x, y = small(d, *a), small(d, *b)
        case(f"(x: {type_of(x, 'abcd')}, y: {type_of(y, 'efgh')}) -> x @ y", x, y, exact=True)
x, y = small("f64", 20, 30), small("f64", 30, 20)
for body in ["x.T @ y.T", "x @ x.T", "(x + 1) @ y", "x @ y + 1", "maximum(x @ y, 0)", "x[:, ::2] @ y[::2]", "x[::-1] @ y", "(x @ y) @ (x @ y)", "sum(x @ y, axis=0)", "dot(x, y)",
             "dot(x[0], y)", "x @ y[:, 0]", "softmax(x @ y, axis=1)", "(x @ y).T", "matmul(expand_dims(x, 0), y)", "broadcast_to(x, (3, 20, 30)) @ y"]:
    case(f"(x: f64[n, k], y: f64[k, m]) -> {body}", x, y, tolerance=300)
for d in ["bool", "u8", "i64", "i8"]:
    case(f"(x: {d}[n, k], y: {d}[k, m]) -> x @ y", small(d, 5, 40), small(d, 40, 3), exact=True)

# Scans.
for d in DTYPES:
    case(f"(x: {d}[n, m]) -> cumsum(x, axis=0), cumsum(x, axis=1), cumsum(x)", small(d, 9, 40), exact=True)
    case(f"(x: {d}[n]) -> cumprod(x)", small(d, 6), exact=d[0] != "f")
case("(x: f64[a, b, c]) -> cumsum(x, axis=1), cumsum(x.T, axis=1), cumsum(x, axis=-1)", small("f64", 3, 40, 5), exact=True)
case("(x: f64[n]) -> cumsum(x)[::-1], cumsum(x[::-1])", small("f64", 5000), exact=True)
case("(x: f64[n, m]) -> cumsum(x, axis=0)", small("f64", 0, 4), exact=True)
case("(x: f64[n]) -> cumsum(x) / sum(x)", positive("f64", 100), exact=True)

# Creation.
for body in ["arange(7)", "arange(2, 20, 3)", "arange(0., 1., 0.125)", "arange(10, 0, -3)", "zeros((2, 3))", "ones(4, dtype=i32)", "full((2, 2), 7)", "full(3, 0.5, dtype=f32)",
             "eye(4)", "eye(3, 5, 1)", "eye(4, k=-2, dtype=i16)", "arange(5, dtype=f32)", "zeros(0)", "arange(5) * 2.5", "sum(arange(5000))", "[1, 2, 3] + 0.5", "ones((2, 3)) + arange(3)",
             "identity(3)", "sum(eye(70))"]:
    case(f"() -> {body}", exact=True, python=body.replace("[1, 2, 3]", "np.array([1, 2, 3])").replace("np.", ""))
case("(x: f32[n, m]) -> zeros_like(x), ones_like(x, dtype=i8), full_like(x, 3) + x, arange(n) * 2, zeros((m, n)) + x.T", small("f32", 3, 4), exact=True)

# Long expressions and shared ones.
x = positive("f64", 50) / 8
case("(x: f64[n]) -> exp(-x*x*0.5)*cos(3.0*x)+log1p(abs(x))", x)
case("(x: f64[n]) -> x**2 + x**3 - x**-1 + x**0.5 + 2**x", x)
case("(x: i64[n]) -> x**2, x**5, x**0", small("i64", 30), exact=True)
case("(x: i32[n], y: i32[n]) -> x ** abs(y)", small("i32", 30), small("i32", 30), exact=True)
case("(x: f64[n, d]) -> sqrt(sum((expand_dims(x, 1)-expand_dims(x, 0))**2, axis=2))", small("f64", 40, 3))
case("(x: f64[n, d]) -> argmin(sum(abs(expand_dims(x, 1)-expand_dims(x, 0)), axis=2) + 100 * eye(n), axis=1)", small("f64", 40, 3), exact=True)
for name in ["exp", "exp2", "expm1", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "arcsinh", "erf", "erfc", "expit", "softplus", "cbrt", "square", "log1p", "log", "log2", "log10", "sqrt", "reciprocal"]:
    for d in FLOATS:
        for shape in [(70,), (40, 3)]:
            x = positive(d, *shape)
            case(f"(x: {type_of(x, 'ab')}) -> {name}(x)", x)


def scatter_add(x, indices, updates, axis=0):
    result = np.array(x)
    np.add.at(result, (slice(None),) * (axis % result.ndim) + (indices,), updates)
    return result


def segment_sum(data, ids, count):
    return scatter_add(np.zeros((count, *data.shape[np.ndim(ids):]), data.dtype), ids, data)


def linear_recurrence(a, b, axis=0, reverse=False):
    a, b = (np.moveaxis(v, axis, 0)[::-1 if reverse else 1] for v in np.broadcast_arrays(a, b))
    result, before = np.zeros_like(b), np.zeros(b.shape[1:], b.dtype)
    for number in range(len(b)):
        before = result[number] = a[number] * before + b[number]
    return np.moveaxis(result[::-1 if reverse else 1], 0, axis)


NAMES |= {"scatter_add": scatter_add, "segment_sum": segment_sum, "linear_recurrence": linear_recurrence}

# Additions at indices: in the order of the indices, so sums have equal bits.
for d in DTYPES:
    x, i = small(d, 9, 7), indices(9, 25)
    case(f"(x: {d}[n, m], i: i64[k], v: {d}[k, m]) -> scatter_add(x, i, v)", x, i, small(d, 25, 7), exact=True)
    case(f"(x: {d}[n], i: i64[k], v: {d}[k]) -> scatter_add(x, i, v)", small(d, 9), i, small(d, 25), exact=True)
for dtype in [d for d in INTEGERS if d != "u64"]:
    case(f"(x: f64[n], i: {dtype}[k], v: f64[k]) -> scatter_add(x, i, v)", small("f64", 9), indices(9, 25, dtype=dtype), rng.standard_normal(25), exact=True)
x, i, v = rng.standard_normal((9, 7)), indices(9, 25), rng.standard_normal((25, 7))
for body in ["scatter_add(x, i, v)", "scatter_add(x * 2, i, v * v)", "scatter_add(zeros((9, 7)), i, v)", "scatter_add(x.T, i, v.T, axis=1)", "scatter_add(x, i, 1.0)",
             "scatter_add(x, i, v[0])", "scatter_add(x, i[::-1], v[::-1])", "scatter_add(x, i[:0], v[:0])", "take(scatter_add(x, i, v), i, axis=0) * 2",
             "scatter_add(scatter_add(x, i, v), i, v)", "scatter_add(x, 3, x[0])", "scatter_add(x[None], i, v[None], axis=1)", "scatter_add(x, (i + 3) % 9, take(x, i, axis=0))",
             "segment_sum(v, i, 9)", "segment_sum(v, i, 20)", "segment_sum(v[:, 0], i, 9)", "segment_sum(cumsum(v, axis=0), i, 9)", "sum(segment_sum(v, i, 9), axis=1)",
             "scatter_add(x, i, expand_dims(v[:, 2], 1))", "scatter_add(x, reshape(i, (5, 5)), reshape(v, (5, 5, 7)))"]:
    case(f"(x: f64[n, m], i: i64[k], v: f64[k, m]) -> {body}", x, i, v, tolerance=64)
case("(x: f64[a, b, c], i: i32[j, k], v: f64[a, j, k, c]) -> scatter_add(x, i, v, axis=1)", rng.standard_normal((2, 6, 5)), indices(6, 3, 4, dtype="i32"),
     rng.standard_normal((2, 3, 4, 5)), exact=True)
case("(x: f64[a, b, c], i: i32[k], v: f64[a, b, k]) -> scatter_add(x, i, v, axis=-1)", rng.standard_normal((4, 6, 5)), indices(5, 8, dtype="i32"),
     rng.standard_normal((4, 6, 8)), exact=True)
case("(x: f32[n, m], i: i64[k], v: f32[k, m]) -> scatter_add(x, i, v)", small("f32", 50, 90), indices(50, 120), small("f32", 120, 90), exact=True)
case("(x: f32[n, m], i: i64[k], v: f32[k, m]) -> scatter_add(x, i, v)", small("f32", 3, 1100), indices(3, 5), small("f32", 5, 1100), exact=True)
case("(x: f64[n, m], i: i64[k], v: f64[k, m]) -> scatter_add(x, i, v)", small("f64", 3, 0), indices(3, 5), small("f64", 5, 0), exact=True)
case("(x: f64[n, m], i: i64[k], v: f64[k, m]) -> scatter_add(x, i, v)", small("f64", 0, 3), np.zeros(0, np.int64), small("f64", 0, 3), exact=True)
case("(x: f64[n], i: i64[k]) -> scatter_add(x, i, 1)", small("f64", 1_000), indices(1_000, 9_000), exact=True)
case("(x: i64[n], i: i64, v: i64) -> scatter_add(x, i, v)", small("i64", 5), np.array(-2), np.array(7), exact=True)

# Linear recurrences, rounded product by product and sum by sum.
for d in INTEGERS + FLOATS:
    for shape in [(70,), (9, 7), (0, 3), (3, 0)]:
        case(f"(a: {type_of(small(d, *shape), 'ab')}, b: {type_of(small(d, *shape), 'ab')}) -> linear_recurrence(a, b), linear_recurrence(a, b, axis=-1, reverse=True)",
             small(d, *shape), small(d, *shape), exact=True)
a, b = rng.standard_normal((11, 4, 70)).astype(np.float32), rng.standard_normal((11, 4, 70)).astype(np.float32)
for axis in range(3):
    for tail in ["", ", reverse=True"]:
        case(f"(a: f32[p, q, r], b: f32[p, q, r]) -> linear_recurrence(a, b, axis={axis}{tail})", a, b, exact=True)
a, b = rng.standard_normal((30, 7)), rng.standard_normal((30, 7))
for body in ["linear_recurrence(a.T, b.T, axis=1)", "linear_recurrence(0.5, b)", "linear_recurrence(a[0], b)", "linear_recurrence(a[:, :1], b, axis=1)",
             "linear_recurrence(a[::-1], b * b) + 1", "linear_recurrence(a, take(b, arange(30) - 5, axis=0))", "sum(linear_recurrence(a, b), axis=0)",
             "linear_recurrence(linear_recurrence(a, b), b, reverse=True)", "linear_recurrence(1, b)"]:
    case(f"(a: f64[n, m], b: f64[n, m]) -> {body}", a, b, tolerance=64)
case("(a: f32[n, m], b: f32[n, m]) -> linear_recurrence(a, b)", small("f32", 5, 300), small("f32", 5, 300), exact=True)


# Floats of 16 bits: computed in f32, rounded once. Arithmetic is exact; functions round what is right in f32.
def halves(*shape):
    return (rng.standard_normal(shape) * 4).astype(np.float16)


for body in ["x + y", "x - y", "x * y", "x / y", "x * 2.5", "1 / x", "-x", "abs(x)", "minimum(x, y)", "maximum(x, y)", "x < y", "x == x", "sign(x)",
             "floor(x)", "rint(x)", "x // y", "x % y", "where(x > y, x, y)", "square(x)", "sqrt(abs(x))", "isnan(x / 0)", "x[::-1]", "x.T",
             "concatenate([x, y])", "take(x, [1, 0, 1], axis=0)", "f32(x)", "f64(x)", "i32(x)", "x > 0", "max(x, axis=0)", "min(x)", "argmax(x, axis=1)"]:
    case(f"(x: f16[n, m], y: f16[n, m]) -> {body}", halves(9, 37), halves(9, 37), exact=True)
for body in ["exp(x)", "log(abs(x))", "sin(x)", "tanh(x)", "expm1(x)", "arctan2(x, y)", "abs(x) ** y", "logaddexp(x, y)", "hypot(x, y)"]:
    case(f"(x: f16[n, m], y: f16[n, m]) -> {body}", halves(9, 37), halves(9, 37), tolerance=1)
values = (rng.standard_normal((3, 700)) * 10.0 ** rng.integers(-9, 6, (3, 700)))
case("(x: f64[n, m]) -> f16(x)", values, exact=True)
case("(x: f32[n, m]) -> f16(x)", values.astype(np.float32), exact=True)
case("(x: i64[n]) -> f16(x), exp(i8(x))", np.arange(-200, 200) * 331, tolerance=1)
# Between two neighbours: f64 rounds once.
case("(x: f64[n]) -> f16(x)", np.array([1 + 2.0**-11, 1 + 2.0**-11 + 2.0**-40, 1 + 2.0**-11 - 2.0**-40, 65519.99, 65520, 2.0**-25, 2.0**-25 + 2.0**-60, -2.0**-24]), exact=True)
x, w = halves(40, 33), halves(33, 5)
case("(x: f16[n, m]) -> sum(x), sum(x, axis=0), mean(x, axis=1)", x, python="f16(sum(f32(x))), f16(sum(f32(x), axis=0)), f16(mean(f32(x), axis=1))", tolerance=2)
case("(x: f16[n, m], w: f16[m, k]) -> x @ w", x, w, python="f16(f32(x) @ f32(w))", tolerance=2)
case("(x: f16[n, m]) -> cumsum(x, axis=1)", x, python="f16(cumsum(f32(x), axis=1))", tolerance=2)

# Complex numbers: pairs of real ones below the graph.
def complexes(*shape, dtype="c128", scale=2.0):
    return (scale * (rng.standard_normal(shape) + 1j * rng.standard_normal(shape))).astype((DTYPES | OTHERS)[dtype])


for d in ["c128", "c64"]:
    z, w = complexes(7, 33, dtype=d), complexes(7, 33, dtype=d)
    for body in ["z + w", "z - w", "-z", "z + 1", "conj(z)", "z.real", "z.imag", "z == w", "z != z", "z < w", "z >= w", "isnan(z)",
                 "where(z.real > 0, z, w)", "z[::-1, 1:]", "z.T", "concatenate([z, w], axis=1)", "stack([z, w], axis=-1)", "reshape(z, (-1,))",
                 "minimum(z, w)", "maximum(z, w)", "argmax(z)", "argmin(z, axis=1)", "max(z, axis=0)", "min(z)", "any(z)", "z * 0 == 0",
                 "z.real + w.imag"]:
        case(f"(z: {d}[n, m], w: {d}[n, m]) -> {body}", z, w, exact=True)
    # NumPy fuses some of the products where the processor can.
    for body in ["z * w", "z * 2.5j", "z[:, None] * w", "square(z)", "z.real * 1j + w.imag", "z / w", "1 / z", "reciprocal(z)", "abs(z)", "z ** 2", "z ** -3", "z ** w", "z ** 0.5", "sqrt(z)", "exp(z)", "expm1(z)", "log(z)", "log1p(z)",
                 "log2(z)", "log10(z)", "sin(z)", "cos(z)", "tan(z)", "sinh(z)", "cosh(z)", "tanh(z)", "arcsin(z)", "arccos(z)", "arctan(z)", "arcsinh(z)",
                 "arccosh(z)", "arctanh(z)", "sign(z)", "sum(z)", "sum(z, axis=0)", "mean(z, axis=1)", "var(z)", "std(z, axis=0)", "cumsum(z, axis=1)",
                 "z @ w.T", "z[0] @ w[0]", "sum(z * conj(z))"]:
        case(f"(z: {d}[n, m], w: {d}[n, m]) -> {body}", z, w, tolerance=256)
z = complexes(50)
case("(z: c128[n], i: i64[k]) -> take(z, i), z.at[i].set(2j), z.at[i].add(z[:20])", z, rng.integers(0, 50, 20), exact=True,
     python="z[i], placed(z, i, 2j), added(z, i, z[:20])")
case("(x: f64[n], z: c64[n]) -> x * z, f64(x) + z, c64(x), z.real + x", rng.standard_normal(50), z.astype(np.complex64), tolerance=4)
case("(z: c128) -> exp(z), z * z, abs(z)", np.array(1 - 2j), tolerance=8)
case("(z: c128[n]) -> z * 2, sum(z)", np.zeros(0, complex), exact=True)


def write():
    with open("cases.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    with zipfile.ZipFile("arrays.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        for key in sorted(arrays):
            buffer = io.BytesIO()
            np.save(buffer, arrays[key])
            archive.writestr(zipfile.ZipInfo(key + ".npy", (2000, 1, 1, 0, 0, 0)), buffer.getvalue(), zipfile.ZIP_DEFLATED)


write()
print(len(cases), "cases,", len(arrays), "arrays")
