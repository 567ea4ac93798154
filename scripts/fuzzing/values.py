"""Random arrays: element values that hurt, and strides that hurt."""

from dataclasses import dataclass, field

import numpy as np

DTYPES = {
    "bool": np.bool_, "i8": np.int8, "i16": np.int16, "i32": np.int32, "i64": np.int64,
    "u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64,
    "f16": np.float16, "f32": np.float32, "f64": np.float64,
}
# Only steps that are made for them take these.
COMPLEX = {"c64": np.complex64, "c128": np.complex128}
NAMES = {np.dtype(t): name for name, t in (DTYPES | COMPLEX).items()}
INTEGERS = [n for n in DTYPES if n[0] in "iu"]
FLOATS = ["f32", "f64"]


def dtype_name(dtype) -> str:
    return NAMES[np.dtype(dtype)]


def is_float(dtype) -> bool:
    return np.dtype(dtype).kind == "f"


def specials(dtype) -> np.ndarray:
    info = np.finfo(dtype)
    tiny, least = float(info.tiny), float(info.smallest_subnormal)
    values = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, tiny, -tiny, least, -least, tiny / 2,
              float(info.max), float(info.min), float(info.eps), 1 + float(info.eps), 1 - float(info.eps) / 2,
              np.pi, -np.pi / 2, 1e10, -1e22, 88.7, -87.3, 709.7, -745.1, 2.5, -3.5, 2.0**31, 2.0**53, -(2.0**63)]
    with np.errstate(over="ignore"):
        return np.array(values, dtype)


def random_elements(rng: np.random.Generator, dtype, size: int) -> np.ndarray:
    dtype = np.dtype(dtype)
    with np.errstate(all="ignore"):
        if dtype.kind == "b":
            return rng.random(size) < rng.choice([0.5, 0.1, 0.9])
        if dtype.kind in "iu":
            return random_integers(rng, dtype, size)
        if dtype.kind == "c":
            part = np.finfo(dtype).dtype
            result = np.empty(size, dtype)
            result.real, result.imag = random_floats(rng, part, size), random_floats(rng, part, size)
            return result
        return random_floats(rng, dtype, size)


def random_integers(rng, dtype, size):
    info = np.iinfo(dtype)
    small = rng.integers(max(-10, info.min), 11, size).astype(dtype)
    match rng.integers(4):
        case 0 | 1:
            return small
        case 2:
            return rng.integers(info.min, info.max, size, dtype=dtype, endpoint=True)
        case _:
            edges = np.array([info.min, info.max, info.min + 1, info.max - 1, 0, 1, info.max // 2], dtype)
            return np.where(rng.random(size) < 0.4, rng.choice(edges, size), small)


def random_floats(rng, dtype, size):
    info = np.finfo(dtype)
    kind = rng.integers(6)
    if kind == 0:
        values = rng.standard_normal(size)
    elif kind == 1:
        values = rng.integers(-5, 6, size).astype(np.float64)
    elif kind == 2:
        values = rng.standard_normal(size) * 10.0 ** rng.uniform(-3, 4)
    elif kind == 3:  # every exponent
        bits = {2: np.uint16, 4: np.uint32, 8: np.uint64}[dtype.itemsize]
        values = rng.integers(0, np.iinfo(bits).max, size, dtype=bits, endpoint=True).view(dtype)
        # Quiet NaNs only: for signalling ones NumPy's fmax and fmin depend on the place in the array.
        values = np.where(np.isnan(values), dtype.type(np.nan), values)
    elif kind == 4:
        values = rng.uniform(-1, 1, size)
    else:
        values = np.exp(rng.uniform(np.log(float(info.tiny)), np.log(float(info.max)) - 1, size))
        values *= rng.choice([-1, 1], size)
    values = values.astype(dtype)
    if rng.random() < 0.4:
        values = np.where(rng.random(size) < 0.2, rng.choice(specials(dtype), size), values)
    return values


@dataclass
class Input:
    """An array of the program: a view, in elements, of a contiguous base."""

    name: str
    dims: list[str]  # names, numbers or "?", as in the type
    base: np.ndarray
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int = 0
    layout: list[str] = field(default_factory=list)

    @property
    def array(self) -> np.ndarray:
        size = self.base.itemsize
        if 0 in self.shape:
            return np.empty(self.shape, self.base.dtype)
        return np.lib.stride_tricks.as_strided(
            self.base[self.offset :], self.shape, tuple(s * size for s in self.strides), writeable=False)

    @property
    def type(self) -> str:
        name = dtype_name(self.base.dtype)
        return f"{name}[{', '.join(self.dims)}]" if self.dims else name

    @property
    def view(self) -> dict:
        return {"shape": list(self.shape), "strides": list(self.strides), "offset": self.offset}


def contiguous_input(name: str, dims: list[str], array: np.ndarray) -> Input:
    strides, step = [], 1
    for extent in reversed(array.shape):
        strides.insert(0, step)
        step *= max(1, extent)
    base = np.ascontiguousarray(array).reshape(-1)
    return Input(name, dims, base if base.size else np.zeros(1, array.dtype), array.shape, tuple(strides))


def random_input(rng, name: str, dims: list[str], shape: tuple[int, ...], dtype, elements=None) -> Input:
    """An input of that shape in a random layout; `elements(count)` overrides what it holds."""
    rank = len(shape)
    strides, layout = [0] * rank, []
    order = list(range(rank))
    if rank > 1 and rng.random() < 0.3:
        rng.shuffle(order)
        layout.append("transposed")
    wild = rng.random() < 0.4
    step, offset = 1, 0
    for axis in reversed(order):
        extent = max(1, shape[axis])
        factor = 1
        if wild:
            kind = rng.integers(6)
            if kind == 0:  # broadcast: every element along the axis is one
                layout.append("broadcast")
                continue
            factor = int(rng.choice([2, 3])) if kind == 1 else 1
            if factor > 1:
                layout.append("stepped")
            if kind == 2 or kind == 3:
                layout.append("reversed")
                strides[axis] = -step
                offset += step * (extent - 1)
                step *= extent
                continue
        strides[axis] = step * factor
        step *= extent * factor
    if wild and rng.random() < 0.4:
        offset += (shift := int(rng.integers(1, 9)))
        step += shift
        layout.append("offset")
    base = (elements or (lambda count: random_elements(rng, dtype, count)))(max(1, step)).astype(dtype)
    return Input(name, dims, base, tuple(shape), tuple(strides), offset, layout)
