"""Overlap and fingerprints."""

from __future__ import annotations

from checker.article import Article
from checker.filters.fingerprint import fingerprinted
from checker.filters.overlap import merged
from checker.finding import Finding, Replacement, Severity


def finding(start: int, end: int, rule: str = "a", category: str = "noise", severity: str = "warning") -> Finding:
    return Finding(rule, category, Severity(severity), start, end, "Said.")


def test_of_two_findings_of_one_category_the_graver_stays() -> None:
    grave, light = finding(0, 5, severity="error"), finding(0, 20)
    assert merged([light, grave]) == [grave]


def test_of_equals_the_one_with_a_replacement_stays() -> None:
    bare = finding(0, 20)
    mended = Finding("b", "noise", Severity.WARNING, 5, 15, "Said.", replacements=(Replacement("x"),))
    assert merged([bare, mended]) == [mended]


def test_a_small_fault_inside_a_large_one_of_its_category_is_a_fault_of_its_own() -> None:
    sentence, stutter = finding(0, 240), finding(180, 204)
    assert merged([stutter, sentence]) == [sentence, stutter]


def test_a_small_fault_inside_a_large_one_of_another_category_is_a_fault_of_its_own() -> None:
    paragraph, typo = finding(0, 200), finding(50, 57, category="typos")
    assert merged([typo, paragraph]) == [paragraph, typo]


def test_residue_explains_what_is_odd_inside_it() -> None:
    residue, typo = finding(0, 200, category="residue", severity="info"), finding(50, 57, category="typos")
    assert merged([typo, residue]) == [residue]


def test_spaces_all_through_a_sentence_do_not_explain_that_its_words_go_in_circles() -> None:
    spaces, circle = finding(0, 98, category="punctuation"), finding(10, 97)
    assert merged([spaces, circle]) == [spaces, circle]


def test_an_address_inside_a_paragraph_does_not_explain_the_paragraph() -> None:
    paragraph, address = finding(0, 200), finding(50, 70, category="residue", severity="info")
    assert merged([paragraph, address]) == [paragraph, address]


def test_a_long_finding_over_many_short_ones_keeps_them_apart() -> None:
    long, short = finding(0, 100_000), [finding(n, n + 4, category="typos") for n in range(0, 100_000, 5)]
    assert merged([*short, long]) == [short[0], long, *short[1:]]


def test_neighbours_that_only_touch_are_two() -> None:
    assert len(merged([finding(0, 5), finding(5, 9)])) == 2


def fingerprint(text: str, words: str) -> str:
    at = text.index(words)
    return fingerprinted(Article("a", text), [finding(at, at + len(words))])[0].fingerprint


def test_a_fingerprint_stays_when_text_is_put_above() -> None:
    text = "He said said so."
    assert fingerprint(text, "said said") == fingerprint(f"A new first paragraph.\n\n{text}", "said said")


def test_a_fingerprint_changes_with_the_words() -> None:
    assert fingerprint("He said said so.", "said said") != fingerprint("He says says so.", "says says")


def test_the_same_words_twice_have_two_fingerprints() -> None:
    article = Article("a", "no no, no no")
    first, second = fingerprinted(article, [finding(0, 5), finding(7, 12)])
    assert first.fingerprint != second.fingerprint


def test_of_equals_the_one_with_a_safe_replacement_stays() -> None:
    unsafe = Finding("a", "typos", Severity.WARNING, 5, 8, "Said.", replacements=(Replacement("an"),))
    safe = Finding("b", "typos", Severity.WARNING, 5, 6, "Said.", replacements=(Replacement("an", safe=True),))
    assert merged([unsafe, safe]) == [safe]
    graver = Finding("a", "typos", Severity.ERROR, 5, 8, "Said.", replacements=(Replacement("an"),))
    assert merged([safe, graver]) == [graver]


def test_of_equals_the_one_of_the_local_tier_stays() -> None:
    local = Finding("wrong-article", "typos", Severity.WARNING, 5, 6, "Said.", replacements=(Replacement("an"),))
    carried = Finding("grammar-fault", "grammar", Severity.WARNING, 5, 6, "Said.", replacements=(Replacement("an"),))
    assert merged([carried, local]) == [local]
    bare = Finding("wrong-article", "typos", Severity.WARNING, 5, 6, "Said.")
    assert merged([carried, bare]) == [carried]
