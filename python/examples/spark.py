"""Cleans a column of a Spark DataFrame: `spark-submit examples/spark.py IN.parquet OUT.parquet`."""

import sys

from pyspark.sql import SparkSession

import monoglot.spark


def run(spark, source, target):
    documents = spark.read.parquet(source)
    annotated = monoglot.spark.annotate(documents, "text")
    annotated.write.mode("overwrite").parquet(target)
    # Anything Spark can say of a structure: documents and removed pieces for each language.
    return (
        spark.read.parquet(target)
        .selectExpr("monoglot.lang AS lang", "size(monoglot.removed) AS removed")
        .groupBy("lang")
        .agg({"*": "count", "removed": "sum"})
        .orderBy("lang")
    )


if __name__ == "__main__":
    run(SparkSession.builder.appName("monoglot").getOrCreate(), *sys.argv[1:]).show()
