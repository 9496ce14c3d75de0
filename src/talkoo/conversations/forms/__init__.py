"""What people may send about conversations."""

from talkoo.conversations.forms.bringing_in import BringInForm

__all__ = ["BringInForm"]
