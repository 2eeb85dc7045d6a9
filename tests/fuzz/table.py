"""Where somebody hostile sits and types, by the forms of our pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from korzo.discussions.models import Post, Topic
from korzo.kit.html import TEXT_LENGTH_MAX
from korzo.notifications.tests.scenes import a_question
from tests.cast import Cast

# No more than a page of a topic shows, so that each is seen.
REPLIES_A_TOPIC = 18
HOUR = timedelta(hours=1)


@dataclass
class Table:
    """Where one sits and types: the pages that came of it are kept, to be read by a browser later."""

    cast: Cast
    client: Client
    pages: list[str] = field(default_factory=list)
    sent: int = 0

    def send_all(self, bodies: Sequence[str]) -> None:
        for start in range(0, len(bodies), REPLIES_A_TOPIC):
            topic = a_question(self.cast.luka, f"Which kettle, number {self.sent}?")
            for body in bodies[start : start + REPLIES_A_TOPIC]:
                self.send(topic, body)
            self._keep(self.client.get(topic.get_absolute_url()))

    def send(self, topic: Topic, body: str) -> None:
        """By the editor, and typed; each with a word before it that must be there afterwards."""
        self.sent += 1
        word = f"kettle{self.sent}"
        is_rich = self.sent % 4 != 0
        whole = f"<div>{word}</div>{body}" if is_rich else f"{word}\n\n{body}"
        form = {"body": whole, "body_format": "html" if is_rich else "plain", "seconds_typed": "60"}
        answer = self.client.post(f"/talk/t/{topic.pk}/replies/", form)
        assert answer.status_code in {302, 422}, (answer.status_code, body[:300])
        if answer.status_code == 302:
            post = Post.objects.filter(topic=topic).latest("number")
            assert word in post.plain, body[:300]
            assert word in post.html, body[:300]
            # Whoever writes so much must wait; here time passes.
            Post.objects.filter(topic=topic).update(created_at=timezone.now() - HOUR)
        else:
            # Refused with a sentence, and the words stand in the form.
            assert len(whole) > TEXT_LENGTH_MAX // 2 or word in answer.content.decode(), body[:300]
            self._keep(answer)

    def send_raw(self, topic: Topic, form: bytes) -> None:
        answer = self.client.post(
            f"/talk/t/{topic.pk}/replies/", form, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in {302, 400, 422}, form

    def edit_pages(self, count: int) -> None:
        """What was stored goes into the editor again."""
        for post in Post.objects.filter(author=self.cast.tea).order_by("-pk")[:count]:
            self._keep(self.client.get(f"/talk/posts/{post.pk}/edit/"))

    def _keep(self, answer: Any) -> None:
        assert answer.status_code in {200, 422}
        self.pages.append(answer.content.decode())
