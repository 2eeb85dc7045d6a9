"""What stands on the square that fill_square.py fills, by name; and ways to find it."""

import re

from tests.journey.browser import Person

HUTS, ORDER, SECRET = "Walk in May?", "Which walk first?", "A question of honour"
IDEA = "Sell spare laces"
QUARREL = "Poles or no poles"
OTTO_WROTE = "Only weaklings need poles, and you are one of them, dear friend."
SURVEY = "How was your year?"


def opens(one: Person, title: str) -> None:
    """The topic of this title, from the list of its space."""
    one.page.goto("/talk/square/")
    one.page.locator(".feed-item .title a", has_text=title).first.click()
    one.page.wait_for_url(re.compile(r"/talk/t/\d+/"))
    one.page.wait_for_load_state("networkidle")
