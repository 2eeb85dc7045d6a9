"""What the parts stand on: towns, a PostgreSQL server, one running house. Each is made when a part first asks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from bench import postgres, sites
from bench.house import House, running
from bench.sites import Site

# The house that most parts share: a community of some years, on the embedded profile.
HOUSE_POSTS = 100_000


@dataclass
class Ground:
    say: Callable[[str], None]
    stack: ExitStack = field(default_factory=ExitStack)
    _house: tuple[Site, House] | None = None
    _server: postgres.Server | None = None
    _looked_for_server: bool = False

    def server(self) -> postgres.Server | None:
        """None where PostgreSQL is not installed: then its figures are left out, and the part says so."""
        if not self._looked_for_server:
            self._looked_for_server = True
            self._server = self.stack.enter_context(postgres.server(sites.folder()))
            if self._server is None:
                self.say("PostgreSQL is not installed here: its figures are left out.")
        return self._server

    def town(self, posts: int, server: postgres.Server | None = None) -> Site:
        where = "PostgreSQL" if server else "SQLite"
        self.say(f"a town of {posts:,} posts on {where}")
        return sites.town(posts, server)

    def searched_town(self, posts: int, server: postgres.Server | None = None) -> Site:
        """A town whose search index is complete: otherwise its worker would be busy with that for a long while."""
        site = self.town(posts, server)
        self.say(f"the search index of {posts:,} posts")
        site.ask("finding", "build")
        return site

    def house(self) -> tuple[Site, House]:
        """A town that may be written in, and the house that runs there since the first call."""
        if self._house is None:
            site = self.stack.enter_context(sites.copy_of(self.searched_town(HOUSE_POSTS), "house"))
            # Static files are listed at the start, and read when somebody first asks.
            site.served.parent.mkdir(parents=True, exist_ok=True)
            site.served.write_bytes(b"")
            self._house = site, self.stack.enter_context(running(site.data, site.environment()))
        return self._house


@contextmanager
def ground(say: Callable[[str], None]) -> Iterator[Ground]:
    made = Ground(say)
    with made.stack:
        yield made
