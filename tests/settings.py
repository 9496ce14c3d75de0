"""The house under test: the settings of a real installation, with keys of its own and quick password hashing."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TALKOO_SECRET_KEY", "tests-only-" + "s" * 50)
os.environ.setdefault("TALKOO_BRIDGE_KEY", "tests-only-" + "b" * 50)
os.environ.setdefault("TALKOO_VAULT_KEY", "tests-only-" + "v" * 50)
os.environ.setdefault("TALKOO_DATA", tempfile.mkdtemp(prefix="talkoo-tests-"))
Path(os.environ["TALKOO_DATA"], "static").mkdir(exist_ok=True)
os.environ["TALKOO_DEMO"] = "1"  # plain http; what only the demo may do is tested with the switch off

from talkoo.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CARD_HASHER = "md5"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
