"""Walking, rewriting and writing trees of nodes, without knowing the kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from briefing.document.nodes import (
    KINDS,
    Block,
    Code,
    Emphasis,
    Formula,
    Heading,
    Inline,
    LineBreak,
    Link,
    Node,
    Number,
    Paragraph,
    Reference,
    Shifted,
    Strike,
    Strong,
    Text,
)

NodeT = TypeVar("NodeT", bound=Node)
RunT = TypeVar("RunT", bound=tuple[Any, ...])

_NAMES: Final[dict[type[Node], tuple[str, ...]]] = {}
"""Names of the fields of each kind of node."""


def to_json(value: Any) -> Any:
    """Write nodes, or any dataclass that holds some, as plain JSON values."""
    if is_dataclass(value):
        body = {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
        return {"t": value.TAG, **body} if isinstance(value, Node) else body
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    return value


def from_json(value: Any) -> Any:
    """Read back what `to_json` wrote; lists of nodes come back as tuples."""
    if isinstance(value, list):
        return tuple(from_json(item) for item in value)
    if isinstance(value, dict) and value.get("t") in KINDS:
        body = {k: _field(k, v) for k, v in value.items() if k != "t"}
        return KINDS[value["t"]](**body)
    return value


def _field(name: str, value: Any) -> Any:
    """Leave the free-form fields as they are: their keys are the notebook's, not ours."""
    return value if name in ("data", "estimate", "tree") else from_json(value)


def walk(value: Any) -> Iterator[Node]:
    """Go through a node or tuple of nodes in reading order, each parent before its children."""
    if isinstance(value, Node):
        yield value
        for name in _names(value):
            below = getattr(value, name)
            if isinstance(below, Node | tuple):
                yield from walk(below)
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)


def rewrite(node: NodeT, change: Callable[[Any], Any]) -> NodeT:
    """Rebuild a node with `change` applied to it and to all nodes below, in reading order.

    `change` gets each node before its children are visited. It returns the node to put there, or,
    below the top, a tuple of finished nodes to put there in its stead.
    """
    return _descend(change(node), change)  # type: ignore[no-any-return]


def rewrite_run(nodes: RunT, change: Callable[[Any], Any]) -> RunT:
    """Rewrite each node of a tuple, as `rewrite` does; the top nodes may be replaced by runs."""
    return _rewrite_value(nodes, change)  # type: ignore[no-any-return]


def _descend(node: Any, change: Callable[[Any], Any]) -> Any:
    """Rewrite what is below a node; an untouched node is returned as it is."""
    moved: dict[str, Any] = {}
    for name in _names(node):
        old = getattr(node, name)
        if isinstance(old, Node | tuple):
            new = _rewrite_value(old, change)
            if new is not old:
                moved[name] = new
    return replace(node, **moved) if moved else node


def _names(node: Node) -> tuple[str, ...]:
    # A briefing has tens of thousands of nodes, and is gone through several times.
    kind = type(node)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(node))
    return _NAMES[kind]


def _rewrite_value(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Node):
        return rewrite(value, change)
    new: list[Any] | None = None  # made only when something changes: most tuples stay as they are
    for index, item in enumerate(value):
        run = None
        if isinstance(item, Node):
            put = change(item)
            if isinstance(put, tuple):
                run = put
            else:
                put = _descend(put, change)
        elif isinstance(item, tuple):
            put = _rewrite_value(item, change)
        else:
            put = item
        if new is None:
            if put is item:
                continue
            new = list(value[:index])
        if run is None:
            new.append(put)
        else:
            new += run
    return value if new is None else tuple(new)


def plain_text(nodes: Iterable[Inline]) -> str:
    """Give the words of inlines without their form; notes and citations are left out."""
    return "".join(_words(node) for node in nodes)


def block_text(block: Block) -> str:
    """Give the words of a block in reading order, without its form."""
    if isinstance(block, Heading | Paragraph):
        return plain_text(block.children)
    words = []
    for part in fields(block):
        for item in _flat(getattr(block, part.name)):
            if isinstance(item, Block):
                words.append(block_text(item))
    return " ".join(word for word in words if word)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _words(node: Inline) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Number(text=text):
            return text
        case Reference(text=text, target=target):
            return text or f"@{target}"  # before numbering
        case Strong(children=inner) | Emphasis(children=inner) | Strike(children=inner):
            return plain_text(inner)
        case Link(children=inner) | Shifted(children=inner):
            return plain_text(inner)
        case Formula(source=source):
            return source
        case LineBreak():
            return " "
        case _:
            return ""
