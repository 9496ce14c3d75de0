"""Paper: QR codes and PDF. Without the system's PDF library the print page stands in (make doctor names it)."""

import importlib
from functools import cache as once
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

ONE_AT_A_TIME = Lock()


def qr_path(text: str) -> tuple[int, SafeString]:
    """The QR code of ``text`` for an SVG: its side in modules, and the path's ``d``."""
    rows = segno.make(text, error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return len(rows), mark_safe("".join(runs))  # noqa: S308 - only figures and letters of our own


@once
def pdf_maker() -> Any:
    """WeasyPrint, or None where the system lacks Pango. Loaded late: it is slow, and absent on some machines."""
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        return None


def pdf(html: str, *, name: str, is_public: bool = False) -> HttpResponse:
    """The page as a PDF to keep (PDF/UA). ``name`` must tell nothing about anybody. Ask ``pdf_maker()`` first.

    One at a time in each process, so that many who ask do not hold up the house; what is public is kept ten minutes.
    """
    key = f"pdf-{sha256(html.encode()).hexdigest()}"
    with ONE_AT_A_TIME:
        made = cache.get(key) if is_public else None
        if made is None:
            made = written(html)
            if is_public:
                cache.set(key, made, timeout=600)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def written(html: str) -> bytes:
    """The bytes of the PDF."""
    weasyprint = pdf_maker()

    class OwnFiles(weasyprint.urls.URLFetcher):  # type: ignore[name-defined, misc]
        """Fetches the house's own static files and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = urlsplit(url).path.removeprefix(settings.STATIC_URL)
            gathered = settings.STATIC_ROOT / path  # where files have a digest in their name
            found = finders.find(path) or (gathered if gathered.is_file() else None)
            if not found:
                raise ValueError(f"not a file of the house: {path}")
            return super().fetch(f"file://{found}", headers)

    page = weasyprint.HTML(string=html, base_url="file:///", url_fetcher=OwnFiles())
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
