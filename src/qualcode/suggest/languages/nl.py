"""Dutch, as it is written and as it is spoken."""

from qualcode.suggest.languages import Language, Separable

_SPOKEN = """
    n een, t het, k ik, effe even, effetjes even, effies even, ff even, d'r er, dr er, m'n mijn, mn mijn, z'n zijn,
    zn zijn, zo'n zulk, ie hij, nie niet, niks niets, wa wat, da dat, da's dat, as als, tis het, khad hebben,
    kheb hebben, hebbik hebben, eigelijk eigenlijk, gaatie gaan, moetie moeten, istie zijn
"""
# Readings that are the likelier ones in running text where the lemma list has another, and spoken inflections.
_LIKELIER = """
    der der, den den, leden lid, reden reden, wezen wezen, vieren vieren, kosten kosten,
    jongeren jongere, eisen eis, rooie rood, ouwe oud, kouwe koud, goeie goed, goeien goed, kwaaie kwaad,
    houwen houden, zaakjes zaak, zij zij, gaven geven, stegen stijgen, geleden geleden, staat staan, reed rijden
"""


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in " ".join(text.split()).split(", "))


_PARTICLES = frozenset(
    "aan achter achterna achterover achteruit af bekend bezig bij bijeen binnen blij bloot boven buiten deel dicht dood door "
    "droog fijn gade gelijk gerust gevangen goed groot heen hoog in ineen kapot klaar kwijt kwalijk langs leeg "
    "lekker lief los mee mis na naar neer om omhoog omlaag omver onder op opeen open over paard plaats prijs raak "
    "recht rond samen schoon schuil stand staande steen stil stuk tegemoet tegen tekort teleur teniet tentoon "
    "tenonder terecht terneer terug teweeg tevoorschijn tevreden thuis toe uit uiteen vast veilig verder vlak vol "
    "voor voorbij voorop voort vooruit vrij waar wakker warm weer weg wijs zeker zwart".split()
)

DUTCH = Language(
    code="nl",
    stemmer="dutch",
    abbreviations=frozenset(
        "bijv bv b.v o.a m.b.t d.w.z i.p.v t.o.v e.d enz etc ca dr drs mr mw mevr mgr dhr prof ing ir jl resp evt incl "
        "excl max min nr blz art vs m.n i.v.m t.a.v z.g i.h.b a.u.b feb mrt apr jun jul aug sep sept okt "
        "nov dec zgn t.b.v n.a.v i.h.k.v o.l.v m.i e.a d.m.v i.c.m o.i.d p.m vgl ong afd jr sr".split()
    ),
    lemmas=_pairs(_SPOKEN) | _pairs(_LIKELIER),
    diminutives=True,
    links=("", "s", "e", "en", "n", "er"),
    no_heads=frozenset(
        "aan af be bij door er ge her in mee na om on ont op over toe uit ver voor wan weg wel met dan des als "
        "den der het een dit dat die van naar niet ook maar nog bel gel ten ter tot ons hun haar zij wij jij zin "
        "sla alle alles veel ver wie wat hoe mis her onder tegen terug aller".split()
    ),
    no_tails=frozenset(
        "baar heid lijk loos ing ingen isme ist erij sel schap teit tie ties ling lingen aar aars aard atie "
        "aties ent enten eur eus eel isch ische eren ering eerd eerde ster sters matig matige achtig "
        "achtige zaam zame ment menten ering ring chap pen ten sen len ren den men nen ken gen".split()
    ),
    whole=frozenset(
        "belangstelling begeleiding mededeling mededelen oordelen noodzaken achterhalen anderhalf anderhalve huisvesting "
        "weerstand maatregel vaststelling huishouden belangeloos regelmatig regelmatige verantwoording beetje meisje "
        "belangrijk belangrijke belangrijker belangrijkste maatschappelijk maatschappelijke netwerk netwerken "
        "netwerkt overheid overheden voorbeeld voorbeelden bijvoorbeeld aandacht onderzoek onderzoeken opdracht "
        "bijeenkomst tegenstander tegenstanders verantwoordelijk eigenlijk natuurlijk gedachte geschiedenis "
        "huidige aanwezig voorwaarde voorwaarden antwoord antwoorden oorzaak gevolg gevolgen vooruitgang omgeving "
        "wantrouwen bewustzijn gelegenheid ogenblik ongeveer tegelijk tegelijkertijd achtergrond onderwerp "
        "onderwijs uitgangspunt koningin vriendelijk openbaar waarheid waarde avontuur instantie meesterlijk "
        "langzamerhand allerlei bovendien geslacht meestal soortgelijk dergelijk dergelijke menselijk persoonlijk "
        "persoonlijke gemeentelijk werkelijk werkelijkheid eindelijk eerlijk moeilijk makkelijk gemakkelijk "
        "duidelijk vreselijk feitelijk uiteindelijk tijdelijk dagelijks dagelijkse wekelijks maandelijks jaarlijks "
        "jaarlijkse landelijk landelijke plaatselijk wetenschappelijk wetenschappelijke lichamelijk zakelijk".split()
    ),
    separable=Separable(
        particles=_PARTICLES,
        prepositions=frozenset("aan achter bij binnen boven buiten door in langs na naar om onder op over tegen uit voor".split()),
        to="te",
        auxiliaries=frozenset(
            "heb hebt heeft hebben had hadden gehad ben bent is zijn was waren geweest word wordt worden werd werden "
            "geworden zal zult zullen zou zouden kan kun kunt kunnen kon konden moet moeten moest moesten mag mogen "
            "mocht mochten wil wilt willen wilde wilden wou ga gaat gaan ging gingen laat laten liet lieten blijf "
            "blijft blijven bleef bleven kom komt komen kwam kwamen hoef hoeft hoeven hoefde zien weten leren beginnen helpt helpen probeert "
            "proberen probeerde te durft durven zitten staan liggen lopen".split()
        ),
        never=frozenset("zijn hebben worden zullen kunnen mogen willen moeten".split()),
        openers=frozenset(
            "dat omdat doordat zodat opdat toen terwijl hoewel ofschoon wanneer voordat nadat totdat tenzij indien mits "
            "aangezien waarbij waardoor waarin waarvan waarmee".split()
        ),
        closers=frozenset(
            "aan achter bij binnen boven buiten door in langs met na naar om onder op over per rond sinds te tegen tijdens "
            "tot tussen uit van vanaf vanuit vanwege via volgens voor voordat zonder en of maar want dus dat als omdat "
            "doordat zodat toen terwijl hoewel wanneer nadat totdat die waar waarbij waardoor waarin waarmee dan zoals "
            "hoe wat wie ook nog weer wel niet toch hoor eigenlijk zeg hè ja nou nee gewoon natuurlijk samen eerst zelf eh uh "
            "ehm zodra waarvan waarover onderling trouwens misschien meteen gelijk hier daar er d'r ik hij ie wij zij".split()
        ),
        asides=frozenset("denk dacht vind vond zei zeiden zegt".split()),
        others=frozenset(
            "de het een 't 'n deze dit elk ieder al alle mijn m'n jouw je jij zijn z'n haar ons onze hun jullie mij me jou u uw "
            "hem hen ik hij zij ze wij we er hier daar welk geen veel meer meest eerst elkaar zich zelf iets niets goed heel "
            "erg zeer zo zelfs juist straks laatst net vast twee drie vier vijf zes acht tien weken deel groot".split()
        ),
        articles=frozenset("de het een 'n n t deze mijn jouw zijn haar ons onze hun jullie elk elke geen".split()),
        participles=("end", "ende"),
        objects=frozenset({"dat", "toen", "wanneer"}),
        subjects=frozenset("ik k je jij u hij ie ze zij we wij wie jullie men".split()),
        possessives=frozenset({"je", "jullie"}),
        starts=frozenset("en maar dus want of dan nou ja toen daar dat gerust eh".split()),
        nouns=frozenset("deel plaats stand recht steen prijs paard gelijk groot goed".split()),
        adverbs=frozenset("samen goed weer verder vast zeker lekker droog fijn groot hoog lief vol".split()),
        there=frozenset("daar waar d'r er hier".split()),
        with_there=frozenset({"uitzien", "uitkomen", "afkomen", "aankomen"}),
        pronominal=frozenset("aan achter bij door in mee na naar om onder op over tegen tussen uit van voor".split()),
        purpose={"om": frozenset("om hoe mee ermee daarmee".split())},
    ),
    cues=(
        "geen", "gebrek aan", "tekort aan", "gemis aan", "ontbreken van", "ontbreken", "afwezigheid van", "weinig",
        "missen", "nauwelijks", "amper", "te kort", "onvoldoende", "zelden",
    ),
    cue_verbs=("ontbreken", "missen"),
    weak_cues=("niet", "nooit", "zonder", "niets", "nergens", "niemand"),
    weak_after=("niet", "nooit"),
    weakly="zwak",
    turn_follows="wending volgt",
    echo="herhaalt interviewer",
    turning=frozenset("maar echter alleen hoewel toch daarentegen integendeel tenzij".split()),
    joins=frozenset(
        "en maar want of dus dat omdat doordat zodat als toen terwijl hoewel wanneer voordat nadat totdat tenzij "
        "indien mits die wat waar wie waarbij waardoor waarin waarvan waarmee".split()
    ),
    common=frozenset(
        "aan af al alle alles als altijd ander ben bij bijvoorbeeld binnen daar daarmee daarom daarvan dan dat de denken "
        "deze die dit doen door dus echt een eens eerst eh eigenlijk elk elkaar en er even gaan geen gewoon goed haar hè "
        "hebben heel heen hem hen her het hier hij hoe hun ieder iedereen iemand iets ik in ja je jij jou jouw jullie "
        "kijken komen krijgen kunnen laten maar maken me mee meer men mens met mij mijn misschien moeten mogen mijzelf "
        "na naar natuurlijk nee nemen niet niets nog nou nu of om omdat ons ook op over soms staan straks te tegen "
        "terug toch toe toen tot tussen uh uit u uw van vaak veel ver vinden volgens voor vooral waar waarom waarin wanneer "
        "want wat we weer wel weten welk wie wij willen worden wij zeggen zelf zeer zelfs zich zichzelf zien zij zijn "
        "zitten zo zoals zonder zou zullen zulk één ding manier beetje best zeker gaat vind denk ding hoor".split()
    ),
)  # fmt: skip
