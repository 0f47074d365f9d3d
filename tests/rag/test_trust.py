"""A stranger's ``rag.toml``: what of it is in force, and what the user's trust is bound to."""

from __future__ import annotations

import os
import stat

import pytest

from index.settings import Harmless
from rag.errors import SettingsError
from rag.settings import Settings, TrustedFiles, data_folder, load_settings

HARMLESS = {
    "chroma_timeout", "columns", "history", "keys", "lock_timeout", "model_timeout", "passage_size",
    "screen", "theme", "top_k",
}  # fmt: skip
GUARDED = {
    "base_url", "chroma", "chroma_database", "chroma_tenant", "collection", "device", "embedding",
    "embedding_url", "history_bytes", "library", "max_file_bytes", "max_text_chars", "model",
    "reader", "reranker", "verifier",
}  # fmt: skip
VALUES = {
    "base_url": '"http://localhost:1/v1"',
    "chroma": '"http://localhost:1"',
    "chroma_database": '"others"',
    "chroma_tenant": '"others"',
    "collection": '"others"',
    "device": '"cuda"',
    "embedding": '"./model"',
    "embedding_url": '"http://localhost:1/v1"',
    "history": "true",
    "history_bytes": "100000",
    "library": '"lib"',
    "max_text_chars": "1000",
    "max_file_bytes": "1000",
    "model": '"openai:x"',
    "reader": '"./reader"',
    "reranker": '"./reranker"',
    "verifier": '"./verifier"',
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "strange"
    made.mkdir()
    return made


@pytest.fixture
def load(folder, tmp_path):
    def load(text=None, *, at=folder, environ=(), **flags):
        if text is not None:
            (at / "rag.toml").write_text(text, encoding="utf-8")
        return load_settings(
            flags, environ=dict(environ), folder=at, user_file=tmp_path / "config.toml"
        )

    return load


def trust(file):
    TrustedFiles().add(file, file.read_bytes())


def ignored(effective):
    return {one.name for one in effective.ignored}


def test_every_setting_is_one_or_the_other():
    marked = {
        name
        for name, declared in Settings.model_fields.items()
        if any(isinstance(one, Harmless) for one in declared.metadata)
    }
    assert marked == HARMLESS
    assert set(Settings.model_fields) == HARMLESS | GUARDED


def test_what_is_harmless_is_in_force(load):
    effective = load(
        'theme = "dark"\nkeys = "vi"\nscreen = "plain"\ntop_k = 3\npassage_size = 500\n'
        "lock_timeout = 1\nhistory = false\nchroma_timeout = 9\nmodel_timeout = 9\n"
        'columns = "text=Body"\n'
    )
    assert {name for name, origin in effective.origins.items() if origin == "rag.toml"} == HARMLESS
    assert effective.warning() is None


@pytest.mark.parametrize("name", VALUES)
def test_what_is_not_is_in_force_once_it_is_trusted(load, folder, name):
    text = f"top_k = 3\n{name} = {VALUES[name]}\n"
    effective = load(text)
    assert effective.settings == Settings(top_k=3)
    assert (ignored(effective), effective.origins[name]) == ({name}, "default")
    assert effective.as_json()[name]["ignored"]["trust"] == "rag config trust"
    trust(folder / "rag.toml")
    effective = load()
    assert (ignored(effective), effective.origins[name]) == (set(), "rag.toml")
    assert "ignored" not in effective.as_json()[name]


def test_the_environment_flags_and_the_users_file_need_no_trust(load, tmp_path):
    (tmp_path / "config.toml").write_text('model = "ollama:own"\nreader = "none"\n')
    effective = load(
        'model = "openai:x"\nbase_url = "http://localhost:1"\nreader = "./r"\n',
        environ={"RAG_BASE_URL": "http://localhost:2"},
        reader="dateline",
    )
    settings = effective.settings
    assert (settings.model, settings.base_url) == ("ollama:own", "http://localhost:2")
    assert ignored(effective) == {"model"}
    assert effective.warning() == (
        "rag.toml in this folder sets model; ignored because you have not trusted it: "
        "rag config trust"
    )


def test_a_change_undoes_the_trust(load, folder):
    load('model = "openai:x"')
    trust(folder / "rag.toml")
    assert load().settings.model == "openai:x"
    effective = load('model = "openai:y"')
    assert effective.settings.model is None
    assert "it has changed since you trusted it" in effective.warning()
    assert load('model = "openai:x"').settings.model == "openai:x"


def test_the_same_content_elsewhere_is_not_trusted(load, folder, tmp_path):
    load('library = "lib"')
    trust(folder / "rag.toml")
    other = tmp_path / "other"
    other.mkdir()
    assert ignored(load('library = "lib"', at=other)) == {"library"}


def test_a_folder_is_the_same_by_any_way_to_it(load, folder, tmp_path):
    load('library = "lib"')
    trust(folder / ".." / "strange" / "rag.toml")
    assert not ignored(load(at=folder))
    (tmp_path / "way").symlink_to(folder)
    assert not ignored(load(at=tmp_path / "way"))


def test_a_link_to_a_trusted_file_is_another_file(load, folder, tmp_path):
    load('reader = "./reader"')
    trust(folder / "rag.toml")
    other = tmp_path / "other"
    other.mkdir()
    (other / "rag.toml").symlink_to(folder / "rag.toml")
    assert ignored(load(at=other)) == {"reader"}


def test_untrusted_is_as_before(load, folder):
    load('model = "openai:x"')
    trust(folder / "rag.toml")
    assert TrustedFiles().remove(folder / "rag.toml")
    assert not TrustedFiles().remove(folder / "rag.toml")
    assert ignored(load()) == {"model"}


@pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")
def test_what_is_trusted_is_the_users_own_business(load, folder):
    load('model = "openai:x"')
    trust(folder / "rag.toml")
    kept = data_folder() / "trusted"
    (file,) = kept.iterdir()
    assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)


@pytest.mark.parametrize("value", ['"no address"', "7", "[[1]]", "{a = 1}", "true"])
def test_a_value_that_is_not_allowed_harms_nobody_who_ignores_it(load, value):
    assert ignored(load(f"base_url = {value}")) == {"base_url"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 70_000, r"more than 65,536 bytes\.$"),
        (f"top_k = {'[' * 20_000}", r"nested too deeply\.$|not valid TOML"),
        (f"top_k = {'9' * 5_000}", "not valid TOML"),
        ("topk = 3", "not a setting"),
        ("top_k = 0", "top_k must be"),
    ],
)
def test_a_file_that_is_no_good_is_an_error(load, text, says):
    with pytest.raises(SettingsError, match=says):
        load(text)


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices in folders are a matter of POSIX")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
@pytest.mark.timeout(20)
def test_what_is_no_file_is_an_error_and_not_waited_for(load, folder, kind):
    place = folder / "rag.toml"
    {
        "pipe": lambda: os.mkfifo(place),
        "device": lambda: place.symlink_to("/dev/zero"),
        "folder": place.mkdir,
    }[kind]()
    with pytest.raises(
        SettingsError, match=r"^rag\.toml cannot be read: it is no ordinary file\.$"
    ):
        load()
