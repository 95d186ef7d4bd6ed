"""Rules and reports of other packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLUGIN = '''
from copydesk import Invalid, Rule, Valid


class ShoutedWord(Rule):
    """A word with three exclamation marks.

    What it finds: three exclamation marks.

    Why it matters: nobody shouts in print.

    Example: "Stop!!!"
    """

    name = "shouted-word"
    category = "punctuation"
    invalid = (Invalid("Stop!!!", ("!!!",)), Invalid("He came!!! Yes.", ("!!!",)))
    valid = (Valid("Stop!"), Valid("He came."))

    def check_prose(self, prose, article, context):
        at = prose.text.find("!!!")
        if at >= 0:
            yield self.finding(prose, at, at + 3, "Nobody shouts in print.")


class Shout:
    name = "shout"
'''


def test_a_rule_of_another_package_is_there_by_its_entry_point(tmp_path: Path) -> None:
    (tmp_path / "shouting.py").write_text(PLUGIN)
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[copydesk.rules]\nshouted-word = shouting:ShoutedWord\n[copydesk.reports]\nshout = shouting:Shout\n"
    )
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from copydesk import check\n"
        "from checker.registry import all_rules, report_class, report_names\n"
        "assert 'shouted-word' in all_rules() and 'repeated-word' in all_rules()\n"
        "assert report_class('shout').name == 'shout' and 'shout' in report_names()\n"
        "print([f.rule for f in check('The minister said stop!!! and left.', select=['shouted-word']).findings])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['shouted-word']"
