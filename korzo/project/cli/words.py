"""What `korzo --help` says beside the list of commands."""

DESCRIPTION = "Korzo: a community beside your online shop."

EPILOGUE = """\
begin with:
  korzo demo                       a community full of people, at http://localhost:8000
  korzo up                         an empty one

settings come from the environment, the most used ones:
  KORZO_DATA=var                   the folder with everything that is yours; back it up
  KORZO_BIND=127.0.0.1:8000        where it answers
  KORZO_URL=https://talk.shop.org  the address that people use
  KORZO_DATABASE=postgres://…      PostgreSQL instead of SQLite

exit codes:
  0  all went well
  1  something failed; what, was said
  2  refused before anything was done: a wrong setting or option, a port in use
  3  done, but some rows were left out; the file with them was named
"""

EXAMPLES = {
    "up": """\
examples:
  korzo up
  KORZO_BIND=0.0.0.0:80 KORZO_URL=http://talk.shop.org korzo up
  KORZO_DATA=second KORZO_BIND=127.0.0.1:8001 korzo up     a second community beside the first

Stop it with Ctrl-C or SIGTERM: what is being done is finished first, within half a minute.
""",
    "demo": """\
examples:
  korzo demo
  korzo demo --no-up
""",
    "import": """\
examples:
  korzo import shopify ~/Downloads/export --dry-run
  korzo import woocommerce ~/Downloads/export
  korzo import shopify ~/Downloads/export --strict
  korzo import discourse-backup.tar.gz --dry-run
  korzo import community.zip
  korzo import redis://127.0.0.1:6379/0

A community may be a backup of Discourse, a dump of NodeBB (PostgreSQL, MongoDB) or phpBB, what `korzo export` wrote, or
the address of the Redis server of a NodeBB, which is only read. Nobody is told of it, no password comes along, and
spaces that not everybody could read come in closed to all but the team. Broken off, it goes on when called again.
Safe to run again: what is known already is brought up to date.
exit codes: 0 all rows taken, 3 some rows left out (the file with them is named), 2 nothing taken.
""",
    "export": """\
examples:
  korzo export community.zip
  korzo export community.zip --with-mails --reason "moving to another server"

The community goes on meanwhile. The format is described in docs/formats/community.md.
""",
    "web": """\
examples:
  korzo web
  KORZO_DATABASE=postgres://… korzo web --workers 4

On SQLite one process serves best, with KORZO_THREADS for more at once.
""",
    "createowner": """\
examples:
  korzo createowner
  korzo createowner --email mira@shop.org --name Mira --password-file /run/secrets/owner
  KORZO_OWNER_PASSWORD=… korzo createowner --email mira@shop.org --name Mira
""",
    "backup": """\
examples:
  korzo backup                              to KORZO_DATA/backups, with the time in its name
  korzo backup /mnt/other-disk --keep 14    the same in another folder, with the last fourteen
  korzo backup --check /mnt/other-disk/korzo-2026-11-23-031500Z.tar

Nobody has to stop for it. Whoever has the file has everything in it, so keep it like the data itself.
""",
    "restore": """\
examples:
  korzo restore korzo-2026-11-23-031500Z.tar
  korzo restore korzo-2026-11-23-031500Z.tar --replace
  KORZO_DATABASE=postgres://… korzo restore korzo-2026-11-23-031500Z.tar

A backup from SQLite fits into PostgreSQL and the other way round. Until the new is whole the old stays.
exit codes: 0 all is there, 1 it broke off and the old is untouched, 2 nothing was begun.
""",
    "move": """\
examples:
  korzo move --to postgres://korzo@db.shop.org:5432/korzo
  KORZO_MOVE_TO_FILE=/run/secrets/address korzo move
  KORZO_DATABASE=postgres://… korzo move --to sqlite

The password may also come from PGPASSWORD or ~/.pgpass. Safe to run again after it broke off.
exit codes: 0 all is there, 1 it broke off, 2 nothing was begun, 3 all is there, but the community ran meanwhile.
""",
    "reindex": """\
examples:
  korzo reindex
  korzo reindex --anew

The community goes on meanwhile. After it broke off, the same command goes on where it stopped.
""",
    "receive-mail": """\
examples:
  korzo receive-mail < letter.eml
  reply: "|/srv/korzo/bin/korzo receive-mail"      in /etc/aliases

The mail server hands over one letter as it came. KORZO_MAIL_IN must be set; the word pipe is enough.
exit codes: 0 taken, whatever became of it; 75 not now, try again later; 2 replies by mail are off.
""",
    "check": """\
exit codes: 0 nothing is wrong, 1 something is. What deserves a look some day is marked with it.
""",
    "manage": """\
examples:
  korzo manage showmigrations
  korzo manage shell
""",
}
