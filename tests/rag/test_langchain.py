from __future__ import annotations

import asyncio
import json
from datetime import date

import chromadb
import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage

from index.filters import Filters
from rag.langchain import ArticleRetriever, answer_chain, answer_tool, index_documents

pytestmark = pytest.mark.slow

QUESTION = "How many soldiers does Italy send to the mission?"
WRITTEN = "Italy sends 852 soldiers to the mission [1]. The United States follow with 612 [1]."


def chain(library, *written, **given):
    model = GenericFakeChatModel(messages=iter([AIMessage(text) for text in written]))
    return answer_chain(library, model, top_k=3, **given)


def test_the_retriever_returns_passages_with_their_offsets(newsroom):
    first = ArticleRetriever(library=newsroom, top_k=2).invoke(QUESTION)[0]
    article = newsroom.article(first.metadata["article_id"])
    span = slice(first.metadata["start_index"], first.metadata["end_index"])
    assert "852 soldiers" in first.page_content
    assert article.text[span] == first.page_content
    assert first.metadata["rank"] == 1


def test_a_document_may_have_its_neighbours_with_it(newsroom):
    asked = "What did the governor say of inflation?"
    [alone] = ArticleRetriever(library=newsroom, top_k=1).invoke(asked)
    [around] = ArticleRetriever(library=newsroom, top_k=1, neighbours=3).invoke(asked)
    article = newsroom.article(around.metadata["article_id"])
    passages = newsroom.passages_of(article)
    assert around.id == alone.id
    assert around.page_content == article.text[passages[0].start : passages[-1].end]
    assert alone.page_content in around.page_content


def test_the_retriever_takes_a_reranker(newsroom):
    class Shortest:
        name = "shortest"

        def logits(self, question, passages):
            assert question == asked
            return np.array([-float(len(passage)) for passage in passages])

    asked = "bank harbour snow soldiers"
    found = ArticleRetriever(library=newsroom, reranker=Shortest()).invoke(asked)
    lengths = [len(f"{one.metadata['title']}\n{one.page_content}") for one in found]
    assert lengths == sorted(lengths)
    assert len(found) > 2


def test_the_retriever_keeps_to_its_filters(newsroom):
    wire = ArticleRetriever(library=newsroom, filters=Filters(sources=("balkan wire",)))
    assert {one.metadata["source"] for one in wire.invoke("soldiers")} == {"Balkan Wire"}


def test_the_chain_returns_a_message_with_citations(newsroom):
    message = chain(newsroom, WRITTEN).invoke(QUESTION)
    (first, second) = message.content
    assert message.text == (
        "Italy sends 852 soldiers to the mission [1]. The United States follow with 612 [2]."
    )
    (citation,) = first["annotations"]
    assert citation["type"] == "citation"
    assert citation["cited_text"] == "Italy sends 852 soldiers to the mission."
    assert first["text"][citation["start_index"] : citation["end_index"]] == first["text"]
    assert second["annotations"][0]["extras"]["marker"] == 2
    assert message.response_metadata["verdicts"] == ["supported", "supported"]


def test_streamed_chunks_add_up_to_the_message(newsroom):
    chunks = list(chain(newsroom, WRITTEN).stream(QUESTION))
    whole = sum(chunks[1:], chunks[0])
    assert len(chunks) == 3
    assert isinstance(whole, AIMessageChunk)
    message = chain(newsroom, WRITTEN).invoke(QUESTION)
    assert (whole.text, whole.content) == (message.text, message.content)
    assert whole.response_metadata == message.response_metadata


def test_a_refusal_is_a_message_without_citations(newsroom):
    message = chain(newsroom, "The articles do not answer this question.").invoke(QUESTION)
    assert message.text == "The articles do not answer this question."
    assert message.response_metadata["answered"] is False
    assert message.content[0]["annotations"] == []


def test_batch_and_async_give_what_invoke_gives(newsroom):
    model = chain(newsroom, *[WRITTEN] * 6)
    expected = chain(newsroom, WRITTEN).invoke(QUESTION).content

    async def ask():
        streamed = [chunk async for chunk in model.astream(QUESTION)]
        return await model.ainvoke(QUESTION), sum(streamed[1:], streamed[0])

    assert [message.content for message in model.batch([QUESTION] * 4)] == [expected] * 4
    assert [message.content for message in asyncio.run(ask())] == [expected] * 2


def test_strict_reaches_the_answerer(newsroom):
    message = chain(newsroom, "Italy sends 900 soldiers [1].", strict=True).invoke(QUESTION)
    assert message.response_metadata["answered"] is False
    assert message.response_metadata["warnings"] == [
        "1 sentence was left out: the articles do not say so",
        "the model gave no answer, though a passage may hold one: ask without a model",
    ]


def test_the_tool_returns_text_for_the_model_and_the_answer_for_the_program(newsroom):
    tool = answer_tool(chain(newsroom, WRITTEN))
    call = {"name": tool.name, "args": {"question": QUESTION}, "id": "1", "type": "tool_call"}
    message = tool.invoke(call)
    assert message.artifact["question"] == QUESTION
    assert message.artifact["citations"][0]["quote"] == "Italy sends 852 soldiers to the mission."
    assert len(json.dumps(message.artifact)) < 4_000
    assert "[1] Who keeps the peace: “Italy sends 852 soldiers to the mission.”" in message.content


def test_a_model_can_be_named(newsroom, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-never-sent")
    assert answer_chain(newsroom, "openai:some-model")
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        ArticleRetriever(library=newsroom, top_k=0)


def test_what_is_not_supported_says_so_in_the_text(newsroom):
    written = "Italy sends 900 soldiers to the mission [1]."
    answered = chain(newsroom, written, written, written)
    message = answered.invoke(QUESTION)
    assert message.response_metadata["verdicts"] == ["unsupported"]
    assert message.text == f"{written} (unsupported)"
    assert "".join(chunk.text for chunk in answered.stream(QUESTION)) == message.text
    assert answer_tool(answered).invoke({"question": QUESTION}).startswith(message.text)


def test_documents_can_be_put_into_a_vector_store(newsroom):
    found = ArticleRetriever(library=newsroom).invoke("soldiers")
    collection = chromadb.EphemeralClient().create_collection("copy")
    collection.add(
        ids=[one.id for one in found],
        embeddings=[[0.1] * 3] * len(found),
        documents=[one.page_content for one in found],
        metadatas=[one.metadata for one in found],
    )
    assert collection.count() == len(found)
    assert not any("authors" in one.metadata for one in found)


@pytest.mark.parametrize("since", ["2025-01-13", "2025-01", "2025", date(2025, 1, 13)])
def test_the_retriever_takes_dates_as_text(newsroom, since):
    found = ArticleRetriever(library=newsroom, filters=Filters(since=since)).invoke("rate snow")
    assert {one.metadata["published"] for one in found} == {"2025-01-13", "2025-02-01"}


def test_the_retriever_takes_k_with_a_question(newsroom):
    retriever = ArticleRetriever(library=newsroom, top_k=3)
    assert len(retriever.invoke("soldiers", k=1)) == 1


def test_extractive_is_no_language_model(newsroom):
    message = answer_chain(newsroom, "extractive").invoke(QUESTION)
    assert message.response_metadata["model_name"] == "extractive"
    assert "852" in message.text


def test_the_folder_of_a_library_will_do(newsroom, location):
    retriever = ArticleRetriever(library=location.directory)
    assert retriever.library.counts() == newsroom.counts()
    assert answer_chain(str(location.directory), "extractive")


@pytest.mark.model
def test_documents_of_any_loader_are_indexed_once_and_found(tmp_path):
    documents = [
        Document(
            "The harbour of Corbay opened again on Monday, a year after the flood.",
            metadata={
                "source": "https://example.org/harbour",
                "title": "Harbour",
                "date": "2025-03-03",
            },
        ),
        Document(
            "Snow closed the northern road.", metadata={"source": "Balkan Wire", "title": "Snow"}
        ),
        Document("The first page of a report.", metadata={"source": "/in/report.pdf", "page": 0}),
        Document("The second page of a report.", metadata={"source": "/in/report.pdf", "page": 1}),
        Document("  ", id="empty"),
    ]
    report = index_documents(documents, tmp_path / "news")
    assert (report.added, report.passages) == (4, 4)
    assert [(one.path, "no text" in one.reason) for one in report.failed] == [("empty", True)]
    again = index_documents([*documents[:2], documents[0]], tmp_path / "news")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    documents[1] = Document(
        "Snow closed both roads.", metadata={"source": "Balkan Wire", "title": "Snow"}, id="snow"
    )
    documents[0].page_content += " Ships came."
    changed = index_documents(documents, tmp_path / "news")
    assert (changed.added, changed.updated, changed.unchanged) == (1, 1, 2)
    found = ArticleRetriever(library=tmp_path / "news").invoke("harbour of Corbay")[0].metadata
    assert (found["url"], found["published"]) == ("https://example.org/harbour", "2025-03-03")
    snow = ArticleRetriever(library=tmp_path / "news").invoke("snow on the road")[0].metadata
    assert snow["source"] == "Balkan Wire"
    page = ArticleRetriever(library=tmp_path / "news").invoke("the second page")[0].metadata
    assert page["path"] == "/in/report.pdf"
    assert "source" not in page


def test_a_conversation_is_taken_as_its_messages(newsroom):
    talk = answer_chain(newsroom, "extractive")
    first = HumanMessage("What did Italy send to the mission?")
    told = talk.invoke([first])
    then = talk.invoke(
        [SystemMessage("Be brief."), first, told, HumanMessage("And the United States?")]
    )
    assert "United States" in then.response_metadata["standalone_question"]
    assert then.response_metadata["standalone_question"] != "And the United States?"
    alone = talk.invoke("And the United States?")
    assert alone.response_metadata["standalone_question"] == "And the United States?"
    chunks = list(talk.stream([first, told, HumanMessage("And the United States?")]))
    assert (
        chunks[-1].response_metadata["standalone_question"]
        == (then.response_metadata["standalone_question"])
    )
