"""Programs that may fail: expressions over arrays with extents of their own, and over sizes, indices and counts that come with the call.

A template is an expression. A letter and a digit are a parameter: the letter says what it holds (KINDS), the digit is its rank.
`{a|b}` is one of several texts.
"""

import re

import numpy as np

GROUPS = {
    "elementwise": """
x2 {+|-|*|/|>|==} y{1|2}
a2 {+|*|&|^|//|%|<=|**} b{1|2}
m1 {&|^} k{1|2}
{add|equal|minimum|fmax|power|hypot|arctan2|copysign|heaviside|logaddexp|fmod|nextafter|remainder|floor_divide|isclose}(x{1|2}, y{1|2})
{bitwise_and|gcd|lcm|left_shift|logical_xor}(a2, c{1|2})
ldexp(x2, a1)
power(a1, {b1|n0|-1})
divmod(x2, y1)[{0|1}]
{allclose|array_equal}(x2, y{1|2})
isclose(x1, y1, rtol=w1)
nan_to_num(v2, {nan|posinf|neginf}=y1)
clip(x1, {y1|None}, z{1|2})
x1 + y2 * z1
x1 * (y1 + z1) - x1 * y1
x2.T + y2
x1[:, None] * y1[None] + z2
(a1 + b1) {* 0|& 0|% 1|** 0}
x1 {+ zeros_like(y1)|* ones_like(y1)|** zeros_like(y1)}
{sort|argsort|cumsum|flip|tril|nonzero|unique|softmax|isnan|real}(x2 + y{1|2}){|[0]}
{complex(x1, y1)|complex_from_polar(x1, y1)|abs(complex(x1, y1))}
d1 {*|+|==} {d2|x2|conj(d2)}
x{1|2|3} @ y{1|2|3}
dot(x{1|2|3}, y{1|2})
(x2 @ y2) @ z{1|2}
{trace|diag|sum}(x2 @ y2)
x1 @ {ones(n0)|arange(n0)}
eye(n0) @ x2
""",
    "choices": """
where(m{0|1|2}, x1, y{1|2})
where(m1, {y1, y1|1.0, y1|where(k1, y1, z1), z1})
where(x1 > 0, where(x1 > 0, y1, x1), z1)
select([m1], [y1], x{0|1})
select([m{1|2}, k1], [y1, z{1|2}], x{0|1})
select([m1, k1], [y1, y1])
piecewise(x{1|2}, [m{0|1|2}], [1, 2])
piecewise(x1, [m1, k{0|1}], [1, 2, 3])
piecewise(x1, [m1], [(t) -> t, (t) -> -t])
piecewise(x1, [y1 > 0], {[1, 2]|[2, 2]})
choose(i{0|1|2}, [x1, y1]{|, mode='clip'|, mode='wrap'})
choose(i1, [1, 2, 3])
check(x1, m1, 'no')
""",
    "reductions": """
{max|min|argmax|argmin|ptp|mean|median|nanmax}(x{1|2}{|, axis=0|, axis=-1})
{max|argmin|ptp}({a1|m1|c2})
{sum|prod|mean|var|std|any|all|nansum|nanmean|nanvar}(x2, {|axis=0, |axis=1, }where=m{1|2|3})
{max|min|nanmax}(x2, {|axis=0, }where=m{1|2}, initial=0)
{sum|max}(x2, {|axis=0, |axis=1, }initial=y0)
{var|std|nanvar}(x2, {axis=0, |axis=1, |}mean=y{1|2})
average(x1, weights={w1|y1|w1 * 0|m1|ones_like(w1)}{|, returned=true}){|[0]}
average(x2, {|axis=0, |axis=1, |axis=(0, 1), |axis=-2, }weights=w{1|2})
average(x3, axis={(0, 1)|(2, 0)|1}, weights=w{1|2})
average(x{1|2}{|, axis=0|, axis=1}, weights=w1, returned=true)[1]
{nanargmin|nanargmax}(v{1|2}{|, axis=0})
{quantile|nanquantile}(x{1|2}, q{0|1}{|, axis=0|, axis=-1}{|, method='nearest'|, method='weibull'|, method='inverted_cdf'})
{percentile|nanpercentile}(x{1|2}, q{0|1} * 100)
{quantile|nanquantile}(x1, q{0|1}, method='inverted_cdf', weights=w1)
quantile(x2, q{0|1}, axis={0|1}, method='inverted_cdf', weights=w{1|2})
cov(x{1|2}, {y1|y2|rowvar=false|ddof=0})
cov(x2, {fweights=c1|fweights=a1|aweights=w1|aweights=x1|fweights=c1, aweights=w1})
cov(x1, y1, {aweights=w1|fweights=c1})
corrcoef(x{1|2}, y{1|2})
bincount({a1|c1}{|, minlength=2|, y1|, w1 * 0})
bincount({c1|a1}, {|w1, }length={3|n0})
histogram(x1, {3|e1|y1|[1, 0, 2]|[0.0, 5]}{|, density=true}{|, weights=w1})[{0|1}]
histogram(x{1|2}, 3, range=({0.0, 1.0|2, 2}){|, weights=w1})[{0|1}]
histogram(v1, {3|e1})[{0|1}]
digitize(x{0|1}, {e1|y1}{|, right=true})
norm(x{1|2}{|, ord=inf|, ord=-inf|, ord=1})
norm(x2, ord={inf|-1|0}, axis={0|1})
{logsumexp|softmax|log_softmax}(x2, axis={0|1})
{cumsum|cummax}(x2, axis={0|1})
linear_recurrence(x{1|2}, y{1|2}{|, axis=-1|, reverse=true})
diff(x{1|2}, {1|2|append=y1|prepend=y1|append=y2|prepend=x0|axis=0, append=y2})
gradient(x1{|, y1|, 2.0}{|, edge_order=2})
gradient(x2, {y1|2.0}, {z1|z0})[{0|1}]
gradient(x2, y1, axis={0|1})
gradient(x2)[{0|1}]
trapezoid(x{1|2}, {y1|y2|dx=y1}{|, axis=0})
trapezoid({x1 * 0|ones_like(x1)|a1 * 0}, y1)
""",
    "creation": """
{zeros|ones}({n0|(n0, s0)|(n0, 2)|h1})
zeros((n0, 2)) {+|@} ones({(s0, 2)|s0})
full({n0|(2, n0)|(n0, 2)}, x{0|1})
full((3, 2), x{1|2})
full_like(x{1|2}, y{0|1|2}{|, shape=(n0,)})
zeros_like(x1, shape=(n0, 2))
arange({n0|n0, s0|n0, s0, 2|n0, s0, -2|0, 5, -2})
arange(n0) {+|*} {arange(s0)|x1|c1}
arange({n0|5})[{s0|2|-1}]
linspace({x0, y0|x1, y1}, {3|n0|1}{|, endpoint=false})
linspace(x1, y1, {3|1}, {axis=-1|endpoint=false})
linspace(0.0, 1.0, n0, retstep=true)[{0|1}]
logspace(x1, y1, {3|n0}{|, base=2.0|, base=w1})
geomspace({x1, y1|x0, y0|1.0, 2.0}, {3|n0|0|1})
meshgrid(x1, y{0|1|2})[{0|1}]
indices((n0, s0))[{0|1}]
indices({x2.shape|(n0, s0)}, sparse=true)[{0|1}]
{eye|tri}(n0{|, s0|, 2})
eye(n0) {+|*|@} {eye(s0)|x2}
identity(n0)
vander(x1, n0)
one_hot(i1, {n0|3}){| @ x2}
{tril|triu}_indices(n0{|, 1|, 0, s0})[{0|1}]
x2[{tril_indices(n0)|triu_indices(n0, 1)|tril_indices_from(y2)}]
x2.at[{triu_indices_from(y2)|tril_indices(n0)}].set({0|y1})
fill_diagonal(x{2|3}, {1|y1|y0}{|, wrap=true})
{hanning|bartlett}(n0) * x1
kaiser(n0, {2.0|x0}) + x1
{diag|diagonal|trace}(x2, {0|4|-1}) + {y0|y1}
mgrid[0:x1.shape[0], 0:y1.shape[0]][{0|1}] {+|*} {x2|z1}
""",
    "great numbers": """
zeros({g0|(g0, n0)|(n0, g0)})
full(g0, x0)
{arange|identity|hanning}(g0)
arange(g0, {n0|n0, 3})
eye(g0, n0)
x1[{g0|g0:|:g0|g0:n0|n0:g0:2|g0:n0:-1}]
x1.at[g0].{set|add}(1.0)
x1.at[g0:n0].set({y0|y1})
x1[g1]
take(x1, g1, mode='{clip|raise}')
roll(x1, g0)
reshape(x1, ({g0, n0|g0, -1|g0, g0}))
{unravel_index(g1, (2, 3))[0]|unravel_index(i1, (g0, n0))[0]}
ravel_multi_index((g1, i1), (3, 4){|, mode='clip'})
choose(g1, [x1, y1]{|, mode='clip'})
one_hot(g1, 3)
{delete(x1, g0)|delete(x1, g1)|insert(x1, g0, 1.0)|insert(x1, g1, 1.0)}
x1[u{0|1}]
x2[u0, i1]
x1.at[u{0|1}].{set|add|max}(1.0)
""",
    "shapes": """
reshape(x{1|2}, {(n0, -1)|(n0, s0)|n0|(n0, 2, -1)|(2, 2)|(2, -1)|h1|()|1|(0, -1)})
reshape(x{1|2}, {y2.shape|(y1.shape[0], -1)|(x1.shape[0] // 2, 2)|(x1.shape[0] - 2, -1)})
reshape({x1[m1]|x1[:n0]}, {(2, -1)|(s0, 2)|2})
broadcast_to(x{0|1}, {n0|(n0, 3)|(n0, s0)|h1})
broadcast_to(x2, {y2.shape|(n0, s0)})
broadcast_arrays(x2, y{1|2}, {z2|x0})[{0|1|2}]
zeros(broadcast_shapes(x2.shape, {y2.shape|y1.shape|(3, 1), y1.shape}))
broadcast_shapes(x{1|2}.shape, {y2.shape|y1.shape, z1.shape})[{0|1}]
squeeze(x2, {0|1|(0, 1)})
expand_dims(squeeze(x2, 1), 1)
concatenate([x2, y2{|, z2}]{|, axis=1|, axis=None})
concatenate([x2, y2])[{x2.shape[0]:|:x2.shape[0]|::-1}]
stack([x{1|2}, y{1|2}]{|, axis=1|, axis=-1}){|[0]|[1]|[:, 0]|[n0]}
unstack(stack([x1, y1]))[{0|1}]
vstack([x{1|2}, y1])
hstack([x1, y1])
hstack([x2, y2])
dstack([x2, y2]){|[..., 0]}
column_stack([x{1|2}, y1]){|[:, 0]}
block([[x2, y2], [z2, x2]])
block([[x1], [y1]])
append(x{1|2}, {y1|y2|n0}{|, axis=0|, axis=1})
repeat(x{1|2}, {n0|c1|[1, 2]|[n0, s0]}{|, axis=0|, axis=-1})
repeat({x0, c1|x1[m1], 2|x1, c1[m1]})
tile(x{1|2}, {n0|(n0, 1)|(n0, s0)|2})
pad(x1, {1|(0, 1)|(1, y1.shape[0])}{|, mode='edge'|, mode='wrap'|, mode='reflect'|, mode='symmetric'|, mode='mean'|, mode='linear_ramp'})
pad(x1, 1, mode='{mean|maximum|median}'{|, stat_length=2})
pad(x2, ((0, 0), (2, 1)){|, mode='edge'|, mode='wrap'|, mode='reflect'|, mode='minimum'|, mode='median'})
split(x{1|2}, {2|3|[1]|[1, y1.shape[0]]}{|, axis=0|, axis=-1})[{0|1}]
{vsplit|hsplit|array_split}(x2, 2)[{0|1}]
{concatenate|stack}(split({x1|x2|x1[m1]}, 2))
roll(x{1|2}, {n0|(n0, s0)|1}{|, axis=0|, axis=1})
roll(x2, {h1|(n0, s0)}, axis=(0, 1))
swapaxes(x2, 0, 1) + y2
sliding_window_view(x{1|2}, {3|n0|(n0, 2)|y1.shape[0]}{|, axis=0|, axis=-1})
sliding_window_view(x1, y1.shape[0]) @ y1
""",
    "reads": """
x{1|2}[{n0|2|-3|i1|m1|i1[m1]}]
x2[{:, n0|n0, s0|n0, i1|:, i1|i1, j1|i2, j1|:, m1|m1, k1|m1, i1|m1, 0|0, m1|i1, 0}]
x2[{m2|m2 & k2|y2 > 0|nonzero(y2)}]
x3[{i1, :, j1|:, i1, j1|m2|i1, m2|m1, :, n0}]
x1[{[0, 2]|[true, false, true]|[false, false]|[true, true]|y1 > 0|x1 > y1|argsort(y1)|argmax(y1)|flatnonzero(y1)|flatnonzero(y1)[0]}]
x1[{y1.shape[0]|-y1.shape[0]|y1.shape[0] - 1}]
x1[{n0:s0|::-2|n0:s0:2|n0:}]{| + y1|[t0]}
x1[m1] {+|@|*} {y1[m1]|y1[k1]|y1}
{max|mean|sum|argmax|sort}(x1[{m1|y1 > 0|n0:s0|i1}])
concatenate([x2[m1], y2[:, k1]])
stack([x1[m1], y1[k1]])[{0|1}]
x2[m1].T @ y2[m1]
x2[{[0, 1], [1, 2]|[true, false]|[true, false], 0|ix_(i1, j1)|ix_(m1, i1)|ix_(m1, k1)}]
take(x2, {i1|i2|n0}{|, axis=0|, axis=1}{|, mode='clip'|, mode='wrap'})
take_along_axis(x2, i2, axis={0|1})
take_along_axis(x3, i3, axis={1|-1})
take_along_axis(x2, {argsort(y2, axis=1)|argmax(y2, axis=1, keepdims=true)}, axis=1)
{compress(m1, x{1|2}{|, axis=0|, axis=1})|compress([true, false, true], x2, axis=0)}
extract(m{1|2}, x{1|2})
unravel_index(i1, {(2, 3)|x2.shape|(n0, s0)|n0}{|, order='F'})[0]
ravel_multi_index((i1, j1), {(3, 4)|(n0, 3)|x2.shape}{|, mode='clip'|, mode='wrap'})
ix_(i1, {j1|m1})[1]
""",
    "writes": """
x1.at[{i1|n0|2|m1}].{set|add|max|multiply}({0|y0|y1})
x1.at[{1:|:|...|::-1|::2|n0:s0|n0:}].{set|add}(y{0|1|2})
x2.at[{0|1|n0|i1|m1|:, 1|:, n0|:, m1|m2}].{set|add|min}(y{0|1|2})
x2.at[{i1, j1|i1, m1|1:, :1|i1, i1|...}].{set|add}({0|y1|y2})
x1.at[{m1|y1 > 0|x1 > 0}].set({y1[m1]|y1[y1 > 0]|0})
x1.at[i1].{set|add}(y1).at[{j1|0}].set({0|z1})
x1.at[arange(n0)].set(1)
x1.at[:].set(arange(n0))
x0.at[...].set(y1)
put(x{1|2}, i{1|2}, y1{|, mode='clip'|, mode='wrap'})
put_along_axis(x2, i2, {y1|y2|2.0}, axis={0|1})
scatter_add(x2, i1, {y1|y2|zeros_like(y2)}{|, axis=1})
segment_{sum|prod|min|max}(x{1|2}, i1, {3|n0})
segment_sum(x2, i2, 3)
delete(x1, {n0|i1|m1|2|-3|[0, 2]|[true, false, true]})
delete(x2, {n0|i1|m1|1|[1, 2]}{|, axis=0|, axis=1})
insert(x1, {n0|i1|2|[0, 2]|[1]|m1}, y{0|1})
insert(x2, {n0|i1|1}, y{0|1|2}{|, axis=0|, axis=1})
""",
    "sorting": """
sort({partition|argpartition}(x{1|2}, {0|2|-2|(0, 1)}{|, axis=None}))
sort({partition|argpartition}(x2, {1|(0, -1)}, axis=0), axis=0)
top_k(x{1|2}, {1|2|3})[{0|1}]
top_k(x2, 2, axis=0)[{0|1}]
lexsort((x1, {y1|zeros_like(y1)|y1, z1}))
lexsort((x2, y2){|, axis=0})
z1[lexsort((x1, y1))]
searchsorted(e1, x{0|1|2}{|, side='right'})
searchsorted(zeros_like(x1), y{0|1|2}, sorter={i1|c1|u1|argsort(z1)})
sort(x1)[{0|-1|2|n0}]
{unique(x1)|unique(x2, axis=0)|unique(x2, axis=1)|intersect1d(x1, y1)|setdiff1d(x1, y1)}[{0|2|n0}]
x1[{unique(y1, return_index=true)[1]|intersect1d(x1, y1, return_indices=true)[1]|intersect1d(x1, y1, return_indices=true)[2]}]
bincount(unique(x1, return_inverse=true)[1], y1)
{isin|union1d|setxor1d}(x1, y1)
""",
}

# What stands in the place of an operand, with its rank for `#`, so that what must fit is not always a parameter.
OPERANDS = """
x# + y#
where(y# > 0, x#, z#)
stack([x#, y#])[1]
x#.at[...].set(y#)
reshape(x#, y#.shape)
broadcast_to(x#, y#.shape)
broadcast_arrays(x#, y#)[0]
x# * ones_like(y#)
concatenate([x#, y#])
x# - sum(y#, axis=0)
x#[::-1]
sort(x#, axis=0)
""".split("\n")[1:-1]
CONSTANTS = {"1": ["linspace(0.0, 1.0, 2)", "ones(3)", "zeros(1)"], "2": ["ones((2, 3))", "zeros((1, 2))", "eye(3)"]}

# What is read of the expression `_`: all of it, elements here and there, or nothing but its extents.
READINGS = {
    "all": ["_"] * 8 + ["max(_)", "ravel(_)", "sort(ravel(_))", "(_)[::-1]", "_ + z1"],
    "some": ["(_)[0]", "(_)[-1:]", "(_)[..., 0]", "(_)[:1]", "(_) * 0", "sum(_)", "any(_)", "argmax(_)", "max(_, axis=0)[0]"],
    "extents": ["(_).shape[0]", "size(_)", "zeros_like(_)", "sum(ones_like(_))", "x1 * size(_)", "zeros((_).shape)", "arange(size(_))"],
}

TYPES = {"m": "bool", "k": "bool", "d": "c128", "u": "u64"} | dict.fromkeys("abcghijnst", "i64")
PARAMETER = re.compile(r"\b([a-z])([0-3])\b")
SPANS = [(0, 1), (0, 2), (-1, 2), (-2, 3), (-6, 7), (0, 4), (3, 9), (-9, -3)]
GREAT = [0, 1, 2, 2**60, 2**62, 2**62 + 1, 2**63 - 1, -(2**62), -(2**63)]


def elements(rng, letter: str, shape):
    """What a parameter of this letter holds."""
    match letter:
        case "x" | "y" | "z":
            return rng.choice([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0], shape)
        case "v":
            return rng.choice([np.nan, np.inf, -1.0, 0.0, 2.0], shape)
        case "w":
            return rng.choice([0.0, 1.0, 2.0, 0.5] if rng.random() < 0.8 else [-1.0, 0.0, np.nan, 1.0], shape)
        case "q":
            return rng.choice([0.0, 0.25, 0.5, 1.0] if rng.random() < 0.6 else [-0.25, 0.5, 1.5, np.nan], shape)
        case "e":
            return np.sort(rng.choice([-2.0, -1.0, 0.0, 1.0, 2.5], shape))
        case "d":
            return rng.integers(-2, 3, shape) + 1j * rng.integers(-2, 3, shape)
        case "m" | "k":
            return rng.random(shape) < rng.choice([0.0, 0.5, 0.5, 1.0])
        case "c":
            return rng.integers(int(rng.choice([0, 0, 0, -1])), 4, shape)
        case "g":
            return rng.choice(np.array(GREAT, np.int64), shape)
        case "u":
            return rng.choice(np.array([0, 1, 2, 2**63, 2**64 - 1], np.uint64), shape)
        case "a" | "b":
            return rng.integers(-3, 6, shape)
    return rng.integers(*SPANS[int(rng.integers(len(SPANS)))], shape)


class WrongProgram:
    def __init__(self, rng):
        self.rng = rng
        self.group = self.choose(list(GROUPS))
        expression = self.one_of_several(self.choose(GROUPS[self.group].split("\n")[1:-1]))
        expression = re.sub(r"\b[xyz]([12])\b(?!\.shape)", self.operand, expression)
        self.reading = self.choose(["all", "all", "some", "extents"])
        self.expression = re.sub(r"\b_\b", lambda _: expression, self.choose(READINGS[self.reading]))
        self.parameters = sorted(set(PARAMETER.findall(self.expression)))
        named = rng.random() < 0.5
        declared = ", ".join(self.declaration(letter, int(rank), named) for letter, rank in self.parameters)
        self.text = f"({declared}) -> {self.expression}"

    def choose(self, options):
        return options[int(self.rng.integers(len(options)))]

    def one_of_several(self, template: str) -> str:
        while "{" in template:  # the innermost first
            template = re.sub(r"\{([^{}]*)\}", lambda found: self.choose(found[1].split("|")), template, count=1)
        return template

    def operand(self, parameter) -> str:
        chance = self.rng.random()
        if chance < 0.82:
            return parameter[0]
        if chance < 0.87:
            return self.choose(CONSTANTS[parameter[1]])
        return f"({self.choose(OPERANDS).replace('#', parameter[1])})"

    def declaration(self, letter: str, rank: int, named: bool) -> str:
        name = f"{letter}{rank}"
        extents = ["2"] if letter == "h" else [f"{name}_{axis}" if named else "?" for axis in range(rank)]
        return f"{name}: {TYPES.get(letter, 'f64')}" + (f"[{', '.join(extents)}]" if rank else "")

    def inputs(self) -> dict[str, np.ndarray]:
        """Extents that mostly agree: all axes alike, or axes at the same distance from the last."""
        extents = self.rng.choice(5, 3, p=[0.08, 0.25, 0.3, 0.25, 0.12])
        if self.rng.random() < 0.5:
            extents[:] = extents[0]
        stray = self.rng.choice([0.0, 0.0, 0.15, 0.5])
        arrays = {}
        for letter, rank in self.parameters:
            shape = [int(self.rng.integers(5) if self.rng.random() < stray else extents[axis]) for axis in reversed(range(int(rank)))]
            if letter == "h":
                shape = [2]
            dtype = {"bool": np.bool_, "i64": np.int64, "u64": np.uint64, "c128": np.complex128}.get(TYPES.get(letter), np.float64)
            arrays[letter + rank] = np.asarray(elements(self.rng, letter, tuple(shape)), dtype)
        return arrays
