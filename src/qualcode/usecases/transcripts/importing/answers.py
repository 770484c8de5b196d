"""Answers to the doubts of a plan; after each the plan is made anew, since one answer may settle others."""

from qualcode.errors import unknown
from qualcode.formats.transcripts.openers import key_of
from qualcode.formats.transcripts.speakers import Given
from qualcode.model.names import slug
from qualcode.usecases.transcripts.importing.options import Decisions
from qualcode.usecases.transcripts.importing.plan import Doubt, Plan

_ROLES = ("interviewer", "respondent", "text")


def decide(decisions: Decisions, doubt: Doubt, role: str, case: str = "") -> None:
    """Take over what a person said about the label of a doubt, in its file."""
    if role not in _ROLES:
        raise unknown("thing.role", role, _ROLES)
    decisions.said[doubt.sha, key_of(doubt.label)] = Given(role, case)


def refuse(decisions: Decisions, plan: Plan, doubt: Doubt) -> bool:
    """Take the opposite of a proposal; False where that says nothing of what is true."""
    entry = plan.entry(doubt.sha)
    if doubt.kind == "asker":
        respondents = [voice.verdict for voice in entry.survey.speakers]
        others = [one for one in respondents if one.label != doubt.label]
        decisions.said[doubt.sha, key_of(doubt.label)] = Given("respondent")
        if len(others) == 1:
            decisions.said[doubt.sha, others[0].key] = Given("interviewer")
        elif not others:
            return False
    elif doubt.kind in ("generic", "round"):
        decisions.said[doubt.sha, key_of(doubt.label)] = Given("respondent", slug(doubt.label))
    elif doubt.kind == "new" and "," not in doubt.about:
        decisions.said[doubt.sha, key_of(doubt.label)] = Given("respondent", doubt.about)
    elif doubt.kind == "same":
        decisions.settled |= {doubt.id, ("same", doubt.sha, "take")}
    else:
        return False
    return True


def accept(decisions: Decisions, plan: Plan, doubt: Doubt) -> None:
    """Take the proposal of a doubt."""
    decisions.settled.add(doubt.id)
    row = next((row for row in plan.entry(doubt.sha).rows if row.label == doubt.label), None)
    if doubt.label and row is not None:
        decisions.said[doubt.sha, key_of(doubt.label)] = Given(row.role, row.case)
