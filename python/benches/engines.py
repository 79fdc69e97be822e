"""MB/s of text per second through the function, Spark, Ray and the command line, over the same documents.

Usage: python benches/engines.py [--megabytes 50] [--workers 1 2] [--monoglot PATH]

Prints the machine, the figures and their ratio to the command line with as many threads, and to the
function on one. An engine is measured from data that it holds to results that it counts, so that no
format weighs in, after a run that starts its workers; the command line reads and writes a shard of JSONL.
"""

import argparse
import contextlib
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa

import monoglot

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def documents(megabytes, seed=1):
    """Texts of the fixtures, each with its lines in an order of its own, until there is enough."""
    dice = random.Random(seed)
    sources = [path.read_text("utf-8") for path in sorted(FIXTURES.glob("*.txt"))]
    texts, size = [], 0
    while size < megabytes * 1_000_000:
        lines = dice.choice(sources).splitlines(keepends=True)
        dice.shuffle(lines)
        texts.append("".join(lines))
        size += len(texts[-1].encode())
    return texts, size / 1_000_000


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def with_function(table, workers):
    del workers
    yield lambda: monoglot.annotate(table)


@contextlib.contextmanager
def spark_session(workers):
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", False)
    builder = builder.config("spark.ui.showConsoleProgress", False)
    session = builder.config("spark.driver.memory", "2g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def with_spark(table, workers):
    import monoglot.spark

    with spark_session(workers) as session:
        df = session.createDataFrame(table).repartition(4 * workers).cache()
        df.count()
        annotated = monoglot.spark.annotate(df, "text")
        yield lambda: annotated.write.format("noop").mode("overwrite").save()


def with_ray(table, workers):
    import ray

    import monoglot.ray

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    dataset = ray.data.from_arrow(table).repartition(4 * workers).materialize()
    yield lambda: monoglot.ray.annotate(dataset, "text").materialize()
    ray.shutdown()


def with_command(command, table, workers):
    folder = Path(tempfile.mkdtemp())
    (folder / "in").mkdir()
    with (folder / "in" / "documents.jsonl").open("w", encoding="utf-8") as shard:
        shard.writelines(json.dumps({"text": text}) + "\n" for text in table["text"].to_pylist())
    args = [command, "clean", "--quiet", "--jobs", str(workers), "-o", "out", "in"]
    yield lambda: subprocess.run(args, cwd=folder, check=True)
    shutil.rmtree(folder)


def measured(carrier, table, workers):
    """The seconds of the second run: the first starts workers and loads the model."""
    for work in carrier(table, workers):
        timed(work)
        seconds = timed(work)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--monoglot", default=shutil.which("monoglot"))
    args = parser.parse_args()
    texts, megabytes = documents(args.megabytes)
    table = pa.table({"text": texts})
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(texts)} documents, {megabytes:.1f} MB of text")
    carriers = {
        "command line": lambda *given: with_command(os.path.abspath(args.monoglot), *given),
        "spark": with_spark,
        "ray": with_ray,
    }
    function = megabytes / measured(with_function, table, 1)
    print(f"{'function':<14}1 thread   {function:7.2f} MB/s")
    shell = {}
    for name, carrier in carriers.items():
        for workers in args.workers:
            speed = megabytes / measured(carrier, table, workers)
            base = shell.setdefault(workers, speed)
            ratios = f"{speed / base:5.2f} x the command line, {speed / function:5.2f} x the function"
            print(f"{name:<14}{workers} workers  {speed:7.2f} MB/s  {ratios}")


if __name__ == "__main__":
    main()
