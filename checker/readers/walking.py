"""From what the user names to files: folders are walked, globs matched, nothing is read twice."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.readers.formats import FORMATS
from checker.readers.ignoring import IgnoreRules, Patterns
from checker.readers.unreadable import Note, Unreadable
from checker.registry import readers

STDIN = "-"
MAGIC = frozenset("*?[")


def article_suffixes() -> frozenset[str]:
    """What is taken for an article in a folder, by the end of its name; a file that is named is read whatever it is
    called."""
    return frozenset({*FORMATS, *readers()})


class File(NamedTuple):
    """A file to read; `path` is as the user named it, or begins as the folder that was named."""

    path: str


class Walk:
    """Finds the files that paths name: one walk for a run, because a file named twice is read once.

    Paths are taken in their order, a folder's entries in the order of their names. Hidden and git-ignored files are
    left out of folders and globs; what matches an `exclude` pattern (as in .gitignore, seen from the working folder)
    or what `excluded` says so of is left out everywhere.
    """

    def __init__(
        self,
        exclude: Iterable[str] = (),
        excluded: Callable[[str, bool], bool] | None = None,
        suffixes: Collection[str] = (),
    ) -> None:
        """`suffixes` are those of the files that are taken from a folder, where not those of all articles are."""
        self._exclude = Patterns(exclude)
        self._suffixes = tuple(suffixes or article_suffixes())
        self._also_excluded = excluded
        self._seen: set[str] = set()

    def files(self, paths: Iterable[str]) -> Iterator[File | Unreadable | Note]:
        """The files in their order, with what could not be read in its place."""
        for path in paths:
            if path == STDIN:
                if self._first(STDIN):
                    yield File(STDIN)
                continue
            try:
                mode = os.stat(path).st_mode
            except (OSError, ValueError) as error:
                if MAGIC.intersection(path) and not os.path.lexists(path):
                    yield from self._glob(path)
                else:
                    yield Unreadable(path, _reason(path, error))
                continue
            if stat.S_ISDIR(mode):
                yield from self._folder(path)
            elif not self.excluded(path) and self._first(os.path.realpath(path)):
                yield File(path)

    def _folder(self, path: str) -> Iterator[File | Unreadable | Note]:
        tree = _Tree(path, self.excluded, self._suffixes)
        found = False
        for item in tree.items():
            found = found or not isinstance(item, Note)
            if not isinstance(item, File) or self._first(os.path.realpath(item.path)):
                yield item
        if not found:
            left = tree.left_out
            were = "file was" if left == 1 else "files were"
            why = f"; {left:,} hidden, git-ignored or excluded {were} left out" if left else ""
            kinds = ", ".join(sorted(self._suffixes))
            yield Unreadable(path, f"no articles in this folder ({kinds}){why}; name the files to read")

    def _glob(self, pattern: str) -> Iterator[File | Unreadable | Note]:
        """Files, and the articles in folders, that a pattern matches which the shell has left to us."""
        parts = Path(pattern).parts
        fixed = next(i for i, part in enumerate(parts) if MAGIC.intersection(part))
        base = os.path.join(*parts[:fixed]) if fixed else "."
        glob = _Glob(parts[fixed:])
        found = False
        for item in _Tree(base, self.excluded, self._suffixes).items(glob) if os.path.isdir(base) else ():
            if isinstance(item, Note):
                yield item
                continue
            found = True
            if isinstance(item, Unreadable) or self._first(os.path.realpath(item.path)):
                yield item
        if not found:
            yield Unreadable(pattern, "no file matches; check the pattern, and that git does not ignore what it names")

    def excluded(self, path: str, *, folder: bool = False) -> bool:
        """Whether the user has excluded a path."""
        if self._exclude and self._exclude.match(os.path.relpath(path), folder=folder):
            return True
        return self._also_excluded is not None and self._also_excluded(path, folder)

    def _first(self, identity: str) -> bool:
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True


class _Glob:
    """A pattern relative to the folder it is looked for in; "**" stands for any folders."""

    def __init__(self, parts: Sequence[str]) -> None:
        deep = parts.index("**") if "**" in parts else len(parts)
        self._whole = Patterns(["/" + "/".join(parts)])
        self._heads = [Patterns(["/" + "/".join(parts[:n])]) for n in range(1, min(deep + 1, len(parts)))]
        self._deep = deep < len(parts)
        self.any_suffix = "." in parts[-1]

    def match(self, path: str) -> bool:
        """Whether it takes a file, or a folder that the file is in."""
        return bool(self._whole.match(path, folder=False))

    def may_hold(self, path: str) -> bool:
        """Whether a folder can hold what it takes."""
        depth = path.count("/")
        if depth < len(self._heads):
            return bool(self._heads[depth].match(path, folder=True))
        return self._deep or bool(self._whole.match(path, folder=True))


class _Tree:
    """One walk through a folder."""

    def __init__(self, path: str, excluded: Callable[..., bool], suffixes: tuple[str, ...]) -> None:
        self.left_out = 0
        self._suffixes = suffixes
        self._path = path
        self._prefix = "" if path == "." else path
        self._excluded = excluded
        self._ignore = IgnoreRules(path)

    def items(self, glob: _Glob | None = None) -> Iterator[File | Unreadable | Note]:
        """What stands in the folder, in the order of the names; a linked folder is entered once."""
        real = os.path.realpath(self._path)
        entered = {real}
        # A stack of our own (path from the folder, real path, entries): folders nest deeper than Python's calls may.
        stack = [("", real, self._entries(""))]
        while stack:
            above, above_real, entries = stack[-1]
            item = next(entries, None)
            if item is None:
                stack.pop()
                continue
            if isinstance(item, Unreadable):
                yield item
                continue
            below = f"{above}/{item.name}" if above else item.name
            path = os.path.join(self._prefix, below)
            link = item.is_symlink()
            folder = os.path.isdir(path) if link else item.is_dir(follow_symlinks=False)
            if not folder and not self._wanted(below, item.name, glob):
                continue
            if item.name.startswith(".") or self._left_out(below, path, folder):
                self.left_out += not folder
            elif not folder:
                yield self._file(path)
            elif glob is None or glob.may_hold(below.replace(os.sep, "/")):
                real = os.path.realpath(path) if link else os.path.join(above_real, item.name)
                if link and any(real == other for _, other, _ in stack):
                    yield Note(path, "a link back to a folder it stands in; it is not followed")
                elif real not in entered:
                    entered.add(real)
                    stack.append((below, real, self._entries(below)))

    def _entries(self, below: str) -> Iterator[os.DirEntry[str] | Unreadable]:
        path = os.path.join(self._prefix, below)
        try:
            with os.scandir(path or ".") as scan:
                entries = sorted(scan, key=lambda e: e.name)
        except OSError as error:
            yield Unreadable(path, _reason(path, error))
            return
        yield from entries

    def _file(self, path: str) -> File | Unreadable:
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            return Unreadable(path, _reason(path, error))
        return File(path) if stat.S_ISREG(mode) else Unreadable(path, "not a regular file; leave it out with --exclude")

    def _wanted(self, below: str, name: str, glob: _Glob | None) -> bool:
        article = name.lower().endswith(self._suffixes)
        if glob is None:
            return article
        return (article or glob.any_suffix) and glob.match(below.replace(os.sep, "/"))

    def _left_out(self, below: str, path: str, folder: bool) -> bool:
        return self._excluded(path, folder=folder) or self._ignore.match(below, folder=folder)


def _reason(path: str, error: OSError | ValueError) -> str:
    """What is wrong with a path, and the remedy."""
    if isinstance(error, OSError):
        if error.errno == errno.ELOOP:
            return "a symbolic link that leads back to itself; remove it or point it at a file"
        if error.errno == errno.ENOENT and os.path.islink(path):
            return f"a symbolic link to {os.readlink(path)}, which is not there; remove it or point it at a file"
        if error.errno == errno.ENOENT:
            return "no such file or folder; check the path"
        if error.errno in (errno.EACCES, errno.EPERM):
            return "may not be read; give yourself the permission (chmod u+r)"
        return f"could not be read ({error.strerror or error})"
    return f"is no path ({error})"
