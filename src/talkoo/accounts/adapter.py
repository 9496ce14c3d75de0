"""How allauth behaves in this house: no open sign-up, no address of a device kept, our words."""

import secrets
from base64 import b64decode, b64encode
from datetime import date
from functools import lru_cache
from hashlib import sha256
from hmac import new as hmac
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.http import begin_session, has_kept
from talkoo.accounts.models import User
from talkoo.accounts.queries import Person
from talkoo.accounts.vault import open_content, seal_content
from talkoo.core.models import today

SAID = {  # what allauth would tell by a template of its own, in our words; the rest it keeps to itself
    "mfa/messages/totp_activated.txt": _("The app is set up. From now on it is asked for when you sign in."),
    "mfa/messages/totp_deactivated.txt": _("The app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is gone from here. Delete it on your device too."),
}


@lru_cache(maxsize=1)
def key_of(day: date) -> bytes:
    """A key that lives in this process for a day at most and is never written down."""
    return day.isoformat().encode() + secrets.token_bytes(32)


def bucket_of(address: str) -> str:
    """Which bucket a device's address falls into today. From a bucket nobody gets back to the address."""
    try:
        width = 24 if ip_address(address).version == 4 else 48
        address = str(ip_network(f"{address}/{width}", strict=False))
    except ValueError:
        address = "unknown"
    return hmac(key_of(today()), address.encode(), sha256).hexdigest()


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff sign-in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not fit together. Look at both and try again."),
        "too_many_login_attempts": _("Too many tries. Wait a minute, then try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: staff come by invitation, everybody else by card."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth's limits count by: a bucket of the day, never an address."""
        try:
            return bucket_of(get_client_ip(request) or "")
        except ImproperlyConfigured:  # a forwarded-for line that does not fit the number of proxies
            return bucket_of("")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Start the hard end of the session at the moment of signing in; give back what was kept."""
        begin_session(request, Person(user=user))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return HttpResponseRedirect(reverse("kept")) if has_kept(request) else response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The password was right, but the sign-in has been closed."""
        messages.error(request, _("This sign-in has been closed. Ask the person who runs this place."))
        return HttpResponseRedirect(reverse("sign_in"))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in is not asked again at once."""
        began = float(context.request.session.get("began", 0))
        return timezone.now().timestamp() - began > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the user's password."""
        return user.check_password(password)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        if said := message or SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor. Its secrets are sealed with the key that is kept outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
    }

    def get_totp_issuer(self) -> str:
        """What the app calls us."""
        return "Talkoo"

    def build_totp_svg(self, url: str) -> str:
        """Our page draws the code itself."""
        return ""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return b64encode(seal_content(second_factor_key(), {"text": text}, bound=b"second factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        opened = open_content(second_factor_key(), b64decode(encrypted_text), bound=b"second factor")
        if opened is None:
            raise ImproperlyConfigured("A second factor was sealed with another bridge key than the one in use.")
        return str(opened["text"])

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's name
        """What a passkey is called until its owner names it."""
        return str(_("My passkey"))


def second_factor_key() -> bytes:
    """The key that seals second factors."""
    return sha256(f"second factor|{settings.BRIDGE_KEY}".encode()).digest()
