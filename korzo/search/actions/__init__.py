"""What can be done to the index. Rooms above say here what of theirs can be found."""

from korzo.search.actions.index import drop, index, index_about_member, index_many
from korzo.search.actions.rebuild import rebuild, tidy
from korzo.search.actions.spell import learn_words
from korzo.search.sources import PUBLIC, Findable, Shown, Source, register

__all__ = [
    "PUBLIC",
    "Findable",
    "Shown",
    "Source",
    "drop",
    "index",
    "index_about_member",
    "index_many",
    "learn_words",
    "rebuild",
    "register",
    "tidy",
]
