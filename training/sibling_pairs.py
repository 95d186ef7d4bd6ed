"""Fits the two small models of checker/siblings/likeness.py, and measures them on groups they were not fitted on.

    python -m training.sibling_pairs ../shared/data

Pairs come from the groups of articles that people built and from distractors of the same kind of news: a pair is
positive where both are of one group. Five folds, split by group; the last fit is on all of them. The weights that it
prints go into likeness.py by hand.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpus import rows
from checker.article import Article
from checker.readers.metadata import iso_day
from checker.services.services import Services
from checker.siblings.candidates import WINDOW_DAYS, Terms
from checker.siblings.find import CANDIDATES, WORTH_READING, Leads, days_apart
from checker.siblings.likeness import Facts, Model, compare
from checker.siblings.linkage import linked
from checker.siblings.traits import Traits, traits_of

DISTRACTORS = 2_000
FOLDS = 5


def articles_of(data: Path) -> tuple[list[Traits], list[str]]:
    """The traits of all articles, and the group of each, "" for distractors; copies are left out."""
    found: dict[bytes, tuple[Traits, str]] = {}
    for cluster in rows(data, "sibling_clusters"):
        if cluster["gold_same_event"] and "translations" not in cluster["kind"]:
            for article in cluster["articles"]:
                one = _traits(f"{cluster['cluster']}:{article['id']}", article)
                found[one.digest] = (one, cluster["cluster"])
    for article in rows(data, "news_corpus", DISTRACTORS):
        one = _traits(article["id"], article)
        found[one.digest] = (one, "")
    both = [found[key] for key in sorted(found)]
    return [one for one, _ in both], [name for _, name in both]


def _traits(id_: str, record: dict[str, Any]) -> Traits:
    date = str(record.get("date") or "")[:10]
    day = iso_day(date) if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None
    return traits_of(Article(id_, record["text"], record.get("title") or "", date=day))


def facts_of(traits: list[Traits], services: Services) -> dict[tuple[int, int], Facts]:
    """The facts of every pair of candidates, the leads' likeness among them."""
    terms = Terms(traits)
    pairs = {
        (min(i, j), max(i, j))
        for i, one in enumerate(traits)
        for j in terms.near(terms.weighed[i], one.day, CANDIDATES, but=i)
    }
    leads = Leads([one.lead for one in traits], services.encoder.encode)
    return {
        (i, j): compare(
            terms.weighed[i], terms.weighed[j], days_apart(traits[i], traits[j])
        )._replace(leads=leads.cosine(traits[i].lead, traits[j].lead))
        for i, j in sorted(pairs)
    }  # fmt: skip


def fitted(facts: list[Facts], same: list[bool], *, leads: bool) -> Model:
    """A logistic model of the pairs."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    given = np.array(facts)[:, : None if leads else -1]
    scale = given.std(axis=0)
    fit = LogisticRegression(max_iter=1_000).fit(given / scale, same)
    weights = [float(w) for w in fit.coef_[0] / scale]
    return Model(float(fit.intercept_[0]), Facts(*weights))


def b_cubed(groups: list[list[int]], names: list[str]) -> tuple[float, float]:
    """Precision and recall over the articles of gold groups (Bagga and Baldwin 1998)."""
    sizes = Counter(name for name in names if name)
    precision, recall = [], []
    for members in groups:
        for i in members:
            if names[i]:
                same = sum(names[j] == names[i] for j in members)
                precision.append(same / len(members))
                recall.append(same / sizes[names[i]])
    return float(np.mean(precision)), float(np.mean(recall))


def main(data: Path) -> None:
    """Fits, measures by cross-validation, prints."""
    services = Services(note=print)
    traits, names = articles_of(data)
    facts = facts_of(traits, services)
    services.close()
    judged = [pair for pair in facts if names[pair[0]] or names[pair[1]]]
    # In these groups either all articles have dates or none has: that says nothing of pairs of which one has.
    told = {(i, j) for i, j in judged if bool(traits[i].day) == bool(traits[j].day)}
    same = {(i, j): bool(names[i]) and names[i] == names[j] for i, j in facts}
    everyone = sorted({name for name in names if name})
    order = np.random.default_rng(1).permutation(len(everyone))
    fold = {name: int(k) % FOLDS for name, k in zip(everyone, order, strict=True)}
    links: dict[tuple[int, int], float] = {}
    for k in range(FOLDS):
        out = {pair for pair in judged if k in (fold.get(names[pair[0]]), fold.get(names[pair[1]]))}
        seen = sorted(told - out)
        models = [fitted([facts[p] for p in seen], [same[p] for p in seen], leads=leads) for leads in (False, True)]
        for pair in facts:
            unlabelled = not names[pair[0]] and not names[pair[1]]
            if (pair in out or (unlabelled and k == 0)) and models[0].likelihood(facts[pair]) >= WORTH_READING:
                links[pair] = models[1].likelihood(facts[pair])
    groups = linked([one.day for one in traits], links, WINDOW_DAYS)
    precision, recall = b_cubed(groups, names)
    grouped = sum(len(g) for g in groups if len(g) > 1 and not any(names[i] for i in g)) / names.count("")
    print(f"cross-validated B-cubed: precision {precision:.3f} recall {recall:.3f}", end=" ")
    print(f"F1 {2 * precision * recall / (precision + recall):.3f}, distractors grouped {grouped:.3f}")
    likely = [pair for pair in judged if links.get(pair, 0.0) >= 0.5]
    print(f"pairs at 0.5: precision {np.mean([same[p] for p in likely]):.3f}", end=" ")
    print(f"recall {sum(same[p] for p in likely) / sum(same.values()):.3f} of {sum(same.values())}")
    for name, leads in (("WITHOUT_LEADS", False), ("WITH_LEADS", True)):
        model = fitted([facts[p] for p in sorted(told)], [same[p] for p in sorted(told)], leads=leads)
        print(name, "=", f"Model({model.bias:.2f}, Facts({', '.join(f'{w:.2f}' for w in model.weights)}))")
    read = {p for p in facts if models[0].likelihood(facts[p]) >= WORTH_READING}
    print(f"{len(facts)} pairs, of {len({i for p in read for i in p})} of {len(traits)} articles the leads are read")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
