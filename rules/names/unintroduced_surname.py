"""The rule `unintroduced-surname`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.accepted import accepts_name
from checker.annotations.names import PARTICLES, TITLES, Name
from checker.annotations.prose import Prose
from checker.annotations.words import Words
from checker.article import Article
from checker.finding import Evidence, Finding
from checker.rule import Context, Invalid, Rule, Valid

_NAME_RATHER = 0.5  # share of its places where a word has a capital
_SPEAKING = frozenset("said says told added wrote tweeted noted explained argued warned testified recalled".split())


class UnintroducedSurname(Rule):
    """A speaker whom nobody introduced, with a surname close to one that was.

    What it finds: a surname that stands alone beside “said” and the like, belongs to no full name in the article, and
    is close to the surname of somebody who was introduced in full and is not named again.

    Why it matters: the reader asks who that is. Translators and spinners turn one surname into another.

    Example: "James Cowan leads the charity. … “It will take years,” Cohen, a retired general, said."
    """

    name = "unintroduced-surname"
    category = "names"
    invalid = (
        Invalid(
            "James Cowan leads the charity, which works in ten countries. “It will take years,” Cohen, a retired"
            " general, said.",
            ("Cohen",),
            "Cowan",
        ),
        Invalid("They heard from Anna Lindquist. Lundqvist told the panel that she was tired.", ("Lundqvist",)),
    )
    valid = (
        Valid("James Cowan leads the charity. Ruth Cohen is its treasurer. “It will take years,” Cohen said."),
        Valid("James Cowan leads the charity. “It will take years,” Mr. Abrams said. Cowan nodded, and Cohen said no."),
        Valid("Al Cardenosa was first. Later Maria Cardenasa came. “No,” Cardenosa said."),
        Valid("They met David Rolandhis wife. “No,” Roland said."),
        Valid("He won in South Carolina. “No,” Carolino said. South Africa voted; Afrika said so."),
        Valid("Anna Brown met Iran’s envoy. Iraq said it would help."),
    )

    def check_prose(self, prose: Prose, article: Article, context: Context) -> Iterator[Finding]:
        words = prose.words
        verbs = {i for verb in _SPEAKING for i in words.index.get(verb, ())}
        if not verbs:
            return
        text = prose.text
        speakers: dict[str, Name] = {}
        for name in prose.names:
            beside = name.last in verbs or name.first - 1 in verbs or text[name.end : name.end + 1] == ","
            if beside and len(name.parts) == 1 and name.text not in speakers and _speaks(prose, name):
                speakers[name.text] = name
        if not speakers:
            return
        from checker.matching.variants import near_surname

        surnames = {name.parts[-1] for name in prose.names if len(name.parts) > 1}
        for surname, speaker in speakers.items():
            if accepts_name(context.accepted, surname) or _introduced(words, surname):
                continue
            person = near_surname(speaker, prose.names, surnames)
            if person is None or person.start > speaker.start:
                continue
            message = f"Nobody named “{surname}” was introduced; “{person.text}” was."
            evidence = Evidence(article.id, person.start, person.end, person.text, "the name that was introduced")
            yield self.finding(
                prose, speaker.start, speaker.end, message, replace=person.parts[-1], evidence=(evidence,)
            )


def _introduced(words: Words, surname: str) -> bool:
    """Whether a word with a capital, and no title, stands right before the surname somewhere: "Al Cardenas"."""
    from checker.lexicon import known, name_share

    for i in words.index.get(surname.lower(), ()):
        before = words.lowers[i - 1]
        if not i or before in TITLES or len(before) < 2 or words.starts[i] - words.ends[i - 1] != 1:
            continue
        given = before in PARTICLES or not known(before) or name_share(before) > _NAME_RATHER
        if given and words.texts[i - 1][0].isupper():
            return True
    return False


def _speaks(prose: Prose, name: Name) -> bool:
    """Whether a verb of speech stands right after a name, right before it, or after what is said of it in commas."""
    words, text = prose.words, prose.text
    if text[name.end : name.end + 1] not in (" ", ","):
        return False
    after = name.last
    if text[name.end] == ",":
        end = text.find(",", name.end + 1, name.end + 80)
        if end < 0:
            return False
        after = words.first_at(end)
    elif name.first and words.lowers[name.first - 1] in _SPEAKING:
        return text[words.ends[name.first - 1] : name.start] == " "
    return after < len(words) and words.lowers[after] in _SPEAKING
