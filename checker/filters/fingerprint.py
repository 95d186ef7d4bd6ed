"""Fingerprints: what names a finding when the text around it has moved."""

from __future__ import annotations

import hashlib
from collections import Counter

import msgspec

from checker.article import Article
from checker.finding import Finding


def fingerprinted(article: Article, findings: list[Finding]) -> list[Finding]:
    """The findings, each with a fingerprint of its rule, its field, its words (white space evened out) and, where the
    same words are found more than once, which of them it is: text inserted above does not change it."""
    seen: Counter[tuple[str, str, str]] = Counter()
    done = []
    for finding in findings:
        text = article.field(finding.field).text
        key = (finding.rule, finding.field, " ".join(text[finding.start : finding.end].split()))
        material = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        digest = hashlib.sha256(material.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        done.append(msgspec.structs.replace(finding, fingerprint=digest))
    return done
