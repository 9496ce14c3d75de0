"""The answer: what the votes say about groups, and where everybody stands."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from talkoo_sense.groups.cells import Floats, Indices


class Verdict(StrEnum):
    """What the votes say about groups.

    Examples
    --------
    >>> str(Verdict.SPECTRUM)
    'spectrum'
    """

    FEW = "few"
    """Too few votes yet to look for groups."""
    NONE = "none"
    """No clear groups: the differences are no larger than chance would make them."""
    DIVIDE = "divide"
    """There is a divide; whether it is two camps or a gradual line, these votes cannot tell."""
    SPECTRUM = "spectrum"
    """A spectrum, not groups: people are spread along a line."""
    GROUPS = "groups"
    """Two or three groups that come back when part of the votes is left out."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """What is needed to say how likely a person is to agree.

    Attributes
    ----------
    popularity : numpy.ndarray, shape (statements,)
        Log-odds of agreeing; nan for statements left out.
    slope : numpy.ndarray, shape (statements,)
        Change of the log-odds per unit of position.
    readiness : numpy.ndarray, shape (people,)
        A person's own log-odds of agreeing with anything.
    node, node_weight : numpy.ndarray, shapes (nodes,) and (people, nodes)
        Positions and each person's posterior probability of standing there.

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, map_opinions
    >>> found = map_opinions(VoteMatrix.from_triplets([0, 0, 1], [0, 1, 0], [1, -1, 1]))
    >>> (found.prediction.popularity > 0).tolist()
    [True, False]
    """

    popularity: Floats
    slope: Floats
    readiness: Floats
    node: Floats
    node_weight: Floats


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Where people stand, whether there are groups, and how sure that is.

    Attributes
    ----------
    verdict : Verdict
        ``few``, ``none``, ``divide``, ``spectrum`` or ``groups``.
    group : numpy.ndarray of int, shape (people,)
        Group from 0, numbered from left to right on the first axis; -1 for people in between, and for
        everybody if the verdict is not ``groups``. A person is placed with a stability and a membership of at
        least 0.8; where no stability was measured, with a membership of at least 0.95.
    side : numpy.ndarray of int, shape (people,)
        The leaning, 0 or 1: the more probable of two camps, 1 being at the positive end of the first axis.
        All 0 if the verdict is ``few`` or ``none``.
    membership : numpy.ndarray, shape (people, groups)
        Posterior probability of each group; of the two sides if the verdict is ``divide`` or ``spectrum``; a
        single column of ones if it is ``few`` or ``none``.
    stability : numpy.ndarray, shape (people,)
        Share of tries in which the person came out in the same group (or on the same side). nan for people
        who were in no try: those with too few votes, those outside the sample of a large conversation, and
        everybody if the verdict is ``few`` or ``none``.
    positions : numpy.ndarray, shape (people, 2)
        Posterior mean place on the line, which has variance 1 among people; the second axis is 0 unless
        there is a second line. All 0 if the verdict is ``few`` or ``none``.
    p1 : float
        Share of made-up conversations without structure that hang together at least as much; nan if ``few``.
    d1 : float
        Log-odds of two camps against the better spectrum; nan if ``few`` or ``none``.
    p2 : float
        The same as `p1` for a second line, given the first; nan if ``few`` or ``none``.
    d2 : float
        Log-odds of three camps against a round cloud; nan unless `p2` is at most 0.05.
    jaccard : numpy.ndarray, shape (groups,)
        How well each group (or side) came back, from 0 to 1; empty if ``few`` or ``none``.
    second_line : bool
        Whether there is more than one line.
    rests_on : tuple of int
        Two statements without which nothing is found any more, or none.
    follows_mood : bool
        One side may just follow the general mood less, or click without reading.
    kept_people, kept_statements : numpy.ndarray of bool
        Who and what had enough votes to be looked at.
    n_tables, n_tries : int
        Made-up conversations and tries behind `p1` and `stability`.
    prediction : Prediction
        What `agree_probability` is computed from.

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, map_opinions
    >>> few = map_opinions(VoteMatrix.from_triplets([0, 0, 1], [0, 1, 0], [1, -1, 1]))
    >>> str(few.verdict), few.n_groups, few.firmness is None
    ('few', 0, True)
    """

    verdict: Verdict
    group: Indices
    side: Indices
    membership: Floats
    stability: Floats
    positions: Floats
    p1: float
    d1: float
    p2: float
    d2: float
    jaccard: Floats
    second_line: bool
    rests_on: tuple[int, ...]
    follows_mood: bool
    kept_people: NDArray[np.bool_]
    kept_statements: NDArray[np.bool_]
    n_tables: int
    n_tries: int
    prediction: Prediction = field(repr=False)

    @property
    def n_groups(self) -> int:
        """Number of groups named: 2 or 3 if the verdict is ``groups``, otherwise 0."""
        return self.jaccard.size if self.verdict is Verdict.GROUPS else 0

    @property
    def firmness(self) -> str | None:
        """``stable``, ``fairly stable`` or ``loosely drawn``, by the least stable group; else None."""
        if self.verdict is not Verdict.GROUPS:
            return None
        lowest = self.jaccard.min()
        return "stable" if lowest >= 0.9 else "fairly stable" if lowest >= 0.8 else "loosely drawn"

    def agree_probability(self, person: ArrayLike, statement: ArrayLike) -> Floats:
        """Say how likely people are to agree, if they do not pass.

        Parameters
        ----------
        person, statement : array_like of int
            Indices, broadcast against each other.

        Returns
        -------
        numpy.ndarray
            Of the common shape, from 0 to 1; nan for statements left out.

        Raises
        ------
        IndexError
            If an index is out of range.

        Examples
        --------
        >>> from talkoo_sense import VoteMatrix, map_opinions
        >>> few = map_opinions(VoteMatrix.from_triplets([0, 0, 1], [0, 1, 0], [1, -1, 1]))
        >>> few.agree_probability(person=1, statement=[0, 1]).round(1)
        array([0.9, 0.4])
        """
        person, statement = np.broadcast_arrays(np.asarray(person), np.asarray(statement))
        known = self.prediction
        log_odds = known.popularity[statement] + known.readiness[person]
        at_node = expit(log_odds[..., None] + known.slope[statement][..., None] * known.node)
        chance: Floats = (at_node * known.node_weight[person]).sum(axis=-1)
        return chance
