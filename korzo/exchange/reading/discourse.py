"""A backup of Discourse: `dump.sql.gz`, a plain dump of PostgreSQL, beside the folder `uploads/`.

Column names are taken from the headers of the dump, for they differ from version to version: a column that is not
there stays empty. Left out on purpose: private messages, whispers, small notes about what was done to a topic, bots,
and the topics that describe a category.
"""

import re
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korzo.exchange.models import Kind
from korzo.exchange.reading.archive import CutOff
from korzo.exchange.reading.copy_blocks import rows_of
from korzo.exchange.reading.discourse_files import REGULAR_POST, face_of, files_of, find_short
from korzo.exchange.reading.discourse_tables import FIRST_POLLS, PLACES, TABLES, TAKEN
from korzo.exchange.reading.markdown import of_discourse
from korzo.exchange.reading.marked import plainer
from korzo.exchange.reading.mend import mended
from korzo.exchange.reading.scratch import Scratch
from korzo.exchange.reading.source import Folder, Piece, Told
from korzo.exchange.rows import Data, Fault, Row, filled
from korzo.kit.html import to_plain
from korzo.members.models import Member

LIKE = "2"
WHISPER = "4"
# Of a poll: only its own votes are shown to anybody.
HIDDEN_VOTES = "0"
REGULAR_TOPIC, PRIVATE = "regular", "private_message"
POLL_KINDS = {"0": "single", "1": "multiple", "2": "rating", "3": "ranked"}
POLL_RESULTS = {"0": "always", "1": "voted", "2": "closed", "3": "staff"}
OF_MEMBERS = f"role:{Member.Role.MEMBER}"
_DUMPS = ("dump.sql.gz", "dump.sql")
_ZONELESS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")


def find(folder: Path) -> Path | None:
    """The dump of a backup, or a dump alone."""
    named = [path for name in _DUMPS for path in sorted(folder.rglob(name))]
    return named[0] if named else None


def read(folder: Folder, told: Told) -> Iterator[Piece]:
    dump = find(folder.files)
    if dump is None:
        return
    scratch = Scratch(folder.work / "discourse.sqlite3")
    cut = ""
    try:
        scratch.declare(TABLES)
        try:
            scratch.fill(rows_of(dump, TABLES))
        except CutOff as error:
            cut = str(error)
        _index(scratch)
        for name, view in (("taken", TAKEN), ("places", PLACES), ("first_polls", FIRST_POLLS)):
            scratch.view(name, view)
        find_short(scratch)
        yield from _people(scratch, dump, folder, told)
        for kind in (_groups, _spaces, _topics, _posts, _reactions, _polls, _ballots):
            yield from kind(scratch, dump.name, told)
        yield from files_of(scratch, dump, folder, told)
        yield from _redirects(scratch, dump.name)
    finally:
        scratch.close()
    if cut:
        raise CutOff(cut)


def _index(scratch: Scratch) -> None:
    for table, *columns in (
        ("user_emails", "user_id"), ("user_profiles", "user_id"), ("topics", "id"), ("posts", "id"),
        ("categories", "topic_id"), ("topic_tags", "topic_id"), ("tags", "id"), ("poll_options", "poll_id"),
        ("polls", "id"), ("polls", "post_id"), ("uploads", "id"), ("topic_custom_fields", "value", "name"),
        ("discourse_solved_solved_topics", "answer_post_id"), ("poll_votes", "poll_id", "user_id"),
        ("group_users", "group_id"),
    ):  # fmt: skip
        scratch.index(table, *columns)


def moment(text: str | None) -> str:
    """Discourse writes UTC without saying so."""
    if not text:
        return ""
    return f"{text.replace(' ', 'T')}Z" if _ZONELESS.fullmatch(text) else text


def person(number: Any) -> str:
    """Bots have ids below zero; what they wrote has no author here."""
    return "" if number is None or str(number).startswith("-") else str(number)


def _people(scratch: Scratch, dump: Path, folder: Folder, told: Told) -> Iterator[Piece]:
    file = dump.name
    mail = "SELECT email FROM user_emails WHERE user_id = ? ORDER BY \"primary\" = 't' DESC, rowid LIMIT 1"
    profile = "SELECT bio_raw, location FROM user_profiles WHERE user_id = ? LIMIT 1"
    for one in scratch.ask("SELECT * FROM users ORDER BY CAST(id AS INTEGER)"):
        if not one["id"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
        elif not person(one["id"]):
            told.count("bots")
        else:
            about = next(scratch.ask(profile, one["id"]), None)
            yield Row(
                Kind.PEOPLE,
                filled(
                    source_id=one["id"],
                    name=mended(one["name"] or one["username"] or ""),
                    handle=mended(one["username"] or ""),
                    email=scratch.one(mail, one["id"]) or one["email"],
                    role="owner" if one["admin"] == "t" else "moderator" if one["moderator"] == "t" else "",
                    bio=mended(about["bio_raw"] or "") if about else "",
                    town=mended(about["location"] or "") if about else "",
                    joined_at=moment(one["created_at"]),
                    last_seen_at=moment(one["last_seen_at"]),
                    avatar=face_of(scratch, dump, folder, one["uploaded_avatar_id"]),
                    suspended_until=moment(one["suspended_till"]),
                    silenced_until=moment(one["silenced_till"]),
                    addresses=[f"/u/{one['username']}"] if one["username"] else [],
                ),
                file,
                one["_line"],
            )


def _groups(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    """Those that the software made by itself, such as its trust levels, are none of people."""
    inside = "SELECT user_id, owner FROM group_users WHERE group_id = ? AND user_id NOT LIKE '-%' ORDER BY rowid"
    for one in scratch.ask("SELECT * FROM groups WHERE automatic IS NOT 't' ORDER BY CAST(id AS INTEGER)"):
        if not one["id"] or not one["name"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        rows = list(scratch.ask(inside, one["id"]))
        yield Row(
            Kind.GROUPS,
            filled(
                source_id=one["id"],
                name=mended(one["full_name"] or one["name"]),
                handle=mended(one["name"]),
                opened_at=moment(one["created_at"]),
                people=[row["user_id"] for row in rows],
                keepers=[row["user_id"] for row in rows if row["owner"] == "t"],
            ),
            file,
            one["_line"],
        )


def _spaces(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    """A site that let nobody read without an account keeps to that here."""
    asks_sign_in = scratch.one("SELECT value FROM site_settings WHERE name = 'login_required'") == "t"
    for one in scratch.ask("SELECT * FROM categories ORDER BY CAST(position AS INTEGER), CAST(id AS INTEGER)"):
        if not one["id"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        yield Row(
            Kind.SPACES,
            filled(
                source_id=one["id"],
                name=mended(one["name"] or ""),
                slug=one["slug"],
                description=to_plain(mended(one["description"] or "")),
                parent=one["parent_category_id"],
                is_restricted=one["read_restricted"] == "t",
                read_key=OF_MEMBERS if asks_sign_in else "",
                opened_at=moment(one["created_at"]),
                addresses=[f"/c/{one['id']}", *([f"/c/{one['slug']}"] if one["slug"] else [])],
            ),
            file,
            one["_line"],
        )


def _topics(scratch: Scratch, file: str, told: Told) -> Iterator[Piece]:
    told.count("private_messages", scratch.one("SELECT count(*) FROM topics WHERE archetype = ?", PRIVATE))
    told.count("about_topics", scratch.one("SELECT count(*) FROM topics WHERE id IN (SELECT topic_id FROM categories)"))
    tags = "SELECT name FROM tags JOIN topic_tags ON tag_id = tags.id WHERE topic_id = ? ORDER BY name"
    solved = (
        "SELECT 1 FROM topic_custom_fields WHERE topic_id = ? AND name = 'accepted_answer_post_id' "
        "UNION SELECT 1 FROM discourse_solved_solved_topics WHERE topic_id = ?"
    )
    scratch.index("topic_custom_fields", "topic_id")
    scratch.index("discourse_solved_solved_topics", "topic_id")
    for one in scratch.ask("SELECT * FROM taken ORDER BY CAST(id AS INTEGER)"):
        yield Row(
            Kind.TOPICS,
            filled(
                source_id=one["id"],
                space=one["category_id"],
                author=person(one["user_id"]),
                kind="question" if scratch.one(solved, one["id"], one["id"]) else "",
                title=mended(one["title"] or ""),
                created_at=moment(one["created_at"]),
                tags=[row["name"] for row in scratch.ask(tags, one["id"])],
                closed_at=moment(one["updated_at"]) if "t" in (one["closed"], one["archived"]) else "",
                pinned_at=moment(one["pinned_at"]),
                addresses=[f"/t/{one['id']}"],
            ),
            file,
            one["_line"],
        )
    for one in scratch.ask("SELECT _line FROM topics WHERE id IS NULL"):
        yield Fault(file, one["_line"], _("This row is not whole."))


def _posts(scratch: Scratch, file: str, told: Told) -> Iterator[Piece]:
    told.count("whispers", scratch.one("SELECT count(*) FROM posts WHERE post_type = ?", WHISPER))
    small = "SELECT count(*) FROM posts WHERE post_type NOT IN (?, ?) AND id IS NOT NULL"
    told.count("small_notes", scratch.one(small, REGULAR_POST, WHISPER))
    question = (
        "SELECT posts.*, topics.id AS known, topics.visible, topics.deleted_at AS topic_deleted, "
        "topics.archetype, topics.created_at AS topic_created FROM posts "
        "LEFT JOIN topics ON topics.id = posts.topic_id "
        "WHERE (topics.id IS NULL OR topics.id IN (SELECT id FROM taken)) "
        "AND (post_type = ? OR post_type IS NULL) "
        "ORDER BY CAST(posts.topic_id AS INTEGER), CAST(post_number AS INTEGER), CAST(posts.id AS INTEGER)"
    )
    accepted = (
        "SELECT created_at FROM discourse_solved_solved_topics WHERE answer_post_id = ? UNION ALL "
        "SELECT created_at FROM topic_custom_fields WHERE value = ? AND name = 'accepted_answer_post_id' LIMIT 1"
    )
    for one in scratch.ask(question, REGULAR_POST):
        if not one["id"] or not one["topic_id"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        solved = next(scratch.ask(accepted, one["id"], one["id"]), None)
        yield Row(Kind.POSTS, _post(one, solved), file, one["_line"])


def _post(one: sqlite3.Row, solved: sqlite3.Row | None) -> Data:
    removed_at, reason = "", ""
    if one["deleted_at"] or one["topic_deleted"]:
        removed_at, reason = one["deleted_at"] or one["topic_deleted"], _("Deleted in the former community.")
    elif one["hidden"] == "t":
        removed_at, reason = one["hidden_at"] or one["created_at"], _("Hidden in the former community.")
    elif one["visible"] == "f" and one["post_number"] == "1":
        removed_at, reason = one["topic_created"], _("Unlisted in the former community.")
    is_edited = (one["version"] or "1") != "1"
    return filled(
        source_id=one["id"],
        topic=one["topic_id"],
        number=int(one["post_number"]) if (one["post_number"] or "").isdigit() else None,
        author=person(one["user_id"]),
        created_at=moment(one["created_at"]),
        edited_at=moment(one["last_version_at"]) if is_edited else "",
        html=plainer(mended(one["cooked"] or "")),
        markdown=of_discourse(mended(one["raw"] or "")),
        removed_at=moment(removed_at),
        removed_reason=reason,
        accepted_at=moment(solved["created_at"] or one["created_at"]) if solved else "",
        addresses=[f"/p/{one['id']}"],
    )


def _reactions(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    """A like is a heart; flags stay where they were raised."""
    question = (
        "SELECT a.* FROM post_actions a JOIN posts p ON p.id = a.post_id "
        "JOIN taken t ON t.id = p.topic_id "
        "WHERE post_action_type_id = ? AND a.deleted_at IS NULL AND p.post_type = ? AND a.user_id NOT LIKE '-%' "
        "ORDER BY a.rowid"
    )
    for one in scratch.ask(question, LIKE, REGULAR_POST):
        data = filled(post=one["post_id"], person=one["user_id"], key="heart", at=moment(one["created_at"]))
        yield Row(Kind.REACTIONS, data, file, one["_line"])


def _polls(scratch: Scratch, file: str, told: Told) -> Iterator[Piece]:
    """A post of ours has one poll: of several the first comes along."""
    seen = ""
    options = "SELECT html FROM poll_options WHERE poll_id = ? ORDER BY CAST(id AS INTEGER)"
    question = (
        "SELECT polls.*, topics.title AS topic_title, topics.updated_at AS closed_by FROM polls "
        "JOIN posts ON posts.id = polls.post_id JOIN topics ON topics.id = posts.topic_id "
        "WHERE polls.post_id IS NOT NULL ORDER BY CAST(post_id AS INTEGER), CAST(polls.id AS INTEGER)"
    )
    for one in scratch.ask(question):
        if one["post_id"] == seen:
            told.count("second_polls")
            continue
        seen = one["post_id"]
        kind = POLL_KINDS.get(one["type"] or "0", "single")
        listed = [to_plain(mended(row["html"] or "")) or "–" for row in scratch.ask(options, one["id"])]
        # A number to choose is a rating where it has five values, and one of several options where it has not.
        kind = "single" if kind == "rating" and len(listed) != 5 else kind
        is_secret = one["visibility"] == HIDDEN_VOTES
        yield Row(
            Kind.POLLS,
            filled(
                source_id=one["id"],
                post=one["post_id"],
                question=mended(one["title"] or "") or mended(one["topic_title"] or ""),
                kind=kind,
                options=listed,
                choices_min=_number(one["min"]) if kind == "multiple" else 1,
                choices_max=_number(one["max"], len(listed)) if kind == "multiple" else 1,
                is_anonymous=is_secret,
                box=_box(scratch, one["id"]) if is_secret else None,
                shows_results=POLL_RESULTS.get(one["results"] or "0", "always"),
                created_at=moment(one["created_at"]),
                closes_at=moment(one["close_at"]),
                closed_at=moment(one["closed_by"]) if one["status"] == "1" else "",
            ),
            file,
            one["_line"],
        )


def _number(text: str | None, usual: int = 1) -> int:
    return max(1, int(text)) if text and text.isdigit() else max(1, usual)


def _box(scratch: Scratch, poll: str) -> dict[str, int]:
    """Where nobody was shown who chose what, counts alone come along."""
    question = (
        "SELECT v.user_id, place FROM poll_votes v JOIN places o ON o.id = v.poll_option_id "
        "WHERE v.poll_id = ?1 AND o.poll_id = ?1 AND v.user_id NOT LIKE '-%' "
        "ORDER BY v.user_id, CAST(v.rank AS INTEGER), place"
    )
    counts: dict[str, int] = {}
    for _voter, some in groupby(scratch.ask(question, poll), key=lambda row: row["user_id"]):
        chosen = " ".join(str(row["place"]) for row in some)
        counts[chosen] = counts.get(chosen, 0) + 1
    return counts


def _ballots(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    question = (
        "SELECT v.poll_id, v.user_id, v.created_at, v._line, place "
        "FROM poll_votes v JOIN places o ON o.id = v.poll_option_id JOIN polls ON polls.id = v.poll_id "
        "WHERE CAST(v.poll_id AS INTEGER) IN (SELECT id FROM first_polls) AND v.user_id NOT LIKE '-%' "
        "AND polls.visibility IS NOT '0' "
        "ORDER BY CAST(v.poll_id AS INTEGER), CAST(v.user_id AS INTEGER), CAST(v.rank AS INTEGER), place"
    )
    for (poll, voter), votes in groupby(scratch.ask(question), key=lambda one: (one["poll_id"], one["user_id"])):
        listed = list(votes)
        data = filled(
            poll=poll,
            person=voter,
            at=moment(listed[0]["created_at"]),
            choices=[one["place"] for one in listed],
        )
        yield Row(Kind.BALLOTS, data, file, listed[0]["_line"])


def _redirects(scratch: Scratch, file: str) -> Iterator[Piece]:
    """Those that lead out of the community stay behind: nobody knows today where they lead."""
    targets = {"post_id": Kind.POSTS, "topic_id": Kind.TOPICS, "category_id": Kind.SPACES, "user_id": Kind.PEOPLE}
    for one in scratch.ask("SELECT * FROM permalinks WHERE url IS NOT NULL ORDER BY rowid"):
        found = next(((kind, one[column]) for column, kind in targets.items() if one[column]), None)
        if found:
            data = {"path": f"/{one['url'].lstrip('/')}", "kind": found[0].value, "to": found[1]}
            yield Row(Kind.REDIRECTS, data, file, one["_line"])
