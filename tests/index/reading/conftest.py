import pytest

from index.articles import Article
from index.errors import ReadingError
from index.reading import SourceFile, read
from index.settings import IndexSettings


@pytest.fixture
def reading(tmp_path):
    """Write content under a name and read it back: articles and errors in their order."""

    def run(name: str, content: bytes | str, **settings) -> list[Article | ReadingError]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        file = SourceFile(path=path, shown=f"shown/{name}", named=True)
        return list(read(file, IndexSettings(**settings)))

    return run


@pytest.fixture
def article(reading):
    def run(name: str, content: bytes | str, **settings) -> Article:
        [found] = reading(name, content, **settings)
        assert isinstance(found, Article), found
        return found

    return run


@pytest.fixture
def refusal(reading):
    def run(name: str, content: bytes | str, **settings) -> str:
        [found] = reading(name, content, **settings)
        assert isinstance(found, ReadingError), found
        assert found.path == f"shown/{name}"
        assert "\n" not in str(found)
        return found.reason

    return run
