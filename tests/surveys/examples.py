"""The questions that the tests of reading ask."""

from surveys.questions import FreeText, Option, PickOne, Scale

SAFE = Scale(
    key="safe",
    wording="How safe do you feel where you are staying?",
    labels=("Not safe at all", "Not very safe", "In between", "Mostly safe", "Very safe"),
)
AREA = PickOne(
    key="area",
    wording="Which area are you staying in?",
    about="borough",
    options=(
        Option("halton", "Halton"),
        Option("knowsley", "Knowsley"),
        Option("liverpool", "Liverpool"),
        Option("sefton", "Sefton"),
        Option("st-helens", "St Helens"),
        Option("wirral", "Wirral"),
        Option("elsewhere", "Somewhere else"),
    ),
)
PLACE = PickOne(
    key="place",
    wording="Where did you sleep?",
    options=(
        Option("a", "Hostel or night shelter"),
        Option("b", "Sofa surfing with friends or family"),
        Option("c", "On the street or in a car"),
        Option("d", "My own place"),
    ),
)
TIME = PickOne(
    key="time",
    wording="When suits you?",
    options=(Option("1", "Morning"), Option("2", "Afternoon"), Option("3", "Evening")),
)
HEARD = PickOne(
    key="heard",
    wording="Did anyone listen?",
    options=(Option("yes", "Yes"), Option("no", "No"), Option("unsure", "Not sure")),
)
CHANGE = FreeText(key="change", wording="What should change?")
