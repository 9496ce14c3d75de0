"""Puts the person on the request, ends sessions on the terms of a shared device, and guards the doors."""

from talkoo.accounts.http.cookies import browser_key
from talkoo.accounts.http.guards import PersonRequest, PersonView, demo_only, people, staff
from talkoo.accounts.http.kept import KeptPost, has_kept, is_ours, kept_posts, seal_for, unseal_for
from talkoo.accounts.http.offers import OfferedWords, drop_offers, offer_words, words_on_offer
from talkoo.accounts.http.sessions import (
    begin_session,
    end_session,
    person_at_the_door,
    person_of_request,
    renew_session,
    sign_in_holder,
    sign_in_user,
)

__all__ = [
    "KeptPost",
    "OfferedWords",
    "PersonRequest",
    "PersonView",
    "begin_session",
    "browser_key",
    "demo_only",
    "drop_offers",
    "end_session",
    "has_kept",
    "is_ours",
    "kept_posts",
    "offer_words",
    "people",
    "person_at_the_door",
    "person_of_request",
    "renew_session",
    "seal_for",
    "sign_in_holder",
    "sign_in_user",
    "staff",
    "unseal_for",
    "words_on_offer",
]
