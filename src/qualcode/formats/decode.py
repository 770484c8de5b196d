"""Bytes -> text: UTF-8, UTF-16 with a mark, Windows-1252, else the best guess; the encoding is told."""

from qualcode.errors import QualcodeError

# What Windows-1252 has above ASCII in western European prose; other bytes make another encoding likelier.
_WESTERN = frozenset(
    "àâäáãåçéèêëíìîïñóòôöõøúùûüýÿæœßÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝÆŒ€‚„…‘’“”•–—«»¿¡°·½¼´§©®™\xa0\xad".encode("cp1252")
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises QualcodeError where the bytes are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16"), "utf-16"
    if _is_binary(data):
        raise QualcodeError("this is no text but a binary file")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if {byte for byte in data if byte > 127} <= _WESTERN:
        return data.decode("cp1252"), "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise QualcodeError("its encoding cannot be recognised; save it as UTF-8")
    return str(best), best.encoding


def _is_binary(data: bytes) -> bool:
    control = sum(data[:4096].count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return b"\0" in data[:65536] or control > len(data[:4096]) // 50


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise QualcodeError("it looks like UTF-16 text but is damaged; save it as UTF-8") from None


def unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
