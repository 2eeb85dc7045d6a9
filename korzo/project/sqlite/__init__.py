"""Django's SQLite, with a line at the door for writers: `base` is what ENGINE names, `line` the order in a process,
`turn` the one among processes."""
