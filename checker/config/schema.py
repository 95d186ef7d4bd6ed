"""The JSON Schema of the configuration, made from the keys and from the rules' options."""

from __future__ import annotations

from typing import Any

import msgspec

from checker.config.keys import Keys
from checker.filters.stet import STET_FINDINGS
from checker.finding import CATEGORIES
from checker.registry import all_rules
from checker.rule import Options

_DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors of TOML read


def schema() -> dict[str, Any]:
    """The schema of copydesk.toml (and of [tool.copydesk]) for the rules that are installed."""
    (root,), definitions = msgspec.json.schema_components([Keys], ref_template="#/definitions/{name}")
    rules = all_rules()
    names = [*rules, *STET_FINDINGS, *sorted({*CATEGORIES, *(r.category for r in rules.values())})]
    options = {name: _options(rule.options) for name, rule in rules.items() if rule.options.__struct_fields__}
    definitions["Level"] = definitions["Keys"]["properties"]["severity"]["additionalProperties"]
    definitions["RuleOrCategory"] = {"enum": names}
    definitions["Rule"] = {"enum": [*rules, *STET_FINDINGS]}
    definitions["RuleOptions"] = {"type": "object", "properties": options, "additionalProperties": False}
    for struct in ("Keys", "Override"):
        properties = definitions[struct]["properties"]
        properties["severity"] |= {"propertyNames": _named("Rule"), "additionalProperties": _named("Level")}
        properties["rules"] = {"description": properties["rules"]["description"], "allOf": [_named("RuleOptions")]}
        for key in ("select", "ignore"):
            properties[key]["items"] = _named("RuleOrCategory")
    about = {"$schema": _DIALECT, "title": "The configuration of copydesk"}
    return about | root | {"definitions": definitions}


def _named(definition: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{definition}"}


def _options(options: type[Options]) -> dict[str, Any]:
    (root,), definitions = msgspec.json.schema_components([options], ref_template="#/definitions/{name}")
    (made,) = definitions.values() if definitions else (root,)
    return dict(made)
