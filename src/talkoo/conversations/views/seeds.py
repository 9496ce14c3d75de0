"""The seed statements of a draft: the ones that are there from the first day, with hints on what makes a good one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import SeedForm, SeedsForm
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import Hint, enough_seeds, hints_of, people_expected, seeds_of
from talkoo.conversations.queries.opening import MOST_SEEDS
from talkoo.conversations.rules import may_change
from talkoo.conversations.views.opening import no_draft, shared_facts, to_prepare

type Seeded = tuple[SeedsForm, SeedForm | None, int]
HINTS: dict[Hint, Promise] = {
    Hint.QUESTION: gettext_lazy("This asks something. Can one agree or disagree with it?"),
    Hint.TWO: gettext_lazy("This may be two ideas. If so, make two statements of it."),
    Hint.LONG: gettext_lazy("This is long. Could it be said in one breath?"),
    Hint.WORD: gettext_lazy("There is a very long word in it. Is there a plainer one?"),
}


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def seed_statements(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The statements that are there from the first day: add, change, remove."""
    place, found = to_prepare(request, space, conversation)
    if not may_change(place, found) and request.method != "POST":
        return no_draft(request, found)
    form, changed, status = SeedsForm(), None, 200
    if request.method == "POST":
        acts = {"add": add_seeds, "keep": keep_seed, "remove": remove_seed}
        if request.POST.get("do") not in acts:
            raise BadRequest("A statement is added, kept or removed.")
        try:
            form, changed, status = acts[request.POST["do"]](request, found)
        except actions.NoDraftError:
            form, status = lines_form(request), 409
            form.add_error(None, _("This conversation was opened meanwhile. Nothing was changed."))
        if status == 302:
            return redirect("seed_statements", space, conversation)
    seeds = [
        (seed, changed if changed and changed.seed == seed else SeedForm(seed=seed), hints_in_words(seed))
        for seed in seeds_of(found)
    ]
    fewest, most = enough_seeds(people_expected(found))
    facts = {"form": form, "changed": changed, "seeds": seeds, "fewest": fewest, "most": most}
    facts |= shared_facts(place, found, "seed_statements") | {"expected": people_expected(found)}
    return render(request, "conversations/templates/seed_statements.html", facts, status=status)


def add_seeds(request: PersonRequest, found: Conversation) -> Seeded:
    """Keep new ones, or none of them if one says what another says already."""
    form = SeedsForm(request.POST)
    if not form.is_valid():
        return form, None, 422
    try:
        added = actions.add_seeds(
            found, form.cleaned_data["lines"], language=get_language() or "", actor=request.person.actor
        )
    except actions.SameSeedsError as found_again:
        said = _("“%(text)s” says the same as another one here: “%(other)s” Change it, or leave it out.")
        for text, other in found_again.same:
            form.add_error("lines", said % {"text": text, "other": other})
        return form, None, 422
    except actions.TooManySeedsError:
        form.add_error("lines", _("More than %(n)d statements are too many. Take the best ones.") % {"n": MOST_SEEDS})
        return form, None, 422
    said = ngettext("One statement added.", "%(n)d statements added.", added) % {"n": added}
    messages.success(request, said if added else _("These stand here already."))
    return form, None, 302


def keep_seed(request: PersonRequest, found: Conversation) -> Seeded:
    """Give one other words. If it was removed meanwhile, the words go to where new ones are written."""
    seed = seed_in(request, found)
    if seed is None:
        form = lines_form(request)
        form.add_error("lines", _("Somebody removed this statement meanwhile. Add it anew if you still want it."))
        return form, None, 409
    changed = SeedForm(request.POST, seed=seed)
    if not changed.is_valid():
        return SeedsForm(), changed, 409 if changed.clashes else 422
    words, language = changed.cleaned_data["text"], get_language() or ""
    if actions.change_seed(seed, words, language=language, actor=request.person.actor):
        messages.success(request, _("Kept."))
    return SeedsForm(), None, 302


def remove_seed(request: PersonRequest, found: Conversation) -> Seeded:
    """Take one out; gone already is gone."""
    seed = seed_in(request, found)
    if seed:
        actions.remove_seed(seed, actor=request.person.actor)
        messages.success(request, _("Removed: “%(text)s”") % {"text": seed.text})
    return SeedsForm(), None, 302


def seed_in(request: PersonRequest, found: Conversation) -> Statement | None:
    """The seed statement that a form is about, if it is still there."""
    try:
        return seeds_of(found).filter(pk=UUID(request.POST.get("seed", ""))).first()
    except ValueError:
        raise BadRequest("There is no such statement.") from None


def lines_form(request: PersonRequest) -> SeedsForm:
    """What was typed, wherever it was, as new lines."""
    return SeedsForm({"lines": request.POST.get("lines") or request.POST.get("text", "")})


def hints_in_words(seed: Statement) -> list[Promise]:
    """What could be better in a seed statement."""
    return [HINTS[hint] for hint in hints_of(seed.text)]
