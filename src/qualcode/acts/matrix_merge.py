"""A changed matrix, brought into the codebook made of an earlier one: what the matrix changed is changed, what people
edited stays.

Three versions meet: the matrix as it was read then (its fingerprints), the codebook, the matrix now. A cell that is as
it was then says nothing new. One that changed replaces what the codebook says when that is still what the matrix said;
where people wrote something else, theirs stays and the difference is told.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.acts.matrix_codebook import codes_by_row, rows_of, same
from qualcode.errors import QualcodeError
from qualcode.formats.matrix_headers import FIELDS, LEVELS, roles_of
from qualcode.model.edits import Raw, chains, codes_of, move, new_id, put
from qualcode.model.fingerprints import EMPTY, fingerprint

Key = tuple[str, str]  # (role, "") or ("level", number) or ("other", heading)
_SIMILAR = 0.5  # of the other cells: a row in which the name changed


@dataclass(frozen=True)
class Difference:
    """One difference between a codebook and a table of it.

    `kind`: new, changed, kept (the codebook's own stays), gone (no longer in the matrix), missing (its code is), unlisted.
    """

    kind: str
    code: str
    what: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "new":
                return f"+ {self.code}: {self.after}"
            case "changed":
                return f"~ {self.code}, {self.what}: {_short(self.before)} -> {_short(self.after)}"
            case "kept":
                return f"= {self.code}, {self.what}: yours stays; the table says {_short(self.after)}"
            case "gone":
                return f"- {self.code}: no longer in the matrix; it stays in the codebook"
            case "unlisted":
                return f"= {self.code}: not in the table; it stays as it is"
        return f"? {self.what}: its code is not in your codebook any more; not brought back"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else text[:59] + "…") if text else "(empty)"


def merge_matrix(existing: Raw, fresh: Raw) -> tuple[Raw, list[Difference]]:
    """The codebook with the matrix's changes, and every difference."""
    merger = _Merger(copy.deepcopy(existing), fresh)
    merger.run()
    return merger.raw, merger.told


class _Merger:
    def __init__(self, raw: Raw, fresh: Raw):
        self.raw, self.fresh = raw, fresh
        self.told: list[Difference] = []
        self.then, self.now = _rows(raw), _rows(fresh)
        self.old_rows, self.new_rows = codes_by_row(raw), codes_by_row(fresh)
        self.paired = (
            _pair(self.then, self.now) if self.then else _pair_by_name(raw, self.old_rows, fresh, self.new_rows)
        )

    def run(self) -> None:
        self.chains, self.new_chains = dict(chains(self.raw)), dict(chains(self.fresh))
        self.asked = {key for cells in self.now.values() for key in cells}  # what the matrix has a column for
        questions = self._questions()
        pairs = list(self._code_pairs())
        places: dict[str, list[str]] = {}
        for row, new, old in pairs:
            places.setdefault(old["id"], []).append(row)
            self._fields(row, new, old, questions)
        self._follow_parents(pairs)
        known = set(self.paired.values())
        for code in list(codes_of(self.raw)):
            rows = rows_of(code)
            if rows and code["id"] not in places and (self.then or any(row not in known for row in rows)):
                self.told.append(Difference("gone", code["id"]))
                put(code, "row", "")
        by_id = {code["id"]: code for code in codes_of(self.raw)}
        for name, rows in places.items():
            put(by_id[name], "row", ", ".join(rows))
        found = {id(new) for _, new, _ in pairs}
        for row, codes in self.new_rows.items():
            for code in codes:
                if id(code) not in found and row not in self.missing and rows_of(code)[0] == row:
                    self._add(code, questions)
        for key in ("title", "language", "version"):
            if key in self.fresh:
                self.raw.setdefault(key, self.fresh[key])
        self.raw["matrices"] = self.fresh["matrices"]

    def _code_pairs(self) -> Iterator[tuple[str, Raw, Raw]]:
        """(row now, the code it makes, the code in the codebook that came from it)."""
        self.missing: set[str] = set()
        for row, codes in self.new_rows.items():
            if row not in self.paired:
                continue
            known = self.old_rows.get(self.paired[row], [])
            if not known:
                self.missing.add(row)
                self.told.append(Difference("missing", "", row))
            elif len(codes) == len(known):
                yield from ((row, new, old) for new, old in zip(codes, known, strict=True))
            else:
                by_name = {same(old["name"]): old for old in known}
                for new in codes:
                    if old := by_name.get(same(new["name"])):
                        yield row, new, old

    # ---- one code ----

    def _fields(self, row: str, new: Raw, old: Raw, questions: Mapping[str, str]) -> None:
        by_indicator = len(self.new_chains[new["id"]]) > len(_filled(self.now.get(row, {})))
        name: Key = ("indicator", "") if by_indicator else max(_filled(self.now.get(row, {})), default=("level", "0"))
        self._set(row, old, "name", new["name"], old["name"], name)
        for key in FIELDS:
            if (key, "") in self.asked or key in new:
                self._set(row, old, key, new.get(key, ""), old.get(key, ""), (key, ""))
        for heading in {**new.get("other", {}), **old.get("other", {})}:
            before, after = old.get("other", {}).get(heading, ""), new.get("other", {}).get(heading, "")
            kept = ("other", heading) not in self.asked
            if not kept and self._decide(row, old["id"], heading, after, before, ("other", heading)):
                put(old, "other", {key: text for key, text in {**old.get("other", {}), heading: after}.items() if text})
        wanted, mine = questions.get(new.get("question", ""), ""), self._question_of(old)
        if wanted != mine and ("question", "") in self.asked:
            told = (_text_of(self.fresh, new.get("question", "")), _text_of(self.raw, mine))
            if self._decide(row, old["id"], "question", *told, ("question", "")):
                put(old, "question", wanted)

    def _question_of(self, old: Raw) -> str:
        """Its own question, else that of the nearest code above."""
        chain = reversed(self.chains[old["id"]])
        return next((str(code["question"]) for code in chain if "question" in code), "")

    def _set(self, row: str, old: Raw, key: str, after: Any, before: Any, cell: Key) -> None:
        if self._decide(row, old["id"], key.replace("_", " "), _joined(after), _joined(before), cell):
            put(old, key, after)

    def _decide(self, row: str, code: str, what: str, after: str, before: str, cell: Key) -> bool:
        """Does the matrix's value replace the codebook's? Tell it, either way, where the two differ."""
        if same(after) == same(before):
            return False
        then = self.then.get(self.paired[row], {}).get(cell)
        if then is not None and self.now.get(row, {}).get(cell) == then:
            return False  # the matrix is as it was: people edited the codebook
        codes = self.old_rows.get(self.paired[row], [])
        of_row = "\n".join(one["name"] for one in codes) if what == "name" and len(codes) > 1 else before
        if not before or (then is not None and fingerprint(of_row) == then):
            self.told.append(Difference("changed", code, what, before, after))
            return True
        self.told.append(Difference("kept", code, what, before, after))
        return False

    # ---- what is above the codes ----

    def _follow_parents(self, pairs: Sequence[tuple[str, Raw, Raw]]) -> None:
        """Follow changes of the cells above the codes: a concept all of whose codes changed alike has a new name."""
        changed: dict[str, list[tuple[str, list[str], list[str]]]] = {}  # code above -> (code, path before, path now)
        for row, new, old in pairs:
            after, before = _names(self.new_chains[new["id"]]), _names(self.chains[old["id"]])
            if self._path_changed(row, old["id"], before, after):
                chain = self.chains[old["id"]]
                changed.setdefault(chain[-2]["id"] if len(chain) > 1 else "", []).append((old["id"], before, after))
        for above, moved in changed.items():
            paths = {tuple(map(same, after)) for _, _, after in moved}
            _, before, after = moved[0]
            if above and len(paths) == 1 and self._is_renamed(above, before, after, {code for code, _, _ in moved}):
                self.told.append(Difference("changed", above, "name", before[-1], after[-1]))
                self.chains[above][-1]["name"] = after[-1]
                continue
            for code, was, now in moved:
                self._move(code, was, now)

    def _path_changed(self, row: str, code: str, before: Sequence[str], after: Sequence[str]) -> bool:
        """Did the matrix change what is above, and does the codebook still have it as the matrix had it?"""
        if [same(name) for name in before] == [same(name) for name in after]:
            return False
        then = self.then.get(self.paired[row], {})
        base = [then[key] for key in _filled(then)]
        if [fingerprint(name) for name in after] == base[: len(after)]:
            return False  # people moved it, or renamed what is above it
        if self.then and [fingerprint(name) for name in before] != base[: len(before)]:
            self.told.append(Difference("kept", code, "parent", " > ".join(before), " > ".join(after)))
            return False
        return True

    def _is_renamed(self, above: str, before: Sequence[str], after: Sequence[str], moved: set[str]) -> bool:
        """The old name is gone from the matrix, the new one is no other code's, and all codes below went along."""
        if len(before) != len(after) or [*map(same, before[:-1])] != [*map(same, after[:-1])]:
            return False
        chain = self.chains[above]
        beside = (chain[-2] if len(chain) > 1 else self.raw).get("codes") or ()
        below = {code["id"] for code in codes_of(chain[-1]) if code.get("row")}
        gone = all(fingerprint(before[-1]) not in cells.values() for cells in self.now.values())
        return gone and below <= moved and not any(same(code["name"]) == same(after[-1]) for code in beside)

    def _move(self, code: str, before: Sequence[str], after: Sequence[str]) -> None:
        home = self._home(after)
        try:
            self.raw = move(self.raw, code, home.get("id", ""))
        except QualcodeError:  # it would go below itself: the codebook has it the other way round
            self.told.append(Difference("kept", code, "parent", " > ".join(before), " > ".join(after)))
            return
        self.chains = dict(chains(self.raw))
        self.told.append(Difference("changed", code, "parent", " > ".join(before), " > ".join(after)))

    # ---- what is new ----

    def _add(self, code: Raw, questions: Mapping[str, str]) -> None:
        path = _names(self.new_chains[code["id"]])
        home = self._home(path)
        made = {key: value for key, value in code.items() if key not in ("codes", "id", "question")}
        made = {"id": new_id(self.raw, code["name"], beside=home.get("id", "")), **made}
        put(made, "question", questions.get(code.get("question", ""), ""))
        home["codes"] = [*(home.get("codes") or []), made]
        self.told.append(Difference("new", made["id"], after=" > ".join([*path, code["name"]])))

    def _home(self, path: Sequence[str]) -> Raw:
        """The code at a path of names, made where it does not exist."""
        home = self.raw
        for name in path:
            known = next((code for code in home.get("codes") or () if same(code["name"]) == same(name)), None)
            if known is None:
                known = {"id": new_id(self.raw, name, beside=home.get("id", "")), "name": name}
                home["codes"] = [*(home.get("codes") or []), known]
            home = known
        return home

    def _questions(self) -> dict[str, str]:
        """question id of the matrix -> the question in the codebook, whose text may have changed."""
        ids: dict[str, str] = {}
        mine: list[Raw] = self.raw.setdefault("questions", [])
        texts = {same(question["text"]): question["id"] for question in mine}
        kept = {same(question["text"]) for question in self.fresh.get("questions", ())}
        for question in self.fresh.get("questions", ()):
            if same(question["text"]) in texts:
                ids[question["id"]] = texts[same(question["text"])]
                continue
            was = self._question_before(question["id"])
            if was and same(was["text"]) not in kept:
                ids[question["id"]] = was["id"]
                then = self._question_then(question["id"])
                if then is None or fingerprint(was["text"]) == then:
                    self.told.append(Difference("changed", was["id"], "text", was["text"], question["text"]))
                    was["text"] = question["text"]
                elif then != fingerprint(question["text"]):
                    self.told.append(Difference("kept", was["id"], "text", was["text"], question["text"]))
                continue
            taken = {one["id"] for one in mine}
            prefix = question["id"].rstrip("0123456789")
            free = (f"{prefix}{number}" for number in range(1, 1000))
            name = question["id"] if question["id"] not in taken else next(one for one in free if one not in taken)
            mine.append({**question, "id": name})
            ids[question["id"]] = name
            self.told.append(Difference("new", name, after=question["text"]))
        if not mine:
            del self.raw["questions"]
        return ids

    def _rows_asking(self, question: str) -> list[str]:
        rows = [row for row, codes in self.new_rows.items() if any(code.get("question") == question for code in codes)]
        return [self.paired[row] for row in rows if row in self.paired]

    def _question_before(self, question: str) -> Raw | None:
        """The one question that the codes of these rows have in the codebook."""
        codes = [code for row in self._rows_asking(question) for code in self.old_rows.get(row, ())]
        names = {self._question_of(code) for code in codes}
        known = [one for one in self.raw["questions"] if one["id"] in names]
        return known[0] if len(known) == len(names) == 1 else None

    def _question_then(self, question: str) -> str | None:
        marks = {self.then.get(row, {}).get(("question", "")) for row in self._rows_asking(question)}
        return marks.pop() if len(marks) == 1 else None


def _rows(raw: Raw) -> dict[str, dict[Key, str]]:
    """row -> the fingerprints of its cells, by what the column is."""
    found: dict[str, dict[Key, str]] = {}
    for matrix in raw.get("matrices") or ():
        columns = matrix.get("columns", [])
        roles = roles_of(columns, matrix.get("roles"))
        levels = sorted((LEVELS.index(role), i) for i, role in enumerate(roles) if role in LEVELS)
        numbers = {i: str(number) for number, (_, i) in enumerate(levels)}
        keys = [
            ("level", numbers[i]) if i in numbers else (role, "") if role else ("other", heading)
            for i, (heading, role) in enumerate(zip(columns, roles, strict=True))
        ]
        for row, cells in (matrix.get("cells") or {}).items():
            found[row] = dict(zip(keys, cells.split(), strict=False))
    return found


def _pair(then: Mapping[str, Mapping[Key, str]], now: Mapping[str, Mapping[Key, str]]) -> dict[str, str]:
    """row now -> row then: by the names and the question, by the names, else by the rest of the cells."""
    pairs: dict[str, str] = {}

    def levels(cells: Mapping[Key, str]) -> tuple[str, ...]:
        return tuple(cells[key] for key in _filled(cells))

    def names_and_more(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")), cells.get(("indicator", "")))

    def names_and_question(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")))

    def own_and_more(cells: Mapping[Key, str]) -> tuple[object, ...]:
        """Its own name, whatever stands above it now."""
        return (levels(cells)[-1:], cells.get(("indicator", "")), cells.get(("interview_question", "")))

    for key in (names_and_more, names_and_question, levels, own_and_more):
        free: dict[object, list[str]] = {}
        taken = set(pairs.values())
        for row, cells in then.items():
            if row not in taken:
                free.setdefault(key(cells), []).append(row)
        for row, cells in now.items():
            if row not in pairs and free.get(key(cells)):
                pairs[row] = free[key(cells)].pop(0)
    for row, cells in now.items():
        if row in pairs:
            continue
        taken = set(pairs.values())
        left = [old for old in then if old not in taken and len(_filled(then[old])) == len(_filled(cells))]
        best = max(left, key=lambda old: _likeness(then[old], cells), default=None)
        if best and _likeness(then[best], cells) >= _SIMILAR:
            pairs[row] = best
    apart_then, apart_now = _by_indicator(then), _by_indicator(now)
    return {row: old for row, old in pairs.items() if (row in apart_now) == (old in apart_then)}


def _filled(cells: Mapping[Key, str]) -> list[Key]:
    """The columns that name codes and say something, widest first."""
    return sorted(key for key in cells if key[0] == "level" and cells[key] != EMPTY)


def _by_indicator(rows: Mapping[str, Mapping[Key, str]]) -> set[str]:
    """The rows whose codes are their indicators, since several rows name the same."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for row, cells in rows.items():
        groups.setdefault((*(cells[key] for key in _filled(cells)), cells.get(("question", ""))), []).append(row)
    found: set[str] = set()
    for group in groups.values():
        indicators = [rows[row].get(("indicator", ""), EMPTY) for row in group]
        if len(group) > 1 and EMPTY not in indicators and len(set(indicators)) == len(group):
            found.update(group)
    return found


def _likeness(then: Mapping[Key, str], now: Mapping[Key, str]) -> float:
    """The share of the filled cells beside the question that are the same."""
    keys = [key for key in then.keys() | now.keys() if key[0] != "question"]
    filled = [key for key in keys if then.get(key, EMPTY) != EMPTY or now.get(key, EMPTY) != EMPTY]
    return sum(then.get(key) == now.get(key) for key in filled) / len(filled) if filled else 0.0


def _pair_by_name(
    raw: Raw, old_rows: Mapping[str, Sequence[Raw]], fresh: Raw, new_rows: Mapping[str, Sequence[Raw]]
) -> dict[str, str]:
    """For a codebook without fingerprints: by the names of the code and of those above it."""
    was, now = _folded(raw), _folded(fresh)
    old = {was[code["id"]]: row for row, codes in old_rows.items() for code in codes}
    return {row: old[now[code["id"]]] for row, codes in new_rows.items() for code in codes if now[code["id"]] in old}


def _folded(raw: Raw) -> dict[str, tuple[str, ...]]:
    """id -> the names from the top down to the code's own, folded."""
    return {name: tuple(same(code["name"]) for code in chain) for name, chain in chains(raw)}


def _names(chain: Sequence[Raw]) -> list[str]:
    """The names of the codes above the last."""
    return [code["name"] for code in chain[:-1]]


def _text_of(raw: Raw, question: str) -> str:
    return next((str(one["text"]) for one in raw.get("questions") or () if one["id"] == question), "")


def _joined(value: Any) -> str:
    return "\n".join(value) if isinstance(value, (list, tuple)) else str(value)
