"""Warnings and limits. Their rows are the truth; the member's own row repeats how long they last."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.actions import bar_mail, project_standing, unbar_mail
from korzo.members.models import Member
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.moderation.actions.log import write_entry
from korzo.moderation.actions.statements import Why, check_why, state_reasons, tell_reasons, withdraw_statement
from korzo.moderation.actions.sweeps import sweep
from korzo.moderation.models import Entry, Item, MemberNote, Sanction, Statement
from korzo.moderation.models.queue import WORDS_LENGTH_MAX
from korzo.moderation.permissions import SANCTION_HARD, check_moderate, check_sanction, check_second_person
from korzo.moderation.queries.members import hours_proposed

# A year at most; longer is a suspension of the account as a whole, which is a ban.
HOURS_MAX = 24 * 365
# "Until further notice" as a date that every database sorts last.
FAR = datetime(9999, 1, 1, tzinfo=UTC)
BARRED_FOR = timedelta(days=365)
HOUR = timedelta(hours=1)


def write_note(member: Member, *, actor: Person, words: str) -> MemberNote:
    """For the team alone, and for the member's own export."""
    author = check_moderate(actor)
    if not words.strip():
        raise Refused(_("Please write a few words."))
    with transaction.atomic():
        note = MemberNote.objects.create(member=member, by=author, words=words.strip()[:WORDS_LENGTH_MAX])
        write_entry(Entry.Verb.NOTED, actor=author, member_id=member.pk, note=note.pk)
    return note


def warn(member: Member, *, actor: Person, why: Why, is_told: bool = True) -> Sanction:
    """It must be read before its member posts again."""
    check_sanction(actor, member, hard=False)
    if not why.words.strip():
        raise Refused(_("A warning needs words: what was not right, and what would be better."))
    return _sanction(Sanction.Kind.WARNING, member, actor, why, None, is_told=is_told)


def silence(member: Member, *, actor: Person, why: Why, hours: int | None = None, is_told: bool = True) -> Sanction:
    """They read, react and appeal, and post again when it is over. Without hours the graded length is taken."""
    check_sanction(actor, member, hard=False)
    return _sanction(Sanction.Kind.SILENCE, member, actor, why, _end(member, hours), is_told=is_told)


def suspend(member: Member, *, actor: Person, why: Why, hours: int | None = None) -> Sanction:
    """No way in but to their data, an appeal and the door. Orders in the shop are not touched."""
    check_sanction(actor, member, hard=True)
    return _sanction(Sanction.Kind.SUSPENSION, member, actor, why, _end(member, hours), is_told=True)


def _end(member: Member, hours: int | None) -> datetime:
    wanted = hours_proposed(member.pk) if hours is None else hours
    if not 1 <= wanted <= HOURS_MAX:
        raise Refused(_("Please choose between one hour and a year."))
    return timezone.now() + wanted * HOUR


_RESTRICTIONS = {
    Sanction.Kind.WARNING: Statement.Restriction.WARNED,
    Sanction.Kind.SILENCE: Statement.Restriction.SILENCED,
    Sanction.Kind.SUSPENSION: Statement.Restriction.SUSPENDED,
    Sanction.Kind.BAN: Statement.Restriction.BANNED,
}


def _sanction(
    kind: Sanction.Kind, member: Member, actor: Person, why: Why, until: datetime | None, *, is_told: bool
) -> Sanction:
    check_why(why)
    with transaction.atomic():
        Member.objects.select_for_update().filter(pk=member.pk).first()
        by = check_signed_in(actor)
        statement = state_reasons(member, actor=by, restriction=_RESTRICTIONS[kind], why=why, until=until)
        made = Sanction.objects.create(
            member=member, kind=kind, by=by, until=until, words=why.words, reason=why.reason, statement=statement
        )
        project(member.pk)
        hours = round((until - made.at) / HOUR) if until else None
        write_entry(
            Entry.Verb.SANCTIONED, actor=by, member_id=member.pk, kind=str(kind), hours=hours, reason=why.reason
        )
        if is_told:
            tell_reasons(statement)
    return made


def project(member_id: int) -> None:
    """Reckon anew what the member's own row repeats."""
    rows = [one for one in Sanction.objects.filter(member=member_id, lifted_at__isnull=True) if one.stands]
    silences = [one.until for one in rows if one.kind == Sanction.Kind.SILENCE and one.until]
    shut_out = [one.until or FAR for one in rows if one.kind in {Sanction.Kind.SUSPENSION, Sanction.Kind.BAN}]
    project_standing(
        member_id,
        silenced_until=max(silences, default=None),
        suspended_until=max(shut_out, default=None),
        has_unread_warning=any(one.kind == Sanction.Kind.WARNING and one.read_at is None for one in rows),
    )


def read_warning(sanction: Sanction, *, actor: Person) -> None:
    member = check_signed_in(actor)
    if sanction.member_id != member.pk or sanction.kind != Sanction.Kind.WARNING:
        raise Refused(_("This was written to somebody else."))
    with transaction.atomic():
        Sanction.objects.filter(pk=sanction.pk, read_at__isnull=True).update(read_at=timezone.now())
        project(member.pk)


def lift(sanction: Sanction, *, actor: Person, is_told: bool = True) -> None:
    """It ends now, and so does what it did: the reasons are withdrawn, the address may come back."""
    by = check_moderate(actor)
    if sanction.kind in {Sanction.Kind.SUSPENSION, Sanction.Kind.BAN}:
        check_can(by, SANCTION_HARD)
    with transaction.atomic():
        ended = Sanction.objects.filter(pk=sanction.pk, lifted_at__isnull=True).update(
            lifted_at=timezone.now(), lifted_by=by
        )
        if not ended:
            raise Refused(_("It ended before."))
        if sanction.statement is not None:
            withdraw_statement(sanction.statement, actor=by, is_told=is_told)
        if sanction.kind == Sanction.Kind.BAN:
            unbar_mail(sanction.member.email)
            Item.objects.filter(kind=Item.Kind.BAN, subject_id=sanction.pk, closed_at__isnull=True).update(
                closed_at=timezone.now()
            )
        project(sanction.member_id)
        write_entry(Entry.Verb.LIFTED, actor=by, member_id=sanction.member_id, kind=sanction.kind, id=sanction.pk)


def propose_ban(member: Member, *, actor: Person, why: Why, content: str = Sanction.Content.STAYS) -> Item:
    """The first pair of eyes. Until a second one confirms it nothing happens to the member."""
    check_sanction(actor, member, hard=False)
    check_why(why)
    by = check_signed_in(actor)
    with transaction.atomic():
        Member.objects.select_for_update().filter(pk=member.pk).first()
        if Sanction.objects.filter(member=member, kind=Sanction.Kind.BAN, lifted_at__isnull=True).exists():
            raise Refused(_("A ban is proposed or in force already."))
        made = Sanction.objects.create(
            member=member, kind=Sanction.Kind.BAN, by=by, words=why.words, reason=why.reason, content=content
        )
        item = Item.objects.create(
            kind=Item.Kind.BAN, subject_id=made.pk, author=member, plain=why.words, address=member.get_absolute_url()
        )
        write_entry(Entry.Verb.BAN_PROPOSED, actor=by, member_id=member.pk, id=made.pk, reason=why.reason)
    return item


def confirm_ban(sanction: Sanction, *, actor: Person, content: str | None = None) -> Sanction:
    """The second pair of eyes; from now on the account is closed to its member, who is told why.

    What becomes of their words is chosen by name, by the first person or anew by this one.
    """
    by = check_sanction(actor, sanction.member, hard=True)
    check_second_person(by, sanction.by_id)
    member = sanction.member
    with transaction.atomic():
        statement = state_reasons(
            member,
            actor=by,
            restriction=Statement.Restriction.BANNED,
            why=Why(sanction.reason, sanction.words),
        )
        won = Sanction.objects.filter(pk=sanction.pk, confirmed_at__isnull=True, lifted_at__isnull=True).update(
            confirmed_at=timezone.now(), confirmed_by=by, statement=statement, content=content or sanction.content
        )
        if not won:
            raise Refused(_("Somebody decided this a moment ago."))
        bar_mail(member.email, until=timezone.now() + BARRED_FOR)
        project(member.pk)
        write_entry(
            Entry.Verb.SANCTIONED,
            actor=by,
            member_id=member.pk,
            kind=str(Sanction.Kind.BAN),
            hours=None,
            reason=sanction.reason,
        )
        tell_reasons(statement)
        confirmed = Sanction.objects.get(pk=sanction.pk)
        if confirmed.content != Sanction.Content.STAYS:
            sweep(member, actor=by, is_for_good=confirmed.content == Sanction.Content.GOES)
    return confirmed
