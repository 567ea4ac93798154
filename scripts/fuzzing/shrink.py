"""Makes a failing program small: fewer steps, no steps before the failing one, plain strides, small extents and values."""

from dataclasses import replace

import numpy as np

from .program import Program
from .session import Failure, Session
from .values import Input, contiguous_input


class Shrinker:
    def __init__(self, session: Session, attempts: int = 120):
        self.session, self.attempts = session, attempts

    def shrink(self, program: Program, failure: Failure) -> tuple[Program, Failure]:
        self.program, self.failure = program, failure
        if failure.step:
            self.attempt(self.program.only(failure.step))
        else:
            self.drop_steps()
        if failure.step and failure.step == self.program.steps[-1].name and not self.program.steps[-1].uses_dims:
            outputs = {}
            self.session.run_on(self.failure.backend, self.program, outputs)
            if outputs:
                self.attempt(self.program.cut({i.name: i.array for i in self.program.inputs} | outputs))
        self.plain_strides()
        self.small_extents()
        self.plain_values()
        return self.program, self.failure

    def attempt(self, candidate: Program) -> bool:
        """Whether the candidate fails in the same way; then it is the program from here on."""
        if self.attempts <= 0 or not candidate.steps:
            return False
        self.attempts -= 1
        try:
            failure = self.session.run(candidate)
        except Exception:  # NumPy itself has no answer for the candidate
            return False
        if not self.failure.like(failure):
            return False
        self.program, self.failure = candidate, failure
        return True

    def drop_steps(self):
        """Without a failing step: find the shortest list of results that still fails."""
        for step in list(self.program.steps):
            if self.attempt(self.program.only(step.name)):
                return
        for step in reversed(list(self.program.steps)):
            used = any(step.name in s.operands for s in self.program.steps)
            if not used:
                self.attempt(Program(self.program.inputs, [s for s in self.program.steps if s is not step]))

    def with_input(self, made: Input) -> Program:
        inputs = [made if i.name == made.name else i for i in self.program.inputs]
        return Program(inputs, self.program.steps)

    def plain_strides(self):
        for i in list(self.program.inputs):
            self.attempt(self.with_input(contiguous_input(i.name, i.dims, i.array)))

    def small_extents(self):
        """Cuts one named or counted extent at a time, in every input that has it."""
        for _ in range(6):
            if not any([self.cut_extent(d) for d in self.all_dims()]):
                return

    def all_dims(self) -> list[tuple[str, int]]:
        found = {(d, e) for i in self.program.inputs for d, e in zip(i.dims, i.shape)}
        return sorted(found, key=lambda de: -de[1])

    def cut_extent(self, dim: tuple[str, int]) -> bool:
        name, extent = dim
        for smaller in sorted({1, 2, 3, extent // 2, extent - 1}):
            if smaller >= extent or smaller < 1:
                continue
            inputs = []
            for i in self.program.inputs:
                array, dims = i.array, list(i.dims)
                for axis, (d, e) in enumerate(zip(i.dims, i.shape)):
                    if (d, e) == (name, extent):
                        array = np.take(array, range(smaller), axis=axis)
                        dims[axis] = str(smaller) if d.isdigit() else d
                inputs.append(contiguous_input(i.name, dims, array) if array.shape != i.shape else i)
            if self.attempt(Program(inputs, self.program.steps)):
                return True
        return False

    def plain_values(self):
        for i in list(self.program.inputs):
            for make in (np.zeros_like, np.ones_like):
                if self.attempt(self.with_input(replace(i, base=make(i.base)))):
                    break
            else:
                if i.base.size <= 64:
                    self.plain_elements(i.name)

    def plain_elements(self, name: str):
        for place in range(64):
            i = next(i for i in self.program.inputs if i.name == name)
            if place >= i.base.size:
                return
            base = i.base.copy()
            if base[place] == 1:
                continue
            base[place] = 1
            self.attempt(self.with_input(replace(i, base=base)))
