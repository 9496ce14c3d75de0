"""Our own map from files of votes: the sample is looked at in one place, everybody is placed file by file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.groups.cells import Cells, Floats, Indices, gather
from talkoo_sense.groups.dice import Dice
from talkoo_sense.groups.finding import Finding, Places, find, place_everybody, suffices, without_line
from talkoo_sense.groups.kept import Kept, all_of
from talkoo_sense.groups.late import Late, late_popularity, level_of_all
from talkoo_sense.groups.noise import fit_noise
from talkoo_sense.groups.opinion_map import Verdict
from talkoo_sense.partitioned.census import Census, take_census
from talkoo_sense.partitioned.over import Over, Sums, joined, merged
from talkoo_sense.partitioned.parts import Ints, Source, read_part, sources
from talkoo_sense.partitioned.people import table
from talkoo_sense.partitioned.sampling import Wanted, choose_in_parts, prune_in_parts

# Where there is nothing to look at, the null model is fitted to all votes in one place.
MOST_IN_ONE_PLACE: Final = 10_000_000


@dataclass(frozen=True, eq=False)
class OpinionParts:
    """What `OpinionMap` says, with people left in their parts.

    Attributes
    ----------
    verdict, p1, d1, p2, d2, jaccard, second_line, rests_on, follows_mood, n_tables, n_tries
        As in `OpinionMap`; `rests_on` names statements by their places in `statement`.
    statement : numpy.ndarray of int64, shape (statements,)
        The numbers of the statements, ascending.
    kept_statements : numpy.ndarray of bool, shape (statements,)
    popularity, slope : numpy.ndarray, shape (statements,)
        As in `Prediction`.
    n_people, n_votes : int
    people : dask.bag.Bag of pyarrow.Table
        One table for each file: participant, group, side, x, y, membership_0 and on, stability, readiness and
        kept, as in `OpinionMap`. Computed when asked for; see `write_people`.
    """

    verdict: Verdict
    p1: float
    d1: float
    p2: float
    d2: float
    jaccard: Floats
    second_line: bool
    rests_on: tuple[int, ...]
    follows_mood: bool
    n_tables: int
    n_tries: int
    statement: Ints
    kept_statements: NDArray[np.bool_]
    popularity: Floats
    slope: Floats
    n_people: int
    n_votes: int
    people: Any = field(repr=False)


def map_opinions_in_parts(
    where: Path | str | Iterable[Path | str],
    left_out: ArrayLike = (),
    rng: np.random.Generator | None = None,
    *,
    n_tables: int = 199,
    n_tries: int = 20,
) -> OpinionParts:
    """Make the map of `map_opinions` from Parquet in parts, on the Dask cluster of the caller.

    **All votes of a person must be in one file**, since a later vote replaces an earlier one; files by
    ranges of people are quickest to check. A file should hold some million votes: a worker needs about 150
    bytes of memory for each vote of the file it is at. The files are read about ten times.

    Parameters
    ----------
    where : path, or iterable of paths
        A folder of ``*.parquet`` with columns participant, statement and vote (1, 0, -1), all whole numbers,
        and optionally timestamp; without it the order of rows is that of votes. All workers must reach it.
    left_out : array_like of int, optional
        Numbers of statements that moderation took out.
    rng : numpy.random.Generator, optional
    n_tables, n_tries : int
        As in `map_opinions`.

    Returns
    -------
    OpinionParts
        With the figures of `map_opinions` for people in the order of files and, within one, of their numbers.

    Raises
    ------
    BrokenParts
        If a file is broken, somebody is in two files, or there is no vote.
    ValueError
        If a number is below 1, or more than 10 million votes hold too little for a map.
    ModuleNotFoundError
        If dask or pyarrow is not installed.

    Examples
    --------
    >>> import dask, tempfile
    >>> from pyarrow import parquet, table
    >>> folder = Path(tempfile.mkdtemp())
    >>> person, statement = np.indices((40, 12)).reshape(2, -1)
    >>> rng = np.random.default_rng(1)
    >>> camp, side = np.repeat([-1, 1], 20), rng.choice([-1, 1], 12)
    >>> vote = np.where(rng.random(480) < np.where(camp[person] * side[statement] > 0, 0.9, 0.1), 1, -1)
    >>> for number, half in enumerate((slice(0, 240), slice(240, 480))):
    ...     votes = {"participant": person[half], "statement": statement[half], "vote": vote[half]}
    ...     parquet.write_table(table(votes), folder / f"{number}.parquet")
    >>> with dask.config.set(scheduler="synchronous"):
    ...     found = map_opinions_in_parts(folder)
    ...     first, second = found.people.compute()
    >>> str(found.verdict), sorted(set(first["side"].to_pylist() + second["side"].to_pylist()))
    ('groups', [0, 1])
    """
    if n_tables < 1 or n_tries < 1:
        raise ValueError("n_tables and n_tries must be at least 1")
    dice = Dice(rng)
    census, files = take_census(sources(where), left_out)
    over, out = Over(files), census.mask(left_out)
    wanted, n_kept = prune_in_parts(over, census, out)
    kept = choose_in_parts(over, wanted, n_kept, dice)
    if suffices(kept):
        finding = find(kept, n_tables=n_tables, n_tries=n_tries, dice=dice)
    else:
        kept = all_of(_everything(over, census, wanted))
        finding = without_line(Verdict.FEW, fit_noise(kept.cells), np.nan, n_tables=0)
    placing = Placing(wanted, finding, kept.people, kept.statements)
    popularity, slope = _levels(over, census, placing)
    return OpinionParts(
        verdict=finding.verdict,
        p1=finding.p1,
        d1=finding.d1,
        p2=finding.p2,
        d2=finding.d2,
        jaccard=finding.jaccard,
        second_line=finding.second_line,
        rests_on=finding.rests_on,
        follows_mood=finding.follows_mood,
        n_tables=finding.n_tables,
        n_tries=finding.n_tries,
        statement=census.statement,
        kept_statements=wanted.now,
        popularity=popularity,
        slope=slope,
        n_people=int(census.n_people.sum()),
        n_votes=census.n_votes,
        people=over.each(_table, placing),
    )


@dataclass(frozen=True, eq=False)
class Placing:
    """What a worker needs to place the people of a file.

    Attributes
    ----------
    wanted : Wanted
    finding : Finding
    looked_at : numpy.ndarray of int
        Rows among everybody of the people that `finding` is about.
    statements : numpy.ndarray of int
        The statements that `finding` is about.
    """

    wanted: Wanted
    finding: Finding
    looked_at: Indices
    statements: Indices

    def places(self, cells: Cells, first: int) -> Places:
        """Place the people of a file.

        Parameters
        ----------
        cells : Cells
        first : int
            Row of its first person.

        Returns
        -------
        Places
        """
        here = np.flatnonzero((self.looked_at >= first) & (self.looked_at < first + cells.n_people))
        people = self.looked_at[here] - first
        others = np.setdiff1d(np.arange(cells.n_people), people)
        theirs = cells.of(others, self.statements)
        kept = Kept(
            theirs, people, self.statements, people, is_large=True, others=others, cells_of_others=theirs
        )
        return place_everybody(self.finding.about(here), kept)


def _table(source: Source, placing: Placing) -> Any:
    part = read_part(source.path, placing.wanted.statement)
    cells = placing.wanted.opinions(part.votes)
    places = placing.places(cells, source.first)
    member = {f"membership_{group}": column for group, column in enumerate(places.membership.T.copy())}
    return table(
        {
            "participant": part.participant,
            "group": places.group.astype(np.int8),
            "side": places.side.astype(np.int8),
            "x": places.positions[:, 0].copy(),
            "y": places.positions[:, 1].copy(),
            **member,
            "stability": places.stability,
            "readiness": places.line.readiness,
            "kept": placing.wanted.people(cells),
        }
    )


def _levels(over: Over, census: Census, placing: Placing) -> tuple[Floats, Floats]:
    """Give every statement a popularity, also those with too few votes, which get no slope."""
    n, out = census.statement.size, placing.wanted.out
    popularity, slope = level_of_all(placing.finding.line, placing.statements, n)
    others = np.setdiff1d(np.arange(n), placing.statements)
    if (census.counts[:2, others].sum(axis=0) * ~out[others]).any():
        late = over.each(_late, placing, others).persist()
        popularity[others] = late_popularity(
            others.size, lambda level: merged(late.map(Late.pull_and_bend, level), np.add)
        )
    popularity[out] = np.nan
    return popularity, slope


def _late(source: Source, placing: Placing, others: Indices) -> Late:
    cells = placing.wanted.cells(source)
    readiness = placing.places(cells, source.first).line.readiness
    late = cells.of(np.arange(cells.n_people), others)
    people = np.unique(late.person)
    return Late(late.of(people, np.arange(others.size)), readiness[people])


def _everything(over: Over, census: Census, wanted: Wanted) -> Cells:
    if census.n_votes > MOST_IN_ONE_PLACE:
        raise ValueError(
            "too few votes by each person, or on too few statements, for a map of so many people"
        )
    row, at, sign = over.total(_all_cells, wanted, merge=joined)
    return gather(row, at, sign, int(census.n_people.sum()), census.statement.size)


def _all_cells(source: Source, wanted: Wanted) -> Sums:
    cells = wanted.cells(source)
    return cells.person + source.first, cells.statement, cells.sign
