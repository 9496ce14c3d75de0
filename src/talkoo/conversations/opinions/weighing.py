"""How much each statement needs answers: from numbers of people, and from what anybody may read already.

Whoever takes part sees which statements come first and may work out their weights. So a weight never hangs on how
somebody answered, other than through the words of the last published release.
"""

from typing import Any
from uuid import UUID

import numpy as np

from talkoo.conversations.models import Conversation
from talkoo.conversations.opinions.carrying import MIDDLES
from talkoo.conversations.queries import people_asked
from talkoo.releases.queries import published_release
from talkoo_sense import K, need, slope_between

TOO_FAR = 1.25  # a weight that is so much off is set anew; nearer ones draw nearly the same


def weights_to_set(conversation: Conversation) -> dict[UUID, float]:
    """The weights that no longer fit. Their mean is 1, none is below a fifth, and answers count in fives."""
    asked = people_asked(conversation)
    release = published_release(conversation.pk)
    rows = release.tables.get("statements", {}) if release else {}
    words = [rows.get(str(statement.pk), {}).get("groups", {}) for statement, _ in asked]
    n_answers = [people // K * K for _, people in asked]
    wanted = dict(zip((statement for statement, _ in asked), need(n_answers, slopes_told(words)), strict=True))
    return {
        statement.pk: float(weight)
        for statement, weight in wanted.items()
        if not weight / TOO_FAR <= statement.weight <= weight * TOO_FAR
    }


def slopes_told(words: list[dict[str, Any]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How far the groups, or the ends of the line, stand apart on each statement, by the words about them."""
    names = sorted(set().union(*words))
    share = [[MIDDLES.get(of[name], np.nan) if name in of else np.nan for of in words] for name in names]
    return slope_between(np.array(share).reshape(len(names), len(words)))
