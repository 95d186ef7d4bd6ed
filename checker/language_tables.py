"""Tables for telling languages apart: words of function, and letters."""

from __future__ import annotations

# Words of function that English has not, for each language in Latin letters.
WORDS = {
    "af": "en van het nie dat vir op met te hy sy wat ook sal ’n haar hulle word daar wees gesê deur nog",
    "ca": "el la els les de del i que en un una per amb es als són però més com va ha aquest aquesta seva també",
    "cs": "v se na že je s z o k pro ale jako po jsou byl který která které podle nebo již také jen bude už ze při",
    "da": "og det en er til på af den der ikke med et har som de fra kan var han blev også efter eller sig ved mod hun"
    " siger nu",
    "de": "der das und ist nicht von mit auf für sich dem den des ein eine einen einer auch werden wird sind bei nach"
    " aus wie zu zum zur noch hat haben wurde dass als aber nur oder über im",
    "es": "el la los las de del y que en un una por con se para su al lo más pero como sus ha son este esta está fue"
    " también sobre entre",
    "et": "ja ei et see ning oli kui ka aga mis oma või selle pärast ta tema nad kes mille ole juba kuid veel",
    "fi": "ja ei että se hän mutta oli ovat kun mukaan myös kuin joka ole sekä mitä tai olla hänen sen ovat jo vain",
    "fr": "le la les de des du et un une est dans que qui pour pas sur au aux avec par ce cette se ne il elle sont été"
    " ont mais nous vous leur ses son sa qu'il c'est d'un d'une n'est s'est à",
    "hr": "je i u na se da za su od ne što koji koja koje nije će bi ali kao ili iz po bio sa nakon kako kod",
    "hu": "az és hogy nem egy azt ez meg van volt csak már vagy mint még el ki ha kell ezt szerint pedig után",
    "id": "yang dan di ini itu dengan untuk dari pada tidak dalam akan juga adalah oleh sebagai telah ke bahwa kepada",
    "it": "il lo la gli le di del della dei delle e che un una per con non si su al alla da dal nel nella sono è ma"
    " anche più come ha questo",
    "lt": "ir kad yra į iš su tai bet kaip ne nuo buvo apie jau po dėl o tik ar jo taip pat",
    "lv": "un ir ar kas ka par uz bet tas arī lai pēc no vai tā gan jau kā viņš savu",
    "nl": "de het een en van dat op te met zijn voor niet aan er om ook als bij door naar uit maar heeft hij ze wordt"
    " deze nog werd haar tot worden dan",
    "no": "og det er til på av den ikke med et har som fra kan var han vil ble også etter eller seg ved mot å hun"
    " sier nå må blir",
    "pl": "i w z na nie się że jest o po jak od za przez ale dla są był oraz tym tego który która które jego ze już",
    "pt": "o os de da dos das e que em um uma por com não se para na nos nas ao mais mas como seu sua foi são está"
    " pelo pela também",
    "ro": "și şi în de la nu un o pe cu din care este pentru că mai ce sau sunt fost fi al ale lui au prin acest",
    "sk": "v sa na že je s z o k pre ale ako po sú bol ktorý ktorá ktoré podľa alebo už tiež len bude aj zo pri",
    "sl": "je na se da za so od ki ne pa kot ali iz po bi tudi bil z v s ter pri ni ga bo",
    "sq": "të e në dhe një për që nga është më si ka janë nuk se së kjo ky ishte kanë i",
    "sv": "och det att en är på av den inte med ett har som de från kan var han också efter eller sig vid mot för till",
    "sw": "ya na wa kwa ni katika za la cha kuwa hii yake huo hiyo alisema pia lakini hilo watu",
    "tl": "ang ng sa na mga ay si ni para hindi ito kung niya siya may nang",
    "tr": "ve bir bu için da de ile olarak çok daha olan gibi ancak kadar sonra ne değil her ise olduğu dedi",
    "vi": "và của là có không được cho trong một những với các người đã này để tại khi về",
}
# The letters of other scripts and, where several languages share one, what only one of them has; the first language
# is that of a text without such marks.
SCRIPTS = (
    ("ja", "\u3040-\u30ff", ()),
    ("zh", "\u4e00-\u9fff", ()),
    ("ko", "\uac00-\ud7a3", ()),
    (
        "ru",
        "\u0400-\u04ff",
        (
            *(("kk", "қ ғ ә"), ("tg", "ҷ ӣ ӯ"), ("mn", "ө ү"), ("uk", "ї є ґ і"), ("be", "ў")),
            *(("mk", "ѓ ќ ѕ"), ("sr", "ђ ћ ј љ њ"), ("ru", "ы э"), ("bg", "ъ")),
        ),
    ),
    ("ar", "\u0600-\u06ff", (("ckb", "ێ ۆ ڕ ڵ"), ("ps", "ځ څ ښ ډ"), ("ur", "ٹ ڈ ے ں"), ("fa", "پ چ ژ گ"))),
    ("el", "\u0370-\u03ff", ()),
    ("he", "\u0590-\u05ff", ()),
    ("hi", "\u0900-\u097f", (("mr", "आहे आणि"), ("ne", "भएको गरेको छन्"))),
    ("bn", "\u0980-\u09ff", (("as", "ৰ ৱ"),)),
    ("pa", "\u0a00-\u0a7f", ()),
    ("gu", "\u0a80-\u0aff", ()),
    ("ta", "\u0b80-\u0bff", ()),
    ("te", "\u0c00-\u0c7f", ()),
    ("kn", "\u0c80-\u0cff", ()),
    ("ml", "\u0d00-\u0d7f", ()),
    ("si", "\u0d80-\u0dff", ()),
    ("th", "\u0e00-\u0e7f", ()),
    ("lo", "\u0e80-\u0eff", ()),
    ("my", "\u1000-\u109f", ()),
    ("km", "\u1780-\u17ff", ()),
    ("ka", "\u10a0-\u10ff", ()),
    ("hy", "\u0530-\u058f", ()),
    ("am", "\u1200-\u137f", ()),
)

NAMES = {
    pair.split("=")[0]: pair.split("=")[1].replace("_", " ")
    for pair in (
        "af=Afrikaans am=Amharic ar=Arabic as=Assamese be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian ca=Catalan"
        " ckb=Kurdish cs=Czech cy=Welsh da=Danish de=German el=Greek en=English es=Spanish et=Estonian eu=Basque"
        " fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati ha=Hausa he=Hebrew hi=Hindi hr=Croatian"
        " hu=Hungarian hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese ka=Georgian kk=Kazakh km=Khmer"
        " kn=Kannada ko=Korean ku=Kurdish lo=Lao lt=Lithuanian lv=Latvian mk=Macedonian ml=Malayalam mn=Mongolian"
        " mr=Marathi ms=Malay mt=Maltese my=Burmese nb=Norwegian ne=Nepali nl=Dutch nn=Norwegian no=Norwegian"
        " pa=Punjabi pl=Polish ps=Pashto pt=Portuguese ro=Romanian ru=Russian si=Sinhala sk=Slovak sl=Slovenian"
        " so=Somali sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu tg=Tajik th=Thai tl=Filipino"
        " tr=Turkish uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese yo=Yoruba zh=Chinese zu=Zulu"
    ).split()
}
"""The English name of a language by its tag."""
