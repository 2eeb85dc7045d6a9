import pytest

from korzo.project.staff.plain_words import last_line, reason


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("ProcessPrunedError: process heartbeat expired", "The worker ended in the middle of it."),
        ("Traceback\n  File x\nConnectionRefusedError: [Errno 111]", "The other side could not be reached."),
        ("Traceback\ndjango.db.utils.OperationalError: the server closed", "The database was away or too busy."),
        ("korzo.shop.models.Product.DoesNotExist", "What it was about is not there any more."),
        ("LookupError: Nobody is called x any more.", "The part of Korzo that did this is not there any more."),
        ("Nobody can send pigeons.", "The part of Korzo that did this is not there any more."),
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("korzo.kit.errors.Refused: This space is closed.", "This space is closed."),
        ("[Errno 111] Connection refused", "The other side could not be reached."),
        ("(550, b'No such mailbox')", "It could not be sent."),
        ("ValueError: the wire is broken", "Korzo met something that it did not expect."),
        ("", "It could not be sent."),
    ],
)  # fmt: skip
def test_it_says_why_in_plain_words(report: str, words: str) -> None:
    assert reason(report) == words


def test_it_finds_the_line_that_names_the_fault() -> None:
    assert last_line("Traceback\n  File x\nValueError: no\n\n") == "ValueError: no"
    assert last_line("") == ""
