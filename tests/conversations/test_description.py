"""Why a conversation was held, as people elsewhere wrote it: read without its marks, and harmless."""

import pytest
from django.urls import reverse

from talkoo.conversations.models import Conversation
from talkoo.conversations.views.words import unmarked
from tests.conversations.results import QUESTION
from tests.people import Cast


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("**Thank you** to _all_ of `you`.", "Thank you to all of you."),
        ("[PEP](https://pep.example) asked", "PEP (https://pep.example) asked"),
        ('![a map](/map.png "Map")', "a map (/map.png)"),
        ("Write to <us@pep.example>.", "Write to us@pep.example."),
        ("# Why\n> quoted\n* one\n- two", "Why\nquoted\n• one\n• two"),
        ("snake_case_name, 2 * 3 * 4, 5 < 6", "snake_case_name, 2 * 3 * 4, 5 < 6"),
        ("", ""),
    ],
)
def test_unmarked_reads_like_a_letter(marked: str, read: str) -> None:
    assert unmarked(marked) == read


def test_page_brought_in_description_without_marks_and_harmless(cast: Cast) -> None:
    why = "**Asked** by [PEP](javascript:alert) <script>alert</script>"
    conversation = Conversation.objects.create(space=cast.space, question=QUESTION, why=why, source="elsewhere")
    address = reverse("conversation", args=[cast.space.pk, conversation.pk])
    page = cast.browser("mira").get(address).content.decode()
    assert "<p>Asked by PEP (javascript:alert) &lt;script&gt;alert&lt;/script&gt;</p>" in page
    Conversation.objects.update(source="")  # written here: what people typed stays as it is
    assert "**Asked**" in cast.browser("mira").get(address).content.decode()
