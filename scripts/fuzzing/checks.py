"""How a result is held against NumPy: equal bits, a distance in units in the last place, or a bound."""

import numpy as np

MAX_ULP = 4


def describe(actual, expected, operands, where, why: str) -> str:
    """The first place where they differ, with the operands there when these have the result's shape."""
    place = tuple(int(i) for i in np.argwhere(where)[0])
    text = f"{why} at {list(place)}: ours {actual[place]!r}, expected {expected[place]!r}"
    for operand in operands:
        try:
            text += f", operand {np.broadcast_to(operand, actual.shape)[place]!r}"
        except ValueError:
            pass
    return f"{text} ({int(np.count_nonzero(where))} of {where.size} differ)"


def same_type(actual: np.ndarray, dtype, shape) -> str | None:
    if actual.dtype != dtype:
        return f"dtype {actual.dtype}, expected {np.dtype(dtype)}"
    if actual.shape != tuple(shape):
        return f"shape {actual.shape}, expected {tuple(shape)}"
    return None


def bits(values: np.ndarray) -> np.ndarray:
    return values.view({1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}[values.dtype.itemsize])


def exact(actual, expected, operands=(), zeros_equal=False) -> str | None:
    """Equal bits; one NaN is as good as another. `zeros_equal`: NumPy leaves the sign of a zero open."""
    if wrong := same_type(actual, expected.dtype, expected.shape):
        return wrong
    if expected.dtype.kind == "c":
        real, imaginary = ((np.ascontiguousarray(getattr(v, part)) for v in (actual, expected)) for part in ("real", "imag"))
        return exact(*real, zeros_equal=zeros_equal) or exact(*imaginary, zeros_equal=zeros_equal)
    if expected.dtype.kind == "b":
        differ = np.ascontiguousarray(actual).view(np.uint8) != np.ascontiguousarray(expected).view(np.uint8)
        differ = differ.reshape(actual.shape)
    elif expected.dtype.kind != "f":
        differ = actual != expected
    else:
        differ = bits(np.ascontiguousarray(actual)).reshape(actual.shape) != bits(
            np.ascontiguousarray(expected)).reshape(actual.shape)
        differ &= ~(np.isnan(actual) & np.isnan(expected))
        if zeros_equal:
            differ &= ~((actual == 0) & (expected == 0))
    return describe(actual, expected, operands, differ, "not equal") if differ.any() else None


def nearly(actual, expected) -> str | None:
    """The same but for sums that were added up in another order."""
    if wrong := same_type(actual, expected.dtype, expected.shape):
        return wrong
    if expected.dtype.kind not in "fc":
        return None  # decided by such sums
    size = np.max(np.abs(expected[np.isfinite(expected)]), initial=0)
    limit = 1e4 * float(np.finfo(expected.dtype).eps)
    close = np.isclose(actual, expected, rtol=limit, atol=limit * float(size), equal_nan=True)
    return None if close.all() else describe(actual, expected, (), ~close, "not near")


def ordered(values: np.ndarray) -> np.ndarray:
    """Integers in the order of the floating-point numbers, one step a neighbour; both zeros are 0."""
    if values.dtype == np.float16:
        raw = values.view(np.int16).astype(np.int64)
        return np.where(raw < 0, -(raw & 0x7FFF), raw)
    if values.dtype == np.float32:
        raw = values.view(np.int32).astype(np.int64)
        return np.where(raw < 0, -(raw & 0x7FFFFFFF), raw)
    raw = values.view(np.int64)
    return np.where(raw < 0, -(raw & 0x7FFFFFFFFFFFFFFF), raw)


def ulp_distance(actual, expected) -> np.ndarray:
    """Steps between neighbours; infinite where only one is NaN, 0 where both are."""
    a, e = (ordered(np.ascontiguousarray(v)).reshape(actual.shape) for v in (actual, expected))
    # Of opposite signs the difference may not fit an integer; exactness near MAX_ULP is all that matters.
    far = a.astype(np.float64) - e.astype(np.float64)
    near = np.abs(far) < 1e6
    steps = np.where(near, np.abs(np.where(near, a, 0) - np.where(near, e, 0)).astype(np.float64), np.abs(far))
    nan = np.isnan(actual), np.isnan(expected)
    return np.where(nan[0] & nan[1], 0.0, np.where(nan[0] | nan[1], np.inf, steps))


def within_ulp(actual, expected, operands=(), numpy=None, recheck=None, scale=None) -> str | None:
    """`expected` is rounded from a higher precision; NumPy's own result is as good (where it flushes what is tiny, say);
    `recheck(place)` gives a still better value or None; `scale`: numbers of which the units in the last place may be
    counted instead."""
    if wrong := same_type(actual, expected.dtype, expected.shape):
        return wrong
    differ = ulp_distance(actual, expected) > MAX_ULP
    if numpy is not None:
        differ &= ulp_distance(actual, numpy) > MAX_ULP
    if scale is not None and differ.any():
        with np.errstate(all="ignore"):
            error = np.abs(actual.astype(np.longdouble) - expected.astype(np.longdouble))
            differ &= ~(error <= MAX_ULP * np.finfo(actual.dtype).eps * scale)
    differ = np.array(differ)  # of a single element, too, one that can be written to
    if differ.any() and recheck:
        for place in np.argwhere(differ):
            place = tuple(place)
            better = recheck(place)
            if better is not None and ulp_distance(actual[place].reshape(1), better.reshape(1))[0] <= MAX_ULP:
                differ[place] = False
    if differ.any():
        steps = ulp_distance(actual, expected)
        return describe(actual, expected, operands, differ, f"{np.max(steps[differ]):g} ulp off")
    zero = (actual == 0) & (expected == 0) & (np.signbit(actual) != np.signbit(expected))
    if numpy is not None:
        zero &= np.signbit(actual) != np.signbit(numpy)
    return describe(actual, expected, operands, zero, "the sign of a zero") if zero.any() else None


def within_bound(actual, expected, bound, dtype, operands=(), unclear=None) -> str | None:
    """|actual - expected| <= bound, `expected` and `bound` in a higher precision; not finite: the same value.
    `unclear`: where overflow on the way may decide; nothing is asked there."""
    if wrong := same_type(actual, dtype, expected.shape):
        return wrong
    with np.errstate(all="ignore"):
        wide = actual.astype(expected.dtype)
        rounded = expected.astype(dtype)
        spacing = np.spacing(np.abs(rounded)).astype(expected.dtype)
        close = np.abs(wide - expected) <= bound + np.where(np.isfinite(spacing), spacing, 0)
        finite = np.isfinite(expected) & np.isfinite(rounded)
        same = (wide == rounded) | (np.isnan(wide) & np.isnan(expected))
        differ = ~np.where(finite, close, same)
        # At the edge of overflow either side is right.
        edge = np.isfinite(expected) & (np.abs(expected) + bound >= np.finfo(dtype).max) & ~np.isnan(wide)
        differ &= ~edge
        if unclear is not None:
            differ &= ~unclear
    return describe(actual, rounded, operands if len(operands) < 3 else (), differ, "out of bound") if differ.any() else None
