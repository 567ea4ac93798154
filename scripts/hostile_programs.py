"""Programs that must be refused, as (name, bytes, inputs on the command line)."""

INPUT = ["x=[1.0, 2.0, 3.0]"]
DEEP = 100_000


def lambda_of(body: str) -> str:
    return f"(x: f64[n]) -> {body}"


# Bodies over x: f64[n], each wrong in its own way.
BODIES = {
    # nesting and size
    "parentheses, open": "(" * DEEP,
    "parentheses, closed": "(" * DEEP + "x" + ")" * DEEP,
    "parentheses, closed too often": "x" + ")" * DEEP,
    "brackets": "[" * DEEP + "x" + "]" * DEEP,
    "calls": "exp(" * DEEP + "x" + ")" * DEEP,
    "minus signs": "-" * DEEP + "y",
    "tildes and minus signs": "-~" * DEEP + "x",
    "powers": "x ** " * DEEP + "y",
    "indexing inside indexing": "x[" * DEEP + "0" + "]" * DEEP,
    "function values": "(y) -> " * DEEP + "y",
    "tuples": "(" * DEEP + "x" + ",)" * DEEP,
    "casts": "f32(" * 20_000 + "x" + ")" * 20_000,
    "a name of a million letters": "a" * 1_000_000,
    "a string without end": "sum(x, axis='" + "a" * 100_000,
    # literals
    "an integer of a million digits": "x + " + "9" * 1_000_000,
    "an integer of 400 digits": "x + 1" + "0" * 400,
    "a hexadecimal of a million digits": "x + 0x" + "f" * 1_000_000,
    "hexadecimal without digits": "x + 0x",
    "binary with a 2": "x + 0b102",
    "exponent without digits": "x + 1e",
    "exponent with a sign only": "x + 1e+",
    "two points": "x + 1.2.3",
    "underscore at the end": "x + 1_000_",
    "a letter behind a number": "x + 12abc",
    "a string in arithmetic": "x + 'a'",
    "None in arithmetic": "x + None",
    # syntax
    "nothing": "",
    "an operator alone": "+",
    "an operator at the end": "x +",
    "two operands": "x x",
    "two operators": "x * / x",
    "chained comparison": "0 < x < 1",
    "assignment": "x = 1",
    "open call": "exp(x",
    "closing without opening": "exp x)",
    "mixed brackets": "(x]",
    "empty index": "x[]",
    "dot alone": "x.",
    "dot and a number": "x.5.T",
    "keyword before position": "sum(axis=0, x)",
    "a keyword twice": "sum(x, axis=0, axis=0)",
    "a semicolon": "x; x",
    "a backslash": "x \\ x",
    "a dollar sign": "$x",
    "a question mark": "x ? 1 : 2",
    "an open block": "{ let y = x return y",
    "a block without return": "{ let y = x }",
    "let without a value": "{ let y = return x }",
    "let without a name": "{ let = x return x }",
    "return twice": "{ return x return x }",
    "code behind the block": "{ return x } x",
    # names
    "an unknown name": "y",
    "an unknown function": "expp(x)",
    "an unknown attribute": "x.foo",
    "a function as a value": "exp",
    "a value as a function": "x(1)",
    "a reserved word": "let",
    "a name used before its let": "{ let a = b let b = x return a }",
    "itself": "main(x)",
    "Python's own": "__import__('os')",
    # arguments
    "no arguments": "exp()",
    "too many arguments": "exp(x, x, x)",
    "an unknown keyword": "exp(x, color=1)",
    "a missing argument": "reshape(x)",
    "a dtype as a number": "x + f64",
    "an unknown dtype": "f77(x)",
    # types
    "bits of a float": "x & 1",
    "a shifted float": "x << 1",
    "inverted float": "~x",
    "minus of a bool": "-(x > 0)",
    "an index that is a float": "x[0.5]",
    "an index array of floats": "take(x, x)",
    "a literal that does not fit": "i8(x) + 1000",
    "a negative literal for an unsigned": "u8(x) + (-1)",
    # shapes
    "axis out of range": "sum(x, axis=1)",
    "axis out of range below": "sum(x, axis=-2)",
    "axis beyond every integer": "sum(x, axis=99999999999999999999)",
    "axis is a float": "sum(x, axis=0.5)",
    "an axis twice": "sum(reshape(x, (1, -1)), axis=(0, 0))",
    "too many indices": "x[0, 0]",
    "two ellipses": "x[..., ...]",
    "a step of zero": "x[::0]",
    "reshape with two -1": "reshape(x, (-1, -1))",
    "reshape whose product wraps": "reshape(x, (4294967296, 4294967296))",
    "reshape whose product wraps to 3": "reshape(x, (6148914691236517206, 6))",
    "broadcast to a negative extent": "broadcast_to(x, (-1,))",
    "broadcast to fewer dimensions": "broadcast_to(reshape(x, (1, -1)), (3,))",
    "broadcast whose product wraps": "broadcast_to(x[0], (4294967296, 4294967296))",
    "zeros whose product wraps": "x + zeros((4294967296, 4294967296))",
    "zeros whose bytes wrap": "x + zeros(2305843009213693952)",
    "zeros beyond every integer": "x + zeros(99999999999999999999)",
    "a negative extent": "zeros((-1,))",
    "transpose with an axis twice": "transpose(reshape(x, (1, -1)), (0, 0))",
    "transpose with too few axes": "transpose(reshape(x, (1, -1)), (0,))",
    "squeeze of an axis out of range": "squeeze(x, axis=3)",
    "expand_dims out of range": "expand_dims(x, 5)",
    "concatenate of nothing": "concatenate([])",
    "stack of nothing": "stack([])",
    "concatenate of different ranks": "concatenate([x, reshape(x, (1, -1))])",
    "concatenate of scalars": "concatenate([x[0], x[1]])",
    "matmul of a scalar": "x @ x[0]",
    "softmax over no axis": "softmax(x, axis=4)",
    "arange with a step of zero": "arange(0, 5, 0)",
    "eye of a negative size": "eye(-3)",
    "10,000 axes": "sum(x, axis=(" + "0, " * 10_000 + "))",
    "an array of rank 100,000": "reshape(x, (" + "1, " * 100_000 + "-1))",
}

# Whole programs; True: given x = [1.0, 2.0, 3.0].
PROGRAMS = {
    "empty": ("", False),
    "blank": (" \n\t\n", False),
    "a comment only": ("# nothing", False),
    "two lambdas": ("(x: f64[n]) -> x (y: f64[n]) -> y", True),
    "no arrow": ("(x: f64[n]) x", True),
    "no type": ("(x) -> x", True),
    "an unknown type": ("(x: float[n]) -> x", True),
    "a parameter twice": ("(x: f64[n], x: f64[n]) -> x", True),
    "a reserved parameter": ("(let: f64[n]) -> 1", False),
    "a negative extent in a type": ("(x: f64[-1]) -> x", True),
    "a fractional extent in a type": ("(x: f64[1.5]) -> x", True),
    "an extent beyond every integer": ("(x: f64[99999999999999999999999]) -> x", True),
    "extents whose product wraps": ("(x: f64[4294967296, 4294967296]) -> x", True),
    "a type of 100,000 extents": (f"(x: f64[{'1, ' * DEEP}1]) -> x", True),
    "a type without end": ("(x: f64[" + "n, " * DEEP, True),
    "an open list of parameters": ("(x: f64[n]", True),
    "a lambda in nothing": ("-> x", True),
    "recursion": ("func f(x: f64[n]) { return f(x) }", True),
    "recursion of two": ("func f(x: f64[n]) { return g(x) } func g(x: f64[n]) { return f(x) }", True),
    "a function twice": ("func f(x: f64[n]) { return x } func f(x: f64[n]) { return x + 1 }", True),
    "a function without a body": ("func f(x: f64[n])", True),
    "a function without a name": ("func (x: f64[n]) { return x }", True),
    "a wrong result type": ("func f(x: f64[n]) -> f32[n] { return x }", True),
    "too many result types": ("func f(x: f64[n]) -> (f64[n], f64[n]) { return x }", True),
    "a missing input": ("(x: f64[n], y: f64[n]) -> x + y", True),
    "an input of another extent": ("(x: f64[4]) -> x", True),
    "an input of another rank": ("(x: f64[n, m]) -> x", True),
    "an input that does not cast": ("(x: i32[n]) -> x", True),
    "extents that cannot be equal": ("(x: f64[n]) -> x + zeros(4)", True),
    "constant extents that differ": ("(x: f64[n]) -> zeros(4) + zeros(5)", True),
    "a product that does not match": ("(x: f64[n]) -> zeros((2, 3)) @ zeros((4, 5))", True),
    "concatenate of unequal extents": ("(x: f64[n]) -> concatenate([zeros((2, 3)), zeros((2, 4))])", True),
    "reshape of another size": ("(x: f64[3]) -> reshape(x, (2, 2))", True),
}


def program_cases() -> list[tuple[str, bytes, list[str]]]:
    cases = [(name, lambda_of(body).encode(), INPUT) for name, body in BODIES.items()]
    cases += [(name, text.encode(), INPUT if given else []) for name, (text, given) in PROGRAMS.items()]
    good = b"(x: f64[n]) -> x + 1"
    for place, what in ((0, "at the start"), (1, "in a name"), (13, "between tokens"), (len(good), "at the end")):
        for junk, name in ((b"\xff\xfe", "invalid UTF-8"), (b"\xc3", "half a character"), (b"\0", "NUL"),
                           (b"\xed\xa0\x80", "a surrogate"), (b"\xf4\x90\x80\x80", "beyond Unicode"), (b"\x1b[31m", "escape"),
                           ("∑".encode(), "a sum sign")):
            cases.append((f"{name} {what}", good[:place] + junk + good[place:], INPUT))
    cases += [
        ("invalid UTF-8 in a comment", b"# \xff\xff\n" + good, INPUT),
        ("a megabyte of NUL", bytes(1 << 20), []),
        ("a megabyte of 0xFF", b"\xff" * (1 << 20), []),
        ("UTF-16", "(x: f64[n]) -> x".encode("utf-16"), INPUT),
        ("a .npy as a program", b"\x93NUMPY\x01\x00v\x00{'descr': '<f8'}", []),
        ("100,000 parameters", ("(" + ", ".join(f"p{i}: f64[n]" for i in range(DEEP)) + ") -> p0").encode(), []),
        ("50,000 unknown lets", ("(x: f64[n]) -> {" + "".join(f"let v{i} = y{i}\n" for i in range(50_000)) + "return x}").encode(), INPUT),
    ]
    return cases
