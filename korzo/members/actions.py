"""What can be done to a member."""

from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ImageOps
from wagtail.models import APIToken
from wagtail.users.models import UserProfile

from korzo.activity.actions import record
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.generations import bump_on_commit
from korzo.kit.pictures import encode_webp, open_picture
from korzo.live.actions import revoke
from korzo.members.activities import MailConfirmed, MemberErased, MemberJoined, ProfileChanged, RoleChanged
from korzo.members.barring import mail_hashes
from korzo.members.handles import handle_for, is_taken
from korzo.members.models import BarredMail, Consent, Grant, HandleBook, Member, Mute, TakenHandle
from korzo.members.permissions import (
    CHANGE_ROLES,
    Person,
    check_block,
    check_can,
    check_mute,
    check_signed_in,
    mutes_visible_to,
)
from korzo.members.queries import time_zones
from korzo.members.setup import is_setup_code, is_waiting_for_owner, setup_code

# Whoever asks when somebody was here last asks for the day; pages tell of their reader many times an hour.
SEEN_ANEW_AFTER = timedelta(hours=1)
# Shown at 160 pixels at most, twice as dense on good screens.
AVATAR_WIDTH = 320


def join(
    *,
    email: str,
    name: str,
    handle: str,
    password: str | None = None,
    language: str = "en",
    role: str = Member.Role.MEMBER,
    joined_at: datetime | None = None,
    backfilled: bool = False,
) -> Member:
    """Open an account. Sign-up, the command line and the demo all come through here."""
    with transaction.atomic():
        hold_handles()
        _check_not_of_group(handle)
        member = Member.objects.create_user(
            email=email,
            password=password,
            name=name,
            handle=handle,
            language=language,
            role=role,
            joined_at=joined_at or timezone.now(),
            is_superuser=role == Member.Role.OWNER,
        )
        joined(member, backfilled=backfilled)
    return member


def _check_not_of_group(handle: str) -> None:
    """That no other member has it is the word of the table."""
    if TakenHandle.objects.filter(handle=handle.lower()).exists():
        raise FieldRefused("handle", _("This name is taken. Please choose another."))


def hold_handles() -> None:
    """Until the end of the caller's transaction nobody else takes a handle: what is free stays free so long.

    Members and groups stand in two tables, so no index can keep them apart. Accounts are opened rarely and quickly
    enough to wait for each other here.
    """
    if HandleBook.objects.select_for_update().filter(pk=1).first() is None:
        HandleBook.objects.bulk_create([HandleBook(pk=1)], ignore_conflicts=True)
        HandleBook.objects.select_for_update().get(pk=1)


def take_handle(handle: str, *, of_label: str, of_id: int) -> None:
    """For something that is no member, such as a group of a room above, within the caller's transaction.

    What it was once called by stays its own, and it may have it again.
    """
    hold_handles()
    folded = handle.lower()
    if TakenHandle.objects.filter(handle=folded, of_label=of_label, of_id=of_id).exists():
        return
    if is_taken(folded):
        raise FieldRefused("handle", _("This name is taken. Please choose another."))
    TakenHandle.objects.create(handle=folded, of_label=of_label, of_id=of_id)


def joined(member: Member, *, backfilled: bool = False) -> None:
    """Tell the house that somebody new is here."""
    record(
        MemberJoined(of_member_id=member.pk),
        actor_id=member.pk,
        member_id=member.pk,
        occurred_at=member.joined_at,
        dedupe_key=f"members.joined:{member.pk}",
        backfilled=backfilled,
    )


def lay_out_setup_code() -> None:
    """Into the data folder, so that it is there when somebody is asked for it and goes to look."""
    setup_code()


def become_owner(*, code: str, email: str, name: str, password: str, language: str) -> Member:
    """The first person of an installation, who proves with the code of its data folder that it is theirs."""
    with transaction.atomic():
        if not is_waiting_for_owner():
            raise Refused(_("This community has an owner already."))
        if not is_setup_code(code):
            raise Refused(_("This is not the code from the data folder."))
        if Member.objects.get_queryset().in_any_case("email", email).exists():
            raise Refused(_("Somebody opened an account with this mail address already. Please use another."))
        hold_handles()
        member = join(
            email=email,
            name=name,
            handle=handle_for(name),
            password=password,
            language=language,
            role=Member.Role.OWNER,
        )
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def confirm_mail(member: Member) -> None:
    """The mail address proved to be theirs: the first time this makes an account a member."""
    with transaction.atomic():
        joined(member)
        record(MailConfirmed(of_member_id=member.pk), actor_id=member.pk, member_id=member.pk)


def describe_oneself(member: Member, *, name: str, town: str, bio: str) -> None:
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(name=name, town=town, bio=bio)
        record(ProfileChanged(of_member_id=member.pk), actor_id=member.pk, member_id=member.pk)


def show_face(member: Member, *, file: "File[bytes]") -> None:
    """A new picture of oneself: cut square, made small, without the data that cameras add."""
    image = open_picture(file)
    side = min(image.size)
    square = ImageOps.fit(image, (side, side))
    path = default_storage.save(
        f"avatars/{token_hex(12)}.webp", ContentFile(encode_webp(square, AVATAR_WIDTH, quality=82))
    )
    former = member.avatar
    Member.objects.filter(pk=member.pk).update(avatar=path)
    bump_on_commit(f"member:{member.pk}", "members")
    member.avatar = path
    if former:
        default_storage.delete(former)


def seen(member: Member, *, at: datetime) -> bool:
    """They are here. Private, and too often for the log. Whether it was written down: never twice within an hour."""
    if member.last_seen_at is not None and at - member.last_seen_at < SEEN_ANEW_AFTER:
        return False
    # Two windows tell at once, and neither may put the clock back.
    earlier = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=at)
    written = Member.objects.filter(earlier, pk=member.pk, erased_at__isnull=True).update(last_seen_at=at)
    member.last_seen_at = at
    return bool(written)


def forget_when_seen(member: Member) -> None:
    """For whoever does not want it kept that they are here."""
    Member.objects.filter(pk=member.pk).update(last_seen_at=None)
    member.last_seen_at = None


def change_language(member: Member, *, language: str) -> None:
    Member.objects.filter(pk=member.pk).update(language=language)
    member.language = language


def choose_time_zone(member: Member, *, time_zone: str) -> None:
    """Where their day is; the empty name is "as the shop's"."""
    if time_zone and time_zone not in time_zones():
        raise FieldRefused("time_zone", _("We do not know this time zone. Please choose one from the list."))
    Member.objects.filter(pk=member.pk).update(time_zone=time_zone)
    member.time_zone = time_zone


def guess_time_zone(member: Member, *, time_zone: str) -> bool:
    """What their browser says; never over what they chose, and nothing where it says what nobody knows."""
    if time_zone not in time_zones():
        return False
    return bool(Member.objects.filter(pk=member.pk, time_zone="").update(time_zone=time_zone))


def change_role(member: Member, *, actor: Member, role: str) -> None:
    check_can(actor, CHANGE_ROLES)
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(role=role, is_superuser=role == Member.Role.OWNER)
        record(
            RoleChanged(of_member_id=member.pk, role=role),
            actor_id=actor.pk,
            actor_kind="staff",
            member_id=member.pk,
        )
        # Open pages may hear less, or more, from now on.
        revoke(f"member:{member.pk}")
    member.role = role


def grant(member_id: int, *, key: str, source: str, until: datetime | None = None) -> None:
    """Give a right; giving it twice from one source changes nothing but its end."""
    Grant.objects.update_or_create(member_id=member_id, key=key, source=source, defaults={"until": until})


def withdraw(member_id: int, *, key: str, source: str) -> None:
    Grant.objects.filter(member_id=member_id, key=key, source=source).delete()


def consent(member: Member, *, purpose: str, given: bool, text: str) -> None:
    Consent.objects.create(member=member, purpose=purpose, given=given, text=text, language=member.language)


def project_standing(
    member_id: int,
    *,
    silenced_until: datetime | None,
    suspended_until: datetime | None,
    has_unread_warning: bool,
) -> None:
    """Repeat on the member's own row what moderation decided, so that each page knows it without asking."""
    Member.objects.filter(pk=member_id).update(
        silenced_until=silenced_until, suspended_until=suspended_until, has_unread_warning=has_unread_warning
    )
    # Open pages of somebody suspended hear nothing any more.
    revoke(f"member:{member_id}")


def bar_mail(mail: str, *, until: datetime) -> None:
    """No new account with this address until then, whatever becomes of the account that has it now."""
    BarredMail.objects.update_or_create(mail_hash=mail_hashes(mail)[0], defaults={"until": until})


def unbar_mail(mail: str) -> None:
    BarredMail.objects.filter(mail_hash__in=mail_hashes(mail)).delete()


def forget_barred_mails(before: datetime | None = None) -> int:
    gone, _by_model = BarredMail.objects.filter(until__lt=before or timezone.now()).delete()
    return gone


def mute_member(other: Member, *, actor: Person) -> Mute:
    """Their words are folded away, and no notice tells of them. A block stays a block."""
    member = check_mute(actor, other)
    muted, _is_new = Mute.objects.get_or_create(member=member, other=other)
    bump_on_commit(f"mutes:{member.pk}")
    return muted


def block_member(other: Member, *, actor: Person) -> Mute:
    """Muted, and kept from reaching this member. The other is not told, and nothing about it enters the log."""
    member = check_block(actor, other)
    muted, _is_new = Mute.objects.update_or_create(member=member, other=other, defaults={"is_block": True})
    bump_on_commit(f"mutes:{member.pk}")
    return muted


def unblock_member(other: Member, *, actor: Person) -> bool:
    """What remains is a mute. Whether there was a block."""
    member = check_signed_in(actor)
    was_blocked = mutes_visible_to(member).filter(other=other, is_block=True).update(is_block=False)
    bump_on_commit(f"mutes:{member.pk}")
    return bool(was_blocked)


def unmute_member(other: Member, *, actor: Person) -> bool:
    """Nothing stands between the two any more. Whether anything did."""
    member = check_signed_in(actor)
    removed, _by_model = mutes_visible_to(member).filter(other=other).delete()
    bump_on_commit(f"mutes:{member.pk}")
    return bool(removed)


def erase(member: Member) -> None:
    """Take a person's data out. The row stays, nameless, so that what others wrote below it keeps its place."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=member).delete()
        Authenticator.objects.filter(user=member).delete()
        for session in UserSession.objects.filter(user=member):
            # Ends it in every browser: what a session remembers names the mail it began with.
            session.end()
        # What the back office keeps about one of the team.
        APIToken.objects.filter(user=member).delete()
        UserProfile.objects.filter(user=member).delete()
        member.consents.all().delete()
        member.grants.all().delete()
        Mute.objects.filter(Q(member=member) | Q(other=member)).delete()
        bump_on_commit("mutes")
        face = Member.objects.values_list("avatar", flat=True).get(pk=member.pk)
        if face:
            transaction.on_commit(partial(default_storage.delete, face))
        Member.objects.filter(pk=member.pk).update(
            email=f"erased-{member.pk}@invalid.invalid",
            name="",
            handle=f"erased-{member.pk}",
            town="",
            time_zone="",
            bio="",
            avatar="",
            role=Member.Role.MEMBER,
            is_superuser=False,
            is_active=False,
            erased_at=timezone.now(),
            last_login=None,
            last_seen_at=None,
            silenced_until=None,
            suspended_until=None,
            has_unread_warning=False,
            password=make_password(None),
        )
        revoke(f"member:{member.pk}")
        record(MemberErased(of_member_id=member.pk), actor_id=member.pk, member_id=member.pk)
