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
    *[
        Workload(
            f"unique_{dtype}",
            Form(f"x: {dtype}[n]", "unique(x)", "unique_all", extent_of_values=True),
            permuted=(Form(f"x: {dtype}[n]", few, kernel, few, extent_of_values=True),),
            sizes=({"n": 1_000_000}, {"n": 1000}, {"n": 5_000_000}),
            limit=lambda s, dtype=dtype: [Limit("sum", dtype, s["n"])],
            group="sorting",
            distributions=distributions,
        )
        for dtype, few, kernel, distributions in (
            ("f64", "unique(floor(x * 100.0))", "unique_hundredths", {}),
            ("i64", "unique(x % 1000)", "unique_thousand", {"x": "index:n"}),
        )
    ],
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
        "scatter_add_rows_f32",
        Form("e: f32[n, m], idx: i64[k], v: f32[k, m]", "e.at[idx].add(v)", "scatter_add_rows"),
        permuted=(
            Form("e: f32[m, n], idx: i64[k], v: f32[m, k]", "e.at[:, idx].add(v)", "scatter_add_columns", "e.at[:, idx]"),
        ),
        sizes=({"n": 50_000, "m": 64, "k": 20_000}, {"n": 1000, "m": 8, "k": 5000}, {"n": 5000, "m": 300, "k": 5000}),
        distributions={"idx": "index:n"},
        limit=lambda s: [Limit("copy", "f32", s["n"] * s["m"] + s["k"] * s["m"] // 2)],
        group="gather",
        atol_scale=10,
    ),
    Workload(
        "scatter_add_f64",
        Form("x: f64[n], idx: i64[k], y: f64[k]", "x.at[idx].add(y)", "scatter_add"),
        permuted=(Form("x: f64[n], idx: i64[k], y: f64[k]", "x.at[idx].add(-y)", "scatter_add_negated", "add(-y)"),),
        sizes=({"n": 1_000_000, "k": 1_000_000}, {"n": 100, "k": 100_000}, {"n": 4_000_000, "k": 100_000}),
        distributions={"idx": "index:n"},
        limit=lambda s: [Limit("copy", "f64", s["n"] + s["k"])],
        group="gather",
        atol_scale=1e3,
    ),
    Workload(
        "mask_f64",
        Form("x: f64[n], m: bool[n]", "x[m]", "mask", extent_of_values=True),
        permuted=(Form("x: f64[n], m: bool[n]", "x[~m]", "mask_inverted", "x[~m]", extent_of_values=True),),
        sizes=({"n": 10_000_000}, {"n": 10_000}, {"n": 1_000_000}),
        distributions={"m": "half"},
        limit=lambda s: [Limit("copy", "f64", s["n"] * 3 // 4)],
        group="gather",
    ),
    Workload(
        "mask_positive_f64",
        Form("x: f64[n]", "x[x > 0]", "mask_positive", extent_of_values=True),
        permuted=(Form("x: f64[n]", "x[x * 0.5 < 1.0]", "mask_below", "x[x * 0.5 < 1.0]", extent_of_values=True),),
        sizes=({"n": 10_000_000}, {"n": 10_000}, {"n": 1_000_000}),
        limit=lambda s: [Limit("copy", "f64", s["n"] * 3 // 4)],  # all of x is read, half of it written
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
    *[
        Workload(
            f"cumsum_axis{axis}_f64",
            Form("x: f64[n, m]", f"cumsum(x, axis={axis})", f"cumsum_axis{axis}"),
            permuted=(Form("x: f64[n, m]", f"cumsum(x.T, axis={1 - axis})", f"cumsum_axis{axis}_turned", "x.T"),),
            sizes=({"n": 4096, "m": 2048}, {"n": 100_000, "m": 16}, {"n": 50, "m": 10_000}),
            limit=lambda s: [Limit("copy", "f64", s["n"] * s["m"])],
            group="cumsum",
            atol_scale=1e4,
        )
        for axis in (0, 1)
    ],
]
