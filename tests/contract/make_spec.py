"""Cut Twilio's own API description to what Engage calls, and tighten it to what Twilio does.

    python tests/contract/make_spec.py twilio_api_v2010.json

The input is Twilio's published file (github.com/twilio/twilio-oai, spec/json); the output,
twilio_messages.json beside this script, is kept in the repository. Twilio's file accepts
requests that the real service turns away; each rule added here has a reason from Twilio's
documents. Prism answers a request that breaks one with 422 and code 20001, so that "we sent
something malformed" is never mistaken for "this number is bad" (400 with 21211).
"""

import json
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]
HERE = Path(__file__).resolve().parent
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
ONE_MESSAGE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
E164 = r"\+[1-9]\d{6,14}"
SHORT_CODE = r"\d{5,6}"
SENDER_NAME = r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}"

# Answers a test can ask for with the header `Prefer: code=400, example=21610`; the codes and
# their meaning are Twilio's (twilio.com/docs/api/errors).
ERRORS: dict[int, dict[int, str]] = {
    400: {
        21211: "The 'To' number is not a valid phone number.",
        21217: "Phone number does not appear to be valid.",
        21212: "The 'From' number is not a valid phone number.",
        21408: "Permission to send an SMS has not been enabled for the region of the 'To' number.",
        21602: "Message body is required.",
        21603: "A 'From' phone number is required.",
        21604: "A 'To' phone number is required.",
        21606: "The 'From' phone number is not one that can send to this destination.",
        21610: "Attempt to send to unsubscribed recipient.",
        21612: "The 'To' phone number is not currently reachable via SMS.",
        21614: "'To' number is not a valid mobile number.",
        21617: "The concatenated message body exceeds the 1600 character limit.",
        21703: "The Messaging Service does not have a phone number available to send a message.",
        21704: "The Messaging Service contains no phone numbers.",
        21705: "The Messaging Service is invalid.",
    },
    401: {20003: "Authenticate"},
    403: {20008: "Resource not accessible with Test Account Credentials."},
    404: {20404: "The requested resource was not found."},
    422: {20001: "The request does not match the API description."},
    429: {
        20429: "Too Many Requests",
        21611: "This 'From' number has exceeded the maximum number of queued messages.",
    },
    500: {20500: "An internal server error has occurred."},
    503: {20503: "Service unavailable."},
}
TRY_AGAIN_LATER = (429, 503)


def main(source: Path) -> None:
    """Write the cut and tightened description."""
    spec = without_prose(json.loads(source.read_text(encoding="utf-8")))
    spec["paths"] = {path: spec["paths"][path] for path in (MESSAGES, ONE_MESSAGE)}
    spec["tags"] = []
    spec["components"]["schemas"] = used_schemas(spec)
    spec["components"]["responses"] = error_answers()
    allow_relative_addresses(spec["components"]["schemas"])
    tighten_sending(form_of(spec["paths"][MESSAGES]["post"]))
    for path in spec["paths"].values():
        for method in {"get", "post", "delete"} & path.keys():
            tidy_answers(path[method]["responses"])
    text = json.dumps(spec, indent=1, ensure_ascii=False)
    (HERE / "twilio_messages.json").write_text(text + "\n", encoding="utf-8")


def tidy_answers(responses: Json) -> None:
    """Keep what is needed of Twilio's answers and add the errors to them."""
    for response in responses.values():
        response.setdefault("description", "")
        for body in response.get("content", {}).values():
            body["examples"] = dict(list(body.get("examples", {}).items())[:1])
    allow_relative_addresses(responses)
    responses |= {str(status): {"$ref": f"#/components/responses/{status}"} for status in ERRORS}


def form_of(operation: Json) -> Json:
    content: Json = operation["requestBody"]["content"]
    form: Json = content["application/x-www-form-urlencoded"]["schema"]
    return form


def tighten_sending(form: Json) -> None:
    """Say what Twilio enforces when a message is made and its description leaves open.

    Fields that Twilio does not know cannot be turned away here: Prism drops them from a form
    before it looks at the rest.
    """
    form["properties"] |= {
        "To": {"type": "string", "pattern": f"^{E164}$"},
        "From": {"type": "string", "pattern": f"^({E164}|{SHORT_CODE}|{SENDER_NAME})$"},
        "Body": {"type": "string", "minLength": 1, "maxLength": 1600},
        "ValidityPeriod": {"type": "integer", "minimum": 1, "maximum": 36000},
    }
    form["required"] = ["To"]
    form["allOf"] = [
        {"anyOf": [needs("From"), needs("MessagingServiceSid")]},
        {"anyOf": [needs("Body"), needs("MediaUrl"), needs("ContentSid")]},
        {"anyOf": [{"not": needs("SendAt")}, needs("ScheduleType", "MessagingServiceSid")]},
    ]


def needs(*names: str) -> Json:
    return {"required": list(names)}


def error_answers() -> Json:
    """Twilio-shaped errors, by HTTP status as text."""
    fields = {"code": "integer", "message": "string", "more_info": "string", "status": "integer"}
    shape = {
        "type": "object",
        "required": list(fields),
        "properties": {name: {"type": kind} for name, kind in fields.items()},
    }
    answers: Json = {}
    for status, messages in ERRORS.items():
        examples = {str(code): {"value": error(code, messages[code], status)} for code in messages}
        answer = {"description": f"Error {status}"}
        content = {"application/json": {"schema": shape, "examples": examples}}
        answers[str(status)] = answer | {"content": content}
        if status in TRY_AGAIN_LATER:
            wait = {"Retry-After": {"schema": {"type": "integer"}, "example": 1}}
            answers[str(status)]["headers"] = wait
    return answers


def error(code: int, message: str, status: int) -> Json:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": message, "more_info": more, "status": status}


def used_schemas(spec: Json) -> Json:
    """The schemas that the paths kept still point to, directly or through one another."""
    schemas, found = spec["components"]["schemas"], set[str]()
    waiting = set(references(spec["paths"]))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(references(schemas[name])) - found
    return {name: schema for name, schema in schemas.items() if name in found}


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].rsplit("/", 1)[-1]] if isinstance(part.get("$ref"), str) else []
        return own + [name for value in part.values() for name in references(value)]
    if isinstance(part, list):
        return [name for value in part for name in references(value)]
    return []


def allow_relative_addresses(part: Any) -> None:
    """Drop `format: uri` from answers: Twilio's own examples hold relative addresses there."""
    if isinstance(part, dict):
        if part.get("format") == "uri":
            del part["format"]
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            allow_relative_addresses(value)


def without_prose(part: Any) -> Any:
    """Leave out descriptions and Twilio's own marks: Prism reads none of them."""
    if isinstance(part, list):
        return [without_prose(value) for value in part]
    if not isinstance(part, dict):
        return part
    return {
        key: without_prose(value)
        for key, value in part.items()
        if not (key.startswith("x-") or (key == "description" and isinstance(value, str)))
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
