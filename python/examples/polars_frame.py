"""Cleans a polars frame: `python examples/polars_frame.py IN.parquet OUT.parquet`."""

import sys

import polars

import monoglot


def run(source, target):
    annotated = monoglot.annotate(polars.read_parquet(source), "text")
    annotated.write_parquet(target)
    removed = annotated.select(polars.col("monoglot").struct.field("removed").explode().struct.unnest())
    return removed.filter(polars.col("rule").is_not_null()).group_by("lang").len().sort("lang")


if __name__ == "__main__":
    print(run(*sys.argv[1:]))
