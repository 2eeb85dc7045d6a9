"""Write the documents that are made from the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from korzo.project.documents import activities_document


class Command(BaseCommand):
    help = "Write docs/activities.md from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        Path("docs/activities.md").write_text(activities_document(), encoding="utf-8")
