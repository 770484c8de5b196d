"""English, as it is written and as it is spoken."""

from qualcode.suggest.languages import Language

ENGLISH = Language(
    code="en",
    stemmer="english",
    abbreviations=frozenset(
        "e.g i.e etc mr mrs ms dr prof vs approx fig p pp jr sr inc ltd corp dept feb apr jun jul aug "
        "sep sept oct nov dec a.m p.m u.s u.k ph.d cf eds vol sgt rev hon".split()
    ),
    lemmas={
        "'s": "be", "'d": "would", "'ll": "will", "n't": "not", "ca": "can", "wo": "will", "ai": "be", "gonna": "go",
        "wanna": "want", "gotta": "get", "cos": "because", "cuz": "because", "kinda": "kind", "dunno": "know",
        "yeah": "yes", "m": "m", "thought": "think", "following": "follow", "thinking": "think",
        "meeting": "meeting", "felt": "feel",
    },
    clitics=("n't", "'ve", "'re", "'m", "'s", "'d", "'ll"),
    clitic_hosts={  # it's, but not the hospital's
        "'s": frozenset("it that he she there here what who where how when why let this one everything everyone".split())
    },
    links=("",),
    no_heads=frozenset("dis mis non un re over under out in en for fore up down inter pre pro sub co de be al at as".split()),
    no_tails=frozenset(
        "ment ments ship ships able ability abilities ness less ful er ers or ors ing ings ed ly ist ists ism age ance "
        "ence al ally ive ion ions ation ations ity ties ty ant ants ent ents ate ates ish hood dom some".split()
    ),
    cues=(
        "no", "lack of", "lack", "absence of", "shortage of", "little", "few", "miss", "hardly", "barely", "scarcely",
        "without any", "insufficient", "not enough", "rarely",
    ),
    weak_cues=("not", "never", "without", "none", "nobody", "nothing", "cannot"),
    cue_verbs=("miss", "lack"),
    weak_after=("not", "never"),
    weakly="weak",
    turn_follows="turn follows",
    echo="repeats interviewer",
    turning=frozenset("but however only although though yet still nevertheless".split()),
    joins=frozenset(
        "and but because or so that which who when while although though if unless until since whereas where".split()
    ),
    common=frozenset(
        "a about after all also always am an and another any anything are as at away back be because been before being "
        "but by can come could do does each else even every everything for from get give go going gonna good got have he "
        "her here him his how i if in into is it its just kind know let like little look lot make many maybe me mean more "
        "most much must my need never no not now n't of off oh ok okay on one only or other our out over own people "
        "probably put quite really right say see she should so some someone something sort still such take tell than that "
        "the their them then there these they thing think this those though through to too try two uh um under up us use "
        "very want was way we well what when where which while who why will with would yeah yes you your 's 've 're 'm "
        "'d 'll better best around again first last same thing bit stuff actually basically guess hmm".split()
    ),
)  # fmt: skip
