"""What changed between two maps, and whether it is more than chance would make."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.special import ndtri

from talkoo_sense.intervals import least_difference
from talkoo_sense.rows import BrokenExport
from talkoo_sense.saved import SavedMap
from talkoo_sense.statement_report import FEWEST_SEEN
from talkoo_sense.votes import AGREE, DISAGREE

FALSE_ALARM: Final = 0.05
LEAST_LIKENESS: Final = 0.5
EVERYBODY: Final = 0

type Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Change:
    """A share before and now.

    Attributes
    ----------
    given_before, seen_before, given, seen : int
        People who gave the answer, and those who saw the statement.
    difference, low, high : float
        Share now minus share before, with an interval that holds for all comparisons of its kind together;
        nan, -1 and 1 if nobody saw it on one side.
    """

    given_before: int
    seen_before: int
    given: int
    seen: int
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it is more than chance would make."""
        return self.low > 0 or self.high < 0

    @property
    def too_few(self) -> bool:
        """Whether fewer than 5 people saw it on one side."""
        return min(self.seen_before, self.seen) < FEWEST_SEEN


@dataclass(frozen=True)
class PartChange:
    """A group or side now and what it was before.

    Attributes
    ----------
    before, now : int or None
        Indices of parts; None if it has no counterpart.
    likeness : float
        Correlation over statements of what sets the two apart from the others; nan without a counterpart.
    size : Change or None
        Share of the people looked at.
    """

    before: int | None
    now: int | None
    likeness: float
    size: Change | None


@dataclass(frozen=True)
class StatementChange:
    """A statement that is in both maps.

    Attributes
    ----------
    before, now : int
        Indices of the statement.
    agree, disagree : Change
        Of everybody.
    by_part : tuple of Change
        Agreement in each part that is in both maps, in the order of `Comparison.parts`.
    """

    before: int
    now: int
    agree: Change
    disagree: Change
    by_part: tuple[Change, ...]

    @property
    def is_clear(self) -> bool:
        """Whether agreement or disagreement of everybody changed more than chance would make."""
        return self.agree.is_clear or self.disagree.is_clear


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two maps side by side.

    Attributes
    ----------
    before, now : SavedMap
    by_text : bool
        Whether statements were matched by their words; otherwise by their numbers alone.
    parts : tuple of PartChange
        Those in both maps first, then those that are new, then those that are gone.
    n_common : int
        Statements that set parts apart and were seen by enough people of every part in both maps.
    statements : tuple of StatementChange
        In both maps and left out of neither, in the order of `now`.
    new, gone : tuple of int
        Indices in `now` of statements that `before` does not have, and the other way round.
    out, back : tuple of int
        Indices in `now` of statements left out since, and of those taken back in.
    n_comparisons : int
        Intervals that hold together.
    """

    before: SavedMap
    now: SavedMap
    by_text: bool
    parts: tuple[PartChange, ...]
    n_common: int
    statements: tuple[StatementChange, ...]
    new: tuple[int, ...]
    gone: tuple[int, ...]
    out: tuple[int, ...]
    back: tuple[int, ...]
    n_comparisons: int


def compare(before: SavedMap, now: SavedMap) -> Comparison:
    """Compare two maps of a conversation, or of two that share statements.

    Statements are the same if their words are; where one of the maps has no words, if their numbers are.
    Groups and sides are matched by what sets them apart. All intervals of statements hold together: if
    nothing changed, one comparison in twenty shows any change at all. They are those of two independent sets
    of people, and too wide where people are the same.

    Parameters
    ----------
    before, now : SavedMap

    Returns
    -------
    Comparison

    Raises
    ------
    BrokenExport
        If the two have no statement in common or are of different models.

    References
    ----------
    Newcombe (1998), method 10, at a level divided by the number of comparisons (Bonferroni).
    """
    if before.model != now.model:
        raise BrokenExport(now.file, 0, "other-model", now.model, f"a map of the model {before.model!r}")
    pairs, by_text = _pairs(before, now)
    if not pairs:
        expected = f"a map of the same conversation as {before.file}, with statements in common"
        raise BrokenExport(now.file, 0, "nothing-in-common", "", expected)
    old, new = (np.array(side) for side in zip(*pairs, strict=True))
    is_out, was_out = now.left_out[new], before.left_out[old]
    both = ~is_out & ~was_out
    parts, n_common = _match_parts(before, now, old[both], new[both])
    in_both = [part for part in parts if part.before is not None and part.now is not None]
    n_comparisons = max(1, int(both.sum()) * (2 + len(in_both)))
    z = _quantile(n_comparisons)
    statements = tuple(
        StatementChange(
            i,
            j,
            _answer(before, now, AGREE, (EVERYBODY, EVERYBODY), (i, j), z),
            _answer(before, now, DISAGREE, (EVERYBODY, EVERYBODY), (i, j), z),
            tuple(
                _answer(before, now, AGREE, (1 + (part.before or 0), 1 + (part.now or 0)), (i, j), z)
                for part in in_both
            ),
        )
        for i, j in zip(old[both].tolist(), new[both].tolist(), strict=True)
    )
    return Comparison(
        before=before,
        now=now,
        by_text=by_text,
        parts=parts,
        n_common=n_common,
        statements=statements,
        new=tuple(j for j in range(now.number.size) if j not in set(new.tolist()) and not now.left_out[j]),
        gone=tuple(
            i for i in range(before.number.size) if i not in set(old.tolist()) and not before.left_out[i]
        ),
        out=tuple(new[is_out & ~was_out].tolist()),
        back=tuple(new[was_out & ~is_out].tolist()),
        n_comparisons=n_comparisons,
    )


def _pairs(before: SavedMap, now: SavedMap) -> tuple[list[tuple[int, int]], bool]:
    """Find the statements that are in both maps: by number and words first, then by words, or by number."""
    by_text = any(before.text) and any(now.text)
    words = [[" ".join(text.split()) if by_text else "" for text in one.text] for one in (before, now)]
    exact = {
        (int(number), text): i for i, (number, text) in enumerate(zip(before.number, words[0], strict=True))
    }
    pairs, rest = [], []
    for j, (number, text) in enumerate(zip(now.number, words[1], strict=True)):
        i = exact.pop((int(number), text), None)
        if i is None:
            rest.append(j)
        else:
            pairs.append((i, j))
    unused: dict[str, list[int]] = {}
    for (_, text), i in exact.items():
        unused.setdefault(text, []).append(i)
    pairs += [(unused[words[1][j]].pop(0), j) for j in rest if words[1][j] and unused.get(words[1][j])]
    return sorted(pairs, key=lambda pair: pair[1]), by_text


def _match_parts(
    before: SavedMap, now: SavedMap, old: Indices, new: Indices
) -> tuple[tuple[PartChange, ...], int]:
    """Match parts by what sets them apart: their agreement less the mean of all parts."""
    n_before, n_now = len(before.part), len(now.part)
    read = (before.seen[1:, old] >= FEWEST_SEEN).all(axis=0) & (now.seen[1:, new] >= FEWEST_SEEN).all(axis=0)
    matched: list[PartChange] = []
    if n_before and n_now and read.sum() > 3:
        first, second = _apart(before, old[read]), _apart(now, new[read])
        lengths = np.outer(*(np.sqrt((one**2).sum(axis=1)) for one in (first, second)))
        alike = first @ second.T / np.maximum(lengths, 1e-12)
        z = _quantile(min(n_before, n_now))
        for i, j in zip(*linear_sum_assignment(-alike), strict=True):
            likeness = float(np.clip(alike[i, j], -1, 1))
            # Fisher's interval must lie above 0 as well: few statements are easily alike.
            if (
                likeness >= LEAST_LIKENESS
                and np.arctanh(min(likeness, 1 - 1e-9)) * np.sqrt(read.sum() - 3) > 1.96
            ):
                size = _change(before.size[i], before.looked_at, now.size[j], now.looked_at, z)
                matched.append(PartChange(int(i), int(j), likeness, size))
    matched.sort(key=lambda part: part.now or 0)
    known = {part.before for part in matched}, {part.now for part in matched}
    appeared = [PartChange(None, j, np.nan, None) for j in range(n_now) if j not in known[1]]
    vanished = [PartChange(i, None, np.nan, None) for i in range(n_before) if i not in known[0]]
    return (*matched, *appeared, *vanished), int(read.sum())


def _apart(one: SavedMap, columns: Indices) -> NDArray[np.float64]:
    share = (one.agree[1:, columns] + 1) / (one.seen[1:, columns] + 2)
    apart: NDArray[np.float64] = share - share.mean(axis=0)
    return apart


def _answer(
    before: SavedMap, now: SavedMap, answer: int, rows: tuple[int, int], columns: tuple[int, int], z: float
) -> Change:
    given = [one.agree if answer == AGREE else one.disagree for one in (before, now)]
    return _change(
        given[0][rows[0], columns[0]],
        before.seen[rows[0], columns[0]],
        given[1][rows[1], columns[1]],
        now.seen[rows[1], columns[1]],
        z,
    )


def _change(given_before: int, seen_before: int, given: int, seen: int, z: float) -> Change:
    is_seen = seen_before > 0 and seen > 0
    return Change(
        given_before=int(given_before),
        seen_before=int(seen_before),
        given=int(given),
        seen=int(seen),
        difference=float(given / seen - given_before / seen_before) if is_seen else np.nan,
        low=float(least_difference(given, seen, given_before, seen_before, z)),
        high=-float(least_difference(given_before, seen_before, given, seen, z)),
    )


def _quantile(n_comparisons: int) -> float:
    return float(ndtri(1 - FALSE_ALARM / (2 * max(1, n_comparisons))))
