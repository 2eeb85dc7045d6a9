"""What is told of a community that came in or went out. Nothing is told of its single rows: see the README."""

from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import Kind


@dataclass(frozen=True, kw_only=True)
class ImportKind(Kind):
    record_only: ClassVar[bool] = True
    import_id: int

    def subject(self) -> tuple[str, int] | None:
        return ("exchange.import", self.import_id)

    def link(self) -> str:
        return reverse("staff_exchange_import", args=[self.import_id])


@dataclass(frozen=True, kw_only=True)
class CommunityImported(ImportKind):
    verb: ClassVar[str] = "exchange.community_imported"
    icon: ClassVar[str] = "upload"
    sentence = _("brought in a community")
    people: int
    topics: int
    posts: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(ImportKind):
    verb: ClassVar[str] = "exchange.import_undone"
    icon: ClassVar[str] = "rotate-ccw"
    sentence = _("took an imported community out again")


@dataclass(frozen=True, kw_only=True)
class CommunityExported(Kind):
    verb: ClassVar[str] = "exchange.community_exported"
    icon: ClassVar[str] = "download"
    sentence = _("exported the whole community")
    record_only: ClassVar[bool] = True
    export_id: int
    with_mails: bool

    def subject(self) -> tuple[str, int] | None:
        return ("exchange.export", self.export_id)

    def link(self) -> str:
        return reverse("staff_exchange")


@dataclass(frozen=True, kw_only=True)
class ExportDownloaded(CommunityExported):
    verb: ClassVar[str] = "exchange.export_downloaded"
    sentence = _("downloaded an export of the community")


KINDS = (CommunityImported, ImportUndone, CommunityExported, ExportDownloaded)
