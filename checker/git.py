"""The one place that asks git: which lines a change touches, and what is staged."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.errors import UsageError

_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_SUBMODULE = b"160000"
_DELETED, _UNMERGED, _TYPE_CHANGED = b"D", b"U", b"T"
# What a repository's own settings could otherwise have git start, show or change.
_QUIET = (
    "--no-pager", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
    "-c", "diff.noprefix=false", "-c", "diff.renameLimit=2000", "-c", "color.ui=never",
    "-c", "diff.autoRefreshIndex=true",
)  # fmt: skip
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--unified=0", "-M", "--patch-with-raw", "-z", "--no-abbrev",
         "--submodule=short", "--ignore-submodules=dirty", "--inter-hunk-context=0", "--no-color")  # fmt: skip
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_NOT_OURS = ("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER", "GIT_TRACE")
_PATIENCE_SECONDS = 120


class Lines(NamedTuple):
    """The lines that a change touches, as ranges of line numbers in their order, both ends included; None means all of
    them."""

    ranges: tuple[tuple[int, int], ...] | None

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines from `first` to `last` is touched."""
        if self.ranges is None:
            return True
        at = bisect_left(self.ranges, (last + 1,)) - 1
        return at >= 0 and first <= self.ranges[at][1]


EVERYTHING = Lines(None)
_BINARY = b"Binary files "


class Repository:
    """The repository that a folder stands in.

    Raises:
        UsageError: git is not installed, or the folder stands in no repository.
    """

    def __init__(self, folder: str) -> None:
        self.top = folder
        done = self._git("rev-parse", "--show-toplevel", check=False)
        if done is None:
            raise UsageError(f"{folder} stands in no git repository; leave out --changed-since and --staged")
        self.top = os.path.realpath(os.fsdecode(done.rstrip(b"\n")))

    def changed_since(self, revision: str) -> dict[str, Lines]:
        """What the files of the working folder have that the last common ancestor of HEAD and a revision has not: the
        touched lines by real path, for the files that differ. Files that git does not know are not among them.

        Raises:
            UsageError: the revision is not there.
        """
        base = self._commit(revision)
        ancestor = self._git("merge-base", base, "HEAD", check=False)
        return self._changes(ancestor.decode().strip() if ancestor else base)

    def staged(self) -> dict[str, Lines]:
        """What the index has that HEAD has not: the touched lines by real path, for the files that differ."""
        return self._changes("--cached")

    def tracked(self) -> frozenset[str]:
        """The real paths of the files that git knows."""
        listed = self._git("ls-files", "-z") or b""
        return frozenset(self._path(name) for name in listed.split(b"\0") if name)

    def unstaged(self) -> frozenset[str]:
        """The real paths of the files whose content is not what the index has."""
        listed = self._git("diff", "--no-ext-diff", "--name-only", "-z", "--ignore-submodules") or b""
        return frozenset(self._path(name) for name in listed.split(b"\0") if name)

    def staged_content(self, path: str) -> bytes:
        """What the index has of a file. Raises UsageError where it has none."""
        below = os.path.relpath(path, self.top).replace(os.sep, "/")
        return self._git("cat-file", "blob", f":0:{below}") or b""

    def _commit(self, revision: str) -> str:
        if not revision or revision.startswith("-"):
            raise UsageError(f"--changed-since {revision!r}: no revision of git")
        named = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", check=False)
        if named:
            return named.decode().strip()
        if self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False) is None:
            why = "the repository has no commits yet; leave out --changed-since, or use --staged"
        elif (self._git("rev-parse", "--is-shallow-repository", check=False) or b"").strip() == b"true":
            why = "not in this clone, which is shallow; fetch it: `git fetch --unshallow` (fetch-depth: 0 on GitHub)"
        else:
            why = "no revision of this repository; check the name, or fetch it"
        raise UsageError(f"--changed-since {revision}: {why}")

    def _changes(self, against: str) -> dict[str, Lines]:
        output = self._git(*_DIFF, against, "--") or b""
        raw, _, patch = output.partition(b"\0\0")
        changed = list(_raw(raw))
        if any(status == _UNMERGED for status, _ in changed):
            raise UsageError(f"a merge in {self.top} has conflicts; resolve them first")
        pieces = re.split(rb"(?m)^diff --git ", patch)[1:]
        # A link that has become a file, or a file a link, is two pieces: what went, and what came.
        halves = {*_halves(changed)}
        pieces = [piece for number, piece in enumerate(pieces) if number not in halves]
        if len(pieces) != len(changed):
            raise UsageError(f"git's answer on the changes in {self.top} could not be understood")
        return {
            self._path(name): _touched(piece)
            for (status, name), piece in zip(changed, pieces, strict=True)
            if status not in (_DELETED, _SUBMODULE)
        }

    def _path(self, name: bytes) -> str:
        return os.path.join(self.top, os.fsdecode(name))

    def _git(self, *arguments: str, check: bool = True) -> bytes | None:
        """What a command of git prints; None where it fails and `check` is false."""
        environment = {k: v for k, v in os.environ.items() if k not in _NOT_OURS} | _ENVIRONMENT
        if "GIT_WORK_TREE" not in environment:
            # In a hook of a linked worktree git sets it alone, and takes every folder for the top.
            environment.pop("GIT_DIR", None)
        try:
            done = subprocess.run(
                ["git", *_QUIET, *arguments],
                cwd=self.top,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise UsageError("git is not installed, or not on the PATH; --changed-since and --staged need it") from None
        except subprocess.TimeoutExpired:
            raise UsageError(f"git has not answered for {_PATIENCE_SECONDS} seconds in {self.top}") from None
        if done.returncode == 0:
            return done.stdout
        if check or b"dubious ownership" in done.stderr:
            said = " ".join(os.fsdecode(done.stderr).split())[:300]
            raise UsageError(f"git {arguments[0]} failed in {self.top}: {said or done.returncode}")
        return None


def _raw(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The status of each changed file and its path of now, from git's raw form with NUL bytes."""
    fields = iter(raw.split(b"\0"))
    for field in fields:
        if not field:
            continue
        modes, status = field.split(b" ")[:2], field.split(b" ")[4]
        name = next(fields)
        if status[:1] in b"RC":
            name = next(fields)
        yield (_SUBMODULE if _SUBMODULE in (modes[0].lstrip(b":"), modes[1]) else status[:1]), name


def _halves(changed: Iterable[tuple[bytes, bytes]]) -> Iterator[int]:
    """The numbers of the pieces of a patch that say what went where another kind of file came."""
    number = 0
    for status, _ in changed:
        if status == _TYPE_CHANGED:
            yield number
            number += 1
        number += 1


def _touched(piece: bytes) -> Lines:
    """The lines of a file's part of a patch; all of them where git takes the file for binary data."""
    head = piece.partition(b"\n@@ ")[0]
    if any(line.startswith(_BINARY) for line in head.split(b"\n")):
        return EVERYTHING
    ranges = []
    for line in piece.split(b"\n"):
        if line.startswith(b"@@ ") and (hunk := _HUNK.match(line)):
            first, count = int(hunk[1]), int(hunk[2] or b"1")
            if count:
                ranges.append((first, first + count - 1))
    return Lines(tuple(ranges))
