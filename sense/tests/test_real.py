"""Real conversations: the line that Polis saw is there, and no groups are claimed that chance could make."""

import time

import numpy as np
import pytest

from talkoo_sense import Verdict, map_opinions


@pytest.mark.parametrize(
    ("name", "least"), [("brexit-consensus", 0.80), ("scoop-hivemind.biodiversity", 0.65)]
)
def test_there_is_a_line_like_that_of_polis_but_no_groups(real, name, least):
    conversation = real(name)

    made = map_opinions(conversation.export.votes, conversation.export.left_out, n_tables=99, n_tries=5)

    assert made.p1 == 1 / 100
    assert made.verdict is not Verdict.GROUPS
    both = made.kept_people & (conversation.polis_group >= 0)
    assert abs(np.corrcoef(made.positions[both, 0], conversation.polis_group[both])[0, 1]) >= least


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
