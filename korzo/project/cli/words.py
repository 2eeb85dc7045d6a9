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

Safe to run again: what is known already is brought up to date.
exit codes: 0 all rows taken, 3 some rows left out (the file with them is named), 2 nothing taken.
""",
    "createowner": """\
examples:
  korzo createowner
  korzo createowner --email mira@shop.org --name Mira --password-file /run/secrets/owner
  KORZO_OWNER_PASSWORD=… korzo createowner --email mira@shop.org --name Mira
""",
    "check": """\
exit codes: 0 all is well, 1 something is not; it is marked.
""",
    "manage": """\
examples:
  korzo manage showmigrations
  korzo manage shell
""",
}
