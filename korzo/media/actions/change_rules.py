"""Whether films may come in, how large, how long and how many."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.media.activities import FilmRulesChanged
from korzo.media.models import FilmRules
from korzo.media.permissions import CHANGE_FILM_RULES
from korzo.members.permissions import Person, check_can, check_signed_in

# What a small server copies and a visitor's line carries; who has more to show has a place for it.
MEGABYTES_MAX = 500
MINUTES_MAX = 60
PER_DAY_MAX = 100


@dataclass(frozen=True)
class FilmRulesChange:
    are_welcome: bool = True
    megabytes_max: int = 200
    minutes_max: int = 10
    per_day_max: int = 10


def change_film_rules(change: FilmRulesChange, *, actor: Person) -> FilmRules:
    by = check_signed_in(actor)
    check_can(by, CHANGE_FILM_RULES)
    for name, most in (("megabytes_max", MEGABYTES_MAX), ("minutes_max", MINUTES_MAX), ("per_day_max", PER_DAY_MAX)):
        if not 1 <= getattr(change, name) <= most:
            raise FieldRefused(name, _("Please choose between 1 and %(most)s.") % {"most": spoken(most)})
    with transaction.atomic():
        values = {**asdict(change), "changed_at": timezone.now()}
        rules, _is_new = FilmRules.objects.update_or_create(pk=1, defaults=values)
        record(FilmRulesChanged(), actor_id=by.pk, actor_kind=Activity.ActorKind.STAFF)
    return rules
