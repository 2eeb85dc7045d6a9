"""Where somebody stands in a survey: kept with us, or, in an anonymous one, with them alone.

The answers of an anonymous survey travel in the form, signed, and, as long as they fit, in a cookie, so that one can
go on after a break. Nothing of them reaches a table before the survey is finished.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from korzo.kit.signing import BadToken, sign, unsign
from korzo.members.models import Member
from korzo.polls.content import Answers, Content, Value, content_of, next_page
from korzo.polls.models import Sheet, Survey, SurveyVersion
from korzo.polls.queries import newest_version

KEPT_FOR = timedelta(days=30)
# Browsers keep 4 KiB with the name; what is longer goes on only while the page stays open.
COOKIE_CHARS_MAX = 3_500
_PURPOSE = "polls.sheet"


@dataclass(frozen=True)
class Way:
    version: SurveyVersion
    answers: Answers
    is_finished: bool = False

    @property
    def content(self) -> Content:
        return content_of(self.version.content)

    def token(self, survey: Survey, member: Member) -> str:
        facts = {"survey": survey.pk, "member": member.pk, "version": self.version.pk, "answers": self.answers}
        return sign(_PURPOSE, facts)


def way_of(request: HttpRequest, survey: Survey, member: Member) -> Way | None:
    """None where nothing is published."""
    newest = newest_version(survey)
    if newest is None:
        return None
    sheet = Sheet.objects.filter(survey=survey, member=member).select_related("version").first()
    if sheet is not None and (sheet.is_finished or not survey.is_anonymous):
        return Way(sheet.version, sheet.answers, is_finished=sheet.is_finished)
    return (_from_browser(request, survey, member) if survey.is_anonymous else None) or Way(newest, {})


def _from_browser(request: HttpRequest, survey: Survey, member: Member) -> Way | None:
    token = request.POST.get("kept") or request.COOKIES.get(_cookie(survey), "")
    try:
        facts = unsign(_PURPOSE, token, max_age=KEPT_FOR)
    except BadToken:
        return None
    # On a computer that several people use, nobody goes on with the answers of somebody else.
    if facts["survey"] != survey.pk or facts["member"] != member.pk:
        return None
    version = SurveyVersion.objects.filter(survey=survey, pk=facts["version"]).first()
    return Way(version, facts["answers"]) if version else None


def keep_in_browser(response: HttpResponse, survey: Survey, token: str) -> None:
    if len(token) > COOKIE_CHARS_MAX:
        return
    response.set_cookie(
        _cookie(survey),
        token,
        max_age=KEPT_FOR,
        path=survey.get_absolute_url(),
        httponly=True,
        samesite="Lax",
    )


def forget_in_browser(response: HttpResponse, survey: Survey) -> None:
    response.delete_cookie(_cookie(survey), path=survey.get_absolute_url(), samesite="Lax")


def _cookie(survey: Survey) -> str:
    return f"survey-{survey.pk}"


def place_to_go_on(content: Content, answers: Mapping[str, Value]) -> int:
    """The page behind the last one that holds an answer; the last one of the way where all have been seen."""
    place = next_page(content, answers, -1) or 0
    for number, page in enumerate(content.pages):
        if any(question.key in answers for question in page.asked(answers)):
            following = next_page(content, answers, number)
            place = number if following is None else following
    return place
