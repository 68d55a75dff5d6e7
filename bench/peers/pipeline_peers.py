"""From URLs to the least confident items, as Python programs do it; one JSON object a line.

python pipeline_peers.py <way> <urls.json> <model.onnx> <budget>

overlapped  64 threads fetch, the cores decode, ONNX Runtime works on batches meanwhile
dataloader  a torch DataLoader with a worker per core fetches and decodes, torch works on batches
deepal      as DeepAL: all items are fetched, then a DataLoader with one worker decodes them for torch
modal       as with modAL: all items are fetched, then decoded into one array, then predicted at once
exact       not to be timed: enlarges without rounding pixels

Answers the confidence of every item, too. Reading the model is not part of the seconds.
"""

import http.client
import io
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from urllib.parse import urlsplit

import numpy as np
from PIL import Image

CORES = os.cpu_count()
FETCHES = 64
BATCH = 32
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)
connections = local()


def fetch(url):
    parts = urlsplit(url)
    if getattr(connections, "host", None) != parts.netloc:
        connections.host = parts.netloc
        connections.http = http.client.HTTPConnection(parts.netloc)
    connections.http.request("GET", parts.path)
    return connections.http.getresponse().read()


def decode(content):
    image = Image.open(io.BytesIO(content)).convert("RGB").resize((224, 224), Image.BILINEAR)
    pixels = np.asarray(image, np.float32) / 255
    return np.ascontiguousarray(((pixels - MEAN) / STD).transpose(2, 0, 1))


def confidence(logits):
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (shifted / shifted.sum(axis=1, keepdims=True)).max(axis=1)


def open_session(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = CORES
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda batch: session.run(None, {"image": batch})[0]


def open_torch(file):
    import torch
    import torchvision

    model = torchvision.models.mobilenet_v3_small(weights=None).eval()
    model.load_state_dict(torch.load(Path(file).with_suffix(".pt")))

    def predict(batch):
        with torch.inference_mode():
            return model(torch.as_tensor(batch)).numpy()

    return predict


def overlapped(urls, predict):
    confidences = np.empty(len(urls), np.float32)
    with ThreadPoolExecutor(FETCHES) as fetchers, ThreadPoolExecutor(CORES) as decoders:
        # The network works on a batch in this thread while the next ones are fetched and decoded.
        contents = fetchers.map(fetch, urls)
        ahead = []
        at = 0
        for content in contents:
            ahead.append(decoders.submit(decode, content))
            while len(ahead) >= 4 * BATCH:
                at = predict_batch(ahead, at, (confidences, predict))
        while ahead:
            at = predict_batch(ahead, at, (confidences, predict))
    return confidences


def predict_batch(ahead, at, target):
    confidences, predict = target
    batch = np.stack([one.result() for one in ahead[:BATCH]])
    del ahead[:BATCH]
    confidences[at : at + len(batch)] = confidence(predict(batch))
    return at + len(batch)


class Items:
    """What a DataLoader reads: URLs, or contents that were fetched already."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        item = self.items[index]
        return decode(fetch(item) if isinstance(item, str) else item)


def loaded(items, predict, options):
    from torch.utils.data import DataLoader

    parts = [confidence(predict(batch)) for batch in DataLoader(Items(items), **options)]
    return np.concatenate(parts)


def dataloader(urls, predict):
    return loaded(urls, predict, {"batch_size": BATCH, "num_workers": CORES})


def deepal(urls, predict):
    contents = [fetch(url) for url in urls]
    return loaded(contents, predict, {"batch_size": 1000, "num_workers": 1})


def modal(urls, predict):
    contents = [fetch(url) for url in urls]
    images = np.stack([decode(content) for content in contents])
    return confidence(predict(images))


def exact(urls, predict):
    parts = []
    for at in range(0, len(urls), BATCH):
        images = [decode_exactly(fetch(url)) for url in urls[at : at + BATCH]]
        parts.append(confidence(predict(np.stack(images))))
    return np.concatenate(parts)


def decode_exactly(content):
    import torch

    image = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.float32) / 255
    pixels = torch.as_tensor(((image - MEAN) / STD).transpose(2, 0, 1))
    large = torch.nn.functional.interpolate(pixels[None], size=(224, 224), mode="bilinear")
    return large[0].numpy()


WAYS = {
    "exact": (exact, open_session),
    "overlapped": (overlapped, open_session),
    "dataloader": (dataloader, open_torch),
    "deepal": (deepal, open_torch),
    "modal": (modal, open_session),
}


def main():
    name, urls_file, model, budget = sys.argv[1:]
    way, opened = WAYS[name]
    with open(urls_file, encoding="utf8") as file:
        urls = json.load(file)
    predict = opened(model)
    predict(np.zeros((1, 3, 224, 224), np.float32))
    started = time.perf_counter()
    confidences = way(urls, predict)
    selected = np.argsort(confidences, kind="stable")[: int(budget)]
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    answer = {"seconds": seconds, "peakBytes": peak + children}
    answer["selected"] = selected.tolist()
    answer["confidences"] = confidences.tolist()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
