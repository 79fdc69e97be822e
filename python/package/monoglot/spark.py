"""Spark: ``monoglot.spark.annotate(df, "text")``. The executors need this package installed."""

from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

import monoglot


def annotate(df, column="text", **settings):
    """Cleans ``column`` of a DataFrame and adds the column ``monoglot``, without a shuffle.

    See :func:`monoglot.annotate`. What is wrong with the settings is said here and not on an
    executor.
    """

    def annotated(batches):
        for batch in batches:
            yield monoglot.annotate(batch, column, **settings)

    empty = to_arrow_schema(df.schema).empty_table()
    schema = from_arrow_schema(monoglot.annotate(empty, column, **settings).schema)
    return df.mapInArrow(annotated, schema)
