"""Coming in and going out."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from talkoo.core.access import anybody


@anybody
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave this page quickly: end the session and go to a page that has nothing to do with us."""
    logout(request)
    response = HttpResponseRedirect(settings.LEAVE_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
