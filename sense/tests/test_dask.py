"""Maps from votes in parts are those from votes in memory, and a wrong division is refused."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from talkoo_sense import OpinionMap, VoteMatrix, base_clusters, map_opinions, polis_map
from talkoo_sense.groups import kept
from talkoo_sense.partitioned import (
    BrokenParts,
    OpinionParts,
    census,
    map_opinions_in_parts,
    polis_map_in_parts,
    sampling,
    write_people,
)

dask = pytest.importorskip("dask", reason="the extra talkoo-sense[dask] is not installed")
distributed = pytest.importorskip("distributed", reason="the extra talkoo-sense[dask] is not installed")
arrow = pytest.importorskip("pyarrow", reason="the extra talkoo-sense[dask] is not installed")
parquet = pytest.importorskip("pyarrow.parquet")

FIGURES = ("p1", "d1", "p2", "d2", "jaccard", "n_tables", "n_tries", "kept_statements")
SAID = ("verdict", "rests_on", "second_line", "follows_mood")


@pytest.fixture(autouse=True)
def in_this_process() -> Iterator[None]:
    with dask.config.set(scheduler="synchronous"):
        yield


def write(folder: Path, votes: VoteMatrix, n_files: int = 4, *, by_remainder: bool = False) -> Path:
    """Divide people over files by ranges or by remainder, their numbers being their rows."""
    person = votes.person
    file = person % n_files if by_remainder else person * n_files // votes.n_people
    for number in range(n_files):
        here = file == number
        columns = {
            "participant": person[here].astype(np.int32),
            "statement": votes.statement[here].astype(np.int16),
            "vote": votes.value[here],
        }
        parquet.write_table(arrow.table(columns), folder / f"{number}.parquet")
    return folder


def write_rows(path: Path, **columns: list) -> Path:
    parquet.write_table(arrow.table(columns), path)
    return path


def by_person(tables: list) -> dict[str, np.ndarray]:
    together = arrow.concat_tables(tables)
    order = np.argsort(together["participant"].to_numpy())
    return {name: together[name].to_numpy()[order] for name in together.column_names}


def assert_same(parts: OpinionParts, people: dict[str, np.ndarray], whole: OpinionMap) -> None:
    for name in SAID:
        assert getattr(parts, name) == getattr(whole, name), name
    near = {"rtol": 0, "atol": 1e-6}
    for name in FIGURES:
        np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), **near, err_msg=name)
    np.testing.assert_allclose(parts.popularity, whole.prediction.popularity, **near)
    np.testing.assert_allclose(parts.slope, whole.prediction.slope, **near)
    np.testing.assert_allclose(np.stack([people["x"], people["y"]], axis=1), whole.positions, **near)
    np.testing.assert_allclose(people["readiness"], whole.prediction.readiness, **near)
    np.testing.assert_allclose(people["stability"], whole.stability, **near)
    for group, member in enumerate(whole.membership.T):
        np.testing.assert_allclose(people[f"membership_{group}"], member, **near)
    np.testing.assert_array_equal(people["group"], whole.group)
    np.testing.assert_array_equal(people["side"], whole.side)
    np.testing.assert_array_equal(people["kept"], whole.kept_people)


def one_sided(votes: VoteMatrix, statement: int) -> VoteMatrix:
    """Let everybody agree with a statement, so that it is not looked at but still gets a popularity."""
    value = np.where(votes.statement == statement, 1, votes.value)
    return VoteMatrix.from_triplets(votes.person, votes.statement, value, shape=votes.shape)


@pytest.mark.parametrize("kind", ["noise", "two", "three", "line"])
def test_our_map_of_few_people_is_the_same(planted, tmp_path, kind):
    votes = one_sided(planted(22, 4, (60, 40), kind, cover=0.8).votes, 7)

    parts = map_opinions_in_parts(write(tmp_path, votes), left_out=[1])

    assert_same(parts, by_person(parts.people.compute()), map_opinions(votes, [1]))


@pytest.mark.parametrize("by_remainder", [False, True])
def test_our_map_of_a_sample_is_the_same(planted, tmp_path, monkeypatch, by_remainder):
    monkeypatch.setattr(kept, "LARGE_SAMPLE", 400)
    votes = one_sided(planted(22, 4, (2_600, 42), "three", cover=0.6).votes, 7)
    folder = write(tmp_path, votes, by_remainder=by_remainder)

    parts = map_opinions_in_parts(folder, [1], np.random.default_rng(3), n_tries=5)

    whole = map_opinions(votes, [1], np.random.default_rng(3), n_tries=5)
    assert np.isnan(whole.stability).sum() >= 2_200
    assert_same(parts, by_person(parts.people.compute()), whole)


def test_two_processes_make_the_same_map_and_write_where_everybody_stands(planted, tmp_path):
    votes = planted(22, 4, (2_600, 42), "two", cover=0.6).votes
    (tmp_path / "votes").mkdir()
    folder = write(tmp_path / "votes", votes)

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
        dask.config.set(scheduler="distributed"),
    ):
        parts = map_opinions_in_parts(folder, n_tries=5)
        written = write_people(parts.people, tmp_path / "people")
        with pytest.raises(BrokenParts, match=r"no\.parquet"):
            map_opinions_in_parts(
                [write_rows(tmp_path / "no.parquet", participant=[1], statement=[1], vote=[2])]
            )

    assert sorted(path.name for path in (tmp_path / "people").iterdir()) == [path.name for path in written]
    assert len(written) == 4
    people = by_person([parquet.read_table(path) for path in written])
    assert_same(parts, people, map_opinions(votes, n_tries=5))


@pytest.mark.parametrize("shape", [(30, 4), (6, 40)])
def test_too_few_votes_are_called_few(planted, tmp_path, shape):
    votes = planted(22, 4, shape, "two").votes

    parts = map_opinions_in_parts(write(tmp_path, votes, 2))

    assert_same(parts, by_person(parts.people.compute()), map_opinions(votes))


@pytest.mark.parametrize("left_out", [[], [1, 5]])
def test_the_map_of_polis_is_the_same(planted, tmp_path, monkeypatch, left_out):
    monkeypatch.setattr(base_clusters, "MOST_FOR_BASE", 500)
    votes = planted(22, 4, (1_500, 30), "two", cover=0.4).votes

    parts = polis_map_in_parts(write(tmp_path, votes), left_out)

    people, whole = by_person(parts.people.compute()), polis_map(votes, left_out)
    for name in ("mean", "axes", "statement_positions", "extremity"):
        np.testing.assert_allclose(
            getattr(parts, name), getattr(whole, name), rtol=0, atol=1e-6, err_msg=name
        )
    np.testing.assert_allclose(np.stack([people["x"], people["y"]], 1), whole.positions, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(people["group"], whole.group)
    np.testing.assert_array_equal(people["takes_part"], whole.takes_part)
    assert parts.silhouette == pytest.approx(whole.silhouette, abs=1e-6)


def test_few_different_places_are_the_base_clusters(tmp_path):
    person, statement = np.indices((12, 3)).reshape(2, -1)
    vote = np.where(person % 4 > statement + (person > 7), 1, -1)
    votes = VoteMatrix.from_triplets(person, statement, vote)

    parts = polis_map_in_parts(write(tmp_path, votes, 3))

    np.testing.assert_array_equal(by_person(parts.people.compute())["group"], polis_map(votes).group)


def test_rows_in_any_order_count_by_time_and_numbers_may_have_gaps(planted, tmp_path):
    votes = planted(22, 4, (60, 20), "two", cover=0.8).votes
    rows = np.random.default_rng(2).permutation(2 * votes.n_votes)
    first = rows < votes.n_votes  # what was voted first, all of it replaced later
    cell = rows % votes.n_votes
    columns = {
        "Voter_ID": 1_000 - votes.person[cell],
        "comment-id": 3 * votes.statement[cell] + 5,
        "vote": np.where(first, 1, votes.value[cell]),
        "timestamp": rows,
        "other": ["x"] * rows.size,
    }

    parts = map_opinions_in_parts([write_rows(tmp_path / "all.parquet", **columns)], left_out=[5])

    np.testing.assert_array_equal(parts.statement, 3 * np.arange(20) + 5)
    person = votes.n_people - 1 - votes.person
    turned = VoteMatrix.from_triplets(person, votes.statement, votes.value, shape=votes.shape)
    assert_same(parts, by_person(parts.people.compute()), map_opinions(turned, [0]))


def test_people_in_two_files_are_refused(planted, tmp_path, monkeypatch):
    votes = planted(22, 4, (60, 20), "two").votes
    folder = write(tmp_path, votes, by_remainder=True)
    write_rows(folder / "later.parquet", participant=[17], statement=[3], vote=[1])

    for at_once in (10, census.COMPARED_AT_ONCE):
        monkeypatch.setattr(census, "COMPARED_AT_ONCE", at_once)
        with pytest.raises(BrokenParts, match="all votes of a participant in one file") as caught:
            map_opinions_in_parts(folder)
        assert caught.value.fault == "participant-in-two-files"


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"participant": [1], "statement": [1]}, "column-missing"),
        ({"participant": ["a"], "statement": [1], "vote": [1]}, "not-a-number"),
        ({"participant": [1, None], "statement": [1, 2], "vote": [1, 1]}, "not-a-number"),
        ({"participant": [1], "statement": [1], "vote": [1.0]}, "not-a-number"),
        ({"participant": [1], "statement": [1], "vote": [-2]}, "not-a-vote"),
        (
            {"participant": np.array([], int), "statement": np.array([], int), "vote": np.array([], int)},
            "empty",
        ),
    ],
)
def test_a_broken_file_is_named(tmp_path, columns, fault):
    path = write_rows(tmp_path / "votes.parquet", **columns)

    for make in (map_opinions_in_parts, polis_map_in_parts):
        with pytest.raises(BrokenParts, match=r"votes\.parquet") as caught:
            make(path)
        assert caught.value.fault == fault


def test_what_is_not_parquet_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(BrokenParts) as caught:
        map_opinions_in_parts(tmp_path)
    assert caught.value.fault == "empty"

    (tmp_path / "votes.parquet").write_text("participant,statement,vote\n")
    with pytest.raises(BrokenParts) as caught:
        map_opinions_in_parts(tmp_path)
    assert caught.value.fault == "not-parquet"


def test_a_refusal_travels_from_a_worker_whole():
    refusal = BrokenParts("a.parquet", "not-a-vote", "2", "votes of 1, 0 or -1")

    assert str(pickle.loads(pickle.dumps(refusal))) == str(refusal)


def test_a_sample_is_drawn_by_rank_however_few_bits_tell_people_apart(planted, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "LARGE_SAMPLE", 50)
    monkeypatch.setattr(sampling, "BUCKET_BITS", 2)
    votes = planted(22, 4, (2_600, 42), "line", cover=0.6).votes

    parts = map_opinions_in_parts(write(tmp_path, votes), n_tries=1)

    assert_same(parts, by_person(parts.people.compute()), map_opinions(votes, n_tries=1))


def test_dask_is_loaded_only_when_asked_for():
    loads = "import sys, talkoo_sense; sys.exit(bool({'dask', 'distributed', 'pyarrow'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
