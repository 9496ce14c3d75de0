"""What the go-between notes after telling somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.conversations.models import Telling
from talkoo.core.forms import Form

BY_HAND = [(way.value, way.label) for way in Telling.Way if way != Telling.Way.CARD]


class TellForm(Form):
    """How, and whether it has reached them."""

    way = forms.ChoiceField(label=_("How?"), choices=BY_HAND)
    reached = forms.ChoiceField(choices=[("yes", _("Told")), ("no", _("Not reached"))])
