"""Writes what NumPy prints and casts, for Tests/TensorArraysTests/Expected.

Run from the package's root with NumPy 2.4 on x86-64. The files are committed; tests do not run this.
"""
import pathlib

import numpy as np

OUT = pathlib.Path("Tests/TensorArraysTests/Expected")
rng = np.random.default_rng(20240229)
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
TYPES = ["bool", *INTEGERS, "float32", "float64"]
SHAPES = [(), (0,), (1,), (0, 3), (3, 0, 2), (2,), (7,), (30,), (3, 4), (1, 1), (2, 3, 2), (2, 1, 2, 2), (2, 26),
          (1000,), (1001,), (40, 40), (5, 300), (7, 6, 30), (2, 2, 2, 2, 70), (300, 1, 4), (12, 100)]


def floats(kind, n, dtype):
    """n numbers of one kind of column."""
    with np.errstate(all="ignore"):
        match kind:
            case "unit": x = rng.random(n)
            case "normal": x = rng.normal(size=n)
            case "bits": x = rng.integers(0, 2**64, n, dtype=np.uint64).view("f8")[:n]
            case "wide": x = 10.0 ** rng.uniform(-7, 9, n) * rng.choice([-1, 1], n)
            case "huge": x = 10.0 ** rng.uniform(-320, 308, n) * rng.choice([-1, 1], n)
            case "whole": x = rng.integers(-2000, 2000, n).astype("f8")
            case "large": x = np.round(10.0 ** rng.uniform(4, 17, n))
            case "halves": x = rng.integers(-9, 9, n) / 2.0
            case "short": x = np.round(rng.uniform(-50, 50, n), int(rng.integers(0, 4)))
            case "ties": x = rng.integers(1, 4096, n) / 2.0 ** rng.integers(8, 14, n)
            case "edge": x = rng.choice([1e-4, 9.9999e-5, 0.1, 1e8, 99999999.0, 1e6, 999999.0, 1e3, 1.0, 1001], n)
            case "near": x = 1 - 10.0 ** rng.uniform(-14, -6, n)
            case "special": x = rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.5, 1e10, -2.0], n)
            case "infinite": x = rng.choice([np.nan, np.inf], n)
            case "mixed": x = np.where(rng.random(n) < 0.2, rng.choice([np.nan, -np.inf, np.inf], n), rng.normal(size=n))
            case "subnormal": x = rng.integers(0, 3, n) * 5e-324
        if dtype == "float32" and kind == "bits":
            return rng.integers(0, 2**32, n, dtype=np.uint64).astype("u4").view("f4")
        if dtype == "float32" and kind == "subnormal":
            return (rng.integers(0, 9, n).astype("u4")).view("f4")
        return x.astype(dtype)


KINDS = ["unit", "normal", "bits", "wide", "huge", "whole", "large", "halves", "short", "ties", "edge", "near",
         "special", "infinite", "mixed", "subnormal"]


def values(dtype, n):
    if dtype == "bool":
        return rng.random(n) < 0.5
    if dtype.startswith("float"):
        return floats(rng.choice(KINDS), n, dtype)
    info = np.iinfo(dtype)
    low, high = [(info.min, info.max), (0, 10), (max(info.min, -100), 100)][rng.integers(3)]
    return rng.integers(low, high, n, dtype=dtype, endpoint=True)


def show(out, x, base, options):
    keys = ("precision", "threshold", "edgeitems", "linewidth", "suppress")
    with np.printoptions(**dict(zip(keys, options))):
        texts = [str(x), repr(x)]
    out.append(" ".join(["case", x.dtype.name, ",".join(map(str, x.shape)) or "-", *map(str, map(int, options)),
                         base.tobytes().hex() or "-"]))
    for text in texts:
        lines = text.split("\n")
        out.append(str(len(lines)))
        out.extend(lines)


def printing():
    out = []
    default = (8, 1000, 3, 75, False)

    def add(dtype, shape, base, options=default):
        show(out, np.resize(base, shape) if len(base) else np.empty(shape, dtype), base, options)

    for dtype in TYPES:
        for shape in SHAPES:
            add(dtype, shape, values(dtype, min(int(np.prod(shape)), 40)))
    for dtype in ["float32", "float64"]:
        for kind in KINDS:
            for n in [1, 2, 5, 9]:
                for _ in range(3):
                    add(dtype, (n,), floats(kind, n, dtype))
            for _ in range(3):
                add(dtype, (), floats(kind, 1, dtype))
    for i in range(150):
        rank = int(rng.integers(1, 5))
        shape = tuple(int(k) for k in rng.choice([1, 2, 3, 5, 7, 12], rank))
        dtype = TYPES[i % len(TYPES)]
        options = (int(rng.integers(0, 13)), int(rng.choice([0, 5, 20, 1000])), int(rng.integers(1, 5)),
                   int(rng.choice([20, 40, 75, 120])), bool(rng.integers(0, 2)))
        add(dtype, shape, values(dtype, min(int(np.prod(shape)), 60)), options)
    (OUT / "printing.txt").write_text("\n".join(out) + "\n")
    print(sum(line.startswith("case ") for line in out), "printed arrays")


def casts():
    """One line for each pair of types: source type, target type, source bytes, target bytes."""
    out = []
    edge = [0.0, -0.0, 0.5, -0.5, 0.99, -0.99, 1.5, -1.5, 127.5, 128.0, -128.9, -129.0, 255.5, 256.0, 300.0, -300.0,
            32767.5, 32768.0, 65535.9, 65536.0, 70000.0, -40000.0, 2147483647.0, 2147483648.0, 2147483648.5,
            -2147483648.0, -2147483648.9, -2147483649.0, 4294967295.0, 4294967295.5, 4294967296.0, 4294967297.0,
            9.2e18, 2.0**63, 2.0**63 + 2048, 1.8e19, 2.0**64, 1e20, -2.0**63, -9.3e18, -1e20, 1e300, -1e300, 5e-324,
            np.nan, np.inf, -np.inf]
    for source in TYPES:
        if source.startswith("float"):
            with np.errstate(all="ignore"):
                x = np.concatenate([np.array(edge).astype(source), floats("wide", 33, source),
                                    floats("bits", 20, source)])
        elif source == "bool":
            x = np.array([False, True])
        else:
            info = np.iinfo(source)
            x = np.concatenate([rng.integers(info.min, info.max, 40, dtype=source, endpoint=True),
                                np.array([info.min, info.max, 0, 1, info.max - 1], dtype=source)])
        for target in TYPES:
            with np.errstate(all="ignore"):
                # Out of range, NumPy's vector loop for contiguous float to uint32 differs from its scalar loop,
                # which goes through int64; a strided source takes the scalar one.
                y = np.repeat(x, 2)[::2].astype(target)
            out.append(f"{source} {target} {x.tobytes().hex()} {y.tobytes().hex()}")
    (OUT / "casts.txt").write_text("\n".join(out) + "\n")
    print(len(out), "pairs of types")


printing()
casts()
