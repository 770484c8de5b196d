"""What is known of the words before a colon in Dutch, English and German transcripts: roles, fields, small words."""

import re
from functools import lru_cache

# How interviewers are labelled; a number may follow (I1, Interviewer 2).
INTERVIEWERS = frozenset(
    "i int iv interviewer interviewster interviewerin interviewers interviewende onderzoeker onderzoekster researcher "
    "moderator moderatorin moderatrice mod gespreksleider gespreksleidster facilitator vraag question frage v q forscher "
    "forscherin intervieweres".split()
)
_ONLY_ALONE = frozenset("v q vraag question frage".split())  # with a number these are questions, not people
_COUNTED = _ONLY_ALONE | frozenset("a antwoord answer antwort".split())
# What respondents are called when they are called by no name; *generic* labels name nobody in particular.
GENERIC = frozenset(
    "r resp respondent respondente respondenten s spreker spreekster speaker sprecher sprecherin p participant "
    "participants proefpersoon d deelnemer deelneemster teilnehmer teilnehmerin b befragte befragter befragten "
    "geinterviewde geïnterviewde interviewee interviewte interviewter gesprekspartner t tn g a antwoord answer antwort "
    "persoon person unknown onbekend onbekende unbekannt unknownspeaker speakerundefined undefinedspeaker "
    "unidentifiedspeaker onbekendespreker unbekanntersprecher".split()
)
# Words that open a line with a colon and are nobody's name, however often they recur.
FIELDS = frozenset(
    "noot nb ps let op opmerking opmerkingen toelichting note notes notitie notities datum date tijd time tijdstip "
    "locatie location plaats place ort bron bronnen source sources quelle kortom dus bijvoorbeeld voorbeeld example "
    "beispiel conclusie conclusies samenvatting summary zusammenfassung onderwerp subject thema thema's theme topic duur "
    "duration dauer opname recording aufnahme anmerkung hinweis achtung adres address adresse telefoon email e-mail mail "
    "website url link links bijlage bijlagen appendix anhang inleiding introductie introduction einleitung afsluiting "
    "legenda legend titel title betreft aan van cc versie version pagina page seite hoofdstuk chapter doel doelen "
    "voordelen nadelen voordeel nadeel advantages disadvantages pros cons vorteile nachteile vorteil nachteil fazit "
    "wohlgemerkt welteverstaan length länge lengte punt eens oneens overigens trouwens kurzum anders gezegd anyway pro's "
    "contra's vervolgens tenslotte kenmerken functie leeftijd geslacht opleiding "
    "organisatie achtergrond setting context taal language sprache bestand file datei transcript transcriptie "
    "transcription audio audiobestand video aanwezig aanwezigen afwezig deelnemers attendees participants teilnehmende "
    "codes code memo warning important belangrijk wichtig stelling hypothese definitie definition deelvraag hoofdvraag "
    "interviewnummer transcribent tijdsduur werkervaring beroep leeftijdscategorie keywords trefwoorden speakers "
    "onderzoek project instelling afdeling unintelligible inaudible onverstaanbaar unverständlich".split()
)
_NUMBERED = frozenset(
    "vraag question frage thema theme topic onderwerp deel part teil stap step schritt punt point punkt fase phase "
    "block blok hoofdstuk chapter kapitel sectie section abschnitt bijlage stelling casus case situatie scenario optie option "
    "antwoord hypothese deelvraag tabel table figuur figure ronde round interview opdracht item alinea regel line".split()
)
PARTICLES = frozenset(
    "v.d. vd v/d v. d' v.d van de den der het 't te ten ter op in 's von vom zu zum zur und la le el al bin ben da di du dos del della "
    "à y e en and".split()
)
_TITLES = r"(?:dr|drs|mr|mrs|ms|prof|ir|ing|med|dipl|dhr|mevr|mw|mej|hr|fr|frl|st|nr|no|resp|int|deeln|spr|zr|br|jr|sr|bc|msc)"
_HONORIFICS = frozenset("dr drs mr mrs ms prof ir ing dhr mevr mw meneer mevrouw heer herr frau de".split())
# Pronouns, verbs, conjunctions and adverbs: two words or more with one of these are a sentence that runs into a colon.
SMALL_WORDS = frozenset(
    "ik je jij jou u hij zij ze we wij jullie hun hen mij me ons dit dat deze die er het is was zijn waren ben bent wordt "
    "werd heb hebt heeft had hadden zeg zegt zei zeiden dacht denk denkt vroeg vraagt vroegen antwoordde kan kun kon kunnen moet "
    "moest moeten wil wilde willen zou zouden zal zullen gaat ging gaan doet deed doen komt kwam maar want omdat als dan "
    "toen dus ook nog niet geen wel zo hoe wat wie waar waarom wanneer welke welk eigenlijk gewoon even daar hier daarom "
    "bijvoorbeeld namelijk volgens over voor met om tot bij uit naar door "
    "i you he she it they them we us my your his her our their this that these those there are were be been has have had "
    "said says say asked ask thought think can could should would will shall do does did go goes went but because so if "
    "then when what who why where which how not no yes also just like about for with from to of on at by is was "
    "ich du er sie es wir ihr mich mir uns das dies diese dieser ist war sind waren hat haben hatte hatten sagt sagte "
    "sagten dachte denke fragt fragte kann konnte muss musste will wollte soll sollte wird wurde aber weil dass wenn dann "
    "als auch noch nicht kein wie was wer wo warum wann welche also doch mal für mit von bei aus nach".split()
)
_TITLE_BEFORE = re.compile(rf"(?:\b[^\W\d_]|\b{_TITLES})\.\s*$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"[\divx]+[a-z]?[.)]?|[a-e]|een|één|twee|drie|vier|vijf|one|two|three|four|five|eins|zwei|drei|vier|fünf"
)
_PRONOUNS = frozenset("ik jij hij zij ze wij jullie hem haar he she they me him her them ich du er sie wir ihm".split())
_DATE = re.compile(
    r"(?i)\b(jan|feb|mar|mrt|maart|mär|apr|mei|may|mai|jun|jul|aug|sep|okt|oct|nov|de[cz])\w*\.? .*\b\d{4}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"
)
_PHONE = re.compile(r"\+?[\d *x().-]{6,20}")
_ID_LIKE = re.compile(r"[A-Za-z]{1,3}[-._]?\d{1,4}[A-Za-z]?")
_ROLE = re.compile(r"([^\W\d_]+(?: [^\W\d_]{2,})?)\.?[ ._-]{0,2}(\d{1,3}|\?|(?<=[ ._-])[a-z])?")


def is_id_like(label: str) -> bool:
    """Letters and digits, as in R1, H-1: a label that is an id already."""
    return bool(_ID_LIKE.fullmatch(label))


@lru_cache(4096)
def _role(label: str) -> tuple[str, str]:
    """(role word, number or letter) of `Spreker 2`, `R1`, `SPEAKER_00`, `Deelnemer A`; ("", "") of other labels."""
    found = _ROLE.fullmatch(label.casefold())
    if not found:
        return "", ""
    return found[1].replace(" ", ""), found[2] or ""


def is_interviewer_form(label: str) -> bool:
    """Whether a label is one that interviewers usually have: I, Interviewer 2, Moderator, Vraag."""
    word, number = _role(label)
    return word in INTERVIEWERS and not (number and word in _ONLY_ALONE)


def is_generic(label: str) -> bool:
    """Whether a label says only that somebody answers: R, R1, S2, SPEAKER_00, Participant 3. H-1 and P-1 are ids."""
    word, number = _role(label)
    if word in GENERIC and len(word) == 1 and "-" in label:
        return False
    return word in GENERIC and (not number or len(word) > 1 or number.isdigit())


def counted(label: str) -> tuple[str, int]:
    """("V", 3) of `V3`, ("Vraag", 3) of `Vraag 3`: a question or an answer by number; ("", 0) of other labels."""
    word, number = _role(label)
    if number.isdigit() and word in _COUNTED and (stem := re.match(r"[^\W\d_]+", label)):
        return stem[0], int(number)
    return "", 0


def name_parts(label: str) -> list[str]:
    """The parts of a person's name, folded, without particles, titles and what stands behind a comma or in brackets."""
    if not like_a_name(label) or is_generic(label) or is_id_like(label) or is_interviewer_form(label):
        return []
    found = re.findall(r"[^\W\d_][\w'’-]*", label)
    return [
        part.casefold()
        for part in found
        if len(part) > 1 and part.casefold() not in PARTICLES | _HONORIFICS and part[0].isupper()
    ]


def is_numbered(label: str) -> bool:
    """Whether a generic label has a number or letter that tells it from others of its kind."""
    return bool(_role(label)[1])


def is_field(label: str) -> bool:
    """Whether it is a word that opens lines and is nobody: Noot, Let op, Datum; Vraag 1, Thema 2."""
    words = label.casefold().split()
    if not words:
        return False
    if _DATE.search(label):
        return True
    return is_numbered_field(label) or all(word in FIELDS or word in ("van", "de", "het", "the") for word in words)


def is_numbered_field(label: str) -> bool:
    """Vraag 1, Thema 2, Block A: a heading by its number."""
    words = label.casefold().split()
    return len(words) == 2 and words[0] in _NUMBERED and bool(_ORDINAL.fullmatch(words[1]))


def runs_over_a_sentence(label: str) -> bool:
    """Whether a sentence ends inside it, as in `Tja. Noot`; the points of titles and initials end none."""
    return any(
        not _TITLE_BEFORE.search(label[: found.end()]) for found in re.finditer(r"[.!?…]+(?=[ ]+\S)|[!?;…]", label)
    )


def is_phrase(label: str) -> bool:
    """Two words or more with a pronoun, verb or conjunction among them, or one such word in small letters: no name."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", label)
    small = [word for word in words if word.casefold() in SMALL_WORDS and not word.isupper()]
    if len(words) < 2:
        return bool(small) and (label.islower() or label.casefold() in _PRONOUNS)
    name = words[0].casefold() in _HONORIFICS or any(word[0].isupper() for word in words[1:])
    lower = [word for word in small if word.islower() and word not in PARTICLES]
    return bool(lower) or (bool(small) and small[0] == words[0] and words[0].casefold() not in _HONORIFICS and not name)


def all_capitals(label: str) -> bool:
    """Whether every word but particles (van, de, el) begins with a capital, as names do."""
    if _PHONE.fullmatch(label):
        return True
    words = re.findall(r"[^\W\d_][\w'’./-]*", re.split(r"[,(|]|(?<!\bv)/", label)[0])
    small = PARTICLES | _HONORIFICS
    return any(word[0].isupper() for word in words) and all(
        word[0].isupper() or word.casefold().rstrip(".") in small for word in words
    )


def like_a_name(label: str) -> bool:
    """Whether it could name a person: capitals, few words, nothing that says otherwise."""
    words = label.split()
    return (
        0 < len(words) <= 6
        and (all_capitals(label) or is_generic(label) or is_id_like(label))
        and not is_field(label)
        and not is_phrase(label)
        and not runs_over_a_sentence(label)
    )
