"""`expected/*.yml`, one file per domain → assertions. What is not stated is not asserted.

The words are the model's. A map states some of the fields; `full: true` states all of them; `null`
says that a thing must not be there; a number says how many parts there are (`columns: 14`);
`unlisted` names the kinds of which nothing more may be there than the files list; `renamed_from`
says what a thing was called before.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn, get_type_hints

import msgspec

from snapshot import closing, model, naming, patterns, renaming, waivers, yamlfile
from snapshot.codec import segment
from snapshot.errors import BrokenFile, CannotReadExpectation
from snapshot.store import Assertion

DOMAINS = "domains/"  # keys of what is said of a domain as a whole
CODE = "code"  # the domain of what a team's own SQL or command builds, where there are no others
UNCLAIMED = "unclaimed"  # where there are, of what none of them claims
_BESIDE = (DOMAINS, waivers.PREFIX, patterns.PREFIX)
_HEAD = ("domain", "owner", "description", "schema", "unlisted")


def load(folder: Path) -> dict[str, Assertion]:
    """All domains of a folder, and its waivers: key → assertion.

    Raises `CannotReadExpectation`, naming file and place, for what is misspelt, of a wrong type,
    or claimed by two domains.
    """
    if not folder.is_dir():
        raise BrokenFile(
            str(folder), "there is no such folder of expectations",
            "Write it from a snapshot with `chronicle expect REF`.",
        )  # fmt: skip
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yml":
            raise BrokenFile(str(path), "would not be read", f"Name it {path.stem}.yml.")
    found = load_files(path for path in sorted(folder.glob("*.yml")) if path.name != waivers.FILE)
    told = folder / waivers.FILE
    return found | (waivers.load(told) if told.is_file() else {})


def of_objects(assertions: Mapping[str, Assertion]) -> dict[str, Assertion]:
    """What is said of objects by name: without domains as a whole, patterns, and waivers."""
    return {key: assertion for key, assertion in assertions.items() if is_of_object(key)}


def is_of_object(key: str) -> bool:
    """Whether the key of an assertion is that of an object."""
    return not key.startswith(_BESIDE) or _is_in_schema(key)


def _is_in_schema(key: str) -> bool:
    """Whether a key is of an object in a schema that happens to be called `domains`."""
    return key.count("/") == 2 and not key.startswith(patterns.PREFIX)


def of_domains(assertions: Mapping[str, Assertion]) -> dict[str, Assertion]:
    """What is said of domains as a whole."""
    return {key: assertion for key, assertion in assertions.items() if is_of_domain(key)}


def is_of_domain(key: str) -> bool:
    """Whether the key of an assertion is that of a domain as a whole."""
    return key.startswith(DOMAINS) and not _is_in_schema(key)


def load_files(
    paths: Iterable[Path], read: Callable[[Path], dict[str, Any]] = yamlfile.load
) -> dict[str, Assertion]:
    """The assertions of these domain files, or of what `read` has of them; see `load`."""
    found: dict[str, Assertion] = {}
    files: dict[str, Path] = {}
    for path in paths:
        for key, assertion in _Domain(path, read(path)).assertions().items():
            if key in files:
                raise CannotReadExpectation(
                    str(path), f"`{key}` is claimed by {files[key]} too",
                    "Leave it in one domain.",
                )  # fmt: skip
            found[key], files[key] = assertion, path
    renaming.check(found, files)
    return dict(sorted(found.items()))


class _Domain:
    """One file, read strictly."""

    def __init__(self, path: Path, raw: dict[str, Any]) -> None:
        self.path = path
        self.raw = raw
        self.name = self._text("domain") or path.stem
        self.schema = self._text("schema") or "public"

    def _text(self, field: str) -> str | None:
        value = self.raw.get(field)
        if value is not None and not isinstance(value, str):
            self._fail(field, f"text is due, not {_shown(value)}: quote it")
        if value == "" and field in ("domain", "schema"):
            self._fail(field, "a name is due, not nothing")
        return value

    def _fail(self, where: str, what: str) -> NoReturn:
        raise CannotReadExpectation(f"{self.path}: {where}", what)

    def assertions(self) -> dict[str, Assertion]:
        about = {f: self._text(f) for f in ("owner", "description") if self.raw.get(f)}
        found = {
            DOMAINS + segment(self.name): Assertion(
                domain=self.name, is_=about, unlisted=self._closed()
            )
        }
        for folder, listed in self.raw.items():
            if folder in _HEAD:
                continue
            cls = model.kinds().get(folder) if isinstance(folder, str) else None
            if cls is None:
                self._unknown(folder, [*_HEAD, *model.kinds()], "")
            if not isinstance(listed, dict):
                self._fail(folder, "a mapping of names is due")
            for name, stated in listed.items():
                where = f"{folder}.{name}"
                key = self._key(folder, name, where)
                wild = patterns.is_wild(name, cls)
                key = patterns.PREFIX + key if wild else key
                if key in found:
                    self._fail(where, "stands twice")
                try:
                    found[key] = self._object(cls, stated, where)
                except closing.Unclear as error:
                    self._fail(error.where, error.what)
                if wild and found[key].renamed:
                    self._fail(where, "one thing is renamed from another, not all that fit")
        return found

    def _closed(self) -> tuple[str, ...]:
        try:
            return closing.read(self.raw.get("unlisted"), self.schema)
        except closing.Unclear as error:
            self._fail(error.where, error.what)

    def _unknown(self, word: Any, known: Iterable[str], where: str) -> NoReturn:
        if not isinstance(word, str):
            self._fail(f"{where}{word}", f"YAML reads this as {_shown(word)}: quote it")
        near = difflib.get_close_matches(word, list(known), 1)
        self._fail(
            f"{where}{word}", "no such word" + (f"; did you mean `{near[0]}`?" if near else "")
        )

    def _key(self, folder: str, name: Any, where: str) -> str:
        try:
            return naming.key(folder, name, self.schema, where)
        except closing.Unclear as error:
            self._fail(error.where, error.what)

    def _object(self, cls: type[model.Object], stated: Any, where: str) -> Assertion:
        if stated is None:
            return Assertion(domain=self.name, exists=False)
        if not isinstance(stated, dict):
            self._fail(
                where, f"a mapping is due, or null for `must not be there`, not {_shown(stated)}"
            )
        for field in cls.KEY:
            self._restated(field, stated, where)
        fields = dict(stated)
        full = fields.pop("full", False)
        if not isinstance(full, bool):
            self._fail(f"{where}.full", "true or false is due")
        unlisted = fields.pop("unlisted", [])
        if not isinstance(unlisted, list):
            self._fail(f"{where}.unlisted", "a list of parts is due, such as [columns]")
        for kind in unlisted:
            if kind not in model.children(cls):
                self._unknown(kind, model.children(cls), f"{where}.unlisted.")
        beside = _Beside(full=full)
        if renaming.WORD in fields:
            here = f"{where}.{renaming.WORD}"
            old = self._key(model.folder_of(cls), fields.pop(renaming.WORD), here)
            beside.renamed[""] = old
        beside.renamed |= renaming.of_names(cls, fields, where)
        is_ = self._fields(cls, fields, where, "", beside)
        for field in beside.count if full else ():
            self._fail(f"{where}.{field}", "a number beside `full: true`: list them, or take one")
        ordered = [f for f, part in model.children(cls).items() if part.ORDERED and f in is_]
        return Assertion(
            domain=self.name, is_=is_, full=full, absent=tuple(sorted(beside.absent)),
            order={field: tuple(is_[field]) for field in ordered if full},
            count=dict(sorted(beside.count.items())), unlisted=tuple(sorted(unlisted)),
            each=dict(sorted(beside.each.items())),
            renamed=dict(sorted(beside.renamed.items())),
        )  # fmt: skip

    def _fields(
        self, cls: type, stated: dict[str, Any], where: str, path: str, beside: _Beside
    ) -> dict[str, Any]:
        """The stated fields of one thing, checked against the model's types."""
        hints, inner = get_type_hints(cls), model.children(cls)
        found: dict[str, Any] = {}
        for field, value in stated.items():
            here = f"{where}.{field}"
            if field not in model.defaults(cls):
                self._unknown(field, model.defaults(cls), f"{where}.")
            if field not in inner:
                found[field] = self._value(value, hints[field], here)
            elif isinstance(value, int) and not isinstance(value, bool) and not path:
                if value < 0:
                    self._fail(here, f"a number from 0 on is due, not {value}")
                beside.count[field] = value
            elif value is None:
                beside.absent.append(f"{path}{field}")
            elif not isinstance(value, dict):
                self._fail(here, f"a mapping or a number is due, not {_shown(value)}")
            elif "" in value:
                self._fail(here, "a name is due, not nothing")
            else:
                parts = {"": value} if model.is_single(cls, field) else value
                found[field] = self._parts(inner[field], parts, here, f"{path}{field}", beside)
        return found

    def _parts(
        self, cls: type[model.Part], parts: dict[str, Any], where: str, path: str,
        beside: _Beside,
    ) -> dict[str, Any]:  # fmt: skip
        found = {}
        renamed: dict[str, str] = {}
        for name, stated in parts.items():
            here = f"{where}.{name}" if name else where
            if not isinstance(name, str):
                self._fail(here, f"a name is due, not {_shown(name)}: quote it")
            wild = not beside.full and patterns.is_wild(name, cls)
            name = name if beside.full else patterns.literal(name)  # noqa: PLW2901
            step = f"{path}/{segment(name)}" if name else path
            if wild:
                beside.each[step] = self._each(cls, stated, here, step)
            elif stated is None:
                beside.absent.append(step)
            elif isinstance(stated, dict):
                self._restated(cls.KEY if name else "", stated, here)
                fields = dict(stated)
                if renaming.WORD in fields:
                    told, at = fields.pop(renaming.WORD), f"{here}.{renaming.WORD}"
                    renamed[step] = renaming.of_part(cls, name, told, path, at)
                found[name] = self._fields(cls, fields, here, f"{step}/", beside)
            else:
                self._fail(here, f"a mapping is due, or null, not {_shown(stated)}")
        renaming.alone(renamed, found, where)
        beside.renamed |= renamed
        return found

    def _each(self, cls: type[model.Part], stated: Any, where: str, step: str) -> Any:
        """What is said of all parts that fit a pattern: values only."""
        if stated is not None and not isinstance(stated, dict):
            self._fail(where, f"a mapping is due, or null, not {_shown(stated)}")
        if step.count("/") > 1:
            self._fail(where, "of parts of parts no pattern is taken: name them")
        if stated is None:
            return None
        beside = _Beside()
        found = self._fields(cls, dict(stated), where, f"{step}/", beside)
        if beside != _Beside() or any(field in model.children(cls) for field in found):
            self._fail(where, "values are due beside a pattern, not parts: name them")
        return found

    def _restated(self, field: str, stated: dict[str, Any], where: str) -> None:
        if field in stated:
            self._fail(f"{where}.{field}", "the name that it stands under says this: leave it out")

    def _value(self, value: Any, hint: Any, where: str) -> Any:
        try:
            return model.listed(msgspec.to_builtins(msgspec.convert(value, hint)))
        except msgspec.ValidationError as error:
            quote = ": quote it" if "str" in str(error).split("got")[0] else ""
            self._fail(where, f"{str(error).replace('Expected', 'expected')}{quote}")


@dataclasses.dataclass
class _Beside:
    """What is said of an object beside the values of its fields; see `Assertion`."""

    full: bool = False  # then every name is one: nothing more may be there
    absent: list[str] = dataclasses.field(default_factory=list)
    count: dict[str, int] = dataclasses.field(default_factory=dict)
    each: dict[str, Any] = dataclasses.field(default_factory=dict)
    renamed: dict[str, str] = dataclasses.field(default_factory=dict)


def _shown(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"
