#!/usr/bin/env python3
"""Puts the figures of the last benchmark run into README.md, between the two comments.

  make bench && scripts/figures.py [benchmarks.json]

Needs nothing but Python. The same results give the same text.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- figures: made by scripts/figures.py from Benchmarks/results/benchmarks.json -->\n"
END = "<!-- end of figures -->\n"
MEANING = {"won": "won", "limit": "at the limit", "lost": "lost", "error": "failed"}


def microseconds(value) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"


def section(results: dict) -> str:
    machine, summary = results["machine"], results["summary"]
    rows = [row for row in results["rows"] if row["kind"] == "main" and row.get("ratio")]
    mean = summary.get("geometric_mean_not_at_limit")
    lines = [
        f"Measured on {machine['processor']}, {machine['threads']} threads, in one run; median of {machine['rounds']} interleaved",
        "rounds. The ratio is our time by that of the fastest peer: below 1 is faster. *Limit*: a hand-written loop that does only what",
        "cannot be avoided. Reproduce with `make bench`.",
        "",
        "| workload | ours, us | best peer | its us | ratio | |",
        "|---|---:|---|---:|---:|---|",
    ]
    for row in rows:
        title = row["title"].replace("|", "\\|")
        lines.append(
            f"| {title} | {microseconds(row['ours_us'])} | {row['best']} | {microseconds(row['theirs_us'])} "
            f"| {row['ratio']:.2f} | {MEANING.get(row['status'], row['status'])} |")
    lines.append("")
    counts = f"Of all {len(results['rows'])} variants: {summary['won']} won, {summary['limit']} at the limit, " \
             f"{len(summary['lost'])} lost, {len(summary['errors'])} failed."
    lines.append(counts + (f" Geometric mean of the ratios not at the limit: {mean:.2f}." if mean else ""))
    firsts = summary.get("median_first_call_ms", {})
    if firsts:
        order = sorted(firsts.items(), key=lambda item: item[1])
        lines += ["", "First call, compilation included, median: " + ", ".join(f"{n} {ms:.1f} ms" for n, ms in order) + "."]
    return "\n".join(lines) + "\n"


def main() -> int:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "Benchmarks" / "results" / "benchmarks.json"
    if not source.exists():
        print(f"figures: no {source}; run make bench first", file=sys.stderr)
        return 66
    readme = ROOT / "README.md"
    text = readme.read_text()
    if BEGIN not in text or END not in text:
        print("figures: README.md has no place for them", file=sys.stderr)
        return 65
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    readme.write_text(before + BEGIN + section(json.loads(source.read_text())) + END + after)
    print(f"figures: {readme}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
