"""Pages of a space: opening and settings, its people, its cards, and coming in by invitation."""

from talkoo.spaces.views.cards import card_sheet, card_sheet_pdf, cards, lost_card
from talkoo.spaces.views.invitations import invitation, open_invitation
from talkoo.spaces.views.people import (
    change_role,
    end_invitation,
    end_membership,
    invite,
    link_sheet,
    new_member_password,
    space_people,
)
from talkoo.spaces.views.settings import move_space, open_space, space_settings

__all__ = [
    "card_sheet",
    "card_sheet_pdf",
    "cards",
    "change_role",
    "end_invitation",
    "end_membership",
    "invitation",
    "invite",
    "link_sheet",
    "lost_card",
    "move_space",
    "new_member_password",
    "open_invitation",
    "open_space",
    "space_people",
    "space_settings",
]
