"""How the databases find what pages show: from an index on, and in its order, however much there is.

With the few rows of a test a database would read them all and be right. So the question is another one: could it do
without? SQLite decides without knowing how many rows there are; PostgreSQL is forbidden to read or sort all as long
as there is another way.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from korzo.kit import generations
from tests.cast import Cast, signed_in
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db

# What grows with the talk. All other tables hold a few rows, or as many as a page asks for by their keys.
GROWING = frozenset(
    {
        "discussions_topic", "discussions_post", "discussions_postpicture", "discussions_answermerit",
        "discussions_topictag", "discussions_topicreading", "discussions_readingday", "discussions_acceptance",
        "discussions_mention", "reactions_reaction", "reactions_bookmark", "reactions_follow", "comments_comment",
        "moderation_item", "moderation_flag", "moderation_entry", "notifications_notice", "contests_entry",
        "contests_vote", "contests_entrypicture", "media_picture", "activity_activity", "members_member",
        "loyalty_standing", "reviews_review", "shop_order", "shop_orderline",
    }
)  # fmt: skip
# SQLite: "SCAN discussions_topic" reads the table; "SCAN … USING INDEX" walks along an index, and a LIMIT ends that.
READ_ALL = {
    "sqlite": re.compile(r"SCAN (\w+)(?! USING)"),
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}
SORTED = {
    "sqlite": re.compile("USE TEMP B-TREE FOR ORDER BY"),
    # An incremental one sorts only what an index brought as equal.
    "postgresql": re.compile(r"(?:^|->)\s*Sort\s+\(", re.MULTILINE),
}
FROM = re.compile(r'\bFROM "(\w+)"')
# Rows of things that are named one by one are as many as these, and may be sorted.
NAMED = re.compile(r"\bIN \((?!SELECT)")
# Read or sorted in memory all the same, each by a piece of its question and with the reason.
BOUNDED = {
    "discussions_acceptance.topic_id =": "the accepted answers of one question are few",
    "reactions_follow.member_id =": "what one member follows, on a page of their own",
    "reviews_review.published_at >": "the reviews of a month, for the home page, which is kept until one is written",
}
# Whole tables all the same: they grow with the members and not with the talk. The day they matter, here is where.
OF_MEMBERS = {
    "members_member.avatar =": "the newest faces of the home page, sorted anew",
    "COUNT(*) AS __count FROM members_member": "how many we are, on the home page",
}


@dataclass
class Asked:
    """The questions that were asked while a page was made, with their values."""

    questions: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and not many:
            self.questions.append((sql, params))
        return execute(sql, params, many, context)


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


def addresses(town: Town) -> Mapping[str, tuple[str, str]]:
    """Each page with whoever looks at it."""
    topic, space, product = (
        town.topic.get_absolute_url(),
        town.space.get_absolute_url(),
        town.product.get_absolute_url(),
    )
    contest = reverse("contests:contest", args=[town.contest.pk])
    notices = reverse("notifications:list")
    return {
        "home": ("guest", "/"),
        "all spaces": ("guest", reverse("discussions:spaces")),
        "space": ("member", space),
        "space, further": ("guest", f"{space}?before=1700000000000000-1"),
        "space, newest": ("guest", f"{space}?show=newest"),
        "space, waiting": ("guest", f"{space}?show=unanswered"),
        "space, pictures": ("guest", f"{space}?show=pictures"),
        "space, votes": ("guest", f"{space}?show=votes"),
        "question": ("member", topic),
        "question, further": ("guest", f"{topic}?after=21"),
        "question, in order": ("guest", f"{topic}?order=written"),
        "tag": ("guest", reverse("tags:tag", args=["wax"])),
        "new for you": ("member", reverse("discussions:new")),
        "new for you, further": ("member", f"{reverse('discussions:new')}?before=1700000000000000-1"),
        "feed of all": ("guest", reverse("discussions:feed")),
        "feed of a space": ("guest", reverse("discussions:space_feed", args=[town.space.slug])),
        "feed of a tag": ("guest", reverse("tags:feed", args=["wax"])),
        "feed of a topic": ("guest", reverse("discussions:topic_feed", args=[town.topic.pk])),
        "feed of a member": ("guest", reverse("web:member_feed", args=[town.cast.tea.handle])),
        "member": ("guest", town.cast.tea.get_absolute_url()),
        "product": ("member", product),
        "product, further comments": ("guest", f"{product}?comments=9"),
        "contest": ("member", contest),
        "notices": ("member", notices),
        "notices, further": ("member", f"{notices}?before={town.notice.pk}"),
        "saved": ("member", reverse("web:saved")),
        "following": ("member", reverse("web:following")),
        "queue": ("moderator", reverse("staff_moderation")),
        "queue, one kind": ("moderator", f"{reverse('staff_moderation')}?kind=held"),
        "log": ("owner", reverse("staff_moderation_log")),
    }


PAGES = (
    "home", "all spaces", "space", "space, further", "space, newest", "space, waiting", "space, pictures",
    "space, votes", "question", "question, further", "question, in order", "tag", "new for you",
    "new for you, further", "feed of all", "feed of a space", "feed of a tag", "feed of a topic", "feed of a member",
    "member", "product", "product, further comments", "contest", "notices", "notices, further", "saved", "following",
    "queue", "queue, one kind", "log",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_and_sorts_no_whole_table(town: Town, page: str) -> None:
    who, path = addresses(town)[page]
    client = signed_in(town.cast.by_role().get(who))
    generations.bump_all()
    asked = Asked()
    with connection.execute_wrapper(asked):
        assert client.get(path).status_code == 200
    assert asked.questions
    with forbidding():
        wrong = [told for sql, params in asked.questions if (told := complaint(sql, params))]
    assert not wrong, "\n\n".join(wrong)


def test_every_page_is_looked_at(town: Town) -> None:
    assert tuple(addresses(town)) == PAGES


@contextmanager
def forbidding() -> Iterator[None]:
    """PostgreSQL takes another way wherever there is one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan; RESET enable_sort; RESET enable_bitmapscan")


def complaint(sql: str, params: Any) -> str:
    """Empty where the database finds its way along an index."""
    first = FROM.search(sql)
    if first is None or first[1] not in GROWING or NAMED.search(sql) or is_known(sql):
        return ""
    plan = plan_of(sql, params)
    read = {table for table in READ_ALL[connection.vendor].findall(plan) if table in GROWING}
    is_sorted = SORTED[connection.vendor].search(plan) is not None
    return f"{sql}\n{plan}" if read or is_sorted else ""


def is_known(sql: str) -> bool:
    plain = sql.replace('"."', ".").replace('"', "")
    return any(part in plain for part in (*BOUNDED, *OF_MEMBERS))


def plan_of(sql: str, params: Any) -> str:
    ask = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{ask} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_what_it_looks_for_it_finds() -> None:
    """A plan that reads or sorts all is told of; one along an index is not."""
    assert "SCAN" in complaint('SELECT * FROM "discussions_post" WHERE "plain" = %s', ["x"]).replace("Seq Scan", "SCAN")
    assert complaint('SELECT * FROM "discussions_topic" ORDER BY "title" LIMIT 9', [])
    newest = 'SELECT * FROM "discussions_topic" ORDER BY "created_at" DESC, "id" DESC LIMIT 9'
    with forbidding():
        assert complaint(newest, []) == ""
