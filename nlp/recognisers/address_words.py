"""The words and patterns addresses are made of."""

import re

from nlp.recognisers import context

_SURE = (
    r"street|str|road|rd|avenue|ave|av|lane|ln|crescent|cres|cresent|terrace|tce|terr|gardens|gdns|"
    r"grove|boulevard|blvd|mews|parade|esplanade|promenade|embankment|wharf|quay|hey|croft|brow|"
    r"vale|weint|spinney|paddock|garth|ginnel|stret|sreet|streat|raod|avenu|avnue|clos|crecent|crescant|cresant|crescnt|terace|terrase|terrce|gardns|sqaure"
)
_LIKELY = (
    r"st|drive|dr|close|cl|court|ct|place|pl|square|sq|way|walk|row|hill|park|rise|green|view|fold|"
    r"dell|meadows?|orchard|path|yard|passage|bank|mount|approach|chase|copse|glade|gate|heath|ridge|"
    r"fields?|causeway|loop|bridge|side|common|end|circle|quadrant|wood|woods|holme|mount"
)
_BUILDING = (
    r"house|lodge|court|tower|towers|heights|mansions?|villas?|cottages?|buildings?|point|hall|"
    r"block|apartments?|flats|mill|works|chambers|foyer|hotel|hostel|inn|guest ?house|b ?& ?b|bnb|"
    r"centre|center|ymca|manor|grange|residence|studios|unit|shelter|place|project|refuge|"
    r"travelodge|premier inn|holiday inn|ibis"
)
SURE = re.compile(_SURE, re.IGNORECASE)
_ONLY_ROOMS = (
    r"yard|village|estate|arms|docks?|camp|farm|site|marina|retreat|rest|complex|scheme|rooms|"
    r"quarters|barracks|basin|school|church|bungalows?|arcade|parade|campus|sheltered"
)
_NUMBER = r"\d{1,4}[a-z]?(?:[ ]?[-/][ ]?\d{1,4}[a-z]?)?"
_SAID = (
    r"(?:(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)(?:[ -]?(?:one|two|three|four|"
    r"five|six|seven|eight|nine))?|one hundred(?: and [a-z]{3,9})?|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen)"
)
_NAME = r"[^\W\d_][^\W\d_]*(?:['-][^\W\d_]+)*\.?"
_UNIT = (
    r"flat|flt|apartment|appartment|apt|unit|studio|bedsit|room|rm|house|hse|block|plot|pitch|"
    r"caravan"
)
_ROOM = r"room|rm|bed|bedspace|bunk|pod|cabin|cubicle|dorm|ward|cell|suite|berth|hut|mooring"
_FLAT = rf"(?:{_UNIT})\.?[ ]?(?:no\.?[ ]|number[ ])?(?:{_NUMBER}|[a-z])(?!\w)"
_ANY = (
    rf"(?:{_UNIT}|{_ROOM})\.?[ ]?(?:no\.?[ ]|number[ ]|num[ ])?"
    rf"(?:{_NUMBER}|[a-z]\d{{0,3}}|{_SAID})(?!\w)"
)
_IN = r"(?:[ ,.\-@]{1,3}(?:(?:in|at|of|on|inside|over at)[ ](?:the[ ])?|the[ ])?)"


def _plain(*alternatives: str) -> frozenset[str]:
    """The single words of patterns, for a quick look whether any of them is in a text."""
    return frozenset(re.findall(r"[a-z]+", " ".join(alternatives).replace("?", "")))


NUMBER_WORDS = _plain(_SAID)
UNIT_WORDS = _plain(_UNIT, _ROOM) | {"apartment"}
TYPE_WORDS = _plain(_SURE, _LIKELY, _BUILDING, "meadow field mansion villa cottage flat")
_OVER = r"(?:(?:above|over|at|of|in|off|behind|below|under|on)[ ])?"
_EAST = r"(?:[ ](?:north|south|east|west)(?!\w))?"
_FLAT_BEFORE = rf"{_FLAT}[ ,]{{1,3}}(?:(?:{_NAME}[ ]){{0,3}}{_NAME},[ ])?{_OVER}"
_HOUSE_BEFORE = rf"(?:{_NAME}[ ]){{1,2}}(?:{_BUILDING}),[ ]"


def _street(before: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w£.:/])(?P<flat>{before})?(?P<prefix>(?:number|no\.?|num|nr)[ ])?"
        rf"(?P<number>(?=[\dotfsen])(?:{_NUMBER}|{_SAID}))[ ,]{{1,2}}"
        rf"(?P<name>(?:{_NAME}[ ]){{1,4}}?)(?P<type>{_SURE}|{_LIKELY}|{_BUILDING})(?![\w'])"
        rf"{_EAST}",
        re.IGNORECASE,
    )


STREET = _street(_FLAT_BEFORE)
STREET_AFTER_COMMA = _street(f"{_FLAT_BEFORE}|{_HOUSE_BEFORE}")
"""The same, for texts with a comma before a space, as in "Bramble Cottage, 2 Mill Lane"."""
NUMBER_AND_STREET = re.compile(
    rf"(?:\d[a-z]?|{_SAID})[ ,]{{1,2}}(?:{_NAME}[ ]){{1,4}}?(?:{_SURE}|{_LIKELY}|{_BUILDING})"
    r"(?![\w'])"
)
"""What each street found has in it, in small letters: most texts hold nothing like it."""
IN_BUILDING = re.compile(
    rf"(?<!\w)(?:(?:hotel|hostel|hospital)[ ])?{_ANY}{_IN}(?P<name>(?:{_NAME}[ ]){{1,3}}?)"
    rf"(?P<type>{_BUILDING}|{_ONLY_ROOMS}|{_SURE}|{_LIKELY})(?![\w'])",
    re.IGNORECASE,
)
AT_NAMED = re.compile(
    rf"(?<!\w){_ANY}(?:[ ,@]{{1,3}}(?:(?:in|at|of)[ ](?:the[ ])?|the[ ])?)"
    rf"(?P<name>ymca|ywca|travelodge|premier inn|holiday inn|ibis|(?:st|saint)"
    rf"\.?[ ][^\W\d_]{{3,20}}|[^\W\d_]{{4,20}})(?![\w'])",
    re.IGNORECASE,
)
_AFTER_THE = (
    r"(?:paddocks?|willows?|oaks?|meadows?|orchards?|beeches|spinney|hollies|crescent|mews|grove|"
    r"dell|glade|fold|laurels?|limes?|elms?|firs?|pines?|cloisters?|strand|moorings?|quays?|"
    r"avenue|green|close|drive|croft|lane|cottages?|birches|poplars|hawthorns|chase|rise|copse|"
    r"parade|promenade|ridings|sidings|brambles|ropewalk|spires|pastures|gables|cedars|maples)(?!\w)"
)
THE_STREET = re.compile(
    rf"(?<![\w£.:/])(?:{_FLAT}[ ,]{{1,3}})?(?:(?:number|no\.?)[ ])?{_NUMBER}[ ,]{{1,2}}the[ ]"
    rf"{_AFTER_THE}",
    re.IGNORECASE,
)
THE_NUMBERED = re.compile(rf"\d[a-z]?[ ,]{{1,2}}the {_AFTER_THE}")
"""What each of those has in it, in small letters."""
ONE_WORD_ENDINGS = (
    "gate", "bank", "croft", "field", "fields", "wood", "dale", "brook", "hurst", "lea", "mead",
    "meadow", "meadows", "grove", "mount", "cliffe", "crest", "walk", "garth", "vale", "dene",
    "holme", "way",
)  # fmt: skip
ONE_WORD = re.compile(
    rf"(?<![\w£.:/])(?:{_FLAT}[ ,]{{1,3}})?(?:(?:number|no\.?)[ ])?{_NUMBER}[ ,]{{1,2}}"
    rf"(?P<name>[^\W\d_]{{3,14}}(?:{'|'.join(ONE_WORD_ENDINGS)}))(?![\w'])",
    re.IGNORECASE,
)
ONE_WORD_NUMBERED = re.compile(
    rf"\d[a-z]?[ ,]{{1,2}}[^\W\d_]{{3,14}}(?:{'|'.join(ONE_WORD_ENDINGS)})(?![\w'])"
)
"""What each of those has in it, in small letters."""
_NO_STREET_WORDS = (
    "always anyway halfway railway subway motorway doorway runaway midway stairway hallway walkway "
    "driveway foodbank takeaway getaway faraway giveaway stowaway tailgate minefield firewood "
    "plywood driftwood gangway someway noway straightway rightaway straightaway cutaway alleyway "
    "gateway pathway passageway archway highway freeway segway norway galway broadway hideaway"
)
NO_STREETS = frozenset(_NO_STREET_WORDS.split())
THEN_STREET = re.compile(rf"[ ](?:{_SURE})(?![\w'])", re.IGNORECASE)
_FLOOR = (
    r"(?:ground|first|second|third|fourth|fifth|top|basement|upper|lower|1st|2nd|3rd|\d?\dth)[ ]"
    r"(?:floor|flr|fl)(?:[ ](?:flat|left|right))?"
)
PART_BEFORE = re.compile(
    rf"(?<!\w)(?:{_ANY}|{_FLOOR}|block[ ][a-z]|(?:basement|attic|cellar|loft|annexe?)(?=,)"
    r"|the[ ](?:old[ ])?(?:caravan|office|garage|lodge|annexe?|basement|vicarage|coach house|mews)"
    r"|(?-i:The[ ][A-Z][a-z]{2,20}(?:[ ][A-Z][a-z]{2,20})?(?=,)))"
    r"(?:[ ,]{1,3}|[ ](?:in|of|at|behind|above|over)[ ])$",
    re.IGNORECASE,
)
"""What may stand before an address and belongs to it: a floor, a room, a house by its name."""
PART_AFTER = re.compile(
    rf"(?P<joint>,[ ]?|[ ])(?P<name>(?:{_NAME}[ ]){{1,3}}?)"
    rf"(?P<type>{_SURE}|{_LIKELY}|{_BUILDING}|{_ONLY_ROOMS})(?![\w']){_EAST}",
    re.IGNORECASE,
)
FLAT_AFTER = re.compile(
    rf",[ ]?{_FLAT}|[ ](?:{_UNIT})\.?[ ]?(?:no\.?[ ]|number[ ])?{_NUMBER}(?!\w)", re.IGNORECASE
)
BUILDING_FIRST = re.compile(
    rf"(?<!\w)(?P<name>(?:{_NAME}[ ]){{0,3}})(?P<type>{_BUILDING})(?:[ ,\-]{{1,3}}|[ ]in[ ])$",
    re.IGNORECASE,
)
ROOM = re.compile(rf"(?<!\w){_ANY}", re.IGNORECASE)
ROOM_IN_SMALL_LETTERS = re.compile(rf"(?<!\w){_ANY}")
BRANDS = frozenset(["travelodge", "ymca", "ywca", "ibis", "foyer"])
AND_BUILDING = re.compile(rf"[ ](?:{_BUILDING}|{_ONLY_ROOMS})(?![\w'])", re.IGNORECASE)
AFTER = re.compile(
    r"(?<!\w)[A-Z][a-z]{2,15}[ ](?:[A-Z][a-z]{2,15}[ ])?(?:Street|Road|Avenue|Lane|Grove|Crescent|"
    r"Close|Drive|Terrace|Gardens)[ ,]{1,2}(?:no\.?[ ]|number[ ]|nr[ ])?\d{1,3}[a-z]?"
    r"(?=$|[,.;!?]|[ ]?\n)"
)
BOX = re.compile(r"(?<!\w)p\.?[ ]?o\.?[ ]?box[ ](?:no\.?[ ])?\d{1,6}(?!\w)", re.IGNORECASE)
POSTCODE = re.compile(r"\d[a-z\d]?[ -]?\d[ -]?[a-z]{2}(?!\w)")
"""How a postcode ends, in small letters, roughly."""
BEFORE_POSTCODE = re.compile(
    rf"(?<![\w£.:/])(?P<number>{_NUMBER})[ ](?P<name>{_NAME}(?:[ ]{_NAME}){{0,2}})"
    rf"(?=,?[ ](?:{_NAME},?[ ]){{0,2}}[A-Z]{{1,2}}\d[A-Z\d]?[ ]?\d[A-Z]{{2}}(?!\w))",
    re.IGNORECASE,
)
HOUSE_AND_LANE = re.compile(
    r"(?<!\w)(?:[Tt]he(?: Old)? [A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?|(?:[A-Z][a-z]{2,15} ){1,2}"
    r"(?:Cottages?|House|Lodge|Villas?|Farm|Barn|Grange|Manor|Hall)), [A-Z][a-z]{2,15}"
    rf"(?: [A-Z][a-z]{{2,15}})? (?i:{_SURE}|{_LIKELY})"
    r"(?=,? (?:[A-Z][a-z]{2,15},? ){0,2}[A-Z]{1,2} ?\d[A-Z\d]?[ -]?\d[ -]?[A-Z]{2}(?!\w))"
)
"""A house that has a name and no number, where the postcode stands after its street."""
LIVING = re.compile(
    r"(?<!\w)(?:(?:live|lives|living|lived|address|adress|addres|addy|post to|send to)"
    r"(?:[ ](?:is|at|@|now|was|in)){0,2}|(?:stay|stays|staying|home|sleep|sleeping)"
    r"[ ](?:is[ ])?(?:at|@|in)):?[ ](?:number[ ]|no\.?[ ])?"
    rf"(?P<all>(?P<number>{_NUMBER})[ ](?P<name>{_NAME}(?:[ ][A-Z][a-z]+)?))",
)
AT_A_NAME = re.compile(
    rf"(?<!\w)(?:at|address(?: is)?|post(?:ed)? to|living at)[ :]{{1,2}}"
    rf"(?P<all>{_NUMBER}[ ](?P<name>[A-Z][a-z]{{4,15}}))(?![\w'])"
)
LIVING_WORDS = frozenset(
    ("live", "lives", "living", "lived", "address", "adress", "addres", "addy", "post", "posted",
     "send", "stay", "stays", "staying", "home", "sleep", "sleeping", "at")
)  # fmt: skip
"""Words of which one stands before a number that is found because somebody lives there."""
BESIDE = UNIT_WORDS | TYPE_WORDS | LIVING_WORDS
HOMELY_WORDS = "st dr drive close cl court ct sq square hill green rise view row fold walk"
HOMELY = frozenset(HOMELY_WORDS.split())
GOES_ON = re.compile(
    r"[ ](?:to|by|at|down|up|in|for|from|off|every|per|away|each|early|late|on|out|it|the|this|"
    r"that|"
    r"case|date|order|hearing|room|house|then|me|us|there|around|round)(?!\w)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(
    r"(?<!\w)(?:at|@|address(?: is)?|post(?:ed)? to|send (?:it )?to|lives?|living at|from)"
    r"[ :]{1,2}$",
    re.IGNORECASE,
)
TOWN = re.compile(
    r"(?:,[ ]?|[ ])(?P<town>st\.?[ ]helens|new brighton|rock ferry|ellesmere port|west kirby|"
    rf"old swan|west derby|clock face|page moss|{_NAME})",
    re.IGNORECASE,
)
COUNTED = context.words(
    r"weeks?|wks?|days?|nights?|months?|mths?|years?|yrs?|yr|hours?|hrs?|min(?:ute)?s?|people|"
    r"ppl|men|"
    r"women|lads?|girls?|kids?|children|beds?|bed(?:room)?s?|rooms?|of|times?|miles?|mins?|am|pm|"
    r"o'?clock|way|ways|families|others|adults|different|quid|pounds?|percent|stone|nd|rd|th|"
    r"storeys?|floors?|hostels?|houses|flats|bus|buses|stops?|doors?|mates?|flights?|more|"
    r"separate|empty|units?|bags?|dogs?|staff|workers?|single|double|person|man|woman|bedded|each"
)
GENERIC_WORDS = (
    "night shared share old new big small little womens women's woman's mens men's council "
    "homeless care whole same main emergency winter temporary temp local town city busy long "
    "dark dirty cold rough quiet nice good bad horrible nearest other another next last first "
    "second third mens damp mouldy family private social supported sheltered housing safe day "
    "drop probation bail bail's halfway half nursing residential retirement approved direct "
    "dry wet cheap massive tiny empty derelict abandoned back front top bottom left right "
    "wrong every each any some no one two three mental health medical leisure job shopping "
    "community children's youth detached terraced semi crack trap student open closed busy "
    "main upper lower high this that nothing door doors window lock heating kitchen toilet "
    "shower men women mixed male female full free clean crap awful terrible lovely great boss "
    "disgusting noisy loud hostel hotel single double twin spare guest waiting living dining "
    "bath bed ground"
)
GENERIC = frozenset(GENERIC_WORDS.split())
SAINTS = frozenset(("st", "saint"))
SENTENCE_ENDS = re.compile(r"[^\W\d_]{4,}\.(?: |$)")
"""A word with a full stop that shortens nothing."""
ALSO_IN_NAMES_WORDS = "st st. saint back may will mill over north south east west upper lower"
ALSO_IN_NAMES = frozenset(ALSO_IN_NAMES_WORDS.split())
PLACE_ENDINGS = (
    "bank", "wood", "field", "ford", "ham", "side", "brook", "dale", "gate", "mount", "ville",
    "cliffe", "hurst", "view", "crest", "leigh", "wick", "burn", "haven", "house", "lodge",
    "court", "croft", "moor", "holme", "worth", "bury", "combe", "mere", "ridge", "gables",
)  # fmt: skip
