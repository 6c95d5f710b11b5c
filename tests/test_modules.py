"""What templates import is kept from page to page, and no page sees anything of another."""

from __future__ import annotations

import gc
from typing import Any

from jinja2 import DictLoader

from generator import modules
from generator.modules import Pages
from generator.render import Quick

MACROS = "{% macro hello() %}{{ page }} of {{ book }}{% endmacro %}"
PAGE = "{% import 'm' as m with context %}{{ m.hello() }}"


def made(**templates: str) -> Pages:
    environment = Pages(loader=DictLoader(templates))
    environment.context_class = Quick
    return environment


def rendered(environment: Pages, name: str = "p", **given: Any) -> str:
    try:
        return environment.get_template(name).render(**given)
    finally:
        modules.take_back()


def test_the_macros_of_one_page_serve_the_next() -> None:
    environment = made(m=MACROS, p=PAGE)
    assert rendered(environment, page="a", book="x") == "a of x"
    kept = environment.get_template("m")._kept
    assert rendered(environment, page="b", book="y") == "b of y"
    assert kept and environment.get_template("m")._kept is kept
    assert kept.context.parent == {}, "nothing of a page is held"


def test_what_was_worked_out_of_a_page_is_not_kept() -> None:
    environment = made(m="{% set told = page %}{% macro hello() %}{{ told }}{% endmacro %}", p=PAGE)
    assert [rendered(environment, page=each) for each in "aab"] == ["a", "a", "b"]


def test_what_can_be_changed_is_not_kept() -> None:
    for all_ in ("[]", "namespace(n=[])"):
        add = "all.append(page)" if all_ == "[]" else "all.n.append(page)"
        told = f"{{% set all = {all_} %}}{{% macro hello() %}}{{{{ {add} }}}}{{{{ all }}}}"
        environment = made(m=f"{told}{{% endmacro %}}", p=PAGE)
        first, second = (rendered(environment, page=each) for each in "ab")
        assert "b" in second and "'a'" not in second and "a" in first


def test_what_imports_itself_is_not_kept() -> None:
    importing = "{% import 'm' as m with context %}{% macro hello() %}{{ m.hello() }}{% endmacro %}"
    environment = made(m=MACROS, n=importing, p=PAGE.replace("'m'", "'n'"))
    assert rendered(environment, page="a", book="x") == "a of x"
    assert rendered(environment, page="b", book="y") == "b of y"


def test_a_page_that_imports_twice_has_each_with_what_was_at_hand() -> None:
    inner = (
        "{% for page in ['inner'] %}{% import 'm' as i with context %}{{ i.hello() }}{% endfor %}"
    )
    page = "{% import 'm' as m with context %}" + inner + " {{ m.hello() }}"
    environment = made(m=MACROS, p=page)
    for _ in range(2):
        assert rendered(environment, page="a", book="x") == "inner of x a of x"


def test_a_page_leaves_no_cycles_of_macros() -> None:
    environment = made(m=MACROS, p=PAGE)
    rendered(environment, page="a", book="x")
    gc.collect()
    gc.disable()
    try:
        for each in range(100):
            rendered(environment, page=each, book="x")
        assert gc.collect() < 100
    finally:
        gc.enable()
