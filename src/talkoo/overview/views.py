"""What needs everyone: the first page, Now, a space's home, who can see what about me."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest
from talkoo.core.access import anybody


@anybody
@require_safe
def front(request: PersonRequest) -> HttpResponse:
    """The first page."""
    return render(request, "overview/templates/front.html")
