"""The studies that the forms are made from: small, fictional, every count done by hand in the test that uses it."""

HEALTH = """
== qualcode.yaml
language: nl
words: {barrier: [knelpunt, knelpunten]}
groups: {H: [huisarts, huisartsen], B: [bestuurder, bestuurders]}
publish: [groep, regio, steun, gezag]
== codebook.yaml
language: nl
questions:
- {id: dv1, text: Welke knelpunten spelen een rol?, kind: empirical, method: interviews, section: "4.1"}
- {id: dv2, text: Wat zegt de literatuur?, kind: literature, method: literatuurstudie, section: "2"}
matrices:
- {id: M1, title: Knelpunten, columns: [Deelvraag, Concept, Variabele, Indicator, Interviewvraag, Bron]}
codes:
- id: vertrouwen
  name: Vertrouwen
  question: dv1
  codes:
  - {id: angst, name: Angst voor misbruik, kind: barrier, indicator: Zorgen over misbruik, interview_question: Bent u bang?, source: interviews, row: M1.1, definition: Vrezen dat de ander misbruik maakt.}
  - {id: openheid, name: Openheid, kind: strategy, indicator: Gedeelde afspraken, interview_question: Hoe open bent u?, source: interviews, row: M1.2}
- id: geld
  name: Geld
  question: dv1
  kind: barrier
  indicator: Klachten over geld
  interview_question: Speelt geld een rol?
  source: Jansen (2020)
  row: M1.3
- {id: band, name: Elkaar kennen, kind: facilitator, origin: inductive}
- {id: koffie, name: Koffie}
themes:
- {id: samen, name: Vertrouwen en openheid, status: reviewed, names: {dv1: Vertrouwen als knelpunt}, statement: Vertrouwen groeit langzaam., codes: [vertrouwen, band]}
- {id: middelen, name: Middelen, codes: [geld]}
topics:
- {id: t1, group: H, section: Samenwerken, perspective: relatie, letter: a, text: Bent u bang voor misbruik?, codes: [angst]}
- {id: t2, group: B, section: Samenwerken, perspective: relatie, letter: b, text: Speelt geld een rol?, codes: [geld]}
typologies:
- id: relatie
  name: Relatietypen
  criteria:
  - {id: v, name: Vertrouwen, attribute: steun, codes: [vertrouwen]}
  - {id: w, name: Waakzaamheid, attribute: gezag, codes: [geld]}
  types:
  - {id: hecht, name: Hecht, description: Men vertrouwt en let op., values: {v: ruim, w: noord}}
  - {id: los, name: Los, description: Men let vooral op., values: {v: krap, w: noord}}
scales:
- {id: s1, name: Gezag, low: van bovenaf, high: van onderop, attribute: gezag}
sets:
- {id: bouwstenen, name: Bouwstenen, columns: [formeel, informeel], items: [{id: c, name: contract, column: formeel}, {id: g, name: gesprek, column: informeel}, {id: b, name: borrel, column: informeel}]}
== cases.csv
case,groep,regio,ervaring,steun,gezag
H-1,huisarts,noord,dertig jaar solo,ruim,noord
H-2,huisarts,noord,kort,ruim,noord
H-3,huisarts,zuid,kort,ruim,zuid
B-1,bestuurder,noord,lang,krap,noord
== H-1.txt
Interviewer: Bent u bang voor misbruik?
H-1: Ik ben bang dat ze onze cijfers gebruiken. Geld speelt altijd mee.
Interviewer: En verder?
H-1: We drinken koffie en we kennen elkaar al jaren.
== H-2.txt
Interviewer: Bent u bang voor misbruik?
H-2: Bang ben ik niet meer. Ik zeg gewoon alles.
Interviewer: En verder?
H-2: Geld, dat wringt.
== H-3.txt
Interviewer: Bent u bang voor misbruik?
H-3: Ja, daar lig ik wakker van.
Interviewer: En verder?
H-3: Dat was het.
== B-1.txt
Interviewer: Speelt geld een rol?
B-1: Geld is voor ons geen punt. Wij kennen elkaar.
Interviewer: En verder?
B-1: Verder niets.
== logboek-2016.md document
De vergadering liep uit.

Daarna werd over geld gesproken.
== codings
jan H-1 angst Ik ben bang dat ze onze cijfers gebruiken.
jan H-1 geld Geld speelt altijd mee.
jan H-1 band we kennen elkaar al jaren
jan H-1 koffie We drinken koffie
jan H-2 angst Bang ben ik niet meer.
jan H-2 openheid Ik zeg gewoon alles.
jan H-2 geld Geld, dat wringt.
jan H-3 angst Ja, daar lig ik wakker van.
jan B-1 geld Geld is voor ons geen punt.
jan B-1 band Wij kennen elkaar.
jan logboek-2016 geld Daarna werd over geld gesproken.
== marks
jan H-1 angst Ik ben bang dat ze onze cijfers gebruiken. | key=true
jan H-2 angst Bang ben ik niet meer. | valence=facilitator; deviant=true
jan B-1 geld Geld is voor ons geen punt. | valence=facilitator
== done
jan H-1
jan H-2
jan H-3
jan B-1
== asked
jan H-1 t1 1
jan H-2 t1 1
jan H-3 t1 1
jan B-1 t2 1
== memos
summary theme:samen Vertrouwen komt te voet.
interpretation theme:samen Dit past bij een jonge samenwerking.
literature theme:samen Dit komt overeen met Jansen (2020).
interpretation code:angst De angst gaat over cijfers.
summary theme:samen,question:dv1 Vertrouwen staat onder druk van cijfers.
summary theme:middelen,question:dv1 Geld verdeelt.
summary case:H-1,theme:samen Is bang, maar kent iedereen.
summary topic:t1 Samenvattend: de meesten zijn bang geweest.
recommendation theme:samen Deel de cijfers.\\n- eerst intern\\n- dan met elkaar
recommendation project Ga door.
summary project Samenvattend tonen de interviews dat vertrouwen traag groeit.
"""
