"""What every form of the house has in common."""

import pytest
from django import forms
from django.urls import reverse

from talkoo.core.forms import Form
from tests.people import Cast


class Texts(Form):
    """A long text and a short one."""

    long = forms.CharField(max_length=10, widget=forms.Textarea)
    short = forms.CharField(max_length=10)


def test_form_lets_a_long_text_be_pasted_whole_and_says_how_much_is_too_much() -> None:
    form = Texts({"long": "x" * 12, "short": "x" * 12})
    assert "maxlength" not in str(form["long"])
    assert 'maxlength="10"' in str(form["short"])
    said = "At most 10 characters fit here; there are 12. Make it shorter."
    assert form.errors == {"long": [said], "short": [said]}
    assert "x" * 12 in str(form["long"])


@pytest.mark.parametrize("field", ["question", "why"])
def test_long_text_is_refused_whole_and_comes_back_whole(cast: Cast, field: str) -> None:
    browser, address = cast.browser("leena"), reverse("begin_conversation", args=[cast.space.pk])
    assert "maxlength" not in browser.get(address).content.decode()
    text = "word " * 500
    answer = browser.post(address, {"question": "A?", "why": "B.", "can_change": "C.", field: text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Make it shorter." in page
    assert text.strip() in page
