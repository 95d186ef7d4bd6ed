"""What a run tells on standard error: inputs that could not be read, rules that failed, what could not be judged, which
tiers it is without."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from checker.engine import Outcome
from checker.printable import printable
from checker.readers.unreadable import Unreadable
from checker.tiers import TIERS, installed, is_part_of_this_version


def note(line: str) -> None:
    """Tells the person at the terminal; what an article or a server has in it cannot steer that."""
    click.echo(f"copydesk: {printable(line)}", err=True)


def note_beside_a_bar(line: str) -> None:
    """As `note`, where a progress bar may stand: the line takes its place, and it is drawn anew below. A process that
    works for the one with the bar may call it too."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(f"\r\x1b[Kcopydesk: {printable(line)}", err=True)  # at once, so that nothing comes between
    else:
        note(line)


def installed_tiers() -> tuple[str, ...]:
    """Every tier that is installed; says which are not."""
    here = installed()
    absent = ",".join(tier for tier in TIERS if tier not in here and is_part_of_this_version(tier))
    if absent:
        note(f"not installed, and so left out: {absent.replace(',', ', ')}; pip install 'copydesk[{absent}]' adds them")
    return here


class Teller:
    """Tells what went wrong; `status` is 2 once something has. `asked` are the tiers that the user named: that one of
    them could not run is wrong, of any other it is only told."""

    def __init__(self, tiers: Iterable[str], asked: Iterable[str]) -> None:
        self.status = 0
        self._untold = set(tiers)
        self._asked = frozenset(asked)

    def tell(self, item: Outcome | Unreadable) -> None:
        """Tells what is to be told of an article."""
        if isinstance(item, Unreadable):
            note(str(item))
            self.status = 2
            return
        for defect in item.defects:
            what = f"the rule {defect.rule} failed ({defect.error}): a defect of the rule; the other rules have run"
            note(f"{defect.article}: {what}")
            self.status = 2
        for gap in item.gaps:
            note(f"{item.article.id}: {gap}")
            self.status = 2
        for tier, reason in item.missing:
            if tier in self._untold:
                note(f"the tier {tier} could not run: {reason}")
                self._untold.remove(tier)
            self.status = 2 if tier in self._asked else self.status
