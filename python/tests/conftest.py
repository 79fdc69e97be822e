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


def page(number):
    """A page of one of four sites: a frame in another language, one in its own, and a story."""
    dice = random.Random(number)
    story = " ".join(dice.choice(MAIN) for _ in range(1 + number % 3))
    frame = ["Home", "Leave a comment", "коментуйте повідомлення:", f"{number} comments", "Kommentar schreiben"]
    return "\n".join([*frame[: 1 + number % 5], *dice.sample(LINES, number % 4), story, *frame[number % 5 :]]) + "\n"


@pytest.fixture(scope="session")
def pages():
    """Pages of sites as a table, one of them without an address and one without a text."""
    count = 200
    urls = [f"https://www.site{number % 4}.example/{number}" for number in range(count)]
    rows = {"id": range(count), "url": [*urls[:-1], None], "text": [page(number) for number in range(count)]}
    lost = {"id": [count], "url": [urls[0]], "text": [None]}
    schema = pa.schema({"id": pa.int64(), "url": pa.string(), "text": pa.string()})
    return pa.concat_tables([pa.table({**rows, "id": list(rows["id"])}, schema=schema), pa.table(lost, schema=schema)])


@pytest.fixture(scope="session")
def site_run(pages, monoglot_command, tmp_path_factory):
    """What the command line makes of the pages: the sites file, and the record of each."""
    folder = tmp_path_factory.mktemp("sites")
    records = [row for row in pages.to_pylist() if row["text"] is not None]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records), encoding="utf-8")

    def run(*args):
        subprocess.run([monoglot_command, *args, "--isolated", "--quiet"], cwd=folder, check=True)

    run("sites", "in.jsonl", "-o", "sites.bin")
    judged = {}
    for sites in ("sites.bin", "off"):
        run("clean", "in.jsonl", "--sites", sites, "--rule", "repeated-line=on", "-o", f"{sites}.jsonl")
        lines = (folder / f"{sites}.jsonl").read_text(encoding="utf-8").splitlines()
        judged[sites] = [json.loads(line) for line in lines]
    assert judged["sites.bin"] != judged["off"], "what the sites repeat makes a difference"
    return (folder / "sites.bin").read_bytes(), judged["sites.bin"]


ON = {"repeated-line": "on"}


@pytest.fixture(scope="session")
def check_pages(site_run):
    """Holds annotated pages, in any order, against the command line."""

    def check(rows):
        rows = sorted(rows, key=lambda row: row["id"])
        assert rows.pop()["monoglot"] is None
        assert len(rows) == len(site_run[1])
        for row, record in zip(rows, site_run[1]):
            assert row["text"] == record["text"]
            # Findings of the command line say besides which of its options would help.
            for key in ("lang", "share", "lines", "removed"):
                assert row["monoglot"][key] == record["monoglot"][key], key

    return check
