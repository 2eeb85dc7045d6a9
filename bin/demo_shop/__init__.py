"""Writes the files that the demo shop Kamzo “exported”: its people, its orders, and its two shop systems."""
