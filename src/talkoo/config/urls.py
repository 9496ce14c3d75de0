"""Addresses: one line a folder."""

from django.urls import include, path

from talkoo.accounts import urls as accounts
from talkoo.conversations import urls as conversations
from talkoo.core import urls as core
from talkoo.overview import urls as overview
from talkoo.releases import urls as releases
from talkoo.spaces import urls as spaces

urlpatterns = [
    path("", include(core)),
    path("", include(accounts)),
    path("", include(spaces)),
    path("", include(releases)),
    path("", include(conversations)),
    path("", include(overview)),
]
handler400 = "talkoo.core.views.bad_request"
handler403 = "talkoo.core.views.not_allowed"
handler404 = "talkoo.core.views.not_found"
handler500 = "talkoo.core.views.broken"
