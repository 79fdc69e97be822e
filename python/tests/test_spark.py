"""Spark with real executors: processes of their own, to which functions travel pickled."""

import os
import sys

import pyarrow as pa
import pyarrow.parquet
import pytest
from pyspark.sql import SparkSession

import monoglot.spark
from conftest import ON
from examples import spark as example


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", False)
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(sys.path))
        .config("spark.sql.shuffle.partitions", 2)
        # Not Snappy, Spark's default: its Java library takes a machine that has musl beside glibc,
        # as one that builds our static program does, for one that has musl alone.
        .config("spark.sql.parquet.compression.codec", "zstd")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows_of(df):
    return [row.asDict(recursive=True) for row in df.collect()]


@pytest.mark.parametrize("large", ["true", "false"])
@pytest.mark.parametrize(("partitions", "batch"), [(1, 64), (2, 7), (5, 10_000)])
def test_results_are_those_of_the_command_line(spark, table, check, partitions, batch, large):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", batch)
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", large)
    df = spark.createDataFrame(table).repartition(partitions)
    check(rows_of(monoglot.spark.annotate(df, "text")))


@pytest.mark.parametrize("large", ["true", "false"])
@pytest.mark.parametrize(("partitions", "batch"), [(1, 64), (5, 7)])
def test_sites_are_those_of_the_command_line(spark, pages, site_run, check_pages, partitions, batch, large):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", batch)
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", large)
    df = spark.createDataFrame(pages).repartition(partitions)
    sites = monoglot.spark.sites(df, "text", "url")
    assert bytes(sites) == site_run[0]
    check_pages(rows_of(monoglot.spark.annotate(df, "text", sites=sites, rules=ON)))


def test_a_mistake_with_sites_is_told_before_anything_runs(spark, pages):
    df = spark.createDataFrame(pages)
    with pytest.raises(ValueError, match="'id' holds Int64"):
        monoglot.spark.sites(df, "text", "id")
    with pytest.raises(ValueError, match="unknown language 'klingon'"):
        monoglot.spark.sites(df, lang="klingon")


def test_of_no_pages_nothing_is_known(spark, pages):
    assert len(monoglot.spark.sites(spark.createDataFrame(pages).where("id < 0"))) == 0


def test_both_executors_work(spark, table):
    def pid(batches):
        from pyspark import TaskContext

        for batch in batches:
            host = os.environ["SPARK_EXECUTOR_DIRS"]
            assert TaskContext.get() is not None
            yield pa.record_batch({"executor": [host] * batch.num_rows})

    df = spark.createDataFrame(table).repartition(8)
    executors = {row.executor for row in df.mapInArrow(pid, "executor string").collect()}
    assert len(executors) == 2


def test_the_schema_is_known_before_anything_runs(spark, table):
    df = monoglot.spark.annotate(spark.createDataFrame(table), "text", lang="eng", document_format="markdown")
    assert df.columns == ["id", "text", "monoglot"]
    assert df.select("monoglot.removed.reason").schema[0].dataType.simpleString() == "array<string>"


def test_a_mistake_is_told_before_anything_runs(spark, table):
    df = spark.createDataFrame(table)
    with pytest.raises(ValueError, match="unknown language 'klingon'"):
        monoglot.spark.annotate(df, "text", lang="klingon")
    with pytest.raises(ValueError, match="'id' holds Int64"):
        monoglot.spark.annotate(df, "id")


def test_an_empty_frame_stays_empty(spark, table):
    df = spark.createDataFrame(table).where("id < -1")
    assert monoglot.spark.annotate(df, "text").collect() == []


def test_the_example_runs(spark, table, check, tmp_path):
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet", compression="zstd")
    source, target = (str(tmp_path / name) for name in ("in.parquet", "out.parquet"))
    totals = example.run(spark, source, target).collect()
    assert sum(row["count(1)"] for row in totals) == table.num_rows
    check(pa.parquet.read_table(target).to_pylist())
