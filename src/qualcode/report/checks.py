"""What respondents said of their whole transcripts, in words."""

from qualcode.model.handle import Handle
from qualcode.text import Words


def check_told(words: Words, one: Handle) -> str:
    """What the respondent said of a transcript."""
    if one.member_check or not one.lapsed_check:
        return words.of("member", one.member_check) if one.member_check else ""
    return words("member.lapsed", status=words.of("member", one.lapsed_check))
