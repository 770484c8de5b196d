"""Who speaks: label shapes x layouts x formats, with traps; how many turns get their speaker, and what is asked.

    python -m benchmarks.labels [--held DIR]

Three figures a set: turns with the right speaker; silent errors (files read wrongly without a question, wanted: 0); and
needless questions (files read rightly and asked about all the same, wanted: at most 2 %). All conversations and people
are made up. `--held` tries other files: a folder with `truth.json`, {file: {"said": [[label, words], ...]}}.
"""

import argparse
import io
import json
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.formats.transcripts import READERS, detect
from qualcode.formats.transcripts.canonical import Speaker, build
from qualcode.formats.transcripts.conversation import read_speakers

Said = list[tuple[str, str]]

# Who asks, and who answers, as people label them.
SHAPES: tuple[tuple[str, ...], ...] = (
    ("I", "R"), ("I", "R1"), ("Int", "Resp"), ("I1", "R1"), ("Interviewer", "Respondent"), ("Interviewer", "H-1"),
    ("Interviewer", "Deelnemer A"), ("Interviewer", "deelnemer 1"), ("Moderator", "P1", "P2", "P3"),
    ("Gespreksleider", "R1", "R2", "R3"), ("V", "A"), ("Vraag", "Antwoord"), ("Q", "A"), ("I", "B"), ("I", "S1"),
    ("Interviewerin", "Befragte"), ("Researcher", "Participant 3"), ("SPEAKER_00", "SPEAKER_01"),
    ("Speaker 1", "Speaker 2"), ("Spreker 1", "Spreker 2"), ("Sprecher 1", "Sprecher 2"), ("S00", "S01"),
    ("Lotte Jansen", "Henk van der Meer"), ("Lotte Jansen", "Verbeek, Sanne"), ("Lotte Jansen", "J. Bakker"),
    ("Lotte Jansen", "K. el Ouali"), ("Jansen, L.", "Boer, Willem de (RvB)"), ("Lotte Jansen", "Sanne Verbeek | UMC"),
    ("Lotte Jansen", "de heer Bakker"), ("Lotte Jansen (student)", "mevr. Van den Berg-Jansen"),
    ("Sanne", "Dr. Ö. Yıldız, huisarts"), ("lotte jansen", "anna berg"), ("Lotte", "admin-1"),
    ("Lotte Jansen", "+31 6 ****123"), ("Interviewer", "Anna 😀"), ("Interviewer", "Praktijk De Linde Noord West"),
    ("Interviewer", "Wil"), ("Interviewer", "Dan"), ("Interviewer", "Mark"), ("Interviewer", "Roos"),
    ("[Interviewer]", "[R1]"), ("{Interviewer}", "{R1}"), ("(Lotte)", "(Henk)"), ("#I", "#R1"), ("@Lotte", "@Henk"),
    ("[SPEAKER_00]", "[SPEAKER_01]"), ("LJ", "HvdM"), ("L.J.", "H.M."), ("LOTTE", "HENK"), ("Interviewer", "Resp. 1 / HA"),
    ("Interviewer 1", "Wijkverpleegkundige 2"), ("Moderator", "Anna", "Bea", "Cees"), ("Onderzoeker", "Mantelzorger"),
    ("Zoë", "Coëlho"), ("Lotte Jansen - HBO-V", "Fatima Ait Brahim"), ("Interviewer", "Bestuurder_2"),
    ("Interviewer", "R1 - huisarts"), ("Interviewer", "Huisarts & praktijkhouder"), ("Interviewer", "O'Brien"),
    ("Interviewer", "Moeder van Sem"), ("Interviewer", "Ap"), ("Sam", "Hans-Peter von der Heide"),
)  # fmt: skip
_ASKED = (
    "Hoe werken jullie samen?", "Kunt u daar een voorbeeld van geven?", "En wat kost dat aan tijd?",
    "Wat zou er anders kunnen?", "Wie neemt dan het besluit?", "How did that begin?", "Was hat sich verändert?",
)  # fmt: skip
_ANSWERED = (
    "Dat ging eigenlijk vanzelf, we kenden elkaar al van de huisartsenpost.",
    "Nou ja, in het begin was het zoeken, en nu loopt het.",
    "We bellen elke maandag, meestal rond half negen, en dan nemen we alles door.",
    "Ik denk dat het vooral een kwestie van vertrouwen is. Dat groeit langzaam.",
    "It took us a year, and then it simply worked.",
    "Am Anfang war niemand überzeugt, heute will keiner zurück.",
    "Tijd, vooral tijd. En iemand die het bijhoudt.",
    "Dat vind ik lastig te zeggen, het hangt er erg van af wie er die dag dienst heeft.",
)
# What looks like a label, and is none; each is a paragraph of an answer.
TRAPS = (
    "Noot: de telefoon ging.", "Let op: dat was vóór de verhuizing.", "Voordelen: minder reizen, meer overleg.",
    "Hij zei: dat doe ik niet.", "En toen dacht ik: nu is het genoeg.", "Om 10:30 begint het overleg, tot 12:00.",
    "Zie https://voorbeeld.example/overleg voor de afspraken.", "De verhouding is 3:1, ongeveer.",
    "Adres: dat stond op het briefje.", "(10:30) stond er op de klok.", "Dat was [onverstaanbaar 00:12:33] zo.",
    "Mijn vraag is dan: wie betaalt dat?", "And I said: no way.", "Da dachte ich: das reicht.",
)  # fmt: skip
LAYOUTS = ("colon", "tab", "above", "time before", "time behind", "name and time", "time and name", "numbered")
FORMATS = ("txt", "docx", "md", "srt")


@dataclass(frozen=True)
class Sample:
    """A file, what is said in it, and whether a person would see at once who speaks."""

    name: str
    data: bytes
    said: Said
    plain: bool = True


def generated(seed: int = 1) -> Iterator[Sample]:
    """One file for each shape, layout and format that go together."""
    pick = random.Random(seed)
    for shape in SHAPES:
        for layout in LAYOUTS:
            for format_ in FORMATS:
                if format_ != "srt" or layout in ("colon", "above"):
                    yield _sample(shape, layout, format_, pick)


def _sample(shape: tuple[str, ...], layout: str, format_: str, pick: random.Random) -> Sample:
    said: list[tuple[str, list[str]]] = []
    for turn in range(12):
        asks = turn % 2 == 0
        words = [pick.choice(_ASKED if asks else _ANSWERED)]
        if not asks and pick.random() < 0.3 and layout != "above":
            words += [pick.choice(TRAPS), pick.choice(_ANSWERED)]
        said.append((shape[0] if asks else shape[1 + (turn // 2) % (len(shape) - 1)], words))
    paragraphs = [_paragraph(layout, who, words, 7 * number) for number, (who, words) in enumerate(said)]
    name = f"{shape[-1]}, {layout}.{format_}"
    truth = [(who, " ".join(words)) for who, words in said]
    return Sample(name, _bytes(format_, paragraphs), truth)


def _paragraph(layout: str, who: str, words: list[str], at: int) -> list[str]:
    """The paragraphs of a turn."""
    clock, first, more = f"00:{at // 60:02}:{at % 60:02}", words[0], words[1:]
    opening = {
        "colon": f"{who}: {first}",
        "tab": f"{who}\t{first}",
        "above": f"{who}\n{first}",
        "time before": f"[{clock}] {who}: {first}",
        "time behind": f"{who}: [{clock}] {first}",
        "name and time": f"{who}  {clock}\n{first}",
        "time and name": f"{clock} {who}\n{first}",
        "numbered": f"{at // 7 + 1}. {who}: {first}",
    }[layout]
    return [opening, *more]


def _bytes(format_: str, turns: list[list[str]]) -> bytes:
    if format_ == "docx":
        from docx import Document

        document = Document()
        for line in (line for turn in turns for paragraph in turn for line in paragraph.split("\n")):
            document.add_paragraph(line)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    if format_ == "srt":
        cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{' '.join(turn)}" for n, turn in enumerate(turns, 1)]
        return ("\n\n".join(cues) + "\n").encode()
    if format_ == "md":
        return ("# Gesprek\n\n" + "\n\n".join("\n\n".join(turn) for turn in turns) + "\n").encode()
    return ("\n\n".join("\n\n".join(turn) for turn in turns) + "\n").encode()


def held(folder: Path) -> Iterator[Sample]:
    """Files with a truth beside them."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, told in truth.items():
        path = next((path for path in (folder / name, folder / "files" / name) if path.exists()), None)
        if path and told.get("said"):
            plain = told.get("must_ask") is False
            yield Sample(name, path.read_bytes(), [(str(who or ""), words) for who, words in told["said"]], plain)


@dataclass
class Score:
    turns: int = 0
    right: int = 0
    files: int = 0
    silent: int = 0
    needless: int = 0
    refused: int = 0


def tried(sample: Sample, score: Score) -> str:
    """Read one file; returns what was wrong with it, or ""."""
    score.files += 1
    try:
        draft = READERS.get(detect(sample.name, sample.data)).read(sample.data)
        heard = read_speakers(draft)
    except QualcodeError as error:
        score.refused += 1
        return f"refused: {error}"
    speakers = {mark.label: Speaker(mark.label, mark.label, "respondent") for mark in heard.marks}
    transcript = build("-", draft, heard.said, speakers, heard.cuts).transcript if heard.marks else None
    got = joined([(turn.speaker, turn.span.of(transcript.text)) for turn in transcript.turns]) if transcript else []
    want = joined(sample.said)
    score.turns += len(want)
    score.right += sum(turn in got for turn in want)
    asked = not heard.marks or any(verdict.asked for verdict in heard.verdicts)
    score.silent += got != want and not asked
    score.needless += got == want and asked and sample.plain
    wrong = next((turn for turn in want if turn not in got), None)
    return ("" if got == want else f"{'asked' if asked else 'SILENT'}: {wrong}") or ("needless" if asked else "")


def joined(said: Said) -> Said:
    """Turns of one speaker as one, labels without brackets and the like, white space alike."""
    out: Said = []
    for who, words in said:
        key = " ".join(unicodedata.normalize("NFC", who).casefold().split()).strip(" .:[](){}<>@#")
        plain = " ".join(unicodedata.normalize("NFC", words).split())
        if out and out[-1][0] == key:
            out[-1] = (key, f"{out[-1][1]} {plain}")
        elif plain:
            out.append((key, plain))
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held", type=Path)
    parser.add_argument("--wrong", action="store_true", help="tell each file that was not read rightly")
    told = parser.parse_args()
    score = Score()
    for sample in held(told.held) if told.held else generated():
        wrong = tried(sample, score)
        if wrong and told.wrong:
            print(f"{sample.name}: {wrong}")
    print(
        f"{score.right:,} of {score.turns:,} turns with the right speaker ({score.right / score.turns:.2%}), "
        f"{score.files:,} files: {score.silent} silent errors, {score.needless} needless questions "
        f"({score.needless / score.files:.1%}), {score.refused} refused"
    )


if __name__ == "__main__":
    main()
