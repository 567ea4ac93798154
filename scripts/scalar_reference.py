#!/usr/bin/env python3
"""What NumPy and mpmath say of the scalar functions, as test data.

    swift run -c release tensorjit-accuracy list | scripts/scalar_reference.py Tests/TensorScalarsTests/Data

Writes types.txt (a line: function, argument types, result type or "error"), edges.txt (function, type, argument
bits, result bits on edge values) and exact.txt (function, argument bits, bits of the nearest f64). Bits are hex.
"""
import itertools
import os
import random
import sys
import warnings

import mpmath
import numpy as np
import scipy.special as sp

warnings.simplefilter("ignore")
np.seterr(all="ignore")
DTYPES = {"bool": np.bool_, "i8": np.int8, "i16": np.int16, "i32": np.int32, "i64": np.int64, "u8": np.uint8,
          "u16": np.uint16, "u32": np.uint32, "u64": np.uint64, "f16": np.float16, "f32": np.float32,
          "f64": np.float64}
NAMES = {np.dtype(v): k for k, v in DTYPES.items()}


def types(functions, out):
    for name, arity, text in functions:
        call = eval(f"lambda {', '.join('xyz'[:arity])}: {text}", {"np": np, "sp": sp})
        # SciPy computes floats of 16 bits in f64, others (and this library) give them back.
        for combination in itertools.product([t for t in DTYPES if t != "f16" or "sp." not in text], repeat=arity):
            if arity == 3 and len(set(combination)) > 2:
                continue
            try:
                result = NAMES.get(np.asarray(call(*[np.ones(1, DTYPES[t]) for t in combination])).dtype, "error")
            except TypeError:
                result = "error"
            print(name, *combination, result, file=out)


def edge_values(kind):
    dtype = DTYPES[kind]
    if kind == "bool":
        return np.array([False, True])
    if kind.startswith("f"):
        info = np.finfo(dtype)
        return np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, info.tiny, -info.smallest_subnormal, info.max,
                         0.5, -2.5, 3.0, 1e-3, -7.25, 1e10], dtype)
    info = np.iinfo(dtype)
    return np.array([0, 1, 2, 3, 7, 100, info.max, info.min, info.min + 1, info.max - 1]
                    + ([-1, -2, -7, -100] if info.min < 0 else []), dtype)


def bits(value):
    value = np.asarray(value)
    return "%x" % int(value.reshape(1).view("u%d" % value.dtype.itemsize)[0])


def edges(functions, out):
    for name, arity, text in functions:
        call = eval(f"lambda {', '.join('xyz'[:arity])}: {text}", {"np": np, "sp": sp})
        for kind in ("bool", "i8", "u8", "i32", "i64", "u64", "f32", "f64"):
            for arguments in itertools.product(edge_values(kind)[:7 if arity == 3 else None], repeat=arity):
                if arity == 3 and arguments[1] > arguments[2]:
                    continue
                # There NumPy's is what the rounding of pi leaves.
                if name == "sinc" and np.isfinite(arguments[0]) and abs(float(arguments[0])) >= 1:
                    continue
                arrays = [np.array([a]) for a in arguments]
                try:
                    result = np.asarray(call(*arrays))
                except (TypeError, ValueError):
                    continue
                if result.dtype == np.float16:
                    continue
                print(name, kind, *map(bits, arrays), bits(result), file=out)


mp = mpmath.mp
EXACT = {"exp": mp.exp, "exp2": lambda x: mpmath.mpf(2) ** x, "expm1": mp.expm1, "log": mp.log,
         "log2": lambda x: mp.log(x) / mp.log(2), "log10": mp.log10, "log1p": mp.log1p, "sin": mp.sin, "cos": mp.cos,
         "tan": mp.tan, "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh,
         "tanh": mp.tanh, "arcsinh": mp.asinh, "arccosh": mp.acosh, "arctanh": mp.atanh, "erf": mp.erf,
         "erfc": mp.erfc, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)), "sqrt": mp.sqrt,
         "expit": lambda x: 1 / (1 + mp.exp(-x)), "softplus": lambda x: mp.log1p(mp.exp(x)), "power": mp.power,
         "arctan2": mp.atan2, "hypot": mp.hypot,
         "log_expit": lambda x: -mp.log1p(mp.exp(-x)), "log1mexp": lambda x: mp.log(-mp.expm1(x)),
         "logcosh": lambda x: mp.log1p(2 * mp.sinh(x / 2) ** 2), "log_ndtr": lambda x: mp.log(mp.ncdf(x))}
RANGES = {"log": (0, 4), "log2": (0, 4), "log10": (0, 4), "log1p": (-1, 4), "arcsin": (-1, 1), "arccos": (-1, 1),
          "arctanh": (-1, 1), "arccosh": (1, 9), "power": (0, 20), "sqrt": (0, 9), "exp": (-700, 700),
          "exp2": (-1020, 1020), "expm1": (-40, 700), "sinh": (-700, 700), "cosh": (-700, 700), "erfc": (-6, 26),
          "log1mexp": (-40, 0), "log_ndtr": (-60, 8)}


def exact(out):
    mpmath.mp.prec = 400
    generator = random.Random(1)
    for name, function in EXACT.items():
        low, high = RANGES.get(name, (-10, 10))
        arity = 2 if name in ("power", "arctan2", "hypot") else 1
        for i in range(600):
            arguments = [generator.uniform(low, high) for _ in range(arity)]
            if i % 3 == 0 and low < 1 <= high:
                scale = 2.0 ** generator.uniform(-300, 0)
                arguments = [a * scale for a in arguments]
            if i % 3 == 1 and name in ("sin", "cos", "tan", "log", "log2", "log10", "log1p", "arctan", "arcsinh", "cbrt"):
                arguments = [abs(a) * 2.0 ** generator.uniform(0, 900) for a in arguments]
            result = float(function(*map(mpmath.mpf, arguments)))
            print(name, *map(bits, arguments), bits(result), file=out)


def main():
    folder = sys.argv[1]
    functions = [(n, int(a), t) for n, a, t in (line.rstrip("\n").split("\t") for line in sys.stdin)]
    with open(os.path.join(folder, "types.txt"), "w") as out:
        types(functions, out)
    with open(os.path.join(folder, "edges.txt"), "w") as out:
        edges(functions, out)
    with open(os.path.join(folder, "exact.txt"), "w") as out:
        exact(out)


if __name__ == "__main__":
    main()
