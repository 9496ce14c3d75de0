"""How allauth behaves in this house: no open sign-up, no address of a device kept, our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from talkoo.accounts.http import begin_session
from talkoo.accounts.queries import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: staff come by invitation, everybody else by card."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Start the hard end of the session at the moment of signing in."""
        begin_session(request, Person(user=user))
        return super().post_login(request, user, **kwargs)
