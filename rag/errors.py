"""What can go wrong between a question and its answer.

RagError
├── SettingsError           a setting or a command-line value is unusable
├── QuestionError           a question is empty, or a batch of them unreadable
├── TestSetError            a test set is unreadable, or one of its lines is
├── RunError                the folder of an evaluation is missing, damaged or of another version
├── SessionError            the kept sessions cannot be read or written
│   └── SessionNotFoundError   no session has this id
├── SaveError               something cannot be saved under this name
├── DraftError              there is no draft to check under this name
│   └── DraftUnreadableError   a draft is in no format that is read
├── RecordError             a saved answer cannot be verified
├── ReaderError             the reader, the verifier or the follow-up model cannot be loaded
└── ModelError              the language model failed
"""

from __future__ import annotations


class RagError(Exception):
    """Base of every error of this package; ``hint`` is the step that mends it, if there is one."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(RagError):
    """A setting or a command-line value is unusable."""


class QuestionError(RagError):
    """A question is empty, or a batch of them unreadable."""


class TestSetError(RagError):
    """A test set is unreadable, or one of its lines is."""

    __test__ = False  # pytest would collect the name


class RunError(RagError):
    """The folder of an evaluation is missing, damaged or of another version."""


class SessionError(RagError):
    """The kept sessions cannot be read or written."""


class SessionNotFoundError(SessionError):
    """No session has this id."""


class SaveError(RagError):
    """Something cannot be saved under this name."""


class DraftError(RagError):
    """There is no draft to check under this name."""


class DraftUnreadableError(DraftError):
    """A draft is in no format that is read."""


class RecordError(RagError):
    """A saved answer cannot be verified."""


class ReaderError(RagError):
    """One of the small models that read two texts together cannot be loaded."""


class ModelError(RagError):
    """The language model failed."""
