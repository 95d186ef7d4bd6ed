"""What is wrong with a table: unknown keys with the nearest right one, and values of a wrong type, in plain words."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from checker.config.keys import HOUSE_STYLE, VOUCHED_FOR, Keys, Override
from checker.config.toml_lines import Path
from checker.filters.stet import STET_FINDINGS
from checker.finding import CATEGORIES
from checker.nearest import nearest
from checker.registry import all_rules
from checker.rule import Options, Rule
from checker.services.loopback import is_loopback

_ITEM = re.compile(r" - at `\$\[(\d+)\]")
_WORDS = {str: "a text in quotation marks", int: "a whole number", float: "a number", bool: "true or false"}


class Problem(NamedTuple):
    """What is wrong, and the key it is wrong at."""

    at: Path
    message: str


def problems(
    values: Mapping[str, Any], *, trusted: bool, packed: Callable[[], dict[str, Rule]] = dict
) -> list[Problem]:
    """Everything that is wrong with a file's table; `trusted` says whether the user has named the file. `packed` reads
    the rules of its packs: it is asked where a name is not that of an installed rule."""
    found = [*_in_table(values, Keys, ())]
    for at, table in _scopes(values):
        unknown = [*_unknown_names(table, at, all_rules())]
        if unknown and (more := packed()):
            unknown = [*_unknown_names(table, at, all_rules() | more)]
        found += unknown
    if not trusted:
        found += _not_vouched_for(values)
    return found


def _scopes(values: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield (), values
    overrides = values.get("overrides")
    for number, override in enumerate(overrides if isinstance(overrides, list) else ()):
        if isinstance(override, dict):
            yield ("overrides", number), override


def _in_table(values: Mapping[str, Any], struct: type[msgspec.Struct], at: Path) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key, value in values.items():
        if key in fields:
            yield from _in_value(value, fields[key].type, (*at, key))
        elif struct is Override and key in (f.encode_name for f in msgspec.structs.fields(Keys)):
            yield Problem((*at, key), f"“{key}” holds for a whole run or tree, not for some paths; move it to the top")
        else:
            yield Problem((*at, key), f"unknown key “{key}”{nearest(key, fields)}")
    for key in fields.keys() - values.keys():
        if fields[key].required:
            yield Problem(at, f"“{key}” is missing")


def _in_value(value: Any, type_: Any, at: Path) -> Iterator[Problem]:
    bare = _bare(type_)
    if isinstance(value, list) and get_origin(bare) in (Union, types.UnionType):
        bare = next((a for a in get_args(bare) if get_origin(a) is tuple), bare)
    if isinstance(value, dict) and isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        yield from _in_table(value, bare, at)
        return
    if isinstance(value, dict) and get_origin(bare) is dict:
        for key, item in value.items():
            yield from _in_value(item, get_args(bare)[1], (*at, key))
        return
    if isinstance(value, list) and get_origin(bare) is tuple:
        item_type = get_args(bare)[0]
        for number, item in enumerate(value):
            yield from _in_value(item, item_type, (*at, number))
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        if not _ITEM.search(str(error)):  # what is wrong with an item has been said above
            yield Problem(at, _wrong(value, _bare(type_), at, str(error)))


def _wrong(value: Any, type_: Any, at: Path, said: str) -> str:
    name = f"“{at[-1]}”" if isinstance(at[-1], str) else f"item {at[-1] + 1} of “{at[-2]}”"
    wanted, given = _in_words(type_), _kind(value)
    if get_origin(type_) is Literal and isinstance(value, str):
        return f"{name} must be {wanted}, not “{value}”{nearest(value, get_args(type_))}"
    if given == wanted or (given, wanted) == ("a whole number", "a number"):  # of the right type, but not in its bounds
        return f"{name}: {said[:1].lower()}{said[1:]}".replace("`", "")
    return f"{name} must be {wanted}, not {given}"


def _in_words(type_: Any) -> str:
    """A type as people say it."""
    type_ = _bare(type_)
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Literal:
        return "one of " + ", ".join(f"“{a}”" for a in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(_in_words(a) for a in arguments if a is not types.NoneType)
    if origin is tuple:
        return "a list" if arguments[0] is not str else "a list of texts"
    return _WORDS.get(type_, "a table")


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else _WORDS.get(type(value), "a date or time")


def _bare(type_: Any) -> Any:
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def _unknown_names(table: Mapping[str, Any], at: Path, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Rules and categories that do not exist, and what is wrong with the options of those that do."""
    names = [*rules, *STET_FINDINGS, *sorted({*CATEGORIES, *(r.category for r in rules.values())})]
    for key in ("select", "ignore"):
        listed = table.get(key)
        for number, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str) and name not in names:
                hint = nearest(name, names) or "; `copydesk rules` lists them"
                yield Problem((*at, key, number), f"“{key}”: no rule or category is named “{name}”{hint}")
    for key in ("severity", "rules"):
        named = table.get(key)
        for name, value in (named if isinstance(named, dict) else {}).items():
            if name not in rules and not (key == "severity" and name in STET_FINDINGS):
                hint = nearest(name, rules) or "; `copydesk rules` lists them"
                yield Problem((*at, key, name), f"“{key}”: no rule is named “{name}”{hint}")
            elif key == "rules" and isinstance(value, dict):
                yield from _in_options(name, value, rules[name].options, (*at, key, name))
    if isinstance(table.get("prefer"), dict) and HOUSE_STYLE in rules:
        given = {"prefer": table["prefer"]}
        yield from (Problem((*at, "prefer"), p.message) for p in _refused(given, rules[HOUSE_STYLE].options, at))


def _in_options(name: str, values: Mapping[str, Any], options: type[Options], at: Path) -> Iterator[Problem]:
    if values and not options.__struct_fields__:
        yield Problem(at, f"the rule “{name}” has no options")
        return
    found = [*_in_table(values, options, at)]
    yield from found or _refused(values, options, at)


def _refused(values: Mapping[str, Any], options: type[Options], at: Path) -> Iterator[Problem]:
    """What the options themselves object to, once each has its type."""
    try:
        msgspec.convert(values, options)
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, (ValueError, TypeError)):
            yield Problem(at, str(error.__cause__))


def _not_vouched_for(values: Mapping[str, Any]) -> Iterator[Problem]:
    for table, key in sorted(VOUCHED_FOR):
        given = values.get(table)
        value = given.get(key) if isinstance(given, dict) else None
        if not isinstance(value, str) or not value or (key == "url" and is_loopback(value)):
            continue
        told = "names what is run, loaded or sent text; it counts only in a file that you name with --config"
        yield Problem((table, key), f"“{key}” of [{table}] {told}")
