"""The owner writes down which words make a text wait, or are not taken."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.moderation.actions.log import write_entry
from korzo.moderation.models import Entry
from korzo.moderation.models.spam import LIST_LENGTH_MAX, SpamRules, WordList
from korzo.moderation.permissions import CHANGE_POLICY
from korzo.moderation.spam.lists import check_entries

# All of them are looked at for every text.
LISTS_MAX = 30


@dataclass(frozen=True)
class ListDraft:
    """What the owner typed. No language: for all of them."""

    name: str
    entries: str
    effect: str = WordList.Effect.HOLD
    language: str = ""
    sentence: str = ""
    is_on: bool = True


def save_word_list(draft: ListDraft, *, actor: Person, pk: int | None = None) -> WordList:
    """A new list, or the one with this number in new words."""
    member = check_signed_in(actor)
    check_can(member, CHANGE_POLICY)
    _check(draft)
    with transaction.atomic():
        made = WordList.objects.select_for_update().get(pk=pk) if pk is not None else WordList()
        if pk is None and WordList.objects.count() >= LISTS_MAX:
            raise FieldRefused("name", _("There are many lists already. Please add the words to one of them."))
        for name in ("name", "entries", "effect", "language", "sentence", "is_on"):
            setattr(made, name, getattr(draft, name))
        made.changed_at = timezone.now()
        made.save()
        _say_changed()
        write_entry(Entry.Verb.POLICY_CHANGED, actor=member, word_list=made.pk)
    return made


def drop_word_list(pk: int, *, actor: Person) -> None:
    member = check_signed_in(actor)
    check_can(member, CHANGE_POLICY)
    with transaction.atomic():
        gone, _kinds = WordList.objects.filter(pk=pk).delete()
        if gone:
            _say_changed()
            write_entry(Entry.Verb.POLICY_CHANGED, actor=member, word_list=pk)


def _check(draft: ListDraft) -> None:
    if not draft.name.strip():
        raise FieldRefused("name", _("Please give the list a name."))
    if len(draft.entries) > LIST_LENGTH_MAX:
        raise FieldRefused("entries", _("This list is very long. Please split it into several."))
    if draft.effect not in WordList.Effect.values:
        raise FieldRefused("effect", _("Please choose what happens."))
    check_entries(draft.entries)


def _say_changed() -> None:
    """A version that was never there before, so that every process reads the lists anew."""
    SpamRules.objects.bulk_create([SpamRules(pk=1)], ignore_conflicts=True)
    SpamRules.objects.filter(pk=1).update(lists_version=secrets.token_hex(8))
