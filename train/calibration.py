#!/usr/bin/env python3
"""Says how true `foreign` and `confidence` are: of the lines with each, how many are what they say.

usage: monoglot tag --format jsonl DOCS | calibration.py TRUTH...

A truth file has one JSON object per document: {"id": NAME, "lines": [{"n": 1, "label": L, "lang": CODE}, ...]}, where NAME
is the name of the file without its ending, n the number of the line, L `keep`, `residue` (the whole line is foreign) or
`mixed` (a part of it is), and CODE the language of the line in ISO 639-3 or `und`; `alt` may list further right codes.
Prints two Markdown tables. Python 3, standard library only.
"""
import json
import os
import sys

FOREIGN = [0, 0.001, 0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0001]
CONFIDENCE = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0001]
# Individual languages by which other sets call what monoglot knows by the name of the whole.
WHOLE = {"arb": "ara", "cmn": "zho", "npi": "nep", "nor": "nob", "pes": "fas", "zsm": "msa"}


def truths(paths):
    lines = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for document in map(json.loads, file):
                lines.update({(document["id"], line["n"]): line for line in document["lines"]})
    return lines


def table(name, bounds, answers):
    """Of pairs of a probability and whether it came true, one row for each two bounds."""
    print(f"| `{name}` | lines | mean | true |\n|---|--:|--:|--:|")
    for low, high in zip(bounds, bounds[1:]):
        row = [(p, is_true) for p, is_true in answers if low <= p < high]
        if row:
            mean = sum(p for p, _ in row) / len(row)
            true = 100 * sum(is_true for _, is_true in row) / len(row)
            print(f"| {low:g} to {min(high, 1):g} | {len(row):,} | {mean:.3f} | {true:.1f} % |")
    print()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    lines = truths(sys.argv[1:])
    whole = lambda code: WHOLE.get(code, code)
    foreign, confidence = [], []
    for tagged in map(json.loads, sys.stdin):
        name = os.path.splitext(os.path.basename(tagged["path"]))[0]
        line = lines.get((name, tagged["line"]))
        if line is None or not tagged["text"].strip():
            continue
        foreign.append((tagged["foreign"], line["label"] != "keep"))
        if line["lang"] != "und" and tagged["lang"] != "und":
            right = {whole(code) for code in [line["lang"], *line.get("alt", [])]}
            confidence.append((tagged["confidence"], whole(tagged["lang"]) in right))
    table("foreign", FOREIGN, foreign)
    table("confidence", CONFIDENCE, confidence)


if __name__ == "__main__":
    main()
