"""A topic page as one writes it in Django without a second thought: the peer of ours, over the same data."""
