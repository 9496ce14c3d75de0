"""What is different from the result before is told from the two releases, and from nothing else."""

from collections.abc import Callable

import pytest

from talkoo.conversations.models import Statement
from tests.conversations.results import Shown, sample


def test_map_first_result_compares_with_nothing(show: Callable[..., Shown]) -> None:
    assert "Since the result before" not in show("two_groups").html()


def test_map_same_again_says_so(show: Callable[..., Shown]) -> None:
    first = show("two_groups")
    html = show("two_groups", number=2, conversation=first.conversation).html()
    assert "Since the result before" in html
    assert "What is shared and what divides is the same." in html


def test_map_statement_that_came_and_one_that_left_are_told(show: Callable[..., Shown]) -> None:
    tables = sample("two_groups")
    first, *rest = tables["shared"]
    before = tables | {"shared": rest, "divides": [*tables["divides"], first], "verdict": "none", "groups": []}
    for one in before["statements"].values():
        one["groups"] = {}
    earlier = show(before | {"line": None, "stability": None})
    html = show("two_groups", number=2, conversation=earlier.conversation).html()
    part = html.split('id="since"')[1].split("</section>")[0]
    text = sample("two_groups")["statements"][first]["text"]
    came = part.split("Now shared")[1].split("<h3>")[0]
    left = part.split("No longer among what divides")[1]
    assert text in came
    assert text in left
    assert "It said: <q>No clear groups" in part


@pytest.mark.parametrize("page", ["map", "map_print"])
def test_map_words_taken_back_are_not_in_the_comparison(show: Callable[..., Shown], page: str) -> None:
    tables = sample("two_groups")
    key = tables["shared"][0]
    earlier = show(tables | {"shared": tables["shared"][1:]})
    text = tables["statements"][key]["text"]
    Statement.objects.create(
        pk=key, conversation=earlier.conversation, number=900, text="", state=Statement.State.LEFT_OUT
    )
    html = show("two_groups", number=2, conversation=earlier.conversation).html(page)
    assert "Now shared" in html
    assert text not in html


def test_map_one_that_waits_is_not_compared_with(show: Callable[..., Shown]) -> None:
    first = show("two_groups", state="held")
    assert "Since the result before" not in show("two_groups", number=2, conversation=first.conversation).html()
