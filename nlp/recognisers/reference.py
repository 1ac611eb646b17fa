"""References of cases, claims, tenancies and letters, with and without the word "ref"."""

from nlp.recognisers import values
from nlp.recognisers.announced import Cue

_STRONG = values.code(3)
_WEAK = values.code(5)

CUES = (
    Cue(
        "ref,refs,reff,refrence,referance,reference,ref num,our ref,your ref,ur ref,my ref,"
        "case ref,case "
        "number,case no,case num,case id,claim number,claim no,claim ref,claim id,ticket,ticket "
        "number,ticket no,unique reference,upn,membership,member number,application number,"
        "application ref,tenancy number,tenancy ref,rent ref,"
        "bidding number,bidding no,customer number,customer ref,customer id,client number,"
        "client id,"
        "person id,order number,complaint number,complaint ref,pool number,invoice,policy number,"
        "payroll,staff number,student number,hospital number,patient id,homeless ref,"
        "homelessness ref",
        "OTHER_ID",
        "reference",
        _STRONG,
    ),
    Cue(
        "case,claim,uc,universal credit,pip,esa,dla,jsa,dwp,uc journal,journal,uc claim,pip claim,"
        "housing,housing application,homeless application,application,council tax,council,tenancy,"
        "rent account,rent,bidding,property pool,property pool plus,ppp,pool,customer,client,"
        "member,"
        "account ref,complaint,complaints,ombudsman,housing benefit,hb,hb claim,council ref,"
        "housing register,register,referral,mainstay,mainstay id,chain,chain number,hospital,"
        "student,library card,travel card,walrus,walrus card,policy,insurance,id,order,parcel,"
        "tracking,booking,prescription,exemption,certificate,hc2,blue badge,meter,smart card,"
        "payment,giro,voucher,voucher code,foodbank voucher,food bank voucher,dhp,warm home,"
        "safeguarding,"
        "social services,child maintenance,cms,csa,gp,patient,donor,union card,unite,cscs,"
        "cscs card,sia,"
        "bus pass,gateway,gov gateway,government gateway,teacher,teacher number,utr,tag,"
        "sia badge,dbs,dbs certificate,liquidlogic,mosaic,care first,carefirst,swift",
        "OTHER_ID",
        "reference: of a kind",
        _WEAK,
    ),
)
