"""Which people and statements are looked at: the same ones as in memory, found by sums over files."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.groups.cells import (
    COLOUR_ROUNDS,
    FEWEST_CELLS,
    MOST_PRUNINGS,
    Cells,
    Colours,
    Indices,
    Singles,
    colours_of_people,
    gather,
    mix,
    opinions,
    pull_on_statements,
    tells,
)
from talkoo_sense.groups.dice import Dice
from talkoo_sense.groups.kept import FEWEST_EAGER, LARGE, LARGE_VOTES, Kept, arrange, drawn
from talkoo_sense.partitioned.census import Census
from talkoo_sense.partitioned.over import Over, Sums, joined
from talkoo_sense.partitioned.parts import Ints, Source, read_part
from talkoo_sense.votes import VoteMatrix

type Mask = NDArray[np.bool_]

# People are counted by the first bits of their colour to find who has which rank.
BUCKET_BITS: Final = 18


@dataclass(frozen=True, eq=False)
class Wanted:
    """What takes part.

    Attributes
    ----------
    statement : numpy.ndarray of int64, shape (statements,)
        Numbers of all statements.
    out : numpy.ndarray of bool, shape (statements,)
        Those that moderation took out.
    before, now : numpy.ndarray of bool, shape (statements,)
        Those kept one round of pruning ago, which the people kept were counted by, and those kept.
    everybody : bool
        Whether nobody was pruned yet.
    """

    statement: Ints
    out: Mask
    before: Mask
    now: Mask
    everybody: bool

    def cells(self, source: Source) -> Cells:
        """Read all opinions of a file.

        Parameters
        ----------
        source : Source

        Returns
        -------
        Cells
        """
        return self.opinions(read_part(source.path, self.statement).votes)

    def opinions(self, votes: VoteMatrix) -> Cells:
        """Take the opinions among votes.

        Parameters
        ----------
        votes : VoteMatrix

        Returns
        -------
        Cells
        """
        return opinions(votes, self.out)

    def people(self, cells: Cells) -> Mask:
        """Mark the people kept.

        Parameters
        ----------
        cells : Cells

        Returns
        -------
        numpy.ndarray of bool, shape (people,)
        """
        if self.everybody:
            return np.ones(cells.n_people, dtype=bool)
        return _counted(cells, self.before) >= FEWEST_CELLS

    def kept(self, source: Source) -> tuple[Indices, Cells]:
        """Read the opinions of a file that were kept.

        Parameters
        ----------
        source : Source

        Returns
        -------
        people : numpy.ndarray of int
            Their rows among everybody.
        cells : Cells
        """
        cells = self.cells(source)
        people = np.flatnonzero(self.people(cells))
        return people + source.first, cells.of(people, np.flatnonzero(self.now))


def prune_in_parts(over: Over, census: Census, out: Mask) -> tuple[Wanted, int]:
    """Keep people and statements with enough votes, as `prune` does.

    Parameters
    ----------
    over : Over
    census : Census
    out : numpy.ndarray of bool, shape (statements,)

    Returns
    -------
    wanted : Wanted
    n_people : int
        Number of people kept.
    """
    wanted = Wanted(census.statement, out, ~out, ~out, everybody=True)
    agreed, disagreed = np.where(out, 0, census.counts[:2])
    n_now, n_next = int(census.n_people.sum()), census.n_telling
    for left in reversed(range(MOST_PRUNINGS)):
        still = tells(agreed, disagreed)
        if n_next == n_now and np.array_equal(still, wanted.now):
            break
        wanted = Wanted(census.statement, out, wanted.now, still, everybody=False)
        if left:
            (n_now, n_next), agreed, disagreed = over.total(_prune, wanted)
    return wanted, int(n_next)


def choose_in_parts(over: Over, wanted: Wanted, n_people: int, dice: Dice) -> Kept:
    """Bring to the caller what is looked at, as `choose` does.

    Parameters
    ----------
    over : Over
    wanted : Wanted
    n_people : int
        Number of people kept.
    dice : Dice

    Returns
    -------
    Kept
        With rows among everybody as its people, and without the others, who stay in their files.
    """
    statements = np.flatnonzero(wanted.now)
    is_large = n_people * statements.size > LARGE
    sample = _sample(over, wanted, dice) if is_large else None
    rows, at, sign = over.total(_cells_of, wanted, None if sample is None else np.sort(sample), merge=joined)
    sample = np.unique(rows) if sample is None else sample
    by_row = np.argsort(sample)
    person = by_row[np.searchsorted(sample[by_row], rows)]
    cells = gather(person, at, sign, sample.size, statements.size)
    cells, people, columns, twins = arrange(cells, is_large=is_large)
    nobody = np.empty(0, dtype=np.intp)
    return Kept(
        cells=cells,
        people=sample[people],
        statements=statements[columns],
        twins=twins,
        is_large=is_large,
        others=nobody,
        cells_of_others=cells.of(nobody, np.arange(cells.n_statements)),
    )


def _sample(over: Over, wanted: Wanted, dice: Dice) -> Indices:
    """Draw from people in the order of their colours without ever sorting them all."""
    colours = [np.ones(int(wanted.now.sum()), dtype=np.uint64)]
    for _ in range(COLOUR_ROUNDS - 1):
        (pull,) = over.total(_pull, wanted, colours)
        colours.append(mix(colours[-1] + pull))
    (in_bucket,) = over.total(_buckets, wanted, colours)
    is_eager = in_bucket[0].sum() >= FEWEST_EAGER
    in_bucket = in_bucket[0 if is_eager else 1]
    rank = drawn(int(in_bucket.sum()), dice)
    before = np.cumsum(in_bucket) - in_bucket
    bucket = np.searchsorted(before + in_bucket, rank, side="right")
    fewest = LARGE_VOTES if is_eager else 0
    colour, row = over.total(_in_buckets, wanted, colours, np.unique(bucket), fewest, merge=joined)
    order = np.lexsort((row, colour))
    start = np.searchsorted(_bucket(colour[order]), bucket)
    found: Indices = row[order][start + rank - before[bucket]]
    return found


def _prune(source: Source, wanted: Wanted) -> Sums:
    cells = wanted.cells(source)
    kept, agrees = wanted.people(cells), cells.sign > 0
    live = kept[cells.person] & wanted.now[cells.statement]
    n_next = (kept & (_counted(cells, wanted.now) >= FEWEST_CELLS)).sum()
    agreed, disagreed = (
        np.bincount(cells.statement[live & which], minlength=cells.n_statements)
        for which in (agrees, ~agrees)
    )
    return np.array([kept.sum(), n_next]), agreed, disagreed


def _pull(source: Source, wanted: Wanted, colours: list[Colours]) -> Sums:
    _, cells = wanted.kept(source)
    return (pull_on_statements(cells, _coloured(cells, colours)),)


def _buckets(source: Source, wanted: Wanted, colours: list[Colours]) -> Sums:
    _, cells = wanted.kept(source)
    bucket = _bucket(_coloured(cells, colours))
    eager = np.bincount(cells.person, minlength=cells.n_people) >= LARGE_VOTES
    return (np.stack([np.bincount(some, minlength=1 << BUCKET_BITS) for some in (bucket[eager], bucket)]),)


def _in_buckets(
    source: Source, wanted: Wanted, colours: list[Colours], buckets: Indices, fewest: int
) -> Sums:
    rows, cells = wanted.kept(source)
    colour = _coloured(cells, colours)
    eager = np.bincount(cells.person, minlength=cells.n_people) >= fewest
    taken = eager & np.isin(_bucket(colour), buckets)
    return colour[taken], rows[taken]


def _cells_of(source: Source, wanted: Wanted, sample: Indices | None) -> tuple[Indices, Indices, Singles]:
    rows, cells = wanted.kept(source)
    if sample is not None:
        here = np.flatnonzero(np.isin(rows, sample))
        rows, cells = rows[here], cells.of(here, np.arange(cells.n_statements))
    return rows[cells.person], cells.statement, cells.sign


def _coloured(cells: Cells, colours: list[Colours]) -> Colours:
    person = np.ones(cells.n_people, dtype=np.uint64)
    for statement in colours:
        person = colours_of_people(cells, person, statement)
    return person


def _bucket(colour: Colours) -> Indices:
    return (colour >> np.uint64(64 - BUCKET_BITS)).astype(np.intp)


def _counted(cells: Cells, statements: Mask) -> Indices:
    return np.bincount(cells.person[statements[cells.statement]], minlength=cells.n_people)
