"""Template tags that every page may use."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
SYMBOLS = Path(__file__).parent / "icons.svg"
MOST_NUMBERS = 7
ROLE_MARKS = {
    "user": "m-user", "carer": "m-user", "professional": "m-front", "manager": "m-manager", "decider": "m-decider",
    "partner": "m-third", "between": "m-between", "host": "m-host", "researcher": "m-research",
}  # fmt: skip


@cache
def all_symbols() -> dict[str, str]:
    """Each symbol of the house by its name."""
    found = re.finditer(r'<symbol id="([^"]+)".*?</symbol>', SYMBOLS.read_text(), re.DOTALL)
    return {match[1]: match[0] for match in found}


def need(context: Context, name: str) -> None:
    """Note on the request that this page needs a symbol, so that ``{% symbols %}`` can bring it along."""
    if name not in all_symbols():
        raise template.TemplateSyntaxError(f"There is no symbol '{name}' in icons.svg.")
    request = getattr(context, "request", None)
    if request is None:
        raise template.TemplateSyntaxError("Icons need the request: render with request=request.")
    request.__dict__.setdefault("symbols_needed", {})[name] = None


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, extra: str = "") -> SafeString:
    """A line icon beside a word, never in its place: ``{% icon "leave" "icon--turns" %}``."""
    need(context, f"i-{name}")
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>',
        f" {extra}" if extra else "",
        name,
    )


@register.simple_tag(takes_context=True)
def mark(context: Context, role: str) -> SafeString:
    """The shape of a role; always followed by the word."""
    name = ROLE_MARKS.get(role, "m-user")
    need(context, name)
    return format_html('<svg class="mark" aria-hidden="true" focusable="false"><use href="#{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def sign(context: Context, name: str, label: str, css: str = "sign") -> SafeString:
    """The wordmark or the mark, with a name that is read aloud."""
    need(context, name)
    return format_html('<svg class="{}" role="img" aria-label="{}"><use href="#{}"/></svg>', css, label, name)


@register.simple_tag(takes_context=True)
def symbols(context: Context) -> SafeString:
    """The symbols this page used, once, at its end."""
    needed = getattr(context.request, "symbols_needed", {})  # type: ignore[attr-defined]
    inside = "".join(all_symbols()[name] for name in needed)
    return mark_safe(f'<svg class="unseen" aria-hidden="true" focusable="false">{inside}</svg>')  # noqa: S308 - our file


@register.simple_tag(takes_context=True)
def in_language(context: Context, code: str) -> str:
    """This very page in another language."""
    query = context.request.GET.copy()  # type: ignore[attr-defined]
    query["l"] = code
    return f"?{query.urlencode()}"


@register.filter
def beside(cells: Iterable[Any], heads: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with the head of its column."""
    return list(zip(cells, heads, strict=True))


@register.filter
def is_among(number: int, numbers: str) -> bool:
    """Whether a number is one of those written in a line: ``{{ 1|is_among:"1 2" }}``."""
    return str(number) in numbers.split()


@register.filter
def numbers(page: Page[Any]) -> list[int | None]:
    """The numbers around a page of a list, seven at most; None stands for those left out."""
    last, here = page.paginator.num_pages, page.number
    if last <= MOST_NUMBERS:
        return list(range(1, last + 1))
    first = max(3, min(here - 1, last - 4))
    middle = [first, first + 1, first + 2]
    before = [2] if first == 3 else [None]
    after = [last - 1] if first == last - 4 else [None]
    return [1, *before, *middle, *after, last]
