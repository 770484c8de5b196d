"""Zip files whose bytes depend on their content alone: every entry has the same time."""

import zipfile
from datetime import datetime
from typing import Any

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a zip file can hold


class FixedZip(zipfile.ZipFile):
    """A ZipFile that gives every entry one fixed time and no trace of the machine."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        super().writestr(_entry(name), data, zipfile.ZIP_DEFLATED, compresslevel)

    def write(self, filename: Any, arcname: Any = None, compress_type: Any = None, compresslevel: Any = None) -> None:
        with open(filename, "rb") as file:
            self.writestr(str(arcname or filename), file.read())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name.lstrip("/"), _EPOCH)
    entry.external_attr = 0o600 << 16
    return entry


def document_time(changed: str) -> datetime:
    """The study's last change as a time for document properties; a fixed one when nothing was logged."""
    return datetime.fromisoformat(changed.replace("Z", "")).replace(microsecond=0) if changed else datetime(2000, 1, 1)


def refix(data: bytes) -> bytes:
    """The same zip file with fixed times."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, FixedZip(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()
