"""Bringing in a conversation that was held elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import BringInForm
from talkoo.conversations.queries import conversation_of
from talkoo.conversations.rules import may_bring_in
from talkoo.conversations.views.conversation import crumbs
from talkoo.core.access import require
from talkoo.releases.actions import HeldBackError
from talkoo.spaces.queries import place_of


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: PersonRequest, space: UUID) -> HttpResponse:
    """Bring in a conversation that was held elsewhere, from the files that Polis exports."""
    place = place_of(request.person, space)
    require(may_bring_in(place))
    form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            brought = actions.bring_in(place.space, given["export"], title=given["title"], actor=request.person.actor)
        except HeldBackError:
            form.add_error(None, _("The go-between holds the result of this conversation. Talk to each other first."))
        else:
            messages.success(request, what_came_of(brought))
            return HttpResponseRedirect(reverse("conversation", args=[space, brought.conversation.pk]))
    status = 413 if form.is_too_large else 422 if form.is_bound else 200
    facts = {"place": place, "form": form, "crumbs": crumbs(place)}
    return render(request, "conversations/templates/bring_in.html", facts, status=status)


@staff
@require_POST
def remove_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Remove what was brought in by mistake, as long as nothing of it is public."""
    place = place_of(request.person, space)
    require(may_bring_in(place))
    found = conversation_of(place, conversation)
    require(found.is_brought_in)
    try:
        is_gone = actions.remove_brought_in(found, actor=request.person.actor)
    except HeldBackError:
        is_gone = False
    if not is_gone:
        messages.error(request, _("It is public or held back, so it stays. Talk to the go-between."))
        return redirect("conversation", space, conversation)
    messages.success(request, _("What you brought in is removed. Nothing of it is left here."))
    return redirect("conversations", space)


def what_came_of(brought: actions.Brought) -> str:
    """What was written, or that nothing had to be."""
    if not brought.changed:
        return _("This very export is here already. Nothing was changed.")
    words = ngettext("Brought in %(votes)s vote.", "Brought in %(votes)s votes.", brought.votes)
    said = words % {"votes": number_format(brought.votes, force_grouping=True)}
    if 4 * brought.without_votes > brought.statements:
        more = _("On %(n)d of %(all)d statements nobody voted. Do the files belong together? If not, remove it below.")
        said += " " + more % {"n": brought.without_votes, "all": brought.statements}
    return said
