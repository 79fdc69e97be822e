"""Ray Data: ``monoglot.ray.annotate(dataset, "text")``. The workers need this package installed."""

from functools import lru_cache

import pyarrow
import ray

import monoglot

from . import _counts


def annotate(dataset, column="text", *, url="url", sites=None, batch_size=1024, **settings):
    """Cleans ``column`` of a Dataset and adds the column ``monoglot``.

    See :func:`monoglot.annotate`. ``batch_size`` is that of ``Dataset.map_batches``. ``sites``, as
    :func:`sites` gives them, go to the object store: each worker holds them once besides.
    What is wrong with the settings is said here and not by a worker.
    """
    monoglot.clean("", **settings)
    known = sites and ray.put(sites)

    def annotated(batch):
        return monoglot.annotate(batch, column, url=url, sites=known and _held(known), **settings)

    return dataset.map_batches(annotated, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)


@lru_cache(maxsize=4)
def _held(known):
    """What is read once in each worker and not for each batch."""
    return ray.get(known)


def sites(dataset, column="text", url="url", *, batch_size=1024, groups=64, **settings):
    """Counts on how many documents of its site each line of ``column`` stands: see :func:`monoglot.sites`.

    One ``groupby`` over sites, which fall into so many ``groups``: each is added up in the memory of one
    worker. What stands on three documents or more comes to the driver.
    """
    monoglot.clean("", **settings)

    def counted(batch):
        counts = _counts.count(batch, column, url, **settings)
        group = [site % groups for site in counts["site"].to_pylist()]
        return pyarrow.table(counts).append_column("group", pyarrow.array(group, pyarrow.int64()))

    counts = dataset.map_batches(counted, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)
    if not counts.take(1):
        # Ray cannot group what has no columns.
        return _counts.sites(_counts.SCHEMA.empty_table())
    sums = counts.groupby("group").map_groups(_counts.added, batch_format="pyarrow")
    tables = [table for table in ray.get(sums.to_arrow_refs()) if table.num_rows]
    return _counts.sites(pyarrow.concat_tables(tables or [_counts.SCHEMA.empty_table()]))
