"""Ids in running text: what stands before and behind their hyphen belongs together (`P-1`, `interview-03`, `B-12`)."""

import re

IN_ID = re.compile(r"(?<=\w)-(?=\d)")  # a hyphen before a figure: a line never breaks there
WITH_ID = re.compile(rf"[\w.]*{IN_ID.pattern}[\w.-]*")  # the whole word around such a hyphen
