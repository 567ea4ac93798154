#!/usr/bin/env python3
"""Two builds of the tool side by side: every benchmark workload, every form, in interleaved slices.

  .venv/bin/python scripts/before-after.py OLD_BINARY [NEW_BINARY] [--rounds N] [--only NAME,NAME]
  .venv/bin/python scripts/before-after.py --as-written [--rounds N]      one build, without the rewrite rules and with them

Prints the median ratio of times, new by old, for each; status 1 if any is above 1.05.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from worker_process import BINARY, ROOT, tensorjit_worker

sys.path.insert(0, str(ROOT / "Benchmarks"))
from workload import make_input  # noqa: E402
from workloads import WORKLOADS  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", nargs="?", default=BINARY)
    parser.add_argument("new", nargs="?", default=BINARY)
    parser.add_argument("--as-written", action="store_true", help="the old one computes what is written")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="workloads whose names begin so: NAME,NAME")
    options = parser.parse_args()
    old, new = (tensorjit_worker(b, 2, {"TENSORJIT_CACHE": "off"}) for b in (options.old, options.new))
    slower, ratios = [], []
    with tempfile.TemporaryDirectory() as folder:
        for workload in WORKLOADS:
            if not workload.name.startswith(tuple(options.only.split(","))):
                continue
            for form in [workload.main, *workload.permuted]:
                rng = np.random.default_rng(1)
                names = {}
                for p in form.parameters:
                    path = Path(folder) / f"{p.name}.npy"
                    np.save(path, make_input(p, workload.sizes[0], workload.distributions.get(p.name, "normal"), rng))
                    names[p.name] = p.name
                    for worker in (old, new):
                        worker.ask(op="load", name=p.name, path=str(path))
                for worker in (old, new):
                    rules = {"rewriting": False} if options.as_written and worker is old else {}
                    reply = worker.ask(op="compile", id="p", program=form.program, backend="llvm", **rules)
                    assert reply["ok"], reply
                first = new.ask(op="time", id="p", inputs=names, calls=5)["us"]
                calls = max(3, min(200, int(20_000 / max(statistics.median(first), 1))))
                pairs = []
                for _ in range(options.rounds):
                    times = [np.quantile(w.ask(op="time", id="p", inputs=names, calls=calls)["us"], 0.25) for w in (old, new)]
                    pairs.append(times)
                ratio = statistics.median(b / a for a, b in pairs)
                ratios.append(ratio)
                mark = "  slower" if ratio > 1.05 else ""
                slower += [workload.name] if mark else []
                print(f"{workload.title(workload.sizes[0]):45} {form.label[:20]:20} {statistics.median(a for a, _ in pairs):10.1f} "
                      f"{statistics.median(b for _, b in pairs):10.1f} us  {ratio:5.2f}{mark}", flush=True)
    print(f"geometric mean {statistics.geometric_mean(ratios):.3f}; slower by more than 5 %: {len(slower)} of {len(ratios)}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
