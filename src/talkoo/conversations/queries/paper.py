"""Voting on paper and with a helper: which sheets were printed, what stands on one, and who typed it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from talkoo.accounts.models import User
from talkoo.accounts.queries import Person
from talkoo.conversations.models import Conversation, Entered, Statement, Translation, VotingSheet
from talkoo.conversations.queries.languages import wording_of
from talkoo.conversations.queries.taking_part import ANSWERED

MOST_SHEETS = 50  # printed at a time
HELD = 24  # statements on one sheet: as many as somebody will read in one go
LATE_SHEETS = timedelta(days=7)  # after the end of voting, sheets that were filled in before it can be typed in


@dataclass(frozen=True, slots=True)
class Row:
    """A statement on a sheet: under which number, and in which words. None: it was left out or taken back since."""

    number: int
    statement: UUID
    text: str
    language: str
    is_translated: bool = False


def hand_of(person: Person) -> str:
    """By whose hand a vote comes in: on a device that a helper lends, by a helper's."""
    return Entered.HELPER if person.helped_until else Entered.SELF


def sheet_id(batch: UUID, conversation: Conversation, number: int) -> UUID:
    """The id of one of the sheets that are printed together."""
    return uuid5(batch, f"{conversation.pk}|{number}")


def sheets_in(conversation: Conversation, batch: UUID) -> list[VotingSheet]:
    """The sheets that were made together, in their order, or 404."""
    ids = [sheet_id(batch, conversation, number) for number in range(MOST_SHEETS)]
    found = VotingSheet.objects.filter(conversation=conversation).in_bulk(ids)
    if not found:
        raise Http404
    return [found[pk] for pk in ids if pk in found]


def find_sheet(conversation: Conversation, code: str) -> VotingSheet | None:
    """The sheet with this code, if it belongs to this conversation."""
    return VotingSheet.objects.filter(conversation=conversation, code=code).first()


def sheet_of(conversation: Conversation, code: str) -> VotingSheet:
    """The one door to a sheet: within its conversation, or 404."""
    sheet = find_sheet(conversation, code)
    if sheet is None:
        raise Http404
    sheet.conversation = conversation
    return sheet


def rows_of(sheets: Sequence[VotingSheet]) -> list[list[Row]]:
    """What stands on each of these sheets of one conversation, in two queries. Numbers stay when a statement goes."""
    ids = {pk for sheet in sheets for pk in sheet.statements}
    statements = {str(pk): statement for pk, statement in Statement.objects.in_bulk(ids).items()}
    translations = {
        (str(row.statement_id), row.language): row.text for row in Translation.objects.filter(statement__in=ids)
    }

    def row(number: int, pk: str, language: str) -> Row:
        statement = statements.get(pk)
        if statement is None or statement.state not in ANSWERED:
            return Row(number, UUID(pk), "", "")
        wording = wording_of(statement, translations.get((pk, language)), language)
        return Row(number, UUID(pk), wording.text, wording.language, bool(wording.original))

    return [
        [row(number, pk, sheet.language) for number, pk in enumerate(sheet.statements, start=1)] for sheet in sheets
    ]


def sheets_out(conversation: Conversation) -> QuerySet[VotingSheet]:
    """The sheets that were printed and have not been typed in."""
    return VotingSheet.objects.filter(conversation=conversation, entered_on=None)


def may_be_printed(conversation: Conversation) -> list[UUID]:
    """The statements that people vote on now."""
    shown = conversation.statements.filter(state=Statement.State.SHOWN)
    return list(shown.order_by("number").values_list("pk", flat=True))


def helper_of(sheet: VotingSheet) -> str:
    """Who typed a sheet in: a named public role."""
    name = User.objects.filter(pk__in=[sheet.entered_by]).values_list("name", flat=True).first()
    return name or _("somebody who is no longer here")


def words_from(sheet: VotingSheet) -> str:
    """What the person wrote on the sheet, if it is still there."""
    said = sheet.entry.get("said")
    found = Statement.objects.filter(pk=said).values_list("text", flat=True).first() if said else None
    return found or ""
