"""Showing a card, and getting words that only its holder knows."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from talkoo.accounts import actions
from talkoo.accounts.forms import CardForm
from talkoo.accounts.http import (
    PersonRequest,
    drop_offers,
    has_kept,
    is_ours,
    offer_words,
    people,
    renew_session,
    sign_in_holder,
    words_on_offer,
)
from talkoo.accounts.queries import unknown_words
from talkoo.core.access import anybody
from talkoo.core.text import plain


@anybody
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: PersonRequest) -> HttpResponse:
    """The door for people with a card. Looking changes nothing; pressing the button lets in."""
    form = CardForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return card_page(request, form, status=422 if form.is_bound else 200)
    typed = form.cleaned_data
    answer = actions.sign_in_card(typed["selector"], typed["words"])
    if answer.card is None:
        return no_fit(request, form, answer)
    is_helped = request.POST.get("helped") == "yes"
    sign_in_holder(request, answer.card, shared=typed["shared"], helped=is_helped)
    after = request.POST.get("next", "")
    if has_kept(request):
        return redirect("kept")
    if answer.is_first_use and not is_helped:  # words that only the holder sees are not for a lent device
        return redirect("own_words")
    return redirect(after if is_ours(after) else settings.LOGIN_REDIRECT_URL)


def no_fit(request: PersonRequest, form: CardForm, answer: actions.CardAnswer) -> HttpResponse:
    """The same page for a card that does not exist and for words that do not fit; what was typed stays."""
    if not answer.came_early:
        form.add_error(None, _("This number and these words do not fit together. Look at the card and try again."))
        for hint in hints(form.cleaned_data["words"]):
            form.add_error(None, hint)
    wait = ngettext("Try again in one second.", "Try again in %(wait)d seconds.", answer.wait) % {"wait": answer.wait}
    form.add_error(None, wait)
    response = card_page(request, form, status=429 if answer.came_early else 422)
    response.headers["Retry-After"] = str(answer.wait)
    return response


def hints(words: str) -> list[str]:
    """What may be wrong with the words, told from our lists alone: it says nothing about any card."""
    count, unknown = len(plain(words).split()), unknown_words(words)
    if count != 5:
        said = ngettext(
            "There is one word here; a card has five.", "There are %(count)d words here; a card has five.", count
        )
        return [said % {"count": count}]
    if not unknown:
        return []
    places = ", ".join(map(str, unknown))
    said = ngettext(
        "Word %(places)s is in none of our lists: look at how it is spelled.",
        "Words %(places)s are in none of our lists: look at how they are spelled.",
        len(unknown),
    )
    return [said % {"places": places}]


def card_page(request: PersonRequest, form: CardForm, *, status: int = 200) -> HttpResponse:
    """The page that asks for the card."""
    facts = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "kept": request.POST.get("kept") or request.GET.get("kept", ""),
        "helped": "yes" if "yes" in (request.POST.get("helped"), request.GET.get("helped")) else "",
    }
    return render(request, "accounts/templates/card.html", facts, status=status)


@people
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: PersonRequest) -> HttpResponse:
    """Offer five new words, show them, and use them from the moment the holder says that they are written down.

    A door that leads here says by ``after_words`` in the session where to go on, and by ``no_paper`` that the card
    was made on the spot.
    """
    card = request.person.card
    if card is None:
        raise Http404
    after = request.session.get("after_words", settings.LOGIN_REDIRECT_URL)
    offered = words_on_offer(request, card)
    is_stale = "offer" in request.POST and (offered is None or request.POST["offer"] != str(offered.id))
    if request.method == "POST":
        if "later" in request.POST:
            drop_offers(request)
            return redirect(after)
        if "offer" not in request.POST:
            offer_words(request, card, get_language() or settings.LANGUAGE_CODE)
            return redirect("own_words")
        if offered and not is_stale:
            actions.give_own_words(card, offered.words)
            drop_offers(request)
            renew_session(request, card)
            new = _("Your new words are in use. The old ones no longer open your card.")
            first = _("The number and the words let you in from now on.")
            messages.success(request, first if request.session.pop("no_paper", False) else new)
            return redirect(after)
        offered = offered or offer_words(request, card, get_language() or settings.LANGUAGE_CODE)
    facts = {
        "card": card,
        "number": f"{card.selector[:4]} {card.selector[4:]}" if "no_paper" in request.session else "",
        "offered": offered,
        "is_stale": is_stale,
        "after": after,
    }
    return render(request, "accounts/templates/own_words.html", facts, status=409 if is_stale else 200)
