"""The result page of a conversation, always made from a release."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest
from talkoo.core.access import anybody


@anybody
@require_safe
def map(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:  # noqa: A001 - the page's name
    """Where people agree, where they differ, and whether there are groups."""
    raise Http404


@anybody
@require_safe
def map_print(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The same on paper."""
    raise Http404


@anybody
@require_safe
def map_pdf(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The same as a PDF."""
    raise Http404


@anybody
@require_safe
def map_counts(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The counts behind it as CSV."""
    raise Http404
