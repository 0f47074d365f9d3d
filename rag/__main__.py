"""The command ``rag``, also as ``python -m rag``."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


def _show_exception(
    kind: type[BaseException], error: BaseException, trace: "TracebackType | None"
) -> None:
    """Show what ended the program; of Ctrl-C, only that it did."""
    if issubclass(kind, KeyboardInterrupt):
        os.write(2, b"\nStopped.\n")
        os._exit(130)
    sys.__excepthook__(kind, error, trace)


# Before all else: the modules that handle signals take 10 ms to import.
sys.excepthook = _show_exception

from rag import interrupts  # noqa: E402


def main() -> None:
    """Run the command."""
    interrupts.end_at_once()
    _open_standard_streams()
    from rag.cli import main as run  # from here on Ctrl-C leaves no traceback

    run()


def _open_standard_streams() -> None:
    """Open the null device for each of stdin, stdout and stderr that is closed.

    Else the first file that the program opens would take its place, and be written to.
    """
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


if __name__ == "__main__":
    main()
