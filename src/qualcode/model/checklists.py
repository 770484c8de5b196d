"""The lists that reviewers hold a study against, as the ids of their points; what stands in them is in the catalogues.

- bc: V. Braun & V. Clarke (2006), "Using thematic analysis in psychology", Qualitative Research in Psychology 3(2), 77-101:
  fifteen points of good thematic analysis.
- coreq: A. Tong, P. Sainsbury & J. Craig (2007), "Consolidated criteria for reporting qualitative research (COREQ)",
  International Journal for Quality in Health Care 19(6), 349-357: 32 items.
- srqr: B. C. O'Brien, I. B. Harris, T. J. Beckman, D. A. Reed & D. A. Cook (2014), "Standards for reporting qualitative
  research", Academic Medicine 89(9), 1245-1251: 21 items.
- rtarg: V. Braun & V. Clarke (2024), "Supporting best practice in reflexive thematic analysis reporting in Palliative
  Medicine", Palliative Medicine 38(6), 608-616. Their guidelines stand in its supplement; these points follow the article,
  and have no numbers.
"""

from collections.abc import Mapping

LISTS: Mapping[str, tuple[str, ...]] = {
    "bc": tuple(str(item) for item in range(1, 16)),
    "coreq": tuple(str(item) for item in range(1, 33)),
    "srqr": tuple(str(item) for item in range(1, 22)),
    "rtarg": ("variant", "theory", "reflexivity", "method", "themes", "quality"),
}
POINTS = tuple(f"{name}.{item}" for name, items in LISTS.items() for item in items)  # as an answer and a memo name them
