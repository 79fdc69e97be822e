"""datatrove: JSONL shards in, JSONL shards out, in as many tasks as there are."""

import json

import pytest
from datatrove.data import Document

import monoglot
import monoglot.datatrove
from conftest import ON
from examples import datatrove_pipeline


@pytest.mark.parametrize("tasks", [1, 2])
def test_the_example_gives_what_the_command_line_gives(table, check, tmp_path, tasks):
    rows = [row for row in table.to_pylist() if row["text"]]
    empty = [row for row in table.to_pylist() if not row["text"]]
    (tmp_path / "in").mkdir()
    for shard in range(3):
        lines = [json.dumps(row) + "\n" for row in rows[shard::3]]
        (tmp_path / "in" / f"{shard}.jsonl").write_text("".join(lines))
    datatrove_pipeline.run(str(tmp_path / "in"), str(tmp_path / "out"), tasks)
    found = [
        json.loads(line)
        for path in (tmp_path / "out").glob("*.jsonl")
        for line in path.read_text().splitlines()
    ]
    # datatrove's writers leave out what is zero.
    rows = [{"id": int(row.get("id", 0)), "text": row["text"], **row["metadata"]} for row in found]
    check(rows + [without_text(row) for row in empty])


def test_pages_of_known_sites_are_judged_by_them(pages, site_run, check_pages):
    rows = pages.to_pylist()
    given = [row for row in rows if row["text"] is not None]
    documents = [Document(row["text"], str(row["id"]), metadata={"url": row["url"]}) for row in given]
    step = monoglot.datatrove.Annotator(sites=monoglot.Sites(site_run[0]), rules=ON)
    found = [{"id": int(doc.id), "text": doc.text, **doc.metadata} for doc in step.run(documents)]
    check_pages(found + [{**rows[-1], "monoglot": None}])


def without_text(row):
    """datatrove's readers leave such rows out."""
    blank = {"lines": [], "removed": [], "original": None}
    return {**row, "monoglot": None if row["text"] is None else blank}
