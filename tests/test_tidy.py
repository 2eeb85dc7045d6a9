"""What can be counted about the code itself, after tigerbeetle's tidy.zig. Each rule proves itself on a bad line."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "korzo"

FILE_LINES_MAX = 400
MODELS_AND_TESTS_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
TEMPLATE_LINES_MAX = 120
STYLESHEET_LINES_MAX = 250

FORBIDDEN_FILE_NAMES = {"utils.py", "helpers.py", "services.py", "managers.py", "misc.py", "common.py"}
FORBIDDEN_IN_NAMES = re.compile(r"(Manager|Handler|Processor|Helper|Service)$")
# Django's own word for what makes query sets; the user model cannot do without one.
DJANGO_WORDS = {"MemberManager"}
WRITES = re.compile(
    r"\.objects(\.[a-z_]+\([^()]*\))*\.(create|bulk_create|bulk_update|update_or_create|get_or_create|update|delete)\("
    r"|\.save\(update_fields"
)
# Where rows are written: actions, and the two rooms whose trade is rows (the worker's part of the spine, the queue).
WRITERS = re.compile(
    r"/(actions(/\w+)?|deliveries|subscribers|tasks|forget|backends|management/.*)\.py$|/tests/|/migrations/|/demo/|/importing/"
)
LINES_THAT_MUST_NOT_BE = {
    "no Django signals": re.compile(r"from django\.(db\.models|core)\.signals|django\.dispatch"),
    "no f-string is translated": re.compile(r"\b(_|gettext|gettext_lazy|pgettext|ngettext)\(\s*f[\"']"),
    "text is marked safe in one place": re.compile(r"\bmark_safe\("),
    "nobody prints": re.compile(r"^\s*print\("),
    "no forgotten work": re.compile(r"#\s*(TODO|FIXME|XXX)(?!\(#\d+\))"),
}
MAY_MARK_SAFE = {"kit/html.py", "ui/templatetags/ui.py"}


def sources(pattern: str = "*.py") -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob(pattern)):
        if "vendor" not in path.parts and "__pycache__" not in path.parts:
            yield path


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def is_test(path: Path) -> bool:
    return "tests" in path.parts


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/apps.py"))


def test_files_are_a_sitting() -> None:
    too_long = {
        short(path): len(lines_of(path))
        for path in sources()
        if "migrations" not in path.parts
        and len(lines_of(path))
        > (MODELS_AND_TESTS_LINES_MAX if is_test(path) or path.name == "models.py" else FILE_LINES_MAX)
    }
    assert too_long == {}


def test_functions_fit_a_screen() -> None:
    too_long = {
        f"{short(path)}:{node.name}": length
        for path in sources()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert too_long == {}


def test_names_say_what_they_are() -> None:
    files = [short(path) for path in sources() if path.name in FORBIDDEN_FILE_NAMES]
    classes = [
        f"{short(path)}:{node.name}"
        for path in sources()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and FORBIDDEN_IN_NAMES.search(node.name) and node.name not in DJANGO_WORDS
    ]
    assert (files, classes) == ([], [])


def test_lines_that_must_not_be() -> None:
    found = [
        f"{short(path)}:{number}: {name}"
        for path in sources()
        if not is_test(path)
        for number, line in enumerate(lines_of(path), 1)
        for name, pattern in LINES_THAT_MUST_NOT_BE.items()
        if pattern.search(line) and not is_allowed(name, path)
    ]
    assert found == []


def is_allowed(name: str, path: Path) -> bool:
    if name == "text is marked safe in one place":
        return short(path) in MAY_MARK_SAFE
    return name == "nobody prints" and ("cli" in short(path) or "demo" in path.parts)


def test_only_actions_write() -> None:
    found = [
        f"{short(path)}:{number}"
        for path in sources()
        if not WRITERS.search("/" + short(path))
        for number, line in enumerate(lines_of(path), 1)
        if WRITES.search(line)
    ]
    assert found == []


def test_templates_are_short_and_carry_no_style_or_script() -> None:
    bad: list[str] = []
    for path in sources("*.html"):
        lines = lines_of(path)
        if len(lines) > TEMPLATE_LINES_MAX:
            bad.append(f"{short(path)}: {len(lines)} lines")
        for number, line in enumerate(lines, 1):
            if in_template(line) and "mails" not in path.parts and "mail" not in path.parts:
                bad.append(f"{short(path)}:{number}")
    assert bad == []


INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))|hx-on|\bjavascript:"
)


def in_template(line: str) -> bool:
    return bool(INLINE.search(line))


def test_templates_include_only_their_own_room_and_ui() -> None:
    include = re.compile(r"{%\s*(?:include|extends)\s+[\"']([\w/.-]+)[\"']")
    bad = [
        f"{short(path)}: {name}"
        for path in sources("*.html")
        for name in include.findall(path.read_text(encoding="utf-8"))
        if name.split("/")[0]
        not in {"ui", "staff", "allauth", "account", "wagtailadmin", path.relative_to(PACKAGE).parts[0]}
    ]
    assert bad == []


TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
LATIN_DIGITS = re.compile(r"(?<!%)%(\(\w+\))?d")
COUNTED = re.compile(r"{%\s*blocktranslate\b[^%]*\bcount (\w+)=.*?{%\s*endblocktranslate", re.DOTALL)


def latin_digits(source: str) -> list[int]:
    """Lines of sentences that would show 12 to those who read ۱۲ or ૧૨."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS
        for text in node.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and LATIN_DIGITS.search(text.value)
    ]


def bare_count(template: str) -> list[str]:
    """What is counted chooses the form; what is shown has been through `|number`."""
    return [found[1] for found in COUNTED.finditer(template) if f"{{{{ {found[1]} }}}}" in found[0]]


def test_numbers_are_spoken_in_sentences() -> None:
    bad = [f"{short(path)}:{line}" for path in sources() for line in latin_digits(path.read_text(encoding="utf-8"))]
    bad += [f"{short(path)}: {name}" for path in sources("*.html") for name in bare_count(path.read_text("utf-8"))]
    assert bad == []


PHYSICAL = re.compile(
    r"(?<![-\w])(margin|padding|border|inset)-(left|right|top|bottom)\s*:|(?<![-\w])(left|right|top|bottom)\s*:"
    r"|text-align:\s*(left|right)|float:\s*(left|right)|(?<![-\w])(width|height|(min|max)-(width|height))\s*:\s*\d"
)


def test_stylesheets_are_short_logical_and_calm() -> None:
    bad: list[str] = []
    for path in sources("*.css"):
        lines = lines_of(path)
        if len(lines) > STYLESHEET_LINES_MAX:
            bad.append(f"{short(path)}: {len(lines)} lines")
        bad += [
            f"{short(path)}:{number}"
            for number, line in enumerate(lines, 1)
            if PHYSICAL.search(line) or "!important" in line
        ]
    assert bad == []


def test_every_room_says_what_it_is() -> None:
    bad = [
        room.name
        for room in rooms()
        if not (room / "README.md").is_file() or "Floor" not in (room / "README.md").read_text()
    ]
    assert bad == []


def test_migrations_have_human_names() -> None:
    machine = re.compile(r"\d{4}_(auto|alter|add|remove|rename|delete|initial)\w*|.*_and_more$")
    assert [short(path) for path in sources("migrations/0*.py") if machine.fullmatch(path.stem)] == []


def test_migrations_never_import_our_code() -> None:
    imports = re.compile(r"^\s*(from|import) korzo")
    bad = [short(path) for path in sources("migrations/0*.py") if any(imports.match(line) for line in lines_of(path))]
    # A default that is a function has to be named by its place.
    assert [name for name in bad if name not in {"media/migrations/0001_first_tables.py"}] == []


def test_lock_files_carry_no_address() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert locks
    assert [path.name for path in locks if "://" in path.read_text(encoding="utf-8")] == []


def test_nothing_names_the_machine_it_was_made_on() -> None:
    places = re.compile("/" + "work/|/" + r"tmp/korzo|\.\./" + "shared")
    tracked = [
        path
        for pattern in ("*.py", "*.md", "*.html", "*.toml", "*.js", "*.css", "*.yaml")
        for path in [*PACKAGE.rglob(pattern), *(ROOT / "docs").rglob(pattern), *(ROOT / "bin").rglob(pattern)]
        if "vendor" not in path.parts
    ]
    assert [
        path.relative_to(ROOT).as_posix() for path in tracked if places.search(path.read_text(encoding="utf-8"))
    ] == []


PROOFS: list[tuple[Callable[[str], object], str, str]] = [
    (
        LINES_THAT_MUST_NOT_BE["no Django signals"].search,
        "from django.db.models.signals import post_save",
        "from django.db import models",
    ),
    (LINES_THAT_MUST_NOT_BE["no f-string is translated"].search, '_(f"Hello {name}")', '_("Hello %(name)s") % {}'),
    (LINES_THAT_MUST_NOT_BE["no forgotten work"].search, "# TODO later", "# To do it twice is fine."),
    (WRITES.search, "Topic.objects.filter(pk=1).update(x=2)", "Topic.objects.filter(pk=1).first()"),
    (WRITES.search, "topic.save(update_fields=['x'])", "form.save"),
    (in_template, '<p style="color: red">', '<p class="stylish">'),
    (in_template, '<a onclick="go()">', '<a href="/onclick/">'),
    (in_template, "<script>go()</script>", '<script type="application/ld+json">'),
    (latin_digits, '_("From 1 to %(most)d, please.")', '_("From 1 to %(most)s, please.")'),
    (latin_digits, 'ngettext("one", "%d of them", n)', 'logger.info("%d of them", n)'),
    (
        bare_count,
        "{% blocktranslate count n=all %}{{ n }} post{% plural %}{{ n }} posts{% endblocktranslate %}",
        "{% blocktranslate count n=all with shown=all|number %}{{ shown }} post{% plural %}{{ shown }} posts"
        "{% endblocktranslate %}",
    ),
    (PHYSICAL.search, "margin-left: 1rem", "margin-inline-start: 1rem"),
    (PHYSICAL.search, "text-align: right", "text-align: end"),
    (FORBIDDEN_IN_NAMES.search, "TopicManager", "TopicQuerySet"),
]


@pytest.mark.parametrize(("rule", "bad_line", "good_line"), PROOFS)
def test_the_rules_find_what_they_look_for(rule: Callable[[str], object], bad_line: str, good_line: str) -> None:
    assert rule(bad_line)
    assert not rule(good_line)
