"""What the adapters of engines group and add up: rows of what was counted."""

import pyarrow

from . import Sites, _judge, _monoglot

# A row is of a line or, where it has a name, of a site; so many documents have it.
KEYS = ["site", "line", "name"]
SUMS = ["documents", "labels", "top", "bottom"]
TYPES = {"name": pyarrow.string()}
SCHEMA = pyarrow.schema([(name, TYPES.get(name, pyarrow.int64())) for name in [*KEYS, *SUMS]])

# What stands on fewer documents of its site is not kept.
REPEATED = 3


def count(batch, text, url, **settings):
    """The rows of the documents of a batch."""
    return pyarrow.record_batch(_monoglot.count(_judge(settings), batch, text, url))


def check(schema, text, url, **settings):
    """Raises what is wrong with the columns and the settings."""
    count(schema.empty_table(), text, url, **settings)


def added(table):
    """Rows added up, of which all that there are of a site are in the table."""
    sums = pyarrow.TableGroupBy(table, KEYS).aggregate([(name, "sum") for name in SUMS])
    sums = sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names]).select(SCHEMA.names)
    return sums.filter(pyarrow.compute.field("documents") >= REPEATED)


def sites(rows):
    """The sites of rows that were added up."""
    return Sites(_monoglot.sites_file(rows))
