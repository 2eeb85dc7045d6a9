"""What an action says when it cannot do what was asked."""


class Refused(Exception):
    """The person may not do this, or not now. The sentence is shown to them as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FieldRefused(Refused):
    """The same, about one field of a form: the sentence stands beside it, and what was typed stays."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Missing(Exception):
    """There is no such thing, or none that this person may know of: both look the same from outside."""


class SendingFailed(Exception):
    """An outside system did not take what we sent. `permanent` ends the retries."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
