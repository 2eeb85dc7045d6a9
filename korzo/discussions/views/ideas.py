"""A vote for an idea, given and taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from korzo.discussions.actions import take_vote_back, vote_idea
from korzo.discussions.queries import get_topic_for
from korzo.kit import parts
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import person_of


@require_http_methods(["POST", "DELETE"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = get_topic_for(person, pk)
    if is_deletion(request):
        take_vote_back(topic, actor=person)
    else:
        vote_idea(topic, actor=person)
    if not wants_fragment(request):
        return vary(redirect(topic))
    return vary(HttpResponse(parts.mark("discussions.vote", topic.pk)))
