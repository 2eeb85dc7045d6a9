"""Everything that moderation can know about somebody, for the test that nothing is left of them."""

from django.utils import timezone

from korzo.members.models import Member
from korzo.moderation import models
from korzo.moderation.models import Item


def leave_moderation_traces(tea: Member, luka: Member) -> None:
    """Tea as a member, and for a while as one of the team."""
    _as_member(tea, luka)
    _as_team(tea, luka)


def _as_member(tea: Member, luka: Member) -> None:
    about_her = Item.objects.create(
        kind=Item.Kind.FLAGS, label="wall.line", subject_id=1, author=tea, plain="Tea was here.", title="Tea",
        address="/members/tea/",
    )  # fmt: skip
    models.Decision.objects.create(item=about_her, by=luka, verb="agree")
    of_luka = Item.objects.create(kind=Item.Kind.FLAGS, label="wall.line", subject_id=2, author=luka)
    models.Flag.objects.create(
        item=of_luka, label="wall.line", subject_id=2, member=tea, reason="other", words="Tea does not like it."
    )
    notice = Item.objects.create(kind=Item.Kind.NOTICE, label="wall.line", subject_id=3, author=luka)
    models.LegalNotice.objects.create(
        item=notice, key="k", ground="other", address="/talk/", reason="I, Tea, wrote this.", name="Tea Kamenská",
        mail="tea@example.com", member=tea,
    )  # fmt: skip
    statement = models.Statement.objects.create(
        member=tea, restriction="warned", source="own", reason="rude", sentence="Why.", rule="A rule.", redress="So.",
        excerpt="Tea wrote this.", facts="Tea did that.",
    )  # fmt: skip
    appeal = Item.objects.create(kind=Item.Kind.APPEAL, author=tea, plain="Tea did that.")
    models.Appeal.objects.create(statement=statement, item=appeal, member=tea, words="Tea asks.", answer="Dear Tea.")
    models.Sanction.objects.create(member=tea, kind="warning", by=luka, reason="rude", words="Dear Tea.")
    models.MemberNote.objects.create(member=tea, by=luka, words="Tea is kind.")
    models.Sweep.objects.create(member=tea)
    models.Entry.objects.create(verb="noted", actor=luka, member=tea)


def _as_team(tea: Member, luka: Member) -> None:
    item = Item.objects.create(kind=Item.Kind.FLAGS, label="wall.line", subject_id=4, claimed_by=tea)
    now = timezone.now()
    models.Decision.objects.create(item=item, by=tea, verb="agree", undone_by=tea, at=now, undone_at=now)
    statement = models.Statement.objects.create(
        by=tea, member=luka, restriction="warned", source="own", reason="rude", sentence="Why.", rule="R.", redress="S."
    )
    models.StatementWithdrawal.objects.create(statement=statement, by=tea)
    models.Sanction.objects.create(member=luka, kind="silence", by=tea, lifted_by=tea, reason="rude")
    models.Sanction.objects.create(member=luka, kind="ban", by=luka, confirmed_by=tea, reason="rude")
    models.MemberNote.objects.create(member=luka, by=tea, words="A note.")
    models.Sweep.objects.create(member=luka, by=tea, undone_by=tea)
    models.Entry.objects.create(verb="noted", actor=tea, member=luka)
