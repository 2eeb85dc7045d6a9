from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import publish
from korzo.members.permissions import Person
from korzo.polls.actions.create_poll import write_options
from korzo.polls.actions.hold import hold_poll
from korzo.polls.drafts import check_option, one_line
from korzo.polls.models import Option, Poll
from korzo.polls.permissions import OPTIONS_MAX, OPTIONS_OF_MEMBER_MAX, check_vote, is_own


def add_option(poll: Poll, *, actor: Person, text: str, at: datetime | None = None) -> Option:
    """Whoever asked may always add; others where the poll lets them, a few each."""
    with transaction.atomic():
        held = hold_poll(poll.pk)
        member = check_vote(actor, held, at or timezone.now())
        own = is_own(member, held.author_id)
        if held.kind == Poll.Kind.RATING or not (own or held.lets_add):
            raise Refused(_("The options of this poll are given."))
        options = list(Option.objects.filter(poll=held).order_by("position"))
        if len(options) >= OPTIONS_MAX:
            most = ngettext("A poll has at most %(n)s option.", "A poll has at most %(n)s options.", OPTIONS_MAX)
            raise FieldRefused("poll_option", most % {"n": spoken(OPTIONS_MAX)})
        if not own and sum(1 for one in options if one.added_by_id == member.pk) >= OPTIONS_OF_MEMBER_MAX:
            raise FieldRefused("poll_option", _("You have added several already. Leave room for the others."))
        words = one_line(text)
        check_option(words, {one.text.casefold() for one in options})
        adder = None if member.pk == held.author_id else member
        [option] = write_options(held, [words], behind=options[-1].position, added_by=adder)
        bump_on_commit(f"poll:{held.pk}")
        publish(f"poll:{held.pk}", "polls.changed", {"poll_id": held.pk})
    return option
