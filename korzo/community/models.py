"""The one community of this installation."""

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Community(models.Model):
    """Name, face and words. There is one row; the check keeps it so."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("name of the community"), max_length=60, default="Korzo")
    members_name = models.CharField(_("what members call themselves"), max_length=40, blank=True)
    tagline = models.CharField(_("headline of the home page"), max_length=120, blank=True)
    lead = models.CharField(_("sentence under the headline"), max_length=300, blank=True)
    shop_name = models.CharField(_("name of the shop"), max_length=60, blank=True)
    shop_url = models.URLField(_("address of the shop"), blank=True)
    logo = models.CharField(max_length=120, blank=True)
    brand = models.CharField(_("brand colour"), max_length=7, default="#0b6b50")
    accent = models.CharField(_("second colour"), max_length=7, default="#f2b134")
    neutral_hue = models.PositiveSmallIntegerField(_("warmth of the greys, 0 to 360"), default=72)
    roundness = models.DecimalField(_("roundness of corners, 0 to 1.5"), max_digits=3, decimal_places=2, default=1)
    theme_file = models.CharField(max_length=120, blank=True)
    values_html = models.TextField(blank=True)
    values_plain = models.TextField(_("what we hold dear"), blank=True)
    hero = models.CharField(max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # Repeated here by the room of the contests, so that the frame of a page asks nothing about them.
    has_contest_on = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="community_only_one")]
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        return default_storage.url(self.logo) if self.logo else ""

    @property
    def hero_url(self) -> str:
        return default_storage.url(self.hero) if self.hero else ""

    @property
    def theme_css_url(self) -> str:
        """The shop's colours as a file of its own; empty while they are ours."""
        return default_storage.url(self.theme_file) if self.theme_file else ""
