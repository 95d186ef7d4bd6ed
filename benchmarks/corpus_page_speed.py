"""How long the page of a corpus report takes to open from the disk in Chromium, in milliseconds.

    .venv/bin/python -m benchmarks.corpus_page_speed REPORT [--times 7]

REPORT is what `copydesk report … -o REPORT` wrote. Each time is of a fresh page, from the request to the end of what
runs before the page can be used (DOMContentLoaded), and to the first paint of its contents.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import sync_playwright

READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    ready, painted = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for _ in range(options.times):
            page = browser.new_page()
            page.goto((options.report / "index.html").resolve().as_uri())
            page.wait_for_function(f"({PAINTED}) > 0")
            ready.append(page.evaluate(READY))
            painted.append(page.evaluate(PAINTED))
            page.close()
        browser.close()
    for what, times in (("usable", ready), ("painted", painted)):
        print(f"{what:8} median {statistics.median(times):6.0f} ms, least {min(times):6.0f}, most {max(times):6.0f}")


if __name__ == "__main__":
    main()
