"""Every table, one file per aggregate, in one metadata."""

from engage.models.consultations import Consultation, Invitation, Reminder, Session
from engage.models.findings import Action, Statement, StatementCode, Summary
from engage.models.housekeeping import AuditEvent, Throttle, Tick
from engage.models.messages import (
    Conversation,
    DeliveryReport,
    InboundText,
    OutboundText,
    PretendDelivery,
)
from engage.models.people import Consent, Group, Person, Phone
from engage.models.responses import Answer, Response, TookPart
from engage.models.staff import Role, SignInLink, Staff
from engage.models.surveys import Survey, SurveyVersion

__all__ = [
    "Action",
    "Answer",
    "AuditEvent",
    "Consent",
    "Consultation",
    "Conversation",
    "DeliveryReport",
    "Group",
    "InboundText",
    "Invitation",
    "OutboundText",
    "Person",
    "Phone",
    "PretendDelivery",
    "Reminder",
    "Response",
    "Role",
    "Session",
    "SignInLink",
    "Staff",
    "Statement",
    "StatementCode",
    "Summary",
    "Survey",
    "SurveyVersion",
    "Throttle",
    "Tick",
    "TookPart",
]
