"""Staff sign in: allauth's steps at our addresses, on our pages."""

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateCodeView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from talkoo.accounts.forms import (
    CodeForm,
    CodeOnceMoreForm,
    PasskeyAgainForm,
    PasskeyAloneForm,
    PasskeyStepForm,
    PasswordAgainForm,
    SignInForm,
)
from talkoo.accounts.http import PersonRequest, staff
from talkoo.core.access import anybody

login_view = LoginView.as_view(template_name="accounts/templates/sign_in.html", form_class=SignInForm)
step_view = AuthenticateView.as_view(
    template_name="accounts/templates/second_step.html", form_class=CodeForm, webauthn_form_class=PasskeyStepForm
)
passkey_view = LoginWebAuthnView.as_view(form_class=PasskeyAloneForm)
again_view = ReauthenticateView.as_view(template_name="accounts/templates/again.html", form_class=PasswordAgainForm)
code_view = ReauthenticateCodeView.as_view(template_name="accounts/templates/again.html", form_class=CodeOnceMoreForm)
again_passkey_view = ReauthenticateWebAuthnView.as_view(
    template_name="accounts/templates/again.html", form_class=PasskeyAgainForm
)


def as_ours(request: PersonRequest, response: HttpResponse) -> HttpResponse:
    """A form that comes back with an error is 422 here, and too many tries say when to try again."""
    if request.method == "POST" and response.status_code == 200:
        response.status_code = 422
    if response.status_code == 429:
        response.headers["Retry-After"] = "60"
    return response


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: PersonRequest) -> HttpResponse:
    """The door for people with a sign-in. A wrong address and a wrong password answer alike."""
    return as_ours(request, login_view(request))


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: PersonRequest) -> HttpResponse:
    """After the password: a code or a passkey, for whoever has set one up."""
    return as_ours(request, step_view(request))


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_passkey(request: PersonRequest) -> HttpResponse:
    """Sign in with a passkey alone: GET gives the script what the device has to sign, POST brings it."""
    return as_ours(request, passkey_view(request))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: PersonRequest) -> HttpResponse:
    """Ask for the password once more before something that matters."""
    return as_ours(request, again_view(request))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def again_code(request: PersonRequest) -> HttpResponse:
    """The same by a code."""
    return as_ours(request, code_view(request))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def again_passkey(request: PersonRequest) -> HttpResponse:
    """The same by a passkey."""
    response = again_passkey_view(request)
    if response.headers.get("Location") == reverse("sign_in"):  # where allauth sends what did not fit
        return redirect(request.get_full_path())
    return as_ours(request, response)
