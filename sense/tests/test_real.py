"""Real conversations: what is said holds for votes that were kept back, and without a tenth of them."""

import time

import numpy as np
import pytest

from talkoo_sense import VoteMatrix, map_opinions, polis_map


def part_of(votes: VoteMatrix, taken) -> VoteMatrix:
    return VoteMatrix.from_triplets(
        votes.person[taken], votes.statement[taken], votes.value[taken], shape=votes.shape
    )


def log_loss(chance, agreed) -> float:
    return float(-np.log(np.where(agreed, chance, 1 - chance)).mean())


@pytest.mark.parametrize("name", ["brexit-consensus", "scoop-hivemind.biodiversity"])
def test_votes_kept_back_are_foretold_better_than_by_the_groups_of_polis(real, name):
    export = real(name).export
    votes, left_out = export.votes, export.left_out
    tells = (votes.value != 0) & ~np.isin(votes.statement, left_out)
    kept_back = tells & (np.random.default_rng([5, 0]).random(votes.n_votes) < 0.1)
    shown, person, statement = part_of(votes, ~kept_back), votes.person[kept_back], votes.statement[kept_back]
    agreed = votes.value[kept_back] == 1

    ours = map_opinions(shown, left_out, n_tables=19, n_tries=1).agree_probability(person, statement)

    group = polis_map(shown, left_out).group
    said = np.zeros((2, group.max() + 2, votes.n_statements))
    np.add.at(said, ((shown.value == 1).astype(int), group[shown.person], shown.statement), shown.value != 0)
    said[:, -1] = said.sum(axis=1)  # for people of no group, everybody
    theirs = ((said[1] + 1) / (said.sum(axis=0) + 2))[group[person], statement]
    assert log_loss(ours, agreed) <= 0.93 * log_loss(theirs, agreed)


@pytest.mark.parametrize("name", ["brexit-consensus", "scoop-hivemind.biodiversity"])
def test_people_stay_where_they_are_without_a_tenth_of_the_votes(real, name):
    votes, left_out = real(name).export.votes, real(name).export.left_out
    shown = np.random.default_rng([6, 0]).random(votes.n_votes) >= 0.1

    whole, part = (
        map_opinions(some, left_out, n_tables=19, n_tries=1) for some in (votes, part_of(votes, shown))
    )

    both = whole.kept_people & part.kept_people
    assert abs(np.corrcoef(whole.positions[both, 0], part.positions[both, 0])[0, 1]) >= 0.95
    same = (whole.side[both] == part.side[both]).mean()
    assert max(same, 1 - same) >= 0.9


def test_a_large_conversation_takes_the_cheap_path(real):
    conversation = real("vtaiwan.uberx")
    started = time.process_time()

    made = map_opinions(conversation.export.votes, conversation.export.left_out)

    assert time.process_time() - started < 60  # 3.5 s on a quiet machine
    assert made.n_tables == 39
    assert made.p1 == 1 / 40
    # People outside the sample are placed as well, by what they voted.
    assert (made.positions[made.kept_people, 0] != 0).all()
    assert (made.membership[made.kept_people].max(axis=1) > 0.5).mean() > 0.9
