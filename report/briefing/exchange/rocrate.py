"""The output folder as an RO-Crate: what is in it, and the run that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from briefing.exchange.describing import describe_file, media_type
from briefing.exchange.encoding import json_text
from briefing.exchange.licences import find_licence
from briefing.ledger.ledger import Ledger
from briefing.run.provenance import Edition
from briefing.trace.graph import Graph

NAME: Final = "ro-crate-metadata.json"
"""The file name that makes a folder a crate."""

_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.3"
_BUILD: Final = "#build"
_PROGRAM: Final = "#program"
_AUTHOR: Final = "#author"
_PROVENANCE: Final = "provenance.json"
_INPUTS: Final = "data"

Entity = dict[str, Any]


def research_object(
    ledger: Ledger,
    edition: Edition,
    folder: Path,
    provenance: Mapping[str, Any],
    graph: Graph | None = None,
    fits: Callable[[PurePosixPath], bool] | None = None,
) -> str:
    """Describe an output folder.

    Parameters
    ----------
    ledger : Ledger
        For title, authors and licence.
    edition : Edition
        Dates the crate.
    folder : Path
        Complete but for the file that this makes.
    provenance : mapping
        Content of ``provenance.json``: command, parameters, versions.
    graph : Graph, optional
        Gives the charts their headlines.
    fits : callable, optional
        Says which files to describe; all without it.

    Returns
    -------
    str
        JSON, for the file `NAME`.
    """
    files = [
        path for path in _files(folder) if path.as_posix() != NAME and (not fits or fits(path))
    ]
    parameters = list(_parameters(provenance.get("parameters", {})))
    entities: list[Entity] = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "name": "What is in this folder, for machines",
            "about": _reference("./"),
            "conformsTo": _reference(_SPECIFICATION),
        },
        _root(ledger, edition, files),
        *_folders(folder, files, graph),
        *(_file(folder, path, graph) for path in files),
        _build(files, provenance, parameters),
        *parameters,
        _program(provenance.get("versions", {})),
        {
            "@id": _AUTHOR,
            "@type": "Organization",
            "name": ", ".join(ledger.settings.document.authors),
        },
        _licence(ledger),
    ]
    return json_text({"@context": f"{_SPECIFICATION}/context", "@graph": entities})


def _root(ledger: Ledger, edition: Edition, files: list[PurePosixPath]) -> Entity:
    words = ledger.settings.document
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": words.title,
        "description": words.description or words.subtitle,
        "datePublished": edition.moment.date().isoformat(),
        "license": _reference(_licence(ledger)["@id"]),
        "author": _reference(_AUTHOR),
        "publisher": _reference(_AUTHOR),
        "inLanguage": words.language,
        **({"keywords": ", ".join(words.keywords)} if words.keywords else {}),
        **({"version": edition.commit} if edition.commit else {}),
        "hasPart": _parts(PurePosixPath("."), files),
        "mentions": _reference(_BUILD),
    }


def _folders(folder: Path, files: list[PurePosixPath], graph: Graph | None) -> Iterator[Entity]:
    inside = {parent for path in files for parent in path.parents if parent.name}
    for path in sorted(inside):
        yield {
            "@id": _id(path, is_folder=True),
            "@type": "Dataset",
            "name": path.name,
            "description": describe_file(folder, path, graph),
            "hasPart": _parts(path, files),
        }


def _file(folder: Path, path: PurePosixPath, graph: Graph | None) -> Entity:
    return {
        "@id": _id(path),
        "@type": "File",
        "name": path.name,
        "description": describe_file(folder, path, graph),
        "encodingFormat": media_type(path),
        "contentSize": str((folder / path).stat().st_size),
    }


def _build(
    files: list[PurePosixPath], provenance: Mapping[str, Any], parameters: list[Entity]
) -> Entity:
    """Describe the run. It bears no time of day: the same build at another hour is the same."""
    given = [path for path in files if path.parts[0] == _INPUTS]
    made = [path for path in files if path.parts[0] != _INPUTS]
    return {
        "@id": _BUILD,
        "@type": "CreateAction",
        "name": "Build of the briefing",
        "description": f"Repeat it with: {provenance.get('command', 'briefing build')}",
        "instrument": _reference(_PROGRAM),
        "agent": _reference(_AUTHOR),
        "object": [*(_reference(_id(path)) for path in given),
                   *(_reference(entity["@id"]) for entity in parameters)],
        "result": [_reference(_id(path)) for path in made],
    }  # fmt: skip


def _parameters(values: Mapping[str, Mapping[str, Any]]) -> Iterator[Entity]:
    for chapter in sorted(values):
        for name, value in sorted(values[chapter].items()):
            yield {
                "@id": f"#parameter-{quote(chapter)}-{quote(name)}",
                "@type": "PropertyValue",
                "name": name,
                "description": f"Parameter of chapter {chapter}",
                "value": value,
            }


def _program(versions: Mapping[str, str]) -> Entity:
    """Describe the program, with the packages it needs in words, since the folder has none of them.

    It has no page of its own; its address is the file that says which state of it was run.
    """
    others = sorted(name for name in versions if name != "briefing")
    return {
        "@id": _PROGRAM,
        "@type": "SoftwareApplication",
        "name": "briefing",
        "description": "Runs the chapters, holds them against the ledger, writes page and PDF",
        "url": _reference(_PROVENANCE),
        "version": versions.get("briefing", "unknown"),
        "softwareRequirements": [f"{name} {versions[name]}" for name in others],
    }


def _licence(ledger: Ledger) -> Entity:
    title = ledger.settings.document.licence
    known = find_licence(title)
    entity = {"@type": "CreativeWork", "name": title, "description": f"Licence: {title}"}
    return {"@id": known.url if known else "#licence", **entity}


def _files(folder: Path) -> list[PurePosixPath]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    visible = (path for path in found if not any(part.startswith(".") for part in path.parts))
    return sorted(PurePosixPath(path.as_posix()) for path in visible)


def _parts(folder: PurePosixPath, files: list[PurePosixPath]) -> list[Entity] | Entity:
    """Refer to what is directly in a folder: its folders, then its files; alone, as itself."""
    below = {parent for path in files for parent in path.parents if parent.name}
    folders = sorted(path for path in below if path.parent == folder)
    here = [path for path in files if path.parent == folder]
    parts = [
        *(_reference(_id(path, is_folder=True)) for path in folders),
        *(_reference(_id(path)) for path in here),
    ]
    return parts[0] if len(parts) == 1 else parts


def _id(path: PurePosixPath, *, is_folder: bool = False) -> str:
    """Write a path as an address; letters beyond ASCII stay, as the format asks."""
    escaped = (sign if sign > "\x7f" else quote(sign) for sign in path.as_posix())
    return "".join(escaped) + ("/" if is_folder else "")


def _reference(identifier: str) -> Entity:
    return {"@id": identifier}
