"""The command `korzo`.

Reading the command line is all that happens here, so that small processes stay small: each command lives in a module
of its own, which is loaded when it is called.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from korzo.kit.env import WrongSetting
from korzo.kit.errors import Refused
from korzo.project.cli.words import DESCRIPTION, EPILOGUE, EXAMPLES
from korzo.project.installation import PART_VARIABLE

EXIT_FINE = 0
EXIT_FAILED = 1
EXIT_REFUSED = 2
EXIT_PARTLY = 3
EXIT_INTERRUPTED = 130

SHOPS = ("shopify", "woocommerce")


def main(arguments: Sequence[str] | None = None) -> int:
    listed = list(sys.argv[1:] if arguments is None else arguments)
    if listed[:1] == ["manage"]:
        # Everything after it is Django's, options and all.
        return call("manage", argparse.Namespace(rest=listed[1:]))
    parser = command_line()
    options = parser.parse_args(listed)
    if options.command is None:
        parser.print_help()
        return EXIT_FINE
    return call(options.command, options)


def call(command: str, options: argparse.Namespace) -> int:
    os.environ[PART_VARIABLE] = command
    try:
        if command in WITH_DJANGO:
            import_module("korzo.project.cli.house").open_house()
        outcome: int = import_module(f"korzo.project.cli.{MODULES.get(command, command)}").run(options)
    except (WrongSetting, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return outcome


# `import` is a word of Python's, and `fill` is what `demo` does in a process of its own.
MODULES = {"import": "bring_in", "receive-mail": "receive_mail"}
WITH_DJANGO = frozenset({
    "backup", "export", "fill", "import", "check", "createowner", "prepare", "receive-mail", "reindex", "worker",
})  # fmt: skip


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="korzo", description=DESCRIPTION, epilog=EPILOGUE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, help_text in HELP.items():
        command = commands.add_parser(
            name,
            help=help_text,
            description=help_text,
            epilog=EXAMPLES.get(name, ""),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_options(name, command)
    return parser


HELP = {
    "up": "Start the community: web server and worker, kept running until you stop them.",
    "demo": "Fill an empty community with the demo shop's people and talk, then start it.",
    "import": "Bring in a shop's exported files, or a whole community from its backup.",
    "export": "Write the whole community into one file, in an open format.",
    "createowner": "Open the owner's account of a new community.",
    "backup": "Save the community in one file, while it runs.",
    "restore": "Bring a community back from such a file.",
    "move": "Carry the database from SQLite to PostgreSQL, or back.",
    "reindex": "Build the index of the search anew.",
    "receive-mail": "Take in one letter from the mail server, for replies by mail.",
    "check": "Say whether this installation is set up well.",
    "version": "Say which version this is.",
    "prepare": "Bring the database up to date; `up` does it by itself.",
    "web": "Run the web server alone, for installations on more than one machine.",
    "worker": "Run the worker alone, for installations on more than one machine.",
    "manage": "Run one of Django's own commands.",
}


def add_options(name: str, command: argparse.ArgumentParser) -> None:
    if name == "demo":
        command.add_argument("--no-up", action="store_true", help="fill the community and do not start it")
    elif name == "import":
        command.add_argument(
            "shop", metavar="SHOP|FILE", help=f"the shop that the files come from ({', '.join(SHOPS)}), or a community"
        )
        command.add_argument("folder", metavar="DIR", nargs="?", help="the folder with the files that a shop exported")
        command.add_argument("--strict", action="store_true", help="take nothing at all when one row is wrong")
        command.add_argument("--dry-run", action="store_true", help="read and check the files, and change nothing")
        command.add_argument("--name", help="what we call this shop or community; needed when there are several")
        command.add_argument("--currency", help="of prices in files that name none (default: as before, else EUR)")
        command.add_argument("--time-zone", help="of times in files that name none (default: as before, else ours)")
        command.add_argument("--product-url", metavar="URL", help="a product's page in the shop, with {handle} in it")
        command.add_argument(
            "--rejects", metavar="FILE", help="where rows go that cannot be taken (default: in KORZO_DATA)"
        )
    elif name == "web":
        command.add_argument(
            "--workers", type=int, metavar="N", help="processes that serve (default: KORZO_WEB_PROCESSES)"
        )
    elif name == "createowner":
        command.add_argument("--email", help="the owner's mail address; asked for when absent")
        command.add_argument("--name", help="the owner's name; asked for when absent")
        command.add_argument("--language", default="en", help="the language that the owner reads (default: en)")
        command.add_argument("--password-file", metavar="FILE", help="a file with the password alone")
    elif name == "reindex":
        command.add_argument("--anew", action="store_true", help="from the beginning, also where one was broken off")
    elif name == "export":
        command.add_argument("file", metavar="FILE", help="a ZIP to write")
        command.add_argument("--with-mails", action="store_true", help="with mail addresses; needs --reason")
        command.add_argument("--reason", help="why the addresses have to go along; it is kept")
        command.add_argument("--replace", action="store_true", help="write FILE anew where it is there already")
    elif name in {"backup", "restore", "move"}:
        add_carrying_options(name, command)


def add_carrying_options(name: str, command: argparse.ArgumentParser) -> None:
    if name == "backup":
        command.add_argument(
            "file", metavar="FILE", nargs="?", help="a file or a folder (default: backups in KORZO_DATA)"
        )
        command.add_argument("--check", action="store_true", help="only say whether FILE is whole")
        command.add_argument("--keep", type=int, metavar="N", help="remove all but the N newest in that folder")
        command.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
        return
    if name == "restore":
        command.add_argument("file", metavar="FILE", help="what `korzo backup` wrote")
    else:
        command.add_argument("--to", metavar="ADDRESS", help="postgres://… or sqlite (default: KORZO_MOVE_TO)")
    command.add_argument("--replace", action="store_true", help="put it in the place of the community that is there")
