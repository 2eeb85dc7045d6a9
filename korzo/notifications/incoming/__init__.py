"""Replies by mail: a member answers a notice in their mail program, and it stands in the topic."""
