"""The documents of all tests, and what the command line says of them."""

import json
import os
import random
import shutil
import subprocess

import pyarrow as pa
import pytest

LINES = [
    "The presidents of both countries have approved a joint statement.",
    "They met on the sidelines of the summit and spoke for about an hour.",
    "Their spokesmen said that the talks would be continued in the morning.",
    "Die Bundesregierung hat am Freitag ein neues Gesetz auf den Weg gebracht.",
    "Les deux présidents se sont rencontrés pendant près d'une heure à Paris.",
    "Президенти обох країн схвалили спільну заяву щодо Сирії.",
    "両国の大統領は共同声明を承認した。",
    "коментуйте повідомлення:",
    "They spoke for about an hour in the capital. коментуйте повідомлення",
    "Leave a comment",
    "Kommentar schreiben",
    "Reuters",
    "12:30",
    "https://example.org/a?b=c",
    "",
    "🎉🎉",
    "a\u0301\u200d\u202ex",
]
# What most lines of a document are, so that there is something for others to be foreign to.
MAIN = LINES[:3]


def document(seed):
    """A text with some residue in it; the same for the same seed."""
    dice = random.Random(seed)
    lines = [dice.choice(MAIN if dice.random() < 0.7 else LINES) for _ in range(dice.randrange(12))]
    return "".join(line + dice.choice(["\n", "\n", "\r\n"]) for line in lines)


@pytest.fixture(scope="session")
def texts():
    return [document(seed) for seed in range(300)]


@pytest.fixture(scope="session")
def monoglot_command():
    """The Rust binary where there is one, so that the package is held against something else."""
    return os.environ.get("MONOGLOT") or shutil.which("monoglot")


@pytest.fixture(scope="session")
def expected(texts, monoglot_command, tmp_path_factory):
    """For each text what the command line makes of it: the cleaned text and the lines."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "in").mkdir()
    for index, text in enumerate(texts):
        (folder / "in" / f"{index:04}.txt").write_bytes(text.encode())

    def run(*args):
        args = [monoglot_command, *args, "--isolated", "in"]
        return subprocess.run(args, cwd=folder, check=True, capture_output=True).stdout

    run("clean", "-o", "out", "--quiet")
    tagged = [[] for _ in texts]
    for line in run("tag", "--format", "jsonl").decode().splitlines():
        record = json.loads(line)
        tagged[int(record["path"][-8:-4])].append(record)
    cleaned = [(folder / "out" / f"{index:04}.txt").read_bytes().decode() for index in range(len(texts))]
    assert any(text != clean for text, clean in zip(texts, cleaned))
    return list(zip(cleaned, tagged))


@pytest.fixture(scope="session")
def table(texts):
    """The documents as a table, each with its number and one without a text."""
    rows = {"id": [*range(len(texts)), -1], "text": [*texts, None]}
    return pa.table(rows, schema=pa.schema({"id": pa.int64(), "text": pa.string()}))


def line_of(record):
    return {key: record[key] for key in ("lang", "confidence", "foreign", "residue", "verdict")}


@pytest.fixture(scope="session")
def check(texts, expected):
    """Holds annotated rows, in any order, against the command line."""

    def check(rows):
        rows = sorted(rows, key=lambda row: row["id"])
        assert [row["id"] for row in rows] == [-1, *range(len(texts))]
        assert (rows[0]["text"], rows[0]["monoglot"]) == (None, None)
        for row, given, (cleaned, tagged) in zip(rows[1:], texts, expected):
            assert row["text"] == cleaned
            assert row["monoglot"]["lines"] == [line_of(record) for record in tagged]
            restored = put_back(row["text"], row["monoglot"]["removed"])
            assert (row["monoglot"]["original"] or restored) == given

    return check


def put_back(text, removed):
    """What docs/json.md says about undoing, word for word."""
    for piece in removed:
        text = text[: piece["start"]] + piece["text"] + text[piece["start"] :]
    return text
