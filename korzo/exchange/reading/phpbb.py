"""A dump of phpBB 3 from MySQL or MariaDB, with whatever prefix its tables have, its folder `files/` beside it, and
`images/avatars/upload/` where faces are wanted.

Left out on purpose: private messages, bots, forums that are only a link, and the signs of topics that were moved.
Who may read a forum is told by rules of several tables that mean something only there. A forum is open here just
where guests could read it by a rule of its own or by a usual role, for members where registered users could, and
closed in all other cases.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korzo.exchange.models import Kind
from korzo.exchange.reading.archive import CutOff
from korzo.exchange.reading.bbcode import to_html
from korzo.exchange.reading.mend import mended
from korzo.exchange.reading.mysql import rows_of
from korzo.exchange.reading.scratch import Scratch
from korzo.exchange.reading.source import FOREVER, Folder, Piece, Told
from korzo.exchange.rows import Fault, Row, filled
from korzo.kit.html import to_plain
from korzo.members.models import Member

TABLES = {
    # Before `users`: its name ends like theirs.
    "acl_users": ("user_id",),
    "users": (
        "user_id", "username", "user_email", "user_regdate", "user_type", "user_lastvisit", "user_lang", "user_avatar",
    ),
    "forums": (
        "forum_id", "parent_id", "left_id", "forum_type", "forum_name", "forum_desc", "forum_desc_uid", "forum_rules",
        "forum_rules_uid",
    ),
    "banlist": ("ban_userid", "ban_email", "ban_end", "ban_exclude", "ban_reason", "ban_give_reason"),
    "privmsgs": ("msg_id",),
    "topics": (
        "topic_id", "forum_id", "topic_title", "topic_poster", "topic_time", "topic_status", "topic_type",
        "topic_first_post_id", "topic_visibility", "topic_approved", "poll_title", "poll_start", "poll_length",
        "poll_max_options", "topic_last_post_time", "topic_moved_id",
    ),
    "posts": (
        "post_id", "topic_id", "poster_id", "post_time", "post_text", "post_visibility", "post_approved",
        "post_edit_time", "post_username", "post_delete_time", "bbcode_uid",
    ),
    "poll_options": ("poll_option_id", "topic_id", "poll_option_text"),
    "poll_votes": ("topic_id", "poll_option_id", "vote_user_id"),
    "attachments": (
        "attach_id", "post_msg_id", "in_message", "physical_filename", "real_filename", "attach_comment", "extension",
        "is_orphan",
    ),
    "acl_groups": ("group_id", "forum_id", "auth_option_id", "auth_role_id", "auth_setting"),
    "acl_options": ("auth_option_id", "auth_option"),
    "acl_roles": ("role_id", "role_name"),
    "groups": ("group_id", "group_name"),
}  # fmt: skip
BOT = "2"
CATEGORY, LINK = "0", "2"
LOCKED, MOVED = "1", "2"
NORMAL = "0"
APPROVED = "1"
ANONYMOUS = "1"
# Who reads a forum: by a rule of its own, or by a role whose name is the same in each installation.
READERS = (
    "SELECT a.forum_id, g.group_name FROM acl_groups a JOIN groups g ON g.group_id = a.group_id "
    "LEFT JOIN acl_options o ON o.auth_option_id = a.auth_option_id "
    "LEFT JOIN acl_roles r ON r.role_id = a.auth_role_id "
    "WHERE (o.auth_option = 'f_read' AND a.auth_setting = '1') OR r.role_name IN ("
    "'ROLE_FORUM_READONLY', 'ROLE_FORUM_STANDARD', 'ROLE_FORUM_LIMITED', 'ROLE_FORUM_POLLS', "
    "'ROLE_FORUM_LIMITED_POLLS', 'ROLE_FORUM_FULL', 'ROLE_FORUM_ONQUEUE')"
)
PLACES = (
    "SELECT topic_id, poll_option_id, row_number() OVER (PARTITION BY topic_id "
    "ORDER BY CAST(poll_option_id AS INTEGER)) AS place FROM poll_options"
)
GUESTS, REGISTERED = "GUESTS", "REGISTERED"
OF_MEMBERS = f"role:{Member.Role.MEMBER}"
_PICTURE = re.compile(r"(?:jpe?g|png|gif|webp|avif|heic)", re.IGNORECASE)


def find(folder: Path) -> Path | None:
    dumps = (path for path in sorted(folder.rglob("*")) if path.name.lower().endswith((".sql", ".sql.gz")))
    return next(dumps, None)


def read(folder: Folder, told: Told) -> Iterator[Piece]:
    dump = find(folder.files)
    if dump is None:
        return
    scratch = Scratch(folder.work / "phpbb.sqlite3")
    cut = ""
    try:
        scratch.declare(TABLES)
        try:
            scratch.fill(rows_of(dump, TABLES))
        except CutOff as error:
            cut = str(error)
        for table, column in (
            ("posts", "post_id"), ("topics", "topic_id"), ("poll_options", "topic_id"), ("users", "user_id"),
            ("banlist", "ban_userid"), ("poll_votes", "topic_id"),
        ):  # fmt: skip
            scratch.index(table, column)
        scratch.view("readers", READERS)
        scratch.view("places", PLACES)
        faces = faces_in(folder, dump)
        yield from _people(scratch, dump.name, told, faces)
        for kind in (_spaces, _topics, _posts, _polls):
            yield from kind(scratch, dump.name, told)
        yield from _files(scratch, dump, folder, told)
    finally:
        scratch.close()
    if cut:
        raise CutOff(cut)


def moment(seconds: Any) -> str:
    """Seconds since 1970; a zero is no date."""
    if not str(seconds or "").isdigit() or int(seconds) == 0:
        return ""
    return datetime.fromtimestamp(min(int(seconds), 2**33), tz=UTC).isoformat()


def title(text: str | None) -> str:
    """Titles and names are stored as HTML writes them."""
    return mended(unescape(text or ""))


def faces_in(folder: Folder, dump: Path) -> dict[str, str]:
    """Paths by the number of the person: a file is called by signs of the installation, that number and its ending."""
    found = {}
    for path in sorted(folder.files.rglob("images/avatars/upload/*_*.*")):
        number = path.stem.rpartition("_")[2]
        if number.isdigit() and _PICTURE.fullmatch(path.suffix[1:]):
            found[number] = folder.beside(dump, f"images/avatars/upload/{path.name}")
    return found


def _people(scratch: Scratch, file: str, told: Told, faces: dict[str, str]) -> Iterator[Piece]:
    told.count("bots", scratch.one("SELECT count(*) FROM users WHERE user_type = ?", BOT))
    told.count("private_messages", scratch.one("SELECT count(*) FROM privmsgs"))
    told.count("barred_mails", scratch.one("SELECT count(*) FROM banlist WHERE coalesce(ban_email, '') != ''"))
    banned = (
        "SELECT * FROM banlist WHERE ban_userid = ? AND coalesce(ban_exclude, '0') = '0' "
        "ORDER BY ban_end = '0' DESC, CAST(ban_end AS INTEGER) DESC LIMIT 1"
    )
    question = "SELECT * FROM users WHERE user_id IS NULL OR (user_type IS NOT ? AND user_id != ?) ORDER BY rowid"
    for one in scratch.ask(question, BOT, ANONYMOUS):
        if not one["user_id"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        ban = next(scratch.ask(banned, one["user_id"]), None)
        yield Row(
            Kind.PEOPLE,
            filled(
                source_id=one["user_id"],
                name=title(one["username"]),
                handle=title(one["username"]),
                email=one["user_email"],
                language=(one["user_lang"] or "")[:12],
                joined_at=moment(one["user_regdate"]),
                last_seen_at=moment(one["user_lastvisit"]),
                avatar=faces.get(one["user_id"], "") if one["user_avatar"] else "",
                suspended_until=(moment(ban["ban_end"]) or FOREVER) if ban else "",
                standing_reason=title(ban["ban_give_reason"] or ban["ban_reason"]) if ban else "",
                addresses=[f"/memberlist.php?u={one['user_id']}"],
            ),
            file,
            one["_line"],
        )


def _spaces(scratch: Scratch, file: str, told: Told) -> Iterator[Piece]:
    told.count("links_as_forums", scratch.one("SELECT count(*) FROM forums WHERE forum_type = ?", LINK))
    is_open = "SELECT 1 FROM readers WHERE group_name = ? AND forum_id = ? LIMIT 1"
    used = "SELECT 1 FROM topics WHERE forum_id = ? LIMIT 1"
    asked = "SELECT * FROM forums WHERE forum_type IS NOT ? ORDER BY CAST(left_id AS INTEGER)"
    # A category that only holds other forums is a heading, and we have no headings.
    forums = [
        one for one in scratch.ask(asked, LINK) if one["forum_type"] != CATEGORY or scratch.one(used, one["forum_id"])
    ]
    known = {one["forum_id"] for one in forums}
    for one in forums:
        may_guests, may_members = (bool(scratch.one(is_open, group, one["forum_id"])) for group in (GUESTS, REGISTERED))
        yield Row(
            Kind.SPACES,
            filled(
                source_id=one["forum_id"],
                name=title(one["forum_name"]),
                description=to_plain(to_html(mended(one["forum_desc"] or ""), one["forum_desc_uid"] or "")),
                rules=to_plain(to_html(mended(one["forum_rules"] or ""), one["forum_rules_uid"] or "")),
                parent=one["parent_id"] if one["parent_id"] in known else "",
                is_restricted=not may_guests and not may_members,
                read_key="" if may_guests else OF_MEMBERS,
                addresses=[f"/viewforum.php?f={one['forum_id']}"],
            ),
            file,
            one["_line"],
        )


def _topics(scratch: Scratch, file: str, told: Told) -> Iterator[Piece]:
    told.count("moved_topics", scratch.one("SELECT count(*) FROM topics WHERE topic_status = ?", MOVED))
    for one in scratch.ask("SELECT * FROM topics WHERE topic_status IS NOT ? ORDER BY rowid", MOVED):
        if not one["topic_id"]:
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        yield Row(
            Kind.TOPICS,
            filled(
                source_id=one["topic_id"],
                space=one["forum_id"],
                author=_author(one["topic_poster"]),
                title=title(one["topic_title"]),
                created_at=moment(one["topic_time"]),
                closed_at=moment(one["topic_last_post_time"]) if one["topic_status"] == LOCKED else "",
                pinned_at=moment(one["topic_time"]) if (one["topic_type"] or NORMAL) != NORMAL else "",
                addresses=[f"/viewtopic.php?t={one['topic_id']}"],
            ),
            file,
            one["_line"],
        )


def _author(number: str | None) -> str:
    return "" if number in {None, "0", ANONYMOUS} else str(number)


def _posts(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    question = (
        "SELECT posts.*, topics.topic_first_post_id AS first, topics.topic_visibility, topics.topic_approved, "
        "users.user_type AS kind FROM posts LEFT JOIN topics ON topics.topic_id = posts.topic_id "
        "LEFT JOIN users ON users.user_id = posts.poster_id "
        "ORDER BY CAST(posts.topic_id AS INTEGER), posts.post_id = first DESC, CAST(post_time AS INTEGER), "
        "CAST(post_id AS INTEGER)"
    )
    for one in scratch.ask(question):
        if not one["post_id"] or not one["topic_id"] or not moment(one["post_time"]):
            yield Fault(file, one["_line"], _("This row is not whole."))
            continue
        topic_shown = (one["topic_visibility"] or one["topic_approved"] or APPROVED) == APPROVED
        is_first = one["post_id"] == one["first"]
        is_shown = (one["post_visibility"] or one["post_approved"] or APPROVED) == APPROVED
        is_shown = is_shown and (topic_shown or not is_first)
        removed = one["post_delete_time"] if one["post_delete_time"] not in {None, "0"} else one["post_time"]
        yield Row(
            Kind.POSTS,
            filled(
                source_id=one["post_id"],
                topic=one["topic_id"],
                author="" if one["kind"] == BOT else _author(one["poster_id"]),
                created_at=moment(one["post_time"]),
                edited_at=moment(one["post_edit_time"]),
                html=to_html(mended(one["post_text"] or ""), one["bbcode_uid"] or ""),
                removed_at="" if is_shown else moment(removed),
                removed_reason="" if is_shown else _("Hidden in the former community."),
                addresses=[f"/viewtopic.php?p={one['post_id']}"],
            ),
            file,
            one["_line"],
        )


def _polls(scratch: Scratch, file: str, _told: Told) -> Iterator[Piece]:
    options = "SELECT poll_option_text FROM poll_options WHERE topic_id = ? ORDER BY CAST(poll_option_id AS INTEGER)"
    for one in scratch.ask("SELECT * FROM topics WHERE coalesce(poll_start, '0') != '0' ORDER BY rowid"):
        listed = [to_plain(to_html(mended(row[0] or ""))) or "–" for row in scratch.ask(options, one["topic_id"])]
        many = max(1, int(one["poll_max_options"] or 1))
        length = int(one["poll_length"] or 0)
        yield Row(
            Kind.POLLS,
            filled(
                source_id=one["topic_id"],
                post=one["topic_first_post_id"],
                question=to_plain(to_html(title(one["poll_title"]))) or title(one["topic_title"]),
                kind="multiple" if many > 1 else "single",
                options=listed,
                choices_max=many if many > 1 else None,
                is_anonymous=True,
                box=_box(scratch, one["topic_id"]),
                shows_results="always",
                created_at=moment(one["poll_start"]),
                closes_at=moment(int(one["poll_start"]) + length) if length else "",
            ),
            file,
            one["_line"],
        )


def _box(scratch: Scratch, topic: str) -> dict[str, int]:
    """phpBB shows nobody who chose what, so counts alone come along."""
    question = (
        "SELECT v.vote_user_id, place FROM poll_votes v JOIN places o ON o.topic_id = v.topic_id "
        "AND o.poll_option_id = v.poll_option_id WHERE v.topic_id = ?1 AND o.topic_id = ?1 "
        "AND v.vote_user_id NOT IN ('0', ?2) ORDER BY v.vote_user_id, place"
    )
    counts: dict[str, int] = {}
    for _voter, some in groupby(scratch.ask(question, topic, ANONYMOUS), key=lambda row: row["vote_user_id"]):
        chosen = " ".join(str(row["place"]) for row in some)
        counts[chosen] = counts.get(chosen, 0) + 1
    return counts


def _files(scratch: Scratch, dump: Path, folder: Folder, told: Told) -> Iterator[Piece]:
    """Their names on disk are drawn and carry no ending; the folder `files/` stands beside the dump or near it."""
    question = "SELECT * FROM attachments WHERE in_message = '0' AND coalesce(is_orphan, '0') = '0' ORDER BY rowid"
    for one in scratch.ask(question):
        name = Path(one["physical_filename"] or "").name
        if not _PICTURE.fullmatch(one["extension"] or ""):
            told.count("other_files")
        elif not (path := folder.beside(dump, f"files/{name}")):
            yield Fault(dump.name, one["_line"], _("The picture is not in the backup."), one["attach_id"] or "")
        else:
            yield Row(
                Kind.FILES,
                filled(
                    source_id=one["attach_id"],
                    post=one["post_msg_id"],
                    path=path,
                    name=title(one["real_filename"]),
                    alt=title(one["attach_comment"]),
                ),
                dump.name,
                one["_line"],
            )
