"""Carries a community: into a file (`backup`), out of one (`restore`), from one database to another (`move`).

One form for both databases, so that what was saved from the one can be brought into the other:

`tables`   which tables and columns there are after given migrations
`values`   how a value is written so that both databases mean the same by it
`lines`    rows as lines of text, and sums over them that are equal on both databases
`sqlite`, `postgres`   read a database as it stood at one moment, and fill an empty one
`files`    pictures, mails and other files beside the database
`writing`, `reading`   the one file that holds all this, and every doubt about it
`building` makes a database from such a file and compares it row by row
`arrival`  the moment when the new takes the place of the old
"""


class Failed(Exception):
    """It was begun and could not be finished. What there was before is untouched; the sentence is for a person."""
