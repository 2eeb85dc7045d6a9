"""Streams of a process of their own over the database of the running test, and many who listen to them."""
