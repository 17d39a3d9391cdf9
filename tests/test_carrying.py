"""What rides inside a PDF comes out as it went in, and nothing hostile comes out at all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from threading import Event

import pikepdf
import pytest
from click.testing import CliRunner

from briefing.carrying import BUNDLES, carried_files, is_carried, pack
from briefing.cli import ExitCode, cli
from briefing.commands.extract import extract
from briefing.errors import BriefingError
from briefing.export.attaching import Attachments
from briefing.export.finishing import finish_pdf
from briefing.unpacking import check_path, read_carried, write_carried

FILES = {
    "claimreview.jsonld": "{}",
    "data/claims.csv": "id\na\n",
    "data/series/months.csv": "month\n1\n",
    "datapackage.json": "{}",
    "figures/fig-a.csv": "x\n1\n",
    "findings.json": "{}",
    "graph.json": "{}",
    "ledger.csv": "id\n",
    "notebooks/01-a.ipynb": "{}",
    "provenance.json": '{"commit": null}',
}
BESIDE = ("briefing.html", "briefing.pdf", "figures/fig-a.svg")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Give a folder as a build leaves it."""
    folder = tmp_path / "output"
    for name, text in {**FILES, **dict.fromkeys(BESIDE, "beside")}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def helpers() -> Iterator[Executor]:
    """Give threads that pack archives."""
    with ThreadPoolExecutor(2) as threads:
        yield threads


def empty_pdf() -> bytes:
    target = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def carrying(path: Path, files: dict[str, bytes]) -> Path:
    """Write a PDF with these files inside."""
    kinds = {name: (content, "text/plain", "x") for name, content in files.items()}
    path.write_bytes(finish_pdf(empty_pdf(), kinds))
    return path


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_what_goes_in_comes_out(output: Path, tmp_path: Path, helpers: Executor) -> None:
    """All files but page, PDF and drawings come out byte for byte, with a crate of their own."""
    inside = carried_files(output, "crate.json", lambda: "crate", lambda: None, helpers)
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(finish_pdf(empty_pdf(), inside))
    carried = read_carried(pdf)
    assert carried == {
        **{name: text.encode() for name, text in FILES.items()},
        "crate.json": b"crate",
    }
    assert [name for name in (*FILES, *BESIDE) if is_carried(PurePosixPath(name))] == list(FILES)
    written = write_carried(carried, tmp_path / "out", force=False)
    assert {p.relative_to(tmp_path / "out").as_posix() for p in written} == set(carried)
    assert (tmp_path / "out" / "data/series/months.csv").read_text() == "month\n1\n"


def test_files_are_read_when_they_are_taken(output: Path, helpers: Executor) -> None:
    """Whatever writes the files may still be at work when the PDF is begun."""
    written = Event()
    inside = carried_files(output, "crate.json", lambda: "", written.wait, helpers)
    (output / "ledger.csv").write_text("late")
    (output / "graph.json").write_text("late too")
    written.set()
    assert content_of(inside, "ledger.csv") == b"late"
    with zipfile.ZipFile(io.BytesIO(content_of(inside, "graph.zip"))) as archive:
        assert archive.read("graph.json") == b"late too"


def content_of(attachments: Attachments, name: str) -> bytes:
    content = attachments[name][0]
    return content() if callable(content) else content


def test_archives_are_the_same_each_time(output: Path, tmp_path: Path) -> None:
    """Neither folder nor time of writing shows in an archive, nor the order on the disk."""
    names = [PurePosixPath(name) for name in FILES]
    other = tmp_path / "other"
    for name in reversed(names):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text(FILES[name.as_posix()])
    assert pack(output, iter(names)) == pack(other, iter(reversed(names)))


def test_files_of_the_document_as_a_whole(output: Path, tmp_path: Path, helpers: Executor) -> None:
    """The PDF lists every file inside as its data, with type, description and date."""
    inside = carried_files(output, "crate.json", lambda: "", lambda: None, helpers)
    (tmp_path / "a.pdf").write_bytes(finish_pdf(empty_pdf(), inside, 86400))
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert [str(spec.UF) for spec in document.Root.AF] == sorted(inside)
        for spec in document.Root.AF:
            assert spec.AFRelationship == "/Data"
            assert len(str(spec.Desc)) > 10
            assert str(spec.EF.F.Params.ModDate) == "D:19700102000000Z"
            assert "/" in str(spec.EF.F.Subtype).removeprefix("/")


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "a/../../x", "C:/x", "a\\..\\x", "", "a//b", ".", "a/", "nul", "a\nb",
     "data/CON.csv", "x.", "a\x00"],
)  # fmt: skip
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    """A name that leads elsewhere, or that some system cannot write, is refused and named."""
    with pytest.raises(BriefingError, match="nothing was taken out"):
        check_path(tmp_path / "a.pdf", path)


@pytest.mark.parametrize("name", ["../x.csv", "data/../../x.csv", "/tmp/x.csv"])
def test_archives_may_not_lead_out(tmp_path: Path, name: str) -> None:
    """The same holds within archives, and nothing is written."""
    files = {"provenance.json": b"{}", "data.zip": zipped({name: b"x"})}
    pdf = carrying(tmp_path / "a.pdf", files)
    ran = CliRunner().invoke(extract, [str(pdf), str(tmp_path / "out")])
    assert isinstance(ran.exception, BriefingError)
    assert not (tmp_path / "out").exists()


def test_an_archive_may_not_swell(tmp_path: Path) -> None:
    """An archive that says it holds more than any briefing is refused before it is unpacked."""
    bomb = zipped({f"data/{i}": bytes(30_000_000) for i in range(10)})
    pdf = carrying(tmp_path / "a.pdf", {"provenance.json": b"{}", "data.zip": bomb})
    with pytest.raises(BriefingError, match="holds more than 256 MB"):
        read_carried(pdf)


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    """Two files that some system takes for one cannot both come out."""
    twice = zipped({"data/a.csv": b"1", "data/A.csv": b"2"})
    pdf = carrying(tmp_path / "a.pdf", {"provenance.json": b"{}", "data.zip": twice})
    with pytest.raises(BriefingError, match="twice"):
        read_carried(pdf)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a PDF", "cannot be read as a PDF"), (None, "is no briefing with its data inside")],
)
def test_what_is_no_briefing_is_said_to_be_none(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    """Another file, and a PDF from elsewhere, are refused for what they are."""
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(empty_pdf() if content is None else content)
    with pytest.raises(BriefingError, match=said):
        read_carried(pdf)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """An archive that cannot be read is a refusal, not a traceback."""
    pdf = carrying(tmp_path / "a.pdf", {"provenance.json": b"{}", "data.zip": b"PK\x03\x04 no"})
    with pytest.raises(BriefingError, match="cannot be read"):
        read_carried(pdf)


def test_files_are_not_replaced_unasked(tmp_path: Path) -> None:
    """A file that is there stays unless told otherwise, and then nothing else is written."""
    carried = {"a.csv": b"new", "b.csv": b"new"}
    (tmp_path / "b.csv").write_text("mine")
    with pytest.raises(BriefingError, match="--force"):
        write_carried(carried, tmp_path, force=False)
    assert not (tmp_path / "a.csv").exists()
    write_carried(carried, tmp_path, force=True)
    assert (tmp_path / "b.csv").read_text() == "new"


@pytest.mark.parametrize("linked", ["data", "data/a.csv"])
def test_links_are_not_followed(tmp_path: Path, linked: str) -> None:
    """A link in the folder that leads out of it is not written through, even by force."""
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    (elsewhere / "a.csv").write_text("mine")
    (folder / linked).parent.mkdir(parents=True)
    (folder / linked).symlink_to(elsewhere if linked == "data" else elsewhere / "a.csv")
    with pytest.raises(BriefingError, match="leads elsewhere"):
        write_carried({"data/a.csv": b"x"}, folder, force=True)
    assert (elsewhere / "a.csv").read_text() == "mine"


def test_the_command_says_what_came_out(tmp_path: Path) -> None:
    """The command counts the files; a file that is not there is a matter of usage."""
    pdf = carrying(tmp_path / "a.pdf", {"provenance.json": json.dumps({}).encode()})
    ran = CliRunner().invoke(cli, ["extract", str(pdf), str(tmp_path / "out")])
    assert ran.exit_code == ExitCode.DONE
    assert ran.output.startswith("1 files in ")
    missing = CliRunner().invoke(cli, ["extract", str(tmp_path / "b.pdf"), str(tmp_path)])
    assert missing.exit_code == ExitCode.USAGE


def test_every_bundle_has_a_name_of_its_own() -> None:
    """No archive shadows another or a single file."""
    names = [bundle.name for bundle in BUNDLES]
    assert len(set(names)) == len(names)
    assert not set(names) & set(FILES)
