"""Gradients beside JAX's and PyTorch's: whether they agree, and how long they take.

    python Benchmarks/gradients.py            both
    python Benchmarks/gradients.py agree      the gradient of every benchmark workload in every form, in f64, against JAX's
    python Benchmarks/gradients.py speed      the table of TASKS, interleaved rounds in one run

A task is written once, as the benchmark's workloads are: typed parameters, lines of NumPy, the last of which is what is differentiated.
Exit status 1: a gradient that is not finite or differs, or a peer that is faster.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for pin in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # what ties OpenBLAS to an older processor: ours only uses it
    os.environ.pop(pin, None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np  # noqa: E402
from workload import Form, make_input  # noqa: E402
from workloads import WORKLOADS  # noqa: E402

TOLERANCE = 1e-10
ROUNDS = 9


@dataclass(frozen=True)
class Task:
    """What to differentiate by what, and how: grad, jacobian, or hvp (a Hessian-vector product along `v`)."""

    name: str
    params: str
    body: str
    wrt: tuple[str, ...]
    sizes: dict[str, int]
    kind: str = "grad"
    scales: tuple[tuple[str, float], ...] = ()

    @property
    def form(self) -> Form:
        return Form(self.params, self.body)

    @property
    def program(self) -> str:
        lets, result = self.form.lines
        lines = [f"  let {name} = {expression}" for name, expression in lets] + [f"  let cost = {result}"]
        names = ", ".join(self.wrt)
        call = {
            "grad": f"grad(cost, [{names}])", "jacobian": f"jacobian(cost, [{names}])",
            "hvp": f"jvp(grad(cost, {names}), {names}, v)",
        }[self.kind]
        return f"({self.params}) -> {{\n" + "\n".join(lines) + f"\n  return {call}\n}}"


def layers(count: int) -> tuple[str, str]:
    params = ["x: f32[n, d]", "y: f32[n, d]"] + [f"w{i}: f32[d, d], b{i}: f32[d]" for i in range(count)]
    lines, value = [], "x"
    for i in range(count):
        inner = f"{value} @ w{i} + b{i}"
        lines.append(f"h{i} = " + (f"tanh({inner})" if i < count - 1 else inner))
        value = f"h{i}"
    return ", ".join(params), "\n".join(lines + [f"mean(square({value} - y))"])


MLP6 = layers(6)
ROSENBROCK = "sum(100.0 * square(x[1:] - square(x[:-1])) + square(1.0 - x[:-1]))"
LAYERNORM = """
m = mean(x, axis=1, keepdims=True)
v = mean(square(x - m), axis=1, keepdims=True)
sum(((x - m) / sqrt(v + 1e-5) * g + b) * t)
"""
KERNEL = """
k = exp(-0.5 * sum(square(x[:,None,:] - x[None,:,:]), axis=2))
w @ (k @ w)
"""
TASKS = [
    Task(
        "logreg_grad_f64", "X: f64[n, d], y: f64[n], w: f64[d]", "z = X @ w\nsum(logaddexp(0.0, z) - y * z)", ("w",),
        {"n": 100_000, "d": 100}, scales=(("w", 0.1),)),
    Task(
        "mlp_grad_f32", "x: f32[n, d], y: f32[n, c], w1: f32[d, h], b1: f32[h], w2: f32[h, c], b2: f32[c]",
        "a = tanh(x @ w1 + b1)\n-mean(sum(log_softmax(a @ w2 + b2, axis=1) * y, axis=1))", ("w1", "b1", "w2", "b2"),
        {"n": 128, "d": 784, "h": 512, "c": 10}, scales=(("w1", 0.03), ("w2", 0.04))),
    Task(
        "mlp6_grad_f32", MLP6[0], MLP6[1], tuple(f"{c}{i}" for i in range(6) for c in "wb"), {"n": 128, "d": 256},
        scales=tuple((f"w{i}", 1 / 16) for i in range(6))),
    Task("logsumexp_grad_f64", "x: f64[n, m]", "sum(logsumexp(x, axis=1))", ("x",), {"n": 1000, "m": 1000}),
    Task("kernel_grad_f64", "x: f64[n, d], w: f64[n]", KERNEL, ("x",), {"n": 1000, "d": 3}),
    Task(
        "layernorm_grad_f32", "x: f32[n, m], g: f32[m], b: f32[m], t: f32[n, m]", LAYERNORM, ("x", "g", "b"),
        {"n": 4096, "m": 768}),
    Task(
        "jacobian_f64[200->300]", "x: f64[n], w: f64[n, h], v: f64[h, m]", "tanh(tanh(x @ w) @ v)", ("x",),
        {"n": 200, "h": 256, "m": 300}, kind="jacobian", scales=(("w", 0.07), ("v", 0.07))),
    Task("hessian_vector_f64", "x: f64[n], v: f64[n]", ROSENBROCK, ("x",), {"n": 100_000}, kind="hvp"),
    Task(
        "hessian_vector_mlp_f64", "x: f64[k, n], w: f64[n, h], u: f64[h], v: f64[n, h]", "sum(square(tanh(x @ w) @ u))", ("w",),
        {"k": 256, "n": 100, "h": 200}, kind="hvp", scales=(("w", 0.1),)),
]


# Ours


class Ours:
    name = "ours"

    def __init__(self, folder: Path):
        self.folder = folder
        command = [str(ROOT / ".build/release/tensorjit"), "worker"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"TENSORJIT_CACHE": "off"})

    def demand(self, **request):
        print(json.dumps(request), file=self.process.stdin, flush=True)
        reply = json.loads(self.process.stdout.readline())
        if not reply["ok"]:
            raise RuntimeError(reply["error"])
        return reply

    def load(self, arrays: dict[str, np.ndarray]):
        for name, array in arrays.items():
            path = self.folder / f"{name}.npy"
            np.save(path, array)
            self.demand(op="load", name=name, path=str(path))
        self.inputs = {name: name for name in arrays}

    def compile(self, program: str, id: str = "p") -> float:
        first = self.demand(op="compile", id=id, program=program, backend="llvm")["first_ms"]
        return first + self.time(1, id)[0] / 1e3

    def time(self, calls: int, id: str = "p") -> list[float]:
        return self.demand(op="time", id=id, inputs=self.inputs, calls=calls)["us"]

    def results(self) -> list[np.ndarray]:
        path = str(self.folder / "out.npz")
        self.demand(op="run", id="p", inputs=self.inputs, save=path)
        with np.load(path) as saved:
            return [saved[name] for name in saved.files]


# Peers: callables that give the gradients as a list of arrays in memory


def jax_function(task: Task):
    import jax
    import jax.numpy as jnp
    import jax.scipy.special as jsp

    jax.config.update("jax_enable_x64", True)
    namespace = {name: getattr(jnp, name) for name in JNP}
    namespace |= {
        "erf": jsp.erf, "expit": jsp.expit, "logsumexp": jsp.logsumexp, "softmax": jax.nn.softmax, "log_softmax": jax.nn.log_softmax,
        # As JAX's users write it where 0 occurs: the plain one has no derivative there.
        "sqrt": lambda x: jnp.where(x > 0, jnp.sqrt(jnp.where(x > 0, x, 1)), 0),
        "take": lambda x, i, axis: jnp.take(x, i, axis=axis, mode="clip"),
        "at": lambda x: x.at,
    }
    names = [p.name for p in task.form.parameters]
    function = task.form.function(namespace)
    places = tuple(names.index(name) for name in task.wrt)
    match task.kind:
        case "grad":
            result = jax.grad(function, argnums=places)
        case "jacobian":
            outer = jax.jacrev if task.sizes["m"] < task.sizes["n"] else jax.jacfwd
            result = outer(function, argnums=places)
        case "hvp":
            place, direction = places[0], names.index("v")

            def result(*inputs):
                slope = lambda x: jax.grad(function, argnums=place)(*inputs[:place], x, *inputs[place + 1 :])  # noqa: E731
                return (jax.jvp(slope, (inputs[place],), (inputs[direction],))[1],)

    compiled = jax.jit(result)
    place_array = lambda a: jax.block_until_ready(jnp.asarray(a))  # noqa: E731
    return place_array, lambda *inputs: jax.block_until_ready(compiled(*inputs)), np.asarray


JNP = "exp log sin cos tanh sqrt log1p abs floor sum mean square max maximum cumsum transpose sort logaddexp".split()
INTEGERS = ("argmax", "argsort", "searchsorted")  # functions with no derivative


def torch_function(task: Task):
    import torch

    torch.set_num_threads(os.cpu_count() or 1)

    def reduction(function):
        return lambda x, axis=None, keepdims=False: function(x) if axis is None else function(x, dim=axis, keepdim=keepdims)

    namespace = {name: getattr(torch, name) for name in "exp log sin cos tanh sqrt log1p abs square maximum erf".split()}
    namespace |= {
        "sum": reduction(torch.sum), "mean": reduction(torch.mean), "softmax": lambda x, axis: torch.softmax(x, axis),
        "log_softmax": lambda x, axis: torch.log_softmax(x, axis), "logsumexp": lambda x, axis: torch.logsumexp(x, axis),
        "logaddexp": lambda a, b: torch.logaddexp(torch.as_tensor(a, dtype=b.dtype), b),
    }
    names = [p.name for p in task.form.parameters]
    function = task.form.function(namespace)
    places = tuple(names.index(name) for name in task.wrt)

    def grad(*inputs):
        leaves = [inputs[place].detach().requires_grad_() for place in places]
        actual = list(inputs)
        for place, leaf in zip(places, leaves):
            actual[place] = leaf
        return torch.autograd.grad(function(*actual), leaves)

    def only(x, inputs):
        actual = list(inputs)
        actual[places[0]] = x
        return function(*actual)

    match task.kind:
        case "grad":
            result = grad
        case "jacobian":
            result = lambda *inputs: (torch.func.jacfwd(lambda x: only(x, inputs))(inputs[places[0]]),)  # noqa: E731
        case "hvp":
            direction = names.index("v")
            result = lambda *inputs: (  # noqa: E731
                torch.func.jvp(torch.func.grad(lambda x: only(x, inputs)), (inputs[places[0]],), (inputs[direction],))[1],)
    return torch.from_numpy, result, lambda a: a.detach().numpy()


def peers() -> dict:
    found = {}
    for name, make in [("jax", jax_function), ("torch", torch_function)]:
        try:
            __import__(name)
            found[name] = make
        except ImportError:
            print(f"{name} is not installed: scripts/peers.sh installs it", file=sys.stderr)
    return found


def timed(function, inputs, calls: int) -> list[float]:
    times = []
    for _ in range(calls):
        start = time.perf_counter_ns()
        result = function(*inputs)
        times.append((time.perf_counter_ns() - start) / 1e3)
        del result
    return times


def quartile(times: list[float]) -> float:
    return sorted(times)[len(times) // 4]


def inputs_of(task: Task, rng) -> dict[str, np.ndarray]:
    scales = dict(task.scales)
    arrays = {}
    for parameter in task.form.parameters:
        arrays[parameter.name] = make_input(parameter, task.sizes, "normal", rng) * np.asarray(
            scales.get(parameter.name, 1), parameter.numpy_dtype)
    if task.name.startswith("logreg"):
        arrays["y"] = (arrays["y"] > 0).astype("f8")
    if task.name.startswith("mlp_"):
        arrays["y"] = np.eye(task.sizes["c"], dtype="f4")[rng.integers(0, task.sizes["c"], task.sizes["n"])]
    return arrays


def speed(wanted: list[str]) -> int:
    rng = np.random.default_rng(int(os.environ.get("SEED", "1")))
    makers = peers()
    lost = 0
    width = max(len(t.name) for t in TASKS)
    print(f"{'task':{width}}  {'ours us':>9}  " + "  ".join(f"{n + ' us':>9}" for n in makers) + "  ours/best  first ms   jax ms  difference")
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(Path(folder))
        for task in TASKS:
            if wanted and not any(word in task.name for word in wanted):
                continue
            arrays = inputs_of(task, rng)
            ours.load(arrays)
            first = ours.compile(task.program)
            ready, firsts = {}, {}
            for name, make in makers.items():
                place, function, fetch = make(task)
                placed = [place(array) for array in arrays.values()]
                start = time.perf_counter()
                function(*placed)
                firsts[name] = (time.perf_counter() - start) * 1e3
                ready[name] = (function, placed, fetch)
            difference = compare(ours.results(), {n: [fetch(r) for r in f(*p)] for n, (f, p, fetch) in ready.items()})
            calls = max(3, min(200, int(60_000 / max(quartile(ours.time(5)), 1))))
            over_gradient = []
            if task.kind == "hvp":
                ours.compile(replace(task, kind="grad").program, "gradient")
                for _ in range(ROUNDS):
                    over_gradient.append(quartile(ours.time(50)) / quartile(ours.time(50, "gradient")))
            ours_times, times = [], {name: [] for name in ready}
            for _ in range(ROUNDS):
                ours.time(2)
                ours_times.append(quartile(ours.time(calls)))
                for name, (function, placed, _) in ready.items():
                    timed(function, placed, 2)
                    times[name].append(quartile(timed(function, placed, calls)))
            best = [min(t[i] for t in times.values()) for i in range(ROUNDS)] if times else [float("nan")] * ROUNDS
            ratio = statistics.median(a / b for a, b in zip(ours_times, best))
            lost += ratio > 1
            print(
                f"{task.name:{width}}  {statistics.median(ours_times):9.1f}  "
                + "  ".join(f"{statistics.median(t):9.1f}" for t in times.values())
                + f"  {ratio:9.2f}  {first:8.1f}  {firsts.get('jax', float('nan')):7.1f}  {difference:10.1e}"
                + (f"   {statistics.median(over_gradient):.2f} times the gradient" if over_gradient else ""), flush=True)
    return 1 if lost else 0


def compare(own: list[np.ndarray], others: dict[str, list[np.ndarray]]) -> float:
    """The largest difference from the first peer, relative to the largest element."""
    for results in others.values():
        return max(
            float(np.max(np.abs(a - b)) / max(np.max(np.abs(b)), 1e-300)) if a.size else 0.0 for a, b in zip(own, results))
    return float("nan")


# Agreement


def agreement_tasks() -> list[tuple[Task, dict[str, str]]]:
    tasks = []
    for workload in WORKLOADS:
        for form in [workload.main, *workload.permuted]:
            wrt = tuple(p.name for p in form.parameters if p.dtype.startswith("f"))
            lets, result = form.lines
            if result.startswith(INTEGERS) or form.extent_of_values:
                continue  # nothing to differentiate, or nothing that JAX can compile
            # Not linear in the result, so that every element has another cotangent.
            body = "\n".join([f"{a} = {b}" for a, b in lets] + [f"r = {result}", "sum(sin(r * 0.1))"])
            sizes = {name: min(value, 7 + 2 * i) for i, (name, value) in enumerate(workload.sizes[0].items())}
            tasks.append((Task(f"{workload.name} {form.label}", form.params.replace("f32", "f64"), body, wrt, sizes), workload.distributions))
    return tasks


def agree() -> int:
    if "jax" not in peers():
        return 1
    rng = np.random.default_rng(int(os.environ.get("SEED", "1")))
    worst, wrong, count = 0.0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(Path(folder))
        for task, distributions in agreement_tasks():
            arrays = {
                p.name: make_input(p, task.sizes, distributions.get(p.name, "normal"), rng) for p in task.form.parameters}
            ours.load(arrays)
            count += 1
            try:
                ours.compile(task.program)
                own = ours.results()
            except RuntimeError as error:
                print(f"{task.name}: {error}")
                wrong += 1
                continue
            place, function, fetch = jax_function(task)
            theirs = [fetch(r) for r in function(*[place(a) for a in arrays.values()])]
            finite = all(np.isfinite(a).all() for a in own)
            difference = compare(own, {"jax": theirs})
            worst = max(worst, difference)
            if not finite or not difference <= TOLERANCE:
                wrong += 1
                print(f"{task.name}: {'not finite' if not finite else f'differs by {difference:.1e}'}")
    print(f"{count} gradients of workloads against JAX in f64: {wrong} wrong, largest relative difference {worst:.1e}")
    return 1 if wrong else 0


def main() -> int:
    words = sys.argv[1:]
    modes = [w for w in words if w in ("agree", "speed")] or ["agree", "speed"]
    status = 0
    if "agree" in modes:
        status |= agree()
    if "speed" in modes:
        status |= speed([w for w in words if w not in ("agree", "speed")])
    return status


if __name__ == "__main__":
    sys.exit(main())
