"""How much a workbook may hold: it is a zip, and ten megabytes may unpack to millions of rows."""

import io
import zipfile
import zlib

from qualcode.errors import QualcodeError

_PART = 100 * 2**20  # bytes of one part, unpacked
_CHUNK = 2**20


def check_workbook(data: bytes, most_cells: int) -> None:
    """Raise QualcodeError where the sheets have more cells, or a part more bytes, than a table of people has.

    Anything that is no workbook is left to the reader.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            cells = 0
            for part in archive.infolist():
                counted = part.filename.startswith("xl/worksheets/")
                size = 0
                with archive.open(part) as file:
                    while chunk := file.read(_CHUNK):
                        size += len(chunk)
                        cells += chunk.count(b"<c ") + chunk.count(b"<row") if counted else 0
                        if size > _PART or cells > most_cells:
                            raise QualcodeError("error.workbook_too_large", most=most_cells)
    except (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError, OSError):
        return
