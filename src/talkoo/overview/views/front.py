"""The first page, and the list of people that the demo lets you be."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts.http import PersonRequest, demo_only, has_kept, sign_in_holder, sign_in_user
from talkoo.accounts.models import Role
from talkoo.core.access import anybody
from talkoo.overview.queries import demo_cards, demo_members

# What one looks at first in each role, and the order of the demo's list: whoever shows the way around comes first.
FIRST_LOOKS: dict[str, Promise] = {
    Role.HOST: _("Runs the space: prints cards, invites people, publishes results."),
    Role.BETWEEN: _("Stands between all sides. Hands out cards, and may hold back what could harm somebody."),
    Role.PROFESSIONAL: _("Meets people every day. Sees what they say, in their words."),
    Role.MANAGER: _("Answers for the staff. Sees where people agree and where they do not."),
    Role.DECIDER: _("Decides about rules and money. Sees what people say and what they ask for."),
    Role.PARTNER: _("Works beside the service: an association, a parish, a firm."),
    Role.RESEARCHER: _("Reads what the others allow."),
    Role.USER: _("Came by paper card. Nobody knows the name."),
    Role.CARER: _("Came by paper card, and is close to somebody who uses the service."),
}


@dataclass(frozen=True, slots=True)
class Invented:
    """One whom a visitor of the demo may be; somebody with a card has no name."""

    id: UUID
    name: str
    role: str


@anybody
@require_safe
def front(request: PersonRequest) -> HttpResponse:
    """What this is, and the doors. Whoever is in already goes to their own page."""
    if request.person.is_signed_in:
        return redirect("now")
    return render(request, "overview/templates/front.html", {"is_demo": settings.DEMO})


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: PersonRequest) -> HttpResponse:
    """Be one of the invented people, at once. Exists in the demo only."""
    members, cards = demo_members(), demo_cards()
    if request.method == "POST":
        chosen = chosen_id(request)
        user = next((row.user for row in members if row.user_id == chosen), None)
        card = next((card for card in cards if card.pk == chosen), None)
        if user:
            sign_in_user(request, user)
        elif card:
            sign_in_holder(request, card)
        else:
            raise BadRequest("Nobody of the demo.")
        return redirect("kept" if has_kept(request) else "now")
    spaces = {card.space_id: card.space for card in cards} | {row.space_id: row.space for row in members}
    everybody = [(card.space_id, Invented(card.pk, "", card.role)) for card in cards]
    everybody += [(row.space_id, Invented(row.user_id, row.user.name, row.role)) for row in members]
    order = list(FIRST_LOOKS)
    everybody.sort(key=lambda found: order.index(found[1].role))
    shown = [
        (space, [(one, space.label(one.role), FIRST_LOOKS[one.role]) for at, one in everybody if at == key])
        for key, space in spaces.items()
    ]
    return render(request, "overview/templates/demo.html", {"spaces": shown})


def chosen_id(request: PersonRequest) -> UUID:
    """Whose button was pressed."""
    try:
        return UUID(request.POST.get("who", ""))
    except ValueError as wrong:
        raise BadRequest("Nobody of the demo.") from wrong
