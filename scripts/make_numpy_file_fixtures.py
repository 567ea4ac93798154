"""Writes the files for Tests/TensorNumPyFilesTests/Fixtures with NumPy and Python's zipfile.

Run from the package's root. The files are committed; tests do not run this.
index.txt: for each array file, entry, type, shape and the bytes of the elements in row-major order.
hostile.txt: for each hostile file, the case of NumPyFileError.Problem that reading it must give.
"""
import io
import pathlib
import shutil
import struct
import warnings
import zipfile
import zlib

import numpy as np

OUT = pathlib.Path("Tests/TensorNumPyFilesTests/Fixtures")
shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir(parents=True)
rng = np.random.default_rng(7)
TYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
         "complex64", "complex128"]
index = []
hostile = []


def values(dtype, shape):
    if dtype == "bool":
        return rng.random(shape) < 0.5
    if dtype.startswith("float"):
        x = rng.normal(size=shape).astype(dtype)
        if x.size > 3:
            x.flat[0], x.flat[1], x.flat[2] = np.nan, -np.inf, -0.0
        return x
    if dtype.startswith("complex"):
        return (values("float64", shape) + 1j * rng.normal(size=shape)).astype(dtype)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def note(file, entry, x):
    native = np.ascontiguousarray(x).astype(x.dtype.newbyteorder("="))
    shape = ",".join(map(str, x.shape)) or "-"
    index.append("\t".join([file, entry or "-", native.dtype.name, shape, native.tobytes().hex() or "-"]))


def save(name, x, version=None):
    with open(OUT / name, "wb") as f, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.lib.format.write_array(f, x, version=version)
    note(name, None, x)


for dtype in TYPES:
    save(f"{dtype}.npy", values(dtype, (3, 4)))
    save(f"{dtype}-fortran.npy", np.asfortranarray(values(dtype, (3, 2, 2))))
    save(f"{dtype}-big.npy", values(dtype, (5,)).astype(np.dtype(dtype).newbyteorder(">")))
    save(f"{dtype}-scalar.npy", values(dtype, ()))
    save(f"{dtype}-empty.npy", values(dtype, (0, 3)))
save("version2.npy", values("float64", (2, 3)), (2, 0))
save("version3.npy", values("int16", (2, 3)), (3, 0))
save("rank32.npy", values("int8", (1,) * 31 + (3,)))
save("big-fortran.npy", np.asfortranarray(values("float32", (4, 3))).astype(">f4", order="F"))
save("long.npy", values("float64", (100, 3)))


def npz(name, arrays, compressed=False):
    (np.savez_compressed if compressed else np.savez)(OUT / name, **arrays)
    for key, x in arrays.items():
        note(name, key, x)


several = {f"a_{dtype}": values(dtype, (2, 3)) for dtype in reversed(TYPES)}
npz("stored.npz", several)
npz("deflated.npz", several | {"zeros": np.zeros((50, 40)), "noise": rng.integers(0, 256, 3000, dtype=np.uint8)}, True)
npz("empty-array.npz", {"x": np.zeros((0, 2)), "y": np.array(3.5)}, True)
npz("none.npz", {})
npz("names.npz", {"größe": np.arange(3), "a/b": np.arange(2), "files": np.ones(1), "with space": np.ones(2)})
zipfile.ZIP64_LIMIT = 10
zipfile.ZIP_FILECOUNT_LIMIT = 1
npz("zip64.npz", {"x": np.arange(6.0), "y": np.arange(4)})
zipfile.ZIP64_LIMIT = (1 << 31) - 1
zipfile.ZIP_FILECOUNT_LIMIT = 65535


class Unseekable(io.RawIOBase):
    """A stream without seek: zipfile then writes data descriptors."""

    def __init__(self): self.bytes = b""
    def writable(self): return True
    def write(self, b): self.bytes += bytes(b); return len(b)


stream = Unseekable()
x = values("int32", (7,))
member = io.BytesIO()
np.save(member, x)
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo("x.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
(OUT / "descriptor.npz").write_bytes(stream.bytes)
note("descriptor.npz", "x", x)


# Hostile files.
def bad(name, data, problem):
    (OUT / f"bad-{name}").write_bytes(data)
    hostile.append(f"bad-{name} {problem}")


def npy(text, data=b"", major=1, minor=0, length=None):
    text = text.encode("latin1") if isinstance(text, str) else text
    n = len(text) if length is None else length
    return b"\x93NUMPY" + bytes([major, minor]) + struct.pack("<H" if major == 1 else "<I", n) + text + data


def head(descr="'<f8'", fortran="False", shape="(2,)"):
    return f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n"


good = npy(head(), np.arange(2.0).tobytes())
bad("nothing.npy", b"", "truncated")
bad("magic.npy", b"\x93NUMPX" + good[6:], "badMagic")
bad("text.npy", b"hello, this is text", "badMagic")
bad("short-magic.npy", good[:4], "badMagic")
bad("cut-version.npy", good[:7], "truncated")
bad("cut-length.npy", good[:9], "truncated")
bad("cut-header.npy", good[:40], "truncated")
bad("cut-data.npy", good[:-1], "truncated")
bad("version0.npy", npy(head(), b"\0" * 16, major=0), "unsupportedVersion")
bad("version4.npy", npy(head(), b"\0" * 16, major=4), "unsupportedVersion")
bad("version11.npy", npy(head(), b"\0" * 16, minor=1), "unsupportedVersion")
bad("long-header.npy", npy(head(), b"\0" * 16, major=2, length=0xFFFFFFFF), "headerTooLong")
bad("long-header1.npy", npy(head(), b"\0" * 16, length=0xFFFF), "truncated")
bad("empty-header.npy", npy(""), "headerSyntax")
bad("list-header.npy", npy("[1, 2]"), "headerSyntax")
bad("number-header.npy", npy("12"), "headerSyntax")
bad("code-header.npy", npy("__import__('os').system('true')"), "headerSyntax")
bad("open-brace.npy", npy("{'descr': '<f8'"), "headerSyntax")
bad("open-string.npy", npy("{'descr: 1}"), "headerSyntax")
bad("no-colon.npy", npy("{'descr' '<f8'}"), "headerSyntax")
bad("no-comma.npy", npy("{'descr': '<f8' 'shape': ()}"), "headerSyntax")
bad("trailing.npy", npy(head().strip() + " x"), "headerSyntax")
bad("deep.npy", npy("(" * 5000 + ")" * 5000), "headerSyntax")
bad("deep-shape.npy", npy(head(shape="[" * 2000 + "]" * 2000)), "headerSyntax")
bad("binary.npy", npy(bytes(range(256))), "headerSyntax")
bad("utf8.npy", npy(b"{'descr': '\xff\xfe<f8', 'fortran_order': False, 'shape': (1,)}", b"\0" * 8, major=3),
    "unsupportedElementType")
bad("twice.npy", npy("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (0,)}"), "headerSyntax")
bad("extra-key.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), 'x': 1}"), "headerSyntax")
bad("number-key.npy", npy("{1: '<f8', 'fortran_order': False, 'shape': (0,)}"), "headerSyntax")
bad("no-shape.npy", npy("{'descr': '<f8', 'fortran_order': False}"), "headerField")
bad("no-descr.npy", npy("{'shape': (), 'fortran_order': False}"), "headerField")
bad("fortran-number.npy", npy(head(fortran="1")), "headerField")
bad("descr-number.npy", npy(head(descr="8")), "headerField")
for i, shape in enumerate(["3", "'3'", "[3]", "(-1,)", "(1.5,)", "('a',)", "(True,)", "None", "((1,),)", "(2"]):
    problem = "headerSyntax" if shape in ("(1.5,)", "(2") else "headerField"
    bad(f"shape{i}.npy", npy(head(shape=shape), b"\0" * 64), problem)
bad("shape-digits.npy", npy(head(shape="(" + "9" * 40 + ",)")), "headerSyntax")
bad("rank65.npy", npy(head(shape="(" + "1," * 65 + ")"), b"\0" * 8), "headerField")
bad("rank20000.npy", npy(head(shape="(" + "1," * 20000 + ")"), b"\0" * 8), "headerField")
for i, shape in enumerate(["(4611686018427387904, 4)", "(9223372036854775807,)", "(4294967296, 4294967296)",
                           "(0, 9223372036854775807)", "(3037000500, 3037000500, 2)", "(2305843009213693953, 8)"]):
    bad(f"wraps{i}.npy", npy(head(shape=shape), b"\0" * 64), "array")
for i, shape in enumerate(["(1000000000000,)", "(1000000, 100000)", "(3,)", "(1152921504606846975,)"]):
    bad(f"huge{i}.npy", npy(head(shape=shape), b"\0" * 16), "truncated")
for i, descr in enumerate(["'<g'", "'<c32'", "'>c17'", "'|O'", "'|S5'", "'<U7'", "'<M8[ns]'", "'<m8[s]'", "'|V4'",
                           "'<f16'", "''", "'<'", "'<i3'", "'<x8'", "'f'  'f'", "[('a', '<f8')]", "('<f8', (2,))",
                           "'" + "a" * 3000 + "'", "'<f8,<f8'", "'<i99999999999999999999'"]):
    problem = "headerSyntax" if descr.count("'f'") == 2 else "unsupportedElementType"
    bad(f"descr{i}.npy", npy(head(descr=descr), b"\0" * 32), problem)


def entry_bytes(x):
    b = io.BytesIO()
    np.save(b, x)
    return b.getvalue()


def archive(members, method=zipfile.ZIP_STORED, comment=b""):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", method) as z, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members:
            # A ZipInfo has a fixed date, so that the files come out the same each time.
            z.writestr(zipfile.ZipInfo(name), data, method)
        z.comment = comment
    return bytearray(b.getvalue())


def patched(data, where, fmt, value):
    data = bytearray(data)
    struct.pack_into(fmt, data, where, value)
    return data


x = entry_bytes(np.arange(5.0))
one = archive([("x.npy", x)])
packed = archive([("x.npy", x)], zipfile.ZIP_DEFLATED)
two = archive([("x.npy", x), ("y.npy", x)])
D = one.index(b"PK\x01\x02")
E = one.index(b"PK\x05\x06")
DP = packed.index(b"PK\x01\x02")
bad("empty.npz", b"", "notAZipArchive")
bad("text.npz", b"x" * 300, "notAZipArchive")
bad("npy.npz", good, "notAZipArchive")
bad("head-only.npz", one[:D], "notAZipArchive")
bad("cut-end.npz", one[:-1], "notAZipArchive")
bad("comment-length.npz", patched(one, E + 20, "<H", 5), "notAZipArchive")
bad("directory-offset.npz", patched(one, E + 16, "<I", 0x7FFFFFFF), "damagedArchive")
bad("directory-size.npz", patched(one, E + 12, "<I", 0x7FFFFFFF), "damagedArchive")
bad("directory-saturated.npz", patched(one, E + 16, "<I", 0xFFFFFFFF), "damagedArchive")
bad("directory-shift.npz", patched(one, E + 16, "<I", D - 1), "damagedArchive")
bad("count-more.npz", patched(patched(one, E + 8, "<H", 2), E + 10, "<H", 2), "damagedArchive")
bad("count-many.npz", patched(patched(one, E + 8, "<H", 60000), E + 10, "<H", 60000), "damagedArchive")
bad("count-less.npz", patched(patched(two, len(two) - 14, "<H", 1), len(two) - 12, "<H", 1), "damagedArchive")
bad("disks.npz", patched(one, E + 4, "<H", 3), "unsupportedArchive")
bad("encrypted.npz", patched(one, D + 8, "<H", 1), "unsupportedArchive")
bad("method.npz", patched(one, D + 10, "<H", 12), "unsupportedArchive")
bad("method-differs.npz", patched(one, D + 10, "<H", 8), "damagedArchive")
bad("signature.npz", patched(one, D, "<I", 0x12345678), "damagedArchive")
bad("local-signature.npz", patched(one, 0, "<I", 0x12345678), "damagedArchive")
bad("local-name.npz", patched(one, 30, "<B", ord("z")), "damagedArchive")
bad("local-name-length.npz", patched(one, 26, "<H", 60000), "damagedArchive")
bad("local-extra-length.npz", patched(one, 28, "<H", 60000), "truncated")
bad("name-length.npz", patched(one, D + 28, "<H", 60000), "truncated")
bad("entry-offset.npz", patched(one, D + 42, "<I", 0x7FFFFFFF), "damagedArchive")
bad("entry-offset64.npz", patched(one, D + 42, "<I", 0xFFFFFFFF), "damagedArchive")
bad("sizes-differ.npz", patched(one, D + 24, "<I", 17), "sizeMismatch")
bad("size-long.npz", patched(patched(one, D + 24, "<I", 5000), D + 20, "<I", 5000), "truncated")
bad("size-short.npz", patched(patched(one, D + 24, "<I", 100), D + 20, "<I", 100), "truncated")
bad("size-wild.npz", patched(patched(one, D + 24, "<I", 0xFFFFFFFF), D + 20, "<I", 0xFFFFFFFF), "truncated")
bad("crc.npz", patched(one, D + 16, "<I", 12345), "checksumMismatch")
bad("data.npz", patched(one, D - 3, "<B", 77), "checksumMismatch")
bad("crc-deflated.npz", patched(packed, DP + 16, "<I", 12345), "checksumMismatch")
bad("declared-bomb.npz", patched(packed, DP + 24, "<I", 0x7FFFFFFF), "impossibleSize")
bad("declared-more.npz", patched(packed, DP + 24, "<I", len(x) + 8), "sizeMismatch")
bad("declared-less.npz", patched(packed, DP + 24, "<I", len(x) - 8), "sizeMismatch")
bad("compressed-less.npz", patched(packed, DP + 20, "<I", 20), "badCompressedData")
bad("twice.npz", archive([("x.npy", x), ("x.npy", x)]), "duplicateName")
bad("twice-by-suffix.npz", archive([("x.npy", x), ("x", x)]), "duplicateName")
bad("not-npy.npz", archive([("readme.txt", b"hello")]), "notAnArrayEntry")
for i, name in enumerate(["/etc/x.npy", "../x.npy", "a/../../x.npy", "dir/", "a\\x.npy", "a\x07.npy", "/", ".."]):
    bad(f"name{i}.npz", archive([(name, x)]), "invalidName")
bad("name-utf8.npz", one.replace(b"x.npy", b"\xff.npy"), "invalidName")
bad("name-nul.npz", one.replace(b"x.npy", b"\0.npy"), "invalidName")
nameless = one
for place, number in [(26, 0), (28, 5), (D + 28, 0), (D + 30, 5)]:
    nameless = patched(nameless, place, "<H", number)
bad("name-empty.npz", nameless, "invalidName")
overlap = bytearray(two)
second = two.index(b"PK\x01\x02", two.index(b"PK\x01\x02") + 1)
overlap = bytes(patched(overlap, second + 42, "<I", 0)).replace(b"y.npy", b"x.npy")
overlap = bytearray(overlap)
overlap[second + 46] = ord("x")
bad("overlap-same.npz", overlap, "duplicateName")
# Two entries whose data are one: the second local header stands inside the data of the first.
inner = archive([("y.npy", x)])
inner = inner[:inner.index(b"PK\x01\x02")]
outer = archive([("x.npy", bytes(inner))])
D2 = outer.index(b"PK\x01\x02")
central = bytearray(one[D:E].replace(b"x.npy", b"y.npy"))
struct.pack_into("<I", central, 42, 35)
merged = outer[:D2] + outer[D2:outer.index(b"PK\x05\x06")] + central
end = bytearray(outer[outer.index(b"PK\x05\x06"):])
struct.pack_into("<HHI", end, 8, 2, 2, len(merged) - D2)
bad("overlap.npz", merged + end, "damagedArchive")


def with_stream(raw_entry, compressed):
    """An archive whose deflated data are replaced, with sizes and checksum to match."""
    a = archive([("x.npy", raw_entry)], zipfile.ZIP_DEFLATED)
    d = a.index(b"PK\x01\x02")
    e = a.index(b"PK\x05\x06")
    local, central, end = a[:35], a[d:e], a[e:]
    struct.pack_into("<I", local, 18, len(compressed))
    struct.pack_into("<I", central, 20, len(compressed))
    struct.pack_into("<I", end, 16, 35 + len(compressed))
    return local + compressed + central + end


def deflate(data):
    c = zlib.compressobj(6, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


bad("stream-garbage.npz", with_stream(x, b"\xff" * 60), "badCompressedData")
bad("stream-cut.npz", with_stream(x, deflate(x)[:-5]), "badCompressedData")
bad("stream-longer.npz", with_stream(x, deflate(x + b"\0" * 100)), "sizeMismatch")
bad("stream-bomb.npz", with_stream(x, deflate(x + b"\0" * 20_000_000)), "sizeMismatch")
bad("stream-shorter.npz", with_stream(x, deflate(x[:-10])), "truncated")
bad("stream-empty.npz", with_stream(x, b"\x03\x00" + b"\0" * 20), "truncated")
big = npy(head(shape="(1000000000000,)"), b"\0" * 100)
bad("header-bomb.npz", archive([("x.npy", big)], zipfile.ZIP_DEFLATED), "sizeMismatch")
bad("header-wraps.npz", archive([("x.npy", npy(head(shape="(4611686018427387904, 4)")))]), "array")
bad("header-small.npz", archive([("x.npy", npy(head(), b"\0" * 500))]), "sizeMismatch")
bad("inner-magic.npz", archive([("x.npy", b"not an array at all")]), "badMagic")
bad("inner-nothing.npz", archive([("x.npy", b"")]), "truncated")
bad("inner-object.npz", archive([("x.npy", npy(head(descr="'|O'"), b"\0" * 16))]), "unsupportedElementType")
bad("inner-cut.npz", archive([("x.npy", x[:60])]), "truncated")
z64 = bytearray((OUT / "zip64.npz").read_bytes())
L = z64.index(b"PK\x06\x07")
R = z64.index(b"PK\x06\x06")
bad("zip64-locator.npz", patched(z64, L + 8, "<Q", 2**63 - 1), "damagedArchive")
bad("zip64-locator2.npz", patched(z64, L + 8, "<Q", 2**64 - 1), "damagedArchive")
bad("zip64-record.npz", patched(z64, L + 8, "<Q", 5), "damagedArchive")
bad("zip64-offset.npz", patched(z64, R + 48, "<Q", 2**63), "damagedArchive")
bad("zip64-size.npz", patched(z64, R + 40, "<Q", 2**62), "damagedArchive")
bad("zip64-count.npz", patched(patched(z64, R + 32, "<Q", 2**61), R + 24, "<Q", 2**61), "damagedArchive")
C = z64.index(b"PK\x01\x02")
extra = C + 46 + struct.unpack_from("<H", z64, C + 28)[0]
bad("zip64-entry.npz", patched(z64, extra + 4, "<Q", 2**64 - 1), "damagedArchive")

(OUT / "index.txt").write_text("\n".join(index) + "\n", encoding="utf-8")
(OUT / "hostile.txt").write_text("\n".join(hostile) + "\n")
print(len(index), "arrays,", len(hostile), "hostile files,", sum(f.stat().st_size for f in OUT.iterdir()), "bytes")
