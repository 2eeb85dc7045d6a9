from django.db import transaction

from korzo.kit.generations import bump_on_commit
from korzo.polls.content import without_words
from korzo.polls.models import Ballot, Opinion, Option, Poll, PollClosure, Sheet, SurveyClosure


def forget_member(member_id: int) -> None:
    """Part of a person's erasure: nobody's ballots, sheets and numbers stay in the totals, their own words go."""
    with transaction.atomic():
        asked = Poll.objects.filter(author_id=member_id)
        bump_on_commit(*(f"poll:{pk}" for pk in asked.values_list("pk", flat=True)))
        asked.update(author=None)
        Option.objects.filter(added_by_id=member_id).update(added_by=None)
        for closures in (PollClosure.objects.filter(by_id=member_id), SurveyClosure.objects.filter(by_id=member_id)):
            closures.update(by=None)
        Ballot.objects.filter(member_id=member_id).update(member=None)
        for sheet in Sheet.objects.filter(member_id=member_id).select_related("version"):
            kept = without_words(sheet.version.content, sheet.answers)
            Sheet.objects.filter(pk=sheet.pk).update(member=None, answers=kept)
        Opinion.objects.filter(member_id=member_id).update(member=None, comment="")
