"""The owner sets how careful the checks are."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.members.permissions import Person, check_can, check_signed_in
from korzo.moderation.actions.log import write_entry
from korzo.moderation.models import Entry
from korzo.moderation.models.spam import SpamRules
from korzo.moderation.permissions import CHANGE_POLICY
from korzo.moderation.spam.akismet import has_key

# Longer than that, half of the members of a young community would be new.
NEWCOMER_DAYS_MAX = 90
LINKS_MAX = 20
TRUSTED_LENGTH_MAX = 20_000


@dataclass(frozen=True)
class RulesDraft:
    newcomer_days: int
    links_max: int
    unknown_hosts_wait: bool
    filter_holds: bool
    asks_akismet: bool
    trusted_hosts: str = ""


def change_spam_rules(draft: RulesDraft, *, actor: Person) -> None:
    member = check_signed_in(actor)
    check_can(member, CHANGE_POLICY)
    if not 0 <= draft.newcomer_days <= NEWCOMER_DAYS_MAX:
        raise FieldRefused(
            "newcomer_days", _("Please choose 0 to %(most)s days.") % {"most": spoken(NEWCOMER_DAYS_MAX)}
        )
    if not 0 <= draft.links_max <= LINKS_MAX:
        raise FieldRefused("links_max", _("Please choose 0 to %(most)s links.") % {"most": spoken(LINKS_MAX)})
    if len(draft.trusted_hosts) > TRUSTED_LENGTH_MAX:
        raise FieldRefused("trusted_hosts", _("This list is very long. Please keep the sites that matter."))
    if draft.asks_akismet and not has_key():
        raise FieldRefused("asks_akismet", _("Akismet needs a key in the settings of this installation first."))
    with transaction.atomic():
        SpamRules.objects.bulk_create([SpamRules(pk=1)], ignore_conflicts=True)
        # Only what a person sets: the counts beside it belong to the filter.
        SpamRules.objects.filter(pk=1).update(**asdict(draft), changed_at=timezone.now())
        write_entry(Entry.Verb.POLICY_CHANGED, actor=member, spam_rules=True)
