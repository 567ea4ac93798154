"""Runs the test that writes the fixtures' arrays again, and reads the result with NumPy.

Run from the package's root after `swift build -c release --build-tests`.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

FIXTURES = pathlib.Path("Tests/TensorNumPyFilesTests/Fixtures")
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(
        ["swift", "test", "-c", "release", "--skip-build", "--filter", "NPZTests.writesFilesForNumPy"],
        check=True, env=os.environ | {"ROUND_TRIP_FOLDER": folder}, stdout=subprocess.DEVNULL)
    checked = 0
    for line in (FIXTURES / "index.txt").read_text(encoding="utf-8").splitlines():
        file, entry, dtype, shape, data = line.split("\t")
        x = np.load(pathlib.Path(folder) / file)
        if entry != "-":
            x = x[entry]
        expected = np.frombuffer(bytes.fromhex("" if data == "-" else data), dtype)
        expected = expected.reshape([int(k) for k in shape.split(",") if k != "-"])
        if x.dtype != expected.dtype or x.shape != expected.shape or x.tobytes() != expected.tobytes():
            sys.exit(f"{file} {entry}: NumPy reads something else")
        checked += 1
    print(checked, "arrays written here read back by NumPy")
