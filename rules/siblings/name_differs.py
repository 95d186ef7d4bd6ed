"""The rule `name-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from checker.article import Article
from checker.finding import Finding
from checker.rule import Context, Invalid, Rule, Valid


class NameDiffers(Rule):
    """A name in whose place another article on the event has another one.

    What it finds: in a sentence that another article has in other words, a name that is missing there while another
    name plays its part; one word of a longer name that is exchanged; the title of a work, in quotation marks, that is
    another there. Short forms, abbreviations, a name as one word or as two, places by two names, near spellings and a
    capital for its country are no difference, nor is a name that the other article only leaves out. Where as many
    articles agree as differ, it is a note. In a text that sums up a longer one, also a name that the longer one has
    nowhere.

    Why it matters: machine translation turns an unknown name into a near word or into another person, and the sentence
    reads as well as before.

    Example: "Foreign Minister Lukas Brandt flew to Oslo" where another article has "Foreign Minister Lukas Brandt flew
    to Lisbon".
    """

    name = "name-differs"
    category = "siblings"
    tier = "siblings"
    invalid = (
        Invalid(
            "Foreign Minister Lukas Brandt flew to Oslo for talks on the fishing treaty.",
            ("Oslo",),
            siblings=("For talks on the fishing treaty, Foreign Minister Lukas Brandt travelled to Lisbon.",),
        ),
        Invalid(
            "The prize went to Marta Quintero for her film about the river.",
            ("Marta Quintero",),
            siblings=("For her film about the river, Elena Rossi was given the prize.",),
        ),
        Invalid(
            "Secretary of State Brinkin called off a visit to China over the balloon.",
            ("Brinkin",),
            siblings=("Secretary of State Antony Blinken called off his visit to China over the balloon.",),
        ),
        Invalid(
            "The film “Silver Harbor” was nominated for the prize of the festival in Lodz.",
            ("Silver Harbor",),
            siblings=("The film “Ten Ferrymen” was nominated for the prize of the festival in Lodz.",),
        ),
        Invalid(
            "The Bank for Harbor Affairs in Lodz lent the town five million euros.",
            ("Affairs",),
            siblings=("Five million euros were lent to the town by the Bank for Harbor Services in Lodz.",),
        ),
        Invalid(
            "Halmstad will rebuild its old fish market, the harbour council voted on Tuesday.",
            ("Halmstad",),
            siblings=(
                "The harbour council of Almsund voted on Tuesday to rebuild the old fish market, which burned down."
                " Neighbours had complained about the roof of an earlier plan. Fishermen welcomed the decision and"
                " asked for cold stores beside the quay, where the work begins in the autumn.",
            ),
        ),
    )
    valid = (
        Valid(
            "The photo was taken by Da Pol of the Northern Broadcast Service.",
            siblings=("Dapol of the NBS took the photo.",),
        ),
        Valid(
            "The United Nations sent observers to Georgia after the vote.",
            siblings=("After the vote the U.N. sent observers to Georgia.",),
        ),
        Valid(
            "Russian troops left the airport on Monday.",
            siblings=("On Monday the soldiers of Moscow left the airport.",),
        ),
        Valid(
            "Mayor Ingrid Solheim opened the new library in Bergen.",
            siblings=("The new library in Bergen was opened by the mayor.",),
        ),
        Valid(
            "President Volodymyr Zelensky thanked the crews of the ships.",
            siblings=("Zelenskyy thanked the crews of the ships.",),
        ),
        Valid(
            "The Ministry of Foreign Affairs in Lodz sent a letter to the fishermen of Almsund.",
            siblings=("The Foreign Ministry in Lodz sent a letter to the fishermen of Almsund.",),
        ),
        Valid(
            "The Ministry of Internal Affairs in Lodz opened an office for the fishermen of Almsund.",
            siblings=("The Interior Ministry in Lodz opened an office for the fishermen of Almsund.",),
        ),
        Valid(
            "The Committee on Foreign Affairs in Lodz heard three fishermen of Almsund.",
            siblings=("The Foreign Committee in Lodz heard three fishermen of Almsund.",),
        ),
    )

    def check(self, article: Article, context: Context) -> Iterator[Finding]:
        from checker.siblings.aligned import aligned
        from checker.siblings.verdicts import verdicts

        for v in verdicts(aligned(article, context), "name"):
            if v.text.lower() in context.accepted:
                continue
            message = f"The article names “{v.text}” where {v.others} has “{v.other}”."
            if not v.other:
                message = f"“{v.text}” is nowhere in {v.others}, which tells the rest of the sentence."
            yield self.finding(
                article.body, v.start, v.end, message, replace=v.other or None, evidence=v.evidence, severity=v.severity
            )
