"""What is no map, or no map of the same conversation, is refused by name, and nothing is written then."""

import json

import pytest

from talkoo_sense.__main__ import main


def broken(change: object) -> bytes:
    """Spoil a whole map in one place."""
    whole = {
        "format": "talkoo-sense map 2",
        "model": "ours",
        "topic": "",
        "people": 9,
        "votes": 9,
        "kept_people": 9,
        "parts": [],
        "statements": [
            {
                "number": 3,
                "text": "Buses",
                "left_out": False,
                "is_shared": False,
                "is_dividing": False,
                "everybody": {"seen": 9, "agree": 5, "disagree": 4},
                "seen": [9],
                "agree": [5],
                "disagree": [4],
            }
        ],
    }
    change(whole)  # type: ignore[operator]
    return json.dumps(whole).encode()


A_MAP = "a map written by talkoo-sense map --json"
REFUSED = {
    "nothing": (b"", f", line 1: expected {A_MAP}."),
    "no JSON": (b'{\n"format": "talkoo-sense map 2",\n', f", line 3: expected {A_MAP}."),
    "votes": (b"comment-id,voter-id,vote\n1,1,1\n", f", line 1: expected {A_MAP}."),
    "no text": (b'{\n"topic": "p\xe4iv\xe4"}', f", line 2: expected {A_MAP}."),
    "a list": (b"[1]", f": expected {A_MAP}."),
    "other JSON": (b'{"format": "geojson"}', f": expected {A_MAP}."),
    "a comparison": (b'{"format": "talkoo-sense comparison 1"}', f": expected {A_MAP}."),
    "an older version": (
        b'{"format": "talkoo-sense map 1"}',
        ": expected 'talkoo-sense map 2', so make this map anew, found 'talkoo-sense map 1'.",
    ),
    "a map cut short": (broken(lambda whole: whole.pop("parts")), f": expected {A_MAP}, with 'parts'."),
    "a count missing": (
        broken(lambda whole: whole["statements"][0]["everybody"].pop("seen")),
        f": expected {A_MAP}, with 'seen'.",
    ),
    "counts of words": (
        broken(lambda whole: whole["statements"][0]["everybody"].update(seen="many")),
        f": expected {A_MAP}, whole and unchanged.",
    ),
    "more given than seen": (
        broken(lambda whole: whole["statements"][0]["everybody"].update(agree=90)),
        f": expected {A_MAP}, whole and unchanged.",
    ),
    "another model": (
        broken(lambda whole: whole.update(model="polis")),
        ": expected a map of the model 'ours', found 'polis'.",
    ),
    "another conversation": (
        broken(lambda whole: whole["statements"][0].update(text="Trains")),
        ": expected a map of the same conversation as {good}, with statements in common.",
    ),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_map_of_the_same_is_refused_and_nothing_is_written(content, said, tmp_path, capsys):
    good, bad, out = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "out.json"
    good.write_bytes(broken(lambda whole: None))
    bad.write_bytes(content)
    out.write_text("from before")

    code = main(["compare", str(good), str(bad), "--json", str(out)])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err == f"{bad}{said.format(good=good)}\n"
    assert out.read_text() == "from before"
    assert main(["compare", str(good), str(good)]) == 0


def test_a_missing_map_is_named(tmp_path, capsys):
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 2

    assert capsys.readouterr().err == f"{tmp_path / 'a.json'}: No such file or directory.\n"
