"""Cleans JSONL shards with datatrove: `python examples/datatrove_pipeline.py IN-FOLDER OUT-FOLDER`."""

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from monoglot.datatrove import Annotator


def run(source, target, tasks=2):
    pipeline = [JsonlReader(source), Annotator(), JsonlWriter(target, compression=None)]
    LocalPipelineExecutor(
        pipeline, tasks=tasks, workers=1, logging_dir=f"{target}/logs", skip_completed=False
    ).run()


if __name__ == "__main__":
    run(*sys.argv[1:])
