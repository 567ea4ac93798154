"""Random programs that may be wrong: extents that may not fit, sizes, indices and counts that may be out of range, on both backends.

  .venv/bin/python scripts/fuzz-errors.py [--count N] [--first N] [--seed N] [--only TEXT]

For about half of a program's inputs NumPy raises an error. Then we must, when the program is built or when it is called, with rewriting
and without; else our result must be equal. STRICTER and KNOWN list where it may differ. `--first NUMBER --count 1` runs a program again.
(Programs of `fuzz.py` are larger, but right; those of `fuzz-indices.py` are one index.)
"""

import argparse
import random
import re
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fuzzing import numpy_meaning
from fuzzing.session import BACKENDS
from fuzzing.wrong_programs import WrongProgram
from progress import Progress
from worker_process import BINARY, WorkerDied, tensorjit_worker

CALLS = 4
TRIES = 8
warnings.filterwarnings("ignore")  # NumPy's, about the values this is for


@dataclass
class Call:
    inputs: dict[str, np.ndarray]
    expected: list[np.ndarray] | None
    error: str  # NumPy's


@dataclass
class Answer:
    results: list[np.ndarray] | None
    error: str


ELEMENTS = re.compile(
    "invalid entry|in the range|must (be|not contain) (non-negative|positive|negative)|no negative|autodetected range|sum to zero|all zero"
    "|include zero|All-NaN|monotonically|as demanded|negative integer powers|cannot be negative|repeats may not|too large to convert")
OUT_OF_BOUNDS = re.compile("out of (bounds|range)")
INDICES = re.compile(r"\b[abcgijnstu][0-3]\b|arg(sort|max)|unique|intersect1d|flatnonzero|lexsort|tri[lu]_indices|\[\[\d")
RUN_TIME_EXTENTS = re.compile(r"\b[nstghmkc][0-3]\b|> 0\]|nonzero|unique|intersect1d|setdiff1d|union1d")

# Known differences: what NumPy does, and the error that we have for it.
STRICTER = {
    "takes negative run-time extents for none, or in a shape for -1 (decision 20)": "negative dimensions are not allowed",
    "takes run-time extents and bounds of 2^60 and more (decision 20)": "(the integer|an extent of) .* is too large",
    "drops leading axes of extent 1 of what is written":
        "does not broadcast to the shape|more dimensions .* than the requested|insert: values with",
    "inserts any number of slices at one place, which must be known here": "insert: axis .* requested extent: .*and 1 must",
    "does not check several negative places": "insert: the indices along axis",
    "does not ask where to partition what is empty": "partition: kth",
    "takes a mask of no elements for any array": "(boolean index there|piecewise: .*): extents .*\\b0\\b",
    "takes longer conditions where nothing holds beyond": "length of the condition",
    "looks at no weights where nothing is counted": "number of integers: extents .* and 0 must",
    "looks only at entries of a sorter that a search meets": "searchsorted: (index|sorter)",
    "writes nothing if what is written is empty": "cannot do a non-empty take from an empty axis",
    "gives NaN for weighted quantiles of nothing": "there is no nan(quantile|percentile) of no elements",
    "asks nothing of an empty shape without indices into it": "ravel_multi_index: the shape must not have zero entries",
}


def is_unread(program: WrongProgram, answer: Answer) -> bool:
    return answer.results is not None and (program.reading != "all" or all(r.size == 0 for r in answer.results))


def has_empty(call: Call) -> bool:
    return any(array.size == 0 for array in call.inputs.values())


def elements(program: WrongProgram, call: Call, answer: Answer) -> bool:
    is_asked = ELEMENTS.search(call.error) or OUT_OF_BOUNDS.search(call.error) and INDICES.search(program.expression)
    return bool(is_asked) and is_unread(program, answer)


def run_time_extents(program: WrongProgram, call: Call, answer: Answer) -> bool:
    if program.reading == "some" or not RUN_TIME_EXTENTS.search(program.expression):
        return False
    return is_unread(program, answer) and (call.expected is None or "insert(" in program.expression)


def quantile_of_no_rows(program: WrongProgram, call: Call, answer: Answer) -> bool:
    return is_unread(program, answer) and "quantile" in program.expression and "index -1 is out of bounds" in call.error


def forgotten_q(program: WrongProgram, call: Call, answer: Answer) -> bool:
    is_meant = re.search("nan(quantile|percentile)", program.expression) and has_empty(call)
    return bool(is_meant) and call.expected is not None and answer.results is not None


def forgotten_y(program: WrongProgram, call: Call, answer: Answer) -> bool:
    return bool(re.search("cov|corrcoef", program.expression)) and has_empty(call) and call.expected is not None


def covariance_of_one_row(program: WrongProgram, call: Call, answer: Answer) -> bool:
    if "cov(" not in program.expression or answer.results is None:
        return False
    ours = answer.results[0]
    if call.expected is None:
        return ours.size == 1 and "IndexError" in call.error
    return ours.size == call.expected[0].size and ours.shape != call.expected[0].shape


def covariance_without_weight(program: WrongProgram, call: Call, answer: Answer) -> bool:
    is_meant = "cov(" in program.expression and "ZeroDivisionError" in call.error and answer.results is not None
    return is_meant and all(np.isnan(r).all() for r in answer.results)


# The other known differences.
KNOWN = {
    "elements that nobody reads are not checked": elements,
    "extents that are run-time values are checked where something is computed with them": run_time_extents,
    "NumPy looks for the last of no elements even in no rows": quantile_of_no_rows,
    "NumPy's quantiles without NaN forget the shape of q where there is nothing": forgotten_q,
    "NumPy's covariances forget y and the weights where x has no rows": forgotten_y,
    "covariances by weights that sum to zero are NaN, as those of nothing": covariance_without_weight,
    "the covariance of one row is a number only where that is known": covariance_of_one_row,
}


def is_known(program: WrongProgram, call: Call, answer: Answer) -> bool:
    is_stricter = any(re.search(error, answer.error) for error in STRICTER.values())
    return is_stricter or any(applies(program, call, answer) for applies in KNOWN.values())


def make_call(program: WrongProgram, code, should_fail: bool) -> Call:
    """Inputs for which NumPy raises an error, or does not, if such come up."""
    for _ in range(TRIES):
        inputs = program.inputs()
        try:
            call = Call(inputs, numpy_meaning.results(code, inputs), "")
        except numpy_meaning.ERRORS as error:
            call = Call(inputs, None, f"{type(error).__name__}: {error}")
        if (call.expected is None) == should_fail:
            break
    return call


def make_program(seed: int, number: int, only: str) -> WrongProgram:
    rng = np.random.default_rng([seed, number])
    for _ in range(5000):
        program = WrongProgram(rng)
        if only in program.text:
            return program
    sys.exit(f"no program with {only!r} comes up")


def difference(program: WrongProgram, call: Call, answer: Answer) -> str | None:
    if (answer.results is None) == (call.expected is None):
        problem = answer.results and unequal(answer.results, call.expected)
    elif answer.results is None:
        problem = f"error: {answer.error}"
    else:
        problem = f"no error, NumPy: {call.error}; ours {[r.tolist() if r.size else r.shape for r in answer.results]}"
    return None if problem and is_known(program, call, answer) else problem


def unequal(ours: list[np.ndarray], theirs: list[np.ndarray]) -> str | None:
    if [r.shape for r in ours] != [r.shape for r in theirs]:
        return f"shapes {[r.shape for r in ours]}, expected {[r.shape for r in theirs]}"
    for our, their in zip(ours, theirs):
        same = np.isclose(our, their, equal_nan=True) if their.dtype.kind in "fc" else our == their
        if not np.all(same):
            return f"ours {our.tolist()}, expected {their.tolist()}"
    return None


class Runner:
    def __init__(self, binary, folder: Path):
        self.worker = tensorjit_worker(binary, 2, {"TENSORJIT_CACHE": "off"}, 30.0)
        self.folder = folder

    def wrong(self, program: WrongProgram, calls: list[Call]) -> str | None:
        """The first thing that is wrong with the program."""
        for backend in BACKENDS:
            for rewriting in (True, False):
                call = None
                try:
                    refusal = self.build(program, backend, rewriting)
                    for call in calls:
                        answer = Answer(None, refusal) if refusal else self.run(call)
                        if problem := difference(program, call, answer):
                            break
                    else:
                        continue
                except WorkerDied as end:
                    problem = str(end).partition(":")[0]
                inputs = (call or calls[0]).inputs
                given = ", ".join(f"{name} = {array.tolist() if array.size else array.shape}" for name, array in inputs.items())
                return f"{backend}{'' if rewriting else ' without rules'}: {program.text}\n  {given}\n  {problem}"
        return None

    def build(self, program: WrongProgram, backend: str, rewriting: bool) -> str:
        reply = self.worker.ask(op="compile", id="p", program=program.text, backend=backend, rewriting=rewriting)
        return "" if reply["ok"] else reply["error"]

    def run(self, call: Call) -> Answer:
        for name, array in call.inputs.items():
            path = str(self.folder / f"{name}.npy")
            np.save(path, array)
            assert self.worker.ask(op="load", name=name, path=path)["ok"]
        saved = self.folder / "out.npz"
        reply = self.worker.ask(op="run", id="p", inputs={name: name for name in call.inputs}, save=str(saved))
        if not reply["ok"]:
            return Answer(None, reply["error"])
        with np.load(saved) as results:
            return Answer([results[name] for name in results.files], "")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first program")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", metavar="TEXT", help="programs whose text contains this")
    parser.add_argument("--stop-after", type=int, default=30, help="wrong programs that end the run")
    parser.add_argument("--show", action="store_true", help="print the programs of the seed and stop")
    parser.add_argument("--binary", default=BINARY)
    return parser.parse_args()


def main() -> int:
    options = parse_options()
    numbers = range(options.first, options.first + options.count)
    if options.show:
        for number in numbers:
            print(make_program(options.seed, number, options.only).text)
        return 0
    done = calls_made = errors = wrong = 0
    progress = Progress(options.count, "programs")
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="tensorjit-errors-", dir=memory if memory.is_dir() else None) as directory:
        runner = Runner(options.binary, Path(directory))
        for number in numbers:
            program = make_program(options.seed, number, options.only)
            code = numpy_meaning.compiled(program.expression)
            calls = [make_call(program, code, should_fail=index % 2 == 0) for index in range(CALLS)]
            problem = runner.wrong(program, calls)
            done += 1
            calls_made += len(calls)
            errors += sum(call.expected is None for call in calls)
            if problem:
                wrong += 1
                progress.clear()
                print(f"WRONG {options.seed}/{number} {problem}"[:1200], flush=True)
                if wrong == options.stop_after:
                    break
            progress.show(done, f"{wrong} wrong" if wrong else "")
        runner.worker.quit()
    progress.clear()
    print(f"{done} programs with {calls_made} inputs, {errors} of them errors in NumPy; {wrong} wrong (seed {options.seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
