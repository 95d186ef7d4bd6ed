"""`copydesk serve`."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from checker.cli.listed import names
from checker.cli.telling import installed_tiers, note
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.serve.judging import Setup

_PORT = 8765
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
_TOKEN = re.compile(r"[\w.~-]{16,}", re.ASCII)
_NEEDED = ("starlette", "uvicorn", "mammoth")


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 for any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--public", is_flag=True, help="Let other machines in: they need the token that is printed.")
@click.option("--tiers", multiple=True, callback=names, metavar="LIST", help="Exactly these. [default: all installed]")
@click.option("--siblings", multiple=True, metavar="PATH", help="Other articles on the same events, as for check.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@click.option("--offline", is_flag=True, help="Never use the network, not even to install what is missing.")
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG", help="Take the configuration from this file alone.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
def command(
    port: int,
    host: str,
    public: bool,
    tiers: tuple[str, ...],
    siblings: tuple[str, ...],
    open_: bool,
    offline: bool,
    config: str | None,
    no_config: bool,
) -> None:
    """Serve the desk: a web page for editors, and an HTTP API that LanguageTool's clients speak too.

    It answers on this machine alone, unless --host and --public say otherwise. Ctrl-C ends it.
    """
    _require()
    if not _LOOPBACK.fullmatch(host) and not public:
        raise UsageError(f"--host {host} lets other machines in; add --public, and they will need a token")
    from checker.serve.app import make_app
    from checker.serve.limits import Limits
    from checker.serve.opening import entrance
    from checker.serve.running import listening, serve
    from checker.serve.security import with_token

    _require_siblings(siblings)
    setup = _setup(tiers, siblings, offline, config, no_config)
    token = _token() if public else None
    with ExitStack() as held:
        bound = held.enter_context(listening(host, port))
        name = f"[{host}]" if ":" in host else host
        address = f"http://{_called(name)}:{bound.getsockname()[1]}"
        page = with_token(address, token) if token else address
        door = held.enter_context(entrance(page)) if open_ and token else page
        limits = Limits()
        app = make_app(setup, limits=limits, hosts=frozenset({name.lower()}), token=token)

        def ready() -> None:
            click.echo(f"copydesk: the desk is at {page} ({', '.join(setup.settings.tiers)}); Ctrl-C ends it", err=True)
            if open_:
                import threading
                import webbrowser

                threading.Thread(target=webbrowser.open, args=(door,), daemon=True).start()

        serve(app, bound, limits, ready)


def _called(name: str) -> str:
    """What to call the server in an address."""
    if name not in ("0.0.0.0", "[::]"):
        return name
    import socket

    return socket.gethostname()


def _setup(
    tiers: tuple[str, ...], siblings: tuple[str, ...], offline: bool, config: str | None, no_config: bool
) -> Setup:
    """What all checks of the server share. Raises UsageError."""
    from checker.config.per_path import Configurations
    from checker.config.reading import shown
    from checker.serve.judging import Setup
    from checker.siblings.source import AUTO

    flags = {"offline": True} if offline else {}
    configurations = Configurations(config, none=no_config, flags=flags)
    whole = configurations.run_settings(["."])
    configurations.tiers = tiers or whole.tiers or installed_tiers()
    settings = configurations.settings("-")
    settings.some_rules()
    if siblings and "siblings" not in settings.tiers:
        note("--siblings does nothing: the tier siblings is not among those that run")
    others = (path for path in siblings or map(shown, whole.siblings) if path != AUTO)
    return Setup(settings, whole.services, tuple(map(os.path.abspath, others)))


def _require_siblings(paths: tuple[str, ...]) -> None:
    """Raises UsageError for a path that is not there: the server reads them only when an article comes."""
    from checker.readers.walking import MAGIC
    from checker.siblings.source import AUTO

    for path in paths:
        if path != AUTO and not os.path.exists(path) and not MAGIC.intersection(path):
            raise UsageError(f"--siblings {path}: no such file or folder; check the path")


def _token() -> str:
    """The token of whoever started the server, or a new one. Raises UsageError for one that could be guessed, or that
    no header could carry."""
    import secrets

    token = os.environ.get("COPYDESK_TOKEN") or secrets.token_urlsafe(24)
    if not _TOKEN.fullmatch(token):
        raise UsageError(
            "COPYDESK_TOKEN needs 16 characters or more, letters, digits and -._~ alone; without it one is made"
        )
    return token


def _require() -> None:
    """Raises UsageError where the extra is not installed."""
    from importlib.util import find_spec

    absent = [name for name in _NEEDED if find_spec(name) is None]
    if absent:
        raise UsageError(f"serve is not installed ({absent[0]} is missing): pip install 'copydesk[web]'")
