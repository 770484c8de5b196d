"""Bytes -> text: UTF-8, UTF-16, Windows-1252, older code pages, else the best guess; the encoding is told."""

import re
from codecs import getincrementaldecoder
from typing import IO

from qualcode.errors import QualcodeError

# What Windows-1252 has above ASCII in western European prose; other bytes make another encoding likelier.
_WESTERN = frozenset(
    "àâäáãåçéèêëíìîïñóòôöõøúùûüýÿæœßÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝÆŒ€‚„…‘’“”•–—«»¿¡°·½¼´§©®™\xa0\xad".encode("cp1252")
)
_LETTERS = frozenset("àâäáçéèêëíîïñóôöúûüß")
_AFTER_A_LETTER = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f](?=([^\W\d_])?)")
# Where UTF-8 was read as Windows-1252 and saved: "Ã«" for ë, "â€™" for ’.
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf€‚-›ŒœŠšŽžŸ¡-¿]|â€[™œ\x9d˜“”¦]|Â[\xa0-\xbf]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_CHUNK = 2**20  # bytes
_OLD = ("cp850", "mac_roman")  # DOS, and Macintosh before 2001


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises QualcodeError where the bytes are no text.

    What is likely but not certain ends in "?": an old code page (`cp850?`), or letters that went wrong before (`mojibake?`).
    """
    if encoding := _utf16(data):
        return _strict(data, encoding), "utf-16"
    if _is_binary(data):
        raise QualcodeError("error.binary")
    try:
        return _mended(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    best = max(("cp1252", *_OLD), key=lambda encoding: _words_of(data, encoding))
    if best in _OLD:
        return data.decode(best), f"{best}?"
    if {byte for byte in data if byte > 127} <= _WESTERN:
        return data.decode("cp1252"), "windows-1252"
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is None:
        raise QualcodeError("error.encoding_unknown")
    return str(found), found.encoding


def encoding_of(file: IO[bytes]) -> tuple[str, int]:
    """The encoding of a file of any size, as Python calls it, and how many bytes at its beginning say so and are no text.

    Raises QualcodeError where it is no text. All of it is read, and only lines with more than ASCII are weighed.
    """
    head = file.read(_CHUNK)
    if encoding := _utf16(head):
        marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
        return marks.get(head[:2], encoding), 2 if head[:2] in marks else 0
    if _is_binary(head):
        raise QualcodeError("error.binary")
    decoder, telling, chunk = getincrementaldecoder("utf-8")(), bytearray(), head
    is_utf8 = True
    while chunk:
        if not chunk.isascii() and len(telling) < _CHUNK:
            telling += b"\n".join(line for line in chunk.splitlines() if not line.isascii())
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            is_utf8 = False
        chunk = file.read(_CHUNK)
    if is_utf8:
        return "utf-8", 3 if head.startswith(b"\xef\xbb\xbf") else 0
    encoding = decode(bytes(telling))[1].removesuffix("?")
    return {"windows-1252": "cp1252", "mojibake": "utf-8"}.get(encoding, encoding), 0


def _words_of(data: bytes, encoding: str) -> int:
    """How many letters with accents would stand in words, less the signs that would; of equals the first is taken."""
    text = data.decode(encoding, "replace")
    return sum(_fits(found[0], bool(found[1]), text[found.start() - 1]) for found in _AFTER_A_LETTER.finditer(text))


def _fits(sign: str, inside: bool, before: str) -> int:
    if sign in _LETTERS or sign == "’" or (not inside and sign in "”»…–—\xa0"):
        return 1
    return -1 if not sign.isalpha() or (sign.isupper() and before.islower()) else 0


def _mended(text: str) -> tuple[str, str]:
    """Text whose UTF-8 was once read as Windows-1252, as it was meant."""
    found = len(_MOJIBAKE.findall(text))
    if not found or found <= sum(letter in _LETTERS - set("Ãâ") for letter in text):
        return text, "utf-8"
    return _BEYOND_ASCII.sub(lambda run: _as_meant(run[0]), text), "mojibake?"


def _as_meant(run: str) -> str:
    try:
        return _one_byte(run).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return run  # a letter of it was lost


def _one_byte(text: str) -> bytes:
    """As Windows-1252, with the five bytes that it leaves undefined as they are."""
    return b"".join(bytes([ord(one)]) if ord(one) < 256 else one.encode("cp1252") for one in text)


def _utf16(data: bytes) -> str:
    """The UTF-16 that bytes are in: with a mark, or with every other byte zero, as in western text; "" for other bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[: min(len(data), 4096) // 2 * 2]
    half = len(head) // 2
    zeros = head[0::2].count(0), head[1::2].count(0)
    if half > 4 and max(zeros) > 0.7 * half and min(zeros) < 0.1 * half:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return ""


def _is_binary(data: bytes) -> bool:
    control = sum(data[:4096].count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return b"\0" in data[:65536] or control > len(data[:4096]) // 50


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise QualcodeError("error.damaged_utf16") from None


def unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
