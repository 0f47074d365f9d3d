"""The process that looks at Chroma's files first runs nothing that lies in the working folder."""

from __future__ import annotations

from index.chroma.probe import can_be_read


def test_modules_in_the_working_folder_are_not_imported(indexed, tmp_path, monkeypatch):
    strange = tmp_path / "strange"
    strange.mkdir()
    for module in ("json", "pathlib", "chromadb", "index", "numpy", "typing"):
        (strange / f"{module}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(strange)
    with indexed.writing() as writer:
        writer.vectors.save()
    assert can_be_read(indexed.location, part="all")
    assert not (tmp_path / "run").exists()
