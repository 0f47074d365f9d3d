"""The one arena that the models of this process compute in, where they answer.

Each needs some 30 MB while it runs. With arenas of their own they would keep them each. Without an
arena the C library scatters what they take, and 75 MB were free and not given back after 12
questions over 1,018 articles; to map each piece anew makes the reader slower by a third.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def compute_in_arena(options: Any) -> None:
    """Have a session of onnxruntime with these options compute in the arena."""
    _make_arena()
    options.add_session_config_entry("session.use_env_allocators", "1")
    # Weights stay where they are mapped, or have memory of their own.
    options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")


@cache
def _make_arena() -> None:
    import onnxruntime

    cpu = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    # It grows by doubling. By what is asked for, it would be 35 MB larger: lengths of passages
    # differ, and what was made for one does not fit the next.
    doubling = onnxruntime.OrtArenaCfg({"arena_extend_strategy": 0})
    onnxruntime.create_and_register_allocator(cpu, doubling)
