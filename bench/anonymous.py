"""A guest's topic page against the same bytes as a file, both from the same server."""

from statistics import median

from bench.ground import Ground
from bench.house import House
from bench.load import cost_ms
from bench.results import Figure, Section

KEY, TITLE = "anonymous", "Pages of guests"
STATIC_PATH = "/static/bench/page.html"
POSTS = 20
# Turn by turn, so that other work on the machine meets both alike.
PASSES, REQUESTS, LINES = 7, 4_000, 8
SHARE_MIN = 85.0
WORDS = """
A topic page of 20 posts, stored by the edge, and its very bytes as a static file of the same running server: CPU of
the web processes, 8 requests on the way at once on kept connections, page and file in turn. The share is the file's
CPU by the page's; the median of 7 turns.
"""


def measure(ground: Ground) -> Section:
    site, house = ground.house()
    path = site.ask("people", "topics", POSTS)[0]
    with house.line() as line:
        # Twice: what was asked for once may still be compressed or moved in memory.
        line.get(path)
        page = line.get(path).body
    site.served.write_bytes(page)
    encodings = {"as it is": "identity", "in Brotli": "br"}
    figures = [_figure(house, path, name, encoding) for name, encoding in encodings.items()]
    return Section(KEY, TITLE, WORDS, figures)


def _figure(house: House, path: str, name: str, encoding: str) -> Figure:
    pids = house.web_processes()
    lines = [house.line() for _turn in range(LINES)]
    asked = {"Accept-Encoding": encoding}
    bodies = [lines[0].get(one, **asked).body for one in (path, STATIC_PATH) for _turn in range(3)]
    if encoding == "identity" and bodies[2] != bodies[5]:
        raise ValueError("The page and the file are not the same bytes.")
    turns = [
        (cost_ms(pids, lines, STATIC_PATH, REQUESTS, **asked), cost_ms(pids, lines, path, REQUESTS, **asked))
        for _turn in range(PASSES)
    ]
    for line in lines:
        line.close()
    share = median(static / page for static, page in turns) * 100
    return Figure(
        what=f"topic page for a guest, {name} ({len(bodies[2]):,} bytes)",
        value=median(page for _static, page in turns),
        unit="ms CPU",
        beside=f"as a file {median(static for static, _page in turns):.3f} ms ({len(bodies[5]):,} bytes)",
        ratio=f"{share:.0f} %",
        mark=f"at least {SHARE_MIN:.0f} %",
        reached=share >= SHARE_MIN,
    )
