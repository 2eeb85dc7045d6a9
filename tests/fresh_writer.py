"""A process that changes one post again and again, and says so after each commit: `python -m tests.fresh_writer`.

The first line is the address of the topic; then one line a change, with its number. It reads a line before each change,
so that whoever started it decides the pace.
"""

import sys

import django


def main() -> None:
    django.setup()
    from korzo.discussions.actions import Written, edit_post, open_space, start_topic  # noqa: PLC0415 (needs models)
    from tests.cast import make_cast  # noqa: PLC0415

    author = make_cast().mira
    space = open_space("Questions", actor=author)
    topic = start_topic(space, actor=author, title="Which version is this?", written=Written("version-0-end"))
    post = topic.first_post
    assert post is not None
    print(topic.get_absolute_url(), flush=True)  # noqa: T201 (what this process is for)
    for number, _line in enumerate(sys.stdin, start=1):
        edit_post(post, actor=author, written=Written(f"version-{number}-end"))
        print(number, flush=True)  # noqa: T201


main()
