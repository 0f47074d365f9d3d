"""Turns files into a searchable library.

Whoever imports it has what it is built on report to nobody: onnxruntime (from 1.32 on) sends its
maker a device id and what machine it runs on, from the moment it is imported. The variables are set
here because they are read on import. One that is set already stays as its user wants it.
"""

import os

for _switch in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
    os.environ.setdefault(_switch, "1")
