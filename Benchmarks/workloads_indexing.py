"""Rows of the table of workloads: sorting, sets, indexing and running sums."""

from workload import Form, Limit, Workload

INDEXING_WORKLOADS = [
    *[
        Workload(
            f"sort_{dtype}",
            Form(f"x: {dtype}[n]", "sort(x)", "sort_all"),
            permuted=(Form(f"x: {dtype}[n]", "sort(-x)", "sort_negated", "sort(-x)"),),
            sizes=({"n": 1_000_000}, {"n": 1000}, {"n": 5_000_000}),
            limit=lambda s, dtype=dtype: [Limit("copy", dtype, s["n"])],
            group="sorting",
        )
        for dtype in ("f64", "f32")
    ],
    Workload(
        "sort_rows_f64",
        Form("x: f64[n, m]", "sort(x, axis=1)", "sort_axis1"),
        permuted=(Form("x: f64[n, m]", "sort(x, axis=0)", "sort_axis0", "axis=0"),),
        sizes=({"n": 1000, "m": 1000}, {"n": 100_000, "m": 10}, {"n": 50, "m": 20_000}),
        limit=lambda s: [Limit("copy", "f64", s["n"] * s["m"])],
        group="sorting",
    ),
    Workload(
        "argsort_f64",
        Form("x: f64[n]", "argsort(x)", "argsort_all"),
        permuted=(Form("x: f64[n]", "argsort(-x)", "argsort_negated", "argsort(-x)"),),
        sizes=({"n": 1_000_000}, {"n": 1000}, {"n": 5_000_000}),
        limit=lambda s: [Limit("copy", "f64", s["n"])],
        group="sorting",
    ),
    Workload(
        "searchsorted_f64",
        Form("a: f64[n], v: f64[m]", "searchsorted(a, v)", "searchsorted_all"),
        permuted=(Form("a: f64[n], v: f64[m]", "searchsorted(a, -v)", "searchsorted_negated", "searchsorted(a, -v)"),),
        sizes=({"n": 1_000_000, "m": 1_000_000}, {"n": 100, "m": 100_000}, {"n": 10_000, "m": 1000}),
        limit=lambda s: [Limit("copy", "f64", s["m"])],
        group="sorting",
        distributions={"a": "ascending"},
    ),
    Workload(
        "gather_rows_f32",
        Form("e: f32[n, m], idx: i64[k]", "take(e, idx, axis=0)", "gather_rows"),
        permuted=(Form("e: f32[m, n], idx: i64[k]", "take(e, idx, axis=1)", "gather_columns", "axis=1"),),
        sizes=({"n": 50_000, "m": 64, "k": 20_000}, {"n": 1000, "m": 8, "k": 5000}, {"n": 5000, "m": 300, "k": 5000}),
        distributions={"idx": "index:n"},
        limit=lambda s: [Limit("gather", "f32", s["n"], s["m"], s["k"])],
        group="gather",
    ),
    Workload(
        "cumsum_f64",
        Form("x: f64[n]", "cumsum(x)", "cumsum"),
        permuted=(Form("x: f64[n]", "cumsum(x*0.5)", "cumsum_scaled", "cumsum(x*0.5)"),),
        sizes=({"n": 1_000_000}, {"n": 10_000}, {"n": 5_000_000}),
        limit=lambda s: [Limit("copy", "f64", s["n"])],
        group="cumsum",
        atol_scale=1e4,
    ),
]
