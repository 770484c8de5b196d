"""German: what the Dutch list has, so far as it is sure."""

from qualcode.suggest.languages import Language, Separable

GERMAN = Language(
    code="de",
    stemmer="german",
    abbreviations=frozenset(
        "z.b d.h u.a bzw usw etc ca dr prof hr fr nr evtl ggf inkl max min vgl s.o o.ä u.ä i.d.r feb aug sept okt nov dez".split()
    ),
    lemmas={"nich": "nicht", "nix": "nichts", "ne": "ein", "nen": "ein", "n": "ein"},
    links=("", "s", "es", "e", "en", "n", "er"),
    no_heads=frozenset("ab an auf aus be bei ein ent er ge mit nach un ver vor weg zer zu über unter um durch wider".split()),
    separable=Separable(
        particles=frozenset(
            "ab an auf aus bei dar durch ein entgegen fest fort frei heim her heraus herein hin hinaus hinein hinzu los mit "
            "nach nieder statt teil um unter vor voran voraus vorbei weg weiter wieder zu zurecht zurück zusammen über".split()
        ),
        prepositions=frozenset("an auf aus bei durch mit nach um unter vor zu über".split()),
        to="zu",
        auxiliaries=frozenset(
            "habe hast hat haben hatte hatten bin bist ist sind war waren wird werden wurde wurden kann können konnte "
            "muss müssen musste soll sollen sollte darf dürfen will wollen wollte zu".split()
        ),
        never=frozenset("sein haben werden können müssen dürfen wollen sollen".split()),
        openers=frozenset("dass weil wenn als ob obwohl während bevor nachdem damit und oder aber denn sondern".split()),
        closers=frozenset(
            "an auf aus bei durch für gegen in mit nach ohne seit um und oder aber denn von vor wegen zu zum zur zwischen "
            "dass weil wenn als ob wie was wer die der das auch noch wieder".split()
        ),
        asides=frozenset("denke dachte finde fand sagt sagte".split()),
        others=frozenset(
            "der die das den dem des ein eine einen einem einer mein dein sein ihr unser euer kein diese dieser diesem diesen "
            "jede jeder jedem mir mich dir dich ihm ihn uns euch ihnen sich alle ich du er es wir sie man sehr mehr".split()
        ),
        articles=frozenset("der die das dem den des ein eine einen einem einer mein sein ihr kein diese dieses".split()),
        participles=("end", "ende", "enden"),
        objects=frozenset({"das"}),
        subjects=frozenset("ich du er sie es wir ihr man".split()),
        possessives=frozenset({"ihr"}),
        starts=frozenset("und aber also dann ja da".split()),
        there=frozenset({"da", "wo"}),
        pronominal=frozenset("an auf aus bei durch mit nach um von vor zu".split()),
        purpose={"um": frozenset()},
    ),
    cues=("kein", "mangel an", "fehlen von", "fehlen", "wenig", "kaum", "zu wenig", "selten"),
    weak_cues=("nicht", "nie", "niemals", "ohne", "nichts"),
    cue_verbs=("fehlen",),
    weak_after=("nicht", "nie"),
    weakly="schwach",
    turn_follows="Wendung folgt",
    echo="wiederholt Interviewer",
    turning=frozenset("aber jedoch allerdings obwohl nur doch".split()),
    joins=frozenset("und aber oder denn dass weil wenn als ob obwohl während die der das".split()),
    common=frozenset(
        "aber alle als also am an auch auf aus bei bin bis da dann das dass dem den der des die doch dort du ein er es "
        "für gut haben hier ich ihr im in ist ja jetzt kann können machen man mehr mein mir mit müssen nach nicht noch "
        "nur ob oder sagen sehr sein sich sie sind so sollen über um und uns von vor was weil wenn wer werden wie wir "
        "wird wo zu zum zur eigentlich vielleicht halt eben mal genau einfach".split()
    ),
)  # fmt: skip
