"""Wat `qualcode start` vraagt en vertelt, in het Nederlands."""

TEXTS = {
    "first.welcome": "Zo maak je stap voor stap een studie: codeboek, interviews, eerste tabel. Elke stap is een opdracht die je ziet staan. Stop wanneer je wilt (Ctrl-C): `qualcode start` gaat verder waar je was.",
    "first.goes_on": "Verder met de studie in {folder}.",
    "first.this_study": "Verder met de studie “{title}” ({folder})?",
    "first.folder": "Een naam voor de map van je studie",
    "first.this_matrix": "In {file} staat een operationalisatiematrix met {codes}. Daar het codeboek van maken?",
    "first.matrix": "Het bestand met je operationalisatiematrix (Word of Excel); Enter als je die niet hebt",
    "first.without_codes": "Zonder matrix begin je met een leeg codeboek: maak codes tijdens het lezen (n aan de codeertafel), of schrijf ze in codebook.yaml.",
    "first.interviews": "De map of het bestand met je interviews",
    "first.keywords": "De {n} trefwoorden zonder opmerking aannemen? Wat ze vinden, kun je nog afwijzen",
    "first.keywords.one": "Het trefwoord zonder opmerking aannemen? Wat het vindt, kun je nog afwijzen",
    "first.where_to_judge": "De suggesties beoordelen: 1 aan de codeertafel, hier in de terminal; 2 in Excel",
    "first.filled_in": "Is {file} ingevuld, opgeslagen en gesloten? Dan wordt het nu verwerkt",
    "first.fill_in": "Vul het blad {file} in, sla het op en sluit het. Daarna: {command}",
    "first.nothing_coded": "Er is nog niets gecodeerd, dus er is nog geen tabel te maken. Codeer met: {code}. Daarna: {command}",
    "first.themes": "Er zijn nog geen thema's. Beginnen met een kandidaat-thema van elke hoofdcode ({names})?",
    "first.themes.one": "Er zijn nog geen thema's. Beginnen met een kandidaat-thema van de hoofdcode ({names})?",
    "first.done": "\nDat is je eerste thematabel; in {file} staat hij voor Word, met de voorgestelde citaten als opmerkingen in de kantlijn. Wat er nog te doen is: {command}",
    "first.stopped": "Gestopt. Ga verder waar je was met: {command}",
}
