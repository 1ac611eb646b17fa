"""Every table, one file per aggregate, in one metadata."""

from engage.models.anonymising import Drill, LocalCase, LocalWord, Pseudonym, PseudonymUse
from engage.models.blind_rounds import BlindCoder, BlindReading, BlindRound, BlindStatement
from engage.models.codebooks import CodebookProposal, CodebookVersion, ProposalEntry
from engage.models.consultations import AccessNeed, Consultation, Invitation, Reminder, Session
from engage.models.discovery import FoundDecision, FoundTheme, ThemePlace, ThemeSearch
from engage.models.findings import Action, CodeDecision, Statement, StatementCode, Summary
from engage.models.gatherings import CalendarFeed, Concern, NotesInHand, Payment, Voucher
from engage.models.housekeeping import AuditEvent, Throttle, Tick
from engage.models.messages import (
    Conversation,
    DeliveryReport,
    InboundText,
    OutboundText,
    PretendDelivery,
    PretendTrouble,
    Sending,
    WebLink,
)
from engage.models.people import Consent, Group, Person, Phone
from engage.models.recoding import Recoding
from engage.models.responses import Answer, HearBack, Response, TookPart
from engage.models.staff import Role, SignInLink, Staff
from engage.models.summary_drafts import DraftQuote, SummaryDraft
from engage.models.surveys import Asking, Survey, SurveyDraft, SurveyVersion
from engage.models.threads import Alert, ReadyReply, Thread, ThreadNote

__all__ = [
    "AccessNeed",
    "Action",
    "Alert",
    "Answer",
    "Asking",
    "AuditEvent",
    "BlindCoder",
    "BlindReading",
    "BlindRound",
    "BlindStatement",
    "CalendarFeed",
    "CodeDecision",
    "CodebookProposal",
    "CodebookVersion",
    "Concern",
    "Consent",
    "Consultation",
    "Conversation",
    "DeliveryReport",
    "DraftQuote",
    "Drill",
    "FoundDecision",
    "FoundTheme",
    "Group",
    "HearBack",
    "InboundText",
    "Invitation",
    "LocalCase",
    "LocalWord",
    "NotesInHand",
    "OutboundText",
    "Payment",
    "Person",
    "Phone",
    "PretendDelivery",
    "PretendTrouble",
    "ProposalEntry",
    "Pseudonym",
    "PseudonymUse",
    "ReadyReply",
    "Recoding",
    "Reminder",
    "Response",
    "Role",
    "Sending",
    "Session",
    "SignInLink",
    "Staff",
    "Statement",
    "StatementCode",
    "Summary",
    "SummaryDraft",
    "Survey",
    "SurveyDraft",
    "SurveyVersion",
    "ThemePlace",
    "ThemeSearch",
    "Thread",
    "ThreadNote",
    "Throttle",
    "Tick",
    "TookPart",
    "Voucher",
    "WebLink",
]
