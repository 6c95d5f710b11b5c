"""Projects with pages, built in a temporary folder, and a reader of the HTML that comes of them."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

import msgspec

from generator.book import open_book
from generator.render import render
from generator.site import pages
from snapshot import claims, model
from snapshot.claims import claiming
from snapshot.codec import key_of
from snapshot.records import Coverage
from snapshot.store import Assertion, Store
from tests.made import header, state

REPOSITORY = Path(__file__).resolve().parent.parent
ALL_KINDS = Coverage(
    captured=tuple(sorted({*map(model.kind_name, model.kinds().values()), *model.parts()}))
)
HOSTILE = (
    "a|b`c*d_e_", "<script>alert(1)</script>", "</title><script>alert(2)</script>", "{{ 7 * 7 }}",
    "{% raw %}", "[x](http://evil.example)", "# heading", "line\nbreak", "Users", "users", "é/ü%20",
    "..", "index", "con", "🐘", "&lt;b&gt;&amp;", "'\" onmouseover=alert(3) \"", "\u202eesrever",
    "--- ", "`````", "<!-- not closed", "www.evil.example", "![i](http://evil.example/i.png)",
    "a" * 63,
)  # fmt: skip


def recorded(
    store: Store, *things: model.Object, day: int = 1, told: dict[str, Assertion] | None = None,
    coverage: Coverage = ALL_KINDS, failure: str | None = None,
) -> None:  # fmt: skip
    """Record a state as of a day of January 2025, or a capture that failed."""
    head = header(f"2025-01-{day:02}T00:00:00Z")
    if failure:
        store.record(msgspec.structs.replace(head, failure=failure), None, told)
        return
    store.record(msgspec.structs.replace(head, coverage=coverage), state(*things), told)


def rendered(store: Store, name: str = "production", title: str = "A title") -> dict[str, str]:
    """Path → text of every page of a store."""
    return {page.path: render(page) for page in pages(title, [open_book(store, name)])}


def report_page(texts: dict[str, str], day: int) -> str:
    """The report of a day of January 2025."""
    return texts[f"history/production/reports/2025-01-{day:02}t000000z.md"]


def expected(
    *things: model.Object, domain: str = "core", full: bool = False
) -> dict[str, Assertion]:
    """An expectation that states these things, by name, in a domain that forbids other tables."""
    told = {key_of(thing): Assertion(domain=domain, full=full) for thing in things}
    return {f"domains/{domain}": Assertion(domain=domain, unlisted=("public/tables",)), **told}


def hostile_things() -> list[model.Object]:
    """A table, with everything in it, for each hostile name; and views and functions."""
    things: list[model.Object] = []
    for name in HOSTILE:
        things.append(model.Table(
            name=name, schema="public", owner=name, comment=name,
            columns=(
                model.Column(name=name, type="text", default=name, comment=name),
                model.Column(name="plain", type="text"),
            ),
            primary_key=model.PrimaryKey(name=name, columns=(name,)),
            check_constraints=(model.CheckConstraint(name=name, expression=name),),
            indexes=(model.Index(name=name, keys=(model.IndexKey(column=name),), predicate=name),),
            policies=(model.Policy(name=name, using=name),),
            privileges=(model.Privilege(grantee=name, privileges=("SELECT",)),),
            foreign_keys=(model.ForeignKey(
                name=name, columns=(name,), references="public.users", referenced_columns=(name,),
            ),),
        ))  # fmt: skip
    bodies = (*HOSTILE, "```", "~~~", "</code></pre><script>alert(4)</script>")
    things.append(model.View(name="<v>", schema="public", owner="o", definition=bodies))
    things.append(
        model.Function(name="f|", schema="public", owner="o", language="sql", body=bodies)
    )
    things.append(model.Enum(name="e`", schema="public", owner="o", labels=HOSTILE))
    return things


def hostile_report() -> str:
    """A report by hand that tries to be HTML and templates, in its title, rows and sentences."""
    rows = "".join(
        f"| `{name}` | 2 |\n" for name in HOSTILE if not {"|", "`", "\n"} & {*name} and name.strip()
    )
    items = "".join(f"- All tables match {name} perfectly\n" for name in HOSTILE)
    return (
        f"# {{{{ 7 * 7 }}}} <script>alert(1)</script> | x\n\n{items}\n"
        f"| Table | Columns |\n|---|---|\n{rows}\n"
        "- {% raw %} tables: 3\n\n<script>alert(2)</script> has 4 tables.\n"
    )


def project(
    root: Path, *, title: str = "A title", databases: tuple[str, ...] = ("production",)
) -> Path:
    """A folder that `chronicle site` can work in: the site's own settings and assets, no guide."""
    (root / "docs").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    shutil.copytree(REPOSITORY / "docs" / "assets", root / "docs" / "assets")
    for guide in (REPOSITORY / "docs").glob("how-to-read*.md"):
        shutil.copy(guide, root / "docs")
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    guide = settings.index("  - Guide:")
    (root / "mkdocs.yml").write_text(settings[:guide], "utf-8")
    names = "".join(f"  {name}: {{}}\n" for name in databases)
    (root / "chronicle.yml").write_text(f"title: {title!r}\ndatabases:\n{names}", "utf-8")
    return root


def hostile_project(root: Path) -> Path:
    """A folder with a history in which every word tries to be Markdown, HTML or a template."""
    root = project(root / "p", title="<script>alert(0)</script>")
    store, things = Store(root / "snapshots" / "production"), hostile_things()
    told = expected(*things[:9], domain="<d>|`")
    recorded(store, *things[:5], day=1, told=expected(*things[:3]))
    recorded(store, *things, day=2, told=told)
    recorded(store, day=3, failure="boom | <script>alert(5)</script> `")
    claims.keep(store.claims, claiming.of_bytes(hostile_report().encode(), "report.md"))
    changed = [msgspec.structs.replace(thing, comment=f"*{thing.name}") for thing in things[3:]]
    recorded(store, *changed, day=4, told=told)
    return root


def own(root: Path) -> Path:
    """This repository's own site to be, in a folder of its own: what is generated is left out."""
    for name in ("docs", "overrides", "snapshots", "expected"):
        generated = ("history", "index.md") if name == "docs" else (".lock",)
        ignored = shutil.ignore_patterns(*generated)
        shutil.copytree(REPOSITORY / name, root / name, ignore=ignored)
    for name in ("mkdocs.yml", "chronicle.yml"):
        shutil.copy(REPOSITORY / name, root)
    return root


class Html(HTMLParser):
    """What one built page holds: links, anchors, what it loads, scripts, and its words."""

    def __init__(self, path: Path | None = None, *, text: str = "") -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.loads: list[str] = []
        self.scripts = 0
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.feed(path.read_text("utf-8") if path else text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script"
        self.handlers += [name for name in found if name.startswith("on")]
        self.anchors.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "a" and "xlink:href" in found:  # inside a drawing
            self.links.append(found["xlink:href"])
        elif tag in ("link", "use") and "href" in found:
            self.loads.append(found["href"])
        if "src" in found:
            self.loads.append(found["src"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)
