import argparse
import sys

from django.utils import translation

from korzo.project.cli import EXIT_FAILED, EXIT_FINE
from korzo.project.watch.findings.asking import answers
from korzo.project.watch.findings.finding import Light

MARKS = {Light.GOOD: "well", Light.LOOK: "look", Light.BAD: "not well"}


def run(_options: argparse.Namespace) -> int:
    """The same answers as on the page of the back office: one line each, and what to do below it."""
    with translation.override("en"):
        found = answers()
    for answer in found:
        sys.stdout.write(f"{MARKS[answer.finding.light]:>8}  {answer.name}: {answer.finding.sentence}\n")
        if answer.finding.advice:
            sys.stdout.write(f"{'':>10}{answer.finding.advice}\n")
    return EXIT_FAILED if any(answer.finding.light is Light.BAD for answer in found) else EXIT_FINE
