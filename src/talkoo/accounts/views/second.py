"""A second step for a sign-in: a code app, passkeys, spare codes."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.flows import remove_authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts.forms import AppForm, PasskeyForm
from talkoo.accounts.http import PersonRequest, staff
from talkoo.accounts.views.signing_in import as_ours
from talkoo.core.paper import qr_path


def just_signed_in(view: Callable[[PersonRequest], HttpResponse]) -> Callable[[PersonRequest], HttpResponse]:
    """Ask for the password again when the last time is more than fifteen minutes ago. Nothing half done is kept."""

    @wraps(view)
    def guarded(request: PersonRequest) -> HttpResponse:
        if is_reauthentication_required(request, app="allauth.mfa"):
            back = request.path if request.method in {"GET", "HEAD"} else reverse("second_factor")
            return redirect(f"{reverse('again')}?{urlencode({'next': back})}")
        return view(request)

    return guarded


class AppView(ActivateTOTPView):  # type: ignore[misc]
    """Set up a code app; the QR code is drawn in our page."""

    template_name = "accounts/templates/factor_app.html"
    form_class = AppForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the code's shape and the secret in groups of four."""
        facts: dict[str, object] = super().get_context_data(**kwargs)
        side, path = qr_path(str(facts["totp_url"]))
        secret = facts["form"].secret  # type: ignore[attr-defined]
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return facts | {"qr_side": side, "qr_path": path, "secret": groups}


app_view = AppView.as_view()
passkey_view = AddWebAuthnView.as_view(template_name="accounts/templates/factor_passkey.html", form_class=PasskeyForm)


@staff
@require_safe
def second_factor(request: PersonRequest) -> HttpResponse:
    """What is asked for besides the password."""
    mine = Authenticator.objects.filter(user=request.person.user).order_by("created_at")
    kinds = Authenticator.Type
    facts = {
        "app": next((kept for kept in mine if kept.type == kinds.TOTP), None),
        "passkeys": [kept for kept in mine if kept.type == kinds.WEBAUTHN],
        "codes": next((kept for kept in mine if kept.type == kinds.RECOVERY_CODES), None),
    }
    return render(request, "accounts/templates/second_factor.html", facts)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
@just_signed_in
def factor_app(request: PersonRequest) -> HttpResponse:
    """Set up a code app."""
    return as_ours(request, app_view(request))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
@just_signed_in
def factor_passkey(request: PersonRequest) -> HttpResponse:
    """Set up a passkey."""
    return as_ours(request, passkey_view(request))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
@just_signed_in
def factor_codes(request: PersonRequest) -> HttpResponse:
    """Spare codes: look at them, or make new ones that end the old."""
    kept, may_look = view_recovery_codes(request)
    if kept is None or not may_look:
        return redirect("second_factor")
    if request.method == "POST":
        generate_recovery_codes(request)
        return redirect("factor_codes")
    return render(request, "accounts/templates/factor_codes.html", {"codes": kept.get_unused_codes()})


@staff
@require_POST
@just_signed_in
def factor_remove(request: PersonRequest) -> HttpResponse:
    """No longer ask for an app or a passkey. The spare codes go with the last one."""
    which = request.POST.get("which", "")
    removable = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).filter(user=request.person.user)
    factor = get_object_or_404(removable, pk=which if which.isdecimal() and which.isascii() else 0)
    remove = deactivate_totp if factor.type == Authenticator.Type.TOTP else remove_authenticator
    remove(request, factor)
    return redirect("second_factor")
