"""Hostile inputs: each must end `tensorjit eval` with status 65, a message, and nothing on standard output.

  .venv/bin/python scripts/hostile.py [--only TEXT] [--keep FOLDER]

Within ten seconds and a gibibyte of memory each. The cases come from hostile_files.py and hostile_programs.py.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hostile_files import npy_cases, npz_cases
from hostile_programs import program_cases
from progress import Progress
from worker_process import BINARY

SECONDS = 10
MEMORY = 1 << 30
PASSTHROUGH = "(x: f64[n]) -> x"


def limit_memory():
    # A backstop for the machine; the bound that is asserted is the resident size.
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def command(binary, kind: str, path: Path, inputs: list[str]) -> list[str]:
    match kind:
        case "npy":
            return [binary, "eval", "-e", PASSTHROUGH, "--input", f"x={path}"]
        case "npz":
            return [binary, "eval", "-e", PASSTHROUGH, "--input", str(path)]
        case _:
            return [binary, "eval", str(path), *[part for i in inputs for part in ("--input", i)]]


def run(arguments: list[str], directory: Path) -> tuple[int | None, bytes, bytes, int, float]:
    """Status (negative: a signal; None: too long), standard output and error, resident bytes, seconds."""
    out, error = directory / "stdout", directory / "stderr"
    with out.open("wb") as stdout, error.open("wb") as stderr:
        start = time.monotonic()
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                   preexec_fn=limit_memory, env=os.environ | {"TENSORJIT_CACHE": "off"})
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() - start > SECONDS:
                process.kill()
                _, _, usage = os.wait4(process.pid, 0)
                code = None
                break
            time.sleep(0.002)
        process.returncode = -1 if code is None else code
    resident = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return code, out.read_bytes()[:1000], error.read_bytes()[:4000], resident, time.monotonic() - start


def judge(code, out, error, resident) -> str | None:
    if code is None:
        return f"did not end within {SECONDS} s"
    if code < 0:
        return f"died with signal {-code}"
    if code != 65:
        return f"status {code}: {(error or out).decode(errors='replace').strip()[:200]}"
    if out:
        return f"wrote to standard output: {out[:80]!r}"
    if not error.strip():
        return "no message"
    if resident > MEMORY:
        return f"took {resident >> 20} MiB"
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--keep", type=Path, help="write the inputs here and leave them")
    parser.add_argument("--show", action="store_true", help="print each case's message")
    parser.add_argument("--binary", default=BINARY)
    options = parser.parse_args()
    if not Path(options.binary).exists():
        print(f"{options.binary} is not there: build it first (make build)", file=sys.stderr)
        return 64
    cases = [("npy", n, data, []) for n, data in npy_cases()] + [("npz", n, data, []) for n, data in npz_cases()]
    cases += [("tj", name, data, inputs) for name, data, inputs in program_cases()]
    cases = [c for c in cases if not options.only or options.only in f"{c[0]}: {c[1]}"]
    failed, longest, largest = 0, 0.0, 0
    with tempfile.TemporaryDirectory(prefix="tensorjit-hostile-") as made:
        directory = options.keep or Path(made)
        directory.mkdir(parents=True, exist_ok=True)
        progress = Progress(len(cases), "inputs")
        for number, (kind, name, data, inputs) in enumerate(cases):
            path = directory / f"{number:03}.{kind}"
            path.write_bytes(data)
            code, out, error, resident, seconds = run(command(str(options.binary), kind, path, inputs), Path(made))
            longest, largest = max(longest, seconds), max(largest, resident)
            wrong = judge(code, out, error, resident)
            if wrong:
                failed += 1
                progress.clear()
                print(f"FAILED {kind}: {name}: {wrong}", flush=True)
            elif options.show:
                print(f"{kind}: {name}: {error.decode(errors='replace').strip()}")
            if not options.keep:
                path.unlink()
            progress.show(number + 1, f"{failed} failed" if failed else "")
        progress.clear()
    print(f"{len(cases) - failed} of {len(cases)} hostile inputs refused properly; longest {longest:.1f} s, "
          f"largest {largest >> 20} MiB")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
