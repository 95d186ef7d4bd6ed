"""British and American spelling: stems of our own, grown into words by the rules that divide the two; and the variety
of English of an article."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from checker.article import Article

VARIANTS = ("en-US", "en-GB", "en-AU", "en-CA", "en-NZ", "en-ZA")
"""The varieties of English that are told apart."""

# Countries whose English follows that of one of these, where it is not Britain.
_REGIONS = {"PH": "en-US", "LR": "en-US", "PR": "en-US"} | {v[3:]: v for v in VARIANTS}
_REGION = r"(?i:eng?[-_](?:[a-z]{4}[-_])?([a-z]{2})\Z)"
_COUNTRY = r"(?i:[\w-]\.(uk|ie|au|ca|nz|za|in)(?=[/:]|\Z))"

_OUR = (
    "col fav hon lab neighb behavi harb hum rum vap flav endeav vig tum arm clam savi par od cand ard val splend"
    " ferv ranc demean enam disfav dishon disc"
)
_OUR_ENDINGS = (
    "our ours oured ouring ourable ourably ourful ourless ourite ourites ourhood ourhoods ourer ourers ouring"
)
_RE = "cent theat lit fib calib sab spect somb meag lust manoeuv epicent kilomet centimet millimet met"
_DOUBLING = (
    "travel model label signal fuel counsel marvel quarrel tunnel channel panel rival dial pedal level shovel"
    " unravel bevel chisel duel funnel total grovel libel swivel tassel weasel yodel"
)
# "Cancelled" is in American use, too.
_DOUBLED_ENDINGS = "led ling ler lers lor lors lous lously"
_ISE = (
    "organ real recogn apolog critic author character central civil special stabil summar symbol util victim normal"
    " legal general final emphas econom minim maxim modern mobil neutral privat prior penal popular global capital"
    " crystal fertil harmon hospital ideal immun jeopard liberal memor national optim patron plagiar polar politic"
    " public radical rational revolution sanit scrutin sensation standard steril stigmat subsid sympath terror trivial"
    " vandal visual weapon reorgan demoral destabil marginal materal categor antagon colon democrat digit dramat"
    " equal familiar formal fratern galvan homogen incentiv industrial internal legitim local monopol militar nominal"
    " ostrac pressur rival scandal sexual synchron tantal traumat tranquil decriminal mesmer energ cannibal brutal"
)
_ISE_ENDINGS = "ise ises ised ising isation isations iser isers isational"
_YSE = "anal paral catal"
_YSE_ENDINGS = "yse ysed yses ysing"
_SINGLE = (
    "defence/defense defences/defenses offence/offense offences/offenses pretence/pretense grey/gray greys/grays"
    " aluminium/aluminum sceptic/skeptic sceptics/skeptics sceptical/skeptical scepticism/skepticism"
    " mould/mold plough/plow ploughed/plowed kerb/curb tyre/tire tyres/tires cheque/check pyjamas/pajamas"
    " jewellery/jewelry jeweller/jeweler skilful/skillful wilful/willful fulfil/fulfill fulfils/fulfills enrol/enroll"
    " enrolment/enrollment instalment/installment paediatric/pediatric paediatrician/pediatrician foetus/fetus"
    " foetal/fetal oestrogen/estrogen anaesthetic/anesthetic haemorrhage/hemorrhage leukaemia/leukemia"
    " orthopaedic/orthopedic encyclopaedia/encyclopedia diarrhoea/diarrhea catalogue/catalog programme/program"
    " programmes/programs cosy/cozy moustache/mustache draught/draft storey/story storeys/stories aeroplane/airplane"
    " ageing/aging manoeuvre/maneuver manoeuvres/maneuvers licence/license"
)
# These forms are words of the other variety, too ("analyses" is a plural everywhere), so they tell nothing.
_AMBIGUOUS = frozenset(
    "program programs license curb tire tires check draft story stories catalog mold meter meters total aging"
    " analyses paralyses catalyses".split()
)


class Spelling(NamedTuple):
    """`british` tells the variety; `ize` marks the ending that Oxford spelling shares with America; `other` is the
    word in the other variety."""

    british: bool
    ize: bool
    other: str


@cache
def spellings() -> dict[str, Spelling]:
    """Every word, in lower case, whose spelling tells the variety."""
    pairs: list[tuple[str, str, bool]] = []
    for stem in _OUR.split():
        pairs += [(stem + e, stem + e.replace("our", "or", 1), False) for e in _OUR_ENDINGS.split()]
    for stem in _RE.split():
        pairs += [(f"{stem}re", f"{stem}er", False), (f"{stem}res", f"{stem}ers", False)]
    for stem in _DOUBLING.split():
        pairs += [(stem + e, stem + e[1:], False) for e in _DOUBLED_ENDINGS.split()]
    for stem in _ISE.split():
        pairs += [(stem + e, f"{stem}iz{e[2:]}", True) for e in _ISE_ENDINGS.split()]
    for stem in _YSE.split():
        pairs += [(stem + e, f"{stem}yz{e[2:]}", False) for e in _YSE_ENDINGS.split()]
    for pair in _SINGLE.split():
        british, american = pair.split("/")
        pairs.append((british, american, False))
    table: dict[str, Spelling] = {}
    for british, american, ize in pairs:
        if british not in _AMBIGUOUS:
            table[british] = Spelling(True, ize, american)
        if american not in _AMBIGUOUS:
            table[american] = Spelling(False, ize, british)
    return table


def variant_of(article: Article, configured: str = "auto") -> str:
    """The variety of English of an article, one of VARIANTS.

    It is the configured one, else the one that the article's language names ("en-IE" is near enough to "en-GB"), else
    what the words show whose spelling differs. They show Britain or America alone; that an article is Australian,
    Canadian, from New Zealand or South Africa is taken from the domain of its source ("smh.com.au"). An article that
    shows nothing, not even whether "Mr" takes a point, is American.
    """
    for tag in (configured, article.language or ""):
        if region := re.match(_REGION, tag.strip()):
            return _REGIONS.get(region[1].upper(), "en-GB")
    country = re.search(_COUNTRY, article.source or "")
    local = _REGIONS.get(country[1].upper(), "en-GB") if country else ""
    british = _britishness(article) or _pointless_titles(article)
    if british > 0:
        return local or "en-GB"
    if british < 0:
        return local if local == "en-CA" else "en-US"
    return local or "en-US"


def _britishness(article: Article) -> int:
    """How many more British spellings than American ones an article has; a capitalised word may be a name and does not
    count, nor does -ize, which Oxford and Canada share with America."""
    words, table = article.body.words, spellings()
    british = american = 0
    for word in words.index.keys() & table.keys():
        count = sum(words.texts[i].islower() for i in words.index[word])
        if table[word].british:
            british += count
        elif not table[word].ize:
            american += count
    return british - american


def _pointless_titles(article: Article) -> int:
    """How many more of "Mr", "Mrs", "Ms" and "Dr" are written without a point than with one."""
    words, text = article.body.words, article.text
    places = [i for title in ("mr", "mrs", "ms", "dr") for i in words.index.get(title, ()) if words.texts[i].istitle()]
    return len(places) - 2 * sum(text[words.ends[i] : words.ends[i] + 1] == "." for i in places)
