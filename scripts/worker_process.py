"""A child process that answers one JSON line for each JSON line: `tensorjit worker`, the benchmark's peers and limits."""

import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build" / "release" / "tensorjit"


class WorkerDied(Exception):
    """The process ended, or did not answer in time."""


class WorkerProcess:
    def __init__(self, command, environment=None, timeout=120.0):
        self.command = [str(part) for part in command]
        self.environment = os.environ | (environment or {})
        self.timeout = timeout
        self.process = None

    def start(self):
        self.log = tempfile.TemporaryFile()
        self.pending = b""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, env=self.environment)

    @property
    def is_running(self) -> bool:
        return self.process is not None

    def ask(self, timeout=None, **request) -> dict:
        """Sends one request; raises `WorkerDied` when no answer comes. The next request starts a new process."""
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            line = self.read_line(time.monotonic() + (timeout or self.timeout))
        except BrokenPipeError:
            line = b""
        if not line:
            raise WorkerDied(self.kill())
        return json.loads(line)

    def read_line(self, deadline: float) -> bytes:
        output = self.process.stdout.fileno()
        while b"\n" not in self.pending:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                return b""
            piece = os.read(output, 1 << 20)
            if not piece:
                return b""
            self.pending += piece
        line, self.pending = self.pending.split(b"\n", 1)
        return line

    def kill(self) -> str:
        """Ends the process and says how it came to that."""
        process, self.process = self.process, None
        try:
            status = process.wait(timeout=1)
            reason = f"died with signal {-status}" if status < 0 else f"ended with status {status}"
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            reason = "did not answer in time"
        self.log.seek(0)
        said = self.log.read().decode(errors="replace").strip()
        self.log.close()
        process.stdin.close()
        process.stdout.close()
        return reason + (": " + said[-2000:] if said else "")

    def quit(self):
        if self.process is None:
            return
        try:
            self.process.stdin.write(b'{"op": "quit"}\n')
            self.process.stdin.close()
            self.process.wait(timeout=5)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.process = None


def tensorjit_worker(binary=BINARY, threads=None, environment=None, timeout=120.0) -> WorkerProcess:
    command = [binary, "worker"] + (["--threads", threads] if threads else [])
    return WorkerProcess(command, environment, timeout)
