"""Guessing a text's language: other languages are seen, and no English is taken for one."""

import pytest

from surveys.questions import YesNo
from surveys.tongue import guess

ENGLISH = """
la
ta la
sound
aye
sound la
boss that lad
nah mate
ye go ed
defo
no ta
made up me
giz a bell
it's proper baltic in here
the bizzies came again last nite
me ma said no
our kid kips on the couch
bare noise all nite
tara
skint til thursday
dead on
the scran is boss
no hot water 3 wks
cant be arsed
its minging
ars
safe
mouldy walls
drug den next door
damp an rats
la la la
me mum an me nan
naw
i do be cold
no cap
ok hun x
that gaff was jarg
where do i go
am on me own
get us out of ere
na am sound
is right
it was dead on the stairs
cold as
security camera broken
die
a den
pass
more staff
wifi
fast food
kitchen dirty
too hot
bed bugs
not for me
he or she
dont mind
pets allowed please
ex is there
son is 5
van outside
""".strip().splitlines()
OTHERS = [
    ("Dziękuję bardzo za wszystko", "pl"),
    ("dziekuje bardzo", "pl"),
    ("pokój jest zimny i nie ma ogrzewania", "pl"),
    ("nie mam gdzie spac", "pl"),
    ("Nu am unde să dorm", "ro"),
    ("mulțumesc", "ro"),
    ("nu stiu ce sa fac", "ro"),
    ("Mae'r ystafell yn oer iawn", "cy"),
    ("diolch yn fawr am bopeth", "cy"),
    ("No tengo donde dormir pero gracias", "es"),
    ("Não tenho aquecimento no quarto", "pt"),
    ("il fait froid dans la chambre", "fr"),
    ("merci", "fr"),
    ("la stanza è molto fredda, grazie", "it"),
    ("Nuk kam ku të fle", "sq"),
    ("labai šalta, ačiū", "lt"),
    ("oda çok soğuk ve ısıtma yok", "tr"),
    ("waxaan u baahanahay guri", "so"),
    ("tôi không có chỗ ngủ", "vi"),
    ("es ist sehr kalt hier", "de"),
    ("het is hier heel koud", "nl"),
    ("nagyon hideg van itt", "hu"),
    ("الغرفة باردة جدا", "ar"),
    ("شكرا", "ar"),
    ("shukran wallah", "ar"),
    ("اتاق خیلی سرد است", "fa"),
    ("ممنون", "fa"),
    ("ژوورەکە زۆر ساردە", "ckb"),
    ("کمرہ بہت ٹھنڈا ہے", "ur"),
    ("Дякую, тут дуже холодно", "uk"),
    ("Спасибо, здесь очень холодно", "ru"),
    ("так", "uk"),
    ("ኣነ ገዛ የብለይን", "ti"),
    ("谢谢", "zh"),
    ("ਧੰਨਵਾਦ", "pa"),
    ("ধন্যবাদ", "bn"),
]
NOT_KNOWN = ["", "👍", "3", "10/10", "...", "Liverpool", "\u200f", "🙏🙏"]


@pytest.mark.parametrize("text", ENGLISH)
def test_no_english_is_taken_for_another_language(text):
    assert guess(text) in {"en", None}


@pytest.mark.parametrize("text, language", OTHERS)
def test_another_language_is_seen(text, language):
    assert guess(text) == language


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_a_text_that_tells_nothing_is_left_alone(text):
    assert guess(text) is None


@pytest.mark.parametrize(
    "text", ["The staff were kind", "I have nowhere to sleep tonight", "too loud at night"]
)
def test_plain_english_is_seen(text):
    assert guess(text) == "en"


@pytest.mark.parametrize(
    "said, value",
    [
        ("tak", "yes"),
        ("Tak, dziękuję", "yes"),
        ("nie", "no"),
        ("نعم", "yes"),
        ("لا شكرا", "no"),
        ("так", "yes"),
        ("ні", "no"),
        ("naam", "yes"),
        ("ydw", "yes"),
        ("بەڵێ", "yes"),
        ("la", None),
        ("ta la", None),
        ("may be moze", None),
        ("banana", None),
        ("liverpool", None),
        ("drug den", None),
    ],
)
def test_a_plain_yes_or_no_in_another_language_answers_a_question_asked_in_english(said, value):
    assert YesNo(key="q", wording="Did anyone listen?").read(said).value == value
