"""The box of an anonymous survey: sheets go in, and lie there in the order of their text."""

import json

from korzo.polls.content import Answers
from korzo.polls.models import SurveyBox, SurveyVersion


def put_sheet_in(version: SurveyVersion, answers: Answers) -> None:
    """The caller holds the survey. One row, written anew as a whole: no place and no moment belongs to one sheet."""
    box, _is_new = SurveyBox.objects.get_or_create(version=version)
    box.sheets = sorted([*box.sheets, answers], key=lambda sheet: json.dumps(sheet, sort_keys=True))
    box.save(update_fields=["sheets"])
