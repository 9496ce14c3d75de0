"""What a host may send to bring in a conversation: the files that Polis exports, read before anything is written."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkoo.conversations.opinions import FILES, BrokenExport, read_export
from talkoo.core.forms import Form

LARGEST = 20 * 1024 * 1024
FAULTS: dict[str, Promise] = {
    "empty": gettext_lazy("there is nothing to read."),
    "column-missing": gettext_lazy("a column is missing. There should be one named %(expected)s."),
    "column-twice": gettext_lazy("the column %(seen)s is there twice."),
    "row-length": gettext_lazy("this line has %(seen)s, unlike the first line."),
    "not-a-number": gettext_lazy("there should be a number, but it says “%(seen)s”."),
    "not-a-vote": gettext_lazy("a vote is 1, 0 or -1, but it says “%(seen)s”."),
    "not-a-moderation": gettext_lazy("“moderated” is 1, 0 or -1, but it says “%(seen)s”."),
    "statement-twice": gettext_lazy("the statement %(seen)s is there twice."),
    "broken-csv": gettext_lazy("quotation marks or commas do not fit together."),
    "not-utf-8": gettext_lazy("this is not a text file."),
}
OTHERWISE = gettext_lazy("this is not as Polis writes it.")
COLUMNS = {
    "votes.csv": "voter-id, comment-id, vote",
    "comments.csv": "comment-id, comment-body",
    "summary.csv": "topic",
}


def in_words(broken: BrokenExport) -> str:
    """Line and fault as a sentence; the file is the label above it."""
    fault = str(FAULTS.get(broken.fault, OTHERWISE)) % {"seen": broken.seen, "expected": COLUMNS[broken.file]}
    return _("Line %(line)s: %(fault)s") % {"line": broken.line, "fault": fault}


def csv_field(label: Any, hint: Any, *, required: bool) -> forms.FileField:
    """Where one file is chosen."""
    return forms.FileField(
        label=label,
        help_text=hint,
        required=required,
        allow_empty_file=True,  # the reader has a better sentence for it
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": gettext_lazy("Choose this file."), "invalid": gettext_lazy("Choose this file.")},
    )


class BringInForm(Form):
    """An export and, if wanted, another title for it."""

    title = forms.CharField(
        label=gettext_lazy("What was asked?"),
        help_text=gettext_lazy("If you leave this empty, we take the question from summary.csv."),
        max_length=300,
        required=False,
    )
    votes = csv_field("votes.csv", gettext_lazy("Who voted what. We cannot do without this one."), required=True)
    comments = csv_field(
        "comments.csv", gettext_lazy("The statements in words, and which were left out."), required=True
    )
    summary = csv_field("summary.csv", gettext_lazy("The question and where it was asked."), required=False)

    is_too_large = False

    def clean(self) -> dict[str, Any]:
        """Read the export; what is wrong with it is said beside the file that it is in."""
        data: dict[str, Any] = super().clean() or {}
        uploads = {name: data[name.removesuffix(".csv")] for name in FILES if data.get(name.removesuffix(".csv"))}
        if self.errors:
            return data
        if sum(upload.size for upload in uploads.values()) > LARGEST:
            self.is_too_large = True
            self.add_error("votes", _("These files are larger than 20 MB together. Ask whoever runs the server."))
            return data
        try:
            data["export"] = read_export({name: upload.read() for name, upload in uploads.items()})
        except BrokenExport as broken:
            self.add_error(broken.file.removesuffix(".csv"), in_words(broken))
        else:
            if not data["title"] and not data["export"].topic:
                self.add_error("title", _("We found no question in the files. Write it here."))
        return data
