"""The result page: what it says for each verdict, and what it never says."""

import csv
import io
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.views import words
from talkoo.conversations.views.reading import named_in
from talkoo.conversations.views.shown import together
from talkoo.spaces.models import Space
from tests.conversations import contract
from tests.conversations.results import HEADLINES, PAGES, SAMPLES, Shown, sample


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_as_agreed(name: str) -> None:
    contract.check(sample(name))


@pytest.mark.parametrize("name", SAMPLES)
def test_map_each_verdict_says_so_in_the_heading(show: Callable[..., Shown], name: str) -> None:
    for page in ("map", "map_print"):
        html = show(name).html(page)
        assert re.findall(r"<h1>(.*?)</h1>", html) == [HEADLINES[name]]
        assert "<title>Who thinks alike – Talkoo</title>" in html
        levels = [int(level) for level in re.findall(r"<h(\d)", html)]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_map_spectrum_one_line_says_no_more(show: Callable[..., Shown]) -> None:
    tables = sample("spectrum") | {"second_line": False}
    assert "<h1>A spectrum, not groups: people are spread along a line.</h1>" in show(tables).html()


@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize(
    ("stability", "said"), [("stable", "stable"), ("fairly", "fairly stable"), ("loosely", "loosely drawn")]
)
def test_headline_groups_every_stability_worded(groups: int, stability: str, said: str) -> None:
    number = {2: "Two", 3: "Three"}[groups]
    said = f"{number} groups, {said}"
    assert words.headline("groups", groups=groups, stability=stability, second_line=True) == said


@pytest.mark.parametrize("name", ["few", "none"])
def test_map_nothing_there_nothing_drawn(show: Callable[..., Shown], name: str) -> None:
    html = show(name).html()
    assert "No picture is drawn, because these votes have nothing to draw." in html
    assert "<ellipse" not in html
    assert 'class="spread' not in html
    assert "Left end" not in html
    assert "Group A" not in html


@pytest.mark.parametrize(("name", "letters"), [("two_groups", "AB"), ("three_groups", "ABC")])
def test_map_groups_an_area_for_each_and_no_dot(show: Callable[..., Shown], name: str, letters: str) -> None:
    html = show(name).html()
    drawing = re.search(r'<figure class="map">.*?</figure>', html)
    assert drawing
    assert re.findall(r">([A-Z])</text>", drawing[0]) == list(letters)
    assert drawing[0].count("<ellipse") == 3 * len(letters)  # three tints an area, however many people
    assert "<circle" not in drawing[0]
    assert len({re.search(f"hull--{letter.lower()}", drawing[0])[0] for letter in letters}) == len(letters)  # type: ignore[index]
    assert "<desc" in drawing[0]
    assert "Group A lies to the left. About half of the people." in drawing[0]


@pytest.mark.parametrize("name", ["divide", "spectrum"])
def test_map_line_one_shape_and_what_is_said_at_its_ends(show: Callable[..., Shown], name: str) -> None:
    html = show(name).html()
    assert html.count('<path class="spread-shape"') == 1
    assert "<ellipse" not in html
    for end in ("Left end", "Right end"):
        assert end in html
    tables = sample(name)
    for stance in tables["line"]["left"] + tables["line"]["right"]:
        assert tables["statements"][stance["statement"]]["text"] in html


def test_map_line_not_drawn_says_so(show: Callable[..., Shown]) -> None:
    html = show(sample("spectrum") | {"line": None}).html()
    assert "No picture is drawn" in html
    assert 'class="spread' not in html


def test_map_group_too_small_listed_not_drawn(show: Callable[..., Shown]) -> None:
    html = show("running").html()
    assert html.count("<ellipse") == 3
    assert "Too small to be drawn." in html
    assert "How many people stand in between is not shown." in html


def test_map_rows_one_knob_for_each_group(show: Callable[..., Shown]) -> None:
    for name, knobs in (("two_groups", 2), ("three_groups", 3), ("spectrum", 2), ("none", 1)):
        html = show(name).html()
        rows = re.findall(r'<svg class="scale-\d".*?</svg>', html)
        assert len(rows) == sum(len(sample(name)[kind]) for kind in ("shared", "divides", "unclear"))
        assert {row.count('class="knob"') for row in rows} == {knobs}


def test_map_roles_with_their_marks_and_the_spaces_own_words(show: Callable[..., Shown]) -> None:
    shown = show("two_groups")
    Space.objects.filter(pk=shown.cast.space.pk).update(labels={"professional": "Workers of the town"})
    html = shown.html()
    assert '<use href="#m-front"/></svg> Workers of the town' in html
    assert "Hardly. A person’s role tells little about how they voted." in html
    assert "Fewer than five took part." in html
    assert "Nobody is here yet." in html


def test_map_without_roles_says_that_it_cannot_tell(show: Callable[..., Shown]) -> None:
    html = show("three_groups").html()
    assert "Nobody’s role is known here" in html
    assert "We do not know. The votes were brought in without saying who took part." in html
    assert "We cannot tell." in html


def test_map_joined_roles_share_one_figure_and_one_name(show: Callable[..., Shown]) -> None:
    shown = show("two_groups")
    name = "People who use the service and Family and carers together"
    for page in ("map", "map_print"):
        html = shown.html(page)
        people = html[html.index("Who took part") :]
        assert re.search(rf"<dt>(?:(?!</dt>).)*{name}\s*</dt>\s*<dd>about 25</dd>", people)
        assert html.count(name) == 1 + 27
        assert not re.search(r"<dt>(?:(?!</dt>).)*<br>", html)
    rows = csv.DictReader(io.StringIO(shown.get("map_counts").content.decode()))
    assert {row["who"] for row in rows} == {name, "Front-line staff", "Managers", "Partners"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two_groups", "How much of each group agrees"), ("spectrum", "How much of each end agrees"),
        ("divide", "How much of each end agrees"), ("none", "How many agree"), ("few", "How many agree"),
    ],
)  # fmt: skip
def test_map_shares_called_after_those_who_have_them(show: Callable[..., Shown], name: str, said: str) -> None:
    assert set(re.findall(r"How (?:much of each \w+ agrees|many agree)", show(name).html())) == {said}


def test_map_statements_said_with_what_is_not_counted(show: Callable[..., Shown]) -> None:
    tables = sample("spectrum")
    shown, left_out = tables["statements_shown"], tables["statements_left_out"]
    html = show(tables | {"kept": {"statements": shown - 3}}).html()
    assert f"They voted on {shown} statements." in html
    assert f"{left_out} more" in html
    assert f"It rests on {shown - 3} of {shown} statements" in html
    assert "The other 3 tell nobody apart" in html
    assert "tell nobody apart" not in show(tables | {"kept": {"statements": shown}}).html()
    assert "It rests on" not in show("few").html()


@pytest.mark.parametrize(
    ("state", "said"),
    [("open", "The conversation goes on."), ("closed", "The conversation went on after this result was made.")],
)
def test_map_invites_nobody_to_vote(show: Callable[..., Shown], state: str, said: str) -> None:
    shown = show("running")
    Conversation.objects.update(state=state)
    html = shown.html()
    assert re.findall(r"The conversation (?:goes|went) on[^.]*\.", html) == [said]
    assert "you vote" not in html


def test_map_warnings_in_words(show: Callable[..., Shown]) -> None:
    html = show("divide").html()
    assert "The divide rests mostly on these statements." in html
    assert "One side may just follow the general mood less." in html
    assert "rests mostly" not in show("spectrum").html()


def test_map_worked_out_in_five_sentences(show: Callable[..., Shown]) -> None:
    for page in ("map", "map_print"):
        told = re.search(r"How is this worked out\?.*?<p[^>]*>(.*?)</p>", show("two_groups").html(page))
        assert told
        assert len(re.findall(r"\.(?: |$)", told[1].strip())) == 5


def test_map_earlier_figure_says_from_when(show: Callable[..., Shown]) -> None:
    assert "(as of 2 March 2026)" in show("running").html()


def test_map_awkward_texts_harmless_and_in_their_language(show: Callable[..., Shown]) -> None:
    html = show("awkward").html()
    assert "<script>alert" not in html
    assert '<span lang="ar" dir="auto">' in html
    assert '<span lang="zh" dir="auto">Uber的出現' in html
    assert '<span lang="" dir="auto">' in html  # not known which


@pytest.mark.parametrize("name", SAMPLES)
def test_hidden_never_a_number(show: Callable[..., Shown], name: str) -> None:
    shown, tables = show(name), sample(name)
    for row in csv.DictReader(io.StringIO(shown.get("map_counts").content.decode())):
        kept = next(one for one in tables["statements"].values() if one["number"] == int(row["number"]))
        labels = [together(named_in(shown.cast.space, cell["roles"])) or "Everybody" for cell in tables["cells"]]
        cell = kept["cells"][labels.index(row["who"])]
        for column, figure_of in (("voted", "asked"), ("agree", "agree"), ("disagree", "disagree"), ("unsure", "pass")):
            form, value = cell[figure_of]["form"], cell[figure_of]["value"]
            assert row[column] == (str(value) if form == "rounded" else form)


def test_hidden_cell_hatched_and_in_words(show: Callable[..., Shown]) -> None:
    for page in ("map", "map_print"):
        html = show("two_groups").html(page)
        assert html.count('<td colspan="4"><p class="hush"><span>too few, not shown</span></p></td>') == 27
    html = show("running").html()
    assert "Group B: fewer than five, not shown" in html
    assert "Too few votes, not shown" in html


def test_map_words_taken_back_gone_at_once(show: Callable[..., Shown]) -> None:
    shown = show("two_groups")
    key, kept = next(iter(shown.release.tables["statements"].items()))
    Statement.objects.create(
        pk=key, conversation=shown.conversation, number=kept["number"], text=kept["text"], state="left_out"
    )
    assert "These words are not shown any more." in shown.html()
    for page in PAGES[:2] + PAGES[3:]:
        assert kept["text"] not in shown.get(page).content.decode()


def test_pages_no_inline_style_or_script(show: Callable[..., Shown]) -> None:
    for page in ("map", "map_print"):
        html = show("two_groups").html(page)
        assert not re.search(r"""\sstyle=|<style|\son\w+=|<script(?! type="module" src=)""", html)
