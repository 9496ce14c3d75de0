"""What is done with words: plain forms for comparing, keyed digests for looking up without keeping."""

import hashlib
import hmac
import unicodedata

from django.conf import settings


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: "  Äiti-Kissa " -> "aiti kissa"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(" " if not c.isalnum() else c for c in spread if not unicodedata.combining(c))
    return " ".join(kept.split())


def keyed(purpose: str, value: str, *, key: str | None = None) -> str:
    """A digest of ``value`` that means nothing without the key and nothing for another purpose (64 hex signs)."""
    secret = settings.SECRET_KEY if key is None else key
    return hmac.new(f"{purpose}|{secret}".encode(), value.encode(), hashlib.sha256).hexdigest()
