"""Shows a person how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tqdm import tqdm


@dataclass(frozen=True)
class Progress:
    is_shown: bool = True

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Callable[[int], object]]:
        """Yields what is to be told how much more is done. Nothing as total: nobody knows yet."""
        with tqdm(
            total=total or None,
            desc=label,
            unit=unit,
            unit_scale=unit == "B",
            dynamic_ncols=True,
            mininterval=0.5,
            disable=not self.is_shown,
        ) as shown:
            yield shown.update
