"""Languages: English passes at once, others are named, and what cannot be told is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.article import Article
from checker.engine import Engine
from checker.language import UNNAMED, declared, foreign, language_name
from checker.services.languagetool import variety
from checker.settings import Settings
from checker.spelling_varieties import VARIANTS, variant_of

# One short report on a bridge that is closed, or a pool, in each language.
SAMPLES = {
    "fr": (
        "Le conseil municipal a décidé hier soir de fermer la vieille piscine du quartier, parce que les travaux"
        " coûteraient trop cher à la ville. Les habitants sont déçus et demandent une réunion avec le maire."
    ),
    "de": (
        "Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke über den Fluss zu sperren, weil die Pfeiler"
        " nicht mehr sicher sind. Die Anwohner müssen nun einen Umweg von zehn Kilometern fahren und sind darüber"
        " nicht erfreut."
    ),
    "es": (
        "El ayuntamiento decidió ayer cerrar la biblioteca del barrio porque el techo no resiste la lluvia. Los"
        " vecinos, que llevan años pidiendo una reforma, se reunieron en la plaza para protestar contra la medida."
    ),
    "pt": (
        "A câmara decidiu ontem fechar a ponte velha porque os pilares não são seguros. Os moradores, que há anos"
        " pedem uma obra, reuniram-se na praça para protestar contra a decisão do presidente."
    ),
    "it": (
        "Il consiglio comunale ha deciso di chiudere il vecchio ponte perché i pilastri non sono più sicuri. Gli"
        " abitanti della zona, che da anni chiedono un intervento, si sono riuniti nella piazza per protestare."
    ),
    "nl": (
        "De gemeenteraad heeft dinsdag besloten om de oude brug te sluiten, omdat de pijlers niet meer veilig"
        " zijn. De bewoners moeten nu een omweg van tien kilometer maken en zijn daar niet blij mee."
    ),
    "da": (
        "Byrådet besluttede tirsdag at lukke den gamle bro, fordi pillerne ikke længere er sikre. Beboerne skal nu"
        " køre en omvej på ti kilometer, og det er de ikke glade for, siger formanden for grundejerforeningen."
    ),
    "sv": (
        "Kommunfullmäktige beslutade på tisdagen att stänga den gamla bron, eftersom pelarna inte längre är säkra."
        " De boende måste nu köra en omväg på en mil, och det är de inte glada för, säger ordföranden."
    ),
    "no": (
        "Kommunestyret vedtok tirsdag å stenge den gamle broen, fordi pilarene ikke lenger er trygge. Beboerne må"
        " nå kjøre en omvei på ti kilometer, og det er de ikke glade for, sier lederen av velforeningen til"
        " avisen."
    ),
    "fi": (
        "Kunnanvaltuusto päätti tiistaina sulkea vanhan sillan, koska sen pilarit eivät ole enää turvallisia."
        " Asukkaat joutuvat nyt ajamaan kymmenen kilometrin kiertotien, eivätkä he ole siitä iloisia."
        " Puheenjohtajan mukaan uusi silta on valmis ensi vuonna, ja se maksaa kaksi miljoonaa euroa, mutta rahaa"
        " ei vielä ole."
    ),
    "pl": (
        "Rada miasta postanowiła we wtorek zamknąć stary most, ponieważ jego filary nie są już bezpieczne."
        " Mieszkańcy muszą teraz jechać objazdem, który ma dziesięć kilometrów, i nie są z tego zadowoleni, bo"
        " droga jest wąska."
    ),
    "cs": (
        "Zastupitelstvo se v úterý rozhodlo uzavřít starý most, protože jeho pilíře už nejsou bezpečné. Obyvatelé"
        " teď musejí jezdit objížďkou, která je dlouhá deset kilometrů, a nejsou s tím spokojeni, řekl starosta"
        " obce po jednání."
    ),
    "sk": (
        "Zastupiteľstvo sa v utorok rozhodlo uzavrieť starý most, pretože jeho piliere už nie sú bezpečné."
        " Obyvatelia teraz musia jazdiť obchádzkou, ktorá je dlhá desať kilometrov, a nie sú s tým spokojní,"
        " povedal starosta, podľa ktorého bude nový most stáť milióny."
    ),
    "hu": (
        "A városi tanács kedden úgy döntött, hogy lezárja a régi hidat, mert a pillérek már nem biztonságosak. A"
        " lakóknak most tíz kilométeres kerülőt kell tenniük, és ez nem tetszik nekik. A polgármester szerint az"
        " új híd csak jövőre készül el, ha lesz rá pénz, és azt is mondta, hogy nem volt más megoldás."
    ),
    "ro": (
        "Consiliul local a decis marți să închidă podul vechi, pentru că pilonii nu mai sunt siguri. Locuitorii"
        " din zonă, care cer de ani de zile o reparație, au ieșit în piață și au protestat împotriva hotărârii"
        " primarului."
    ),
    "tr": (
        "Belediye meclisi salı günü eski köprüyü kapatmaya karar verdi, çünkü ayaklar artık güvenli değil. Mahalle"
        " sakinleri bu karar için toplandı ve daha iyi bir çözüm olana kadar her gün protesto edecek, ancak başkan"
        " ne yeni köprü ne de para olduğunu söyledi."
    ),
    "hr": (
        "Gradsko vijeće odlučilo je u utorak zatvoriti stari most, jer njegovi stupovi više nisu sigurni."
        " Stanovnici koji žive na drugoj obali sada moraju voziti deset kilometara i nisu sretni, ali"
        " gradonačelnik kaže da nije bilo drugog rješenja za to."
    ),
    "id": (
        "Dewan kota pada hari Selasa memutuskan untuk menutup jembatan tua itu karena tiangnya tidak lagi aman."
        " Warga yang tinggal di seberang sungai harus mengambil jalan lain dan mereka tidak senang dengan"
        " keputusan ini."
    ),
    "vi": (
        "Hội đồng thành phố hôm thứ Ba đã quyết định đóng cửa cây cầu cũ vì các trụ không còn an toàn. Người dân"
        " sống ở bên kia sông phải đi đường vòng và không được thông báo trước về việc này."
    ),
    "ru": (
        "Городской совет во вторник решил закрыть старый мост, потому что его опоры больше не безопасны. Жители"
        " теперь вынуждены ехать в объезд и недовольны этим."
    ),
    "uk": (
        "Міська рада у вівторок вирішила закрити старий міст, тому що його опори вже не безпечні. Мешканці тепер"
        " змушені їхати в об'їзд і незадоволені цим."
    ),
    "bg": (
        "Общинският съвет реши във вторник да затвори стария мост, защото подпорите му вече не са безопасни."
        " Жителите сега трябва да минават по дълъг път и са недоволни."
    ),
    "ar": (
        "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم لأن أعمدته لم تعد آمنة. وعلى السكان الآن أن يسلكوا طريقا"
        " أطول."
    ),
    "fa": (
        "شورای شهر روز سه‌شنبه تصمیم گرفت پل قدیمی را ببندد، چون پایه‌های آن دیگر امن نیست. ساکنان باید از راه"
        " دیگری بروند."
    ),
    "he": (
        "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן מפני שהעמודים אינם בטוחים עוד. התושבים נאלצים לנסוע בדרך"
        " ארוכה."
    ),
    "el": (
        "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα, επειδή οι κολόνες δεν είναι πια"
        " ασφαλείς."
    ),
    "hi": ("नगर परिषद ने मंगलवार को पुराने पुल को बंद करने का फैसला किया, क्योंकि उसके खंभे अब सुरक्षित नहीं हैं।"),
    "ja": (
        "市議会は火曜日、橋脚の安全が確認できないとして、古い橋を閉鎖することを決めた。住民は今後、遠回りをしなければならない。"
    ),
    "zh": (
        "市议会星期二决定关闭旧桥，因为桥墩已经不再安全。居民现在必须绕行十公里，他们对这个决定很不满意，要求市长召开会议说明情况。"
    ),
    "ko": (
        "시의회는 화요일 교각이 더 이상 안전하지 않다는 이유로 낡은 다리를 폐쇄하기로 결정했다."
        " 주민들은 이제 먼 길로 돌아가야 한다."
    ),
    "th": ("สภาเทศบาลเมืองมีมติเมื่อวันอังคารให้ปิดสะพานเก่า เพราะเสาสะพานไม่ปลอดภัยอีกต่อไป ชาวบ้านต้องใช้เส้นทางอื่น"),
    "sw": (
        "Baraza la mji liliamua Jumanne kufunga daraja la zamani kwa sababu nguzo zake si salama tena. Wakazi wa"
        " eneo hilo sasa ni lazima wapite njia ndefu ya kilomita kumi, na hawafurahii uamuzi huo, alisema diwani"
        " katika mkutano wa jana."
    ),
    "tl": (
        "Nagpasya ang konseho ng lungsod noong Martes na isara ang lumang tulay dahil hindi na ligtas ang mga"
        " haligi nito. Ang mga residente ay kailangan na umikot ng sampung kilometro at hindi sila masaya sa pasya"
        " para sa kanila."
    ),
    "ca": (
        "El consistori va decidir dimarts tancar el pont vell perquè els pilars ja no són segurs. Els veïns, que"
        " fa anys que demanen una reforma, es van reunir a la plaça amb pancartes per protestar contra la decisió."
    ),
    "lt": (
        "Miesto taryba antradienį nusprendė uždaryti senąjį tiltą, nes jo atramos nėra saugios. Gyventojai dabar"
        " turi važiuoti aplinkkeliu ir yra nepatenkinti, bet meras sako, kad kito sprendimo nebuvo ir tai yra tik"
        " laikina, o tiltas bus naujas."
    ),
    "sl": (
        "Mestni svet se je v torek odločil, da zapre stari most, ker njegovi stebri niso več varni. Prebivalci, ki"
        " živijo na drugem bregu, morajo zdaj voziti deset kilometrov in s tem niso zadovoljni, a župan pravi, da"
        " ni bilo druge rešitve za ta most."
    ),
    "et": (
        "Linnavolikogu otsustas teisipäeval sulgeda vana silla, sest selle sambad ei ole enam ohutud. Elanikud"
        " peavad nüüd sõitma kümme kilomeetrit ja nad ei ole rahul, aga linnapea ütles, et see on ajutine ning uus"
        " sild tuleb järgmisel aastal, kui raha on."
    ),
}

BASQUE = (
    "Udalak astearte honetan erabaki du zubi zaharra ixtea, zutabeak jada ez baitira seguruak. Bizilagunek hamar"
    " kilometroko bidea egin behar dute orain, eta ez daude pozik erabakiarekin. Alkateak esan du datorren urtean zubi"
    " berria eraikiko dutela, baina dirurik ez dagoela oraindik horretarako, eta laguntza eskatu dio aldundiari."
)
ENGLISH = (
    "The council decided on Tuesday to close the old bridge because its pillars are no longer safe. The people who live"
    " on the other bank must now drive ten kilometres, and they are not happy about it."
)


def language(text: str, named: str | None = None, title: str = "") -> str | None:
    return foreign(Article("a", text, title, language=named))


@pytest.mark.parametrize("tag", SAMPLES)
def test_an_article_in_another_language_is_known_for_it(tag: str) -> None:
    assert language(SAMPLES[tag]) == tag
    assert language_name(tag)


@pytest.mark.parametrize("tag", SAMPLES)
def test_an_english_article_with_a_foreign_quotation_of_its_own_length_is_english(tag: str) -> None:
    assert language(f"{ENGLISH} “{SAMPLES[tag]}” {ENGLISH}") is None


def test_english_is_english() -> None:
    assert language(ENGLISH) is None
    assert language(ENGLISH.upper()) is None
    assert (
        language(ENGLISH, title="Le conseil ferme le vieux pont de la ville et les habitants ne sont pas contents")
        is None
    )


def test_a_language_that_is_not_known_is_no_english_all_the_same() -> None:
    assert language(BASQUE) == UNNAMED
    assert language_name(UNNAMED) == ""


def test_nothing_is_said_of_a_few_words() -> None:
    for tag in ("fr", "de", "es", "pl"):
        assert language(" ".join(SAMPLES[tag].split()[:19])) is None
    assert language("") is None
    assert language("Мост закрыт") is None


@pytest.mark.parametrize(
    "text",
    [
        "Real Madrid 2 Villarreal 1\nAtlético 0 Deportivo de La Coruña 0\nRayo 3 Las Palmas 2\nEibar 1 Getafe 1",
        "apples pears plums cherries grapes figs dates quinces melons lemons limes oranges peaches apricots\n" * 4,
        "12 45 18 99 23 41 7 6 5 4 3 2 1 55 66 77 88 99 10 11 12 13 14 15 16 17 18 19",
        "Net 9,785,000 vs 3,422,000 Rev 3 mln vs 2 mln Shr 2.26 dlrs vs 81 cts Avg shrs 4.3 mln vs 4.2 mln" * 3,
        "Maria de la Cruz, Juan de los Santos, Pedro del Río, Ana de las Casas, Luis de la Fuente, Eva del Monte, Iago",
        "aaaa bbbb cccc " * 20,
        "😀 " * 500,
    ],
)
def test_lists_tables_and_strings_are_no_other_language(text: str) -> None:
    assert language(text) is None


def test_a_language_that_the_article_names_is_taken_for_true() -> None:
    assert language(ENGLISH, "fr") == "fr"
    assert language(ENGLISH, "German") == "de"
    assert language("Deux mots", "fr-CA") == "fr"
    assert language(SAMPLES["fr"], "en-GB") is None
    assert language(SAMPLES["fr"], "und") == "fr"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *(("en", "en"), ("EN_us", "en"), ("eng", "en"), ("English", "en"), ("pt-BR", "pt"), ("zh-Hant-TW", "zh")),
        *(("swedish", "sv"), ("gsw", "gsw"), ("", None), ("und", None), ("??", None), ("no idea", None), ("x", None)),
    ],
)
def test_tags_and_names_of_languages_are_read(written: str, tag: str | None) -> None:
    assert declared(written) == tag


def test_an_article_in_another_language_is_said_to_be_and_judged_no_further() -> None:
    engine = Engine(Settings(tiers=("local",)))
    outcome = engine.check(Article("a", SAMPLES["fr"] + " teh teh ,", "le le Conseil"))
    assert [f.rule for f in outcome.findings] == ["foreign-language"]
    assert outcome.findings[0].message == "The article is in French, so that no rule for English was applied to it."
    [marked] = engine.check(Article("a", ENGLISH, language="fr")).findings
    assert marked.message == "The article is marked as French, so that no rule for English was applied to it."
    [unnamed] = engine.check(Article("a", BASQUE)).findings
    assert unnamed.message == "The article is not in English, so that no rule for English was applied to it."


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    foreign(Article("a", text))
    assert variant_of(Article("a", text)) in VARIANTS


@pytest.mark.parametrize("text", ["a " * 500_000, "д" * 1_000_000, "q" * 1_000_000, "ъ " * 500_000], ids=range(4))
def test_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    language(text)
    assert time.process_time() - start < 2


BRITISH = "The neighbours of the theatre organised a programme of their own, and their behaviour was honourable."
AMERICAN = "The neighbors of the theater organized a program of their own, and their behavior was honorable."


@pytest.mark.parametrize(
    ("text", "configured", "named", "source", "variant"),
    [
        *((BRITISH, "auto", None, None, "en-GB"), (AMERICAN, "auto", None, None, "en-US")),
        *((ENGLISH, "auto", None, None, "en-GB"), ("It rained.", "auto", None, None, "en-US")),
        *(("Mr Lee left.", "auto", None, None, "en-GB"), ("Mr. Lee left.", "auto", None, None, "en-US")),
        *((BRITISH, "en-US", "en-AU", "x.co.nz", "en-US"), (AMERICAN, "auto", "en_GB", None, "en-GB")),
        *((AMERICAN, "auto", "en-IE", None, "en-GB"), (BRITISH, "auto", "en-PH", None, "en-US")),
        *((BRITISH, "auto", "en", "www.smh.com.au", "en-AU"), ("It rained.", "auto", None, "stuff.co.nz/a", "en-NZ")),
        *((AMERICAN, "auto", None, "cbc.ca", "en-CA"), (AMERICAN, "auto", None, "iol.co.za", "en-US")),
        *((BRITISH, "auto", None, "The Post of Zanzibar", "en-GB"), (BRITISH, "auto", None, "iol.co.za", "en-ZA")),
    ],
)
def test_the_variety_of_english(
    text: str, configured: str, named: str | None, source: str | None, variant: str
) -> None:
    assert variant_of(Article("a", text, source=source, language=named), configured) == variant


def test_names_and_oxford_spelling_tell_no_variety() -> None:
    text = "They organized it, and the Labour Party met at the World Trade Center. Its colour was odd."
    assert variant_of(Article("a", text)) == "en-GB"


def test_languagetool_is_asked_in_the_variety_of_the_article_and_not_at_all_for_another_language() -> None:
    assert variety.variant_of(Article("a", BRITISH), "auto") == "en-GB"
    assert variety.variant_of(Article("a", BRITISH), "en-AU") == "en-AU"
    assert variety.variant_of(Article("a", SAMPLES["fr"]), "auto") is None
