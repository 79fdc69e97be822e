"""datatrove: ``monoglot.datatrove.Annotator()``, a step of a pipeline."""

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

import monoglot


class Annotator(PipelineStep):
    """Cleans the text of every document and adds ``monoglot`` to its metadata.

    See :func:`monoglot.review`. With ``sites``, the ``url`` in the metadata of a document says of which
    site it is. Documents and removed pieces are counted in the stats.
    """

    type = "🧹 - CLEANER"
    name = "🌐 monoglot"
    _requires_dependencies = []

    def __init__(self, **settings):
        super().__init__()
        monoglot.clean("", **settings)
        self.settings = settings

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for document in data:
            with self.track_time():
                url = document.metadata.get("url")
                field = monoglot.review(document.text, url=url, **self.settings)
                document.text = field.pop("text")
                document.metadata["monoglot"] = field
                self.stat_update("total", "removed" if field["removed"] else "unchanged")
            yield document
