"""Spark: ``monoglot.spark.annotate(df, "text")``. The executors need this package installed."""

from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

import monoglot

from . import _counts


def annotate(df, column="text", *, url="url", sites=None, **settings):
    """Cleans ``column`` of a DataFrame and adds the column ``monoglot``, without a shuffle.

    See :func:`monoglot.annotate`. ``sites``, as :func:`sites` gives them, are broadcast: each Python
    worker holds them once. What is wrong with the settings is said here and not on an executor.
    """
    empty = to_arrow_schema(df.schema).empty_table()
    schema = from_arrow_schema(monoglot.annotate(empty, column, url=url, sites=sites, **settings).schema)
    known = sites and df.sparkSession.sparkContext.broadcast(sites)

    def annotated(batches):
        for batch in batches:
            yield monoglot.annotate(batch, column, url=url, sites=known and known.value, **settings)

    return df.mapInArrow(annotated, schema)


def sites(df, column="text", url="url", **settings):
    """Counts on how many documents of its site each line of ``column`` stands: see :func:`monoglot.sites`.

    One ``groupBy`` over site and line, added up before the shuffle and after it. What stands on three
    documents or more comes to the driver, 24 bytes for each line in the end.
    """
    documents = df.select(column, url)
    _counts.check(to_arrow_schema(documents.schema), column, url, **settings)

    def counted(batches):
        for batch in batches:
            yield _counts.count(batch, column, url, **settings)

    counts = documents.mapInArrow(counted, from_arrow_schema(_counts.SCHEMA))
    sums = counts.groupBy(_counts.KEYS).agg(*(F.sum(name).alias(name) for name in _counts.SUMS))
    return _counts.sites(sums.where(F.col("documents") >= _counts.REPEATED).toArrow())
