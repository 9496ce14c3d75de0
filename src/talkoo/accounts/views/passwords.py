"""A new password: by mail where mail is set up, else by a link from a host."""

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts import actions
from talkoo.accounts.forms import AddressForm, NewPasswordForm
from talkoo.accounts.http import PersonRequest
from talkoo.accounts.models import User
from talkoo.accounts.views.signing_in import as_ours
from talkoo.core.access import anybody
from talkoo.core.mail import can_send, send_neutral


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: PersonRequest) -> HttpResponse:
    """Ask for a link by mail. A letter goes to any address, so the answer takes as long for every one."""
    if not can_send():
        return render(request, "accounts/templates/password_forgotten.html")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        facts = {"form": form}
        return render(
            request, "accounts/templates/password_forgotten.html", facts, status=422 if form.is_bound else 200
        )
    email = form.cleaned_data["email"].lower()
    if not consume(request, action="reset_password", key=email):
        return as_ours(request, render(request, "429.html", status=429))
    send_neutral(email, letter_about_password(request, User.objects.filter(email=email, is_active=True).first()))
    return render(request, "accounts/templates/password_forgotten.html", {"is_sent": True})


def letter_about_password(request: HttpRequest, user: User | None) -> str:
    """The letter: a link, or that there is no sign-in with this address."""
    if user is None:
        return _(
            "Somebody asked for a new password with this address, but no sign-in has it.\n\n"
            "If it was you, try your other address. If it was not you, there is nothing to do."
        )
    link = settings.PUBLIC_ADDRESS + actions.make_password_link(user)
    link = link if settings.PUBLIC_ADDRESS else request.build_absolute_uri(link)
    return _(
        "You can set a new password here, once, within three days:\n\n%(link)s\n\n"
        "If you did not ask for it, there is nothing to do: your password stays as it is."
    ) % {"link": link}


@anybody
@require_safe
def new_password_link(request: PersonRequest, uid: str, token: str) -> HttpResponse:
    """The first hop: the token goes from the address into the session. Looking uses nothing up."""
    request.session["password_link"] = [uid, token]
    return redirect("new_password")


def user_of_link(request: HttpRequest) -> User | None:
    """Whose link this browser followed, if it can still be used."""
    uid, token = request.session.get("password_link", ("", ""))
    try:
        user = User.objects.filter(pk=bytes_to_uuid(uid), is_active=True).first()
    except (ValueError, ValidationError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None


def bytes_to_uuid(uid: str) -> str:
    """The id of a user from a link."""
    return urlsafe_base64_decode(uid).hex()


@anybody
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: PersonRequest) -> HttpResponse:
    """Set a new password. Other visits end; a second factor is still asked for."""
    user = user_of_link(request)
    if user is None:
        return render(request, "accounts/templates/new_password.html", status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
    if not form.is_valid():
        facts = {"form": form, "user_name": user.name}
        return render(request, "accounts/templates/new_password.html", facts, status=422 if form.is_bound else 200)
    actions.set_password(user, form.cleaned_data["password"])
    del request.session["password_link"]
    if request.person.user == user:
        update_session_auth_hash(request, user)
        messages.success(request, _("Your new password is set. Everywhere else you have been signed out."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.success(request, _("Your new password is set. Sign in with it."))
    return redirect("sign_in")
