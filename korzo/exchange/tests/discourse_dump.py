"""A backup of Discourse as `pg_dump` writes it: made by a real server from these tables and rows.

Only the columns that we read are declared, some under quotes as the real schema has them; the order of tables and of
rows in the dump is that of `pg_dump`, and so are its escapes.
"""

from pathlib import Path

BODY = '<p>First line\nsecond\twith a tab, a back\\slash and <img class="emoji" alt=":smile:"></p>'


def sql() -> str:
    return Path(__file__).with_name("discourse.sql").read_text(encoding="utf-8").replace("BODY", BODY)
