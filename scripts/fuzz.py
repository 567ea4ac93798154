"""Random programs over all operations, element types and stride patterns, on both backends, held against NumPy.

  .venv/bin/python scripts/fuzz.py [--count N] [--first N] [--seed N] [--jobs N] [--only TEXT] [--replay FOLDER]

Every step of a program is a result too, and each is compared with what NumPy makes of the values *we* computed for the
step's operands, so bounds do not grow. A failing program is shrunk and saved under fuzz-failures/. FUZZ_COUNT and
FUZZ_SEED set the defaults. Program number i of a seed is the same whatever the number of jobs, so that a long run may be made
in parts: --first 60000 --count 40000 goes on after the first 60,000.
"""

import argparse
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from fuzzing import operations_indexing  # noqa: F401  adds its steps
from fuzzing import operations_extents  # noqa: F401  adds its steps
from fuzzing import operations_creation, operations_shapes  # noqa: F401  add theirs
from fuzzing import operations_sorting  # noqa: F401  adds its own
from fuzzing import operations_elementwise, operations_reductions  # noqa: F401
from fuzzing import operations_complex  # noqa: F401  whose operands others do not take
from fuzzing.operations import random_program
from fuzzing.program import Program
from fuzzing.session import Failure, Session
from fuzzing.shrink import Shrinker
from fuzzing.values import Input
from progress import Progress
from worker_process import BINARY, ROOT

FAILURES = ROOT / "fuzz-failures"
warnings.filterwarnings("ignore")  # NumPy's, about the values this is for


def operations_table(binary) -> list[dict]:
    run = subprocess.run([binary, "ops", "--json"], capture_output=True, text=True, timeout=60)
    if run.returncode:
        sys.exit(f"tensorjit ops --json failed: {run.stderr}")
    return json.loads(run.stdout)


def make_program(seed: int, number: int, table, only: str | None) -> Program:
    rng = np.random.default_rng([seed, number])
    for _ in range(2000):
        program = random_program(rng, table)
        if only is None or any(only in s.template for s in program.steps):
            return program
    sys.exit(f"no program with {only!r} comes up")


def work(options, table, job: int, queue):
    """One job's share of the programs."""
    session = Session(options.binary, options.threads)
    shrunk = 0
    try:
        for number in range(options.first + job, options.first + options.count, options.jobs):
            program = make_program(options.seed, number, table, options.only)
            try:
                failure = session.run(program)
            except Exception as error:  # in this script, not in what it tests: say so and go on
                failure = Failure("-", "script", None, f"{type(error).__name__}: {error}")
            found = None
            if failure:
                small = program
                if failure.kind != "script" and shrunk < options.shrink:
                    shrunk += 1
                    small, failure = Shrinker(session).shrink(program, failure)
                found = save(options, number, small, failure)
            queue.put((job, found))
    finally:
        session.close()
        queue.put((job, "done"))


# MARK: Reproducers


def save(options, number: int, program: Program, failure: Failure) -> tuple[str, str, str]:
    folder = FAILURES / f"{options.seed}-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.tj").write_text(f"# {failure.backend}: {failure.kind}\n{program.text}")
    np.savez(folder / "inputs.npz", **{i.name: i.array for i in program.inputs})
    np.savez(folder / "bases.npz", **{i.name: i.base for i in program.inputs})
    layout = {i.name: {"dims": i.dims, **i.view, "layout": i.layout} for i in program.inputs}
    steps = [s.name for s in program.steps]
    about = {"seed": options.seed, "number": number, "only": options.only, "steps": steps, "layout": layout,
             "backend": failure.backend, "kind": failure.kind, "message": failure.message}
    (folder / "about.json").write_text(json.dumps(about, indent=2) + "\n")
    return failure.kind, failure.message, str(folder.relative_to(ROOT))


def replay(options, folder: Path) -> int:
    """Runs a saved program again: its inputs from the files, its steps and their checks from the seed."""
    about = json.loads((folder / "about.json").read_text())
    table = operations_table(options.binary)
    full = make_program(about["seed"], about["number"], table, about["only"])
    with np.load(folder / "bases.npz") as bases:
        inputs = [Input(n, v["dims"], bases[n], tuple(v["shape"]), tuple(v["strides"]), v["offset"])
                  for n, v in about["layout"].items()]
    program = Program(inputs, [s for s in full.steps if s.name in about["steps"]])
    print(program.text)
    for i in inputs:
        print(f"{i.name} = {i.array!r}  # strides {list(i.strides)}, offset {i.offset}")
    session = Session(options.binary, options.threads)
    try:
        failure = session.run(program)
    finally:
        session.close()
    print(f"{failure.backend}: {failure.kind}: {failure.message}" if failure else "passes now")
    return 1 if failure else 0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=int(os.environ.get("FUZZ_COUNT", "20000")))
    parser.add_argument("--first", type=int, default=0, help="the number of the first program")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(10**6))))
    parser.add_argument("--jobs", type=int, default=max(1, min(8, os.cpu_count() or 1)))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", help="programs with a step whose text contains this")
    parser.add_argument("--shrink", type=int, default=10, help="how many failures each job shrinks; the rest are saved whole")
    parser.add_argument("--stop-after", type=int, default=200, help="failures that end the run")
    parser.add_argument("--show", action="store_true", help="print the programs of the seed and stop")
    parser.add_argument("--replay", type=Path, metavar="FOLDER")
    parser.add_argument("--binary", default=BINARY)
    return parser.parse_args()


def main() -> int:
    options = parse_options()
    if not Path(options.binary).exists():
        print(f"{options.binary} is not there: build it first (make build)", file=sys.stderr)
        return 64
    if options.replay:
        return replay(options, options.replay)
    table = operations_table(options.binary)
    if options.show:
        for number in range(options.first, options.first + options.count):
            print(make_program(options.seed, number, table, options.only).text)
        return 0
    print(f"fuzz: seed {options.seed}, {options.count} programs from number {options.first}, both backends, NumPy {np.__version__}", flush=True)
    start = time.monotonic()
    queue = multiprocessing.Queue()
    jobs = [multiprocessing.Process(target=work, args=(options, table, job, queue)) for job in range(options.jobs)]
    for job in jobs:
        job.start()
    passed, failures, running = 0, [], len(jobs)
    progress = Progress(options.count, "programs")
    try:
        while running and len(failures) < options.stop_after:
            try:
                job, found = queue.get(timeout=600)
            except Exception:
                print("no job has reported for ten minutes", file=sys.stderr)
                failures.append(("script", "hang", ""))
                break
            if found == "done":
                running -= 1
            elif found:
                failures.append(found)
                progress.clear()
                print(f"FAILED {found[2]}: {found[0]}: {found[1]}", flush=True)
            else:
                passed += 1
            progress.show(passed + len(failures), f"{len(failures)} failed" if failures else "")
    finally:
        for job in jobs:
            if running:
                job.terminate()
            job.join(timeout=10)
        progress.clear()
    complete = passed + len(failures) == options.count
    print(f"{passed} passed, {len(failures)} failed"
          f"{'' if complete else f', of {options.count}: stopped early'} (seed {options.seed}, {time.monotonic() - start:.0f} s)")
    return 0 if complete and not failures else 1


if __name__ == "__main__":
    sys.exit(main())
