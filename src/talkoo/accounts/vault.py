"""Digests of card words, and sealing: AES-GCM bound to a row, a purpose and a person, so that nothing can be moved."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from talkoo.accounts.models import Contact

KEY_BYTES = 32
NONCE_BYTES = 12


class CardHasher(Argon2PasswordHasher):
    """Argon2id for the words of cards, at the least cost OWASP advises.

    Five words by chance are far harder to guess than a password, and a sheet of a hundred must not take half a minute.
    """

    algorithm = "argon2_card"
    memory_cost, time_cost, parallelism = 19_456, 2, 1


def new_browser_key() -> str:
    """A key for one browser, as it stands in that browser's cookie. It is never stored with us."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_from(cookie: str) -> bytes | None:
    """The key that a cookie holds, or None when it holds none."""
    try:
        key = urlsafe_b64decode(cookie.encode())
    except (Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def bound_to(purpose: str, row: UUID, who: str) -> bytes:
    """What a seal is valid for: moved to another row, purpose or person it does not open."""
    return f"sealed|{purpose}|{row}|{who}".encode()


def seal_content(key: bytes, content: dict[str, Any], *, bound: bytes) -> bytes:
    """``content`` sealed with ``key``."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(content).encode(), bound)


def open_content(key: bytes, sealed: bytes, *, bound: bytes) -> dict[str, Any] | None:
    """What was sealed, or None when the key, the row, the purpose or the person is another."""
    try:
        opened: dict[str, Any] = json.loads(AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound))
    except (InvalidTag, ValueError):
        return None
    return opened


def vault_key() -> bytes:
    """The key that seals addresses. It is kept outside the database."""
    return sha256(f"vault|{settings.VAULT_KEY}".encode()).digest()


def seal_address(address: str, participant_id: UUID) -> bytes:
    """An address, number or place that somebody gave, sealed for this participant; nothing stays nothing."""
    if not address:
        return b""
    return seal_content(vault_key(), {"address": address}, bound=bound_to("contact", participant_id, ""))


def open_address(contact: Contact) -> str | None:
    """What somebody gave; None when it was sealed with another key or for somebody else."""
    sealed = bytes(contact.address)
    if not sealed:
        return ""
    opened = open_content(vault_key(), sealed, bound=bound_to("contact", contact.participant_id, ""))
    return str(opened["address"]) if opened else None
