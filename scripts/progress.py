"""A progress bar on standard error, when that is a terminal; else a line now and then."""

import sys
import time


class Progress:
    def __init__(self, total: int, what: str):
        self.total, self.what = max(1, total), what
        self.start = self.shown = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def show(self, done: int, note: str = ""):
        now = time.monotonic()
        if done < self.total and now - self.shown < (0.1 if self.terminal else 30):
            return
        self.shown = now
        elapsed = now - self.start
        left = elapsed / done * (self.total - done) if done else 0
        if self.terminal:
            filled = 30 * done // self.total
            bar = "█" * filled + "░" * (30 - filled)
            print(f"\r\x1b[K{bar} {done}/{self.total} {self.what}, {left:.0f} s left {note[:60]}", end="", file=sys.stderr)
        else:
            print(f"{done}/{self.total} {self.what}, {elapsed:.0f} s {note}", file=sys.stderr)
        sys.stderr.flush()

    def clear(self):
        if self.terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
