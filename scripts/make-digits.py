"""Makes Examples/Data/digits.npz from digits.csv: images (u8, 1797x64) and labels (i64, 1797).

  .venv/bin/python scripts/make-digits.py

The same CSV gives the same bytes: the archive carries no times.
"""

import io
import zipfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "Examples" / "Data"


def main():
    table = np.loadtxt(DATA / "digits.csv", delimiter=",", dtype=np.int64)
    assert table.shape == (1797, 65) and table[:, :64].min() == 0 and table[:, :64].max() == 16
    arrays = {"images": table[:, :64].astype(np.uint8), "labels": table[:, 64]}
    with zipfile.ZipFile(DATA / "digits.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            file = io.BytesIO()
            np.save(file, np.ascontiguousarray(array))
            archive.writestr(zipfile.ZipInfo(name + ".npy"), file.getvalue(), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main()
