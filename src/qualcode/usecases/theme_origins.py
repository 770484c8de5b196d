"""Where the themes came from: with the codebook, or out of the material."""

from collections.abc import Iterator

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Codebook, Theme
from qualcode.report.view import ThemeOrigin
from qualcode.store.codebook_yaml import sound_codebook
from qualcode.store.history import Version, versions
from qualcode.store.layout import Study
from qualcode.store.log import read_log


def theme_origins(study: Study, codebook: Codebook) -> dict[str, ThemeOrigin]:
    """Of every theme that the log knows: the first version of the codebook that has it, by any of its ids."""
    found: dict[str, ThemeOrigin] = {}
    for version in versions(read_log(study)[0]):
        wanted = [one for one in codebook.themes if one.id not in found and any(n in version.text for n in _names(one))]
        known = _themes(version) if wanted else {}
        for theme in wanted:
            if then := next((known[name] for name in _names(theme) if name in known), None):
                built = str(version.entry["what"]).startswith("theme ")
                found[theme.id] = ThemeOrigin(version.at, built, then)
    return found


def _names(theme: Theme) -> Iterator[str]:
    yield from (theme.id, *theme.was)


def _themes(version: Version) -> dict[str, Theme]:
    try:
        return {theme.id: theme for theme in sound_codebook(version.text).themes}
    except QualcodeError:  # a version edited by hand that could not be read
        return {}
