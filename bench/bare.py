"""The least that Django can do with one row: settings, address and view of a server to compare with.

The same database with the same settings, no app, no middleware, no session, no template.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from talkoo.config.settings import *  # noqa: F403 - a settings file is read by its names

INSTALLED_APPS = MIDDLEWARE = TEMPLATES = []
ROOT_URLCONF = "bench.bare"


def write_one_row(request: HttpRequest) -> HttpResponse:
    """One row, kept before it is answered."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (word) VALUES (%s)", [request.POST["word"]])
    return HttpResponse("kept")


urlpatterns = [path("row", write_one_row)]
