"""Putting a statement into other languages, by people."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from talkoo.conversations.actions.saying import hold
from talkoo.conversations.models import Statement
from talkoo.core.history import record


@transaction.atomic
def translate_statement(statement: Statement, texts: Mapping[str, str], *, actor: UUID | None) -> bool:
    """Keep ``texts`` by language, an empty one takes a translation away; whether anything changed."""
    hold(statement)
    held = Statement.objects.select_related("conversation").get(pk=statement.pk)
    stands = dict(held.translations.values_list("language", "text"))
    changed = [language for language, text in texts.items() if text != stands.get(language, "")]
    for language in changed:
        if texts[language]:
            facts = {"text": texts[language], "translator": actor}
            held.translations.update_or_create(language=language, defaults=facts)
        else:
            held.translations.filter(language=language).delete()
    if changed:
        record(
            "statement translated", space=held.conversation.space_id, actor=actor, subject=held.pk, languages=changed
        )
    return bool(changed)
