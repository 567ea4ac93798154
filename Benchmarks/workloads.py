"""The table of benchmark workloads; adding one is adding a row. Sorting and indexing are in workloads_indexing.py."""

from workload import Form, Limit, Workload
from workloads_indexing import INDEXING_WORKLOADS


def vector(name, dtype, inputs, body, permuted, sizes=(1_000_000, 30_000, 4_000_000), limit=None, **options):
    """An elementwise workload over vectors of one length."""
    params = ", ".join(f"{i}: {dtype}[n]" for i in inputs)
    kernel = {1: "copy", 2: "triad", 3: "triad3"}[len(inputs)]
    return Workload(
        name=f"{name}_{dtype}",
        main=Form(params, body),
        permuted=tuple(Form(params, p, label=p.splitlines()[-1]) for p in permuted),
        sizes=tuple({"n": n} for n in sizes),
        limit=limit or (lambda s: [Limit(kernel, dtype, s["n"])]),
        **options,
    )


BLACK_SCHOLES = """
d = (log(s / k) + (0.03 + 0.5 * 0.25 * 0.25) * t) / (0.25 * sqrt(t))
e = d - 0.25 * sqrt(t)
s * 0.5 * (1 + erf(d * 0.7071067811865476)) - k * exp(-0.03 * t) * 0.5 * (1 + erf(e * 0.7071067811865476))
"""
BLACK_SCHOLES_PUT = """
q = 0.25 * sqrt(t)
d = (log(s / k) + t * (0.03 + 0.5 * 0.25 * 0.25)) / q
e = d - q
k * exp(t * -0.03) * 0.5 * (1 - erf(e * 0.7071067811865476)) - s * 0.5 * (1 - erf(d * 0.7071067811865476))
"""
LAYERNORM = """
m = mean(x, axis=1, keepdims=True)
v = mean(square(x - m), axis=1, keepdims=True)
(x - m) / sqrt(v + 1e-5) * g + b
"""
LAYERNORM_0 = """
m = mean(x, axis=0, keepdims=True)
v = mean(square(x - m), axis=0, keepdims=True)
(x - m) / sqrt(v + 1e-5) * g + b
"""

WORKLOADS = [
    vector("add_small", "f64", "ab", "a + b", ["b + a", "a - b"], sizes=(100, 10, 1000), group="call"),
    vector("axpy", "f64", "ab", "2.5*a + b", ["b + a*2.5", "b - 0.75*a"], sizes=(1_000_000, 50_000, 5_000_000)),
    vector(
        "axpy_large", "f64", "ab", "2.5*a + b", ["b + a*2.5", "b - 0.75*a"], sizes=(20_000_000, 12_000_000, 30_000_000)
    ),
    vector(
        "poly", "f32", "x", "((((x*0.3+0.2)*x-0.7)*x+1.1)*x-0.4)*x+2.0",
        ["2.0+x*(x*(1.1+x*(x*(0.2+0.3*x)-0.7))-0.4)", "(((x-0.9)*x+0.6)*x-0.1)*x*x+0.25"],
        limit=lambda s: [Limit("chain", "f32", s["n"], k=10)], flops=lambda s: 10 * s["n"],
    ),
    vector("exp", "f64", "x", "exp(x)", ["exp(-x)", "exp(x*0.5)"]),
    vector("exp", "f32", "x", "exp(x)", ["exp(-x)", "exp(x*0.5)"]),
    vector("log", "f64", "x", "log(x)", ["-log(x)", "log(x*3.0)"], distributions={"x": "positive"}),
    vector("sin", "f64", "x", "sin(x)", ["sin(x*0.5)", "-sin(x)"], distributions={"x": "wide"}),
    vector("tanh", "f32", "x", "tanh(x)", ["tanh(-x)", "tanh(x*0.5)"]),
    vector(
        "pow", "f64", "xy", "x**y", ["x**(-y)", "y + x**y"], distributions={"x": "positive"}, rtol=1e-13
    ),
    vector(
        "chain", "f64", "x", "exp(-x*x*0.5)*cos(3.0*x)+log1p(abs(x))",
        ["log1p(abs(x))+cos(x*3.0)*exp(x*x*(-0.5))", "exp(-abs(x))*sin(2.0*x)-log1p(x*x)"],
    ),
    vector(
        "black_scholes", "f64", "skt", BLACK_SCHOLES, [BLACK_SCHOLES_PUT],
        distributions={"s": "price", "k": "price", "t": "time"}, rtol=1e-9,
    ),
    vector("gelu", "f32", "x", "0.5*x*(1+erf(x*0.7071067811865476))", ["(erf(0.7071067811865476*x)+1)*(x*0.5)"]),
    Workload(
        "broadcast_outer_f64",
        Form("a: f64[n, 1], b: f64[1, m]", "exp(-(a-b)*(a-b))", "broadcast_outer"),
        permuted=(Form("a: f64[1, n], b: f64[m, 1]", "exp(-(b-a)*(b-a))", "broadcast_outer_swapped", "(1,n),(m,1)"),),
        sizes=({"n": 2000, "m": 2000}, {"n": 300, "m": 70}, {"n": 50, "m": 40_000}),
        limit=lambda s: [Limit("fill", "f64", s["n"] * s["m"])],
        group="broadcast",
    ),
    Workload(
        "transpose_add_f64",
        Form("a: f64[n, m], b: f64[m, n]", "a.T + b", "transpose_add"),
        permuted=(Form("a: f64[m, n], b: f64[n, m]", "a + b.T", "transpose_add_right", "a + b.T"),),
        sizes=({"n": 2000, "m": 2000}, {"n": 301, "m": 203}, {"n": 64, "m": 50_000}),
        limit=lambda s: [Limit("triad", "f64", s["n"] * s["m"])],
        group="transpose",
    ),
    Workload(
        "sum_f64",
        Form("x: f64[n]", "sum(x)", "sum_all"),
        permuted=(Form("x: f64[n]", "sum(x*x)", "sum_squares", "sum(x*x)"),),
        sizes=({"n": 10_000_000}, {"n": 10_000}, {"n": 1_000_000}),
        limit=lambda s: [Limit("sum", "f64", s["n"])],
        group="reduction",
        atol_scale=1e4,
    ),
    Workload(
        "sum_axis0_f32",
        Form("x: f32[n, m]", "sum(x, axis=0)", "sum_axis0"),
        permuted=(Form("x: f32[n, m]", "sum(x.T, axis=1)", "sum_axis0", "sum(x.T, axis=1)"),),
        sizes=({"n": 4096, "m": 1024}, {"n": 100_000, "m": 16}, {"n": 50, "m": 10_000}),
        limit=lambda s: [Limit("sum", "f32", s["n"] * s["m"])],
        group="reduction",
        atol_scale=1e3,
    ),
    Workload(
        "sum_axis1_f32",
        Form("x: f32[n, m]", "sum(x, axis=1)", "sum_axis1"),
        permuted=(Form("x: f32[n, m]", "sum(x.T, axis=0)", "sum_axis1", "sum(x.T, axis=0)"),),
        sizes=({"n": 4096, "m": 1024}, {"n": 100_000, "m": 16}, {"n": 50, "m": 10_000}),
        limit=lambda s: [Limit("sum", "f32", s["n"] * s["m"])],
        group="reduction",
        atol_scale=1e3,
    ),
    Workload(
        "var_axis0_f64",
        Form("x: f64[n, m]", "mean(square(x - mean(x, axis=0)), axis=0)", "var_axis0"),
        permuted=(
            Form("x: f64[n, m]", "mean(square(x - mean(x, axis=1, keepdims=True)), axis=1)", "var_axis1", "axis=1"),
        ),
        sizes=({"n": 10_000, "m": 200}, {"n": 1000, "m": 3}, {"n": 500, "m": 5000}),
        limit=lambda s: [Limit("sum", "f64", s["n"] * s["m"])],
        group="reduction",
        rtol=1e-11,
    ),
    Workload(
        "softmax_f32",
        Form("x: f32[n, m]", "softmax(x, axis=1)", "softmax_axis1"),
        permuted=(Form("x: f32[n, m]", "softmax(x, axis=0)", "softmax_axis0", "axis=0"),),
        sizes=({"n": 4096, "m": 1024}, {"n": 50_000, "m": 10}, {"n": 100, "m": 50_001}),
        limit=lambda s: [Limit("copy", "f32", s["n"] * s["m"])],
        group="rows",
    ),
    Workload(
        "logsumexp_f64",
        Form("x: f64[n, m]", "logsumexp(x, axis=1)", "logsumexp_axis1"),
        permuted=(Form("x: f64[n, m]", "logsumexp(x, axis=0)", "logsumexp_axis0", "axis=0"),),
        sizes=({"n": 1000, "m": 1000}, {"n": 50_000, "m": 10}, {"n": 20, "m": 50_001}),
        limit=lambda s: [Limit("sum", "f64", s["n"] * s["m"])],
        group="rows",
    ),
    Workload(
        "layernorm_f32",
        Form("x: f32[n, m], g: f32[m], b: f32[m]", LAYERNORM, "layernorm_axis1"),
        permuted=(Form("x: f32[n, m], g: f32[n, 1], b: f32[n, 1]", LAYERNORM_0, "layernorm_axis0", "axis=0"),),
        sizes=({"n": 4096, "m": 768}, {"n": 20_000, "m": 64}, {"n": 64, "m": 20_001}),
        limit=lambda s: [Limit("copy", "f32", s["n"] * s["m"])],
        group="rows",
        rtol=1e-3,
        atol_scale=100,
    ),
    Workload(
        "pairwise_dist_f64",
        Form("x: f64[n, d]", "sqrt(sum((x[:,None,:]-x[None,:,:])**2, axis=2))", "pairwise_dist"),
        permuted=(
            Form("x: f64[d, n]", "sqrt(sum((x[:,None,:]-x[:,:,None])**2, axis=0))", "pairwise_dist_columns", "columns"),
        ),
        sizes=({"n": 1000, "d": 3}, {"n": 150, "d": 10}, {"n": 2000, "d": 2}),
        limit=lambda s: [Limit("fill", "f64", s["n"] * s["n"])],
        flops=lambda s: 3 * s["n"] * s["n"] * s["d"],
        group="broadcast",
    ),
    Workload(
        "argmax_axis1_f32",
        Form("x: f32[n, m]", "argmax(x, axis=1)", "argmax_axis1"),
        permuted=(Form("x: f32[n, m]", "argmax(x, axis=0)", "argmax_axis0", "axis=0"),),
        sizes=({"n": 4096, "m": 1024}, {"n": 50_000, "m": 10}, {"n": 64, "m": 50_001}),
        limit=lambda s: [Limit("sum", "f32", s["n"] * s["m"])],
        group="reduction",
    ),
    Workload(
        "argmax_f64",
        Form("x: f64[n]", "argmax(x)", "argmax_all"),
        permuted=(Form("x: f64[n]", "argmax(-x)", "argmax_negated", "argmax(-x)"),),
        sizes=({"n": 10_000_000}, {"n": 10_000}, {"n": 1_000_000}),
        limit=lambda s: [Limit("sum", "f64", s["n"])],
        group="reduction",
    ),
    Workload(
        "matmul_f64",
        Form("a: f64[n, k], b: f64[k, m]", "a @ b", "matmul"),
        permuted=(Form("a: f64[k, n], b: f64[k, m]", "a.T @ b", "matmul_left", "a.T @ b"),),
        sizes=({"n": 512, "k": 512, "m": 512}, {"n": 64, "k": 64, "m": 64}, {"n": 1000, "k": 300, "m": 70}),
        limit=lambda s: [Limit("gemm", "f64", s["n"], s["m"], s["k"])],
        flops=lambda s: 2 * s["n"] * s["m"] * s["k"],
        group="product",
        atol_scale=1e3,
    ),
    Workload(
        "matmul_f32",
        Form("a: f32[n, k], b: f32[k, m]", "a @ b", "matmul"),
        permuted=(Form("a: f32[n, k], b: f32[m, k]", "a @ b.T", "matmul_right", "a @ b.T"),),
        sizes=({"n": 1024, "k": 1024, "m": 1024}, {"n": 100, "k": 100, "m": 100}, {"n": 2000, "k": 64, "m": 500}),
        limit=lambda s: [Limit("gemm", "f32", s["n"], s["m"], s["k"])],
        flops=lambda s: 2 * s["n"] * s["m"] * s["k"],
        group="product",
        atol_scale=1e3,
    ),
    Workload(
        "batched_matmul_f32",
        Form("a: f32[c, n, k], b: f32[c, k, m]", "a @ b", "batched_matmul"),
        permuted=(
            Form("a: f32[c, n, k], b: f32[c, m, k]", "a @ transpose(b, (0, 2, 1))", "batched_matmul_right", "a @ b.mT"),
        ),
        sizes=(
            {"c": 2000, "n": 16, "k": 16, "m": 16},
            {"c": 10_000, "n": 4, "k": 4, "m": 4},
            {"c": 64, "n": 50, "k": 30, "m": 70},
        ),
        limit=lambda s: [
            Limit("triad", "f32", s["c"] * max(s["n"] * s["k"], s["k"] * s["m"], s["n"] * s["m"])),
            Limit("flops", "f32", s["c"] * s["n"] * s["m"] * s["k"]),
        ],
        flops=lambda s: 2 * s["c"] * s["n"] * s["m"] * s["k"],
        group="product",
        atol_scale=100,
    ),
    Workload(
        "matvec_f64",
        Form("a: f64[n, m], v: f64[m]", "a @ v", "matvec"),
        permuted=(Form("a: f64[n, m], v: f64[n]", "a.T @ v", "matvec_left", "a.T @ v"),),
        sizes=({"n": 2000, "m": 2000}, {"n": 100, "m": 100}, {"n": 50_000, "m": 30}),
        limit=lambda s: [Limit("sum", "f64", s["n"] * s["m"])],
        flops=lambda s: 2 * s["n"] * s["m"],
        group="product",
        atol_scale=1e3,
    ),
    Workload(
        "dense_relu_f32",
        Form("x: f32[n, k], w: f32[k, m], b: f32[m]", "maximum(x @ w + b, 0)", "dense_relu"),
        permuted=(Form("x: f32[n, k], w: f32[m, k], b: f32[m]", "maximum(b + x @ w.T, 0)", "dense_relu_right", "x @ w.T"),),
        sizes=({"n": 256, "k": 784, "m": 512}, {"n": 32, "k": 100, "m": 50}, {"n": 1000, "k": 256, "m": 256}),
        limit=lambda s: [Limit("gemm", "f32", s["n"], s["m"], s["k"])],
        flops=lambda s: 2 * s["n"] * s["m"] * s["k"],
        group="product",
        atol_scale=1e3,
    ),
    Workload(
        "stencil_f64",
        Form("u: f64[n, m]", "0.25*(u[:-2,1:-1]+u[2:,1:-1]+u[1:-1,:-2]+u[1:-1,2:])", "stencil"),
        permuted=(
            Form("u: f64[n, m]", "0.5*u[1:-1,1:-1]+0.125*(u[1:-1,2:]+u[2:,1:-1]+u[:-2,1:-1]+u[1:-1,:-2])",
                 "stencil_center", "five points"),
        ),
        sizes=({"n": 2000, "m": 2000}, {"n": 200, "m": 150}, {"n": 100, "m": 50_000}),
        limit=lambda s: [Limit("copy", "f64", s["n"] * s["m"])],
        group="stencil",
    ),
    *INDEXING_WORKLOADS,
]

BY_NAME = {w.name: w for w in WORKLOADS}
