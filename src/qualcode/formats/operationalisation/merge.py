"""A changed matrix, brought into the codebook made of an earlier one: what the matrix changed is changed, what people
edited stays.

Three versions meet: the matrix as it was read then (its fingerprints), the codebook, the matrix now. A cell that is as
it was then says nothing new. One that changed replaces what the codebook says when that is still what the matrix said;
where people wrote something else, theirs stays and the difference is told.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.editing.differences import Difference
from qualcode.editing.edits import Raw, chains, codes_of, move, new_id, put
from qualcode.errors import QualcodeError
from qualcode.formats.operationalisation.cells import given_keywords, items
from qualcode.formats.operationalisation.codebook import codes_by_row, rows_of, same
from qualcode.formats.operationalisation.headers import FIELDS, headings_of_keywords
from qualcode.formats.operationalisation.pairs import Key, filled, pair, pair_by_name, rows_then
from qualcode.model.fingerprints import fingerprint


def merge_matrix(existing: Raw, fresh: Raw) -> tuple[Raw, list[Difference]]:
    """The codebook with the matrix's changes, and every difference."""
    merger = _Merger(copy.deepcopy(existing), fresh)
    merger.run()
    return merger.raw, merger.told


class _Merger:
    def __init__(self, raw: Raw, fresh: Raw):
        self.raw, self.fresh = raw, fresh
        self.told: list[Difference] = []
        self.then, self.now = rows_then(raw), rows_then(fresh)
        self.old_rows, self.new_rows = codes_by_row(raw), codes_by_row(fresh)
        self.paired = pair(self.then, self.now) if self.then else pair_by_name(raw, self.old_rows, fresh, self.new_rows)

    def run(self) -> None:
        self.chains, self.new_chains = dict(chains(self.raw)), dict(chains(self.fresh))
        self.of_keywords = headings_of_keywords(self.fresh["matrices"])
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
        now = filled(self.now.get(row, {}))
        by_indicator = len(self.new_chains[new["id"]]) > len(now)
        name: Key = ("indicator", "") if by_indicator else max(now, default=("level", "0"))
        self._set(row, old, "name", new["name"], old["name"], name)
        for key in FIELDS:
            if (key, "") in self.asked or key in new:
                self._set(row, old, key, new.get(key, ""), old.get(key, ""), (key, ""))
        for heading in {**new.get("other", {}), **old.get("other", {})}:
            before, after = old.get("other", {}).get(heading, ""), new.get("other", {}).get(heading, "")
            kept = ("other", heading) not in self.asked
            if not kept and self._decide(row, old["id"], heading, after, before, ("other", heading)):
                put(old, "other", {key: text for key, text in {**old.get("other", {}), heading: after}.items() if text})
                if heading in self.of_keywords:
                    _propose_new(old, new, before, after)
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
        if cell[0] == "other":
            of_row = "\n".join(items(before))  # as the cell was fingerprinted
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
        base = [then[key] for key in filled(then)]
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


def _propose_new(old: Raw, new: Raw, before: str, after: str) -> None:
    """Propose the words that a cell of keywords has now and had not, and that the code does not have yet."""
    known = {str(word).casefold() for key in ("keywords", "keywords_proposed") for word in old.get(key) or ()}
    came = {part.casefold() for part in given_keywords(after)} - {part.casefold() for part in given_keywords(before)}
    fresh = [word for word in new.get("keywords_proposed") or () if str(word).casefold() in came - known]
    if fresh:
        old["keywords_proposed"] = [*(old.get("keywords_proposed") or ()), *fresh]


def _names(chain: Sequence[Raw]) -> list[str]:
    """The names of the codes above the last."""
    return [code["name"] for code in chain[:-1]]


def _text_of(raw: Raw, question: str) -> str:
    return next((str(one["text"]) for one in raw.get("questions") or () if one["id"] == question), "")


def _joined(value: Any) -> str:
    return "\n".join(value) if isinstance(value, (list, tuple)) else str(value)
