"""Damaged and malicious .npy and .npz files, as (name, bytes). Each is wrong for the program `(x: f64[n]) -> x`."""

import io
import struct
import zlib

import numpy as np

MAGIC = b"\x93NUMPY"


def npy(header: bytes | str, data: bytes = bytes(64), version=(1, 0), length: int | None = None, pad=True) -> bytes:
    """A file with that header text, well-formed or not."""
    header = header.encode() if isinstance(header, str) else header
    wide = version[0] >= 2
    if pad:
        prefix = 12 if wide else 10
        header += b" " * (-(len(header) + prefix + 1) % 64) + b"\n"
    size = len(header) if length is None else length
    return MAGIC + bytes(version) + struct.pack("<I" if wide else "<H", size) + header + data


def described(descr="'<f8'", order="False", shape="(8,)", extra="") -> str:
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, {extra}}}"


def saved(array=None) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.arange(8.0) if array is None else array)
    return stream.getvalue()


def npy_cases() -> list[tuple[str, bytes]]:
    whole = saved()
    cases = [(f"cut after {k} bytes", whole[:k]) for k in (0, 1, 5, 6, 7, 8, 9, 10, 11, 40, 64, 127, 128, 129, 135, 191)]
    cases += [
        ("wrong magic", b"\x93NUMPX" + whole[6:]),
        ("text in place of a file", b"1 2 3 4\n" * 20),
        ("an empty zip", b"PK\x05\x06" + bytes(18)),
        ("version 0", npy(described(), version=(0, 0))),
        ("version 4", npy(described(), version=(4, 0))),
        ("version 255", npy(described(), version=(255, 255))),
        ("header longer than the file", npy(described(), length=65535)),
        ("version 2, header of 4 GiB", npy(described(), version=(2, 0), length=0xFFFFFFFF)),
        ("version 2, header of 2 GiB", npy(described(), version=(2, 0), length=0x7FFFFFFF)),
        ("version 3, header cut inside a character", npy(b"{'descr': '\xc3", version=(3, 0))),
        ("header of length 0", npy("", length=0, pad=False)),
        ("header of zeros", npy(bytes(118), pad=False)),
        ("header of 0xFF", npy(b"\xff" * 118, pad=False)),
        ("header shorter than its text", npy(described(), length=20)),
        ("header is a list", npy("['<f8', False, (8,)]")),
        ("header is a number", npy("8")),
        ("header is empty", npy("")),
        ("header is an empty dictionary", npy("{}")),
        ("header without closing brace", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (8,), ")),
        ("header with an open string", npy("{'descr': '<f8, 'fortran_order': False, 'shape': (8,), }")),
        ("header with a call", npy("{'descr': '<f8', 'fortran_order': False, 'shape': tuple(range(8))}")),
        ("header with code", npy("__import__('os').abort()")),
        ("header with a trailing word", npy(described() + " and more")),
        ("no descr", npy("{'fortran_order': False, 'shape': (8,), }")),
        ("no fortran_order", npy("{'descr': '<f8', 'shape': (8,), }")),
        ("no shape", npy("{'descr': '<f8', 'fortran_order': False, }")),
        ("an unknown key", npy(described(extra="'color': 'red', "))),
        ("NUL in the header", npy(described(descr="'<f8\\x00'").encode().replace(b"\\x00", b"\0"))),
        ("invalid UTF-8 in the header", npy(b"{'descr': '<f8', 'fortran_order': False, 'shape': (8,), '\xff\xfe': 1}")),
        ("nested brackets, 60,000", npy(described(shape="(" * 30_000 + ")" * 30_000))),
        ("nested brackets, 2,000,000", npy(described(shape="(" * 2_000_000), version=(2, 0))),
        ("fortran_order is a number", npy(described(order="2"))),
        ("fortran_order is a word", npy(described(order="maybe"))),
        ("fortran_order is None", npy(described(order="None"))),
    ]
    unsupported = ["'|O'", "'<U8'", "'|S8'", "'<M8[ns]'", "'<m8[s]'", "'|V8'", "[('a', '<f8')]", "'<f3'", "'<f16'", "'<i5'",
                   "'<c16'", "''", "'<'", "'<f99999999999999999999'", "'<f-8'", "'<q8'", "8", "None",
                   "'>f8>f8'", "'<f8' '<f8'"]
    # Complex numbers are read one day; but they never cast safely to f64.
    cases += [(f"descr {d}", npy(described(descr=d))) for d in unsupported]
    shapes = ["(-1,)", "(-8,)", "(8.0,)", "('8',)", "8", "None", "[8]", "(8", "(8,,)", "(9,)", "(1000000,)",
              "(4294967296,)", "(4294967297,)", "(2305843009213693952,)", "(2305843009213693953,)",
              "(9223372036854775807,)", "(9223372036854775808,)", "(18446744073709551615,)", "(18446744073709551624,)",
              "(99999999999999999999999999999999,)", "(4294967296, 4294967296)", "(2147483648, 4294967298)",
              "(0, 9223372036854775808)", "(-2, -4)", "(-9223372036854775808,)", "(3037000500, 3037000500)",
              "(8, 1)", "(2, 4)", "()", "(2,) * 3", "(8e0,)", "(1, 2, 3, 4, 5, 6, 7, 8, 9)"]
    cases += [(f"shape {s}", npy(described(shape=s))) for s in shapes]
    cases += [
        ("1,000 extents", npy(described(shape=f"({'1, ' * 1000})"))),
        ("100,000 extents of 2", npy(described(shape=f"({'2, ' * 100_000})"), version=(2, 0))),
        ("an extent of 1,000,000 digits", npy(described(shape=f"({'9' * 1_000_000},)"), version=(2, 0))),
        ("f64 from c128", saved(np.zeros(8, complex))),
        ("f64 from text", saved(np.array(["a", "b"]))),
    ]
    return cases


# MARK: .npz


def entry(name: bytes, data: bytes, *, method=8, flags=0, crc=None, size=None, stored=None, packed=None):
    """(local header and data, what the central directory has to say), each field as given or as it is."""
    if packed is None:
        if method == 8:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflate.compress(data) + deflate.flush()
        else:
            packed = data
    crc = zlib.crc32(data) if crc is None else crc
    size = len(data) if size is None else size
    stored = len(packed) if stored is None else stored
    fields = struct.pack("<HHHHHIII", 20, flags, method, 0, 0, crc, stored, size)
    return b"PK\x03\x04" + fields + struct.pack("<HH", len(name), 0) + name + packed, fields, name


def archive(*entries, offsets=None, count=None, directory_offset=None, directory_size=None, tail=b"") -> bytes:
    body, directory = b"", b""
    for number, (local, fields, name) in enumerate(entries):
        offset = offsets[number] if offsets else len(body)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, offset & 0xFFFFFFFF) + name
        body += local
    count = len(entries) if count is None else count
    at = len(body) if directory_offset is None else directory_offset
    size = len(directory) if directory_size is None else directory_size
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, size, at, len(tail))
    return body + directory + end + tail


def deflated_zeros(header: bytes, zeros: int) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    pieces = [deflate.compress(header)]
    block = bytes(1 << 20)
    pieces += [deflate.compress(block) for _ in range(zeros >> 20)]
    return b"".join(pieces) + deflate.flush()


def npz_cases() -> list[tuple[str, bytes]]:
    good = saved()
    one = entry(b"x.npy", good)
    whole = archive(one)
    cases = [(f"cut after {k} bytes", whole[:k]) for k in
             sorted({0, 4, 20, 30, 34, len(one[0]) - 1, len(one[0]), len(one[0]) + 30, len(whole) - 22, len(whole) - 4,
                     len(whole) - 1})]
    gigabytes = 3 << 30
    short_header, long_header = good[:128], npy(described(shape=f"({gigabytes // 8},)"), b"")
    bomb = deflated_zeros(short_header, gigabytes)
    longer = npy(described(shape=f"({(gigabytes // 8) * 2},)"), b"")
    cases += [
        ("no entries", archive()),
        ("no entry of that name", archive(entry(b"y.npy", good))),
        ("a name that climbs", archive(entry(b"../../x.npy", good))),
        ("a name with NUL", archive(entry(b"x\0.npy", good))),
        ("a name of invalid UTF-8", archive(entry(b"\xff\xfe.npy", good))),
        ("an empty name", archive(entry(b"", good))),
        ("not a .npy inside", archive(entry(b"x.npy", b"hello"))),
        ("an empty .npy inside", archive(entry(b"x.npy", b""))),
        ("a cut .npy inside", archive(entry(b"x.npy", good[:150]))),
        ("a stored cut .npy inside", archive(entry(b"x.npy", good[:150], method=0))),
        ("wrong checksum", archive(entry(b"x.npy", good, crc=1))),
        ("wrong checksum, stored", archive(entry(b"x.npy", good, crc=1, method=0))),
        ("encrypted", archive(entry(b"x.npy", good, flags=1))),
        ("method 1", archive(entry(b"x.npy", good, method=1))),
        ("method 12", archive(entry(b"x.npy", good, method=12))),
        ("method 99", archive(entry(b"x.npy", good, method=99))),
        ("garbage in place of deflate", archive(entry(b"x.npy", good, packed=b"\xff" * 100))),
        ("deflate cut", archive(entry(b"x.npy", good, packed=one[0][35:-8]))),
        ("deflate of nothing", archive(entry(b"x.npy", good, packed=b""))),
        ("packed size beyond the file", archive(entry(b"x.npy", good, stored=1 << 30))),
        ("packed size of 4 GiB", archive(entry(b"x.npy", good, stored=0xFFFFFFFE))),
        ("size smaller than the data", archive(entry(b"x.npy", good, size=10))),
        ("size larger than the data", archive(entry(b"x.npy", good, size=100_000))),
        ("size of 4 GiB", archive(entry(b"x.npy", good, size=0xFFFFFFFE))),
        ("stored with two sizes", archive(entry(b"x.npy", good, method=0, size=1 << 20))),
        ("zip64 sizes without the field", archive(entry(b"x.npy", good, size=0xFFFFFFFF, stored=0xFFFFFFFF))),
        ("directory beyond the file", archive(one, directory_offset=1 << 31)),
        ("directory at the end", archive(one, directory_offset=len(whole) - 22)),
        ("directory of 4 GiB", archive(one, directory_size=0xFFFFFFFF)),
        ("directory inside the data", archive(one, directory_offset=7)),
        ("65,535 entries said, one there", archive(one, count=65535)),
        ("no entry said to be there", archive(one, count=0)),
        ("entry beyond the file", archive(one, offsets=[1 << 31])),
        ("entry at the directory", archive(one, offsets=[len(one[0])])),
        ("entry at an odd place", archive(one, offsets=[3])),
        ("name longer than the file", whole.replace(struct.pack("<HH", 5, 0) + b"x.npy", struct.pack("<HH", 65535, 0) + b"x.npy")),
        ("several wrong ones", archive(*[entry(b"x.npy", good[:k]) for k in (3, 30, 100)])),
        ("a bomb that says to be small", archive(entry(b"x.npy", good, packed=bomb))),
        ("a bomb behind a small header", archive(entry(b"x.npy", good[:100], packed=bomb, size=192))),
        ("a bomb of part of the data its header names",
         archive(entry(b"x.npy", good, packed=deflated_zeros(longer, 1 << 30), size=len(longer) + (1 << 30)))),
        ("a header of 3 GiB of data, none there", archive(entry(b"x.npy", long_header))),
        ("huge shape inside", archive(entry(b"x.npy", npy(described(shape="(4294967296, 4294967296)"))))),
        ("negative shape inside", archive(entry(b"x.npy", npy(described(shape="(-8,)"))))),
        ("objects inside", archive(entry(b"x.npy", npy(described(descr="'|O'"))))),
    ]
    return cases
