"""What the tables of a release of a conversation look like: the agreement between those who make and who show it."""

from typing import Any

FORMS = {"hidden", "few", "nearly_all", "rounded", "fewer_than_half", "about_half", "more_than_half"}
BANDS = {"hidden", "nearly_none", "fewer_than_half", "about_half", "more_than_half", "nearly_all"}
PARTS = {"hidden", "few", "quarter", "third", "half", "two_thirds", "most"}
SIDES = {"agree", "disagree"}
STABILITY = {"stable", "fairly", "loosely"}
KEYS = {
    "people", "statements_shown", "statements_left_out", "closed_on", "is_imported", "cells", "verdict", "second_line",
    "stability", "kept", "groups", "in_between", "line", "shared", "divides", "unclear", "statements", "follows_roles",
    "missing", "warnings",
}  # fmt: skip


def check(tables: dict[str, Any]) -> None:
    """Fail where the tables are not as agreed."""
    assert set(tables) == KEYS
    ids = set(tables["statements"])
    count(tables["people"])
    assert set(tables["kept"]) == {"statements"}
    assert isinstance(tables["kept"]["statements"], int)
    assert isinstance(tables["statements_shown"], int)
    assert isinstance(tables["statements_left_out"], int)
    assert tables["statements_shown"] == len(ids)
    assert tables["verdict"] in {"few", "none", "divide", "spectrum", "groups"}
    assert (tables["stability"] in STABILITY) == (tables["verdict"] == "groups")
    assert bool(tables["groups"]) == (tables["verdict"] == "groups")
    for cell in tables["cells"]:
        assert set(cell) <= {"roles", "size", "since"}
        count(cell["size"])
    parts = {group["letter"] for group in tables["groups"]}
    for group in tables["groups"]:
        assert set(group) == {"letter", "size", "area", "stability", "stands_for"}
        assert group["size"] in PARTS
        assert group["stability"] in STABILITY
        stands_for(group["stands_for"], ids)
        area(group["area"])
    if tables["line"]:
        assert len(tables["line"]["heights"]) == 25
        assert all(isinstance(height, int) and 0 <= height <= 10 for height in tables["line"]["heights"])
        stands_for(tables["line"]["left"], ids)
        stands_for(tables["line"]["right"], ids)
    if tables["verdict"] in {"divide", "spectrum"}:
        parts = {"left", "right"}
    assert tables["in_between"] is None or tables["in_between"] in PARTS
    for name in ("shared", "divides", "unclear"):
        assert set(tables[name]) <= ids
    for statement in tables["statements"].values():
        assert set(statement) == {"number", "text", "language", "by", "cells", "agree", "groups", "too_few"}
        assert len(statement["cells"]) == len(tables["cells"])
        assert statement["agree"] is None or statement["agree"] in BANDS
        assert set(statement["groups"]) == parts
        assert set(statement["groups"].values()) <= BANDS
        for cell in statement["cells"]:
            assert set(cell) - {"since"} == {"asked", "agree", "disagree", "pass"}
            for answer in ("asked", "agree", "disagree", "pass"):
                count(cell[answer])
    assert tables["follows_roles"] in {"hardly", "partly", "mostly", "unknown"}
    for missing in tables["missing"]:
        assert set(missing) == {"roles", "why"}
        assert missing["why"] in {"nobody", "unasked", "few", "unknown"}
    assert set(tables["warnings"]) == {"rests_on", "mood"}
    assert isinstance(tables["warnings"]["mood"], bool)


def count(figure: dict[str, Any]) -> None:
    """A figure in the form in which the gate lets it out."""
    assert set(figure) == {"form", "value"}
    assert figure["form"] in FORMS
    if figure["form"] == "rounded":
        assert figure["value"] % 5 == 0
        assert figure["value"] >= 5
    else:
        assert figure["value"] is None


def area(drawn: dict[str, float] | None) -> None:
    """An ellipse within the picture, or none."""
    if drawn is None:
        return
    assert set(drawn) == {"x", "y", "rx", "ry", "turn"}
    assert all(round(value, 2) == value for value in drawn.values())
    assert drawn["x"] - drawn["rx"] >= -1.01
    assert drawn["x"] + drawn["rx"] <= 1.01


def stands_for(listed: list[dict[str, str]], ids: set[str]) -> None:
    """Statements with the answer that a group gives."""
    assert {entry["statement"] for entry in listed} <= ids
    assert {entry["side"] for entry in listed} <= SIDES
