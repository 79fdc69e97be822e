"""Arrow data of every kind in, the same kind out."""

import gc
import threading

import polars
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import monoglot
from examples import polars_frame

STRINGS = [pa.string(), pa.large_string(), pa.string_view()]
SENTENCE = "The presidents met on Friday and approved a joint statement on Syria, they said.\n"
PROMPT = SENTENCE + "коментуйте повідомлення:\n"


def strings_in(kind):
    """Every string type that a type is made of."""
    children = [kind.field(index).type for index in range(kind.num_fields)]
    if not children:
        return {kind} if kind in STRINGS else set()
    return set().union(*map(strings_in, children))


@pytest.mark.parametrize("kind", STRINGS)
def test_strings_keep_their_type(kind):
    batch = pa.record_batch({"n": [1, 2, 3], "text": pa.array([PROMPT, None, ""], kind)})
    annotated = monoglot.annotate(batch)
    annotated.validate(full=True)
    assert annotated.schema.names == ["n", "text", "monoglot"]
    assert annotated.schema.field("text").type == kind
    assert strings_in(annotated.schema.field("monoglot").type) == {kind}
    assert annotated["text"].to_pylist() == [SENTENCE, None, ""]
    assert annotated["monoglot"].is_null().to_pylist() == [False, True, False]


def test_a_format_says_what_is_prose():
    notes = SENTENCE + "\n```\nкоментуйте повідомлення:\n```\n" + PROMPT.removeprefix(SENTENCE)
    table = pa.table({"text": [notes]})
    clean = SENTENCE + "\n```\nкоментуйте повідомлення:\n```\n"
    assert monoglot.annotate(table, document_format="markdown")["text"].to_pylist() == [clean]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
@pytest.mark.parametrize("kind", STRINGS)
def test_tables_are_what_the_command_line_says(table, check, kind, size):
    table = table.set_column(1, "text", table["text"].cast(kind))
    chunked = pa.Table.from_batches(table.to_batches(max_chunksize=size))
    annotated = monoglot.annotate(chunked)
    annotated.validate(full=True)
    check(annotated.to_pylist())


def test_a_reader_is_read_batch_by_batch(table, check):
    read = []

    def batches():
        for batch in table.to_batches(max_chunksize=100):
            read.append(batch.num_rows)
            yield batch

    reader = monoglot.annotate(pa.RecordBatchReader.from_batches(table.schema, batches()))
    assert isinstance(reader, pa.RecordBatchReader) and read == []
    first = reader.read_next_batch()
    assert read == [100]
    check(first.to_pylist() + reader.read_all().to_pylist())


def test_polars_frames_are_what_the_command_line_says(table, check):
    annotated = monoglot.annotate(polars.DataFrame(table))
    assert isinstance(annotated, polars.DataFrame)
    check(annotated.to_dicts())


class Foreign:
    """Data of a library that we have never heard of."""

    def __init__(self, data):
        self.data = data

    def __arrow_c_stream__(self, requested_schema=None):
        return self.data.__arrow_c_stream__(requested_schema)


def test_any_library_that_speaks_the_interface_is_understood(table, check):
    annotated = monoglot.annotate(Foreign(table))
    assert pa.schema(annotated).names == ["id", "text", "monoglot"]
    check(pa.table(annotated).to_pylist())
    with pytest.raises(ValueError, match="read before"):
        pa.table(annotated)


def test_metadata_and_other_columns_are_passed_on():
    field = pa.field("text", pa.string(), metadata={"a": "b"})
    other = pa.array([[{"x": 1}], None], pa.list_(pa.struct({"x": pa.int8()})))
    schema = pa.schema([field, pa.field("other", other.type)], metadata={"k": "v"})
    batch = pa.record_batch([pa.array(["a", "b"]), other], schema=schema)
    for data in (batch, pa.table(batch)):
        annotated = monoglot.annotate(data)
        assert annotated.schema.metadata == {b"k": b"v"}
        assert annotated.schema.field("text").metadata == {b"a": b"b"}
        assert annotated["other"].to_pylist() == other.to_pylist()


def test_the_text_may_have_another_name_and_stand_anywhere():
    annotated = monoglot.annotate(pa.table({"body": [PROMPT], "text": [PROMPT]}), "body")
    assert annotated.column_names == ["body", "text", "monoglot"]
    assert annotated["text"].to_pylist() == [PROMPT] != annotated["body"].to_pylist()


def test_empty_data_stays_empty():
    table = pa.table({"text": pa.array([], pa.string())})
    for empty in (table, table.schema.empty_table(), table.combine_chunks()):
        assert monoglot.annotate(empty).schema == monoglot.annotate(pa.table({"text": ["a"]})).schema
        assert monoglot.annotate(empty).num_rows == 0
    assert monoglot.annotate(pa.record_batch({"text": pa.array([], pa.string())})).num_rows == 0
    assert monoglot.annotate(polars.DataFrame({"text": []}, {"text": str})).shape == (0, 2)


@pytest.mark.parametrize(
    ("data", "column", "error", "words"),
    [
        (pa.table({"a": ["x"]}), "text", ValueError, '"text"'),
        (pa.table({"text": [1]}), "text", ValueError, "holds Int64, not strings"),
        (pa.table({"text": ["x"], "monoglot": [1]}), "text", ValueError, "column 'monoglot' already"),
        ({"text": ["x"]}, "text", TypeError, "dict is no Arrow data"),
    ],
)
def test_what_is_wrong_is_said(data, column, error, words):
    with pytest.raises(error, match=words):
        monoglot.annotate(data, column)


texts = st.lists(st.none() | st.sampled_from([PROMPT, "", "a\r\nb", "é", "e\u0301 🎉"]) | st.text(max_size=20))


@settings(max_examples=100, deadline=None)
@given(texts, st.sampled_from(STRINGS), st.integers(0, 10), st.integers(0, 10))
def test_a_slice_is_annotated_as_its_rows_are(values, kind, offset, length):
    batch = pa.record_batch({"text": pa.array(values, kind)})
    annotated = monoglot.annotate(batch.slice(offset, length))
    annotated.validate(full=True)
    rows = [None if value is None else monoglot.review(value) for value in values[offset : offset + length]]
    assert annotated["text"].to_pylist() == [row and row["text"] for row in rows]
    for field, row in zip(annotated["monoglot"].to_pylist(), rows):
        assert field == (row and {key: value for key, value in row.items() if key != "text"})


def test_memory_is_given_back(table):
    def annotate():
        monoglot.annotate(table)
        gc.collect()
        return pa.total_allocated_bytes()

    annotate()
    assert annotate() == annotate()


def test_threads_give_the_same_and_run_without_the_lock(table):
    """While one thread judges, others run: a counter goes on."""
    large = pa.concat_tables([table] * 20)
    done = threading.Event()
    results = []

    def work():
        results.append(monoglot.annotate(large))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    assert turns > 10
    assert results[0] == monoglot.annotate(large)


def test_the_polars_example_runs(table, check, tmp_path):
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet")
    removed = polars_frame.run(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert "ukr" in removed["lang"].to_list()
    check(polars.read_parquet(tmp_path / "out.parquet").to_dicts())
