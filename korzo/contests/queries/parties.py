"""Who hears of a contest: who follows it, who has something left to do, and who took part."""

from korzo.contests.models import Entry, Juror, Vote
from korzo.reactions.models import Follow
from korzo.reactions.queries import listeners

CONTEST, ALL = "contests.contest", "contests.all"
# All contests are one thing to follow, and it has one number.
ALL_ID = 1


def followers_of(contest_id: int) -> list[int]:
    """Of this contest or of all of them, unless they shut this one out."""
    said = listeners([(CONTEST, contest_id), (ALL, ALL_ID)])
    return sorted(pk for pk, level in said.items() if level == Follow.Level.WATCHING)


def followers_without_entry(contest_id: int) -> list[int]:
    entered = Entry.objects.filter(contest_id=contest_id, withdrawal__isnull=True).values_list("author_id", flat=True)
    return sorted(set(followers_of(contest_id)) - set(entered))


def followers_without_vote(contest_id: int) -> list[int]:
    """Those who follow and have not voted; the jury has had its say."""
    voted = Vote.objects.filter(entry__contest_id=contest_id).values_list("member_id", flat=True)
    judged = Juror.objects.filter(contest_id=contest_id).values_list("member_id", flat=True)
    return sorted(set(followers_of(contest_id)) - set(voted) - set(judged))


def parties_of(contest_id: int) -> list[int]:
    """Everybody who sent something in, voted or judged."""
    sources = (
        Entry.objects.filter(contest_id=contest_id, withdrawal__isnull=True).values_list("author_id", flat=True),
        Vote.objects.filter(entry__contest_id=contest_id).values_list("member_id", flat=True),
        Juror.objects.filter(contest_id=contest_id).values_list("member_id", flat=True),
    )
    return sorted({pk for source in sources for pk in source if pk is not None})
