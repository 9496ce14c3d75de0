"""`manage.py import_conversation FOLDER --space SLUG`: brings in a conversation held with Polis."""

import sys
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from talkoo.conversations.actions import Brought, bring_in
from talkoo.conversations.opinions import FILES, BrokenExport, PolisExport, read_export
from talkoo.releases.actions import HeldBackError
from talkoo.spaces.models import Space


class Command(BaseCommand):
    """Bring in a conversation from a folder."""

    help = "Bring in a conversation from a folder with votes.csv, comments.csv and summary.csv as Polis exports them."

    def add_arguments(self, parser: CommandParser) -> None:
        """FOLDER, --space, --title."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--space", required=True, metavar="SLUG", help="the short name of the space")
        parser.add_argument("--title", default="", help="the question, if the one in summary.csv should not be used")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything first, then write everything or nothing."""
        space = self.space(options["space"])
        export = self.export(options["folder"])
        title = options["title"].strip()
        if not title and not export.topic:
            self.refuse("There is no summary.csv with a topic. Say what the question was: --title 'How ...?'")
        self.say(f"Read {len(export.vote)} votes of {len(export.participant_number)} people.")
        try:
            brought = bring_in(space, export, title=title, actor=None, say=self.say)
        except HeldBackError:
            self.refuse("The go-between holds the result of this conversation. Nothing was written.")
        self.stdout.write(self.report(brought))

    def space(self, slug: str) -> Space:
        """The open space with this short name, or a sentence that lists those there are."""
        space = Space.objects.filter(slug=slug).first()
        if space is None:
            slugs = ", ".join(Space.objects.order_by("slug").values_list("slug", flat=True))
            there_are = f"There are: {slugs}." if slugs else "There is none yet: a host opens one in the browser."
            self.refuse(f"There is no space with the short name {slug!r}. {there_are}")
        if space.state != Space.State.OPEN:
            self.refuse(f"The space {slug!r} is closed. Its host can open it again.")
        return space

    def export(self, folder: Path) -> PolisExport:
        """What the folder holds, or a sentence that names file, line and fault."""
        if not folder.is_dir():
            self.refuse(f"{folder} is not a folder.")
        try:
            files = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
        except OSError as error:
            self.refuse(f"{folder} cannot be read: {error.strerror}.")
        if FILES[0] not in files:
            self.refuse(f"There is no {FILES[0]} in {folder}. A Polis export holds {', '.join(FILES)}.")
        try:
            return read_export(files)
        except BrokenExport as error:
            self.refuse(f"{error} Nothing was written.")

    def report(self, brought: Brought) -> str:
        """What was done and where to see it."""
        address = reverse("conversation", args=[brought.conversation.space_id, brought.conversation.pk])
        done = "Brought in" if brought.is_new else "Updated" if brought.changed else "Nothing new in"
        return (
            f"{done}: {brought.conversation.question}\n"
            f"{brought.statements} statements, {brought.votes} votes, {brought.people} people.\n"
            f"See it at {settings.PUBLIC_ADDRESS}{address} (the picture follows soon, while Talkoo is running)."
        )

    def say(self, line: str) -> None:
        """How far it is, for whoever watches."""
        self.stderr.write(line)

    def refuse(self, sentence: str) -> NoReturn:
        """Say what is wrong and stop with nothing written."""
        self.stderr.write(sentence)
        sys.exit(2)
