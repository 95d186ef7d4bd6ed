"""The third stage: the settings that hold for a path, one object for all the paths that share them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from checker.accepted import normal
from checker.article import Article
from checker.config.keys import FILE_NAME, HOUSE_STYLE, PYPROJECT, Keys
from checker.config.merging import Layer, Merged, Override, Value, laid_over, merged
from checker.config.reading import Table, read_table, shown
from checker.config.vocabulary import vocabulary
from checker.errors import ConfigurationError
from checker.finding import Severity
from checker.readers.ignoring import Patterns
from checker.readers.walking import MAGIC
from checker.registry import all_rules
from checker.rule import Options, Rule
from checker.services.settings import CacheSettings, EncoderSettings, LanguageToolSettings, ServiceSettings
from checker.settings import Settings

# Reading the whole of a pyproject.toml takes longer than all else that looks for a configuration.
_SPEAKS_OF_US = re.compile(rb"tool[ \t\"'.]+copydesk|(?:^|[,{])[ \t]*[\"']?copydesk[\"']?[ \t]*[.=][^=]", re.MULTILINE)
_NOTHING = Merged("", (), {}, ())


class RunSettings(NamedTuple):
    """What concerns a run as a whole. No `tiers` means all that are installed; `siblings` are paths, or "auto";
    `baseline` is a file, "" where none is named; `files` are those that all this came from."""

    tiers: tuple[str, ...] = ()
    fail_on: str = "warning"
    siblings: tuple[str, ...] = ()
    services: ServiceSettings = ServiceSettings()
    baseline: str = ""
    files: tuple[str, ...] = ()


class Configurations:
    """Finds, for each path, the configuration in its nearest parent folder, and what follows from it.

    `given` is a file that counts for every path instead of what is found; with `none` no file counts. `flags` are the
    values of the command line, which outweigh those of all files.
    """

    def __init__(
        self,
        given: str | None = None,
        *,
        none: bool = False,
        flags: Mapping[str, Any] | None = None,
    ) -> None:
        """Raises ConfigurationError where the given file is faulty or not there."""
        self.tiers: tuple[str, ...] = ("local",)
        """The tiers of the run, for the settings of its paths."""
        self._flags: Layer = {(key,): Value(value, (f"--{key}",)) for key, value in (flags or {}).items()}
        self._folders: dict[str, Merged] = {}
        self._settings: dict[tuple[int, tuple[int, ...]], Settings] = {}
        self._patterns: dict[tuple[str, ...], Patterns] = {}
        self._taken: dict[int, set[int]] = {}  # by the identity of a configuration, its overrides that took a path
        self._fixed = _NOTHING if none else None
        if given is not None and not none:
            path = os.path.abspath(given)
            table = read_table(path, trusted=True)
            if table is None:
                raise ConfigurationError([f"{given}: there is no table [tool.copydesk] in it"])
            self._fixed = merged(table, os.getcwd(), trusted=True)

    def of_folder(self, folder: str) -> Merged:
        """What holds in a folder; `folder` is absolute.

        Raises:
            ConfigurationError: a file is faulty.
        """
        if self._fixed is not None:
            return self._fixed
        known = self._folders.get(folder)
        if known is None:
            table = _table_in(folder)
            above = os.path.dirname(folder)
            if table is not None:
                known = merged(table, folder)
            else:
                known = _NOTHING if above == folder else self.of_folder(above)
            self._folders[folder] = known
        return known

    def settings_of(self, article: Article) -> Settings:
        """The settings for an article, by the file that it was read from. Raises as `settings`."""
        return self.settings(article.origin.path)

    def settings(self, path: str) -> Settings:
        """The settings for an article of a file ("-" and "" count as standing in the working folder).

        Raises:
            ConfigurationError: a configuration or vocabulary is faulty.
        """
        path = os.path.abspath(path or "-")
        config = self.of_folder(os.path.dirname(path))
        matching = self._matching(config, path) if config.overrides else ()
        if config.overrides:
            self._taken.setdefault(id(config), set()).update(matching)
        key = (id(config), matching)
        if key not in self._settings:
            self._settings[key] = self._made(self._layer(config, matching))
        return self._settings[key]

    def idle_overrides(self, named: Iterable[str]) -> list[Override]:
        """The overrides of a configuration's own file that took no article of a run, though its whole folder is below
        a named one: their globs are likely mistaken."""
        tops = [os.path.join(os.path.abspath(path), "") for path in named if os.path.isdir(path)]
        return [
            override
            for config in (*{id(c): c for c in self._folders.values()}.values(), *filter(None, [self._fixed]))
            if id(config) in self._taken and any(os.path.join(config.folder, "").startswith(top) for top in tops)
            for number, override in enumerate(config.overrides)
            if number not in self._taken[id(config)] and override.origin.startswith(f"{shown(config.files[0])}:")
        ]

    def layer(self, path: str) -> Layer:
        """The values that hold for a path, each with where it came from."""
        path = os.path.abspath(path)
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        config = self.of_folder(folder)
        return self._layer(config, self._matching(config, path))

    def run_settings(self, paths: Iterable[str]) -> RunSettings:
        """What the configuration of the folder that all paths share says of the run.

        Raises:
            ConfigurationError: a configuration is faulty, or names a pipe or a device.
        """
        config = self.of_folder(shared_folder(paths))
        layer = laid_over(config.layer, self._flags)
        _check_places(layer)

        def value(key: str, default: Any) -> Any:
            return layer.get((key,), Value(default)).value

        def table(name: str) -> dict[str, Any]:
            return {key[1]: v.value for key, v in layer.items() if len(key) == 2 and key[0] == name}

        services = ServiceSettings(
            languagetool=msgspec.convert(table("languagetool"), LanguageToolSettings),
            encoder=msgspec.convert(table("encoder"), EncoderSettings),
            cache=msgspec.convert(table("cache"), CacheSettings),
            offline=bool(value("offline", False)),
        )
        default = Keys()
        return RunSettings(
            tuple(value("tiers", default.tiers)),
            str(value("fail-on", default.fail_on)),
            tuple(value("siblings", ())),
            services,
            str(value("baseline", "")),
            config.files,
        )

    def rules(self, path: str = ".") -> dict[str, Rule]:
        """Every rule that is there for a path, installed or in its packs, by name. Raises as `settings`."""
        return self.settings(os.path.join(path, "-") if os.path.isdir(path) else path).known_rules()

    def excluded(self, path: str, folder: bool = False) -> bool:
        """Whether the configuration that holds for a path leaves it out."""
        path = os.path.abspath(path)
        config = self.of_folder(os.path.dirname(path))
        globs = config.layer.get(("exclude",))
        return globs is not None and self._takes(tuple(globs.value), config, path, folder=folder)

    def _layer(self, config: Merged, matching: tuple[int, ...]) -> Layer:
        layer = config.layer
        for number in matching:
            layer = laid_over(layer, config.overrides[number].layer)
        return laid_over(layer, self._flags)

    def _matching(self, config: Merged, path: str) -> tuple[int, ...]:
        return tuple(n for n, override in enumerate(config.overrides) if self._takes(override.globs, config, path))

    def _takes(self, globs: tuple[str, ...], config: Merged, path: str, *, folder: bool = False) -> bool:
        below = os.path.relpath(path, config.folder)
        if below == ".." or below.startswith(f"..{os.sep}"):
            return False
        patterns = self._patterns.get(globs)
        if patterns is None:
            patterns = self._patterns[globs] = Patterns(globs)
        return bool(patterns.match(below.replace(os.sep, "/"), folder=folder))

    def _made(self, layer: Layer) -> Settings:
        options: dict[str, dict[str, Any]] = {}
        severities: dict[str, str] = {}
        for key, (value, _) in layer.items():
            if key[0] == "rules":
                options.setdefault(key[1], {})[key[2]] = value
            elif key[0] == "prefer":
                options.setdefault(HOUSE_STYLE, {}).setdefault("prefer", {})[key[1]] = value
            elif key[0] == "severity":
                severities[key[1]] = value

        def listed(key: str) -> tuple[str, ...]:
            return tuple(layer.get((key,), Value(())).value)

        off = [rule for rule, level in severities.items() if level == "off"]
        return Settings(
            tiers=self.tiers,
            select=listed("select"),
            ignore=(*listed("ignore"), *off),
            options={rule: _typed(rule, values) for rule, values in options.items()},
            accepted=_accepted(layer),
            language=str(layer.get(("language",), Value("auto")).value),
            packs=_packs(layer),
            rules_as_of=str(layer.get(("rules-as-of",), Value("")).value),
            severities={rule: Severity(level) for rule, level in severities.items() if level != "off"},
        )


def _table_in(folder: str) -> Table | None:
    """The table of a folder's copydesk.toml, else of its pyproject.toml."""
    path = os.path.join(folder, FILE_NAME)
    if os.path.isfile(path) or os.path.islink(path):  # a link that leads nowhere is a mistake to be told
        return read_table(path)
    path = os.path.join(folder, PYPROJECT)
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None  # whoever that file belongs to, it is not known to speak of us
    return read_table(path, data=data) if _SPEAKS_OF_US.search(data) else None


def _check_places(layer: Layer) -> None:
    for key in ("siblings", "baseline"):
        given = layer.get((key,), Value(()))
        for path in (given.value,) if isinstance(given.value, str) else given.value:
            if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
                told = "is neither a file nor a folder"  # it may have no end
                raise ConfigurationError([f"{', '.join(given.origins)}: “{key}”: {shown(path)} {told}"])


def _typed(rule: str, values: dict[str, Any]) -> Options:
    cls = all_rules()[rule].options
    return msgspec.convert(values, cls)


def _packs(layer: Layer) -> tuple[Rule, ...]:
    named = layer.get(("packs",), Value(()))
    if not named.value:
        return ()
    from checker.packs.loading import pack_rules

    return pack_rules(tuple(named.value), ", ".join(named.origins))


def _accepted(layer: Layer) -> frozenset[str]:
    accepted = frozenset(map(normal, layer.get(("accept",), Value(())).value))
    files = layer.get(("vocabulary",), Value(()))
    for path in files.value:
        accepted |= vocabulary(path, ", ".join(files.origins))
    return accepted


def shared_folder(paths: Iterable[str]) -> str:
    """The nearest folder that all paths share, absolute; of a glob the part before the first magic character."""
    folders = []
    for path in paths:
        if path == "-":
            folders.append(os.getcwd())
            continue
        if MAGIC.intersection(path) and not os.path.lexists(path):
            parts = path.split("/")
            path = "/".join(parts[: next(i for i, part in enumerate(parts) if MAGIC.intersection(part))]) or "."
        path = os.path.abspath(path)
        folders.append(path if os.path.isdir(path) else os.path.dirname(path))
    try:
        return os.path.commonpath(folders) if folders else os.getcwd()
    except ValueError:  # on several drives
        return folders[0]
