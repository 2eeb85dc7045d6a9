"""The wall of the queue's tests, to learn from what is decided about it."""

from korzo.moderation.tests.conftest import wall

__all__ = ["wall"]
