"""What was sent after its session had ended: kept sealed for half an hour, and given back to the same person."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from talkoo.accounts import actions
from talkoo.accounts.http.cookies import browser_key, key_of_browser, who_was_here
from talkoo.accounts.models import Sealed
from talkoo.accounts.queries import Person

NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "words", "code", "credential", "kept_id"}
MOST_SIGNS = 100_000
MOST_POSTS = 5


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A form that was sent after its session had ended."""

    id: UUID
    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """What the person wrote themselves, so that they see what it is about."""
        return [value for _, value in self.fields if " " in value.strip()]


def person_of(request: HttpRequest) -> Person:
    """Who is at the door, for callers that only have Django's request."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def seal_for(request: HttpRequest, purpose: Sealed.Purpose, content: dict[str, Any]) -> UUID:
    """Keep something for half an hour for the person and the browser of this request alone."""
    return actions.seal(purpose, content, who=person_of(request).who, key=browser_key(request))


def unseal_for(request: HttpRequest, sealed_id: UUID, purpose: Sealed.Purpose) -> dict[str, Any] | None:
    """What was kept for this person in this browser, or None."""
    return actions.unseal(sealed_id, purpose, who=person_of(request).who, key=browser_key(request))


def keep_post(request: HttpRequest) -> str:
    """Keep what is being sent: "yes", "too-long", or "" where we do not know for whom."""
    (_, who), key = who_was_here(request), key_of_browser(request)
    if not who or key is None:
        return ""
    fields = [(name, value) for name in request.POST if name not in NEVER_KEPT for value in request.POST.getlist(name)]
    if sum(len(name) + len(value) for name, value in fields) > MOST_SIGNS:
        return "too-long"
    actions.seal(Sealed.Purpose.POST, {"path": request.get_full_path(), "fields": fields}, who=who, key=key)
    actions.throw_oldest_seals(who, Sealed.Purpose.POST, leave=MOST_POSTS)
    return "yes"


def kept_posts(request: HttpRequest) -> list[KeptPost]:
    """What this person sent from this browser and may send again, newest first; only to an address of ours."""
    if key_of_browser(request) is None:
        return []
    rows = Sealed.objects.filter(purpose=Sealed.Purpose.POST, who=person_of(request).who, until__gt=timezone.now())
    found = []
    for sealed_id in rows.order_by("-until").values_list("pk", flat=True):
        content = unseal_for(request, sealed_id, Sealed.Purpose.POST)
        if content and is_ours(content["path"]):
            found.append(KeptPost(sealed_id, content["path"], [(name, value) for name, value in content["fields"]]))
    return found


def has_kept(request: HttpRequest) -> bool:
    """Whether there is something to give back."""
    return bool(kept_posts(request))


def is_ours(path: str) -> bool:
    """Whether an address leads to one of our pages and nowhere else."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        return False
    return True
