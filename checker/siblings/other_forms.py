"""Words of names that are another form of the same: short forms of given names, and places in two languages or by an
older and a newer name. Our own lists."""

from __future__ import annotations

from functools import cache

_GIVEN_NAMES = """
jim/jimmy/james william/bill/will/billy/liam robert/bob/rob/bobby richard/dick/rick/rich thomas/tom/tommy
michael/mike/mick joseph/joe edward/ed/ted/eddie charles/chuck/charlie john/jack/johnny anthony/tony
daniel/dan/danny david/dave stephen/steve steven/steve stephen/steven christopher/chris matthew/matt andrew/andy/drew
samuel/sam benjamin/ben nicholas/nick patrick/pat timothy/tim gregory/greg jeffrey/jeff kenneth/ken
ronald/ron donald/don lawrence/larry gerald/jerry raymond/ray peter/pete philip/phil alexander/alex/sasha
elizabeth/liz/beth/betty margaret/maggie/meg/peggy katherine/kate/kathy/cathy catherine/kate/cathy
jennifer/jen/jenny susan/sue barbara/barb patricia/pat/patty deborah/debbie/deb rebecca/becky
victoria/vicky theodore/ted/teddy frederick/fred henry/harry/hank albert/al alfred/al/fred joshua/josh
zachary/zach jonathan/jon nathaniel/nate leonard/len walter/walt vincent/vince stanley/stan
"""
_PLACES = """
beijing/peking nanjing/nanking tianjin/tientsin chongqing/chungking guangzhou/canton guangdong/kwangtung
macau/macao taipei/taibei tibet/xizang taiwan/formosa mumbai/bombay kolkata/calcutta chennai/madras
bengaluru/bangalore varanasi/benares myanmar/burma yangon/rangoon kyiv/kiev odesa/odessa kharkiv/kharkov lviv/lvov
chornobyl/chernobyl mykolaiv/nikolaev chisinau/kishinev moscow/moskva/msk warsaw/warszawa krakow/cracow
wroclaw/breslau poznan/posen lodz/lodsch prague/praha brno/brunn plzen/pilsen bratislava/pressburg vienna/wien
munich/munchen cologne/koln nuremberg/nurnberg hanover/hannover brunswick/braunschweig bavaria/bayern saxony/sachsen
carinthia/karnten tyrol/tirol lucerne/luzern geneva/geneve/genf basel/basle bern/berne zurich/zuerich lyon/lyons
marseille/marseilles brittany/bretagne bruges/brugge ghent/gent antwerp/antwerpen brussels/bruxelles/brussel
copenhagen/kobenhavn gothenburg/goteborg rome/roma milan/milano turin/torino genoa/genova venice/venezia
florence/firenze naples/napoli padua/padova sicily/sicilia sardinia/sardegna tuscany/toscana lombardy/lombardia
seville/sevilla majorca/mallorca menorca/minorca catalonia/catalunya lisbon/lisboa athens/athina
thessaloniki/salonica bucharest/bucuresti belgrade/beograd turkey/turkiye eswatini/swaziland czechia/czech
mecca/makkah jeddah/jiddah/jidda tehran/teheran marrakesh/marrakech quran/koran muslim/moslem
"""


def other_form(a: str, b: str) -> bool:
    """Whether two folded words are forms of one name."""
    groups = _groups()
    return not groups.get(a, frozenset()).isdisjoint(groups.get(b, frozenset()))


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate((*_GIVEN_NAMES.split(), *_PLACES.split())):
        for word in group.split("/"):
            found[word] = found.get(word, frozenset()) | {number}
    return found
