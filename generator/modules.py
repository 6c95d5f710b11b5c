"""What templates import, made once for many pages.

Jinja makes whatever is imported `with context` anew for every page: dozens of macros each time, in
cycles that only a search for garbage frees. But a macro looks up what it needs when it is called:
those of one page serve the next, once their context tells of that page.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

PLAIN = (FunctionType, MethodType, BuiltinFunctionType)
# In these no page leaves a trace; in what a method belongs to it may.
_LASTING = (Macro, FunctionType, str, int, float, bool, type(None))
_Given = dict[str, Any]


class _Noting(_Given):
    """What a page gives, and the names that were asked for: it may have them or not."""

    def __init__(self, given: _Given) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)


class Importing(Context):
    """A context that knows whether it was ever handed on as a whole."""

    handed_on = False

    def get_all(self) -> _Given:
        """All of it, for what is imported or included."""
        self.handed_on = True
        return super().get_all()


class _Kept:
    """A module with its context, and what its making asked for."""

    def __init__(self, module: TemplateModule, context: Context, asked: _Given) -> None:
        self.module, self.context, self.asked = module, context, asked

    def serves(self, given: _Given) -> bool:
        """Whether it would come out the same. A page that imports twice has something else at hand
        the second time: each gets its own."""
        return self not in _LENT and all(
            given.get(name, missing) is value for name, value in self.asked.items()
        )

    def lend(self, given: _Given) -> TemplateModule:
        """The module, for the page that gives this."""
        self.context.parent = given
        _LENT.append(self)
        return self.module


_LENT: list[_Kept] = []  # to the page that is being rendered


def take_back() -> None:
    """A page is rendered: what it imported is free for the next, and holds nothing of it."""
    for kept in _LENT:
        kept.context.parent = {}
    _LENT.clear()


class Shared(Template):
    """A template whose module is kept from page to page, where nothing of a page is in it."""

    _kept: _Kept | None = None

    def make_module(
        self, vars: _Given | None = None, shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:  # fmt: skip
        """What an import gets; `shared`: with the context of the template that imports."""
        if vars is None or not shared:
            return super().make_module(vars, shared, locals)
        given = {**vars, **{k: v for k, v in (locals or {}).items() if v is not missing}}
        if self._kept is not None and self._kept.serves(given):
            return self._kept.lend(given)
        noting = _Noting(given)
        context = self.new_context(noting, shared=True)
        module = TemplateModule(self, context)
        context.parent = given
        whole = not isinstance(context, Importing) or context.handed_on
        if not whole and all(type(value) in _LASTING for value in context.vars.values()):
            self._kept = _Kept(module, context, {n: given.get(n, missing) for n in noting.asked})
            self._kept.lend(given)
        return module


class Pages(Environment):
    """An environment whose globals are all there before its first template is loaded."""

    template_class = Shared

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of a template, as one map: every include and import goes through all of them."""
        return {**self.globals, **(d or {})}
