"""A statement's own page, in every language it is in, and the page on which people translate it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts.http import PersonRequest, people
from talkoo.conversations import actions
from talkoo.conversations.forms import TranslateForm, languages_for, name_of_language
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import answer_to, conversation_of, statement_in, wording_of
from talkoo.conversations.rules import may_translate, may_vote
from talkoo.conversations.views.reading import Result, result_of
from talkoo.conversations.views.shown import Sentence
from talkoo.conversations.views.taking_part import crumbs, who_wrote
from talkoo.core.access import anybody, require
from talkoo.releases.queries import published_release
from talkoo.spaces.queries import place_of


@anybody
@require_safe
def statement(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """One statement: its words, what is published of how people answered, and the answer that was given to it."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    shown = statement_shown(found, statement)
    if shown.pk != statement:
        return redirect("statement", space, conversation, shown.pk)
    texts = dict(shown.translations.order_by("language").values_list("language", "text"))
    release = published_release(found.pk)
    result = result_of(release.tables, place.space) if release else None
    others = [(code, name_of_language(code), text) for code, text in texts.items() if code != get_language()]
    facts = {
        "place": place,
        "conversation": found,
        "statement": shown,
        "wording": wording_of(shown, texts.get(get_language()), get_language()),
        "others": others,
        "wrote": who_wrote(place, shown),
        "release": release,
        "result": result,
        "sentence": sentence_in(result, shown),
        "answer": answer_to(shown),
        "may_vote": may_vote(place, found),
        "may_translate": may_translate(place, found),
        "crumbs": crumbs(place, found),
    }
    return render(request, "conversations/templates/statement.html", facts)


@people
@require_http_methods(["GET", "HEAD", "POST"])
def translate_statement(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Put a statement into other languages. Votes are the statement's, whatever language was read."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    shown = statement_shown(found, statement)
    require(may_translate(place, found))
    languages = languages_for(place.space, shown)
    stands = dict(shown.translations.values_list("language", "text"))
    initial = {code: stands.get(code, "") for code in languages}
    data = request.POST if request.method == "POST" else None
    form = TranslateForm(data, languages=languages, initial=initial)
    if form.is_valid():
        is_new = actions.translate_statement(shown, form.cleaned_data, actor=request.person.actor)
        messages.success(request, _("Kept.") if is_new else _("Nothing was changed."))
        return redirect("statement", space, conversation, shown.pk)
    crumb = (reverse("statement", args=[space, conversation, shown.pk]), _("A statement"))
    facts = {"place": place, "conversation": found, "statement": shown, "form": form}
    facts |= {"crumbs": [*crumbs(place, found), crumb]}
    return render(request, "conversations/templates/translate.html", facts, status=422 if form.is_bound else 200)


def statement_shown(found: Conversation, statement_id: UUID) -> Statement:
    """A statement that everybody may read, or 404 alike for "not there" and "not shown". A merged one leads on."""
    said = statement_in(found, statement_id)
    shown = said.merged_into or said
    if shown.state != Statement.State.SHOWN:
        raise Http404
    return shown


def sentence_in(result: Result | None, shown: Statement) -> Sentence | None:
    """What is published of it."""
    return next((one for one in result.sentences if one.id == str(shown.pk)), None) if result else None
