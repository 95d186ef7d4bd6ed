"""Takes the picture of the README: the HTML report on one of the seeds, in a real browser.

.venv/bin/python -m scripts.take_picture
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

TOP = Path(__file__).parents[1]
SEED = TOP / "seeds" / "002_c5427fcba0c65c2d.txt"
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("there is no chromium; `make browser` installs it")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_path = Path(folder, "page.html")
        command = [str(Path(sys.executable).with_name("copydesk")), "check", str(SEED), "--fail-on", "never"]
        subprocess.run([*command, "--format", "html", "--output", str(page_path)], check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=_QUIET)
        page = browser.new_page(viewport={"width": 1100, "height": 1000})
        page.goto(page_path.as_uri())
        page.wait_for_timeout(300)
        page.screenshot(path=TOP / "docs" / "picture.png")
        browser.close()


if __name__ == "__main__":
    main()
