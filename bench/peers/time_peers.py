"""Times Python peers on arrays from files; one JSON object a line in, one out.

{"op": "versions"} -> {"versions": {...}}
{"op": "load", "name": "x", "file": "x.npy"} -> {}
{"op": "run", "method": "k-center", ...arguments} -> {"seconds": s, ...result}
"""

import importlib.metadata
import json
import platform
import sys
import time
import warnings

import head_peers
import kernel_peers
import library_peers
import numpy_peers
import numpy as np

warnings.filterwarnings("ignore")

METHODS = {
    **numpy_peers.METHODS,
    **library_peers.METHODS,
    **head_peers.METHODS,
    **kernel_peers.METHODS,
}
PACKAGES = ["numpy", "scipy", "scikit-learn", "scikit-activeml"]


def answer(request, arrays):
    if request["op"] == "versions":
        versions = {name: importlib.metadata.version(name) for name in PACKAGES}
        return {"versions": {"python": platform.python_version(), **versions}}
    if request["op"] == "load":
        arrays[request["name"]] = np.load(request["file"])
        return {}
    method = METHODS[request["method"]]
    started = time.perf_counter()
    result = method(arrays, request)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, **result}


def main():
    arrays = {}
    for line in sys.stdin:
        try:
            said = answer(json.loads(line), arrays)
        except Exception as error:  # noqa: BLE001 - told to the caller, who decides
            said = {"error": repr(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
