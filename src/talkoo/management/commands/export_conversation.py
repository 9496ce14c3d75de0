"""`manage.py export_conversation ID FOLDER`: writes a conversation person by person, as Polis would."""

from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from talkoo.conversations.actions import Moved, move_out
from talkoo.conversations.models import Conversation


def refuse(sentence: str, cause: Exception | None = None) -> NoReturn:
    """Say what is wrong and stop with nothing written."""
    raise CommandError(f"{sentence} Nothing was written.", returncode=2) from cause


class Command(BaseCommand):
    """Write a conversation to a folder, to take it elsewhere."""

    help = "Write votes.csv, comments.csv and summary.csv as Polis exports them, to take a conversation elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """ID, FOLDER."""
        parser.add_argument("id", metavar="ID", help="the last part of the conversation's address")
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, or an empty one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find it, write it whole or not at all, say what to do with it."""
        conversation = self.conversation(options["id"])
        folder = self.free_folder(options["folder"])
        try:
            moved = move_out(conversation, folder, say=self.stderr.write)
        except OSError as error:
            refuse(f"{folder} cannot be written: {error.strerror}.", error)
        except DatabaseError as error:
            refuse("The database does not answer, or cannot note it in the history.", error)
        self.stdout.write(self.report(conversation, moved, folder))

    def conversation(self, given: str) -> Conversation:
        """The conversation with this id."""
        try:
            return Conversation.objects.get(pk=UUID(given))
        except (ValueError, Conversation.DoesNotExist) as error:
            refuse(f"There is no conversation with the id {given!r}. Its id is the last part of its address.", error)

    def free_folder(self, given: Path) -> Path:
        """The folder, if nothing would be lost in it."""
        folder = given.resolve()
        try:
            is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        except OSError as error:
            refuse(f"{folder} cannot be read: {error.strerror}.", error)
        if not is_free:
            refuse(f"{folder} is not an empty folder. Name one that is not there yet.")
        return folder

    def report(self, conversation: Conversation, moved: Moved, folder: Path) -> str:
        """What was written, and what to mind."""
        lines = [
            f"Written: {conversation.question}",
            f"{moved.statements} statements, {moved.votes} votes, {moved.people} people in {folder}.",
            "Each row is what one person said. Keep the folder as safe as the database; delete it when it has arrived.",
        ]
        if moved.waiting:
            lines.append(f"Not checked yet, and whoever reads these files may show them: {moved.waiting} statements.")
        return "\n".join(lines)
