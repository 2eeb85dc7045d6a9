"""Save this installation and fill a new SQLite database from it, so that a test can weigh the process."""

import sys
from contextlib import closing
from pathlib import Path

from korzo.project.cli.house import open_house

open_house()

from django.conf import settings  # noqa: E402 (needs Django set up)

from korzo.kit import env  # noqa: E402
from korzo.project.carry.backup import write_backup  # noqa: E402
from korzo.project.carry.building import load  # noqa: E402
from korzo.project.carry.progress import Progress  # noqa: E402
from korzo.project.carry.reading import Archive  # noqa: E402
from korzo.project.carry.sqlite import SqliteStore, quoted  # noqa: E402
from korzo.project.carry.stores import home_of  # noqa: E402

quiet = Progress(is_shown=False)
data, path = Path(settings.KORZO_DATA), Path(sys.argv[1])
home = home_of(env.secret("KORZO_DATABASE"), data)
write_backup(home, data, path, areas=[], secret_key="k", progress=quiet)
archive = Archive(path, lambda _bytes: None)
with closing(SqliteStore(path.with_suffix(".sqlite3"))) as store:
    for table in archive.about.tables:
        keys = ", ".join(f"{quoted(name)} INTEGER PRIMARY KEY AUTOINCREMENT" for name in table.key if table.numbered)
        others = [quoted(column.name) for column in table.columns if not table.numbered or column.name not in table.key]
        store.connection.execute(f"CREATE TABLE {quoted(table.name)} ({', '.join(filter(None, [keys, *others]))})")
    load(archive, store, quiet)
