"""Questions made by rule from the sentences of an article.

What is offered after a refusal and what is proposed for a test set are made here, so that both are
well formed and can be understood by somebody who has not read the article.
"""

from rag.answering.questions.rules import Draft, QuestionGenerator
from rag.answering.questions.standalone import stands_alone

__all__ = ["Draft", "QuestionGenerator", "stands_alone"]
