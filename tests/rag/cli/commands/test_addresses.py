"""``rag index https://...``, from the server to the citation."""

import json
import os
import shutil
from pathlib import Path

import pytest
from web_server import site

from rag.settings import data_folder

PAGE = """<html><head><title>The bridge is open</title></head><body><article>
<p>The bridge over the Ibar has cost the town two million euros, said the mayor.</p>
<p>The council met on Monday, with nothing on its agenda but the snow.</p></article></body></html>
"""
QUESTION = "How much has the bridge over the Ibar cost?"


@pytest.fixture
def web():
    with site() as served:
        yield served


def test_a_page_is_fetched_indexed_cited_and_asked_for_again(rag, web):
    address = web.put("/bridge", PAGE, etag='"1"')
    index = ("--library", "library", "--allow-private", "--json")
    assert rag("index", address, *index).json["added"] == 1
    [cited] = rag("ask", QUESTION, "--library", "library", "--json").json["citations"]
    assert (cited["path"], cited["url"]) == (address, address)
    assert "two million" in cited["quote"]
    shown = rag("ask", QUESTION, "--library", "library").out
    assert shown.count(address) == 1

    assert rag("index", address, *index).json["unchanged"] == 1
    assert web.asked.count("/bridge") == 1
    web.put("/bridge", PAGE.replace("two", "three"), etag='"2"')
    assert rag("index", "--refresh", *index).json["updated"] == 1
    assert "three million" in rag("ask", QUESTION, "--library", "library").out


def test_a_page_that_was_removed_is_not_asked_for_again(rag, web):
    address = web.put("/bridge", PAGE)
    index = ("--library", "library", "--allow-private", "--json")
    rag("index", address, *index)
    [entry] = rag("articles", "list", "--library", "library", "--json").json["articles"]
    rag("articles", "remove", entry["article_id"], "--library", "library")
    rag("index", "--refresh", *index)
    assert web.asked.count("/bridge") == 1


def test_a_page_that_is_shredded_leaves_no_trace(rag, web):
    """Neither the page that was kept, nor the answer that showed it, nor the libraries of eval."""
    index = ("--library", "library", "--allow-private", "--json")
    rag("index", web.put("/bridge", PAGE), *index)
    shown = rag("ask", QUESTION, "--library", "library")
    assert "two million" in shown.out
    Path("cases.jsonl").write_text(json.dumps({"question": QUESTION}))
    rag("eval", "cases.jsonl", "--articles", "library/collections/articles/.pages", "--out", "run")
    shutil.rmtree("run")
    [entry] = rag("articles", "list", "--library", "library", "--json").json["articles"]
    remove = ("articles", "remove", entry["article_id"], "--shred", "--library", "library")
    done = rag(*remove, "--json").json
    assert (done["removed"], done["answers_removed"]) == (1, 1)
    assert not any("file" in one and ".pages" in one for one in done["stays"])
    for folder in (Path("library"), data_folder(), Path(os.environ["XDG_CACHE_HOME"])):
        for path in folder.rglob("*"):
            if path.is_file() and "models" not in path.parts:
                assert b"two million euros" not in path.read_bytes(), path


def test_this_machine_is_not_asked_unless_the_user_says_so(rag, web):
    address = web.put("/bridge", PAGE)
    done = rag("index", address, "--library", "library", status=6)
    assert "127.0.0.1, which is no public address" in " ".join(done.out.split())
    assert web.asked == []


def test_a_dry_run_fetches_nothing(rag, web):
    rag("index", web.put("/bridge", PAGE), "--dry-run", "--allow-private", "--library", "library")
    assert web.asked == []


def test_nothing_to_index_is_an_error(rag):
    assert "there is nothing to index" in rag("index", status=2).err
