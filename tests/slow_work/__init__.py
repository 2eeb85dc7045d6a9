"""A room for tests alone: work that takes as long as a test holds it, so that its process can be killed amid it."""
