"""What happened when: the dated events on a topic, each once, with its sources.

``moments`` reads sentences, ``when`` turns "last November" into days, ``events`` groups what
several articles tell, ``timeline`` is the result; ``find_timeline`` makes it from a library.
"""

from rag.timeline.search import find_timeline
from rag.timeline.timeline import Event, Timeline

__all__ = ["Event", "Timeline", "find_timeline"]
