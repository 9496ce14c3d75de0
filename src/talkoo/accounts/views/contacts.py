"""How we reach somebody: the page of whoever asked to be told, and of nobody else."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from talkoo.accounts import actions
from talkoo.accounts.forms import ContactForm
from talkoo.accounts.http import PersonRequest, people
from talkoo.accounts.models import Contact
from talkoo.accounts.queries import contact_of, participants_of
from talkoo.core.mail import can_send


@people
@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: PersonRequest) -> HttpResponse:
    """When and how to tell this person something; 409 for a sign-in that has said nothing anywhere yet."""
    participants = participants_of(request.person)
    contact = contact_of(participants)
    form = ContactForm(request.POST if request.method == "POST" else None, contact=contact)
    if participants and form.is_valid():
        language = get_language() or settings.LANGUAGE_CODE
        actions.keep_contacts(participants, language=language, **form.cleaned_data)
        is_sent = form.cleaned_data["way"] != Contact.Way.CARD  # nor anything to whoever wants nothing
        nothing = _("Kept. We send you nothing, and keep no address of yours.")
        messages.success(request, _("Kept. You can change it any day.") if is_sent else nothing)
        return redirect("news")
    facts = {"form": form, "has_spoken": bool(participants), "sends_mail": can_send()}
    status = 200 if not form.is_bound else 422 if participants else 409
    return render(request, "accounts/templates/news.html", facts, status=status)
