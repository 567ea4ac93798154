"""Runs the workloads: the project, the peers and the limit kernels side by side, in interleaved rounds.

  .venv-peers/bin/python Benchmarks/run.py [--only NAME,NAME] [--quick] [--peers numpy,jax] [--json out.json] [--svg out.svg]

A slice is a number of calls timed one by one; its figure is their lower quartile, which a neighbour on the machine
disturbs least. A ratio is the median over the rounds of our slice by the peer's slice beside it.
"""

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from report import print_summary, print_table, write_json, write_svg
from workload import Form, Workload, make_input
from workloads import WORKLOADS

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "scripts"))
from progress import Progress  # noqa: E402
from worker_process import BINARY, WorkerDied, WorkerProcess, tensorjit_worker  # noqa: E402

PEERS = {
    "numpy": ["numpy_peer.py"],
    "numexpr": ["numexpr_peer.py"],
    "numba": ["numba_peer.py"],
    "jax": ["jax_peer.py"],
    "pytensor_numba": ["pytensor_peer.py", "numba"],
    "pytensor_c": ["pytensor_peer.py", "c"],
    "torch": ["torch_peer.py", "eager"],
    "torch.compile": ["torch_peer.py", "compile"],
}
# What ties OpenBLAS to the kernels of some processor is taken out of everybody's environment: ours, peers', limits'.
PINS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
LARGE_PEERS = ("torch", "torch.compile")
SPIN_SECONDS = 0.25
WAKING_US = 30_000
CLOSE = 1.6  # a peer within this factor of the fastest in the first slice takes part in the rounds
AT_LIMIT = 1.10


def peer_environment(threads: int) -> dict[str, str]:
    count = str(threads)
    names = "OMP OPENBLAS MKL NUMEXPR NUMEXPR_MAX NUMBA VECLIB_MAXIMUM"
    flags = ["openmp=True", "blas__ldflags=-l:libopenblas.so.0"]
    return {f"{name}_NUM_THREADS": count for name in names.split()} | {
        "NUMEXPR_MAX_THREADS": count,
        "NUMBA_THREADING_LAYER_PRIORITY": "omp tbb workqueue",
        "XLA_FLAGS": f"--xla_force_host_platform_device_count=1 --xla_cpu_multi_thread_eigen={str(threads > 1).lower()}",
        "PYTENSOR_FLAGS": ",".join(flags),
        "JAX_PLATFORMS": "cpu",
    }


@dataclass
class Variant:
    """One workload at one set of sizes in one form."""

    workload: Workload
    form_index: int
    sizes: dict[str, int]
    kind: str  # main, shape, permuted

    @property
    def form(self) -> Form:
        return [self.workload.main, *self.workload.permuted][self.form_index]

    @property
    def title(self) -> str:
        title = self.workload.title(self.sizes)
        return f"{title} {self.form.label}" if self.form_index else title


@dataclass
class Row:
    variant: Variant
    screening_us: dict[str, float] = field(default_factory=dict)
    first_ms: dict[str, float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    best: str | None = None
    ratio: float | None = None
    ours_us: float | None = None
    theirs_us: float | None = None
    limit_us: float | None = None
    limit_ratio: float | None = None
    bandwidth_fraction: float | None = None
    flops_fraction: float | None = None
    cold_ms: float | None = None
    warm_ms: float | None = None
    status: str = "error"


class Runner:
    """One competitor: a worker process, and how it is asked."""

    def __init__(self, name: str, worker: WorkerProcess):
        self.name, self.worker = name, worker

    def prepare(self, variant: Variant, paths: dict[str, str]) -> float:
        """Loads the inputs, compiles, and calls once; milliseconds of building, compiling and the first call."""
        for name, path in paths.items():
            self.demand(op="load", name=name, path=path)
        return self.compile(variant)

    def compile(self, variant: Variant) -> float:
        return self.demand(
            op="compile", id="p", workload=variant.workload.name, form=variant.form_index, inputs=self.inputs(variant),
        )["first_ms"]

    def inputs(self, variant: Variant) -> dict[str, str]:
        return {p.name: p.name for p in variant.form.parameters}

    def result(self, variant: Variant, path: str) -> np.ndarray:
        self.demand(op="run", id="p", inputs=self.inputs(variant), save=path)
        with np.load(path) as saved:
            return saved["out0"]

    def time(self, variant: Variant, calls: int) -> list[float]:
        return self.demand(op="time", id="p", inputs=self.inputs(variant), calls=calls)["us"]

    def forget(self):
        self.worker.ask(op="forget")

    def demand(self, **request) -> dict:
        reply = self.worker.ask(**request)
        if not reply["ok"]:
            raise Refused("" if reply.get("unsupported") else reply.get("error", "failed"))
        return reply


class Ours(Runner):
    def compile(self, variant: Variant) -> float:
        reply = self.demand(op="compile", id="p", program=variant.form.program, backend="llvm")
        return reply["first_ms"] + self.time(variant, 1)[0] / 1e3

    def forget(self):
        pass  # loading under the same names replaces


class Refused(Exception):
    pass


def slice_figure(times: list[float]) -> float:
    return sorted(times)[len(times) // 4]


def matches(workload: Workload, ours: np.ndarray, reference: np.ndarray) -> bool:
    if ours.shape != reference.shape or ours.dtype != reference.dtype:
        return False
    if ours.dtype.kind != "f":
        return bool(np.array_equal(ours, reference))
    single = ours.dtype == np.float32
    rtol = workload.rtol or (2e-5 if single else 1e-12)
    finite = reference[np.isfinite(reference)]
    scale = float(np.abs(finite).max()) if finite.size else 0.0
    atol = np.finfo(ours.dtype).eps * workload.atol_scale * scale
    return bool(np.allclose(ours, reference, rtol=rtol, atol=atol, equal_nan=True))


class Benchmark:
    def __init__(self, options):
        self.options = options
        self.directory = Path(tempfile.mkdtemp(prefix="tensorjit-bench-"))
        self.budget_us = 12_000 if options.quick else 40_000
        environment = peer_environment(options.threads)
        python = sys.executable
        self.peers = [
            Runner(name, WorkerProcess([python, HERE / "peers" / PEERS[name][0], *PEERS[name][1:]], environment))
            for name in options.peers
        ]
        self.limits = None
        if Path(options.limits).exists():
            self.limits = WorkerProcess([options.limits], {"OPENBLAS_NUM_THREADS": "1"})
        cache = {"TENSORJIT_CACHE": str(self.directory / "cache")}
        self.ours = self.cold = self.warm = None
        if not options.peers_only:
            self.ours, self.cold, self.warm = (
                Ours("tensorjit", tensorjit_worker(options.binary, options.threads, e))
                for e in (cache, {"TENSORJIT_CACHE": "off"}, cache)
            )
        self.bandwidth = self.peak = None

    def measure_machine(self):
        """Bytes a microsecond and operations a microsecond, by the limit kernels."""
        if not self.limits:
            return
        n = 20_000_000
        self.bandwidth = 16 * n / min(self.limit_times("copy", "f64", n, 0, 0, 12))
        flops = 20_000_000
        self.peak = {d: 2 * flops / min(self.limit_times("flops", d, flops, 0, 0, 100)) for d in ("f32", "f64")}

    def wake_cores(self):
        """Keeps both cores busy for a while, before each slice of anybody.

        Virtual cores that have slept share one real core for some milliseconds: whoever comes first would pay for that.
        """
        if self.peak:
            n = 1_000_000
            count = max(1, int(WAKING_US * self.peak["f64"] / (2 * n)))
            self.limits.ask(op="time", kernel="flops", dtype="f64", n=n, m=0, k=0, threads=self.options.threads, calls=count)

    def limit_times(self, kernel, dtype, n, m, k, calls) -> list[float]:
        reply = self.limits.ask(
            op="time", kernel=kernel, dtype=dtype, n=n, m=m, k=k, threads=self.options.threads, calls=calls)
        if not reply["ok"]:
            raise Refused(reply["error"])
        return reply["us"]

    def calls_for(self, us: float) -> int:
        return max(4, min(4000, int(self.budget_us / max(us, 0.1))))

    def run(self, variant: Variant) -> Row:
        row = Row(variant)
        paths, moved = self.write_inputs(variant)
        reference = None
        calls, ready = {}, []
        everyone = self.peers + ([self.ours] if self.ours else [])
        for runner in everyone:
            try:
                row.first_ms[runner.name] = runner.prepare(variant, paths)
                result = runner.result(variant, str(self.directory / "result.npz"))
                if reference is None:
                    reference = self.reference(variant, paths)
                    moved += reference.nbytes
                if not matches(variant.workload, result, reference):
                    raise Refused(f"wrong result: {result.dtype}{list(result.shape)}")
                once = min(runner.time(variant, 4))
                calls[runner.name] = self.calls_for(once)
                row.screening_us[runner.name] = slice_figure(runner.time(variant, calls[runner.name]))
                ready.append(runner)
            except (Refused, WorkerDied) as problem:
                row.notes[runner.name] = str(problem)
        peers = [r for r in ready if r is not self.ours]
        if self.ours in ready:
            self.compile_times(variant, paths, row)
        if peers:
            self.rounds(variant, row, peers, self.ours if self.ours in ready else None, calls)
        self.fractions(variant, row, moved)
        for runner in everyone:
            try:
                runner.forget()
            except WorkerDied:
                pass
        return row

    def write_inputs(self, variant: Variant) -> tuple[dict[str, str], int]:
        rng = np.random.default_rng(self.options.seed)
        paths, moved = {}, 0
        for p in variant.form.parameters:
            distribution = variant.workload.distributions.get(p.name, "normal")
            array = make_input(p, variant.sizes, distribution, rng)
            paths[p.name] = str(self.directory / f"{p.name}.npy")
            np.save(paths[p.name], array)
            moved += array.nbytes
        return paths, moved

    def reference(self, variant: Variant, paths: dict[str, str]) -> np.ndarray:
        sys.path.insert(0, str(HERE / "peers"))
        from numpy_peer import NAMESPACE

        inputs = [np.load(paths[p.name]) for p in variant.form.parameters]
        return np.asarray(variant.form.function(NAMESPACE)(*inputs))

    def compile_times(self, variant: Variant, paths: dict[str, str], row: Row):
        try:
            row.cold_ms = self.cold.prepare(variant, paths)
            row.warm_ms = self.warm.prepare(variant, paths)
        except (Refused, WorkerDied) as problem:
            row.notes["compile times"] = str(problem)

    def rounds(self, variant: Variant, row: Row, peers: list[Runner], ours: Runner | None, calls: dict[str, int]):
        fastest = min(row.screening_us[p.name] for p in peers)
        close = sorted((p for p in peers if row.screening_us[p.name] <= CLOSE * fastest),
                       key=lambda p: row.screening_us[p.name])[:4]
        limits = variant.workload.limit(variant.sizes) if self.limits else []
        pairs = {p.name: [] for p in close}
        limit_times = []
        for _ in range(self.options.rounds):
            for peer in close:
                # Threads of OpenMP and TBB spin for up to 200 ms after a peer's last loop and would hold a core of ours.
                time.sleep(SPIN_SECONDS)
                self.wake_cores()
                mine = slice_figure(ours.time(variant, calls[ours.name])) if ours else None
                self.wake_cores()
                pairs[peer.name].append((mine, slice_figure(peer.time(variant, calls[peer.name]))))
            if limits:
                count = self.calls_for(fastest)
                limit_times.append(max(min(self.limit_times(l.kernel, l.dtype, l.n, l.m, l.k, count)) for l in limits))
        theirs = {name: statistics.median(t for _, t in pair) for name, pair in pairs.items()}
        # The shortest ever: a disturbed limit must not make a workload look won.
        row.limit_us = max(min(limit_times), 0.01) if limit_times else None
        if not ours:
            row.best = min(theirs, key=theirs.get)
            row.theirs_us = theirs[row.best]
            row.status = "peers only"
            return
        row.ratios = {name: statistics.median(m / t for m, t in pair) for name, pair in pairs.items()}
        row.best = max(row.ratios, key=row.ratios.get)
        row.ratio, row.theirs_us = row.ratios[row.best], theirs[row.best]
        row.ours_us = statistics.median(m for pair in pairs.values() for m, _ in pair)
        if row.limit_us:
            row.limit_ratio = row.ours_us / row.limit_us
        at_limit = row.limit_ratio is not None and row.limit_ratio <= AT_LIMIT
        row.status = "won" if row.ratio <= 1.0 else "limit" if at_limit else "lost"

    def fractions(self, variant: Variant, row: Row, moved: int):
        us = row.ours_us
        if not us or not self.bandwidth:
            return
        row.bandwidth_fraction = moved / us / self.bandwidth
        if variant.workload.flops:
            dtype = "f32" if variant.form.is_single_precision else "f64"
            row.flops_fraction = variant.workload.flops(variant.sizes) / us / self.peak[dtype]

    def quit(self):
        for runner in self.peers + [r for r in (self.ours, self.cold, self.warm) if r]:
            runner.worker.quit()
        if self.limits:
            self.limits.quit()


def variants(options) -> list[Variant]:
    chosen = [w for w in WORKLOADS if not options.only or any(w.name.startswith(o) for o in options.only)]
    draw = random.Random(options.seed)
    out = []
    for workload in chosen:
        out.append(Variant(workload, 0, workload.sizes[0], "main"))
        form = draw.randrange(1, len(workload.permuted) + 1)
        if not options.quick:
            out += [Variant(workload, 0, sizes, "shape") for sizes in workload.sizes[1:]]
            out.append(Variant(workload, form, workload.sizes[0], "permuted"))
    return out


def parse_options():
    names = lambda text: [n for n in text.split(",") if n]  # noqa: E731
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=names, help="workloads whose names begin so")
    parser.add_argument("--quick", action="store_true", help="the main shapes only, shorter slices")
    parser.add_argument("--peers", type=names, help=f"among {', '.join(PEERS)}; or all")
    parser.add_argument("--peers-only", action="store_true", help="without the project itself")
    parser.add_argument("--rounds", type=int, help="interleaved rounds (default 7, quick 5)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--binary", default=BINARY)
    parser.add_argument("--limits", default=HERE / ".build" / "release" / "limits")
    parser.add_argument("--json", default=HERE / "results" / "benchmarks.json")
    parser.add_argument("--svg", default=HERE / "results" / "benchmarks.svg")
    options = parser.parse_args()
    if options.peers is None:
        options.peers = ["all"] if os.environ.get("PEERS") == "all" else [p for p in PEERS if p not in LARGE_PEERS]
    if options.peers == ["all"]:
        options.peers = list(PEERS)
    if unknown := set(options.peers) - set(PEERS):
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}")
    options.rounds = options.rounds or (5 if options.quick else 7)
    options.seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    if not options.peers_only and not Path(options.binary).exists():
        parser.error(f"{options.binary} is not there; build it first (make build), or pass --peers-only")
    return options


def versions(peers: list[str]) -> dict[str, str]:
    from importlib import metadata

    packages = {p.split("_")[0].split(".")[0] for p in peers} | {"numpy", "scipy"}
    return {p: metadata.version(p) for p in sorted(packages)}


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main() -> int:
    options = parse_options()
    for name in PINS:
        os.environ.pop(name, None)
    todo = variants(options)
    if not todo:
        print("no workload of that name", file=sys.stderr)
        return 64
    benchmark = Benchmark(options)
    machine = {"processor": processor(), "cores": os.cpu_count(), "threads": options.threads, "seed": options.seed,
               "rounds": options.rounds, "versions": versions(options.peers)}
    print(f"seed {options.seed}, {options.threads} threads, {options.rounds} rounds, {machine['processor']}")
    print("peers: " + ", ".join(f"{n} {v}" for n, v in machine["versions"].items()))
    benchmark.measure_machine()
    if benchmark.bandwidth:
        machine["bandwidth_gb_s"] = benchmark.bandwidth / 1e3
        machine["peak_gflops"] = {d: p / 1e3 for d, p in benchmark.peak.items()}
        print(f"copy bandwidth {benchmark.bandwidth / 1e3:.0f} GB/s, peak {benchmark.peak['f64'] / 1e3:.0f} GFLOP/s f64, "
              f"{benchmark.peak['f32'] / 1e3:.0f} f32")
    progress, rows = Progress(len(todo), "workloads"), []
    try:
        for i, variant in enumerate(todo):
            progress.show(i, variant.title)
            rows.append(benchmark.run(variant))
            write_json(options.json, machine, rows)
    except KeyboardInterrupt:
        pass
    finally:
        progress.clear()
        benchmark.quit()
    print_table(rows)
    print_summary(rows)
    write_svg(options.svg, machine, rows)
    print(f"written: {options.json} and {options.svg}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
