"""What a report says of the run that made it, and what a run hangs on beside its corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import msgspec

from checker.batch.judging import Job
from checker.batch.shards import Columns
from checker.engine import Engine
from checker.environment import environment
from checker.explaining import summary
from checker.results import code_and_settings_digest, code_digest
from checker.score import formula
from checker.services.services import Services
from checker.services.settings import ServiceSettings
from checker.settings import Settings
from checker.tiers import TIERS, why_left_out
from checker.version import VERSION


def code_digests(settings: Sequence[Settings], services: ServiceSettings) -> tuple[str, ...]:
    """A digest of each settings with all that judges by them: the rules, the code, what is installed. Raises
    UsageError where they name what does not exist."""
    engines = (Engine(each, Services(services)) for each in settings)
    return tuple(code_and_settings_digest(engine).hex() for engine in engines)


def told_settings(settings: Settings, services: ServiceSettings, columns: Columns) -> dict[str, Any]:
    """The settings by names that mean something to the user, for saying what has changed."""
    told: dict[str, Any] = {f.name.replace("_", "-"): getattr(settings, f.name) for f in fields(settings)}
    told["packs"] = [getattr(rule, "form", rule.name) for rule in settings.packs]
    told |= {"encoder": services.encoder, "columns": columns, "version of copydesk": VERSION}
    return told


def installed_code(tiers: Sequence[str]) -> dict[str, list[str]]:
    """Digests of the code that judges by these tiers, to be told as the settings are: other ones where a rule was
    edited, or another version of a library installed. The name has the tiers, for other tiers have other libraries."""
    digests = [code_digest("checker"), code_digest("rules"), *environment(tiers)]
    return {f"installed code of {', '.join(tiers)}": digests}


def run_facts(job: Job, *, siblings: bool, named: bool = False) -> dict[str, Any]:
    """What run.json says, without what tells one machine's code from another's. `siblings` says whether articles were
    compared with others; `named`, whether somebody named the tiers. Where they were named it is the same for the same
    settings on every machine; else the tiers are those that are installed, and it says why the others are left out."""
    tiers = [tier for tier in job.settings[0].tiers if siblings or tier != "siblings"]
    left_out = {
        tier: "not asked for" if named else why_left_out(tier) for tier in TIERS if tier not in job.settings[0].tiers
    }
    if "siblings" in job.settings[0].tiers and not siblings:
        left_out["siblings"] = "no articles to compare with: --siblings auto was not given"
    rules = {rule.name: rule for each in job.settings for rule in each.rules() if rule.tier in tiers}
    told = [told_settings(each, job.services, job.columns) for each in job.settings]
    digest = hashlib.blake2b(msgspec.msgpack.encode(told, order="deterministic"), digest_size=16)
    return {
        "version": VERSION,
        "settings": digest.hexdigest(),
        "tiers": tiers,
        "left_out": left_out,
        "columns": job.columns,
        "rules": [
            {
                "name": rule.name,
                "category": rule.category,
                "tier": rule.tier,
                "severity": str(
                    next((s.severities[name] for s in job.settings if name in s.severities), rule.severity)
                ),
                "summary": summary(rule),
            }
            for name, rule in sorted(rules.items())
        ],
        "formula": formula(),
    }
