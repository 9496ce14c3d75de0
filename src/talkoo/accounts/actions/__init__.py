"""What people do at the door. One transaction each; sent twice, nothing happens twice."""

from talkoo.accounts.actions.cards import (
    CardAnswer,
    MadeCard,
    UnknownCardError,
    as_selector,
    eight_signs,
    end_card,
    five_words,
    give_own_words,
    make_card_on_the_spot,
    make_cards,
    participant_of_card,
    replace_card,
    sign_in_card,
)
from talkoo.accounts.actions.contacts import forget_contact, keep_contacts
from talkoo.accounts.actions.sealing import seal, throw_oldest_seals, throw_seals, unseal
from talkoo.accounts.actions.sweeping import (
    forget_old_invitations,
    forget_old_seals,
    forget_old_sessions,
    forget_old_tries,
)
from talkoo.accounts.actions.users import (
    create_user,
    end_invitation,
    invite,
    make_password_link,
    participant_for,
    set_password,
    use_invitation,
)

__all__ = [
    "CardAnswer",
    "MadeCard",
    "UnknownCardError",
    "as_selector",
    "create_user",
    "eight_signs",
    "end_card",
    "end_invitation",
    "five_words",
    "forget_contact",
    "forget_old_invitations",
    "forget_old_seals",
    "forget_old_sessions",
    "forget_old_tries",
    "give_own_words",
    "invite",
    "keep_contacts",
    "make_card_on_the_spot",
    "make_cards",
    "make_password_link",
    "participant_for",
    "participant_of_card",
    "replace_card",
    "seal",
    "set_password",
    "sign_in_card",
    "throw_oldest_seals",
    "throw_seals",
    "unseal",
    "use_invitation",
]
