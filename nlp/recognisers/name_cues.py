"""The words that stand beside a name and show that it is one."""

from nlp.wordlists import set_of

TITLES = set_of(
    "mr mrs ms miss mx dr doctor prof professor rev reverend father fr sister pc wpc sgt sergeant "
    "cllr councillor councilor officer nurse constable inspector sir lady matron canon imam pastor "
    "vicar judge magistrate detective dc ds"
)
SURE_TITLES = set_of("mr mrs ms mx dr pc cllr prof rev sgt")
ROLES = set_of(
    "worker workers keyworker caseworker worka wrker warden manager boss nurse doctor officer "
    "landlord landlady solicitor lawyer volunteer mentor navigator advisor adviser staff teacher "
    "cook chef cleaner guard probation interpreter counsellor therapist coach support keyworkers "
    "caseworkers workers managers volunteers wardens receptionist chaplain vicar neighbour "
    "neighbor psychiatrist psychologist midwife dentist carer janitor caretaker coordinator "
    "student trainee sponsor councillor resident residents tenant tenants client clients patient "
)
RELATIONS = set_of(
    "mum mam ma mother dad da father nan nana nanna gran grandma grandad granda son sons daughter "
    "daughters kid kids child children baby babies lad lass brother bro sister sis partner husband "
    "hubby wife missus fella boyfriend bf girlfriend gf ex fiance fiancee mate mates friend "
    "friends "
    "cousin uncle aunt auntie aunty niece nephew grandson granddaughter stepdad stepmum twins "
    "twin flatmate housemate roommate dog-walker eldest youngest bloke guy woman man girl boy "
    "fella lads girls boys lady our little big old poor me-mate missis"
)
CALLED = set_of("called named nicknamed aka alias")
NAME_IS = set_of("name names nme")
GREETINGS = set_of(
    "hi hiya heya hello hey dear alright yo morning afternoon evening ey oi salam salaam salaams "
    "salamu assalamu alaikum czesc witam merhaba"
)
SIGN_OFFS = set_of(
    "cheers thanks thank thx ta regards wishes sincerely faithfully from love signed luv yours "
    "respectfully ty tanx"
)
ASKED = set_of(
    "asked ask asking told tell telling with see saw seen met meet thank thanked contact phoned "
    "rang ring text texted message messaged emailed trust miss knows know visited recommend "
    "except without about by to for from like mention blame hate love via per against spoke and "
    "n & me sacked between"
)
AGENTIVE = set_of(
    "said says sed told tells helped helps elped rang rings called calls texted texts gave gives "
    "listens listened drives drove works worked visits visited sorted sorts explained explains "
    "promised shouted shouts smiled knows thinks reckons lives moved died robbed stole kicked "
    "hates loves understands understood treats treated cares cared fixed laughed cried retired "
    "asks asked does did does doesnt didnt never always got gets takes took brought brings came "
    "comes wants wanted runs ran found went goes shows showed made makes keeps kept answered "
    "answers phoned saw sees left wouldnt wont cant couldnt hasnt isnt wasnt who turned turns "
    "stays stayed owes deserves sits sat stood speaks spoke sent reckoned volunteers"
)
STATES = set_of("is was has had s will would can could")
HUMAN = set_of(
    "retiring leaving helping coming my our lovely sound kind brilliant amazing great nice ace "
    "class fab fantastic rude horrible brill useless helpful patient nasty friendly caring "
    "wonderful mint boss sick off gone pregnant there always never dead away moving going "
    "working always asleep mean ok okay good always so really dead very an a the"
)
HUMAN_FOR_BOTH = HUMAN - set_of(
    "dead gone off away there good ok always a an the really very so my"
)
SPEAKING = set_of(
    "said says told tells rang rings gave helped helps sorted thinks reckons knows promised called "
    "texted phoned"
)
NEVER_AFTER_A_NAME = set_of(
    "i u you ya ye we they he she it this that there someone somebody sum1 anyone anybody people "
    "ppl be not get have the a an my your our me his her us them only also still never always"
)
"""Words that follow "can" or "an", and seldom a name that is the object of a verb."""
EXCLAIMED = set_of("ha hah haha ah oh eh aye nah yeah yep nope ugh meh tut phew wow lol")
"""What is called out, of which some is a name as well: "ha. used that one"."""
PLAIN_VERBS = set_of(
    "text txt ring call phone email be let do get send try come go see have need make keep bring "
    "pay ask tell check update find give take wait start stop leave look help pop drop sort sign"
)
"""Verbs as they stand after "will": "Will text" tells what is to come, "Will texts" of somebody."""
FINITE = set_of("is was has had does did isnt wasnt hasnt hadnt doesnt didnt says said told")
"""Verbs that never follow "can"."""
AFTER_ASKED = set_of(
    "on at in from with about if for when and n cos because who again yesterday today"
)
LOOSE_ROLES = set_of("staff support probation student little big old poor our volunteers workers")
LOOSE_ASKED = set_of("to about like from against blame hate by")
PRONOUNS = set_of("i we they he she u you who ive never to")
THINGS = set_of(
    "restaurant hostel place pub charity project centre center group service scheme app thing it "
    "its it's team hotel shop cafe area street road estate house company building site website "
    "dog cat pub bar club film book song band game church school tablet drug meds"
)
ABSTRACT = set_of(
    "hope faith grace joy patience charity justice praise peace blessing comfort mercy chance "
    "miracle favour destiny heaven bliss harmony gift promise victory desire liberty bill baker "
    "cook carter porter tanner judge bishop king queen prince princess marshall star blue guy "
    "christian major page price reading cash rich bear fox wolf tiger mercedes river ocean ward "
    "grant london paris chelsea dallas sydney india china israel rain storm sunshine lane ford"
)
SEASONS = set_of(
    "april may june august summer autumn winter january dec jan sunday tuesday wednesday"
)
MODALS = set_of("will may can mark hope")
ADDRESSING = set_of(
    "sirs honey angel princess sunshine star baby happy team folks "
    "mate mates love luv lad lads hun babe pet queen kid kidda bro fam everyone all both again "
    "boss guys team folks doll gang ladies girl girls sir madam"
)
STREETS = set_of(
    "street st road rd avenue ave lane ln house court ct lodge hospital park centre center hall "
    "church trust foundation school college road crescent cres close drive terrace gardens grove "
    "square place hostel library station surgery clinic project estate hotel inn arms pub club "
    "tower university academy council market way row hill mews infirmary chapel cathedral primary "
    "green village line ward unit fc"
)
AFTER_FROM = set_of(
    "desk door office council centre center hostel reception team shelter project kitchen church "
    "library front housing charity drop night outreach gate day service food van probation "
    "jobcentre dwp school hospital law advice soup cafe canteen counter phone bank clinic "
    "room flat bed bunk laundry landing"
)
JOINS = set_of("and n but when so because cos then where if after once until while")
CONNECTS = set_of("and n & nd")
_FOSTERING = set_of("care carer carers home homes family families parent parents")
IDIOMS = frozenset(
    {
        ("jack", "of"), ("jack", "all"), ("jack", "it"), ("jack", "in"), ("sally", "army"),
        ("salvation", "army"), ("tom", "foolery"), ("grace", "period"), ("joe", "public"),
        ("joe", "bloggs"), ("victoria", "line"), ("victoria", "sponge"), ("alice", "band"),
        ("nat", "ins"), ("nat", "insurance"), ("martin", "lewis"),
        ("jeremy", "kyle"), ("uncle", "ben"), ("ben", "nevis"),
        ("albert", "dock"), ("john", "lewis"), ("st", "john"), ("marks", "spencer"),
        ("happy", "birthday"), ("happy", "eid"), ("happy", "christmas"), ("happy", "new"),
        ("isha", "prayer"), ("reg", "number"), ("reg", "no"), ("reg", "plate"), ("maiden", "name"),
        ("amber", "warning"), ("crystal", "clear"), ("emergency", "contact"), ("jimmy", "the"),
        ("jimmy", "my"), ("jimmy", "me"), ("pat", "the"), ("sue", "them"), ("sue", "em"),
        ("dickie", "bird"), ("dicky", "bird"), ("bob", "a"), ("rob", "a"), ("bill", "came"),
        ("bill", "for"), ("account", "holder"), ("christmas", "carol"),
        ("hang", "on"), ("hang", "up"), ("hang", "about"), ("hang", "around"), ("hung", "up"),
        ("everton", "are"), ("everton", "lost"), ("everton", "won"), ("everton", "play"),
        ("everton", "fan"), ("everton", "fans"), ("everton", "game"), ("everton", "match"),
        ("everton", "shirt"), ("everton", "scarf"),
        ("bin", "bag"), ("bin", "bags"), ("bin", "day"), ("bin", "men"),
        ("prince", "albert"), ("george", "cross"), ("max", "of"),
        *(("foster", one) for one in RELATIONS | _FOSTERING),
    }
)  # fmt: skip
SURNAME_ENDINGS = (
    "son", "ski", "ska", "sky", "wicz", "czyk", "enko", "escu", "ley", "ton", "ford", "worth",
    "field", "wood", "well", "land", "shaw", "bury", "ham", "man", "mann", "wright", "smith",
    "berg", "stein", "ova", "ovic", "vich", "adeh", "zadeh", "pour", "oglu", "wick", "bottom",
    "thwaite", "gate", "croft", "ridge", "brook", "stone", "ward", "cott", "lock", "combe",
)  # fmt: skip
EOF_X = set_of("x xx xxx xxxx xo xoxo")

PETS = set_of(
    "dog dogs dawg pup puppy cat cats kitten rabbit hamster budgie parrot ferret lurcher staffy "
    "staffie whippet greyhound collie labrador terrier alsatian spaniel pooch mutt"
)
"""Animals whose names stand where a person's would: "hes called rocky hes all teeth"."""
