"""The feeds as Atom (RFC 4287) and as JSON Feed 1.1. What a database said is text in both."""

from __future__ import annotations

import html
import json
from typing import Any

from generator import links, markdown
from generator.copies.entries import Entry, Feed, Scope
from generator.links import Links

FORMS = {"xml": "application/atom+xml", "json": "application/feed+json"}


def files(feed: Feed, at: Links, author: str, site: str | None) -> dict[str, str]:
    """Path below `docs/` and text of a feed in each form.

    `site`: where the site is published; without it every address is relative to the feed.
    """
    paths = places(feed, at)
    home = at.timeline()
    return {
        paths["xml"]: atom(feed, paths["xml"], home, author, site),
        paths["json"]: json_feed(feed, paths["json"], home, author, site),
    }


def places(of: Feed | Scope, at: Links) -> dict[str, str]:
    """Form → path below `docs/`."""
    return {form: at.feed(form, of.severity, of.domain) for form in FORMS}


def address(here: str, target: str, site: str | None) -> str:
    """The address of a page or file of the built site, as a file of it tells it."""
    built = target.removesuffix(".md") + ".html" if target.endswith(".md") else target
    return links.relative(here, built) if site is None else f"{site.rstrip('/')}/{built}"


def atom(feed: Feed, here: str, home: str, author: str, site: str | None) -> str:
    """RFC 4287."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{feed.id}</id>",
        f"  <title>{markdown.xml(feed.title)}</title>",
        f"  <subtitle>{markdown.xml(feed.about)}</subtitle>",
        f"  <updated>{feed.updated}</updated>",
        f"  <author><name>{markdown.xml(author)}</name></author>",
        f'  <link rel="self" type="{FORMS["xml"]}" href="{_href(here, here, site)}"/>',
        f'  <link rel="alternate" type="text/html" href="{_href(here, home, site)}"/>',
    ]
    for entry in feed.entries:
        lines += [
            "  <entry>",
            f"    <id>{entry.id}</id>",
            f"    <title>{markdown.xml(entry.title)}</title>",
            f"    <updated>{entry.at}</updated>",
            f"    <published>{entry.at}</published>",
            f'    <link rel="alternate" type="text/html" href="{_href(here, entry.page, site)}"/>',
            *(f'    <category term="{markdown.xml(tag)}"/>' for tag in entry.tags),
            f'    <content type="html">{markdown.xml(_html(entry))}</content>',
            "  </entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def json_feed(feed: Feed, here: str, home: str, author: str, site: str | None) -> str:
    """https://jsonfeed.org/version/1.1; addresses that must not be relative are left out then."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": markdown.tame(feed.title),
        "description": markdown.tame(feed.about),
        "authors": [{"name": markdown.tame(author)}],
    }
    if site is not None:
        told |= {"home_page_url": address(here, home, site), "feed_url": address(here, here, site)}
    told["items"] = [
        {
            "id": entry.id,
            "url": address(here, entry.page, site),
            "title": markdown.tame(entry.title),
            "content_text": _text(entry),
            "content_html": _html(entry),
            "date_published": entry.at,
            "tags": list(entry.tags),
        }
        for entry in feed.entries
    ]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _href(here: str, target: str, site: str | None) -> str:
    return html.escape(address(here, target, site))


def _html(entry: Entry) -> str:
    """Its news as HTML in which only the names of our own sentences are marked."""
    out = []
    for head, lines in entry.parts:
        listed = "".join(f"<li>{markdown.sentence(line)}</li>" for line in lines)
        ended = f"<ul>{listed}</ul>" if listed else ""
        out.append(f"<p>{markdown.sentence(entry.said(head, lines))}</p>{ended}")
    return "".join(out)


def _text(entry: Entry) -> str:
    return "\n".join(
        line
        for head, lines in entry.parts
        for line in (
            markdown.tame(entry.said(head, lines)), *(f"- {markdown.tame(x)}" for x in lines)
        )
    )  # fmt: skip
