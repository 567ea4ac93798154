"""Steps that read and write by NumPy's whole index grammar."""

import numpy as np

from . import checks_of_operations as checks
from .operations import MAKERS, Builder, GivesUp
from .program import MAX_ELEMENTS, SCOPE
from .values import DTYPES, dtype_name

INTEGER_TYPES = ["i64", "i64", "i64", "i32", "i16", "i8", "u8", "u16", "u32", "u64"]
# Whether bool arrays whose values a program does not know may be read by.
RUN_TIME_MASKS = False


class RandomIndex:
    """The entries of an index for a shape: text with {names} of inputs in it."""

    def __init__(self, b: Builder, shape: tuple[int, ...], wrong: float = 0.0, masks: bool = RUN_TIME_MASKS):
        self.b, self.shape, self.wrong, self.masks = b, shape, wrong, masks
        self.operands: list[str] = []
        self.entries: list[str] = []
        # What index arrays broadcast to.
        self.places = b.choose([(), (1,), (3,), (3,), (8,), (2, 3), (2, 3), (0,), (40,), (2, 1, 3)])
        self.fill()

    def out_of_range(self) -> bool:
        return self.b.chance(self.wrong)

    def integers(self, extent: int) -> str:
        b = self.b
        shape = tuple(1 if b.chance(0.2) else e for e in self.places)[int(b.rng.integers(len(self.places) + 1)) if b.chance(0.2) else 0 :]
        if not extent and 0 not in shape and not self.wrong:
            shape = (0,)
        low, high = (-extent, max(extent, 1))
        if self.out_of_range():
            low, high = b.choose([(low - 2, high), (low, high + 2)])
        if b.chance(0.3) and np.prod(shape) <= 12 and 0 not in shape:
            return str(b.rng.integers(low, high, shape).tolist()) if shape else f"{int(b.rng.integers(low, high))}"
        dtype = b.choose(INTEGER_TYPES)
        limits = np.iinfo(DTYPES[dtype])
        low, high = max(low, limits.min), min(high, limits.max + 1)
        if low >= high:
            raise GivesUp
        name = b.input(shape, dtype, lambda count: b.rng.integers(low, high, count))
        self.operands.append(name)
        return "{%s}" % name

    def slice(self, extent: int) -> str:
        b = self.b
        bound = lambda: b.choose(["", "", str(int(b.rng.integers(-extent - 2, extent + 3)))])  # noqa: E731
        dims = [d for d, e in b.dims.items() if e == extent]
        start, stop = bound(), bound()
        if dims and b.chance(0.1):
            stop = f"{dims[0]} - 1"
            self.uses_dims = True
        return f"{start}:{stop}" + b.choose(["", "", "", ":1", ":2", ":-1", ":-2", ":3", ":-3"])

    def mask(self, shape: tuple[int, ...]) -> str:
        b = self.b
        if self.masks and b.chance(0.6):
            name = b.input(shape, "bool")
            self.operands.append(name)
            return "{%s}" % name
        if np.prod(shape) > 64 or 0 in shape:
            raise GivesUp
        values = b.rng.random(shape) < b.choose([0.2, 0.5, 0.9])
        return str(values.tolist())

    uses_dims = False

    def fill(self):
        b, shape = self.b, list(self.shape)
        if self.wrong and b.chance(0.03):
            shape.append(3)
        arrays = b.chance(0.75)
        axis = 0
        while axis < len(shape):
            extent = shape[axis]
            kind = b.rng.random()
            if kind < 0.03:
                self.entries.append("None")
                continue
            if kind < 0.045 and arrays:
                self.entries.append(b.choose(["True", "False"]))
                continue
            if kind < 0.45 and arrays:
                self.entries.append(self.integers(extent))
            elif kind < 0.55 and (extent or self.wrong):
                low, high = -extent, max(extent, 1)
                if self.out_of_range():
                    low, high = low - 3, high + 3
                self.entries.append(str(int(b.rng.integers(low, high))))
            elif kind < 0.63 and arrays:
                count = min(int(b.rng.integers(1, 3)), len(shape) - axis)
                wanted = tuple(shape[axis : axis + count])
                if self.out_of_range():
                    wanted = (*wanted[:-1], wanted[-1] + 1)
                self.entries.append(self.mask(wanted))
                axis += count - 1
            elif kind < 0.85:
                self.entries.append(self.slice(extent))
            else:
                self.entries.append(":")
            axis += 1
        if b.chance(0.2):
            self.entries = self.entries[: int(b.rng.integers(1, len(self.entries) + 1))] if self.entries else []
        elif b.chance(0.25) and self.entries:
            cut = int(b.rng.integers(len(self.entries) + 1))
            self.entries = self.entries[:cut] + ["..."] + self.entries[cut + int(b.rng.integers(0, 2)) :]
        self.entries = self.entries or ["..."]

    @property
    def text(self) -> str:
        return ", ".join(self.entries)

    def template(self, first: int) -> str:
        """With numbers for the operands, from `first` on."""
        text = self.text
        for number, name in enumerate(self.used):
            text = text.replace("{%s}" % name, "{%d}" % (first + number))
        return lowered(text)

    @property
    def used(self) -> list[str]:
        """The operands that the entries still name."""
        return [name for name in dict.fromkeys(self.operands) if "{%s}" % name in self.text]

    def key(self, values: dict, dims: dict):
        """NumPy's index."""
        scope = {"np": np, **SCOPE, **dims}
        text = self.text
        for name in self.used:
            scope[name] = values[name]
            text = text.replace("{%s}" % name, name)
        key = eval(f"np.s_[{text}]", scope)
        parts = key if isinstance(key, tuple) else (key,)
        # A list that is empty is of floats in NumPy's eyes when nested.
        return tuple(np.array(p, np.int64) if isinstance(p, list) and np.size(p) == 0 else p for p in parts)


def lowered(text: str) -> str:
    return text.replace("True", "true").replace("False", "false")


def read(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    index = RandomIndex(b, b.values[x].shape)
    names = index.used
    with np.errstate(all="ignore"):
        check_size(b, x, index)

    def evaluate(operands, dims):
        return operands[0][index.key(dict(zip(names, operands[1:])), dims)]

    b.add(f"{{0}}[{index.template(1)}]", [x, *names], checks.is_exact, evaluate, uses_dims=index.uses_dims)


def check_size(b: Builder, x: str, index: RandomIndex) -> tuple[int, ...]:
    try:
        shape = np.empty(b.values[x].shape, np.int8)[index.key(b.values, b.dims)].shape
    except (IndexError, ValueError) as error:
        raise GivesUp from error
    if np.prod(shape) > MAX_ELEMENTS:
        raise GivesUp
    return shape


UPDATES = {"set": None, "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
           "power": np.power, "min": np.minimum, "max": np.maximum}


def write_step(b: Builder, x: str, index: RandomIndex, shape, method: str):
    kind = b.values[x].dtype.kind
    if (kind == "b" and method in ("subtract", "divide", "power")) or (kind in "iu" and method == "divide"):
        raise GivesUp
    dtype = dtype_name(b.values[x].dtype)
    given = shape if b.chance(0.5) else tuple(1 if b.chance(0.4) else e for e in shape)[int(b.rng.integers(len(shape) + 1)) :]
    if method == "power":
        if kind == "f":
            raise GivesUp  # which the function has checks for; places are the same
        y = b.input(given, dtype, lambda count: b.rng.integers(0, 3, count))
    else:
        y = b.input(given, dtype)
    names = index.used

    def evaluate(operands, dims):
        result = np.array(operands[0], order="C")
        key = index.key(dict(zip(names, operands[2:])), dims)
        old = result[key]
        new = np.broadcast_to(operands[1], old.shape)
        function = UPDATES[method]
        if function is None:
            # Of several writes to one place the last one stays.
            place = np.arange(result.size).reshape(result.shape)[key].ravel()
            flat = result.reshape(-1)
            for at, value in zip(place, new.reshape(-1)):
                flat[at] = value
        else:
            place = np.arange(result.size).reshape(result.shape)[key].ravel()
            function.at(result.reshape(-1), place, new.reshape(-1))
        return result

    check = checks.is_exact_but_zeros if method in ("min", "max") else checks.is_exact
    b.add(f"{{0}}.at[{index.template(2)}].{method}({{1}})", [x, y, *names], check, evaluate, uses_dims=index.uses_dims)


def write(b: Builder):
    x = b.operand(rank=(1, 2, 3, 4))
    index = RandomIndex(b, b.values[x].shape, masks=False)
    shape = check_size(b, x, index)
    write_step(b, x, index, shape, b.choose(["set", "set", "set", "add", "add", *UPDATES]))


def write_by_mask(b: Builder):
    x = b.operand(rank=(1, 2, 3))
    shape = b.values[x].shape
    axis = int(b.rng.integers(len(shape)))
    count = int(b.rng.integers(1, len(shape) - axis + 1))
    mask = b.input(shape[axis : axis + count], "bool")
    rest = shape[axis + count :]
    method = b.choose(["set", "add", "multiply", "max"])
    given = tuple(1 if b.chance(0.3) else e for e in rest)[int(b.rng.integers(len(rest) + 1)) :]
    y = b.input(given, dtype_name(b.values[x].dtype))
    key = (slice(None),) * axis

    def evaluate(operands, dims):
        result = np.array(operands[0], order="C")
        new = operands[1] if UPDATES[method] is None else UPDATES[method](result[(*key, operands[2])], operands[1])
        result[(*key, operands[2])] = new
        return result

    check = checks.is_exact_but_zeros if method == "max" else checks.is_exact
    b.add(f"{{0}}.at[{':, ' * axis}{{2}}].{method}({{1}})", [x, y, mask], check, evaluate)


MAKERS += [read, read, read, write, write, write, write_by_mask]
