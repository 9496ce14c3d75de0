"""The map of Polis from files of votes: second moments and base clusters are sums over people."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh

from talkoo_sense.base_clusters import (
    FEWEST_DISTINCT,
    MOST_BASE_CLUSTERS,
    base_centres,
    drawn_for_base,
    groups_of_base,
)
from talkoo_sense.clusters import nearest
from talkoo_sense.groups.cells import Floats, Indices
from talkoo_sense.partitioned.census import take_census
from talkoo_sense.partitioned.over import Over, Sums
from talkoo_sense.partitioned.parts import Ints, Part, Source, read_part, sources
from talkoo_sense.partitioned.people import table
from talkoo_sense.polis import (
    SEED,
    deviation,
    have_enough,
    mean_vote,
    positions_of_statements,
    project,
    turned,
)


@dataclass(frozen=True, eq=False)
class PolisParts:
    """What `PolisMap` says, with people left in their parts.

    Attributes
    ----------
    mean, axes, statement_positions, extremity, silhouette
        As in `PolisMap`.
    statement : numpy.ndarray of int64, shape (statements,)
        The numbers of the statements, ascending.
    n_people, n_votes : int
    people : dask.bag.Bag of pyarrow.Table
        One table for each file: participant, x, y, group and takes_part. Computed when asked for; see
        `write_people`.
    """

    mean: Floats
    axes: Floats
    statement_positions: Floats
    extremity: Floats
    silhouette: dict[int, float]
    statement: Ints
    n_people: int
    n_votes: int
    people: Any = field(repr=False)


def polis_map_in_parts(
    where: Path | str | Iterable[Path | str],
    left_out: ArrayLike = (),
    rng: np.random.Generator | None = None,
) -> PolisParts:
    """Make the map of `polis_map` from Parquet in parts, on the Dask cluster of the caller.

    The axes come from the statements x statements table of second moments, so there should be at most some
    thousand statements.

    Parameters
    ----------
    where, left_out
        As in `map_opinions_in_parts`.
    rng : numpy.random.Generator, optional
        As in `polis_map`.

    Returns
    -------
    PolisParts
        With the figures of `polis_map` for people in the order of files and, within one, of their numbers.

    Raises
    ------
    BrokenParts
        If a file is broken, somebody is in two files, or there is no vote.
    ModuleNotFoundError
        If dask or pyarrow is not installed.

    Examples
    --------
    >>> import dask, tempfile
    >>> from pyarrow import parquet, table
    >>> folder = Path(tempfile.mkdtemp())
    >>> votes = {"participant": [0, 0, 1, 1, 2, 2], "statement": [0, 1] * 3, "vote": [1, 1, 1, -1, -1, 1]}
    >>> parquet.write_table(table(votes), folder / "votes.parquet")
    >>> with dask.config.set(scheduler="synchronous"):
    ...     polis_map_in_parts(folder).axes.shape
    (2, 2)
    """
    rng = np.random.default_rng(SEED) if rng is None else rng
    census, files = take_census(sources(where), left_out)
    out, n_seen = census.mask(left_out), census.counts[2]
    mean = mean_vote(n_seen, (census.counts[0] - census.counts[1]).astype(float), out)
    over, known = Over(files), Projection(census.statement, mean, out, np.zeros((2, mean.size)))
    moments, n_taking_part = over.total(_moments, known, len(files))
    known = Projection(census.statement, mean, out, _axes(moments))
    centre, group, scores = _groups(over, known, n_taking_part, rng)
    of_statements = positions_of_statements(mean, known.axes, n_seen)
    return PolisParts(
        mean=mean,
        axes=known.axes,
        statement_positions=of_statements,
        extremity=np.hypot(of_statements[:, 0], of_statements[:, 1]),
        silhouette=scores,
        statement=census.statement,
        n_people=int(census.n_people.sum()),
        n_votes=census.n_votes,
        people=over.each(_table, known, centre, group),
    )


@dataclass(frozen=True, eq=False)
class Projection:
    """What a worker needs to project people.

    Attributes
    ----------
    statement : numpy.ndarray of int64, shape (statements,)
    mean : numpy.ndarray, shape (statements,)
    out : numpy.ndarray of bool, shape (statements,)
    axes : numpy.ndarray, shape (2, statements)
    """

    statement: Ints
    mean: Floats
    out: NDArray[np.bool_]
    axes: Floats

    def read(self, source: Source) -> tuple[Part, Floats, NDArray[np.bool_]]:
        """Read a file and project its people.

        Parameters
        ----------
        source : Source

        Returns
        -------
        part : Part
        positions : numpy.ndarray, shape (people, 2)
        takes_part : numpy.ndarray of bool, shape (people,)
        """
        part = read_part(source.path, self.statement)
        cells = deviation(part.votes, self.mean, self.out)
        positions = project(part.votes, cells, self.axes, self.out, self.statement.size)
        return part, positions, have_enough(part.votes, self.statement.size)


def _axes(moments: Floats) -> Floats:
    n = len(moments)
    squares, vectors = eigh(moments, subset_by_index=(max(0, n - 2), n - 1))
    # What rounding leaves of an axis that does not exist must not pass for one.
    squares = np.where(squares > n * np.finfo(float).eps * squares.max(), squares, 0)
    return turned(np.sqrt(squares), vectors.T)


def _groups(
    over: Over, known: Projection, n_taking_part: Indices, rng: np.random.Generator
) -> tuple[Floats, Indices, dict[int, float]]:
    """Find base clusters on a sample, count everybody by them, and divide them into groups."""
    first, with_draw = np.cumsum(n_taking_part) - n_taking_part, deepcopy(rng)
    drawn = drawn_for_base(int(n_taking_part.sum()), with_draw)
    distinct, row, positions = over.total(_drawn, known, np.sort(drawn), first, merge=_joined)
    if len(distinct) < FEWEST_DISTINCT:
        return np.zeros((1, 2)), np.zeros(1, dtype=np.intp), {}
    if len(distinct) <= MOST_BASE_CLUSTERS:
        centre = distinct
    else:
        rng = with_draw
        in_order = np.argsort(row)
        centre = base_centres(positions[in_order[np.searchsorted(row[in_order], drawn)]], rng)
    (size,) = over.total(_sizes, known, centre)
    group, scores = groups_of_base(centre, size, rng)
    return centre, group, scores


def _moments(source: Source, known: Projection, n_files: int) -> Sums:
    part = read_part(source.path, known.statement)
    cells = deviation(part.votes, known.mean, known.out).astype(float)
    n_here = np.zeros(n_files, dtype=np.intp)
    n_here[source.number] = have_enough(part.votes, known.statement.size).sum()
    return (cells.T @ cells).toarray(), n_here


def _drawn(source: Source, known: Projection, drawn: Indices, first: Indices) -> Sums:
    _, positions, takes_part = known.read(source)
    mine = positions[takes_part]
    begin = first[source.number]
    row = drawn[(drawn >= begin) & (drawn < begin + len(mine))]
    return _few(mine), row, mine[row - begin]


def _joined(one: Sums, other: Sums) -> Sums:
    distinct = _few(np.concatenate((one[0], other[0])))
    return distinct, np.concatenate((one[1], other[1])), np.concatenate((one[2], other[2]))


def _few(positions: Floats) -> Floats:
    """Keep different positions, one more than matter."""
    return np.unique(positions, axis=0)[: MOST_BASE_CLUSTERS + 1]


def _sizes(source: Source, known: Projection, centre: Floats) -> Sums:
    _, positions, takes_part = known.read(source)
    return (np.bincount(nearest(positions[takes_part], centre), minlength=len(centre)),)


def _table(source: Source, known: Projection, centre: Floats, group_of_base: Indices) -> Any:
    part, positions, takes_part = known.read(source)
    group = np.full(len(positions), -1, dtype=np.int8)
    group[takes_part] = group_of_base[nearest(positions[takes_part], centre)]
    return table(
        {
            "participant": part.participant,
            "x": positions[:, 0].copy(),
            "y": positions[:, 1].copy(),
            "group": group,
            "takes_part": takes_part,
        }
    )
