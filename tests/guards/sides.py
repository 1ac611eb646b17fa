"""Which files people with lived experience see the words of, and which only staff do.

By rule, not by list. A page is a template that is drawn by itself. It is for the public when its
layout is not the staff layout; a fragment without a layout goes with the pages of its folder. All
that a public page is built of is public, and so is a module that draws one or gives it words.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment, nodes

STAFF_LAYOUT = "layouts/staff.html"
WHOLE_DOCUMENT = "<html"
_JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
_USES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_GIVEN = {"filters": nodes.Filter, "globals": nodes.Name, "tests": nodes.Test}
"""What modules give templates, and how a template asks for it."""


@dataclass(frozen=True)
class Sides:
    """The templates by name and the modules by dotted name, each with its source."""

    templates: Mapping[str, str]
    modules: Mapping[str, ast.Module]
    imports: Mapping[str, frozenset[str]]

    @cached_property
    def public_templates(self) -> frozenset[str]:
        """Every template that a public page is, or is built of."""
        return closure(self.public_pages, self._parts)

    @cached_property
    def public_pages(self) -> frozenset[str]:
        """Every template drawn by itself whose readers are not staff."""
        used = {name for parts in self._parts.values() for name in parts}
        pages = self.templates.keys() - used
        laid_out = {page: self._layout(page) for page in pages}
        public = {page for page, layout in laid_out.items() if layout not in (None, STAFF_LAYOUT)}
        folders = {folder(page) for page in public}
        loose = {page for page, layout in laid_out.items() if layout is None}
        return frozenset(public | {page for page in loose if folder(page) in folders})

    @cached_property
    def public_modules(self) -> frozenset[str]:
        """Every module that draws a public page, or is used by one that does or by the page."""
        drawn = {name for name, module in self.modules.items() if self._draws(module)}
        asked = self._asked_for()
        given = {name for name, module in self.modules.items() if given_to_pages(module) & asked}
        return closure(drawn | given, self.imports)

    @cached_property
    def _trees(self) -> Mapping[str, nodes.Template]:
        return {name: _JINJA.parse(source) for name, source in self.templates.items()}

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(part for node in tree.find_all(_USES) for part in told(node))
            & self.templates.keys()
            for name, tree in self._trees.items()
        }

    def _asked_for(self) -> set[tuple[str, str]]:
        """What public templates take from the app: names, filters and tests."""
        return {
            (kind, str(getattr(node, "name", "")))
            for name in self.public_templates
            for kind, form in _GIVEN.items()
            for node in self._trees[name].find_all(form)
        }

    def _layout(self, page: str) -> str | None:
        """The whole document a page ends up in: itself, or the last it extends."""
        if WHOLE_DOCUMENT in self.templates[page]:
            return page
        for node in self._trees[page].find_all(nodes.Extends):
            for name in told(node):
                return self._layout(name) if name in self.templates else name
        return None

    def _draws(self, module: ast.Module) -> bool:
        """Whether a module names a public page: whole, or by its start where it is worked out."""
        return any(
            page == text or (text.endswith("/") and page.startswith(text))
            for text in strings(module)
            for page in self.public_pages
        )


def told(node: nodes.Node) -> list[str]:
    """The templates a statement names, each of them where there is a choice."""
    return [one.value for one in node.find_all(nodes.Const) if isinstance(one.value, str)]


def strings(module: ast.Module) -> Iterable[str]:
    """Every string a module holds."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def given_to_pages(module: ast.Module) -> set[tuple[str, str]]:
    """What a module gives templates, by kind: `app.jinja_env.filters.update(day=...)`."""
    return {
        (node.func.value.attr, keyword.arg)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in _GIVEN
        for keyword in node.keywords
        if keyword.arg
    }


def folder(name: str) -> str:
    return name.rpartition("/")[0]


def closure(start: Iterable[str], links: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The start and everything it leads to."""
    found, waiting = set(start), list(start)
    while waiting:
        fresh = links.get(waiting.pop(), frozenset()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)
