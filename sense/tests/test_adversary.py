"""A watcher who knows every answer but one, and weighs the three it may be by every release."""

import numpy as np
import pytest

import talkoo_sense.privacy.tables as tables_of
from talkoo_sense import Form, K, publish_closed, publish_running
from talkoo_sense.chance import TAIL, steps
from talkoo_sense.watcher import likelihood

MOST_ODDS = TAIL**-2
TENTH = 9


def odds(answers: np.ndarray, batches: list[int], seed: int) -> float:
    """Weigh the answers of the tenth person, all others being known, by every release: the greatest odds."""
    rng = np.random.default_rng(seed)
    known, tables, sizes, ends = None, [], [], np.cumsum(batches)
    for end in ends:
        table = publish_running(np.bincount(answers[:end], minlength=3)[None], rng, previous=known)
        known = table.known
        tables.append(table)
        sizes.append(max(int(end + known.moved[0, -1]), 2 * K))
    of_each = [
        [
            likelihood(
                [(int(t.form[0, a]), int(t.value[0, a]), of) for t, of in zip(tables, sizes, strict=True)],
                [int((answers[:end] == a).sum() - (answers[TENTH] == a) + (guess == a)) for end in ends],
            )
            for guess in range(3)
        ]
        for a in range(3)
    ]
    joint = np.prod(of_each, axis=0)
    return float(joint.max() / joint.min())


@pytest.mark.parametrize("probability", [(0.5, 0.35, 0.15), (0.97, 0.02, 0.01), (1.0, 0.0, 0.0)])
@pytest.mark.parametrize("batches", [[10], [10, 5, 5, 5]])
def test_no_number_of_releases_tells_who_knows_all_others_more_than_seven_to_one(batches, probability):
    found = [
        odds(np.random.default_rng([9, seed]).choice(3, sum(batches), p=probability), batches, seed)
        for seed in range(25)
    ]

    assert max(found) <= MOST_ODDS * (1 + 1e-9)
    assert max(found) > 1.2  # and the watcher is no fool


def test_the_watcher_knows_how_likely_each_figure_is():
    rng, counts = np.random.default_rng(1), np.tile([11, 12, 3], (40_000, 1))
    table = publish_running(counts, rng)
    of = np.maximum(26 + table.known.moved[:, -1], 2 * K)

    for form, value in [(Form.ROUNDED, 10), (Form.ROUNDED, 15), (Form.FEW, -1)]:
        seen = (table.form[of == 26, 0] == form) & (table.value[of == 26, 0] == value)
        assert seen.mean() == pytest.approx(likelihood([(form, value, 26)], [11]), abs=0.01)


@pytest.mark.parametrize("publish", [publish_running, publish_closed])
@pytest.mark.parametrize("people", [10, 14])
def test_every_figure_can_stand_for_every_count(publish, people):
    rng = np.random.default_rng(1)
    drawn = []
    for count in (people // 2 - 1, people // 2, people // 2 + 1):
        table = publish(np.tile([count, people - count], (4_000, 1)), rng)
        drawn.append(set(zip(table.form[:, 0].tolist(), table.value[:, 0].tolist(), strict=True)))

    assert len(set.intersection(*drawn)) >= 3


def test_steps_are_as_rare_as_is_said():
    drawn = steps(np.random.default_rng(1), (200_000,))

    for step in range(-3, 4):
        chance = (1 - TAIL) / (1 + TAIL) * TAIL ** abs(step)
        assert (drawn == step).mean() == pytest.approx(chance, abs=0.004)


def test_without_chance_nine_of_ten_read_the_tenth(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables_of, "steps", lambda _, shape: np.zeros(shape, dtype=np.int64))
    forms = [publish_running([[n, 10 - n]], np.random.default_rng(1)).form[0, 0] for n in (4, 5)]

    assert forms == [Form.FEW, Form.ROUNDED]
