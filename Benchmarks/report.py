"""What a benchmark run leaves: the table on the terminal, the JSON, and the chart."""

import json
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

COLORS = {"won": "32", "limit": "36", "lost": "31", "error": "31", "peers only": "0"}


def paint(text: str, status: str) -> str:
    return f"\x1b[{COLORS[status]}m{text}\x1b[0m" if sys.stdout.isatty() else text


def amount(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f}%"


def print_table(rows):
    width = max([len(r.variant.title) for r in rows] + [8])
    print(f"{'workload':<{width}}  {'ratio':>6}  {'best peer':<14} {'ours us':>11} {'theirs us':>11} {'limit us':>10} "
          f"{'/limit':>6} {'bytes':>5} {'flops':>5} {'cold ms':>8} {'warm ms':>8}")
    for r in rows:
        line = (f"{r.variant.title:<{width}}  {amount(r.ratio, 2):>6}  {r.best or '-':<14} {amount(r.ours_us):>11} "
                f"{amount(r.theirs_us):>11} {amount(r.limit_us):>10} {amount(r.limit_ratio, 2):>6} "
                f"{percent(r.bandwidth_fraction):>5} {percent(r.flops_fraction):>5} {amount(r.cold_ms):>8} "
                f"{amount(r.warm_ms):>8}")
        print(line, paint(r.status, r.status))
        for name, note in r.notes.items():
            if note:
                print(f"    {name}: {note.splitlines()[0][:150]}")


def geometric_mean(values: list[float]) -> float | None:
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def summary(rows) -> dict:
    measured = [r for r in rows if r.ratio]
    firsts = {}
    for r in rows:
        for name, ms in r.first_ms.items():
            firsts.setdefault(name, []).append(ms)
    for name, field in (("tensorjit cold", "cold_ms"), ("tensorjit warm", "warm_ms")):
        values = [getattr(r, field) for r in rows if getattr(r, field) is not None]
        if values:
            firsts[name] = values
    firsts.pop("tensorjit", None)
    return {
        "won": sum(r.status == "won" for r in rows),
        "limit": sum(r.status == "limit" for r in rows),
        "lost": [r.variant.title for r in rows if r.status == "lost"],
        "errors": [r.variant.title for r in rows if r.status == "error"],
        "geometric_mean": geometric_mean([r.ratio for r in measured]),
        "geometric_mean_not_at_limit": geometric_mean(
            [r.ratio for r in measured if r.limit_ratio is None or r.limit_ratio > 1.10]),
        "products_within_1.15": all(r.ratio <= 1.15 for r in measured if r.variant.workload.group == "product"),
        "median_first_call_ms": {n: sorted(v)[len(v) // 2] for n, v in firsts.items()},
    }


def print_summary(rows):
    s = summary(rows)
    print()
    if any(r.ratio for r in rows):
        print(f"won {s['won']}, at the limit {s['limit']}, lost {len(s['lost'])}, failed {len(s['errors'])} of {len(rows)}")
        print(f"geometric mean of ratios: {amount(s['geometric_mean'], 3)}; of those not at the limit: "
              f"{amount(s['geometric_mean_not_at_limit'], 3)}")
        if any(r.variant.workload.group == "product" for r in rows):
            print(f"products within 1.15 of the best peer: {'yes' if s['products_within_1.15'] else 'no'}")
    print("first call, median ms: " + ", ".join(f"{n} {ms:.1f}" for n, ms in s["median_first_call_ms"].items()))


def write_json(path, machine: dict, rows):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    fields = ("ratio best ratios ours_us theirs_us limit_us limit_ratio bandwidth_fraction flops_fraction cold_ms warm_ms "
              "first_ms screening_us notes status").split()
    table = [
        {"workload": r.variant.workload.name, "kind": r.variant.kind, "title": r.variant.title, "sizes": r.variant.sizes,
         "program": r.variant.form.program, **{f: getattr(r, f) for f in fields}}
        for r in rows
    ]
    Path(path).write_text(json.dumps({"machine": machine, "summary": summary(rows), "rows": table}, indent=2) + "\n")


# MARK: The chart

FILL = {"won": "#2f855a", "limit": "#2b6cb0", "lost": "#c05621", "error": "#a0aec0"}
MEANING = {"won": "as fast as the best peer, or faster", "limit": "within 1.10 of the hand-written limit", "lost": "slower"}
FONT = "font-family=\"Helvetica, Arial, sans-serif\""


def write_svg(path, machine: dict, rows):
    """Bars of ours / best peer on a logarithmic axis: left of the line at 1 is faster."""
    rows = [r for r in rows if r.ratio]
    if not rows:
        return
    ratios = [r.ratio for r in rows]
    low = min(-1, math.floor(math.log2(min(ratios)) - 0.2))
    high = max(1, math.ceil(math.log2(max(ratios)) + 0.2))
    left, right, top, step = 330, 290, 96, 24
    plot, height = 560, top + step * len(rows) + 52
    width = left + plot + right
    x = lambda ratio: left + plot * (math.log2(ratio) - low) / (high - low)  # noqa: E731
    bottom = top + step * len(rows)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" {FONT}>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="24" y="34" font-size="20" font-weight="600" fill="#1a202c">Time of tensorjit / time of the best peer</text>',
        f'<text x="24" y="56" font-size="13" fill="#4a5568">{escape(machine["processor"])}, {machine["threads"]} threads; '
        f'median of {machine["rounds"]} interleaved rounds; a shorter time is further left</text>',
    ]
    place = left
    for status, meaning in MEANING.items():
        out.append(f'<rect x="{place}" y="{top - 26}" width="12" height="12" rx="2" fill="{FILL[status]}"/>')
        out.append(f'<text x="{place + 17}" y="{top - 16}" font-size="12" fill="#4a5568">{meaning}</text>')
        place += 34 + 6.3 * len(meaning)
    for power in range(low, high + 1):
        at, label = x(2.0**power), f"{2**power}" if power >= 0 else f"1/{2**-power}"
        strong = power == 0
        out.append(f'<line x1="{at:.1f}" y1="{top - 4}" x2="{at:.1f}" y2="{bottom + 4}" stroke="{"#1a202c" if strong else "#e2e8f0"}" '
                   f'stroke-width="{1.5 if strong else 1}"/>')
        out.append(f'<text x="{at:.1f}" y="{bottom + 22}" font-size="12" text-anchor="middle" fill="#4a5568">{label}</text>')
    for i, r in enumerate(rows):
        y = top + step * i
        start, end = sorted((x(1.0), x(r.ratio)))
        out.append(f'<text x="{left - 12}" y="{y + 16}" font-size="12.5" text-anchor="end" fill="#1a202c">'
                   f'{escape(shortened(r.variant.title, 46))}</text>')
        out.append(f'<rect x="{start:.1f}" y="{y + 4}" width="{max(1.5, end - start):.1f}" height="{step - 8}" rx="2" '
                   f'fill="{FILL[r.status]}"/>')
        out.append(f'<text x="{left + plot + 14}" y="{y + 16}" font-size="12" fill="#1a202c">'
                   f'<tspan font-weight="600">{r.ratio:.2f}</tspan><tspan fill="#4a5568">  {amount(r.ours_us)} µs, '
                   f'{escape(r.best)} {amount(r.theirs_us)}</tspan></text>')
    out.append("</svg>")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("\n".join(out) + "\n")


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
