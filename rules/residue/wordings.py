"""What pages say round an article, by the kind of thing that says it.

Each wording names words one of which a line must hold (LEADING: as its first word), so that few lines are read at all.
"""

from __future__ import annotations

from typing import NamedTuple


class Wording(NamedTuple):
    """`kind` is what says it, `certain` whether no article would; `words` are the words that lead to it, and `pattern`
    is looked for in the line, at its start where it is LEADING, with case evened out unless `exact`."""

    kind: str
    certain: bool
    words: str
    pattern: str
    exact: bool = False


_ACCOUNT = (
    r"newsletters?|inbox|(?:on|via) (?:twitter|facebook|instagram|youtube|flipboard|"
    r"apple podcasts|spotify)"
    r"|(?:the|our|your|free) (?:[\w’']+ ){0,3}apps?|(?:e-?mail|breaking|news|daily) alerts|"
    r"our (?:\w+ )?podcasts?"
)
_BENEFIT = (
    r"\w\.(?:com|org|net)|the (?:episode|podcast|full (?:story|interview|episode|transcript|"
    r"letter))|free|here|daily|"
    r"every (?:day|morning|week|month)|delivered|(?:top|big|latest) (?:stories|headlines|news|"
    r"deals)|(?:sun|week)days at|"
    r"full coverage|journalism|your (?:day|mornings?|phone|device)|in three|"
    r"(?:picks|stories) and"
)
_AGENCY = (
    r"(?:Getty(?: Images)?(?: [A-Z]\w+)?|AFP|Reuters|REUTERS|AP|EPA(?:-EFE)?|UPI|PA(?: Wire)?|"
    r"Shutterstock|iStock(?:photo)?|"
    r"Bloomberg|Alamy(?: Stock Photo)?|Flickr|Associated Press|AP Photo|ZUMA(?: Press)?|TNS|"
    r"Xinhua|Anadolu(?: Agency)?|"
    r"Sipa(?: USA)?|Unsplash|Pixabay|Wikimedia(?: Commons)?|Redux|Polaris|NurPhoto|Corbis|"
    r"Newscom|PA Images|USA TODAY Sports)"
)

LEADING = (
    Wording(
        "advertisement",
        True,
        "advertisement advertisements advert adverts ad ads sponsored promoted paid",
        r"(?:advert(?:ise?ment)?s?|ads?|sponsored(?: (?:content|links?|posts?|by .{2,30}))?|"
        r"promoted(?: (?:content|stories))?|paid (?:post|content))"
        r"(?:\W*$|[\s:.|–-]+(?:continue|scroll|story|article|skip)\b.{0,60}$)",
    ),
    Wording(
        "continuation",
        True,
        "the story article post report",
        r"(?:the )?(?:story|article|post|report) continue[sd]? (?:below|after|here)(?:\W+(?:the |this )?"
        r"(?:advert\w*|ad|gallery|video|photos?|image|map|graphic|tweet|slideshow|break|jump)\b.{0,30})?\W*$",
    ),
    Wording(
        "continuation",
        True,
        "continue keep scroll skip tap click",
        r"(?:(?:continue|keep) reading\b|scroll (?:down )?(?:for more|to continue|below)|"
        r"skip (?:past|to|ad|advert)|(?:click|tap) to (?:expand|enlarge|play|read)).{0,60}$",
    ),
    Wording(
        "promotion",
        True,
        "sign sign-up signup subscribe register get receive follow download want join stay catch "
        "like read find watch listen check enter keep",
        rf"\S+ .{{0,260}}?\b(?:{_ACCOUNT})\b",
    ),
    Wording(
        "promotion",
        True,
        "sign sign-up signup subscribe",
        r"(?:sign ?-?up|subscribe)\b(?: (?:now|today|here|for|to|with|on)\b.{0,150})?\W*$",
    ),
    Wording(
        "promotion",
        True,
        "follow",
        r"follow (?:(?:us|him|her|them|me|the \w+|[A-Z]\w+(?: [A-Z]\w+){0,4}) (?:on|at|in|via)\b|"
        r"(?:on twitter )?@\w)",
    ),
    Wording(
        "promotion",
        True,
        "click tap get",
        r"(?:(?:click|tap) (?:here|to|for|now|below|on the)\b|get the .{2,30}\bapp\b|"
        r"get .{2,30} on the go\b)",
    ),
    Wording(
        "promotion", True, "email e-mail write contact send got have reach", r".{0,120}?(?:\S@\S|\[email|\bus at\b)"
    ),
    Wording(
        "promotion",
        True,
        "support donate",
        r"(?:support|donate to) (?:our|[A-Z]\w+[’']s)\b.{0,80}\b(?:journalism|reporting|work|readers)\b",
    ),
    Wording(
        "promotion",
        True,
        "thank thanks",
        r"thank(?:s| you) for (?:watching|reading|signing up|subscribing|joining us|supporting our)\b",
    ),
    Wording(
        "promotion",
        True,
        "join read be leave post view",
        r"(?:join the (?:conversation|discussion)|read or share\b|be the first to comment|"
        r"leave a (?:comment|reply)|post a comment|view (?:all )?(?:\d+ )?comments)",
    ),
    Wording(
        "promotion",
        False,
        "like tell let what have are we send submit share please for looking view see interested you catch stay don't",
        r"(?:like this (?:story|article)|tell us what|let us know|what do you think|have (?:a|"
        r"your) (?:question|say)|are you (?:a|an|affected|interested)\b.{0,120}\b(?:us|our|join)|"
        r"we want to hear from you|we(?:’|'| woul)d like to hear|send us|submit a letter|"
        r"share your|please (?:include|check|fill|enter)|"
        r"for more (?:information|stories|news|on|from)|view this|see more|you can also (?:sub|"
        r"sign|follow|contact)|"
        r"catch up on|stay up to date|don[’']t forget:)",
    ),
    Wording(
        "promotion",
        False,
        "watch listen hear get read try buy pre-order preorder start upgrade support become "
        "visit browse discover explore",
        rf"\S+ .{{0,200}}?\b(?:{_BENEFIT})\b(?!.{{160}})",
    ),
    Wording(
        "promotion",
        False,
        "a your",
        r"\S+ (?:daily|weekly) (?:\S+ ){0,3}(?:update|roundup|round-up|digest|newsletter|guide|"
        r"briefing)\b",
    ),
    Wording("copyright", True, "copyright c", r"(?:copyright|\(c\)) ?[@©]? ?(?:\(c\) ?)?(?:\d{4}|by\b)"),
    Wording(
        "copyright",
        True,
        "reprinted distributed this",
        r"(?:reprinted (?:from|with|by)\b|distributed by\b.{0,60}$|this (?:article|story|column|"
        r"post|piece|essay) (?:was )?(?:originally|first) (?:appeared|published|ran))",
    ),
    Wording(
        "date",
        True,
        "this",
        r"(?:this (?:article|story|post|page|report) (?:is more than \d|has been updated|"
        r"was (?:last )?updated|will be updated)).{0,60}$",
    ),
    Wording(
        "byline",
        False,
        "special staff additional reporting edited compiled analysis source",
        r"(?:special (?:for|to) [A-Z].{0,40}$|staff (?:reports?|writers?)\W*$|"
        r"additional (?:reporting|writing|editing) by\b|(?:reporting|edited|compiled) by [A-Z]|"
        r"analysis by [A-Z].{0,60}$|source: [A-Z].{0,80}$)",
    ),
    Wording(
        "credit",
        True,
        "enlarge toggle hide image media photo photos photograph picture pictured credit credits "
        "file slideshow ap reuters getty afp epa",
        r"(?:enlarge this image|toggle caption|hide caption|image (?:copyright|source|caption|"
        r"credit)\b|media (?:playback|caption)\b|photo(?:graph)? (?:by|credit|courtesy)\b|photo: |"
        r"photograph: |image: |picture: |pictured: |"
        r"credits?: |file photo\b|file ?-|slideshow \(|(?:ap|reuters|getty|epa|afp) photo\b)",
    ),
    Wording("credit", False, "above cover", r"above: |cover image: "),
    Wording(
        "related",
        True,
        "read see more related also recommended don't photo photos video videos watch listen "
        "full special in cartoon cartoons gallery interactive further our must poll "
        "slideshow complete opposing another",
        r"(?:(?:read|see|more|also|watch|listen|recommended|related|photos?|videos?|cartoons?|"
        r"gallery|interactive|poll|slideshow|further reading|our picks|don[’']t miss)"
        r"|(?:read|see) (?:more|also|next|related)|also (?:see|read|watch|on [\w. ]{2,25})|"
        r"more (?:from|on|about) [\w. ]{2,25}|related (?:stor(?:y|ies)|posts?|articles?|coverage|"
        r"videos?|content|roundup)|in (?:pictures|photos|video)"
        r"|must[- ](?:read|see|watch)|(?:full|special|complete) coverage|(?:opposing|our|"
        r"another) view) ?:(?!.*[a-z]\.$)",
    ),
    Wording(
        "related",
        True,
        "photo photos video also see more read related watch cartoons full understanding poll slideshow",
        r"(?:(?<=\()|(?<=\( ))\w[^()]*\)$",
    ),
    Wording("related", False, "graphic click story politico's optional", r"(?:(?<=\()|(?<=\( ))\w[^()]*\)$"),
    Wording(
        "related",
        False,
        "also more read see top related",
        r"(?:also on|more (?:on|from|great|stories)|read more|see more|top stories|"
        r"related (?:coverage|video|story|stories|articles?)) (?!.*\.$)",
    ),
)

TELLING = (
    Wording(
        "promotion",
        True,
        "inbox newsletter newsletters subscribe sign signing",
        r"\b(?:in|into|to) your (?:e-?mail )?inbox\b|\bmanage newsletters?\b|\bsign up (?:here|"
        r"now|today)\b|\bby signing up\b|\bsubscribe (?:here|now|today|to our)\b"
        r"|\b(?:sign(?:ing)? up|subscribe) (?:for|to) (?:our|the|a)\b[^.!?]{0,50}\bnewsletters?\b|"
        r"\bsign(?:ing)? up (?:for|to) our\b",
    ),
    Wording(
        "promotion",
        True,
        "privacy cookies recaptcha javascript browser",
        r"\bagree to (?:our|the) (?:terms|privacy|cookie)|\buses cookies\b|"
        r"\baccept (?:all )?cookies\b|\bby recaptcha\b|\b(?:requires|enable) javascript\b|"
        r"\bbrowser does not support\b",
    ),
    Wording(
        "promotion", True, "click tap", r"\b(?:click|tap) (?:here|on the (?:link|image|photo|button)|to subscribe)\b"
    ),
    Wording(
        "promotion",
        True,
        "twitter facebook instagram flipboard",
        r"\b(?:on|via) twitter(?: at|:|,)? ?@\w+\W*$|\bfollow (?:him|her|them|us|me|"
        r"@?\w+(?: \w+){0,3}) on\b|\b(?:like|find|visit) us (?:on|at)\b",
    ),
    Wording(
        "promotion",
        True,
        "subscribed subscribing subscription paywall comments",
        r"\bsuccess?fully (?:subscribed|registered)|\b(?:error|problem) (?:processing|"
        r"subscribing)\b.*\bsubscri|\b(?:problem|error) subscribing\b"
        r"|\bno paywall\b|\bremoved the paywall\b|"
        r"\bcomments (?:are|have been) (?:closed|disabled|moderated)\b",
    ),
    Wording(
        "promotion",
        False,
        "expressed contributor newsletter podcasts podcast brings shows guide subscribe amazon "
        "itunes app journalism readers ap's",
        r"\b(?:views|opinions) expressed\b|\b(?:shows|brings|guides?) you\b.{0,100}\b(?:news|day|"
        r"stories|debates)\b|\bis a (?:daily|weekly|reported) (?:newsletter|column|podcast)\b"
        r"|\bsubscribe on\b|\bwherever you (?:get|listen)\b|\bcontributors? channel\b|"
        r"\bnewsletter\W*$|\bavailable (?:now )?(?:on|from|in|through) (?:amazon|itunes|"
        r"bookstores)\b|\bfollow ap[’']s\b|\bmorning briefing\W*$",
    ),
    Wording(
        "copyright",
        True,
        "reserved redistributed",
        r"\ball rights reserved\b|\bmay not be (?:published|reproduced|redistributed)\b",
    ),
    Wording(
        "credit",
        True,
        "photo image photograph picture credit courtesy handout pic file ap getty",
        r"\((?:[A-Z]\w+ )?(?:photo(?:graph)?|image|picture|credit|pic)(?: (?:by|courtesy|credit|"
        r"source))?\b[^()]{0,120}\)\W*$|\((?:ap|reuters|file|courtesy|getty|afp|"
        r"epa)\b[^()]{0,30}(?:photo|image|/)[^()]{0,90}\)\W*$",
    ),
    Wording(
        "credit",
        True,
        "caption submitted courtesy copyright stock photograph",
        r"\b(?:submitted photo|photo courtesy|image copyright|image caption|media caption|"
        r"toggle caption|hide caption|pinterest .{0,200}photograph: )",
    ),
    Wording(
        "credit",
        True,
        "getty afp ap reuters epa upi shutterstock istock istockphoto bloomberg alamy flickr "
        "press zuma tns xinhua agency sipa unsplash wikimedia commons redux polaris nurphoto "
        "corbis newscom images sports",
        rf"(?:/|via |© ?|\| |[,–—-] ){_AGENCY}\)?\s*$",
        exact=True,
    ),
    Wording("byline", False, "wire service services domain", r"\bwire (?:services?|reports?)\W*$|\bpublic domain\W*$"),
)
