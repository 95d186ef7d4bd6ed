"""The words of numbers: digits, scales, months, currencies and measures, in lower case."""

from __future__ import annotations

ONES = dict(zip("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                 " seventeen eighteen nineteen".split(), range(20), strict=True))  # fmt: skip
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5,
          "crore": 1e7, "millions": 1e6, "billions": 1e9, "mln": 1e6, "bln": 1e9,
          "bn": 1e9, "tn": 1e12, "m": 1e6, "k": 1e3, "b": 1e9}  # fmt: skip
ORDINALS = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                     " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
                     range(1, 21), strict=True))  # fmt: skip
MULTIPLES = {"twice": 2, "thrice": 3, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6,
              "sevenfold": 7, "eightfold": 8, "tenfold": 10, "double": 2, "doubled": 2, "triple": 3, "tripled": 3,
              "quadruple": 4, "quadrupled": 4}  # fmt: skip
MONTHS = {name: i for i, names in enumerate(
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec".split(), 1) for name in names.split("/")}  # fmt: skip
WEEKDAYS = {name: i for i, names in enumerate(
    "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday/sat sunday/sun".split(), 1)
    for name in names.split("/")}  # fmt: skip
FRACTIONS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifths": 0.2}
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "rouble", "dollar": "dollar",
               "dlr": "dollar", "buck": "dollar", "usd": "dollar", "euro": "euro", "eur": "euro", "pound": "pound",
               "sterling": "pound", "yen": "yen", "yuan": "yuan", "rmb": "yuan", "renminbi": "yuan", "rupee": "rupee",
               "rouble": "rouble", "ruble": "rouble", "franc": "franc", "peso": "peso", "won": "won", "lira": "lira",
               "crown": "crown", "koruna": "crown", "krona": "crown", "krone": "crown", "real": "real",
               "ringgit": "ringgit", "baht": "baht", "mark": "mark", "cent": "cent", "cts": "cent", "ct": "cent",
               "pence": "cent"}  # fmt: skip
# Unit → what it measures, and how many of the least unit it is.
MEASURES = {"kilometer": ("m", 1000.0), "km": ("m", 1000.0), "mile": ("m", 1609.0), "meter": ("m", 1.0),
             "metre": ("m", 1.0), "kilometre": ("m", 1000.0), "m": ("m", 1.0), "foot": ("m", 0.3048),
             "feet": ("m", 0.3048), "ft": ("m", 0.3048), "inch": ("m", 0.0254), "yard": ("m", 0.9144),
             "cm": ("m", 0.01), "centimeter": ("m", 0.01), "centimetre": ("m", 0.01), "mm": ("m", 0.001),
             "hectare": ("m2", 1e4), "acre": ("m2", 4047.0), "kg": ("g", 1000.0), "kilogram": ("g", 1000.0),
             "kilo": ("g", 1000.0), "gram": ("g", 1.0), "ton": ("g", 1e6), "tonne": ("g", 1e6), "lb": ("g", 453.6),
             "ounce": ("g", 28.35), "minute": ("s", 60.0), "hour": ("s", 3600.0), "second": ("s", 1.0),
             "day": ("s", 86400.0), "week": ("s", 604800.0), "month": ("s", 2.63e6), "year": ("s", 3.156e7),
             "liter": ("l", 1.0), "litre": ("l", 1.0), "gallon": ("l", 3.785), "celsius": ("c", 1.0),
             "fahrenheit": ("f", 1.0), "mph": ("v", 1.609), "kmh": ("v", 1.0)}  # fmt: skip
ABOUT = frozenset("about around some approximately roughly nearly almost over under than around estimated least most"
                   " up to circa near close odd so exceed exceeding exceeded exceeds above below".split())  # fmt: skip
