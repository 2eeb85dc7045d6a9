"""Background work of the reviews."""

import logging

from korzo.jobs.actions import job
from korzo.reviews.queries import drifts

logger = logging.getLogger("korzo.reviews")


@job(idempotent=True, unique="reviews.check_totals")
def check_totals() -> None:
    """Every night. A figure that is wrong is told and not mended in silence: its cause is a mistake of ours."""
    for drift in drifts():
        logger.error(
            "Ratings of product %s: %s is kept as %s and counted as %s.",
            drift.product_id,
            drift.name,
            drift.kept,
            drift.counted,
        )
