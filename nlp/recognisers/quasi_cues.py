"""The words that stand beside a place, a service or an age and show that it is one."""

from nlp.wordlists import set_of

SURE_BEFORE = set_of(
    "in near around round outside through into across between leaving towards behind beside inside"
)
BEFORE = SURE_BEFORE | set_of("from to at off by over down up via past opposite on of until")
MOVING = set_of(
    "moved move moving go going went gone get got back came come travel sent send sending placed "
    "relocated bus train taxi walk walked walking close next way trip return returned transferred"
)
AFTER_PLACE = set_of(
    "area hostel library town estate centre center jobcentre station beach market council shelter "
    "baths road hub village park bus train end side library foodbank lads council streets"
)
VERBS_BEFORE_AT = set_of("look looked looking shout shouted shouting laughed angry mad annoyed")
WENT = set_of("went go gone going moved left leaving leave try tried")
OWNERS = set_of("her his my me the a an him our them your up")
LISTING = set_of("and or & , / n to")
TITLES = set_of(
    "mr mrs ms miss mx dr pc wpc cllr councillor officer sgt rev auntie aunty uncle nurse doctor "
    "father sister judge sir lady brother surname called named name names aka"
)
STREETS = set_of(
    "street road rd avenue ave lane ln crescent cres terrace gardens gdns grove boulevard mews "
    "parade esplanade promenade brow"
)
LOOSE_STREETS = set_of("drive close way walk row square sq hill st quay wharf view rise croft")
PARKS = set_of("park common woods reservoir")
STATIONS = set_of("station interchange")
PLAIN = set_of(
    "main high side back next same whole busy quiet dark wet cold long short narrow wrong right "
    "another other any every each that this the a my our your his her their out off open local "
    "nearby certain residential private public one two first second last bus train police fire "
    "coach petrol gas radio tube metro railway underground polling car caravan trailer theme water "
    "retail business science play skate dog national industrial home on in at up down along no "
    "empty rough nice bad good old new big little small dead front live living same busiest some "
    "outer inner slip ring dirt cycle cross country dual single link access service bike walk "
    "middle fast slow inside bowling football mental local safe warm women womens mens men "
    "council halfway sober wet dry bail probation homeless housing night winter summer emergency "
    "temporary temp supported shared family youth young student full half empty boarding guest "
    "move mum mums mam mams dad dads nan nans mate mates friend friends brother brothers sister "
    "sisters own work whole entire green tree farm school gate care nursing foster childrens "
    "children day city town job call health community shopping detention drop wellbeing advice law "
    "leisure sports resource training activity medical garden detox treatment recovery reception "
    "assessment access primary secondary special general private catholic church parish soup food "
    "art music research pilot arts charity corner coffee chip pet vape barber betting paper "
    "animal nearest different previous former current original lovely horrible terrible great "
    "actual free chippy mobile walkin in-patient dental doctors gp eye needle methadone "
    "monday tuesday wednesday thursday friday saturday sunday pentecostal methodist baptist "
    "anglican orthodox evangelical mormon polish congolese african filipino chinese korean "
    "romanian ukrainian ethiopian eritrean nigerian syrian arabic magistrates high "
    "supreme youth food tennis basketball bankruptcy infant junior language sunday boarding "
    "driving night"
)
MIDDLE = set_of(
    "community health medical day childrens children's womens law sports leisure family primary "
    "high secondary infant junior catholic rc ce parish baptist methodist drop in resource youth "
    "guest care nursing village social old general neighbourhood mens supported hope"
)
FORMS = set_of("upper lower great little old new north south east west st saint mount")
SAINTS = set_of(
    "agnes albans aloysius ambrose andrew andrews ann anne annes anthony anthonys austins "
    "barnabas bartholomews benedicts bernards brendans brides bridgets catherines cecilias "
    "chads christophers clares columbas cuthberts cyrils davids dominics dunstans edward "
    "edwards finbars francis george georges gerards gregorys helens hildas hughs james john "
    "johns joseph josephs jude judes kevins laurences lawrence leonards luke lukes margaret "
    "margarets mark marks martins mary marys matthew matthews michael michaels monicas "
    "nathaniels nicholas nics oswalds patrick patricks paul pauls peter peters philomenas silas "
    "stephens swithins sylvesters teresas theresas thomas vincent vincents werburghs wilfrids"
)
SHOP_BEFORE = SURE_BEFORE | set_of("at to from off by opposite")
ORG_BEFORE = SHOP_BEFORE | set_of("for with ring rang call called")
NO_SERVICE_AFTER = set_of(
    "group refuge hostel aid toilets clothes prison team side night shelter service institute "
    "rover hostels centre center section ward house day football league market line station"
)
PLACED = set_of("school academy college primary high surgery clinic practice hospital")
"""Services that are named after the place they stand in."""
HOUSES = set_of("lodge house court grange hostel")
SERVICES: dict[str, str] = {
    "hostel": "hostel", "lodge": "hostel", "house": "hostel", "shelter": "hostel",
    "foyer": "hostel", "hospital": "hospital", "infirmary": "hospital", "hospice": "hospital",
    "school": "school", "academy": "school", "primary": "school", "nursery": "nursery",
    "college": "college", "university": "university", "uni": "university",
    "church": "church", "chapel": "church", "cathedral": "church", "parish": "church",
    "mosque": "mosque", "project": "project", "mission": "charity",
    "trust": "charity", "foundation": "charity", "charity": "charity",
    "centre": "centre", "center": "centre", "hub": "centre",
    "hotel": "hotel", "inn": "pub", "arms": "pub", "tavern": "pub", "pub": "pub",
    "cafe": "cafe", "caff": "cafe", "surgery": "health centre", "clinic": "health centre",
    "practice": "health centre", "refuge": "refuge", "library": "library",
    "court": "hostel", "grange": "hostel",
    "high": "school", "pharmacy": "shop", "prison": "prison", "foodbank": "food bank",
    "pantry": "food bank",
}  # fmt: skip
"""What a named service is called in its place, by the last word of its name."""
ONLY_WRITTEN = set_of("house project centre center hub trust foundation charity mission practice")
"""Words after which a name in small letters is too often no name ("garden project")."""
