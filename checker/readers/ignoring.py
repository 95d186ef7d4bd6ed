"""Patterns in the style of .gitignore, and what git ignores in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Patterns:
    """Patterns as in .gitignore. A pattern that makes no sense is passed over, as git does."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = [line for line in lines if line.strip() and not line.startswith("#")]
        self._spec = _spec(lines) if lines else None

    def __bool__(self) -> bool:
        return self._spec is not None

    def match(self, path: str, *, folder: bool) -> bool | None:
        """Whether the last pattern that speaks of the path takes it; None where none does. `path` is relative."""
        if self._spec is None:
            return None
        return self._spec.check_file(f"{path}/" if folder else path).include


class IgnoreRules:
    """What git ignores in and below a folder: nested .gitignore files up to the root of the repository, and
    .git/info/exclude. Outside a repository the .gitignore files of the folder itself count.

    A folder that git ignores and that is named all the same is read: then only the .gitignore files in it count.
    """

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._patterns: dict[str, Patterns] = {}
        self._exclude = Patterns(())
        self._root = _repository(self._folder) or self._folder
        self._exclude = _read(_info_exclude(self._root))
        if self._folder != self._root and self._folder_is_ignored():
            self._root = self._folder
            self._exclude = Patterns(())

    def match(self, path: str, *, folder: bool) -> bool:
        """Whether git ignores a path that is relative to the folder; its parents are not asked for again."""
        return self._ignored(os.path.join(self._folder, path), folder=folder)

    def _ignored(self, path: str, *, folder: bool) -> bool:
        at = os.path.dirname(path)
        while True:
            if at not in self._patterns:
                self._patterns[at] = _read(os.path.join(at, ".gitignore"))
            if (patterns := self._patterns[at]) and (
                taken := patterns.match(_below(path, at), folder=folder)
            ) is not None:
                return taken
            if at == self._root:
                return bool(self._exclude.match(_below(path, at), folder=folder))
            at = os.path.dirname(at)

    def _folder_is_ignored(self) -> bool:
        path = self._folder
        while path != self._root:
            if self._ignored(path, folder=True):
                return True
            path = os.path.dirname(path)
        return False


def _below(path: str, folder: str) -> str:
    return path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")


def _repository(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def _info_exclude(root: str) -> str:
    """The exclude file of a repository; in a work tree .git is a file that names the folder of the repository."""
    git = os.path.join(root, ".git")
    try:
        if os.path.isfile(git):
            with open(git, encoding="utf-8") as file:
                git = os.path.join(root, file.read().removeprefix("gitdir:").strip())
            with open(os.path.join(git, "commondir"), encoding="utf-8") as file:
                git = os.path.join(git, file.read().strip())
    except (OSError, ValueError):
        pass
    return os.path.join(git, "info", "exclude")


def _read(path: str) -> Patterns:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return Patterns(file.read().split("\n"))
    except OSError:
        return Patterns(())


def _spec(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except Exception:  # pathspec raises its own errors and those of re
        sound = []
        for line in lines:
            try:
                GitIgnoreSpec.from_lines([line])
            except Exception:
                continue
            sound.append(line)
        return GitIgnoreSpec.from_lines(sound)
