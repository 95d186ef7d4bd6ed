"""From what the user names to files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.article import Article
from checker.readers.reading import read_paths
from checker.readers.unreadable import Note, Unreadable
from checker.readers.walking import File, Walk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(root: Path, *names: str, text: str = "The ferry left.") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def walk(*paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [i.path if isinstance(i, File) else str(i) for i in Walk(exclude).files(paths)]


def test_a_folder_is_walked_in_the_order_of_the_names(folder: Path) -> None:
    make(folder, "b/2.md", "b/10.md", "a.txt", "c.HTML", "b/x/y.jsonl", "b/picture.png", "b/.hidden.txt", ".git2/a.txt")
    assert walk(".") == ["a.txt", "b/10.md", "b/2.md", "b/x/y.jsonl", "c.HTML"]
    assert walk("b", "a.txt") == ["b/10.md", "b/2.md", "b/x/y.jsonl", "a.txt"]
    assert walk(str(folder / "b")) == [str(folder / "b" / n) for n in ("10.md", "2.md", "x/y.jsonl")]


def test_a_named_file_is_read_whatever_it_is_called(folder: Path) -> None:
    make(folder, "story", ".hidden", "x.rst")
    assert walk("story", ".hidden", "x.rst") == ["story", ".hidden", "x.rst"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    make(folder, "a/1.txt", "a/2.txt")
    os.symlink("1.txt", folder / "a" / "3.txt")
    assert walk("a/2.txt", "a", "./a/1.txt", "a/../a/2.txt") == ["a/2.txt", "a/1.txt"]


def test_git_ignored_files_are_left_out(folder: Path) -> None:
    make(folder, "repo/a.txt", "repo/b.log.txt", "repo/sub/c.txt", "repo/sub/keep.log.txt", "repo/build/d.txt")
    make(folder, "repo/sub/deep/private.txt", "repo/sub/deep/e.txt", "repo/local.txt")
    (folder / "repo/.git/info").mkdir(parents=True)
    (folder / "repo/.git/info/exclude").write_text("local.txt\n")
    (folder / "repo/.gitignore").write_text("# machine made\n*.log.txt\n/build/\n[z-a]\n")
    (folder / "repo/sub/.gitignore").write_text("!keep.log.txt\nprivate.*\n")
    assert walk("repo") == ["repo/a.txt", "repo/sub/c.txt", "repo/sub/deep/e.txt", "repo/sub/keep.log.txt"]
    assert walk("repo/sub/deep") == ["repo/sub/deep/e.txt"]


def test_a_folder_that_git_ignores_is_read_when_it_is_named(folder: Path) -> None:
    make(folder, "build/a.txt", "build/b.txt")
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("build\n")
    (folder / "build/.gitignore").write_text("b.txt\n")
    assert walk("build") == ["build/a.txt"]
    assert walk(".")[0].startswith(".: no articles in this folder")


def test_the_exclude_file_of_a_work_tree_counts(folder: Path) -> None:
    make(folder, "tree/a.txt", "tree/b.txt")
    (folder / "main/.git/worktrees/tree").mkdir(parents=True)
    (folder / "main/.git/info").mkdir()
    (folder / "main/.git/info/exclude").write_text("b.txt\n")
    (folder / "main/.git/worktrees/tree/commondir").write_text("../..\n")
    (folder / "tree/.git").write_text("gitdir: ../main/.git/worktrees/tree\n")
    assert walk("tree") == ["tree/a.txt"]


def test_excluded_files_are_left_out_everywhere(folder: Path) -> None:
    make(folder, "a/drafts/1.txt", "a/2.txt", "a/3.md")
    assert walk("a", exclude=("drafts", "*.md")) == ["a/2.txt"]
    assert walk("a/drafts/1.txt", "a/2.txt", exclude=("a/drafts/",)) == ["a/2.txt"]


def test_globs_that_the_shell_left_are_matched(folder: Path) -> None:
    make(folder, "a/1.md", "a/2.txt", "a/x/3.md", "a/x/y/4.md", "a/x/5.rst", "b/6.md", "a/.git2/7.md")
    assert walk("a/**/*.md") == ["a/1.md", "a/x/3.md", "a/x/y/4.md"]
    assert walk("*/*.md") == ["a/1.md", "b/6.md"]
    assert walk("a/x/*.rst") == ["a/x/5.rst"]
    assert walk("a/[x-z]*") == ["a/x/3.md", "a/x/y/4.md"]
    assert walk(str(folder / "b" / "?.md")) == [str(folder / "b/6.md")]
    assert walk("a/*.html") == [
        "a/*.html: no file matches; check the pattern, and that git does not ignore what it names"
    ]
    assert walk("nowhere/*.html")[0].startswith("nowhere/*.html: no file matches")


def test_a_file_whose_name_is_a_pattern_is_a_file(folder: Path) -> None:
    make(folder, "[1].txt")
    assert walk("[1].txt") == ["[1].txt"]


def test_what_cannot_be_read_is_one_clear_line_each_and_the_rest_is_read(folder: Path) -> None:
    make(folder, "a/1.txt", "a/z.txt")
    (folder / "empty").mkdir()
    os.symlink("gone.txt", folder / "a/broken.txt")
    os.symlink("gone.png", folder / "a/broken.png")
    os.symlink("loop2.txt", folder / "a/loop1.txt")
    os.symlink("loop1.txt", folder / "a/loop2.txt")
    broken = "a symbolic link to gone.txt, which is not there; remove it or point it at a file"
    loop = "a symbolic link that leads back to itself; remove it or point it at a file"
    found = walk("missing.txt", "a", "empty", "a/broken.txt", "a\0b")
    assert found[:6] == [
        "missing.txt: no such file or folder; check the path",
        "a/1.txt",
        f"a/broken.txt: {broken}",
        f"a/loop1.txt: {loop}",
        f"a/loop2.txt: {loop}",
        "a/z.txt",
    ]
    assert found[6].startswith("empty: no articles in this folder (.htm, .html, ")
    assert found[7] == f"a/broken.txt: {broken}"
    assert found[8].startswith("a␀b: is no path")
    assert len(found) == 9


def test_a_link_back_to_a_folder_above_is_noted_and_not_followed(folder: Path) -> None:
    make(folder, "a/1.txt", "other/2.txt")
    os.symlink("..", folder / "a/up")
    os.symlink("../other", folder / "a/other")
    found = list(Walk().files(["a"]))
    assert found[:2] == [File("a/1.txt"), File("a/other/2.txt")]
    (note,) = (i for i in Walk().files(["."]) if not isinstance(i, File))
    assert isinstance(note, Note)
    assert str(note) == "a/up: a link back to a folder it stands in; it is not followed"


def test_a_failing_read_is_one_clear_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, "a.txt", "b.txt")

    def denied(path: str, mode: str) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("builtins.open", denied)
    found = list(read_paths(["a.txt", "b.txt"]))
    assert [str(f) for f in found] == [
        f"{n}: could not be read (Permission denied); check the file and its permissions" for n in ("a.txt", "b.txt")
    ]


def test_deep_folders_do_not_exhaust_the_stack(folder: Path) -> None:
    deep = folder
    for _ in range(300):
        deep = deep / "d"
    make(folder, str(deep.relative_to(folder) / "a.txt"))
    assert len(walk(".")) == 1


def test_files_are_opened_one_at_a_time(folder: Path) -> None:
    make(folder, "a.txt", "b.txt")
    articles = read_paths(["."])
    first = next(articles)
    (folder / "b.txt").write_text("Changed.")
    second = next(articles)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert second.text == "Changed."


def test_a_name_that_is_not_utf_8_is_shown_on_one_line(folder: Path) -> None:
    unreadable = Unreadable(os.fsdecode(b"caf\xe9\n.txt"), "no such file")
    assert str(unreadable).encode() == "caf\ufffd␤.txt: no such file".encode()
