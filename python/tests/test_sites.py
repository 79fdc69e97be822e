"""What sites repeat: counted and known in one process as by the command line."""

import pickle

import pyarrow as pa
import pytest

import monoglot
from conftest import ON


def test_counts_are_the_file_of_the_command_line(pages, site_run):
    assert bytes(monoglot.sites(pages)) == site_run[0]
    assert bytes(monoglot.sites(pages.to_reader(max_chunksize=7))) == site_run[0]
    views = pages.set_column(2, "text", pages["text"].cast(pa.string_view()))
    assert bytes(monoglot.sites(views)) == site_run[0]


def test_a_file_is_read_and_travels(site_run):
    sites = monoglot.Sites(site_run[0])
    assert len(sites) == 4
    assert bytes(pickle.loads(pickle.dumps(sites))) == site_run[0]
    with pytest.raises(ValueError, match="sites file"):
        monoglot.Sites(site_run[0][:-1])
    with pytest.raises(ValueError, match="sites file"):
        monoglot.Sites(b"")


@pytest.mark.parametrize("rows", [1, 64, 1000])
def test_tables_are_what_the_command_line_says(pages, site_run, check_pages, rows):
    sites = monoglot.Sites(site_run[0])
    batches = [monoglot.annotate(batch, sites=sites, rules=ON) for batch in pages.to_batches(max_chunksize=rows)]
    check_pages(pa.Table.from_batches(batches).to_pylist())


def test_texts_are_what_the_command_line_says(pages, site_run):
    sites = monoglot.Sites(site_run[0])
    for row, record in zip(pages.to_pylist(), site_run[1]):
        known = {"url": row["url"], "sites": sites, "rules": ON}
        assert monoglot.clean(row["text"], **known) == record["text"]
        assert monoglot.review(row["text"], **known)["removed"] == record["monoglot"]["removed"]
        verdicts = [line["verdict"] for line in monoglot.tag(row["text"], **known)]
        assert verdicts == [line["verdict"] for line in record["monoglot"]["lines"]]


def test_a_text_of_no_known_site_is_judged_by_itself(pages, site_run):
    sites = monoglot.Sites(site_run[0])
    for row in pages.to_pylist()[:50]:
        alone = monoglot.tag(row["text"])
        for url in (None, "", "no address", "https://unknown.example/"):
            assert monoglot.tag(row["text"], url=url, sites=sites) == alone
        assert monoglot.tag(row["text"], url=row["url"]) == alone


def test_a_missing_column_is_told(pages, site_run):
    with pytest.raises(ValueError, match="address"):
        monoglot.sites(pages, url="address")
    with pytest.raises(ValueError, match="'id' holds Int64"):
        monoglot.annotate(pages, url="id", sites=monoglot.Sites(site_run[0]))
