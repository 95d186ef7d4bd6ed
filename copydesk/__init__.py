"""copydesk: finds what translation, spinning or haste left in an article.

This package is the public face: what the documentation and other packages import.
"""

from copydesk.version import VERSION as __version__

__all__ = ["__version__"]
