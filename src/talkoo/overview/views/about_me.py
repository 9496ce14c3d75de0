"""Who can see what about me today, and how to change or end it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talkoo.accounts.actions import make_password_link
from talkoo.accounts.http import PersonRequest, end_session, people, staff
from talkoo.accounts.queries import contact_of, participants_of
from talkoo.core.mail import can_send
from talkoo.overview import actions
from talkoo.overview.forms import OwnFactsForm, PasswordAskedForm
from talkoo.overview.queries import has_second_factor, history_lines_of, traces_of
from talkoo.spaces.models import Space
from talkoo.spaces.queries import places_of


@people
@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: PersonRequest) -> HttpResponse:
    """Everything that is kept of this person and who sees it; staff change their name and address here."""
    user = request.person.user
    if user is None:
        if request.method == "POST":
            raise Http404
        return page(request)
    ratelimit.consume(request, action="reauthenticate", user=user, raise_exception=True)
    form = OwnFactsForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        given = form.cleaned_data
        actions.change_name_and_address(user, name=given["name"], email=given["email"])
        messages.success(request, _("Kept."))
        return redirect("about_me")
    return page(request, form=form, status=422 if form.is_bound else 200)


def page(
    request: PersonRequest,
    *,
    form: OwnFactsForm | None = None,
    password_form: PasswordAskedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page itself."""
    person = request.person
    traces = traces_of(person, places_of(person))
    facts: dict[str, Any] = {
        "traces": [(trace, trace.place.space.label(trace.place.role or "")) for trace in traces],
        "contact": contact_of(participants_of(person)),
        "sends_mail": can_send(),
    }
    if person.card:
        facts |= {
            "space": traces[0].place.space,
            "role": traces[0].place.space.label(person.card.role),
            "votes": traces[0].votes,
            "statements": traces[0].statements,
            "number": f"{person.card.selector[:4]} {person.card.selector[4:]}",
            "everybody_reads": traces[0].place.space.reading == Space.Reading.EVERYBODY,
        }
    elif person.user:
        facts |= {
            "form": form or OwnFactsForm(user=person.user),
            "password_form": password_form or PasswordAskedForm(user=person.user, auto_id="again_%s"),
            "lines": history_lines_of(person.user),
            "has_second_factor": has_second_factor(person.user),
        }
    return render(request, "overview/templates/about_me.html", facts, status=status)


@staff
@require_POST
def change_my_password(request: PersonRequest) -> HttpResponse:
    """To the page where a new password is set, for whoever knows the old one."""
    user = request.person.user
    if user is None:
        raise Http404
    ratelimit.consume(request, action="reauthenticate", user=user, raise_exception=True)
    form = PasswordAskedForm(request.POST, user=user, auto_id="again_%s")
    if not form.is_valid():
        return page(request, password_form=form, status=422)
    return redirect(make_password_link(user))


@people
@require_POST
def end_my_card(request: PersonRequest) -> HttpResponse:
    """End the card and delete what was given with it."""
    card = request.person.card
    if card is None:
        raise Http404
    actions.end_card_and_take_back(card)
    end_session(request)
    messages.success(
        request, _("Your card has ended, and what you gave with it is deleted. You can throw the card away.")
    )
    return redirect("front")
