from django.db import transaction

from korzo.kit.generations import bump_on_commit
from korzo.reactions.models import Bookmark, Follow, Reaction


def forget_member(member_id: int) -> int:
    """Part of a person's erasure: nothing to announce, the counts just follow. How many reactions went."""
    with transaction.atomic():
        given = Reaction.objects.filter(member_id=member_id)
        bump_on_commit(*(f"hearts:{label}:{pk}" for label, pk in given.values_list("subject_label", "subject_id")))
        removed, _by_model = given.delete()
        Bookmark.objects.filter(member_id=member_id).delete()
        Follow.objects.filter(member_id=member_id).delete()
        # Nobody is led to a page that is gone.
        about_them = {"subject_label": "members.member", "subject_id": member_id}
        Follow.objects.filter(**about_them).delete()
        bump_on_commit("follows")
        Bookmark.objects.filter(**about_them).delete()
    return removed
