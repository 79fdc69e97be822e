"""Ray Data: ``monoglot.ray.annotate(dataset, "text")``. The workers need this package installed."""

import monoglot


def annotate(dataset, column="text", *, batch_size=1024, **settings):
    """Cleans ``column`` of a Dataset and adds the column ``monoglot``.

    See :func:`monoglot.annotate`. ``batch_size`` is that of ``Dataset.map_batches``.
    What is wrong with the settings is said here and not by a worker.
    """
    monoglot.clean("", **settings)
    return dataset.map_batches(
        monoglot.annotate,
        fn_kwargs={"text": column, **settings},
        batch_format="pyarrow",
        batch_size=batch_size,
        zero_copy_batch=True,
    )
