"""The command ``rag``, also as ``python -m rag``.

Only what Python has loaded already is imported before Ctrl-C can be answered.
"""

import os
import sys


def main() -> None:
    """Run the command; Ctrl-C while it is still being loaded ends it as quietly as later."""
    try:
        _open_standard_streams()
        from rag.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)


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
