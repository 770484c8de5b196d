"""Every fault at once, each with its line and a hint."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from qualcode.store.codebook_yaml import read_codebook
from qualcode.store.schema import CODEBOOK, SETTINGS
from qualcode.store.settings_yaml import read_settings
from qualcode.usecases.shipped import codebooks

FULL = """\
title: Volledig
language: nl
version: "1.0"
source: Ons (2026)
questions:
  - {id: dv1, text: "Welke knelpunten?", kind: empirical, method: interviews, section: "4.1"}
codes:
  - id: vertrouwen
    name: Vertrouwen
    question: dv1
    kind: barrier
    source: Das & Teng
    codes:
      - id: angst
        name: Angst
        short: kort
        definition: lang
        include: wel
        exclude: niet
        examples: [een, twee]
        indicator: Aantal zorgen
        interview_question: ["Hoe?", "Waarom?"]
        row: M1.3
        keywords: [bang, wantrouw*, {near: [informatie, misbruik], within: 8}, {exact: KPI}]
        keywords_proposed: [vrees]
        not: [hond]
        origin: inductive
        color: "#aa3377"
        was: [vrees]
        retired: {date: "2026-01-01", because: samengevoegd}
      - {id: open, name: Openheid, question: dv1, kind: strategy}
themes:
  - {id: v, set: voorwaarden, name: V, names: {dv1: Knelpunt}, statement: s, boundary: b, status: final, codes: [angst]}
topics:
  - {id: t1, group: H, section: s, perspective: p, letter: b, text: "Vraag?", codes: [angst]}
typologies:
  - id: ty
    name: Typen
    attribute: type
    criteria: [{id: c, name: C, attribute: x, codes: [angst]}]
    types: [{id: een, name: Een, description: d, values: {c: hoog}}]
scales:
  - {id: s, name: Schaal, low: laag, high: hoog, attribute: y}
sets:
  - {id: l, name: Lijst, columns: [a, b], items: [{id: i, name: I, column: a}]}
"""


def faults(text: str) -> list[str]:
    return [str(problem) for problem in read_codebook(text)[1]]


def test_every_key_of_the_contract_is_read() -> None:
    codebook, problems = read_codebook(FULL)
    assert problems == []
    angst = codebook.by_id["angst"]
    assert (angst.parent, angst.question, angst.kind, angst.source) == ("vertrouwen", "dv1", "barrier", ("Das & Teng",))
    assert codebook.by_id["open"].kind == "strategy"
    assert codebook.current == {"vertrouwen": "vertrouwen", "angst": "angst", "vrees": "angst", "open": "open"}
    assert codebook.descendants("vertrouwen") == ("vertrouwen", "angst", "open")
    assert [code.id for code in codebook.offered()] == ["vertrouwen", "open"]
    assert codebook.typologies[0].types[0].values == {"c": "hoog"}
    assert (codebook.sets[0].items[0].column, codebook.scales[0].high) == ("a", "hoog")


def test_plain_words_stay_what_people_typed() -> None:
    codebook, problems = read_codebook("codes:\n- {id: on, name: no, version: 1.0}\n".replace(", version: 1.0", ""))
    assert problems == []
    assert (codebook.codes[0].id, codebook.codes[0].name) == ("on", "no")


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    text = (
        "codes:\n- id: a\n  name: A\n  colr: x\n  kind: barier\n- id: b c\n  name: [x]\n- name: zonder id\n"
        "themes:\n- {id: t, name: T, status: klaar, codes: [aa]}\n- {id: T, name: U}\n"
    )
    assert faults(text) == [
        "codebook.yaml:4: unknown key 'colr' (did you mean color?)",
        "codebook.yaml:5: kind cannot be 'barier' (one of: barrier, facilitator, strategy, neutral)",
        "codebook.yaml:6: 'b c' is no id (letters, digits, '.', '_' and '-', without spaces or accents)",
        "codebook.yaml:7: name should be text",
        "codebook.yaml:8: id is missing here",
        "codebook.yaml:10: there is no code 'aa' (did you mean a?)",
        "codebook.yaml:10: status cannot be 'klaar' (one of: candidate, reviewed, final)",
        "codebook.yaml:11: the id 'T' is in use in line 10 (ids are unique, ignoring case)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("codes:\n\t- id: a\n", "codebook.yaml:2: a tab indents this line (YAML takes spaces only)"),
        ("codes:\n- {id: a, name: A, name: B}\n", "codebook.yaml:2: 'name' stands here twice (keep one)"),
        (
            "codes:\n- id: a\n  name: A\n  color: #aa3377\n",
            "codebook.yaml:4: a colour is written between quotation marks",
        ),
        (
            "codes:\n- id: a\n  name: A\n  keywords: [*open]\n",
            "codebook.yaml:4: a value that begins with * must be quoted",
        ),
        ("codes:\n- id: a\n  name: A: B\n", "codebook.yaml:3: a colon inside a value"),
        ("codes: [}\n", "codebook.yaml:1: this is not valid YAML"),
        ("codes: een\n", "codebook.yaml:1: codes should be a list"),
        ("codes: [een]\n", "codebook.yaml:1: this should be a group of keys"),
        ("", "codebook.yaml:1: this should be a group of keys"),
        (
            "codes:\n- {id: a, name: A}\n- {id: A, name: B}\n",
            "codebook.yaml:3: the id 'A' is in use in line 2 (ids are unique, ignoring case)",
        ),
        ("codes:\n- {id: a, name: A, question: q}\n", "codebook.yaml:2: there is no question 'q'"),
        (
            "codes:\n- {id: abc, name: A}\nthemes:\n- {id: t, name: T, codes: [abd]}\n",
            "there is no code 'abd' (did you mean abc?)",
        ),
        ("codes:\n- {id: a, name: A, keywords: [a*]}\n", "codebook.yaml:2: in 'a*' the * needs at least two letters"),
    ],
)
def test_faults_say_what_is_wrong(text: str, said: str) -> None:
    assert any(said in fault for fault in faults(text)), faults(text)


def test_a_codebook_with_a_fault_is_empty_rather_than_half() -> None:
    assert read_codebook("codes:\n- {id: a, name: A}\n- {id: b}\n")[0].codes == ()


def test_the_published_schema_is_valid_and_agrees_with_our_own_walk() -> None:
    jsonschema.Draft202012Validator.check_schema(CODEBOOK)
    jsonschema.Draft202012Validator.check_schema(SETTINGS)
    plain = yaml.load(FULL, Loader=yaml.BaseLoader)
    jsonschema.validate(plain, json.loads(json.dumps(CODEBOOK)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"codes": [{"id": "a"}]}, CODEBOOK)


@pytest.mark.parametrize("path", codebooks().values(), ids=list(codebooks()))
def test_the_shipped_codebooks_are_sound(path: Path) -> None:
    codebook, problems = read_codebook(path.read_text(encoding="utf-8"), path.name)
    assert problems == []
    leaves = [code for code in codebook.codes if not any(other.parent == code.id for other in codebook.codes)]
    assert all(code.definition and code.include and code.exclude and code.keywords for code in leaves)


def test_settings_are_read_and_unknown_keys_told() -> None:
    settings, problems = read_settings('language: en\ntables: {csv: {delimiter: ";", bom: true}, widely_shared: 3}\n')
    assert problems == []
    assert (settings.language, settings.csv_delimiter, settings.csv_bom, settings.widely_shared) == ("en", ";", True, 3)
    assert [str(p) for p in read_settings("langage: nl\n")[1]] == [
        "qualcode.yaml:1: unknown key 'langage' (did you mean language?)"
    ]


def test_a_codebook_nested_without_end_is_told() -> None:
    deep = "codes: [{id: a, name: " + "[" * 500 + "]" * 500 + "}]"
    assert faults(deep) == ["codebook.yaml:1: this is nested deeper than a codebook can be"]
