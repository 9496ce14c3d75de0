"""`manage.py create_host`: the first person who may open spaces, with a one-time link or a password typed here."""

import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from talkoo.accounts.actions import create_user, make_password_link
from talkoo.accounts.models import User


class Command(BaseCommand):
    """Make a host."""

    help = "Make the first host: somebody who may open spaces. With --link, prints a link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """--name, --email, --link."""
        parser.add_argument("--name", required=True, help="the name that others see")
        parser.add_argument("--email", required=True, help="the address to sign in with")
        parser.add_argument(
            "--link", action="store_true", help="print a one-time link instead of asking for a password"
        )

    def handle(self, *, name: str, email: str, link: bool, **options: Any) -> None:
        """Check, make, say what to do next."""
        name, email = name.strip(), email.strip().lower()
        if not name or len(name) > 80:
            raise CommandError("The name is empty or longer than 80 characters.")
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise CommandError(f"'{email}' is not a whole e-mail address.") from wrong
        if User.objects.filter(email=email).exists():
            raise CommandError("There is a sign-in with this address already. A new password: Sign in, 'Forgotten?'.")
        password = None if link else self.ask_for_password(User(name=name, email=email))
        user = create_user(email, name, password, may_open_spaces=True)
        self.stdout.write(f"{name} may open spaces now.")
        if link:
            address = settings.PUBLIC_ADDRESS or "the address of this installation, followed by "
            self.stdout.write("Set a password with this link, once, within three days:")
            self.stdout.write(f"{address}{make_password_link(user)}")

    def ask_for_password(self, user: User) -> str:
        """Asked twice, and looked at as on the page."""
        password = getpass.getpass("Password, at least 12 characters: ")
        if password != getpass.getpass("Once more: "):
            raise CommandError("The two did not match. Nobody was made.")
        try:
            validate_password(password, user)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        return password
