"""Drawing on a screen of the tests' own."""

from __future__ import annotations

import pytest

from rag.terminal.layout import show


@pytest.fixture
def draw(doubles):
    def _draw(*parts, **screen):
        screen = doubles.Screen(**screen)
        show(screen.console, *parts)
        return screen.read()

    return _draw
