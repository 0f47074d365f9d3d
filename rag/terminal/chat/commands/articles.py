"""``/articles``: what there is to ask about, and which articles are about something."""

from __future__ import annotations

from itertools import islice

from rag.terminal.chat.command import Ask, ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK
from rag.terminal.render.articles import article_list
from rag.terminal.text import counted

_SHOWN = 15
"""Articles that are listed, the newest."""


def _articles(state: ChatState, topic: str) -> Next:
    if topic:
        return Ask(question=f"Which articles mention {topic}?", alone=True)
    library = state.backend.pipeline.library
    entries = list(library.entries(state.filters))
    if not entries:
        state.remark("There is no article.")
        return None
    state.say(article_list(islice(entries, _SHOWN)))
    if len(entries) > _SHOWN:
        more = counted(len(entries) - _SHOWN, "older article")
        state.say(BLANK)
        state.remark(f"{more} more; /articles TOPIC lists those that mention something.")
    return None


COMMANDS = (
    ChatCommand(
        name="articles",
        usage="/articles [topic]",
        does="list the newest articles, or those that mention something",
        topic=Topic.ARTICLES,
        run=_articles,
    ),
)
