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
from qualcode.formats.matrix_headers import FIELDS, LEVELS, roles_of
from qualcode.model.edits import Raw, chains, codes_of, move, new_id, parent_of, put
from qualcode.model.fingerprints import fingerprint

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
        questions = self._questions()
        pairs = list(self._code_pairs())
        places: dict[str, list[str]] = {}
        for row, new, old in pairs:
            places.setdefault(old["id"], []).append(row)
            self._fields(new, old, self.then.get(self.paired[row], {}), questions)
        for row, new, old in pairs:
            self._parent(row, new, old)
        known = set(self.paired.values())
        for code in list(codes_of(self.raw)):
            rows = rows_of(code)
            if rows and code["id"] not in places and any(row not in known for row in rows):
                self.told.append(Difference("gone", code["id"]))
                put(code, "row", "")
        by_id = {code["id"]: code for code in codes_of(self.raw)}
        for name, rows in places.items():
            put(by_id[name], "row", ", ".join(rows))
        for row, codes in self.new_rows.items():
            for code in codes:
                if row not in self.paired and rows_of(code)[0] == row:
                    self._add(row, code, questions)
        for key in ("title", "language", "version"):
            self.raw.setdefault(key, self.fresh[key])
        self.raw["matrices"] = self.fresh["matrices"]

    def _code_pairs(self) -> Iterator[tuple[str, Raw, Raw]]:
        """(row now, the code it makes, the code in the codebook that came from it)."""
        for row, codes in self.new_rows.items():
            if row not in self.paired:
                continue
            known = self.old_rows.get(self.paired[row], [])
            if not known:
                self.told.append(Difference("missing", "", row))
            elif len(codes) == len(known):
                yield from ((row, new, old) for new, old in zip(codes, known, strict=True))
            else:
                by_name = {same(old["name"]): old for old in known}
                for new in codes:
                    if old := by_name.get(same(new["name"])):
                        yield row, new, old

    # ---- one code ----

    def _fields(self, new: Raw, old: Raw, then: Mapping[Key, str], questions: Mapping[str, str]) -> None:
        last = max((key for key in then if key[0] == "level" and then[key] != "-"), default=("level", ""))
        self._set(old, "name", new["name"], old["name"], then.get(last))
        for key in FIELDS:
            if key in new or (key, "") in then:
                self._set(old, key, new.get(key, ""), old.get(key, ""), then.get((key, "")))
        for heading in {**new.get("other", {}), **old.get("other", {})}:
            before, after = old.get("other", {}).get(heading, ""), new.get("other", {}).get(heading, "")
            if self._decide(old["id"], heading, after, before, then.get(("other", heading))):
                put(old, "other", {key: text for key, text in {**old.get("other", {}), heading: after}.items() if text})
        wanted = questions.get(new.get("question", ""), "")
        mine = self._question_of(old)
        if wanted != mine:
            told = (_text_of(self.fresh, new.get("question", "")), _text_of(self.raw, mine))
            if self._decide(old["id"], "question", *told, then.get(("question", ""))):
                put(old, "question", wanted)

    def _question_of(self, old: Raw) -> str:
        """Its own question, else that of the nearest code above."""
        chain = reversed(self.chains[old["id"]])
        return next((str(code["question"]) for code in chain if "question" in code), "")

    def _set(self, old: Raw, key: str, after: Any, before: Any, then: str | None) -> None:
        if self._decide(old["id"], key.replace("_", " "), _joined(after), _joined(before), then):
            put(old, key, after)

    def _decide(self, code: str, what: str, after: str, before: str, then: str | None) -> bool:
        """Does the matrix's value replace the codebook's? Tell it, either way, where the two differ."""
        if same(after) == same(before):
            return False
        if then is not None and fingerprint(after) == then:
            return False  # the matrix is as it was: people edited the codebook
        if not before or (then is not None and fingerprint(before) == then):
            self.told.append(Difference("changed", code, what, before, after))
            return True
        self.told.append(Difference("kept", code, what, before, after))
        return False

    def _parent(self, row: str, new: Raw, old: Raw) -> None:
        """Follow a change of the cells that name what is above the code."""
        after, before = _names(self.new_chains[new["id"]]), _names(self.chains[old["id"]])
        if [same(name) for name in after] == [same(name) for name in before]:
            return
        base = [self.then.get(self.paired[row], {}).get(("level", str(i)), "-") for i in range(len(LEVELS) + 1)]
        if [fingerprint(name) for name in after] == base[: len(after)]:
            return  # people moved it, or renamed what is above it
        if [fingerprint(name) for name in before] != base[: len(before)] and self.then:
            self.told.append(Difference("kept", old["id"], "parent", " > ".join(before), " > ".join(after)))
            return
        above = parent_of(self.raw, old)
        siblings = [code for code in codes_of(above) if code.get("row")] if above is not self.raw else []
        self.told.append(Difference("changed", old["id"], "parent", " > ".join(before), " > ".join(after)))
        if len(after) == len(before) and after[:-1] == before[:-1] and siblings == [old]:
            above["name"] = after[-1]
        else:
            home = self._home(after)
            self.raw = move(self.raw, old["id"], home.get("id", ""))
            self.chains = dict(chains(self.raw))

    # ---- what is new ----

    def _add(self, row: str, code: Raw, questions: Mapping[str, str]) -> None:
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
                if self._decide(was["id"], "text", question["text"], was["text"], then):
                    was["text"] = question["text"]
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
        return tuple(cells[key] for key in sorted(key for key in cells if key[0] == "level"))

    def names_and_more(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")), cells.get(("indicator", "")))

    def names_and_question(cells: Mapping[Key, str]) -> tuple[object, ...]:
        return (levels(cells), cells.get(("question", "")))

    for key in (names_and_more, names_and_question, levels):
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
        left = [old for old in then if old not in taken]
        best = max(left, key=lambda old: _likeness(then[old], cells), default=None)
        if best and _likeness(then[best], cells) >= _SIMILAR:
            pairs[row] = best
    return pairs


def _likeness(then: Mapping[Key, str], now: Mapping[Key, str]) -> float:
    """The share of the filled cells beside the question that are the same."""
    keys = [key for key in then.keys() | now.keys() if key[0] != "question"]
    filled = [key for key in keys if then.get(key, "-") != "-" or now.get(key, "-") != "-"]
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
