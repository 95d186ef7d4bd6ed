"""Opposites that no dictionary lists as such but news takes for them: words that lean one way and words that lean the
other. Our own list."""

from __future__ import annotations

from functools import cache

# Each line: words of one side / words of the other, as base forms.
_SIDES = """
rise increase grow climb gain jump surge soar expand widen swell double triple raise boost heighten lengthen
    escalate enlarge up upward higher growth extend / fall drop decrease decline reduce cut shrink plunge dip
    slide lower narrow shorten lessen slump tumble plummet diminish halve down downward fewer reduction
grant allow permit approve authorize accept let / deny refuse reject ban forbid prohibit prevent block decline
    bar
admit acknowledge confirm concede / deny reject dispute refute
support back endorse favor defend uphold welcome praise applaud / oppose reject criticize condemn attack
    undermine denounce
start begin launch open resume continue offer initiate introduce establish / stop end halt close suspend cease
    cancel quit abandon finish discontinue abolish
join enter arrive come return / leave exit depart quit flee withdraw
hire appoint recruit employ nominate / fire dismiss sack oust remove
win victory success succeed triumph gain / lose defeat loss failure fail
buy purchase acquire import borrow / sell export lend sale
reveal disclose report publish expose show announce release / conceal hide withhold suppress cover
kill murder die death dead / spare save survive rescue birth alive live survivor
include contain incorporate / exclude omit
free release liberate acquit exonerate / arrest detain jail imprison convict capture seize hold
innocent / guilty
strengthen tighten harden toughen / weaken loosen ease relax soften
improve better best recover recovery improvement strong / worsen worse worst deteriorate deterioration weak
simplify simple easy facilitate easily / complicate complicated hard difficult hinder complex
safe safety secure harmless protection / dangerous danger threat risk unsafe harmful hazard
important major significant serious essential crucial great key / frivolous minor insignificant trivial
    unimportant irrelevant small
likely expected probable possible certain / unlikely improbable impossible unexpected doubtful
legal lawful authorized official allowed / illegal unlawful unauthorized unofficial banned
former previous past old ancient late earlier / current present new modern next future later
    contemporary
more many most majority over above exceed excess maximum / less few least minority under below minimum
like / unlike
before / after
agree agreement accept consent / disagree disagreement refuse
love like enjoy admire / hate dislike loathe
optimistic hopeful confident / pessimistic hopeless doubtful
positive / negative
wide widely broad broadly / narrow narrowly
far long well / near close short hardly
near / far
high tall top upper / low short bottom bottom lower
rich wealthy / poor
hot warm / cold cool
natural / artificial synthetic
public / private secret
local domestic / foreign international
war conflict / peace
friend ally / enemy foe rival
profit surplus income earnings gain / loss deficit
import / export
arrival / departure
create build construct found / destroy demolish dismantle ruin
remember / forget
agree / refuse
attract / repel
empty / full
fast quick rapid rapidly quickly / slow slowly gradual gradually
fresh / stale
always often frequently / never rarely seldom
inside indoor / outside outdoor
north northern / south southern
east eastern / west western
left / right
male / female
young / old
day / night
morning / evening
same similar identical / different opposite
true correct right accurate / false wrong incorrect inaccurate
clean / dirty
calm peaceful / violent
needed necessary require need take / unneeded unnecessary
voluntary / forced compulsory mandatory
temporary / permanent
partial partly / full fully complete completely entire entirely
thick / thin
heavy / light
wet / dry
healthy / sick ill
give send / take receive
attack / defend
push / pull
encourage urge / discourage
lead / follow
question / answer
teach / learn
sink / float
top / bottom
add append / remove subtract deduct delete
facilitate enable promote further / hinder hamper impede obstruct block thwart
protect safeguard shield / harm damage hurt endanger
lift / impose
appear emerge / disappear vanish
accelerate hasten / slow delay
unite unify / divide split
connect / disconnect separate
obey comply respect honor / violate breach disobey flout
hope / fear
ahead / behind
forward / backward
winter / summer
visible / invisible hidden
deep / shallow
loud / quiet silent
bright / dark
senior / junior
moderate mild / extreme severe
rare scarce / common abundant
shortage / surplus
cheap / expensive costly
advantage benefit / disadvantage drawback
strength / weakness
winner victor / loser
buyer / seller
employer / employee
optimism / pessimism
urban / rural
upstream / downstream
onshore / offshore
inbound / outbound
agree / deny
veto / approve pass
assets / liabilities
ban / unban
heal cure / wound infect
begin / finish
stay remain / leave depart
"""


@cache
def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(_SIDES.strip().replace("\n    ", " ").splitlines()):
        for side, words in enumerate(line.split(" / ")):
            for word in words.split():
                found.setdefault(word, []).append((number, side))
    return {word: tuple(places) for word, places in found.items()}


def opposed(a: str, b: str) -> bool:
    """Whether two words, in lower case or as base forms, lean opposite ways."""
    ours, theirs = _sides().get(a, ()), _sides().get(b, ())
    if not ours or not theirs:
        return False
    return any((n, 1 - s) in theirs for n, s in ours) and not any(place in theirs for place in ours)
