"""Writes operations.json: calls of operations with the shapes and elements that NumPy gives, or that it raises.

Run it in this folder with NumPy 2 and SciPy. Inputs are filled by `fill`, as in the test that reads the file.
"""

import json
import random
import warnings

import numpy as np
import scipy.special

warnings.simplefilter("ignore")
random.seed(20250101)
cases = []


def fill(shape, dtype, salt=0):
    n = int(np.prod(shape))
    values = [((i * 7 + 3 + salt * 5) % 11) - 4 for i in range(n)]
    if dtype.startswith("u"):
        values = [abs(v) for v in values]
    return np.array(values, dtype=np.int64).reshape(shape).astype(np.dtype({"f": "float", "i": "int", "u": "uint", "b": "bool"}[dtype[0]] + (dtype[1:] if dtype != "bool" else "")))


def name(dtype):
    return "bool" if dtype == np.bool_ else {"f": "f", "i": "i", "u": "u"}[dtype.kind] + str(dtype.itemsize * 8)


def text(value):
    value = float(value)
    return "nan" if np.isnan(value) else ("inf" if value > 0 else "-inf") if np.isinf(value) else value


def add(op, inputs, arguments, compute):
    arrays = [fill(shape, dtype, salt) for salt, (shape, dtype) in enumerate(inputs)]
    case = {"operation": op, "inputs": [{"shape": list(s), "type": d} for s, d in inputs], "arguments": arguments}
    try:
        result = np.asarray(compute(*arrays))
        if result.dtype == np.float16:
            return
        case["shape"] = list(result.shape)
        case["type"] = name(result.dtype)
        case["values"] = [text(v) for v in result.reshape(-1)]
    except Exception as error:
        case["error"] = str(error)
    cases.append(case)


def shape(rank=None, low=0, high=4):
    rank = random.randint(0, 4) if rank is None else rank
    return tuple(random.choice([low, 1, 2, 3, high]) if random.random() < 0.2 else random.randint(max(low, 1), high) for _ in range(rank))


def some_axis(rank):
    return random.randint(-rank - (random.random() < 0.1), rank - 1 + (random.random() < 0.1)) if rank else random.choice([0, -1])


def some_axes(rank):
    kind = random.random()
    if kind < 0.25:
        return None
    if kind < 0.6:
        return some_axis(rank)
    return tuple(random.sample(range(-rank, 0), random.randint(0, rank)) if random.random() < 0.9 else [0, 0])


TYPES = ["f64", "f32", "i64", "i32", "i8", "u8", "u32", "bool"]

# Basic indexing.
for _ in range(250):
    s = shape()
    entries, python = [], []
    used_ellipsis = False
    count = random.randint(0, len(s) + (random.random() < 0.1))
    for _ in range(count):
        kind = random.random()
        if kind < 0.3:
            i = random.randint(-4, 3)
            entries.append(i)
            python.append(i)
        else:
            start, stop = (random.choice([None, random.randint(-6, 6)]) for _ in range(2))
            step = random.choice([None, 1, 1, 2, 3, -1, -1, -2, -3])
            if random.random() < 0.02:
                step = 0
            entries.append({"start": start, "stop": stop, "step": 1 if step is None else step})
            python.append(slice(start, stop, step))
        if random.random() < 0.15:
            entries.append("newaxis")
            python.append(None)
        if random.random() < 0.1 and (not used_ellipsis or random.random() < 0.1):
            used_ellipsis = True
            entries.append("ellipsis")
            python.append(Ellipsis)
    add("getitem", [(s, "i64")], {"index": entries}, lambda x: x[tuple(python)])

# Shapes.
for _ in range(120):
    s = shape()
    n = int(np.prod(s))
    target, rest = [], n
    for _ in range(random.randint(0, 3)):
        divisors = [d for d in range(1, rest + 1) if rest % d == 0] or [0, 2]
        d = random.choice(divisors)
        target.append(d)
        rest = rest // d if d else 0
    target.append(rest)
    random.shuffle(target)
    if random.random() < 0.5:
        target[random.randrange(len(target))] = -1
    if random.random() < 0.1:
        target[random.randrange(len(target))] = random.choice([-1, 2, 5])
    add("reshape", [(s, "i64")], {"shape": target}, lambda x: np.reshape(x, target))

for _ in range(80):
    s = shape(random.randint(0, 3))
    target = [random.choice([1, 2, 3]) for _ in range(random.choice([0, 0, 1]))] + [
        random.choice([2, 3]) if e == 1 else e for e in s]
    if target and random.random() < 0.2:
        target[random.randrange(len(target))] = random.choice([1, 2, 5, -1])
    if target and random.random() < 0.05:
        target = target[1:]
    add("broadcast_to", [(s, "i64")], {"shape": target}, lambda x: np.broadcast_to(x, target))

for _ in range(60):
    s = shape()
    r = len(s)
    axes = random.choice([None, random.sample(range(r), r), random.sample(range(-r, 0), r)])
    if axes and random.random() < 0.15:
        axes[0] = random.choice([axes[-1], r, -r - 1])
    add("transpose", [(s, "i64")], {"axes": axes}, lambda x: np.transpose(x, axes))
    a, b = some_axis(r), some_axis(r)
    add("swapaxes", [(s, "i64")], {"axis1": a, "axis2": b}, lambda x: np.swapaxes(x, a, b))
    add("matrix_transpose", [(s, "i64")], {}, lambda x: np.matrix_transpose(x))
    m = random.randint(0, r)
    source, destination = (random.sample(range(-r, r), m) for _ in range(2))
    add("moveaxis", [(s, "i64")], {"source": source, "destination": destination}, lambda x: np.moveaxis(x, source, destination))
    new = random.choice([random.randint(-r - 2, r + 1), random.sample(range(-r - 2, r + 2), 2)])
    add("expand_dims", [(s, "i64")], {"axis": new}, lambda x: np.expand_dims(x, new if isinstance(new, int) else tuple(new)))
    gone = random.choice([i for i, e in enumerate(s) if e == 1] or [some_axis(r)])
    add("squeeze", [(s, "i64")], {"axis": gone}, lambda x: np.squeeze(x, gone))

for _ in range(80):
    s = list(shape(random.randint(0, 3)))
    parts = []
    axis = some_axis(len(s))
    for _ in range(random.randint(1, 3)):
        t = list(s)
        if t and random.random() < 0.7:
            t[axis % len(t)] = random.randint(0, 3)
        if t and random.random() < 0.1:
            t[random.randrange(len(t))] += 1
        parts.append((tuple(t), random.choice(TYPES)))
    if random.random() < 0.15:
        axis = None
    add("concatenate", parts, {"axis": axis}, lambda *x: np.concatenate(x, axis=axis))
    same = [(tuple(s), t) for _, t in parts]
    at = some_axis(len(s) + 1)
    add("stack", same, {"axis": at}, lambda *x: np.stack(x, axis=at))

# Picking.
for _ in range(80):
    s, t = shape(random.randint(0, 3), low=0), shape(random.randint(0, 2))
    axis = random.choice([None, some_axis(len(s))])
    kind = random.choice(["i64", "i32", "i8", "u8", "bool", "f64", "u64"])
    if kind == "u64" and 0 in t:
        continue  # NumPy lets this one pass.
    add("take", [(s, "i64"), (t, kind)], {"axis": axis}, lambda x, i: np.take(x, i, axis))

# Reductions.
for op in ["sum", "prod", "mean", "var", "std", "min", "max", "any", "all"]:
    for _ in range(40):
        s = shape()
        axis, keep, dtype = some_axes(len(s)), random.random() < 0.5, random.choice(TYPES)
        arguments = {"axis": list(axis) if isinstance(axis, tuple) else axis, "keepdims": keep}
        extra = {}
        if op in ["var", "std"] and random.random() < 0.4:
            extra["ddof"] = random.choice([1, 1.5])
        if op in ["sum", "prod", "mean"] and random.random() < 0.3:
            extra["dtype"] = random.choice(["float32", "float64", "int32", "uint8"] + ([] if op == "mean" else ["bool"]))
        add(op, [(s, dtype)], {**arguments, **extra}, lambda x: getattr(np, op)(x, axis=axis, keepdims=keep, **extra))

for op in ["argmin", "argmax"]:
    for _ in range(30):
        s = shape()
        axis, keep, dtype = random.choice([None, some_axis(len(s))]), random.random() < 0.5, random.choice(TYPES)
        add(op, [(s, dtype)], {"axis": axis, "keepdims": keep}, lambda x: getattr(np, op)(x, axis=axis, keepdims=keep))

for op in ["cumsum", "cumprod"]:
    for _ in range(30):
        s = shape()
        axis, dtype = random.choice([None, some_axis(len(s))]), random.choice(TYPES)
        extra = {} if random.random() < 0.7 else {"dtype": random.choice(["float32", "int32"])}
        add(op, [(s, dtype)], {"axis": axis, **extra}, lambda x: getattr(np, op)(x, axis=axis, **extra))

for op in ["softmax", "log_softmax", "logsumexp"]:
    for _ in range(25):
        s = shape(low=1)
        axis, dtype = some_axes(len(s)), random.choice(["f64", "f32", "i64", "i32"])
        arguments = {"axis": list(axis) if isinstance(axis, tuple) else axis}
        if axis != ():
            add(op, [(s, dtype)], arguments, lambda x: getattr(scipy.special, op)(x.astype(np.float64) if x.dtype.kind == "i" else x, axis=axis))

# Products.
for _ in range(150):
    m, k, n = (random.choice([0, 1, 2, 3]) if random.random() < 0.2 else random.randint(1, 4) for _ in range(3))
    batch = shape(random.randint(0, 2))
    first = [1 if random.random() < 0.3 else e for e in batch][random.randint(0, len(batch)):]
    second = [1 if random.random() < 0.3 else e for e in batch][random.randint(0, len(batch)):]
    wrong = 1 if random.random() < 0.1 else 0
    a = (k,) if random.random() < 0.25 else (*first, m, k)
    b = (k + wrong,) if random.random() < 0.25 else (*second, k + wrong, n)
    if random.random() < 0.03:
        a = ()
    types = (random.choice(TYPES), random.choice(TYPES))
    if random.random() < 0.5:
        types = (types[0], types[0])
    add("matmul", [(a, types[0]), (b, types[1])], {}, lambda x, y: np.matmul(x, y))
    add("dot", [(a, types[0]), (b, types[1])], {}, lambda x, y: np.dot(x, y))

# Ranges and diagonals.
for _ in range(80):
    numbers = [random.choice([random.randint(-9, 9), random.randint(-9, 9), round(random.uniform(-9, 9), 2)]) for _ in range(random.randint(1, 3))]
    extra = {} if random.random() < 0.6 else {"dtype": random.choice(["float32", "float64", "int32", "int8", "uint8"])}
    arguments = dict(zip(["start", "stop", "step"], numbers))
    add("arange", [], {**arguments, **extra}, lambda: np.arange(*numbers, **extra))

for _ in range(20):
    n, m, k = random.randint(0, 4), random.randint(0, 4), random.randint(-4, 4)
    add("eye", [], {"N": n, "M": m, "k": k}, lambda: np.eye(n, m, k))

for op in ["zeros", "ones"]:
    for _ in range(8):
        s = list(shape())
        if s and random.random() < 0.2:
            s[0] = -1
        add(op, [], {"shape": s, "dtype": "int32"}, lambda: getattr(np, op)(s, dtype=np.int32))

for _ in range(60):
    s, dtype, to = shape(), random.choice(TYPES), random.choice(["float32", "float64", "int32", "int8", "uint8", "bool"])
    add("astype", [(s, dtype)], {"dtype": to}, lambda x: x.astype(to))

# Additions at indices, and linear recurrences.


def scatter_add(x, i, v, axis):
    if i.dtype.kind not in "iu" or i.dtype == np.uint64 or "buif".index(v.dtype.kind) > "buif".index(x.dtype.kind):
        raise TypeError("not ours")
    result = np.array(x)
    np.add.at(result, (slice(None),) * (axis % result.ndim) + (i,), v)
    return result


def linear_recurrence(a, b, axis, reverse):
    a, b = (np.moveaxis(v, axis, 0)[::-1 if reverse else 1] for v in np.broadcast_arrays(a, b))
    kind = np.result_type(a, b)
    if kind == bool:
        raise TypeError("not ours")
    result, before = np.zeros(b.shape, kind), np.zeros(b.shape[1:], kind)
    for number in range(len(b)):
        before = result[number] = a[number].astype(kind) * before + b[number]
    return np.moveaxis(result[::-1 if reverse else 1], 0, axis)


for _ in range(150):
    s, t = shape(random.randint(0, 3), low=0), shape(random.randint(0, 2))
    axis = some_axis(len(s)) if s else 0
    kind = random.choice(["i64", "i32", "i8", "u8"] if random.random() < 0.95 else ["f64", "u64"])
    dtype = random.choice(TYPES)
    other = dtype if random.random() < 0.8 else random.choice(TYPES)
    behind = s[axis % len(s) + 1:] if s else ()
    v = (*(s[: axis % len(s)] if s else ()), *t, *behind)
    if random.random() < 0.2:
        v = tuple(1 if random.random() < 0.5 else e for e in v)[random.randint(0, len(v)):]
    if v and random.random() < 0.1:
        v = (*v[:-1], v[-1] + 1)
    add("scatter_add", [(s, dtype), (t, kind), (v, other)], {"axis": axis}, lambda x, i, v: scatter_add(x, i, v, axis))

for _ in range(60):
    s = shape(random.randint(0, 3))
    first = s if random.random() < 0.6 else tuple(1 if random.random() < 0.5 else e for e in s)[random.randint(0, len(s)):]
    axis, reverse = some_axis(len(s)), random.random() < 0.5
    add("linear_recurrence", [(first, random.choice(TYPES)), (s, random.choice(TYPES))], {"axis": axis, "reverse": reverse},
        lambda a, b: linear_recurrence(a, b, axis, reverse))

with open("operations.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(len(cases), "cases,", sum("error" in case for case in cases), "of them errors")
