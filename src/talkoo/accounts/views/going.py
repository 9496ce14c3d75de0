"""Going out, and finding again what was being sent when the session ended."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts import actions
from talkoo.accounts.http import PersonRequest, end_session, kept_posts, people
from talkoo.core.access import anybody


@anybody
@require_safe
def leave(request: PersonRequest) -> HttpResponse:
    """Leave this page quickly: end the session and go to a page that has nothing to do with us."""
    end_session(request)
    response = HttpResponseRedirect(settings.LEAVE_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@anybody
@require_POST
def sign_out(request: PersonRequest) -> HttpResponse:
    """End the session and leave nothing on this device but the language."""
    end_session(request)
    messages.success(request, _("You are out. Nothing of you is left on this device."))
    response = redirect("front")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@people
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: PersonRequest) -> HttpResponse:
    """What this person was sending when the session ended: send it again, or throw it away."""
    if request.method == "POST":
        with suppress(ValueError):
            actions.throw_seals(request.person.who, UUID(request.POST.get("throw", "")))
        return redirect("kept")
    posts = kept_posts(request)
    if not posts:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/templates/kept.html", {"posts": posts})
