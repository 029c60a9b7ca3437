"""Files → pages → fields, lists → record."""

import os
import sys

# Engines of OCR tell their makers of their use, over the network and in the user's home, unless told not to before they
# are loaded: ONNX Runtime by its own switch, OpenVINO by not finding the package with which it would.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
