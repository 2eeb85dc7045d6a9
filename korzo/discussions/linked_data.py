"""A topic as search engines read it: the words of schema.org for what stands on the page, and nothing besides.

A question that was answered is a `QAPage`, what the team announces an `Article`, and everything else a
`DiscussionForumPosting`. Later pages of a long topic name the first, and list the posts that stand on them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.discussions.models import Kind, Topic
from korzo.discussions.queries import PostShown, TopicPage
from korzo.kit.page_head import CONTEXT, absolute, breadcrumbs
from korzo.kit.pictures import Photo
from korzo.members.queries import Byline, byline

# Marks of ours in the kept facts of a post; they never leave this file.
_ACCEPTED, _GONE = "accepted", "gone"


@dataclass(frozen=True)
class Votes:
    """By post id: hearts, and votes that an answer helped."""

    hearts: Mapping[int, int]
    helpful: Mapping[int, int]


def post_facts(post: PostShown) -> str:
    """What all of schema.org's words for a post have in common, as text, so that it is kept beside the post's HTML."""
    facts: dict[str, Any] = {"datePublished": _moment(post.created_at)}
    if post.removed:
        return json.dumps(facts | {_GONE: True})
    facts["author"] = _person(post.author)
    if post.edited_at:
        facts["dateModified"] = _moment(post.edited_at)
    if post.plain:
        facts["text"] = post.plain
    if pictures := [absolute(photo.full_url or photo.url) for photo in post.photos if _is_there(photo)]:
        facts["image"] = pictures
    playable = [photo for photo in post.photos if photo.film and photo.film.url]
    for name, is_sound in (("video", False), ("audio", True)):
        if films := [_film(photo, post.created_at) for photo in playable if _is_sound(photo) == is_sound]:
            facts[name] = films
    facts["inLanguage"] = post.lang
    if post.accepted:
        facts[_ACCEPTED] = True
    return json.dumps(facts, ensure_ascii=False)


def standing_ids(ids: Sequence[int], facts: Sequence[str]) -> list[int]:
    """Those that were not removed: what was removed has no votes."""
    return [pk for pk, text in zip(ids, facts, strict=True) if _GONE not in json.loads(text)]


def topic_data(page: TopicPage, facts: Sequence[str], votes: Votes, *, address: str) -> dict[str, Any]:
    """`facts` belong to `page.post_ids`, in their order. `address` is that of this page of the topic."""
    topic = page.topic
    told = {pk: json.loads(text) for pk, text in zip(page.post_ids, facts, strict=True)}
    lead = told.pop(topic.first_post_id, None) if topic.first_post_id else None
    opening = _opening(topic, lead)
    answers = {pk: one for pk, one in told.items() if _GONE not in one}
    if topic.is_question and answers:
        about = _question_page(page, opening, answers, votes, address)
    else:
        about = _posting(page, opening, told, votes, address)
    return {"@context": CONTEXT, "@graph": [about, breadcrumbs(_places(topic))]}


def _places(topic: Topic) -> list[tuple[str, str]]:
    space = topic.space
    return [
        (_("Talk"), reverse("discussions:spaces")),
        (space.name, space.get_absolute_url()),
        (topic.title, topic.get_absolute_url()),
    ]


def _opening(topic: Topic, lead: dict[str, Any] | None) -> dict[str, Any]:
    """The words that open the topic; on later pages, where they do not stand, as much as lists show of them."""
    url = absolute(topic.get_absolute_url())
    if lead is None:
        lead = {
            "author": _person(byline(topic.author, {})),
            "datePublished": _moment(topic.created_at),
            "text": topic.excerpt,
            "inLanguage": topic.language,
        }
    elif _GONE in lead:
        lead = {"datePublished": lead["datePublished"], "creativeWorkStatus": "Deleted"}
    if not lead.get("text") and not lead.get("image"):
        lead["text"] = topic.title
    return {"@id": url, "url": url, **lead}


def _question_page(
    page: TopicPage, opening: dict[str, Any], answers: dict[int, dict[str, Any]], votes: Votes, address: str
) -> dict[str, Any]:
    topic = page.topic
    question = {
        "@type": "Question",
        "name": topic.title,
        **opening,
        "answerCount": topic.reply_count,
        "upvoteCount": votes.hearts.get(topic.first_post_id or 0, 0),
    }
    accepted: list[dict[str, Any]] = []
    suggested: list[dict[str, Any]] = []
    for pk, told in answers.items():
        fitting = accepted if told.pop(_ACCEPTED, False) else suggested
        fitting.append(
            {"@type": "Answer", "url": _anchor(address, pk), **told, "upvoteCount": votes.helpful.get(pk, 0)}
        )
    if accepted:
        question["acceptedAnswer"] = accepted
    if suggested:
        question["suggestedAnswer"] = suggested
    return {"@type": "QAPage", "url": absolute(address), "isPartOf": _space(topic), "mainEntity": question}


def _posting(
    page: TopicPage, opening: dict[str, Any], told: dict[int, dict[str, Any]], votes: Votes, address: str
) -> dict[str, Any]:
    topic = page.topic
    made: dict[str, Any] = {
        "@type": "Article" if topic.kind == Kind.ANNOUNCEMENT else "DiscussionForumPosting",
        "headline": topic.title,
        **opening,
    }
    if topic.kind == Kind.ANNOUNCEMENT and "text" in made:
        made["articleBody"] = made.pop("text")
    made |= {
        "isPartOf": _space(topic),
        "commentCount": topic.reply_count,
        "interactionStatistic": [
            _count("LikeAction", votes.hearts.get(topic.first_post_id or 0, 0)),
            _count("CommentAction", topic.reply_count),
        ],
    }
    if page.tags:
        made["keywords"] = [tag.name for tag in page.tags]
    if told:
        made["comment"] = [_comment(pk, one, votes, address) for pk, one in told.items()]
    return made


def _comment(pk: int, told: dict[str, Any], votes: Votes, address: str) -> dict[str, Any]:
    made = {"@type": "Comment", "url": _anchor(address, pk), **told}
    made.pop(_ACCEPTED, None)
    if made.pop(_GONE, False):
        return made | {"creativeWorkStatus": "Deleted"}
    if "text" not in made and "image" not in made:
        # A poll has no words of its own, and every comment needs some.
        made["text"] = "…"
    if likes := votes.hearts.get(pk, 0):
        made["interactionStatistic"] = _count("LikeAction", likes)
    return made


def _count(action: str, number: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"{CONTEXT}/{action}",
        "userInteractionCount": number,
    }


def _space(topic: Topic) -> dict[str, Any]:
    return {"@type": "CollectionPage", "name": topic.space.name, "url": absolute(topic.space.get_absolute_url())}


def _person(one: Byline) -> dict[str, Any]:
    if one.gone:
        return {"@type": "Person", "name": _("A former member")}
    return {"@type": "Person", "name": one.name, "url": absolute(one.url)}


def _anchor(address: str, pk: int) -> str:
    return f"{absolute(address)}#post-{pk}"


def _film(photo: Photo, at: datetime) -> dict[str, Any]:
    """A film needs a name, a picture and a day; who sent it may have given it no words."""
    film = photo.film
    assert film is not None
    kind, name = ("AudioObject", _("Sound")) if film.is_sound else ("VideoObject", _("Film"))
    return {
        "@type": kind,
        "name": photo.alt or name,
        "thumbnailUrl": absolute(photo.full_url or photo.url),
        "contentUrl": absolute(film.url),
        "encodingFormat": film.content_type,
        "uploadDate": _moment(at),
        "duration": f"PT{film.seconds}S",
    }


def _is_sound(photo: Photo) -> bool:
    return photo.film is not None and photo.film.is_sound


def _is_there(photo: Photo) -> bool:
    return not photo.url.startswith("data:")


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
