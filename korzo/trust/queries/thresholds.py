"""The owner's numbers."""

from korzo.trust.models import Thresholds


def the_thresholds() -> Thresholds:
    """The one row; before anybody changed anything, an unsaved one with our defaults."""
    return Thresholds.objects.filter(pk=1).first() or Thresholds()
