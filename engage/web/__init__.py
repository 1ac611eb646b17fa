"""Pages and webhooks: every view, who may use it, and what goes round each of them."""

from __future__ import annotations

from flask import Flask
from flask_login import user_logged_in, user_logged_out

from engage.web import (
    about_you,
    access,
    alerts,
    anonymising,
    answer,
    assets,
    attending,
    budgets,
    calendar_feed,
    check_and_send,
    checking_in,
    coding,
    composing,
    concerns,
    consultations,
    correcting,
    costs,
    debriefing,
    easy_read,
    entering,
    errors,
    from_text,
    handing_over,
    headers,
    health,
    hear_back,
    helping,
    home,
    inbox,
    languages,
    local_words,
    meet,
    mine,
    needs,
    notify_texts,
    numbers,
    paper,
    paying,
    phones,
    privacy,
    publishing,
    questions,
    ready_replies,
    receipt,
    replies,
    replying,
    reruns,
    rsvp,
    session_edit,
    session_inviting,
    session_notes,
    session_poster,
    session_prints,
    sessions,
    sharing,
    sign_in,
    staff_menu,
    summaries,
    tablet,
    teaching_words,
    texts,
    thanking,
    thread_words,
    translating,
    undelivered,
    writing,
    writing_around,
    writing_question,
    writing_try,
    writing_when,
)


def register(app: Flask) -> None:
    """Give the app its pages; a slash too many at the end of an address is forgiven."""
    app.url_map.strict_slashes = False
    for module in (
        health,
        home,
        privacy,
        answer,
        questions,
        check_and_send,
        about_you,
        helping,
        tablet,
        receipt,
        mine,
        hear_back,
        from_text,
        rsvp,
        texts,
        notify_texts,
        phones,
        sign_in,
        replies,
        sharing,
        paper,
        handing_over,
        entering,
        inbox,
        alerts,
        replying,
        numbers,
        undelivered,
        ready_replies,
        composing,
        consultations,
        sessions,
        session_edit,
        session_inviting,
        needs,
        attending,
        thanking,
        paying,
        budgets,
        debriefing,
        checking_in,
        session_notes,
        concerns,
        session_prints,
        session_poster,
        calendar_feed,
        meet,
        summaries,
        translating,
        correcting,
        coding,
        reruns,
        local_words,
        anonymising,
        writing,
        writing_around,
        writing_question,
        writing_when,
        writing_try,
        publishing,
    ):
        app.register_blueprint(module.bp)
    languages.register(app)
    easy_read.register(app)
    helping.register(app)
    tablet.register(app)
    assets.register(app)
    staff_menu.register(app)
    consultations.register(app)
    costs.register(app)
    thread_words.register(app)
    alerts.register(app)
    debriefing.register(app)
    checking_in.register(app)
    session_notes.register(app)
    concerns.register(app)
    writing.register(app)
    teaching_words.register(app)
    access.register(app)
    errors.register(app)
    app.after_request(headers.add_headers)
    user_logged_in.connect(sign_in.forget_the_visitor, app)
    user_logged_out.connect(sign_in.end_every_sign_in, app)
