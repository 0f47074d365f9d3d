from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import rag.settings
from index.settings import IndexSettings, Location
from rag.errors import SettingsError
from rag.settings import Effective, SettingRow, Settings, TrustedFiles, load_settings, masked


@pytest.fixture
def load(tmp_path):
    """Load settings from a folder and a user file of this test's own."""
    folder = tmp_path / "work"
    folder.mkdir()
    user_file = tmp_path / "user" / "config.toml"
    user_file.parent.mkdir()

    def _load(
        *, project: str | None = None, user: str | None = None, environ=(), trusted=True, **flags
    ):
        if project is not None:
            file = folder / "rag.toml"
            file.write_text(project, encoding="utf-8")
            if trusted:
                TrustedFiles().add(file, file.read_bytes())
        if user is not None:
            user_file.write_text(user, encoding="utf-8")
        return load_settings(flags, environ=dict(environ), folder=folder, user_file=user_file)

    _load.folder, _load.user_file = folder, user_file
    return _load


def test_without_any_source_everything_is_the_default(load):
    effective = load()
    settings = effective.settings
    assert settings == Settings()
    assert (settings.collection, settings.top_k, settings.model) == ("articles", 8, None)
    assert settings.library.parts[-2:] == ("dateline", "library")
    assert set(effective.origins) == set(Settings.model_fields)
    assert set(effective.origins.values()) == {"default"}


def test_each_source_wins_over_the_next(load):
    sources = {
        "user": "top_k = 1",
        "project": "top_k = 2",
        "environ": {"RAG_TOP_K": "3"},
        "top_k": 4,
    }
    expected = [
        (4, "--top-k"),
        (3, "RAG_TOP_K"),
        (2, "rag.toml"),
        (1, str(load.user_file)),
        (8, "default"),
    ]
    found = []
    for name in ("top_k", "environ", "project", "user", None):
        effective = load(**sources)
        found.append((effective.settings.top_k, effective.origins["top_k"]))
        sources.pop(name, None)
        for left in load.folder.glob("rag.toml"):
            left.unlink()
        load.user_file.unlink(missing_ok=True)
    assert found == expected


def test_sources_are_merged_setting_by_setting(load):
    effective = load(project='collection = "news"', environ={"RAG_MODEL": "ollama:x"}, top_k=3)
    settings = effective.settings
    assert (settings.collection, settings.model, settings.top_k) == ("news", "ollama:x", 3)


def test_none_is_a_flag_not_given_and_an_empty_variable_is_unset(load):
    effective = load(environ={"RAG_TOP_K": "", "RAG_CHROMA_TOKEN": ""}, collection=None)
    assert set(effective.origins.values()) == {"default"}
    assert effective.chroma_token is None


def test_variables_without_our_prefix_are_not_ours(load):
    assert load(environ={"TOP_K": "x", "_RAG_COMPLETE": "y", "rag_top_k": "z"}).settings.top_k == 8


def test_names_for_what_is_built_in_undo_a_configured_server_and_model(load):
    effective = load(
        project='model = "openai:gpt"\nchroma = "http://db:8000"',
        model="extractive",
        chroma="embedded",
    )
    assert (effective.settings.model, effective.settings.chroma) == (None, None)
    shown = {row.name: (row.value, row.origin) for row in effective.rows()}
    assert shown["model"] == ("extractive", "--model")
    assert shown["chroma"] == ("embedded", "--chroma")


def test_a_library_in_a_file_counts_from_the_file_and_on_the_command_line_from_here(load):
    assert load(project='library = "here"').settings.library == load.folder / "here"
    assert load(library="there").settings.library == Path("there")
    absolute = (load.folder / "deep").as_posix()
    assert load(project=f'library = "{absolute}"').settings.library == Path(absolute)


def test_the_home_sign_is_expanded(load, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load(project='library = "~/a"').settings.library == tmp_path / "a"
    assert load(library=Path("~/b")).settings.library == tmp_path / "b"


def test_index_settings_are_the_inherited_part(load):
    settings = load(project="passage_size = 500\nlock_timeout = 0.5").settings
    assert settings.index_settings() == IndexSettings(passage_size=500, lock_timeout=0.5)


def test_the_location_takes_the_token_along(load):
    effective = load(
        environ={"RAG_CHROMA_TOKEN": "s3cret"}, library="lib", collection="news", chroma="cloud"
    )
    assert effective.location() == Location(
        directory=Path("lib"), collection="news", chroma="cloud", token="s3cret"
    )


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings().top_k = 9


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"top_k": 0}, "--top-k must be a whole number from 1 to 100, not '0'."),
        ({"top_k": 101}, "--top-k must be a whole number from 1 to 100, not '101'."),
        ({"top_k": True}, "--top-k must be a whole number from 1 to 100, not 'true'."),
        (
            {"collection": "a b"},
            "--collection must be 3 to 512 letters, digits, dots, dashes or underscores, "
            "with a letter or digit at both ends, not 'a b'.",
        ),
        (
            {"chroma": "ftp://host"},
            '--chroma must be the http(s) address of a Chroma server, "cloud" or "embedded", '
            "not 'ftp://host'.",
        ),
        ({"base_url": "localhost:11434"}, "--base-url must be an http(s) address, not '...'."),
        (
            {"model": "llama"},
            '--model must be "provider:name", such as "ollama:llama3.2", or "extractive", '
            "not 'llama'.",
        ),
        ({"library": ""}, "--library must be a folder, not ''."),
        ({"library": "~nobody-of-this-name/x"}, "--library must be a folder, not '...'."),
        ({"theme": "blue"}, "--theme must be one of auto, light, dark, not 'blue'."),
        ({"keys": "nano"}, "--keys must be one of emacs, vi, not 'nano'."),
        ({"device": "tpu"}, "--device must be one of auto, cpu, cuda, mps, not 'tpu'."),
        ({"lock_timeout": "x"}, "--lock-timeout must be a number from 0 to 600, not 'x'."),
        (
            {"max_file_bytes": 1},
            "--max-file-bytes must be a whole number of at least 1000, not '1'.",
        ),
        ({"embedding": 7}, "--embedding must be text, not '7'."),
    ],
)
def test_a_bad_value_is_one_sentence_that_says_what_is_allowed(load, flags, message):
    (value,) = flags.values()
    with pytest.raises(SettingsError) as caught:
        load(**flags)
    assert caught.value.message == message.replace("...", str(value))


@pytest.mark.parametrize("name", ["ab", "a" * 513, "-abc", "abc.", "a/b", "ärger", "abc\n"])
def test_collection_names_that_chroma_refuses(load, name):
    with pytest.raises(SettingsError, match="--collection must be"):
        load(collection=name)


@pytest.mark.parametrize("name", ["abc", "a" * 512, "News_2025-01.eu"])
def test_collection_names_that_chroma_takes(load, name):
    assert load(collection=name).settings.collection == name


@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "https://[::1]:8000/db", "https://db.example", "cloud"]
)
def test_chroma_addresses(load, address):
    assert load(chroma=address).settings.chroma == address


@pytest.mark.parametrize(
    "address", ["http://", "http://h:port", "http://[::1", "Cloud", "http:/h", "http://a/?@b"]
)
def test_addresses_that_are_none(load, address):
    with pytest.raises(SettingsError, match="--chroma must be"):
        load(chroma=address)


def test_the_place_of_a_bad_value_is_named(load):
    with pytest.raises(SettingsError) as caught:
        load(environ={"RAG_TOP_K": "many"})
    assert caught.value.message == "RAG_TOP_K must be a whole number from 1 to 100, not 'many'."
    with pytest.raises(SettingsError) as caught:
        load(project="top_k = [1]")
    assert caught.value.message == (
        "rag.toml: top_k must be a whole number from 1 to 100, not '[1]'."
    )
    (load.folder / "rag.toml").unlink()
    with pytest.raises(SettingsError) as caught:
        load(user='theme = "grey"')
    assert caught.value.message == (
        f"{load.user_file}: theme must be one of auto, light, dark, not 'grey'."
    )


def test_unknown_names_are_errors_with_the_nearest_known_one(load):
    with pytest.raises(SettingsError) as caught:
        load(environ={"RAG_TOPK": "3"})
    assert caught.value.message == "The environment variable 'RAG_TOPK' is not a setting."
    assert caught.value.hint == "Did you mean RAG_TOP_K?"
    with pytest.raises(SettingsError) as caught:
        load(project="top-k = 3")
    assert caught.value.message == "rag.toml: 'top-k' is not a setting."
    assert caught.value.hint == "Did you mean top_k?"
    with pytest.raises(SettingsError) as caught:
        load(project="[zzzzzz]\nx = 1")
    assert caught.value.hint == (
        "The settings are base_url, chroma, chroma_database, chroma_tenant, chroma_timeout, "
        "collection, columns, device, embedding, embedding_url, history, history_bytes, keys, "
        "library, lock_timeout, max_file_bytes, max_text_chars, model, model_timeout, "
        "passage_size, reader, reranker, screen, theme, top_k, verifier."
    )


def test_the_token_is_never_read_from_a_file(load):
    with pytest.raises(SettingsError, match="'chroma_token' is not a setting"):
        load(project='chroma_token = "s3cret"')


def test_a_broken_file_is_named(load):
    with pytest.raises(SettingsError, match=r"^rag\.toml is not valid TOML: .* line 1"):
        load(project="top_k = = 3")
    (load.folder / "rag.toml").write_bytes(b'collection = "\xff"')
    with pytest.raises(SettingsError, match=r"^rag\.toml is not UTF-8 text\.$"):
        load()
    (load.folder / "rag.toml").unlink()
    (load.folder / "rag.toml").mkdir()
    with pytest.raises(SettingsError, match=r"^rag\.toml cannot be read: .*\.$"):
        load()


def test_a_byte_order_mark_is_no_part_of_the_file(load):
    assert load(project="\ufefftop_k = 3").settings.top_k == 3


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("chroma", "https://me:s3cret@db:8000/a", "https://********@db:8000/a"),
        ("chroma", "https://s3cret@db", "https://********@db"),
        ("chroma", "https://me:s3/cr?e@t@db", "https://********@db"),
        ("base_url", "https://db/v1?key=s3cret", "https://db/v1?********"),
        ("chroma", "me:s3cret@db", "********@db"),
        ("chroma", "cloud", "cloud"),
        ("chroma_token", "s3cret", "********"),
        ("library", Path("a@b"), "a@b"),
        ("model", None, "extractive"),
        ("chroma", None, "embedded"),
        ("base_url", None, ""),
        ("top_k", 8, "8"),
    ],
)
def test_secrets_are_masked(name, value, shown):
    assert masked(name, value) == shown


def test_no_secret_is_in_rows_errors_or_the_representation(load):
    effective = load(environ={"RAG_CHROMA_TOKEN": "s3cret"}, chroma="http://u:s3cret@db")
    assert isinstance(effective, Effective)
    assert effective.chroma_token == "s3cret"
    assert "s3cret" not in repr(effective.rows())
    assert "chroma_token" not in repr(effective)
    rows = effective.rows()
    assert SettingRow(name="chroma_token", value="********", origin="RAG_CHROMA_TOKEN") in rows
    assert [row.name for row in rows] == sorted(row.name for row in rows)
    with pytest.raises(SettingsError) as caught:
        load(chroma="ftp://u:s3cret@db")
    assert "s3cret" not in str(caught.value)


def test_public_names():
    assert rag.settings.__all__ == sorted(rag.settings.__all__)


def test_importing_settings_is_light():
    heavy = "{'langchain', 'torch', 'chromadb', 'rich', 'typer', 'prompt_toolkit', 'numpy'}"
    script = f"import sys, rag.settings; sys.exit(str({heavy} & set(sys.modules) or '') or 0)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_headers_for_a_proxy_are_read_and_never_shown(load):
    given = '{"Authorization": "Bearer s3cret"}'
    effective = load(environ={"RAG_CHROMA_HEADERS": given})
    assert effective.location().headers == {"Authorization": "Bearer s3cret"}
    row = SettingRow(name="chroma_headers", value="********", origin="RAG_CHROMA_HEADERS")
    assert row in effective.rows()
    assert "s3cret" not in repr(effective) + repr(effective.location())
    assert load(environ={"RAG_CHROMA_HEADERS": ""}).location().headers == {}
    for wrong in ("s3cret", '["s3cret"]', '{"a": 3}'):
        with pytest.raises(SettingsError, match="RAG_CHROMA_HEADERS must be") as caught:
            load(environ={"RAG_CHROMA_HEADERS": wrong})
        assert "s3cret" not in caught.value.message
