"""Every route says who may knock; what they may do inside is asked in the view, by a rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.core.checks import CheckMessage, Error
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

Policy = Literal["anybody", "people", "staff", "demo"]
View = Callable[..., HttpResponseBase]


def set_policy(view: View, policy: Policy) -> View:
    """Note on the view who may knock."""
    view.policy = policy  # type: ignore[attr-defined]
    return view


def anybody(view: View) -> View:
    """This page asks for no sign-in."""
    return set_policy(view, "anybody")


@dataclass(frozen=True, slots=True)
class No:
    """A rule's no that says why, and until when or who could change that.

    It counts as false, so that a rule can join its conditions with ``and``: the first one that fails is what the rule
    answers. Who somebody is comes first: a reason is for those who could do it at another time.
    """

    why: str

    def __bool__(self) -> Literal[False]:
        return False


type Verdict = bool | No


def require(allowed: Verdict) -> None:
    """Go on, or answer 403 with a page that says why. Ask with a rule: ``require(may_print_cards(place))``."""
    if not allowed:
        raise PermissionDenied(allowed)


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the house with its whole address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


def every_route_has_a_policy(**_: Any) -> list[CheckMessage]:
    """A system check: a route that does not say who may knock does not start."""
    return [
        Error(f"The route '{address}' does not say who may knock.", id="talkoo.E001")
        for address, pattern in routes()
        if not hasattr(pattern.callback, "policy")
    ]
