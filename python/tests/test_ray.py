"""Ray with workers in processes of their own."""

import pyarrow as pa
import pyarrow.parquet
import pytest
import ray

import monoglot.ray
from conftest import ON
from examples import ray_data


@pytest.fixture(scope="module", params=[1, 2])
def cluster(request):
    ray.init(num_cpus=request.param, include_dashboard=False, log_to_driver=False)
    yield request.param
    ray.shutdown()


@pytest.mark.parametrize(("blocks", "batch"), [(1, 64), (4, 7), (2, None)])
def test_results_are_those_of_the_command_line(cluster, table, check, blocks, batch):
    dataset = ray.data.from_arrow(table).repartition(blocks)
    check(monoglot.ray.annotate(dataset, "text", batch_size=batch).take_all())


@pytest.mark.parametrize(("blocks", "groups"), [(1, 1), (4, 3)])
def test_sites_are_those_of_the_command_line(cluster, pages, site_run, check_pages, blocks, groups):
    dataset = ray.data.from_arrow(pages).repartition(blocks)
    sites = monoglot.ray.sites(dataset, "text", "url", groups=groups, batch_size=13)
    assert bytes(sites) == site_run[0]
    check_pages(monoglot.ray.annotate(dataset, sites=sites, rules=ON, batch_size=17).take_all())


def test_of_no_pages_nothing_is_known(cluster, pages):
    assert len(monoglot.ray.sites(ray.data.from_arrow(pages).filter(lambda row: row["id"] < 0))) == 0


def test_settings_travel_to_the_workers(cluster, table):
    dataset = ray.data.from_arrow(table).filter(lambda row: row["id"] == 0)
    row = monoglot.ray.annotate(dataset, "text", remove="none", lang=["eng"], document_format="markdown").take(1)[0]
    assert list(row["monoglot"]["removed"]) == []


def test_a_mistake_is_told_before_anything_runs(cluster, table):
    with pytest.raises(ValueError, match="unknown language 'klingon'"):
        monoglot.ray.annotate(ray.data.from_arrow(table), "text", lang="klingon")


def test_the_example_runs(cluster, table, check, tmp_path):
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet")
    ray_data.run(str(tmp_path / "in.parquet"), str(tmp_path / "out"))
    check(pa.parquet.read_table(tmp_path / "out").to_pylist())
