"""copydesk: finds what translation, spinning or haste left in an article.

This package is the public face: all that the documentation and other packages import.
"""

from checker.annotations.prose import Prose
from checker.article import Article
from checker.engine import Outcome
from checker.finding import Evidence, Finding, Replacement, Severity
from checker.reader import Reader
from checker.readers.prose_builder import ProseBuilder
from checker.readers.unreadable import Unreadable
from checker.reporting import Report
from checker.rule import Context, Invalid, Options, Rule, Valid
from checker.version import VERSION as __version__
from copydesk.api import check

__all__ = [
    "Article",
    "Context",
    "Evidence",
    "Finding",
    "Invalid",
    "Options",
    "Outcome",
    "Prose",
    "ProseBuilder",
    "Reader",
    "Replacement",
    "Report",
    "Rule",
    "Severity",
    "Unreadable",
    "Valid",
    "__version__",
    "check",
]
