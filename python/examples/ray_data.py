"""Cleans a column of a Ray Dataset: `python examples/ray_data.py IN.parquet OUT-FOLDER`."""

import sys

import ray

import monoglot.ray


def run(source, target):
    documents = ray.data.read_parquet(source)
    monoglot.ray.annotate(documents, "text").write_parquet(target)


if __name__ == "__main__":
    run(*sys.argv[1:])
