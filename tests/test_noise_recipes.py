"""The recipes that break sentences: what they mark is what they changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.lexicon import frequency
from training.forbidden_text import Forbidden
from training.noise_collocations import Collocations, translated_words
from training.noise_contexts import Contexts
from training.noise_data import SMALL, WAYS, break_one, held_out
from training.noise_draft import BROKEN, UNKNOWN, Draft
from training.noise_recipes import Recipes
from training.noise_translations import Translation, detokenised, labelled, nearness
from training.thesaurus import Thesaurus
from training.word_forms import WordForms

SENTENCE = (
    "The harbour master said on Monday that three of the city's largest ferries, including the Hulda, had been moved "
    "to the northern dock because the old quay was no longer safe for the people who work there."
)
NOUNS = {
    "dock": "pier jetty",
    "quay": "wharf landing",
    "people": "folks nation",
    "ferries": "boats",
    "master": "expert",
}
VERBS = {"say": "pronounce articulate", "move": "stir impress", "include": "embrace admit", "work": "ferment exploit"}
ADJECTIVES = {"old": "previous sometime", "safe": "good dependable", "large": "big boastful", "northern": "boreal"}


def data_line(number: int, kind: str, words: list[str], pointers: str = "000") -> str:
    listed = " ".join(f"{word} 0" for word in words)
    return f"{number:08d} 00 {kind} {len(words):02x} {listed} {pointers} | a meaning\n"


@pytest.fixture(scope="module")
def recipes(tmp_path_factory: pytest.TempPathFactory) -> Recipes:
    """Recipes on a thesaurus of a few words, in the form of WordNet's files."""
    folder = tmp_path_factory.mktemp("wordnet")
    for name, kind, table in (("noun", "n", NOUNS), ("verb", "v", VERBS), ("adj", "a", ADJECTIVES), ("adv", "r", {})):
        data, index, number = "", "", 0
        senses: dict[str, list[str]] = {}
        for word, others in table.items():
            for synonyms in ([word], [word, *others.split()]):
                number += 1
                data += data_line(number, kind, synonyms)
                for s in synonyms:
                    senses.setdefault(s, []).append(f"{number:08d}")
        for word, synsets in senses.items():
            index += f"{word} {kind} {len(synsets)} 0 {len(synsets)} 0 {' '.join(synsets)}\n"
        (folder / f"data.{name}").write_text(data)
        (folder / f"index.{name}").write_text(index)
        (folder / f"{name}.exc").write_text("said say\nbeen be\nwas be\nhad have\n" if name == "verb" else "")
    (folder / "moby.txt").write_text("dock,basin,berth\nsafe,secure,sound\n")
    forms = WordForms(folder)
    thesaurus = Thesaurus(folder, folder / "moby.txt", {"large": ["sizable"]}, forms)
    return Recipes(thesaurus, ["havnen", "gammel"], ["of a small town in the hills", "when the last boat had left"])


def drafts(recipes: Recipes, name: str, times: int = 40) -> Iterator[Draft]:
    for seed in range(times):
        draft = Draft.of(SENTENCE)
        if getattr(recipes, name)(draft, random.Random(seed)):
            yield draft


def test_a_draft_gives_its_text_back() -> None:
    assert Draft.of(SENTENCE).text() == SENTENCE
    assert Draft.of("“Mr. A. B. Lie paid $1,200.50 (plus tax)!”").text() == "“Mr. A. B. Lie paid $1,200.50 (plus tax)!”"


@pytest.mark.parametrize("name", sorted(set(SMALL) - {"part_of_speech"}))
def test_a_recipe_changes_the_sentence_and_marks_a_place_in_it(recipes: Recipes, name: str) -> None:
    made = list(drafts(recipes, name))
    assert made
    for draft in made:
        text = draft.text()
        assert text != SENTENCE
        assert any(label == BROKEN for _, _, label in draft.labels())
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end, _ in draft.labels())


@pytest.mark.parametrize("name", ["agreement", "pronoun", "function_word", "misspelling", "foreign", "verb_form"])
def test_words_without_a_mark_are_those_of_the_sentence(recipes: Recipes, name: str) -> None:
    for draft in drafts(recipes, name):
        clean = [t.text for t in draft.tokens if t.label != BROKEN]
        original = [t.text for t in Draft.of(SENTENCE).tokens]
        assert len(clean) < len(draft.tokens)
        rest = iter(original)
        assert all(word in rest for word in clean)  # in their order


def test_the_word_after_a_gap_is_marked(recipes: Recipes) -> None:
    for draft in drafts(recipes, "remove_function"):
        words = [t.lower for t in draft.tokens]
        at = next(i for i, t in enumerate(draft.tokens) if t.label == BROKEN)
        original = [t.lower for t in Draft.of(SENTENCE).tokens]
        gap = next(i for i, (a, b) in enumerate(zip(words, original, strict=False)) if a != b)
        assert at in (gap, gap - 1)


def test_spinning_keeps_the_inflection(recipes: Recipes) -> None:
    for seed in range(30):
        draft = Draft.of("The city moved its boats to the quay.")
        if recipes.spin(draft, random.Random(seed), 1.0):
            spun = [t.text for t in draft.tokens if t.label == BROKEN]
            assert all(frequency(word) > 0 for word in spun)
            assert not {"stir", "impress"} & set(spun)  # of the past tense, not the base form


def test_a_misspelling_is_no_word(recipes: Recipes) -> None:
    for draft in drafts(recipes, "misspelling"):
        assert all(frequency(t.text) == 0 for t in draft.tokens if t.label == BROKEN)


def test_every_way_breaks_some_sentence(recipes: Recipes) -> None:
    forms = recipes._thesaurus.forms
    contexts = Contexts([SENTENCE, SENTENCE.replace("old", "new").replace("dock", "gate")] * 3, forms)
    collocations = Collocations([*[SENTENCE] * 8, *["The vessels."] * 90], recipes._thesaurus, {"people": ["vessels"]})
    kinds = set()
    for seed in range(400):
        draft = break_one(SENTENCE, recipes, contexts, collocations, random.Random(seed))
        if draft:
            kinds.update(draft.kinds)
    assert set(WAYS) - {"small", "stray", "stack"} <= kinds


SEEN = ["The old street is here.", "The big boats are here.", "Other moods are here.", "Thick walls are here."] * 50
SEEN += ["Good food costs money.", "Clever people read books.", "Small towns build schools."] * 90


def test_a_firm_pair_is_broken_by_a_word_that_is_never_seen_there(recipes: Recipes) -> None:
    firm = Collocations(SEEN, recipes._thesaurus, {"old": ["big", "thick"], "street": ["boats"]})
    made = set()
    for seed in range(30):
        draft = Draft.of("They came to the old street.")
        if firm.break_some(draft, random.Random(seed), 2):
            assert sum(label == BROKEN for _, _, label in draft.labels()) == 1
            made.add(draft.text())
    assert made == {"They came to the big street.", "They came to the thick street.", "They came to the old boats."}
    loose = Draft.of("They came to the thick boats.")
    assert not firm.break_some(loose, random.Random(1), 2)


def test_nouns_are_stacked_where_news_never_has_them_so(recipes: Recipes) -> None:
    pairs = Collocations(SEEN, recipes._thesaurus, {})
    draft = Draft.of("They saw the walls of the street.")
    assert pairs.stack(draft, random.Random(1))
    assert draft.text() == "They saw the street walls."
    assert {draft.text()[a:b] for a, b, _ in draft.labels()} == {"street", "walls"}
    assert not pairs.stack(Draft.of("They saw the street of the old."), random.Random(1))


def test_words_that_translators_chose_stand_between_the_same_neighbours(recipes: Recipes) -> None:
    both = "The mayor opened the ancient dock on Monday.", "The mayor opened the ancient quay on Monday."
    one, other = (Translation(text, "The mayor opened the old quay on Monday.", 0.7, 0, "d") for text in both)
    assert translated_words([one], recipes._thesaurus) == {}
    assert translated_words([one, other], recipes._thesaurus) == {"old": ["ancient"]}


def test_words_that_only_fit_their_neighbours_are_called_unknown() -> None:
    class Forms:
        def stem(self, word: str) -> str:
            return word

    here = "the old quay is near the new gate and the tall tower of the small town"
    there = "the old gate is near the new tower and the tall town of the small quay"
    contexts = Contexts([here, there, here, there], Forms())  # type: ignore[arg-type]
    draft = Draft.of(here)
    assert contexts.stray(draft, random.Random(1), 1.0)
    assert draft.text() != here
    assert {label for _, _, label in draft.labels()} == {UNKNOWN}


def test_tokenised_translations_are_evened_out() -> None:
    assert detokenised("the mayor 's `` plan '' did n't work .") == "The mayor's \"plan\" didn't work."


def test_words_of_a_translation_that_the_reference_lacks_are_marked(recipes: Recipes) -> None:
    thesaurus = recipes._thesaurus
    text = "The harbour closed the gammeln quay by reason of the waters."
    reference = "The harbour closed the old pier after the flood."
    t = Translation(text, reference, nearness(text, reference, thesaurus.forms.stem), 0.0, "d")
    marked = {text[start:end] for start, end, label in labelled(t, thesaurus).labels() if label == BROKEN}
    assert "gammeln" in marked
    assert not marked & {"The", "harbour", "closed"}


def test_texts_of_the_measures_are_kept_out(tmp_path: Path) -> None:
    import gzip
    import json

    line = "When the ferry came in at nine the whole town stood on the quay and nobody said a single word."
    with gzip.open(tmp_path / "some_measure.jsonl.gz", "wt") as file:
        file.write(json.dumps({"id": 1, "parts": [{"text": line + " It was over."}]}) + "\n")
    with gzip.open(tmp_path / "news_corpus.jsonl.gz", "wt") as file:
        file.write(json.dumps({"text": SENTENCE}) + "\n")
    forbidden = Forbidden(tmp_path)
    assert forbidden.has(line)
    assert forbidden.has(line.upper().replace(",", " ;"))
    assert forbidden.has("He said that when the ferry came in at nine the whole town stood on the quay, silent.")
    assert forbidden.has("It was over!")
    assert not forbidden.has(SENTENCE)
    assert not forbidden.has("It is over.")


def test_a_twentieth_of_the_documents_is_held_out() -> None:
    assert 0.04 < sum(held_out(f"document {i}") for i in range(4000)) / 4000 < 0.065
