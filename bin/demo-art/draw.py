"""Draws the demo shop's pictures: runs the drawing scripts in Chromium and writes WebP files and their manifest.

Usage: python bin/demo-art/draw.py [--only PATTERN ...] [--manifest-only]
"""

import argparse
import fnmatch
import io
import json
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from plan import Picture, all_pictures
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "korzo" / "project" / "demo" / "pictures"
# Most pictures stay below this by themselves; leaves, gravel and map lines do not.
LIGHT_ENOUGH = 36_000
LOWEST_QUALITY = 62
CHROMIUM = "/usr/bin/chromium"
# The base and the colours come first; the other scripts meet only while drawing, so their order is free.
FIRST = [HERE / "scripts" / name for name in ("base.js", "ways.js")]
SCRIPTS = [*FIRST, *sorted(set((HERE / "scripts").glob("*.js")) - set(FIRST))]


def main() -> None:
    """Write the manifest, then draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=["*"], help="draw only files whose path matches a pattern")
    parser.add_argument("--manifest-only", action="store_true", help="write the manifest and draw nothing")
    options = parser.parse_args()
    pictures = all_pictures()
    write_manifest(pictures)
    if not options.manifest_only:
        draw(p for p in pictures if any(fnmatch.fnmatch(p.path, pattern) for pattern in options.only))


def write_manifest(pictures: list[Picture]) -> None:
    """Say for each file how large it is, what is on it and by which words it is found."""
    manifest = {
        picture.path: {
            "width": picture.size[0],
            "height": picture.size[1],
            "alt": picture.alt,
            "tags": picture.tags,
        }
        for picture in pictures
    }
    lines = [f"{json.dumps(path)}: {json.dumps(facts, ensure_ascii=False)}" for path, facts in manifest.items()]
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "manifest.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def draw(pictures: Iterable[Picture]) -> None:
    """Draw each picture on one page, largest share of the time being the screenshot."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("pageerror", lambda error: print(f"A drawing script failed: {error}"))
        page.set_content("<body style='margin:0'></body>")
        for script in SCRIPTS:
            page.add_script_tag(path=script)
        for picture in pictures:
            draw_one(page, picture)
        browser.close()


def draw_one(page: Page, picture: Picture) -> None:
    """Put one drawing on the page and keep what is seen."""
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(
        "([name, width, height, options]) => { document.body.innerHTML = Art.draw(name, width, height, options) }",
        [picture.draw, width, height, picture.options],
    )
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = TARGET / picture.path
    target.parent.mkdir(parents=True, exist_ok=True)
    save(seen, target, picture.quality)


def save(seen: Image.Image, target: Path, quality: int) -> None:
    """Write the file; a busy picture is pressed a little harder, so that pages with many of them stay light."""
    seen.save(target, "WEBP", quality=quality, method=6)
    while target.stat().st_size > LIGHT_ENOUGH and quality > LOWEST_QUALITY:
        quality -= 4
        seen.save(target, "WEBP", quality=quality, method=6)


if __name__ == "__main__":
    main()
