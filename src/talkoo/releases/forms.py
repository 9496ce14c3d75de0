"""What the go-between may send about a release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.core.forms import Form


class HoldForm(Form):
    """Why a release should not become public yet."""

    reason = forms.CharField(
        label=_("Why should it wait?"),
        help_text=_("The host reads this. Say what could harm whom; name nobody."),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "few", "rows": 3}),
        error_messages={"required": _("Write a sentence that says why.")},
    )
