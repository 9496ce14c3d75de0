"""Small exports as Polis writes them, made by hand or drawn with a fixed seed."""

import random
from pathlib import Path

VOTES = """timestamp,datetime,comment-id,voter-id,vote
1500000000001,Fri,0,7,1
1500000000002,Fri,1,7,-1
1500000000003,Fri,0,9,0
1500000000005,Fri,2,9,1
1500000000004,Fri,2,9,-1
1500000000006,Fri,5,9,1
"""
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,Fri,0,7,1,0,1,"One person, ""who"" sticks with me"
1500000000000,Fri,1,7,0,1,0,Äiti saa tulla mukaan
1500000000000,Fri,2,7,1,0,-1,Worker N. should go
1500000000000,Fri,5,7,1,0,1,
"""
SUMMARY = """topic,What would help?
url,https://polis.example/abc
voters,2
conversation-description,Asked in spring.
"""


def files(votes: str = VOTES, comments: str | None = COMMENTS, summary: str | None = SUMMARY) -> dict[str, bytes]:
    """The files by their names; None leaves one out."""
    given = {"votes.csv": votes, "comments.csv": comments, "summary.csv": summary}
    return {name: text.encode() for name, text in given.items() if text is not None}


def folder(place: Path, **parts: str | None) -> Path:
    """The same in a folder."""
    for name, content in files(**parts).items():
        (place / name).write_bytes(content)
    return place


def two_camps(people: int, statements: int = 16, seed: int = 1, first: int = 0) -> str:
    """A votes.csv in which the even people and the odd ones mostly think the opposite."""
    dice = random.Random(seed)
    rows = ["timestamp,comment-id,voter-id,vote"]
    for person in range(people):
        for statement in range(statements):
            agrees = dice.random() < (0.92 if (person % 2) == (statement % 2) else 0.08)
            rows.append(f"1,{statement},{first + person},{1 if agrees else -1}")
    return "\n".join(rows) + "\n"


def comments_for(statements: int) -> str:
    """A comments.csv with as many statements."""
    return "comment-id,moderated,comment-body\n" + "".join(f"{n},1,Statement {n}\n" for n in range(statements))
