"""The result page of a conversation, always made from a release: on the screen, on paper, as a PDF and as counts."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import conversation_of, wordings_in, words_gone
from talkoo.conversations.views.comparing import since
from talkoo.conversations.views.counts import counts_as_csv
from talkoo.conversations.views.reading import result_of
from talkoo.core.access import anybody
from talkoo.core.paper import pdf, pdf_maker
from talkoo.releases.models import Release
from talkoo.releases.queries import published_release, release_before, release_of, waiting_release
from talkoo.releases.rules import may_see_release
from talkoo.spaces.queries import Place, place_of

A_PAGE = 50
SHEET = "conversations/templates/map_print.html"


def release_to_show(place: Place, conversation: Conversation, wanted: str) -> Release | None:
    """The newest published release; for host and go-between also the one they ask for, or one not published yet."""
    published = published_release(conversation.pk)
    if wanted and (published is None or str(published.pk) != wanted):
        return release_asked_for(place, conversation, wanted)
    return published or (waiting_release(conversation.pk) if may_see_release(place) else None)


def release_asked_for(place: Place, conversation: Conversation, wanted: str) -> Release:
    """One that is not what everybody sees: for host and go-between, or 404 alike for "not there" and "not for you"."""
    try:
        found = release_of(place, UUID(wanted))
    except ValueError:
        raise Http404 from None
    if not may_see_release(place) or found.subject != conversation.pk:
        raise Http404
    return found


def result_facts(request: PersonRequest, space: UUID, conversation: UUID) -> dict[str, Any]:
    """Find the place, the conversation and the release, and read it. Without a release there is no ``result``."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    release = release_to_show(place, found, request.GET.get("release", ""))
    facts = {"place": place, "space": place.space, "conversation": found, "release": release}
    if release is None:
        return facts
    words: dict[str, Any] = {"taken_back": words_gone([found]), "wordings": wordings_in([found], get_language())}
    is_published = release.state == Release.State.PUBLISHED
    same_release = "" if is_published else f"?release={release.pk}"  # every link leads to what this page shows
    result = result_of(release.tables, place.space, **words)
    before = release_before(release)
    earlier = result_of(before.tables, place.space, **words) if before else None
    return facts | {
        "result": result,
        "since": since(before, earlier, result) if before and earlier else None,
        "is_published": is_published,
        "same_release": same_release,
        "pages": f"{same_release}&page=" if same_release else "?page=",
        "has_pdf": pdf_maker() is not None,
    }


def require_result(facts: dict[str, Any]) -> dict[str, Any]:
    """Paper and files exist only where there is a result."""
    if facts["release"] is None:
        raise Http404
    return facts


def file_name(kind: str, release: Release) -> str:
    """What a file is called: what it is, the day, and four signs that tell conversations apart and nobody anything."""
    day = timezone.localdate(release.published_at or release.prepared_at)
    return f"{kind}-{day.isoformat()}-{release.subject.hex[:4]}"


@anybody
@require_safe
def map(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:  # noqa: A001 - the page's name
    """Where people agree, where they differ, and whether there are groups; ``?page=`` has every statement's counts."""
    facts = result_facts(request, space, conversation)
    up = {"space": space, "conversation": conversation}
    facts["crumbs"] = [
        (reverse("conversations", kwargs={"space": space}), _("Conversations")),
        (reverse("conversation", kwargs=up), _("The question")),
    ]
    if "page" in request.GET and facts["release"]:
        facts["page"] = Paginator(facts["result"].by_number, A_PAGE).get_page(request.GET["page"])
        facts["crumbs"].append((reverse("map", kwargs=up) + facts["same_release"], _("The result")))
        return render(request, "conversations/templates/map_all.html", facts)
    return render(request, "conversations/templates/map.html", facts)


@anybody
@require_safe
def map_print(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The same on paper."""
    return render(request, SHEET, require_result(result_facts(request, space, conversation)))


@anybody
@require_safe
def map_pdf(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The same as a PDF; where the system cannot make one, the print page stands in."""
    facts = require_result(result_facts(request, space, conversation))
    if pdf_maker() is None:
        return render(request, SHEET, facts)
    return pdf(render_to_string(SHEET, facts, request), name=file_name("map", facts["release"]), is_public=True)


@anybody
@require_safe
def map_counts(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The counts behind it as CSV."""
    facts = require_result(result_facts(request, space, conversation))
    return HttpResponse(
        "\ufeff" + counts_as_csv(facts["result"], facts["release"].number),  # spreadsheets take it for UTF-8 then
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name("counts", facts["release"])}.csv"'},
    )
