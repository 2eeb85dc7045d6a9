"""The table of the words: FTS5 in SQLite, tsvector with GIN in PostgreSQL. No extension of PostgreSQL is needed.

FTS5 only parts the words at spaces: they come folded already. Four short beginnings of each word are indexed too, so that
a word of which three letters are typed costs no more than a whole one.
"""

from django.db import migrations
from django.db.utils import NotSupportedError, OperationalError

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        words, tokenize = "ascii tokenchars '_^'", prefix = '2 3 4 5', columnsize = 0)""",
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab('search_words', 'row')",
]
POSTGRES = [
    "CREATE TABLE search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX search_words_found ON search_words USING gin (words)",
]
WITHOUT_FTS5 = (
    "This SQLite was built without FTS5, and Korzo's search needs it. Use the Python of your system or of python.org,"
    " or keep the data in PostgreSQL: KORZO_DATABASE=postgres://…"
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for line in POSTGRES:
            schema_editor.execute(line)
        return
    try:
        for line in SQLITE:
            schema_editor.execute(line, params=None)
    except OperationalError as error:
        if "no such module" in str(error):
            raise NotSupportedError(WITHOUT_FTS5) from error
        raise


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_terms")
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first_tables")]

    operations = [migrations.RunPython(make, drop)]
