"""Whether the same camps come back when a quarter of the statements and of the people is left out."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from talkoo_sense.clusters import k_means
from talkoo_sense.groups.cells import Cells, Floats
from talkoo_sense.groups.descriptions import Description, begin, refine
from talkoo_sense.groups.noise import NoiseFit, leading_triples, residual_table
from talkoo_sense.groups.shapes import camps

FRESH_ROUNDS: Final = 10
CARRIED_ROUNDS: Final = 6
STOP: Final = 0.2
LEFT_OUT: Final = 4  # one part in four
OWN: Final = 0.9  # how much a start believes k-means


@dataclass(frozen=True, eq=False)
class Stability:
    """How often the camps came back.

    Attributes
    ----------
    person : numpy.ndarray, shape (people,)
        Share of tries in which a person came out in the same camp.
    jaccard : numpy.ndarray, shape (camps,)
        Mean over the tries of shared members / members in either.
    """

    person: Floats
    jaccard: Floats


def start_of_camps(
    k: int,
    columns: Floats,
    cells: Cells,
    noise: NoiseFit,
    rng: np.random.Generator,
    say: NDArray[np.bool_] | None = None,
) -> Description:
    """Start camps from k-means on the scores of people, numbered along the first of them.

    Parameters
    ----------
    k : int
    columns : numpy.ndarray, shape (people, columns)
    cells : Cells
    noise : NoiseFit
    rng : numpy.random.Generator
    say : numpy.ndarray of bool, shape (people,), optional
        Whose scores and votes count; everybody's if not given.

    Returns
    -------
    Description
    """
    say = np.ones(cells.n_people, dtype=bool) if say is None else say
    found = k_means(columns[say], k, rng)
    rank = np.argsort(np.argsort(found.centre[:, 0]))
    own = np.zeros((cells.n_people, k))
    own[say] = OWN * np.eye(k)[rank[found.label]] + (1 - OWN) / k
    camp_weight = own.sum(axis=0) + 1
    place = own @ camps(k).corner
    return begin(camps(k), cells, noise.popularity, noise.readiness, place, camp_weight / camp_weight.sum())


def try_again(
    full: Description, cells: Cells, noise: NoiseFit, n_tries: int, rng: np.random.Generator
) -> Stability:
    """Find the camps anew on part of the votes, many times, once from nothing and once from the full result.

    Parameters
    ----------
    full : Description
        The camps found on everything.
    cells : Cells
    noise : NoiseFit
    n_tries : int
    rng : numpy.random.Generator

    Returns
    -------
    Stability
    """
    k, label = full.shape.n_camps, full.label
    residuals = residual_table(cells, noise.residual)
    everybody = np.arange(cells.n_people)
    same = np.zeros(cells.n_people)
    jaccard = np.zeros(k)
    for _ in range(n_tries):
        statements = np.sort(rng.permutation(cells.n_statements)[cells.n_statements // LEFT_OUT :])
        say = np.ones(cells.n_people, dtype=bool)
        say[rng.permutation(cells.n_people)[: cells.n_people // LEFT_OUT]] = False
        part = cells.of(everybody, statements)
        part_noise = replace(noise, popularity=noise.popularity[statements])
        _, loading = leading_triples(residuals[say][:, statements])
        columns = residuals[:, statements] @ loading[:, : k - 1]
        fresh = start_of_camps(k, columns, part, part_noise, rng, say)
        carried = replace(full, popularity=full.popularity[statements], slope=full.slope[statements])
        found = max(
            refine(fresh, part, rounds=FRESH_ROUNDS, stop=STOP, say=say.astype(float)),
            refine(carried, part, rounds=CARRIED_ROUNDS, stop=STOP, say=say.astype(float)),
            key=lambda description: description.value,
        )
        overlap = np.zeros((k, k))
        np.add.at(overlap, (label, found.label), 1)
        old, new = linear_sum_assignment(-overlap)
        same += new[label] == found.label
        shared = overlap[old, new]
        jaccard += shared / np.maximum(overlap.sum(axis=1) + overlap.sum(axis=0)[new] - shared, 1)
    return Stability(same / n_tries, jaccard / n_tries)
