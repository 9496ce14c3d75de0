"""What is forgotten once it is old: ended sessions, tries, seals, invitations."""

from django.core.management import call_command

from talkoo.accounts.queries import old_invitations, old_seals, old_tries


def forget_old_seals() -> None:
    """Delete what nobody came back for."""
    old_seals().delete()


def forget_old_tries() -> None:
    """After a day of peace a card starts without a wait."""
    old_tries().delete()


def forget_old_invitations() -> None:
    """Delete invitations that ended a month ago."""
    old_invitations().delete()


def forget_old_sessions() -> None:
    """Delete every session that has run out."""
    call_command("clearsessions")
