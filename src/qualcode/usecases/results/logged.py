"""The study as tables are made from it, with its trail."""

from dataclasses import replace

from qualcode.report.view import View
from qualcode.store.log import read_log
from qualcode.store.unfinished import carried_out
from qualcode.usecases.study import Opened


def logged(opened: Opened, view: View) -> View:
    """The view with the trail, of what was carried out."""
    return replace(view, log=tuple(carried_out(opened.study, read_log(opened.study)[0])))
