"""Dates of birth with the month named in another language: "nato il 5 aprile 1969"."""

import re
from collections.abc import Iterator

from nlp.recognisers import dates, dob
from nlp.spans import Span
from nlp.wordlists import fold

_MONTHS = (
    # Italian, Spanish, Portuguese, French, Romanian, Albanian
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
    "enero febrero abril mayo junio julio septiembre setiembre octubre noviembre diciembre "
    "janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "ianuarie februarie martie aprilie iunie iulie august septembrie octombrie noiembrie decembrie "
    "janar shkurt prill maj qershor korrik gusht shtator tetor nentor dhjetor "
    # Polish, Czech, Slovak, Hungarian, Lithuanian, German
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada "
    "grudnia ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince "
    "januara februara aprila maja juna jula augusta septembra oktobra novembra decembra "
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november "
    "december sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio "
    "lapkricio gruodzio marz april juni juli dezember "
    # Turkish, Kurmanji, Somali, Swahili
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik "
    "cile sibat adar gulan pusper tirmeh tebax ilon cotmeh mijdar berfanbar "
    "janaayo febraayo maarso abriil maajo juun luulyo agoosto sebtembar oktoobar nofembar "
    "diseembar januari februari machi aprili agosti septemba oktoba novemba desemba "
    # Ukrainian, Russian, Bulgarian
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "януари февруари март април май юни юли август септември октомври ноември декември "
    # Arabic, Farsi, Dari, Kurdish Sorani, Urdu
    "يناير فبراير مارس ابريل أبريل مايو يونيو يوليو اغسطس أغسطس سبتمبر اكتوبر أكتوبر نوفمبر ديسمبر "
    "شباط اذار آذار نيسان ايار أيار حزيران تموز اب آب ايلول أيلول "
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر "
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند "
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت "
    "ئازار ئایار تەمموز ئاب ئەیلوول جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر دسمبر "
    # Tigrinya, Amharic
    "ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ ጥር የካቲት ሰኔ ሐምሌ ነሐሴ ጥቅምት ኅዳር ታኅሣሥ"
)
_TWO_WORDS = "كانون تشرين"
"""Months that "the first" or "the second" follows."""
_NAMED = frozenset(
    fold(month) for month in f"{_MONTHS} {_TWO_WORDS}".split() if not dates.MONTHS.fullmatch(month)
)
"""Months as `fold` spells them, but for those that are spelled as in English."""
_YEAR = r"(?:1[34]|19|20)\d\d"
_OF = r"(?:(?:de|del|do|di|da|dne|ya|ê|e)[ ]|al[ -]|d')?"
_AFTER = r"(?!\d|[^\W\d_]{2})"
"""After a year stands no more of a number, and no word but its short form, as in "1980r."."""
_DATE = re.compile(
    rf"(?<![\w£./-]){dates.DAY}(?:\.|-?[a-z]{{1,2}})?[ .-]{{1,2}}{_OF}(?P<month>[^\W\d_]{{2,12}})"
    rf"(?:[ ][^\W\d_]{{3,6}})?[ .,-]{{1,2}}{_OF}(?P<year>{_YEAR}){_AFTER}"
    rf"|(?<![\w£./-])(?P<year_first>{_YEAR})\.?[ -]{{1,2}}(?P<month_then>[^\W\d_]{{2,12}})"
    rf"[ .-]{{1,2}}{dates.DAY}(?!\d)"
    rf"|(?<!\w)(?:ngày|ngay)[ ]{dates.DAY}[ ](?:tháng|thang)[ ]\d{{1,2}}[ ](?:năm|nam)[ ]"
    rf"(?P<said>{_YEAR}){_AFTER}",
    re.IGNORECASE,
)
_BESIDE_A_YEAR = re.compile(rf"[^\d\s](?:[ .,-]{{1,2}})?{_YEAR}|{_YEAR}\.?[ -]{{1,2}}\w")
_SINCE = re.compile(
    r"(?<!\w)(?:since|until|dal|dall'|dall|depuis|desde|seit|od|ab|din|nga|from|від|с|з|من|منذ|از|"
    r"beri|tun|kể từ|từ)[ ]?(?:le |el |il |o |dem |den |the )?$",
    re.IGNORECASE,
)
"""Words after which a date is an event's."""
_LATEST_OF_THE_SUN, _TO_OURS = 1500, 621
"""Years before this are of the Persian and Afghan calendars, and this much more in ours."""


def _plain(month: str) -> str:
    return fold(month).replace("\u0131", "i")


def may_be_in(text: str) -> bool:
    """Whether a word stands beside a year."""
    return _BESIDE_A_YEAR.search(text) is not None


def find(text: str) -> Iterator[Span]:
    """Each day of a named month in a year up to `dob.LATEST_YEAR`, but after words like "since"."""
    for found in _DATE.finditer(text):
        month = found["month"] or found["month_then"]
        year = int(found["year"] or found["year_first"] or found["said"])
        ours = year + _TO_OURS if year < _LATEST_OF_THE_SUN else year
        is_named = month is None or _plain(month) in _NAMED
        if is_named and ours <= dob.LATEST_YEAR and not _is_event(text, found.start()):
            yield Span(
                found.start(), found.end(), "DOB", "date of birth: month in another language"
            )


def _is_event(text: str, start: int) -> bool:
    return _SINCE.search(text[max(0, start - 12) : start]) is not None
