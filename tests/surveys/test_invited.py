"""Replies to invitations and times: what a reply must never be taken for, rule by rule."""

import pytest

from surveys.hearing import hear
from surveys.invitations import Invitation
from surveys.kinds.question import Option
from surveys.needs import told
from surveys.phrasing import Patterns
from surveys.reading import Outcome, Request
from surveys.slots import Slots

MEETING = Invitation(key="q", wording="Can you come?", meeting=True)
TIMES = Slots(
    key="q",
    wording="Which?",
    options=(
        Option("mon", "Monday 12 April, 10am"),
        Option("wed", "Wednesday 14 April, 1pm"),
        Option("thu", "Thursday 15 April, 6pm"),
    ),
)


def needs_of(said):
    return set(told(tuple(said.split())).needs)


@pytest.mark.parametrize(
    "said",
    ["dont need a lift", "no interpreter needed", "no need for childcare", "childcare is sorted"],
)
def test_a_need_that_is_denied_is_not_recorded(said):
    assert needs_of(said) == set()


def test_denying_one_need_leaves_another_standing():
    assert needs_of("dont need a lift but i use a wheelchair") == {"step_free"}


def test_a_need_that_a_yes_hangs_on_is_recorded():
    assert needs_of("yes if childcare is sorted") == {"childcare"}


def test_a_word_that_leans_on_a_need_is_no_yes_by_itself():
    assert MEETING.read("in hospital").outcome is not Outcome.ANSWER


def test_being_in_is_still_a_yes_beside_a_need():
    assert MEETING.read("im in, wheelchair user").value == "yes"


@pytest.mark.parametrize("said", ["no wait yes i can do that day", "dont ring me, yes ill come"])
def test_the_yes_that_comes_after_a_turn_counts(said):
    assert MEETING.read(said).value == "yes"


def test_sorry_before_a_no_of_something_else_is_no_correction():
    assert MEETING.read("yes sorry i cant find the postcode").value != "no"


@pytest.mark.parametrize("said", ["yes no allergies", "yes no problem"])
def test_a_no_that_belongs_to_the_next_word_leaves_the_yes(said):
    assert MEETING.read(said).value == "yes"


def test_yes_and_no_side_by_side_is_asked_about():
    assert MEETING.read("yes no").outcome is Outcome.CLARIFY


@pytest.mark.parametrize(
    "said, chosen",
    [
        ("mon no weds yes thurs maybe", ("wed",)),
        ("mon yes, wed no, thu yes", ("mon", "thu")),
        ("1 is no good the other 2 are fine", ("wed", "thu")),
        ("not monday but the others ok", ("wed", "thu")),
        ("monday, not the others", ("mon",)),
        ("im at work all of those days", ()),
    ],
)
def test_each_time_gets_the_verdict_said_of_it(said, chosen):
    assert TIMES.read(said).value == chosen


def test_any_one_word_may_be_left_out():
    fits = Patterns(["is (*) going"], fold=str)

    assert ("is", "dave", "going") in fits
    assert ("is", "going") in fits


@pytest.mark.parametrize(
    "said, chosen",
    [
        ("wednesday but not the early one", ("wed",)),
        ("10 is too early so any other", ("wed", "thu")),
        ("monday or the wed afternoon, not bothered", ("mon", "wed")),
    ],
)
def test_a_word_for_any_takes_no_more_than_was_left_open(said, chosen):
    assert TIMES.read(said).value == chosen


def test_a_no_long_after_hang_on_still_puts_a_yes_right():
    assert MEETING.read("yes - hang on thats my daughters graduation. no").value == "no"


def test_a_yes_asked_back_gives_way_to_the_no_after_it():
    assert MEETING.read("yes? no. definitely no").value == "no"


def test_a_wish_to_stop_inside_a_question_about_a_meeting_is_heard():
    heard = hear("very kind but can you take me off these texts now", question=MEETING)

    assert heard.request is Request.OPT_OUT


def test_a_day_is_known_without_its_accents():
    days = Slots(key="q", wording="?", options=(Option("sun", "Sunday 13 June, 11am"),))

    assert days.read("الأحد", language="ar").value == ("sun",)


@pytest.mark.parametrize(
    "said, chosen",
    [
        ("wed - oh no thats the match. thu", ("thu",)),
        ("no to all of them", ()),
        ("option one please", ("mon",)),
    ],
)
def test_what_no_longer_holds_is_left_behind(said, chosen):
    assert TIMES.read(said).value == chosen


def test_the_late_one_of_a_day_is_the_last_on_that_day():
    days = Slots(
        key="q",
        wording="?",
        options=(
            Option("thu 11", "Thursday 8 July, 11am"),
            Option("thu 2", "Thursday 8 July, 2pm"),
            Option("fri", "Friday 9 July, 3pm"),
        ),
    )

    assert days.read("thurs, the late one").value != ("fri",)
    assert days.read("thurs late one").value == ("thu 2",)
    assert days.read("the early one on thurs").value == ("thu 11",)


@pytest.mark.parametrize("said", ["cant make my mind up", "cant decide"])
def test_not_being_able_to_decide_is_no_no(said):
    assert TIMES.read(said).outcome is Outcome.LATER
    assert MEETING.read(said).outcome is Outcome.LATER


def test_being_put_down_as_a_no_is_no_yes():
    assert MEETING.read("put us down as a no").value != "yes"


@pytest.mark.parametrize(
    "said, value",
    [
        ("its not really for me to be honest", "no"),
        ("I would very much like to attend, kind regards", "yes"),
        ("I do not think I can not attend? no", "no"),
        ("I can not attend on this occasion", "no"),
        ("sounds lush ill be there", "yes"),
        ("was going to say no but go on yes", "yes"),
        ("no i cant... actually sod it yes", "yes"),
    ],
)
def test_what_is_only_put_around_a_yes_or_a_no_changes_nothing(said, value):
    assert MEETING.read(said).value == value


def test_a_thing_somebody_cannot_do_there_is_no_no():
    reading = MEETING.read("go on then but i cant sit in a room full of strangers")

    assert reading.value == "yes"
    assert reading.needs == {"quiet_space"}


def test_a_wish_that_something_stands_against_is_asked_about_though_we_know_no_need():
    assert MEETING.read("id love to only theres something i need first").outcome is Outcome.CLARIFY


def test_a_question_about_what_if_is_no_yes():
    assert MEETING.read("what if i need to leave half way").outcome is Outcome.HELP


def test_needs_told_of_in_another_language_are_kept_beside_the_answer():
    reading = MEETING.read("Na, mae'n ddrwg gen i, dwi'n gweithio")

    assert reading.value == "no"
    assert reading.needs == {"time"}


@pytest.mark.parametrize(
    "said, chosen",
    [
        ("B please", ("wed",)),
        ("the middle one", ("wed",)),
        ("mon... no wed", ("wed",)),
        ("monday i work, wednesday i work, thursday free", ("thu",)),
        ("mon, failing that wed", ("mon", "wed")),
        ("thu x2, me and my mum", ("thu",)),
    ],
)
def test_times_are_chosen_by_letter_by_place_and_after_a_change_of_mind(said, chosen):
    assert TIMES.read(said).value == chosen


def test_another_time_asked_for_chooses_none_of_these():
    assert TIMES.read("do you have anything in july").outcome is Outcome.CLARIFY


@pytest.mark.parametrize(
    "said, request_made",
    [
        ("please delete my details", Request.OPT_OUT),
        ("delete my details", Request.OPT_OUT),
        ("no thanks and please delete my details", Request.OPT_OUT),
        ("can i have my details deleted", Request.OPT_OUT),
        ("take my name off the list", Request.OPT_OUT),
        ("take me off your list", Request.OPT_OUT),
        ("remove my number", Request.OPT_OUT),
        ("delete me off your system", Request.OPT_OUT),
        ("delete my data", Request.DELETE),
        ("delete all my answers", Request.DELETE),
        ("delete everything you have on me", Request.DELETE),
    ],
)
def test_asking_to_be_forgotten_means_the_same_whatever_is_open(said, request_made):
    for question in (None, Invitation(key="q", wording="A survey?"), MEETING, TIMES):
        assert hear(said, question=question).request is request_made


@pytest.mark.parametrize(
    "said, chosen",
    [
        ("any day, not thursday", ("mon", "wed")),
        ("dont mind which just not monday", ("wed", "thu")),
    ],
)
def test_any_time_but_the_one_refused_leaves_that_one_out(said, chosen):
    assert TIMES.read(said).value == chosen


def test_lunch_that_is_eaten_is_no_time_of_day():
    assert TIMES.read("is lunch included").outcome is Outcome.HELP
    assert TIMES.read("monday if lunch is included").value == ("mon",)
    assert TIMES.read("lunch time").value == ("wed",)


def test_refusing_either_of_two_refuses_what_is_named_after_it():
    assert TIMES.read("cant do either of the mondays").value != ()
    assert TIMES.read("cant do either").value == ()


@pytest.mark.parametrize(
    "said",
    [
        "no one called me back",
        "nobody called",
        "nobody called by last week",
        "nobody called round here",
        "nobody by me is coming",
        "you have the wrong day",
        "you got the wrong time, it said 2pm",
        "youve got the wrong date, thursday is the 4th",
        "think you have the wrong address for the venue",
        "you have the wrong end of the stick",
        "you have the wrong idea about us",
        "you got the wrong name, im Kev, yes ill come",
        "got the wrong bus last time so yes if theres a lift",
        "have the wrong shoes for a walk",
    ],
)
def test_a_complaint_is_no_wrong_number_whatever_is_open(said):
    for question in (None, MEETING, TIMES):
        heard = hear(said, question=question)
        assert heard.request is not Request.WRONG_NUMBER
        assert heard.reading is None or heard.reading.outcome is not Outcome.WRONG_NUMBER


@pytest.mark.parametrize(
    "said",
    [
        "u got the wrong Michelle",
        "think youve got the wrong person pal",
        "sorry you have the wrong number",
        "youve got the wrong lad mate",
        "nobody called that here pal",
        "theres no one called that here",
        "no one by that name here",
        "nobody named dave on this phone",
    ],
)
def test_somebody_who_plainly_is_not_the_person_is_heard_whatever_is_open(said):
    for question in (None, MEETING, TIMES):
        assert hear(said, question=question).request is Request.WRONG_NUMBER
