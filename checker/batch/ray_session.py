"""The connection with a Ray cluster, or a cluster of this machine alone, for as long as a run lasts."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from checker.errors import UsageError


@contextmanager
def ray_session(address: str = "") -> Iterator[None]:
    """Connects with the cluster at an address; without one, with that which Ray finds (RAY_ADDRESS, or one on this
    machine), or starts one here for as long as the block lasts. Sends no reports on usage, and starts no dashboard.

    Raises:
        UsageError: Ray is not installed, or there is no cluster.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError(f"Ray is not installed ({error.name} is missing): pip install 'copydesk[ray]'") from error
    if ray.is_initialized():  # by the program that we are part of
        yield
        return
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        with _nowhere(), _silence():
            ray.init(
                address or None,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
                namespace="copydesk",
            )
    except Exception as error:  # of the class Exception itself where a node does not start in time
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"no Ray cluster could be had{f' at {address}' if address else ''}: {reason}") from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _nowhere() -> Iterator[None]:
    """An empty folder as the working one: Ray has its workers import from where it is started, and a corpus may have
    anything beside it."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="copydesk-") as empty:
        os.chdir(empty)
        try:
            yield
        finally:
            os.chdir(here)


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing on standard error: Ray's own processes log in files, but the start is told there. What goes wrong comes
    as an exception."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
